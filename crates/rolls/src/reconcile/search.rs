//! Rows without an equal, sought among each other and among further rows: those that share a number, or names and year.

use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use tizim_dedup::{
    Error as SearchError, Found, Part, Position, Records, RuleSet, Scan, Scope, Settings, Visitor,
    find_groups,
};
use tizim_evidence::{Interrupted, Run};
use tizim_people::{BirthDate, Iin};
use tizim_tables::Record;

use crate::counts::date_counts::DateCounts;
use crate::lists::roll::Roll;
use crate::lists::row_cache::RowCache;
use crate::lists::scan::{Look, RowVisitor};
use crate::reconcile::rows::RowBits;
use crate::row::columns::Columns;
use crate::row::fields::Fields;
use crate::row::reader::{RowReader, RowRules};
use crate::search::find::Watching;
use crate::{RollsError, Rule};

/// What rows are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keying {
    /// Rule 0: the whole valid number.
    Number,
    /// Rule 0: full name and birth year, which holds all who may agree on the birth date.
    NameYear,
    /// Rule 0: the whole valid number; rule 1: full name and whole birth date.
    Person,
}

impl Keying {
    const fn rules(self) -> usize {
        if matches!(self, Self::Person) { 2 } else { 1 }
    }

    /// Calls `each` with the rules and keys of a row.
    fn keys(self, reader: &mut RowReader<'_>, row: &impl Fields, each: &mut dyn FnMut(usize, &[u8])) {
        if self != Self::NameYear
            && let Some(iin) = reader.compared_iin(row)
        {
            each(0, &iin.key());
        }
        if self == Self::Number {
            return;
        }
        let Some(date) = whole_or_year(reader, row) else { return };
        if reader.names(row).is_empty() || (self == Self::Person && !date.is_whole()) {
            return;
        }
        reader.behind_names(|_, _, key| {
            if self == Self::NameYear {
                key.extend_from_slice(&date.year().to_be_bytes());
                each(0, key);
            } else {
                key.extend_from_slice(&date.packed().to_be_bytes());
                each(1, key);
            }
        });
    }
}

/// The birth date of a row, else the one that its number states.
pub(super) fn whole_or_year(reader: &mut RowReader<'_>, row: &impl Fields) -> Option<BirthDate> {
    let written = reader.birth_date(row).ok();
    if written.is_some_and(BirthDate::is_whole) {
        return written;
    }
    reader.compared_iin(row).map(Iin::birth_date).or(written)
}

/// A search for rows that share a key with one of those sought.
pub(super) struct RowSearch<'a> {
    pub(super) roll: &'a Roll<'a>,
    pub(super) run: &'a Run,
    pub(super) rules: RowRules<'a>,
    pub(super) keying: Keying,
    /// The rows sought, of both lists.
    pub(super) sought: &'a [RowBits; 2],
    /// Files whose other rows are looked at as well.
    pub(super) others: Vec<usize>,
    /// Rows of them that are not.
    pub(super) skipped: Vec<&'a RowBits>,
    pub(super) cache: &'a RowCache,
    /// Rows sought by whole birth date.
    pub(super) dates: Mutex<DateCounts>,
}

/// Where so few of all rows are sought, they are read by their positions.
const FEW: u64 = 16;

impl RowSearch<'_> {
    fn is_sought(&self, position: u64) -> bool {
        self.sought.iter().any(|rows| rows.contains(position))
    }

    /// Hands out the groups of rows that share a key, of which at least one is sought.
    ///
    /// # Errors
    /// Where rows cannot be read, `take` fails, or the run was cancelled.
    pub(super) fn groups(
        &self,
        take: &mut dyn FnMut(Found<'_>) -> Result<(), RollsError>,
    ) -> Result<(), RollsError> {
        let mut settings = Settings::new(self.run.key, self.keying.rules());
        let memory = usize::try_from(self.run.memory / 16 * 9).unwrap_or(usize::MAX);
        settings.memory = memory.max(tizim_dedup::LEAST_MEMORY);
        settings.threads = self.run.threads.max(1);
        for rule in &mut settings.rules {
            rule.hot_above = tizim_dedup::LARGEST_GROUP;
        }
        settings.scope = if self.others.is_empty() { Scope::Within } else { Scope::Touching };
        let mut failure = None;
        let result = find_groups(self, &settings, &Watching(self.run), &mut |found| {
            self.cache.end_round();
            match take(found) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failure = Some(error);
                    ControlFlow::Break(())
                }
            }
        });
        match (failure, result) {
            (Some(error), _) | (None, Err(SearchError::Records(error))) => Err(error),
            (None, Ok(_)) => Ok(()),
            (None, Err(SearchError::Cancelled)) => Err(Interrupted.into()),
            (None, Err(other)) => Err(RollsError::Search { reason: other.to_string() }),
        }
    }
}

