//! Rows that state no region, or no precinct, in files of which other rows do; or something of a person in its place.

use std::collections::BTreeMap;

use tizim_polling::vouched::is_shape_of_a_person;

/// Positions that are kept of one file and column.
const MOST_KEPT: usize = 100;

/// A column by which rows are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PlaceColumn {
    Region,
    Precinct,
}

impl PlaceColumn {
    /// Our name of it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Precinct => "precinct",
        }
    }
}

/// What stands there instead of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Instead {
    Nothing,
    /// The shape of a number or a date of birth.
    OfAPerson,
}

impl Instead {
    /// Nothing where it is a place.
    pub(crate) fn of(written: &[u8]) -> Option<Self> {
        if written.is_empty() {
            return Some(Self::Nothing);
        }
        let is_of_a_person = std::str::from_utf8(written).is_ok_and(is_shape_of_a_person);
        is_of_a_person.then_some(Self::OfAPerson)
    }
}

/// Rows of one file without a place in one column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) count: u64,
    /// The first of them, ascending.
    pub(crate) positions: Vec<u64>,
}

/// By file and column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Unstated(BTreeMap<(usize, PlaceColumn, Instead), Rows>);

impl Unstated {
    /// Takes a row of a file that states no place there. Rows of one worker come in ascending order.
    pub(crate) fn take(&mut self, file: usize, column: PlaceColumn, instead: Instead, position: u64) {
        let rows = self.0.entry((file, column, instead)).or_default();
        rows.count += 1;
        if rows.positions.len() < MOST_KEPT {
            rows.positions.push(position);
        }
    }

    /// Adds what another worker has taken; the order does not matter.
    pub(crate) fn add(&mut self, other: Self) {
        for (place, mut rows) in other.0 {
            let own = self.0.entry(place).or_default();
            own.count += rows.count;
            own.positions.append(&mut rows.positions);
            own.positions.sort_unstable();
            own.positions.truncate(MOST_KEPT);
        }
    }

    /// By file and column, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, PlaceColumn, Instead, &Rows)> {
        self.0.iter().map(|((file, column, instead), rows)| (*file, *column, *instead, rows))
    }
}
