//! The rows of both lists as two sides whose difference is sought, and the places that the first pass over each counts.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tizim_dedup::{Position, Side as DedupSide, TwoSides, Visitor};
use tizim_evidence::Run;
use tizim_tables::Record;

use crate::RollsError;
use crate::counts::file_notes::{FileNoter, FileNotes, Noted};
use crate::lists::roll::Roll;
use crate::lists::scan::{Look, RowVisitor};
use crate::reconcile::Side;
use crate::reconcile::compared::Compared;
use crate::reconcile::content::ContentMaker;
use crate::reconcile::places::WrittenPlaces;
use crate::row::reader::{RowReader, RowRules};

/// Both lists.
pub(super) struct ListSides<'a> {
    pub(super) roll: &'a Roll<'a>,
    pub(super) run: &'a Run,
    pub(super) rules: RowRules<'a>,
    pub(super) compared: Compared,
    /// Sides whose places were counted, a bit each.
    pub(super) counted: AtomicU8,
    pub(super) places: Mutex<Vec<WrittenPlaces>>,
    /// Whether names with Kazakh letters are counted, and how many of which file.
    pub(super) noted: Option<Noted>,
    pub(super) notes: Mutex<FileNotes>,
    /// Rows of each list with a number that is not a whole valid one.
    pub(super) unusable: [AtomicU64; 2],
}

impl TwoSides for ListSides<'_> {
    type Error = RollsError;

    fn estimated_left(&self) -> Option<u64> {
        self.roll.estimated_rows_of(Side::A.list())
    }

    fn scan<V: Visitor>(
        &self,
        side: DedupSide,
        threads: usize,
        make: &(dyn Fn() -> V + Sync),
    ) -> Result<Vec<V>, RollsError> {
        let side = if side == DedupSide::Left { Side::A } else { Side::B };
        let bit = 1 << side as u8;
        let first = self.counted.fetch_or(bit, Ordering::Relaxed) & bit == 0;
        let make = || ContentScanner {
            roll: self.roll,
            rules: self.rules,
            side,
            maker: ContentMaker::new(self.compared),
            reader: None,
            stated: None,
            search: make(),
            is_done: false,
            places: first.then(WrittenPlaces::default),
            notes: self.noted.filter(|_| first).map(FileNoter::new),
        };
        let files = self.roll.files_of(|list| list == side.list());
        let stage = if first { "reading" } else { "reading again" };
        let scanners = self.roll.scan_named(self.run, threads, (&files, stage), Look::Versions, &make)?;
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(scanners
            .into_iter()
            .map(|scanner| {
                if let Some(notes) = scanner.notes {
                    self.notes.lock().unwrap_or_else(PoisonError::into_inner).merge(notes.finish());
                }
                if let Some(counted) = scanner.places {
                    places.push(counted);
                    self.unusable[side as usize].fetch_add(scanner.maker.unusable, Ordering::Relaxed);
                }
                scanner.search
            })
            .collect())
    }
}

/// Sees the rows of one side.
struct ContentScanner<'a, V> {
    roll: &'a Roll<'a>,
    rules: RowRules<'a>,
    side: Side,
    maker: ContentMaker,
    reader: Option<RowReader<'a>>,
    /// The precinct that the file's name states.
    stated: Option<&'a str>,
    search: V,
    is_done: bool,
    places: Option<WrittenPlaces>,
    notes: Option<FileNoter<'a>>,
}

impl<V: Visitor> RowVisitor for ContentScanner<'_, V> {
    fn begin(&mut self, index: usize) {
        let file = &self.roll.files[index];
        self.reader = Some(RowReader::new(file.columns, self.rules));
        self.stated = file.info.precinct.as_deref();
        self.maker.kind = file.info.kind;
        if let Some(notes) = &mut self.notes {
            notes.begin(index, &file.info);
        }
    }

    #[inline]
    fn row(&mut self, position: u64, record: &Record<'_>) {
        let Some(reader) = &mut self.reader else { return };
        reader.next_row();
        if !self.is_done {
            let content = self.maker.content(reader, record, self.stated);
            self.search.key(0, Position(position), content);
        }
        if let Some(notes) = &mut self.notes {
            notes.row(reader, record);
        }
        if let Some(places) = &mut self.places {
            let written = record.field(reader.columns.precinct);
            let precinct = if written.is_empty() { self.stated.unwrap_or("").as_bytes() } else { written };
            places.count(self.side, record.field(reader.columns.region), precinct);
        }
    }

    fn block(&mut self, rows: u64, _wanted: &mut Vec<u64>) {
        if !self.is_done && self.search.visited(rows) == ControlFlow::Break(()) {
            self.is_done = true;
        }
    }
}
