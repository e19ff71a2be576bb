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
    /// Whether they are one person's, where that is known.
    pub(crate) same: Option<bool>,
}

/// What the weights are learnt of.
#[derive(Clone, Copy)]
pub(crate) struct Training<'pairs> {
    /// Pairs that are compared.
    pub(crate) pairs: &'pairs [u64],
    /// For how many each of them stands.
    pub(crate) stand_for: f64,
    /// Pairs of which it is known whether they are one person's; each stands for itself.
    pub(crate) labelled: &'pairs [(u64, bool)],
    /// Pairs that are drawn from those that are not compared.
    pub(crate) drawn: &'pairs [Drawn],
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
    training: Training<'_>,
) -> Vec<Counted> {
    let count = |pair: u64, pairs: f64, (compared, same): (bool, Option<bool>), memory: &mut Memory| {
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
            same,
        }
    };
    let Training { pairs, stand_for, labelled, drawn } = training;
    let of_pairs = pairs.par_chunks(PIECE).flat_map_iter(|piece| {
        let mut memory = comparisons.memory();
        piece.iter().map(move |&pair| count(pair, stand_for, (true, None), &mut memory))
    });
    let of_drawn = drawn.par_chunks(PIECE).flat_map_iter(|piece| {
        let mut memory = comparisons.memory();
        piece.iter().map(move |drawn| count(drawn.pair, drawn.stands_for, (false, None), &mut memory))
    });
    let of_labelled = labelled.par_chunks(PIECE).flat_map_iter(|piece| {
        let mut memory = comparisons.memory();
        piece.iter().map(move |&(pair, same)| count(pair, 1.0, (true, Some(same)), &mut memory))
    });
    let mut counted: Vec<Counted> = of_pairs.chain(of_drawn).chain(of_labelled).collect();
    // Also by what they stand for, so that sums are the same bit for bit.
    counted.par_sort_unstable_by(|left, right| {
        let of = |counted: &Counted| (counted.pattern, counted.bits, counted.compared, counted.same);
        of(left).cmp(&of(right)).then(left.pairs.total_cmp(&right.pairs))
    });
    counted.dedup_by(|next, first| {
        let of = |counted: &Counted| (counted.pattern, counted.bits, counted.compared, counted.same);
        let same = of(next) == of(first);
        if same {
            first.pairs += next.pairs;
            first.most = first.most.max(next.most);
        }
        same
    });
    counted
}
