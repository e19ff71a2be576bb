//! A set of rows by position: a bit per row, in stretches of rows that stand close together.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Rows, each at most once.
#[derive(Debug, Default)]
pub(crate) struct RowSet {
    stretches: HashMap<u64, Box<[u64; WORDS]>, BuildHasherDefault<Spread>>,
    count: u64,
}

/// Words of a stretch: so many times sixty-four rows, which is more than most blocks have.
const WORDS: usize = 1 << 6;

impl RowSet {
    #[inline]
    pub(crate) fn insert(&mut self, position: u64) {
        let stretch = self.stretches.entry(position >> 12).or_insert_with(|| Box::new([0; WORDS]));
        let word = &mut stretch[(position >> 6) as usize % WORDS];
        let bit = 1 << (position & 63);
        self.count += u64::from(*word & bit == 0);
        *word |= bit;
    }

    pub(crate) fn len(&self) -> u64 {
        self.count
    }
}

/// Spreads the numbers of stretches over all bits. Rows stand where they stand in a file, which nobody can choose so that
/// many of these numbers fall together.
#[derive(Debug, Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        // The factor of Fibonacci hashing, both halves of the product folded.
        let product = u128::from(self.0 ^ number) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_counted_once() {
        let mut rows = RowSet::default();
        for position in [0, 63, 64, 63, 1 << 12, 1 << 39, 0, 1 << 39] {
            rows.insert(position);
        }
        assert_eq!(rows.len(), 5);
    }
}
