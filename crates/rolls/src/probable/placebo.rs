//! How many of the leads chance alone gives, by a placebo that shares no assumption with the model.
//!
//! Two rows whose birth dates differ by 1 to 30 days, or by a year to the day, are of different people, slips aside. They are
//! scored as if they had one date: as many of them come to the threshold for each of the 31 shifts, to either side, as pairs
//! of different people with one date do twice. It asks nothing of how names, dates and places hang together, nor whether the
//! weights are right. Days on which birthdays heap are out of it, rows of one whole number too, and pairs in which neither the
//! surname nor the given name is the same are not looked for.

use std::cmp::Ordering;

use tizim_linkage::{Linkage, Linked, Row, ScoredPair, Settings};
use tizim_people::BirthDate;

use super::reading::Read;
use super::sample::mixed;
use super::watching::Watching;
use crate::RollsError;
use crate::agreement::shifts::{MOST_DAYS, day_number, stands_for};
use crate::counts::date_counts::DateCounts;
use crate::counts::heaped::said_of_dates;
use crate::persons::placeholders::PlaceholderDates;

/// Pairs that are scored at most, about; beyond them rows are drawn.
const MOST_PAIRS: f64 = 2e6;
/// Rows among which pairs are sought at most, about.
const MOST_ROWS: f64 = 2e6;

/// What the placebo found.
#[derive(Debug, Default)]
pub(super) struct Placebo {
    /// Pairs that would be listed if their rows had one date.
    pub(super) found: Vec<ScoredPair>,
    /// For how many pairs of different people with one date each of them stands.
    pub(super) each: f64,
}

/// The columns that the placebo asks for, by their places.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfPerson {
    date: usize,
    surname: Option<usize>,
    given_name: Option<usize>,
    numbers: [Option<usize>; 2],
}

impl OfPerson {
    /// Those of these records; `None` without dates or names.
    pub(super) fn of(read: &Read) -> Option<Self> {
        let place = |name: &str| read.records.columns().iter().position(|column| column.name == name);
        let (surname, given_name) = (place("surname"), place("given_name"));
        surname.or(given_name)?;
        let numbers = [place("iin"), place("identifier")];
        Some(Self { date: place("birth_date")?, surname, given_name, numbers })
    }

    /// The value numbers of surname and given name; 0 where one is missing.
    pub(super) fn name(&self, read: &Read, row: Row) -> [u32; 2] {
        [self.surname, self.given_name]
            .map(|column| column.map_or(0, |column| read.records.cell(column, row)))
    }

    /// Whether both rows state one number of a document.
    pub(super) fn share_number(&self, read: &Read, left: Row, right: Row) -> bool {
        self.numbers.into_iter().flatten().any(|column| {
            let number = read.records.cell(column, left);
            number != 0 && number == read.records.cell(column, right)
        })
    }

