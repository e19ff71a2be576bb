//! A set of rows by position: small where rows are few, and a bit per row where they stand close together.

use std::collections::HashMap;

/// Rows, each at most once.
#[derive(Debug, Default)]
pub(crate) struct RowSet {
    /// Sixty-four neighbours each.
    words: HashMap<u64, u64>,
    count: u64,
}

impl RowSet {
    pub(crate) fn insert(&mut self, position: u64) {
        let word = self.words.entry(position >> 6).or_default();
        let bit = 1 << (position & 63);
        self.count += u64::from(*word & bit == 0);
        *word |= bit;
    }

    pub(crate) fn len(&self) -> u64 {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_counted_once() {
        let mut rows = RowSet::default();
        for position in [0, 63, 64, 63, 1 << 39, 0, 1 << 39] {
            rows.insert(position);
        }
        assert_eq!(rows.len(), 4);
    }
}