impl Records for RowSearch<'_> {
    type Error = RollsError;

    fn estimated_records(&self) -> Option<u64> {
        Some(self.sought.iter().map(RowBits::len).sum())
    }

    fn position_bound(&self) -> u64 {
        self.roll.position_bound()
    }

    fn scan<V: Visitor>(&self, scan: &Scan, make: &(dyn Fn() -> V + Sync)) -> Result<Vec<V>, RollsError> {
        let sought = scan.part != Part::Others;
        let make = || KeyScanner {
            search: self,
            sought,
            visitor: make(),
            reader: None,
            is_done: false,
            dates: None,
        };
        let rules: &[Rule] = if self.keying == Keying::Number { &[Rule::Iin] } else { &[Rule::NameDate] };
        let look = Look::AtKeys { rules, places: false };
        let count: u64 = self.sought.iter().map(RowBits::len).sum();
        let scanners = if !sought {
            self.roll.scan_named(self.run, scan.threads, (&self.others, "comparing"), look, &make)?
        } else if count <= self.roll.rows_taken() / FEW {
            let positions: Vec<u64> = self.sought.iter().flat_map(RowBits::iter).collect();
            self.roll.visit(self.run, scan.threads, &positions, &make)?
        } else {
            let files = self.roll.files_of(|list| list < 2);
            self.roll.scan_named(self.run, scan.threads, (&files, "reading again"), look, &make)?
        };
        let mut dates = self.dates.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(scanners
            .into_iter()
            .map(|scanner| {
                if let Some(counted) = &scanner.dates {
                    dates.add(counted);
                }
                scanner.visitor
            })
            .collect())
    }

    fn fetch(
        &self,
        _rules: RuleSet,
        positions: &[Position],
        each: &mut dyn FnMut(Position, usize, &[u8]),
    ) -> Result<(), RollsError> {
        let positions: Vec<u64> = positions.iter().map(|position| position.0).collect();
        let mut reader = RowReader::new(Columns::none(), self.rules);
        let mut buffer = self.cache.begin(positions.len());
        self.roll.fetch(&positions, |position, file, record| {
            let file_of = &self.roll.files[file];
            reader.columns = file_of.columns;
            reader.next_row();
            self.keying.keys(&mut reader, record, &mut |rule, key| each(Position(position), rule, key));
            if let Some(buffer) = &mut buffer {
                self.cache.keep(buffer, position, file, &file_of.present, record);
            }
        })?;
        if let Some(mut buffer) = buffer {
            self.cache.add(buffer.finish());
        }
        Ok(())
    }
}

/// Sees rows and tells their keys.
struct KeyScanner<'s, 'a, V> {
    search: &'s RowSearch<'a>,
    /// The rows sought are visited, else the others.
    sought: bool,
    visitor: V,
    reader: Option<RowReader<'a>>,
    is_done: bool,
    dates: Option<DateCounts>,
}

impl<V: Visitor> RowVisitor for KeyScanner<'_, '_, V> {
    fn begin(&mut self, file: usize) {
        self.reader = Some(RowReader::new(self.search.roll.files[file].columns, self.search.rules));
    }

    #[inline]
    fn row(&mut self, position: u64, record: &Record<'_>) {
        let search = self.search;
        let wanted = if self.sought {
            search.is_sought(position)
        } else {
            !search.skipped.iter().any(|rows| rows.contains(position))
        };
        let Some(reader) = self.reader.as_mut().filter(|_| wanted && !self.is_done) else { return };
        reader.next_row();
        if search.keying == Keying::NameYear
            && let Some(date) = whole_or_year(reader, record).filter(|date| date.is_whole())
        {
            self.dates.get_or_insert_default().count(date);
        }
        let visitor = &mut self.visitor;
        search.keying.keys(reader, record, &mut |rule, key| visitor.key(rule, Position(position), key));
    }

    fn block(&mut self, rows: u64, _wanted: &mut Vec<u64>) {
        if !self.is_done && self.visitor.visited(rows) == ControlFlow::Break(()) {
            self.is_done = true;
        }
    }
}
