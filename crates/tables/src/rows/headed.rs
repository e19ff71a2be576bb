//! What headings inside a table state for the rows below them.

use std::collections::BTreeSet;

use crate::rows::scan::Position;

/// A value for all rows of a stretch that leave its slot empty.
pub(crate) type Stated = (usize, String);

/// Which rows head others, and what the others are given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Headings {
    /// Rows that are no records.
    pub(crate) rows: BTreeSet<Position>,
    /// Where stretches begin, ascending, and what their rows are given.
    pub(crate) stretches: Vec<(Position, Vec<Stated>)>,
}

impl Headings {
    /// Whether nothing heads anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.stretches.is_empty()
    }

    /// Gives all rows a value that leave its slot empty and are given none by a heading.
    pub(crate) fn give(&mut self, slot: usize, value: &str) {
        let start = Position { block: 0, index: 0 };
        if self.stretches.first().is_none_or(|(begin, _)| *begin > start) {
            self.stretches.insert(0, (start, Vec::new()));
        }
        for (_, stated) in &mut self.stretches {
            if stated.iter().all(|(other, _)| *other != slot) {
                stated.push((slot, value.to_owned()));
            }
        }
    }

    /// What the row at a position is given where it states nothing itself.
    pub(crate) fn stated(&self, position: Position) -> &[Stated] {
        let behind = self.stretches.partition_point(|(begin, _)| *begin <= position);
        behind.checked_sub(1).map_or(&[], |at| &self.stretches[at].1)
    }
}
