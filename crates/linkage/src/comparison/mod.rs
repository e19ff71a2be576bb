//! From two records to a pattern of levels, one per column.
//!
//! A level is a small code: 0 where a value is missing, then the levels of the column's comparator from "different" up,
//! then "same" (equal normal forms), and for surnames one more, "swapped": given name and surname stand in each other's
//! field. A pattern packs the codes of all columns.

mod memory;
mod swapped;

use rayon::prelude::*;

use crate::knowledge::{Comparator, Knowledge};
use crate::records::{Kind, Records, Row};

pub(crate) use memory::Memory;
use swapped::Swapped;

/// Most columns that are compared; [`Comparisons::new`] takes the first so many that say anything.
pub const MOST_COLUMNS: usize = 24;
/// Bits of a code in a pattern.
const CODE_BITS: usize = 4;
/// Values of a column up to which results of comparisons are remembered.
const FEW: usize = 100_000;
/// Code of a missing value.
pub(crate) const MISSING: u8 = 0;
/// Code of the lowest level.
pub(crate) const DIFFERENT: u8 = 1;

/// Levels of all columns of a pair: four bits for each, the first column lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pattern(pub(crate) u128);

impl Pattern {
    /// The code of a compared column (by its number among the compared).
    pub fn code(self, place: usize) -> u8 {
        (self.0 >> (CODE_BITS * place)) as u8 & 15
    }

    pub(crate) fn set(&mut self, place: usize, code: u8) {
        self.0 |= u128::from(code) << (CODE_BITS * place);
    }

    pub(crate) fn replace(&mut self, place: usize, code: u8) {
        self.0 &= !(15 << (CODE_BITS * place));
        self.set(place, code);
    }
}

/// How one column is compared.
pub(crate) struct Comparison<'records> {
    /// Number of the column.
    pub(crate) column: usize,
    pub(crate) kind: Kind,
    pub(crate) comparator: Box<dyn Comparator + 'records>,
    /// Number of codes, those for missing, same and swapped included.
    pub(crate) codes: u8,
    /// Code of equal values.
    pub(crate) same: u8,
    /// Whether results are not worth being remembered: cheap, or hardly ever asked for again.
    pub(crate) forgets: bool,
}

impl Comparison<'_> {
    /// Name of a code.
    pub(crate) fn level_name(&self, code: u8) -> &'static str {
        match code {
            MISSING => "missing",
            code if code == self.same => "same",
            code if code > self.same => "swapped",
            code => self.comparator.levels()[usize::from(code - DIFFERENT)],
        }
    }

    /// Code of two values of the column, not both of one number.
    pub(crate) fn unequal(&self, left: u32, right: u32) -> u8 {
        let (low, high) = if left < right { (left, right) } else { (right, left) };
        if low == 0 {
            MISSING
        } else {
            DIFFERENT + self.comparator.level(low, high).min(self.same - DIFFERENT - 1)
        }
    }
}

/// How records are compared, column by column.
pub struct Comparisons<'records> {
    records: &'records Records,
    pub(crate) columns: Vec<Comparison<'records>>,
    swapped: Option<Swapped>,
    /// Columns that say nothing: empty, or with one value for all.
    pub(crate) silent: Vec<usize>,
    /// Columns for which there is no room.
    pub(crate) beyond: Vec<usize>,
}

impl<'records> Comparisons<'records> {
    /// Makes everything ready that is needed of each distinct value.
    pub fn new(records: &'records Records, knowledge: &'records dyn Knowledge) -> Self {
        let (mut told, mut silent, mut beyond) = (Vec::new(), Vec::new(), Vec::new());
        for column in 0..records.columns.len() {
            if records.values[column].len() <= 2 {
                silent.push(column);
            } else if told.len() == MOST_COLUMNS {
                beyond.push(column);
            } else {
                told.push(column);
            }
        }
        let ready = |column: usize| {
            let (kind, values) = (records.columns[column].kind, &records.values[column]);
            let comparator = knowledge.comparator(kind, values);
            let same = DIFFERENT + comparator.levels().len().min(12) as u8;
            let forgets = comparator.is_cheap() || values.len() > FEW;
            Comparison { column, kind, comparator, codes: same + 1, same, forgets }
        };
        let mut columns: Vec<Comparison<'_>> = told.into_par_iter().map(ready).collect();
        let swapped = Swapped::find(records, &columns);
        if let Some(swapped) = &swapped {
            columns[swapped.surname].codes += 1;
        }
        Self { records, columns, swapped, silent, beyond }
    }

    /// A memory for one thread.
    pub(crate) fn memory(&self) -> Memory {
        Memory::new(self.columns.len())
    }

    /// Which compared columns are given name and surname that may stand in each other's field.
    pub(crate) fn swappable(&self) -> Option<(usize, usize)> {
        self.swapped.as_ref().map(|swapped| (swapped.given, swapped.surname))
    }

    /// How probable it is that two persons by chance have each other's given name and surname.
    pub(crate) fn chance_of_swap(&self) -> f64 {
        self.swapped.as_ref().map_or(0.0, |swapped| swapped.chance)
    }

    /// The pattern of two records.
    pub(crate) fn pattern(&self, left: Row, right: Row, memory: &mut Memory) -> Pattern {
        let mut pattern = Pattern::default();
        let (cells_left, cells_right) = (self.records.row(left), self.records.row(right));
        for (place, comparison) in self.columns.iter().enumerate() {
            let (one, other) = (cells_left[comparison.column], cells_right[comparison.column]);
            let code = if one == other {
                if one == 0 { MISSING } else { comparison.same }
            } else if one == 0 || other == 0 {
                MISSING
            } else {
                self.compare(place, one, other, memory)
            };
            pattern.set(place, code);
        }
        if let Some((given, surname)) = self.is_swapped(left, right) {
            pattern.replace(given, MISSING);
            pattern.replace(surname, self.columns[surname].same + 1);
        }
        pattern
    }

    /// The code of two distinct values of a compared column, neither missing.
    pub(crate) fn compare(&self, place: usize, left: u32, right: u32, memory: &mut Memory) -> u8 {
        let comparison = &self.columns[place];
        if comparison.forgets {
            comparison.unequal(left, right)
        } else {
            memory.recall(place, left, right, || comparison.unequal(left, right))
        }
    }

    /// Given name and surname among the compared columns, where those of these two stand in each other's field: one event,
    /// told by the surname.
    pub(crate) fn is_swapped(&self, left: Row, right: Row) -> Option<(usize, usize)> {
        let swapped = self.swapped.as_ref()?;
        swapped.holds(self.records, &self.columns, left, right).then_some((swapped.given, swapped.surname))
    }

    /// Compared columns, those that cost least to compare and say most first.
    pub(crate) fn by_cost(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        order.sort_by_key(|&place| match self.columns[place].kind {
            _ if self.columns[place].comparator.is_cheap() => 0,
            Kind::Identifier | Kind::Phone => 1,
            Kind::GivenName => 2,
            Kind::Surname | Kind::Patronymic | Kind::Area | Kind::Category => 3,
            Kind::Date | Kind::Email => 4,
            Kind::Text => 5,
            Kind::Address | Kind::FullName => 6,
        });
        order
    }
}
