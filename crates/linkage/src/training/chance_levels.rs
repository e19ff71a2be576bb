//! How often two persons agree by chance, level by level: from the frequencies of values, never from pairs of rows.

use rayon::prelude::*;

use crate::comparison::{Comparison, Comparisons};
use crate::records::{Records, Values};

/// Distinct pairs of values up to which all are compared.
const ALL_PAIRS: u64 = 100_000;
/// Pairs that are drawn beyond that.
const DRAWN: u64 = 100_000;
/// Pairs that one piece of work draws.
const PIECE: u64 = 10_000;

/// For each compared column the chance of each code among pairs that both have a value, before matches are taken out.
pub(crate) fn chance_levels(records: &Records, comparisons: &Comparisons<'_>, seed: u64) -> Vec<Vec<f64>> {
    let mut chances: Vec<Vec<f64>> =
        comparisons.columns.par_iter().map(|comparison| of_column(records, comparison, seed)).collect();
    if let Some((_, surname)) = comparisons.swappable() {
        let swapped = usize::from(comparisons.columns[surname].same) + 1;
        chances[surname][swapped] = comparisons.chance_of_swap();
    }
    chances
}

fn of_column(records: &Records, comparison: &Comparison<'_>, seed: u64) -> Vec<f64> {
    let values = &records.values[comparison.column];
    let all: u64 = (1..values.len() as u32).map(|number| u64::from(values.count(number))).sum();
    let pairs = all as f64 * (all as f64 - 1.0) / 2.0;
    let same: f64 = (1..values.len() as u32).map(|number| pairs_of(values.count(number))).sum();
    let distinct = values.len() as u64 - 1;
    let mut chances = if distinct * (distinct - 1) / 2 <= ALL_PAIRS {
        counted(values, comparison)
    } else {
        drawn(values, comparison, seed)
    };
    let unequal: f64 = chances.iter().sum();
    let share_unequal = 1.0 - same / pairs;
    for chance in &mut chances {
        *chance *= share_unequal / unequal.max(f64::MIN_POSITIVE);
    }
    chances[usize::from(comparison.same)] = (same / pairs).max(0.5 / pairs);
    chances
}

fn pairs_of(count: u32) -> f64 {
    f64::from(count) * (f64::from(count) - 1.0) / 2.0
}

/// All pairs of distinct values, by how often they meet.
fn counted(values: &Values, comparison: &Comparison<'_>) -> Vec<f64> {
    let mut weights = vec![0.0; usize::from(comparison.codes)];
    // A level that no two values have gets half a pair.
    weights[1..usize::from(comparison.same)].fill(0.5);
    for left in 1..values.len() as u32 {
        for right in left + 1..values.len() as u32 {
            let meet = f64::from(values.count(left)) * f64::from(values.count(right));
            weights[usize::from(comparison.unequal(left, right))] += meet;
        }
    }
    weights
}

/// Pairs of distinct values drawn by their frequency; a level that was not drawn gets half a pair.
fn drawn(values: &Values, comparison: &Comparison<'_>, seed: u64) -> Vec<f64> {
    let mut upto = Vec::with_capacity(values.len());
    let mut total = 0_u64;
    for number in 0..values.len() as u32 {
        total += if number == 0 { 0 } else { u64::from(values.count(number)) };
        upto.push(total);
    }
    let draw = |state: u64| {
        let place = ((u128::from(mixed(state)) * u128::from(total)) >> 64) as u64;
        upto.partition_point(|&end| end <= place) as u32
    };
    let counts = (0..DRAWN / PIECE)
        .into_par_iter()
        .map(|piece| {
            let mut counts = vec![0_u64; usize::from(comparison.codes)];
            for turn in piece * PIECE..(piece + 1) * PIECE {
                let state = mixed(seed ^ comparison.column as u64) ^ (2 * turn);
                let (left, right) = (draw(state), draw(state ^ 1));
                if left != right {
                    counts[usize::from(comparison.unequal(left, right))] += 1;
                }
            }
            counts
        })
        .reduce(
            || vec![0; usize::from(comparison.codes)],
            |left, right| left.iter().zip(right).map(|(left, right)| left + right).collect(),
        );
    let levels = usize::from(comparison.same);
    counts
        .into_iter()
        .enumerate()
        .map(|(code, count)| if (1..levels).contains(&code) { count as f64 + 0.5 } else { 0.0 })
        .collect()
}

/// Guy L. Steele, Doug Lea and Christine H. Flood, "Fast splittable pseudorandom number generators", 2014: one step of
/// SplitMix64.
pub(crate) fn mixed(state: u64) -> u64 {
    let mut mixed = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