    /// The whole birth date of a row.
    fn date(&self, read: &Read, row: Row) -> Option<BirthDate> {
        let mut parts = read.records.text(self.date, row).split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        BirthDate::full(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Which dates chance says nothing of.
    pub(super) fn placeholders(&self, read: &Read) -> PlaceholderDates {
        let mut dates = DateCounts::default();
        (0..read.records.len() as Row)
            .filter_map(|row| self.date(read, row))
            .for_each(|date| dates.count(date));
        said_of_dates(&dates)
    }

    /// The birth date of a row, if chance says something of it.
    pub(super) fn usual_date(&self, read: &Read, out: &PlaceholderDates, row: Row) -> Option<BirthDate> {
        self.date(read, row).filter(|date| !out.is_heaped(*date) && !out.contains(*date))
    }

    /// Whether a pair is such as the placebo looks for: one usual date, one surname or given name, and no number in common.
    pub(super) fn is_looked_for(&self, read: &Read, out: &PlaceholderDates, left: Row, right: Row) -> bool {
        let [one, other] = [left, right].map(|row| self.name(read, row));
        let is_named = (0..2).any(|part| one[part] != 0 && one[part] == other[part]);
        let date = self.usual_date(read, out, left);
        is_named
            && date.is_some()
            && date == self.usual_date(read, out, right)
            && !self.share_number(read, left, right)
    }
}

/// A row with its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Day {
    name: [u32; 2],
    number: i32,
    anniversary: u32,
    year: u16,
    row: Row,
}

impl Placebo {
    /// Of these rows, under the model by which they were linked.
    pub(super) fn of(
        columns: OfPerson,
        out: &PlaceholderDates,
        read: &Read,
        (linkage, linked, settings): (&Linkage<'_>, &Linked, &Settings),
        watching: &Watching<'_>,
    ) -> Result<Self, RollsError> {
        let rows = read.records.len() as f64;
        let mut days = drawn(columns, out, read, settings.seed, MOST_ROWS / rows);
        let mut share = (MOST_ROWS / rows).min(1.0);
        let mut all = 0_u64;
        shifted(&mut days, |_, _| all += 1);
        if all as f64 > MOST_PAIRS {
            share *= (MOST_PAIRS / all as f64).sqrt();
            days = drawn(columns, out, read, settings.seed, share);
        }
        let mut pairs = Vec::new();
        shifted(&mut days, |left, right| {
            let sources = [left, right].map(|row| read.records.source(row));
            let may_pair = settings.within_sources || sources[0] != sources[1];
            if may_pair && !columns.share_number(read, left, right) {
                pairs.push((left, right));
            }
        });
        let found = linkage.found_as_same(linked, columns.date, &pairs, watching)?;
        Ok(Self { found, each: stands_for(out) / (share * share) })
    }
}

/// The rows with a usual date, or about such a share of them, drawn by what they state.
fn drawn(columns: OfPerson, out: &PlaceholderDates, read: &Read, seed: u64, share: f64) -> Vec<Day> {
    let bound = (share.min(1.0) * u64::MAX as f64) as u64;
    let is_drawn = |row: &Row| {
        let cells = (0..read.records.columns().len()).map(|column| read.records.cell(column, *row));
        share >= 1.0 || cells.fold(mixed(seed ^ 3), |state, cell| mixed(state ^ u64::from(cell))) <= bound
    };
    let day = |row: Row| {
        let date = columns.usual_date(read, out, row)?;
        Some(Day {
            name: columns.name(read, row),
            number: day_number(date.year(), date.month()?, date.day()?),
            anniversary: date.packed() & 0x1ff,
            year: date.year(),
            row,
        })
    };
    (0..read.records.len() as Row).filter(is_drawn).filter_map(day).collect()
}

/// Tells each pair of rows of one surname or given name whose dates are a shift apart, once.
fn shifted(days: &mut [Day], mut tell: impl FnMut(Row, Row)) {
    for part in 0..2 {
        let is_told_before =
            |one: &Day, other: &Day| part == 1 && one.name[0] != 0 && one.name[0] == other.name[0];
        let mut along = |order: fn(&Day) -> (u32, i32), step: i32, least: i32| {
            days.sort_unstable_by(|one, other| {
                one.name[part]
                    .cmp(&other.name[part])
                    .then_with(|| order(one).cmp(&order(other)))
                    .then(one.row.cmp(&other.row))
            });
            for namesakes in days.chunk_by(|one, other| one.name[part] == other.name[part]) {
                if namesakes[0].name[part] == 0 {
                    continue;
                }
                for (at, one) in namesakes.iter().enumerate() {
                    let (group, from) = order(one);
                    let near = namesakes[at + 1..].iter().take_while(|other| {
                        let (of, to) = order(other);
                        of.cmp(&group) == Ordering::Equal && to - from <= step
                    });
                    near.filter(|other| order(other).1 - from >= least && !is_told_before(one, other))
                        .for_each(|other| tell(one.row, other.row));
                }
            }
        };
        along(|day| (0, day.number), MOST_DAYS, 1);
        along(|day| (day.anniversary, i32::from(day.year)), 1, 1);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn day(row: Row, name: [u32; 2], (year, month, day): (u16, u8, u8)) -> Day {
        let date = BirthDate::full(year, month, day).unwrap();
        Day { name, number: day_number(year, month, day), anniversary: date.packed() & 0x1ff, year, row }
    }

    #[test]
    fn pairs_at_a_shift_are_told_once() {
        let mut days = [
            day(0, [1, 1], (1980, 5, 1)),
            day(1, [1, 1], (1980, 5, 31)),
            day(2, [1, 2], (1980, 6, 1)),
            day(3, [2, 1], (1981, 5, 1)),
            day(4, [2, 3], (1980, 5, 1)),
            day(5, [0, 0], (1980, 5, 2)),
            day(6, [0, 1], (1980, 5, 1)),
        ];
        let mut told = Vec::new();
        shifted(&mut days, |left, right| told.push((left.min(right), left.max(right))));
        // 0 and 1 are 30 days apart, 0 and 2 are 31, 1 and 2 one; 3 is a year behind 0 and 6 by its given name, and behind 4
        // by its surname; 6 has no surname, and the day of 0.
        let expected = BTreeSet::from([(0, 1), (1, 2), (0, 3), (3, 6), (1, 6), (3, 4)]);
        assert_eq!(told.iter().copied().collect::<BTreeSet<_>>(), expected);
        assert_eq!(told.len(), expected.len());
    }
}
