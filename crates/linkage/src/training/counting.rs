//! The pairs on which the weights are learnt, counted by pattern.

use std::hash::RandomState;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::{Class, Frequencies};
use crate::comparison::{Comparisons, Pattern};
use crate::records::Records;

/// Most groups of columns that are by chance in the same classes.
pub(crate) const MOST_GROUPS: usize = 6;
/// Pairs that one piece of work counts.
const PIECE: usize = 1 << 14;

/// A pattern, with the rarity of the values that agree, by group of columns, in whole bits.
pub(crate) type Key = (Pattern, [i8; MOST_GROUPS]);

/// A pattern and how many pairs have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Counted {
    pub(crate) pattern: Pattern,
    /// Bits by group.
    pub(crate) bits: [i8; MOST_GROUPS],
    pub(crate) pairs: f64,
}

/// Groups of compared columns: in a group all agree by chance in the same classes. Gives the classes of each group (a bit
/// for each class) and the group of each column.
pub(crate) fn shift_groups(comparisons: &Comparisons<'_>, classes: &[Class]) -> (Vec<u32>, Vec<usize>) {
    let mut groups: Vec<u32> = Vec::new();
    let of_column = comparisons.columns.iter().map(|comparison| {
        let by_chance = |class: &Class| class.uses(comparison.kind) == super::Use::Chance;
        let mask = classes
            .iter()
            .enumerate()
            .map(|(place, class)| u32::from(by_chance(class)) << place)
            .sum::<u32>();
        groups.iter().position(|&group| group == mask).unwrap_or_else(|| {
            groups.push(mask);
            groups.len() - 1
        })
    });
    let of_column = of_column.collect();
    debug_assert!(groups.len() <= MOST_GROUPS);
    (groups, of_column)
}

/// Counts the patterns of these pairs, in the order of the patterns.
pub(crate) fn count_patterns(
    records: &Records,
    comparisons: &Comparisons<'_>,
    frequencies: &Frequencies,
    group_of: &[usize],
    pairs: &[u64],
) -> Vec<Counted> {
    let counts = pairs
        .par_chunks(PIECE)
        .map(|piece| {
            let mut memory = comparisons.memory();
            let mut counts: HashMap<Key, u64, RandomState> = HashMap::default();
            for &pair in piece {
                let (left, right) = crate::blocking::rows(pair);
                let pattern = comparisons.pattern(left, right, &mut memory);
                let mut bits = [0.0; MOST_GROUPS];
                for (place, comparison) in comparisons.columns.iter().enumerate() {
                    if pattern.code(place) == comparison.same {
                        bits[group_of[place]] +=
                            frequencies.bits(place, records.cell(comparison.column, left));
                    }
                }
                let bits = bits.map(|bits| bits.round().clamp(-100.0, 100.0) as i8);
                *counts.entry((pattern, bits)).or_default() += 1;
            }
            counts
        })
        .reduce(HashMap::default, |mut all, piece| {
            for (key, count) in piece {
                *all.entry(key).or_default() += count;
            }
            all
        });
    let mut counted: Vec<Counted> = counts
        .into_iter()
        .map(|((pattern, bits), count)| Counted { pattern, bits, pairs: count as f64 })
        .collect();
    counted.sort_unstable_by_key(|counted| (counted.pattern, counted.bits));
    counted
}
