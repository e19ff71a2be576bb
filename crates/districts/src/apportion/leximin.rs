//! Leximin: make the largest departure from the quota as small as possible, then the next largest, and so on
//! (Biro, Koczy and Sziklai 2015, after the Venice Commission's rule).
//!
//! Each claimant starts with the number of seats that suits him best. Where these are too many, seats are taken
//! away one by one, always where the departure after it is smallest; where they are too few, given in the same way.
//! A claimant's departure only grows with each step from his best number, so that this choice of the smallest steps
//! keeps the sorted list of departures lexicographically least. The tests compare it with every allocation there is.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::allocation::Allocation;
use crate::measure::exact::compare_fractions;

/// Departure from the quota of a claimant with so many seats, times a constant: `|v S - s V| / s`.
fn departure(voters: u64, seats: u64, all_voters: u128, all_seats: u64) -> (u128, u128) {
    let due = u128::from(voters) * u128::from(all_seats);
    match (seats, voters) {
        (0, 0) => (0, 1),
        (0, _) => (1, 0),
        _ => (due.abs_diff(u128::from(seats) * all_voters), u128::from(seats)),
    }
}

fn compare(first: (u128, u128), second: (u128, u128)) -> Ordering {
    match (first.1 == 0, second.1 == 0) {
        (false, false) => compare_fractions(first, second),
        (first, second) => first.cmp(&second),
    }
}

/// One seat more or less for a claimant: what his departure is after it, and was before.
#[derive(PartialEq, Eq)]
struct Step {
    after: (u128, u128),
    before: (u128, u128),
    voters: u64,
    claimant: usize,
}

impl Step {
    fn is_as_good_as(&self, other: &Self) -> bool {
        compare(self.after, other.after) == Ordering::Equal
            && compare(self.before, other.before) == Ordering::Equal
    }
}

impl PartialOrd for Step {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Step {
    /// The smallest departure after the step first; among equal ones the step that removes the largest before it.
    fn cmp(&self, other: &Self) -> Ordering {
        let infinite = self.after.1 == 0 && other.after.1 == 0;
        compare(self.after, other.after)
            .then(if infinite { self.voters.cmp(&other.voters) } else { Ordering::Equal })
            .then(compare(other.before, self.before))
            .then(self.claimant.cmp(&other.claimant))
    }
}

pub(crate) fn leximin(voters: &[u64], seats: u64, minimum: u64) -> Allocation {
    let total: u128 = voters.iter().copied().map(u128::from).sum();
    let off = |claimant: usize, own: u64| departure(voters[claimant], own, total, seats);
    // Best numbers: two neighbours where both depart by the same.
    let best: Vec<(u64, u64)> = (0..voters.len())
        .map(|claimant| {
            let floor = (u128::from(voters[claimant]) * u128::from(seats) / total) as u64;
            let (low, high) = (floor.max(minimum), (floor + 1).max(minimum));
            match compare(off(claimant, low), off(claimant, high)) {
                Ordering::Less => (low, low),
                Ordering::Equal => (low, high),
                Ordering::Greater => (high, high),
            }
        })
        .collect();
    let (least, most) = best.iter().fold((0, 0), |(least, most), best| (least + best.0, most + best.1));
    if least > seats {
        let start = best.iter().map(|best| best.0).collect();
        return walk(start, least - seats, |own| (own > minimum).then(|| own - 1), voters, off);
    }
    if most < seats {
        let start = best.iter().map(|best| best.1).collect();
        return walk(start, seats - most, |own| Some(own + 1), voters, off);
    }
    let mut shared: Vec<u64> = best.iter().map(|best| best.0).collect();
    let either: Vec<usize> =
        (0..voters.len()).filter(|&claimant| best[claimant].0 < best[claimant].1).collect();
    let extra = (seats - least) as usize;
    for &claimant in &either[..extra] {
        shared[claimant] += 1;
    }
    let tied = if extra > 0 && extra < either.len() { either } else { Vec::new() };
    Allocation { seats: shared, tied }
}

fn walk(
    mut shared: Vec<u64>,
    steps: u64,
    next: impl Fn(u64) -> Option<u64>,
    voters: &[u64],
    off: impl Fn(usize, u64) -> (u128, u128),
) -> Allocation {
    let step = |claimant: usize, own: u64| {
        let after = off(claimant, next(own)?);
        Some(Reverse(Step { after, before: off(claimant, own), voters: voters[claimant], claimant }))
    };
    let mut heap: BinaryHeap<Reverse<Step>> =
        shared.iter().enumerate().filter_map(|(claimant, &own)| step(claimant, own)).collect();
    let mut last = None;
    for _ in 0..steps {
        let Some(Reverse(taken)) = heap.pop() else { break };
        let claimant = taken.claimant;
        shared[claimant] = next(shared[claimant]).unwrap_or(shared[claimant]);
        heap.extend(step(claimant, shared[claimant]));
        last = Some(taken);
    }
    let mut tied = Vec::new();
    if let (Some(last), Some(Reverse(top))) = (&last, heap.peek())
        && last.is_as_good_as(top)
    {
        let others = heap.iter().filter(|other| other.0.is_as_good_as(last)).map(|other| other.0.claimant);
        tied = others.chain([last.claimant]).collect();
        tied.sort_unstable();
        tied.dedup();
    }
    Allocation { seats: shared, tied }
}
