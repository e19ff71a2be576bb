//! What a pass does with each row: its keys for the search, its fields for the checks, and the row itself for the harvest.

use std::ops::ControlFlow;

use tizim_dedup::{Part, Position, RuleSet, Visitor};
use tizim_people::{IinProblem, IinRules};
use tizim_tables::Record;

use crate::counts::row_checks::RowChecks;
use crate::lists::roll::{Roll, RowVisitor};
use crate::persons::identity::Placeholders as _;
use crate::row::harvest::{Gathering, Harvest, Stretch};
use crate::row::keys::KeyMaker;
use crate::row::person::PersonReader;
use crate::search::records::Anchors;

/// Sees rows, tells their keys to the search and their fields to the checks.
pub(crate) struct Scanner<'a, V> {
    pub(crate) search: V,
    /// The search has heard enough of this pass.
    pub(crate) deaf: bool,
    pub(crate) rules: RuleSet,
    pub(crate) part: Part,
    pub(crate) anchors: Option<Anchors<'a>>,
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) iin_rules: &'a IinRules,
    pub(crate) reader: Option<PersonReader<'a>>,
    pub(crate) maker: KeyMaker,
    pub(crate) checks: Option<RowChecks<'a>>,
    /// Where rows go that are likely to be fetched; all of them, or those that the search tells.
    pub(crate) harvest: Option<&'a Harvest>,
    pub(crate) keeps_all: bool,
    pub(crate) file: usize,
    /// Whether rows with masked numbers are counted, and how many there were.
    pub(crate) counts_masked: bool,
    pub(crate) masked: u64,
    pub(crate) likely: Vec<Position>,
    /// Those of the last blocks, and of the blocks before.
    pub(crate) gathering: Gathering,
    pub(crate) foreseen: Vec<Stretch>,
}

impl<V: Visitor> RowVisitor for Scanner<'_, V> {
    fn begin(&mut self, file: usize) {
        self.reader = Some(PersonReader::new(self.roll.files[file].columns, self.iin_rules));
        self.file = file;
        if let Some(checks) = &mut self.checks {
            checks.begin(file);
        }
    }

    #[inline]
    fn row(&mut self, position: u64, record: &Record<'_>) {
        let Some(reader) = &mut self.reader else { return };
        reader.next_row();
        if !self.deaf && is_of(self.part, self.anchors, reader, record) {
            let (rules, search) = (self.rules, &mut self.search);
            self.maker.keys(
                reader,
                record,
                |rule| rules.contains(rule),
                |rule, key| search.key(rule, Position(position), key),
            );
        }
        if let Some(checks) = &mut self.checks {
            checks.row(position, reader, record);
        }
        if self.counts_masked {
            self.masked += u64::from(matches!(reader.iin(record), Err(IinProblem::Masked)));
        }
        if self.keeps_all {
            self.keep(position, record);
        }
    }

    fn whole(&mut self, position: u64, record: &Record<'_>) {
        self.keep(position, record);
    }

    fn block(&mut self, rows: u64, wanted: &mut Vec<u64>) {
        if !self.deaf && self.search.visited(rows) == ControlFlow::Break(()) {
            self.deaf = true;
        }
        if self.gathering.is_enough() {
            self.end_stretch();
        }
        self.search.likely(&mut self.likely);
        let likely = self.likely.drain(..);
        if self.harvest.is_some() && !self.keeps_all {
            wanted.extend(likely.map(|position| position.0));
        }
    }
}

impl<V> Scanner<'_, V> {
    fn keep(&mut self, position: u64, record: &Record<'_>) {
        if let Some(harvest) = self.harvest {
            let present = &self.roll.files[self.file].present;
            harvest.keep_early(&mut self.gathering, position, self.file, present, record);
        }
    }

    /// Puts the rows of the last blocks with the others.
    pub(crate) fn end_stretch(&mut self) {
        if let Some(harvest) = self.harvest.filter(|_| !self.gathering.is_empty()) {
            let stretch = self.gathering.finish();
            harvest.count(&stretch);
            self.foreseen.push(stretch);
        }
    }
}

/// Whether a row belongs to this part of the rows.
#[inline]
fn is_of(
    part: Part,
    anchors: Option<Anchors<'_>>,
    reader: &mut PersonReader<'_>,
    record: &Record<'_>,
) -> bool {
    let (Some(anchors), Part::Anchors | Part::Others) = (anchors, part) else { return true };
    let is_anchor = match anchors {
        Anchors::Undated(placeholders) => {
            let Ok(date) = reader.birth_date(record) else { return false };
            !date.is_whole() || placeholders.is_date(date)
        }
        Anchors::Masked => matches!(reader.iin(record), Err(IinProblem::Masked)),
    };
    is_anchor == (part == Part::Anchors)
}

/// Takes no keys.
pub(crate) struct Deaf;

impl Visitor for Deaf {
    fn key(&mut self, _rule: usize, _position: Position, _key: &[u8]) {}

    fn visited(&mut self, _records: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
