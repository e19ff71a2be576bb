//! Rows that state no region, or no precinct, in files of which other rows do.

use std::collections::BTreeMap;

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

/// Rows of one file without a value in one column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) count: u64,
    /// The first of them, ascending.
    pub(crate) positions: Vec<u64>,
}

/// By file and column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Unstated(BTreeMap<(usize, PlaceColumn), Rows>);

impl Unstated {
    /// Takes a row of a file that states nothing there. Rows of one worker come in ascending order.
    pub(crate) fn take(&mut self, file: usize, column: PlaceColumn, position: u64) {
        let rows = self.0.entry((file, column)).or_default();
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
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, PlaceColumn, &Rows)> {
        self.0.iter().map(|((file, column), rows)| (*file, *column, rows))
    }
}
