//! Rows and pairs of rows are read back, compared, counted and written: on all threads, batch by batch, and told in their
//! order.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use tizim_dedup::on_each;
use tizim_people::{BirthDate, MaskKey};

use crate::lists::evidence::{EvidenceReader, Lookup};
use crate::reconcile::compared::Compared;
use crate::reconcile::difference::{DifferenceForm, DifferenceSink, What};
use crate::reconcile::explain::{Explainer, FurtherLists};
use crate::reconcile::places::Places;
use crate::reconcile::search::whole_or_year;
use crate::reconcile::tally::Tally;
use crate::reconcile::worker::{Told, Worker};
use crate::row::columns::Columns;
use crate::row::entry::Entry;
use crate::row::reader::RowReader;
use crate::{RollsError, Rule};

/// Rows or pairs that are compared at one time.
const BATCH: usize = 1 << 15;
/// Of them, those that one worker takes at a time.
const SLICE: usize = 1 << 9;

/// A row or a pair of rows, by position.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) what: What,
    pub(super) rows: [Option<u64>; 2],
}

/// What comparing takes.
pub(super) struct Teller<'a> {
    pub(super) reader: EvidenceReader<'a>,
    pub(super) compared: Compared,
    pub(super) places: &'a Places,
    pub(super) explainer: Explainer<'a>,
    pub(super) mask: MaskKey,
    pub(super) threads: usize,
    /// Numbers that so many rows share that no group was made of them.
    pub(super) placeholders: Vec<u64>,
    /// Who of one list alone stands on further lists; known before such rows are told.
    pub(super) further: FurtherLists,
}

/// Items that wait, and what was told of those before.
pub(super) struct Telling<'s> {
    pub(super) sink: &'s mut dyn DifferenceSink,
    pub(super) tally: Tally,
    waiting: Vec<Item>,
}

impl<'s> Telling<'s> {
    pub(super) fn new(sink: &'s mut dyn DifferenceSink) -> Self {
        Self { sink, tally: Tally::default(), waiting: Vec::new() }
    }

    /// Takes an item, which is told when there are enough of them.
    pub(super) fn take(&mut self, item: Item, teller: &Teller<'_>) -> Result<(), RollsError> {
        self.waiting.push(item);
        if self.waiting.len() >= BATCH { self.tell(teller) } else { Ok(()) }
    }

    /// Tells what waits.
    pub(super) fn tell(&mut self, teller: &Teller<'_>) -> Result<(), RollsError> {
        for told in teller.batch(&self.waiting, self.sink.form())? {
            self.tally.add(told.tally);
            let mut start = 0;
            for (end, regions) in told.ends {
                self.sink.take(regions, &told.lines[start..end]).map_err(RollsError::Sink)?;
                start = end;
            }
        }
        self.waiting.clear();
        Ok(())
    }
}

impl Teller<'_> {
    /// What comes of these items, slice by slice in their order.
    fn batch(&self, items: &[Item], form: DifferenceForm) -> Result<Vec<Told>, RollsError> {
        let kept = self.reader.cache.chunks();
        let begin = || Worker::new(self, form);
        in_slices(self.threads, items, &begin, &|worker, slice| worker.slice(slice, &kept))
    }

    /// The birth dates of rows, as written whole or else as their numbers state them.
    pub(super) fn dates(&self, positions: &[u64]) -> Result<Vec<Option<BirthDate>>, RollsError> {
        let kept = self.reader.cache.chunks();
        let begin = || (Lookup::default(), RowReader::new(Columns::none(), self.reader.law.row_rules()));
        let dates = in_slices(self.threads, positions, &begin, &|(lookup, reader), slice| {
            let rows = self.reader.rows(slice, &kept, lookup)?;
            let date = |place: usize| {
                let row = rows.row(place)?;
                reader.columns = self.reader.roll.files[row.file].cached;
                reader.next_row();
                whole_or_year(reader, &row)
            };
            Ok((0..slice.len()).map(date).collect::<Vec<_>>())
        })?;
        Ok(dates.concat())
    }

    /// Reads the rows of a group back, and calls `each` with its own row and those of further lists.
    pub(super) fn group(
        &self,
        positions: &[u64],
        each: &mut dyn FnMut(&[Entry<'_>]),
    ) -> Result<(), RollsError> {
        let kept = self.reader.cache.chunks();
        let mut lookup = Lookup::default();
        let mut entries = self.reader.entries();
        let rows = self.reader.rows(positions, &kept, &mut lookup)?;
        let mut found = Vec::with_capacity(positions.len());
        for index in 0..positions.len() {
            if let Some(row) = rows.row(index) {
                found.push(self.reader.entry(&row, None, &mut entries)?);
            }
        }
        each(&found);
        Ok(())
    }
}

/// What is done with a slice, by a worker.
type SliceWork<'w, T, W, R> = dyn Fn(&mut W, &[T]) -> Result<R, RollsError> + Sync + 'w;

/// Calls `work` with slices of these items on all threads; what it returned, in their order.
fn in_slices<T: Sync, W, R: Send>(
    threads: usize,
    items: &[T],
    begin: &(dyn Fn() -> W + Sync),
    work: &SliceWork<'_, T, W, R>,
) -> Result<Vec<R>, RollsError> {
    let slices: Vec<&[T]> = items.chunks(SLICE).collect();
    let done: Vec<Mutex<Option<R>>> = slices.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    let results = on_each(threads, &|| -> Result<(), RollsError> {
        let mut worker = begin();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(slice) = slices.get(index) else { return Ok(()) };
            let result = work(&mut worker, slice);
            if result.is_err() {
                // Nobody need go on.
                next.store(slices.len(), Ordering::Relaxed);
            }
            *done[index].lock().unwrap_or_else(PoisonError::into_inner) = Some(result?);
        }
    });
    results.into_iter().collect::<Result<(), _>>()?;
    Ok(done.into_iter().filter_map(|one| one.into_inner().unwrap_or_else(PoisonError::into_inner)).collect())
}

/// The rule of agreement behind a key of a search for persons.
pub(super) const PERSON_RULES: [Rule; 2] = [Rule::Iin, Rule::NameDate];
