//! What a pass does with each row: its keys for the search, its fields for the checks, and the row itself for the cache.

use std::ops::ControlFlow;

use tizim_dedup::{Part, Position, RuleSet, Visitor};
use tizim_tables::Record;

use crate::counts::coverage::Coverage;
use crate::counts::file_notes::FileNoter;
use crate::counts::row_checks::RowChecks;
use crate::lists::roll::{File, Roll};
use crate::lists::row_cache::{RowBuffer, RowCache, RowChunk};
use crate::lists::scan::RowVisitor;
use crate::row::keys::KeyMaker;
use crate::row::reader::{RowReader, RowRules};
use crate::search::anchors::{Anchors, is_of};

/// Sees rows, tells their keys to the search and their fields to the checks.
pub(crate) struct Scanner<'a, V> {
    pub(crate) search: V,
    /// The search has heard enough of this pass.
    pub(crate) search_done: bool,
    pub(crate) rules: RuleSet,
    pub(crate) part: Part,
    pub(crate) anchors: Option<Anchors<'a>>,
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) row_rules: RowRules<'a>,
    pub(crate) reader: Option<RowReader<'a>>,
    pub(crate) maker: KeyMaker,
    pub(crate) checks: Option<RowChecks<'a>>,
    /// Of how many rows each rule could make a key; in the first pass.
    pub(crate) coverage: Option<Coverage>,
    /// What is noted of whole files; in the first pass.
    pub(crate) notes: Option<FileNoter<'a>>,
    /// Where rows go that are likely to be fetched; all of them, or those that the search tells.
    pub(crate) cache: Option<&'a RowCache>,
    pub(crate) keeps_all: bool,
    pub(crate) file: usize,
    pub(crate) likely: Vec<Position>,
    /// Those of the last blocks, and of the blocks before.
    pub(crate) buffer: RowBuffer,
    pub(crate) first_pass: Vec<RowChunk>,
}

impl<V: Visitor> RowVisitor for Scanner<'_, V> {
    fn begin(&mut self, file: usize) {
        self.reader = Some(RowReader::new(self.roll.files[file].columns, self.row_rules));
        self.file = file;
        let File { info, columns, .. } = &self.roll.files[file];
        if let Some(coverage) = &mut self.coverage {
            coverage.begin(info, columns);
        }
        if let Some(notes) = &mut self.notes {
            notes.begin(file, info);
        }
        if let Some(checks) = &mut self.checks {
            checks.begin(file, info);
        }
    }

    #[inline]
    fn row(&mut self, position: u64, record: &Record<'_>) {
        let Some(reader) = &mut self.reader else { return };
        reader.next_row();
        if !self.search_done && is_of(self.part, self.anchors, reader, record) {
            let (rules, search) = (self.rules, &mut self.search);
            self.maker.keys(
                reader,
                record,
                |rule| rules.contains(rule),
                |rule, key| search.key(rule, Position(position), key),
            );
        }
        if let Some(notes) = &mut self.notes {
            notes.row(reader, record);
        }
        if let Some(checks) = &mut self.checks {
            checks.row(position, reader, record);
        }
        if let Some(coverage) = &mut self.coverage {
            coverage.row(reader, record);
        }
        if self.keeps_all {
            self.keep(position, record);
        }
    }

    fn whole(&mut self, position: u64, record: &Record<'_>) {
        self.keep(position, record);
    }

    fn block(&mut self, rows: u64, wanted: &mut Vec<u64>) {
        if !self.search_done && self.search.visited(rows) == ControlFlow::Break(()) {
            self.search_done = true;
        }
        if self.buffer.is_enough() {
            self.end_chunk();
        }
        self.search.likely(&mut self.likely);
        let likely = self.likely.drain(..);
        if self.cache.is_some() && !self.keeps_all {
            wanted.extend(likely.map(|position| position.0));
        }
    }
}

impl<V> Scanner<'_, V> {
    fn keep(&mut self, position: u64, record: &Record<'_>) {
        if let Some(cache) = self.cache {
            let present = &self.roll.files[self.file].present;
            cache.keep_early(&mut self.buffer, position, self.file, present, record);
        }
    }

    /// Puts the rows of the last blocks with the others.
    pub(crate) fn end_chunk(&mut self) {
        if let Some(cache) = self.cache.filter(|_| !self.buffer.is_empty()) {
            let chunk = self.buffer.finish();
            cache.count(&chunk);
            self.first_pass.push(chunk);
        }
    }
}

/// Takes no keys.
pub(crate) struct NoKeys;

impl Visitor for NoKeys {
    fn key(&mut self, _rule: usize, _position: Position, _key: &[u8]) {}

    fn visited(&mut self, _records: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
