//! The rows of the lists as records of the search for equal keys, and what else the first pass sees.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use tizim_dedup::{Part, Position, Records, RuleSet, Scan, Visitor};
use tizim_evidence::Run;
use tizim_people::IinRules;
use tizim_tables::Record;

use crate::grouping::PlaceholderDates;
use crate::harvest::Harvest;
use crate::identity::Placeholders as _;
use crate::keys::KeyMaker;
use crate::person::PersonReader;
use crate::roll::{Look, Roll, RowVisitor};
use crate::row_checks::{RowChecks, Watched};
use crate::{RollsError, Rule};

/// The rows of all lists.
pub(crate) struct RollRecords<'a> {
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) run: &'a Run,
    pub(crate) iin_rules: &'a IinRules,
    /// The rules, in the order of their numbers in the search.
    pub(crate) chosen: Vec<Rule>,
    /// Of a search limited to groups with a row that states no whole birth date: which dates are placeholders. Such rows
    /// are its anchors.
    pub(crate) undated: Option<&'a PlaceholderDates>,
    /// Where rows that are read back are kept.
    pub(crate) harvest: Option<&'a Harvest>,
    /// What the first pass looks at beside keys, if anything.
    pub(crate) watched: Option<Watched<'a>>,
    checked: AtomicBool,
    /// What the first pass saw.
    seen: Mutex<Vec<RowChecks<'a>>>,
}

impl<'a> RollRecords<'a> {
    pub(crate) fn new(
        roll: &'a Roll<'a>,
        run: &'a Run,
        iin_rules: &'a IinRules,
        chosen: Vec<Rule>,
        watched: Option<Watched<'a>>,
    ) -> Self {
        Self {
            roll,
            run,
            iin_rules,
            chosen,
            undated: None,
            harvest: None,
            watched,
            checked: AtomicBool::new(false),
            seen: Mutex::default(),
        }
    }

    /// What the first pass saw beside keys, one part per worker.
    pub(crate) fn into_seen(self) -> Vec<RowChecks<'a>> {
        self.seen.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Rows by packed birth date, as far as the first pass has counted them.
    pub(crate) fn dates(&self) -> BTreeMap<u32, u64> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut dates = BTreeMap::new();
        for part in seen.iter() {
            part.dates_into(&mut dates);
        }
        dates
    }

    /// Rows that state a birth year and no whole date, as far as the first pass has counted them.
    pub(crate) fn undated(&self) -> u64 {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().map(RowChecks::undated).sum()
    }

    /// Visits the rows for the checks alone, where no rule was chosen.
    pub(crate) fn check_only(&self) -> Result<(), RollsError> {
        let make = || self.scanner(RuleSet::EMPTY, Part::All, Deaf, true);
        for scanner in self.roll.scan(self.run, self.run.threads, Look::AtAll, &make)? {
            self.keep(scanner.checks);
        }
        Ok(())
    }

    fn scanner<V: Visitor>(&self, rules: RuleSet, part: Part, search: V, first: bool) -> Scanner<'a, V> {
        Scanner {
            search,
            deaf: false,
            rules,
            part,
            undated: self.undated,
            roll: self.roll,
            iin_rules: self.iin_rules,
            reader: None,
            maker: KeyMaker::new(self.chosen.clone()),
            checks: self.watched.filter(|_| first).map(RowChecks::new),
        }
    }

    fn keep(&self, checks: Option<RowChecks<'a>>) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).extend(checks);
    }
}

impl Records for RollRecords<'_> {
    type Error = RollsError;

    fn estimated_records(&self) -> Option<u64> {
        self.roll.estimated_rows()
    }

    fn position_bound(&self) -> u64 {
        self.roll.position_bound()
    }

    fn scan<V: Visitor>(&self, scan: &Scan, make: &(dyn Fn() -> V + Sync)) -> Result<Vec<V>, RollsError> {
        let first = !self.checked.swap(true, Ordering::Relaxed);
        let make = || self.scanner(scan.rules, scan.part, make(), first);
        let checks = first && self.watched.is_some_and(|watched| watched.rows);
        let look = if checks { Look::AtAll } else { Look::AtKeys(&self.chosen) };
        let scanners = self.roll.scan(self.run, scan.threads, look, &make)?;
        let visitors = scanners.into_iter().map(|scanner| {
            self.keep(scanner.checks);
            scanner.search
        });
        Ok(visitors.collect())
    }

    fn fetch(
        &self,
        rules: RuleSet,
        positions: &[Position],
        each: &mut dyn FnMut(Position, usize, &[u8]),
    ) -> Result<(), RollsError> {
        let positions: Vec<u64> = positions.iter().map(|position| position.0).collect();
        let mut maker = KeyMaker::new(self.chosen.clone());
        let mut reader: Option<(usize, PersonReader<'_>)> = None;
        let mut stretch = self.harvest.and_then(|harvest| harvest.stretch(positions.len()));
        self.roll.fetch(&positions, |position, file, record| {
            if reader.as_ref().is_none_or(|(at, _)| *at != file) {
                reader = Some((file, PersonReader::new(self.roll.files[file].columns, self.iin_rules)));
            }
            if let Some((_, reader)) = &mut reader {
                reader.next_row();
                maker.keys(
                    reader,
                    record,
                    |rule| rules.contains(rule),
                    |rule, key| each(Position(position), rule, key),
                );
                if let (Some(harvest), Some(stretch)) = (self.harvest, &mut stretch) {
                    harvest.keep(stretch, position, file, &reader.columns, record);
                }
            }
        })?;
        if let (Some(harvest), Some(stretch)) = (self.harvest, stretch) {
            harvest.add(stretch);
        }
        Ok(())
    }
}

/// Sees rows, tells their keys to the search and their fields to the checks.
struct Scanner<'a, V> {
    search: V,
    /// The search has heard enough of this pass.
    deaf: bool,
    rules: RuleSet,
    part: Part,
    undated: Option<&'a PlaceholderDates>,
    roll: &'a Roll<'a>,
    iin_rules: &'a IinRules,
    reader: Option<PersonReader<'a>>,
    maker: KeyMaker,
    checks: Option<RowChecks<'a>>,
}

impl<V: Visitor> RowVisitor for Scanner<'_, V> {
    fn begin(&mut self, file: usize) {
        self.reader = Some(PersonReader::new(self.roll.files[file].columns, self.iin_rules));
        if let Some(checks) = &mut self.checks {
            checks.begin(file);
        }
    }

    #[inline]
    fn row(&mut self, position: u64, record: &Record<'_>) {
        let Some(reader) = &mut self.reader else { return };
        reader.next_row();
        if !self.deaf && is_of(self.part, self.undated, reader, record) {
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
    }

    fn block(&mut self, rows: u64) {
        if !self.deaf && self.search.visited(rows) == ControlFlow::Break(()) {
            self.deaf = true;
        }
    }
}

/// Whether a row belongs to this part of the rows: an anchor states a birth year and no whole date that says anything.
#[inline]
fn is_of(
    part: Part,
    undated: Option<&PlaceholderDates>,
    reader: &mut PersonReader<'_>,
    record: &Record<'_>,
) -> bool {
    let (Some(placeholders), Part::Anchors | Part::Others) = (undated, part) else { return true };
    let Ok(date) = reader.birth_date(record) else { return false };
    let anchor = !date.is_whole() || placeholders.is_date(date);
    anchor == (part == Part::Anchors)
}

/// Takes no keys.
struct Deaf;

impl Visitor for Deaf {
    fn key(&mut self, _rule: usize, _position: Position, _key: &[u8]) {}

    fn visited(&mut self, _records: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
