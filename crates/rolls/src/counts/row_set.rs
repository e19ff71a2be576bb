//! Sets of rows by position.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

type Map<V> = HashMap<u64, V, BuildHasherDefault<Spread>>;

/// Rows, each at most once: small where rows are few, and a bit per row in chunks of rows that stand close together
/// where they are many.
#[derive(Debug, Default)]
pub(crate) struct RowSet {
    /// Sixty-four neighbours each, as long as there are few of these.
    words: Map<u64>,
    /// More neighbours each; empty as long as words are enough.
    chunks: Map<Box<[u64; WORDS]>>,
    count: u64,
}

/// Words of a chunk: so many times sixty-four rows, which is more than most blocks have.
const WORDS: usize = 1 << 6;

/// So many words are few.
const FEW: usize = 1 << 12;

impl RowSet {
    #[inline]
    pub(crate) fn insert(&mut self, position: u64) {
        let bit = 1 << (position & 63);
        let word = if self.chunks.is_empty() {
            if self.words.len() >= FEW {
                return self.insert_into_chunks(position);
            }
            self.words.entry(position >> 6).or_default()
        } else {
            word_of(&mut self.chunks, position >> 6)
        };
        self.count += u64::from(*word & bit == 0);
        *word |= bit;
    }

    /// Puts all words into chunks.
    #[cold]
    fn insert_into_chunks(&mut self, position: u64) {
        for (number, word) in std::mem::take(&mut self.words) {
            *word_of(&mut self.chunks, number) = word;
        }
        self.insert(position);
    }

    pub(crate) fn len(&self) -> u64 {
        self.count
    }
}

/// The word of this number.
#[inline]
fn word_of(chunks: &mut Map<Box<[u64; WORDS]>>, number: u64) -> &mut u64 {
    let chunk = chunks.entry(number / WORDS as u64).or_insert_with(|| Box::new([0; WORDS]));
    &mut chunk[number as usize % WORDS]
}

/// Puts a position among the first ones, which are ascending and at most so many: whatever the order in which they come, the
/// smallest stay.
#[inline]
pub(crate) fn keep_first(first: &mut Vec<u64>, position: u64, most: usize) {
    if first.len() >= most && first.last().is_none_or(|last| *last <= position) {
        return;
    }
    let place = first.partition_point(|before| *before <= position);
    first.insert(place, position);
    first.truncate(most);
}

/// Spreads the numbers of chunks over all bits. Rows stand where they stand in a file, which nobody can choose so that
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
    fn many_scattered_rows_are_counted_once() {
        let mut rows = RowSet::default();
        for position in (0..3).flat_map(|_| (0..3 * FEW as u64).map(|number| number * 1000)) {
            rows.insert(position);
        }
        assert_eq!(rows.len(), 3 * FEW as u64);
        assert!(rows.words.is_empty());
    }

    #[test]
    fn the_smallest_stay() {
        for most in [0, 1, 3, 100] {
            let mut first = Vec::new();
            for position in [5, 9, 1, 7, 3, 3, 8] {
                keep_first(&mut first, position, most);
            }
            let mut expected = vec![1, 3, 3, 5, 7, 8, 9];
            expected.truncate(most);
            assert_eq!(first, expected);
        }
    }

    #[test]
    fn a_row_is_counted_once() {
        let mut rows = RowSet::default();
        for position in [0, 63, 64, 63, 1 << 12, 1 << 39, 0, 1 << 39] {
            rows.insert(position);
        }
        assert_eq!(rows.len(), 5);
    }
}
