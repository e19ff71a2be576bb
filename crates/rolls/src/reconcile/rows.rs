//! Sets of rows by position: a bit for each, so that they are small even where every row is one.

use tizim_tables::Position;

/// Rows, each at most once.
#[derive(Debug, Default, Clone)]
pub(super) struct RowBits {
    /// By block: a bit for each of its rows, as far as the last one that is in the set.
    blocks: Vec<Vec<u64>>,
    count: u64,
}

/// Where the bit of a row stands: block, word and bit.
#[inline]
fn place(position: u64) -> (usize, usize, u64) {
    let index = position & ((1 << Position::INDEX_BITS) - 1);
    ((position >> Position::INDEX_BITS) as usize, (index >> 6) as usize, 1 << (index & 63))
}

impl RowBits {
    pub(super) fn insert(&mut self, position: u64) {
        let (block, word, bit) = place(position);
        if self.blocks.len() <= block {
            self.blocks.resize_with(block + 1, Vec::new);
        }
        let words = &mut self.blocks[block];
        if words.len() <= word {
            words.resize(word + 1, 0);
        }
        self.count += u64::from(words[word] & bit == 0);
        words[word] |= bit;
    }

    #[inline]
    pub(super) fn contains(&self, position: u64) -> bool {
        let (block, word, bit) = place(position);
        self.blocks.get(block).and_then(|words| words.get(word)).is_some_and(|word| word & bit != 0)
    }

    /// Takes a row out; whether it was there.
    pub(super) fn remove(&mut self, position: u64) -> bool {
        let (block, word, bit) = place(position);
        let word = self.blocks.get_mut(block).and_then(|words| words.get_mut(word));
        let Some(word) = word.filter(|word| **word & bit != 0) else { return false };
        *word &= !bit;
        self.count -= 1;
        true
    }

    pub(super) fn len(&self) -> u64 {
        self.count
    }

    /// All of them, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u64> {
        self.blocks.iter().enumerate().flat_map(|(block, words)| {
            let filled = words.iter().enumerate().filter(|(_, word)| **word != 0);
            filled.flat_map(move |(number, word)| {
                let first = (block as u64) << Position::INDEX_BITS | (number as u64) << 6;
                (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| first | bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn holds_what_a_set_holds(steps in prop::collection::vec((0..3_u64, 0..200_u64, any::<bool>()), 0..200)) {
            let (mut rows, mut twin) = (RowBits::default(), BTreeSet::new());
            for (block, index, comes) in steps {
                let position = block << Position::INDEX_BITS | index;
                if comes {
                    rows.insert(position);
                    twin.insert(position);
                } else {
                    prop_assert_eq!(rows.remove(position), twin.remove(&position));
                }
                prop_assert_eq!(rows.contains(position), twin.contains(&position));
            }
            prop_assert_eq!(rows.len(), twin.len() as u64);
            prop_assert!(rows.iter().eq(twin));
        }
    }
}
