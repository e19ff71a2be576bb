//! The pairs on which the weights are learnt, counted by pattern.

use rayon::prelude::*;

use super::{Class, Drawn, Frequencies};
use crate::comparison::{Comparisons, Memory, Pattern};
use crate::records::Records;

/// Most groups of columns that are by chance in the same classes.
pub(crate) const MOST_GROUPS: usize = 6;
/// Pairs that one piece of work counts.
const PIECE: usize = 1 << 14;

/// A pattern and how many pairs have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Counted {
    pub(crate) pattern: Pattern,
    /// Bits by group.
    pub(crate) bits: [i8; MOST_GROUPS],
    pub(crate) pairs: f64,
    /// The most that one of them stands for.
    pub(crate) most: f64,
    /// Whether these are pairs that are compared, or stand for such that are not.
    pub(crate) compared: bool,
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

/// Counts the patterns of these pairs, each of which stands for `scale`, and of those drawn; in the order of the patterns.
pub(crate) fn count_patterns(
    records: &Records,
    comparisons: &Comparisons<'_>,
    frequencies: &Frequencies,
    group_of: &[usize],
    (pairs, scale): (&[u64], f64),
    drawn: &[Drawn],
) -> Vec<Counted> {
    let count = |pair: u64, pairs: f64, compared: bool, memory: &mut Memory| {
        let (left, right) = crate::blocking::rows(pair);
        let pattern = comparisons.pattern(left, right, memory);
        let mut bits = [0.0; MOST_GROUPS];
        for (place, comparison) in comparisons.columns.iter().enumerate() {
            if pattern.code(place) == comparison.same {
                bits[group_of[place]] += frequencies.bits(place, records.cell(comparison.column, left));
            }
        }
        Counted {
            pattern,
            bits: bits.map(|bits| bits.round().clamp(-100.0, 100.0) as i8),
            pairs,
            most: pairs,
            compared,
        }
    };
    let of_pairs = pairs.par_chunks(PIECE).flat_map_iter(|piece| {
        let mut memory = comparisons.memory();
        piece.iter().map(move |&pair| count(pair, scale, true, &mut memory))
    });
    let of_drawn = drawn.par_chunks(PIECE).flat_map_iter(|piece| {
        let mut memory = comparisons.memory();
        piece.iter().map(move |drawn| count(drawn.pair, drawn.stands_for, false, &mut memory))
    });
    let mut counted: Vec<Counted> = of_pairs.chain(of_drawn).collect();
    // Also by what they stand for, so that sums are the same bit for bit.
    counted.par_sort_unstable_by(|left, right| {
        let of = |counted: &Counted| (counted.pattern, counted.bits, counted.compared);
        of(left).cmp(&of(right)).then(left.pairs.total_cmp(&right.pairs))
    });
    counted.dedup_by(|next, first| {
        let same = (next.pattern, next.bits, next.compared) == (first.pattern, first.bits, first.compared);
        if same {
            first.pairs += next.pairs;
            first.most = first.most.max(next.most);
        }
        same
    });
    counted
}
