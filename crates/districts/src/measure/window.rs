//! The fewest people who have to change district before all sizes lie within a window of some width.
//!
//! A window starts at `x` people per seat and is as wide as the limit allows; a unit of `s` seats may then hold from
//! `s x` to `s (x + width)`, in whole numbers. Those above must give what is over, those below must get what is missing,
//! and one move can do both. What is over falls with `x`, what is missing rises, and nothing changes for the better
//! before `x` reaches the next `k/s`: so that the fractions `k/s` are all that has to be tried, and the best of each
//! denominator is where the two meet. The tests try every table of the same sum.

use std::collections::BTreeSet;

use crate::measure::exact::{Limit, SCALE};

/// Starts that are tried one by one where the window is narrower than one person.
const TRIED: u128 = 100_000;

/// A window on units with exact electorates.
struct Search<'a> {
    people: &'a [u64],
    seats: &'a [u32],
    total: u128,
    /// Width as a fraction.
    width: (u128, u128),
}

/// What a start asks for.
struct Asked {
    over: u128,
    missing: u128,
    /// Whether whole numbers with the same sum fit into the window.
    feasible: bool,
}

impl Search<'_> {
    /// The window that starts at `start / by` people per seat.
    fn at(&self, start: u128, by: u128) -> Asked {
        let (mut over, mut missing, mut least, mut most, mut fits) = (0, 0, 0, 0, true);
        for (&people, &seats) in self.people.iter().zip(self.seats) {
            let (people, seats) = (u128::from(people), u128::from(seats));
            let low = (seats * start).div_ceil(by);
            let high = (seats * start * self.width.1 + seats * self.width.0 * by) / (by * self.width.1);
            over += people.saturating_sub(high);
            missing += low.saturating_sub(people);
            least += low;
            most += high;
            fits &= low <= high;
        }
        Asked { over, missing, feasible: fits && (least..=most).contains(&self.total) }
    }

    /// The fewest moves among the starts `k / by`.
    fn best(&self, by: u128, all_seats: u128, is_narrow: bool) -> Option<u128> {
        // No feasible window starts above the mean, nor ends below it.
        let last = by * self.total / all_seats;
        let wide = by * self.width.0 / self.width.1 + 1;
        let first = last.saturating_sub(wide);
        let moves = |start: u128| {
            let asked = self.at(start, by);
            asked.feasible.then(|| asked.over.max(asked.missing))
        };
        if is_narrow {
            if last - first > TRIED {
                return None;
            }
            return (first..=last).filter_map(moves).min();
        }
        let (mut low, mut high) = (first, last);
        while low < high {
            let middle = low + (high - low) / 2;
            let asked = self.at(middle, by);
            if asked.over <= asked.missing { high = middle } else { low = middle + 1 }
        }
        [low.saturating_sub(1), low].into_iter().filter_map(moves).min()
    }
}

/// Fewest people who have to change district before the largest size less the smallest is at most the limit, as a
/// fraction of the quota. `None` where a unit has no seats, or no whole numbers do it.
pub(crate) fn fewest_moves_into_window(people: &[u64], seats: &[u32], limit: Limit) -> Option<u64> {
    let total: u128 = people.iter().copied().map(u128::from).sum();
    let all_seats: u128 = seats.iter().copied().map(u128::from).sum();
    let smallest = seats.iter().copied().min().filter(|&seats| seats > 0)?;
    let width = (limit.billionths() * total, all_seats * SCALE);
    let is_narrow = u128::from(smallest) * width.0 < width.1;
    let search = Search { people, seats, total, width };
    let kinds: BTreeSet<u32> = seats.iter().copied().collect();
    let best = kinds.into_iter().filter_map(|by| search.best(by.into(), all_seats, is_narrow)).min()?;
    u64::try_from(best).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every table with the same sum.
    fn naive(people: &[u64], seats: &[u32], limit: Limit) -> Option<u64> {
        fn fill(left: u64, place: usize, table: &mut Vec<u64>, each: &mut dyn FnMut(&[u64])) {
            if place == 1 {
                table.push(left);
                each(table);
                table.pop();
                return;
            }
            for count in 0..=left {
                table.push(count);
                fill(left - count, place - 1, table, each);
                table.pop();
            }
        }
        let (total, all): (u64, u32) = (people.iter().sum(), seats.iter().sum());
        let mut best = None;
        fill(total, people.len(), &mut Vec::new(), &mut |table| {
            let sizes =
                || table.iter().zip(seats).map(|(&count, &seats)| (u128::from(count), u128::from(seats)));
            let fits = sizes().all(|(more, of_more)| {
                sizes().all(|(less, of_less)| {
                    let apart = (more * of_less).saturating_sub(less * of_more);
                    limit.compare(apart, of_more * of_less, total, all.into()) != std::cmp::Ordering::Greater
                })
            });
            if fits {
                let moves: u64 = people.iter().zip(table).map(|(have, get)| have.saturating_sub(*get)).sum();
                best = Some(best.map_or(moves, |fewest: u64| fewest.min(moves)));
            }
        });
        best
    }

    #[test]
    fn as_few_as_every_table_tried() {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) % below
        };
        let mut found = 0;
        for _ in 0..400 {
            let units = 2 + next(3) as usize;
            let people: Vec<u64> = (0..units).map(|_| next(14)).collect();
            let seats: Vec<u32> = (0..units).map(|_| 1 + next(3) as u32).collect();
            if people.iter().sum::<u64>() == 0 {
                continue;
            }
            let limit = Limit::of([0.0, 0.1, 0.15, 0.3, 0.5, 1.0][next(6) as usize]);
            let fewest = fewest_moves_into_window(&people, &seats, limit);
            assert_eq!(fewest, naive(&people, &seats, limit), "{people:?} {seats:?} {limit:?}");
            found += usize::from(fewest.is_some());
        }
        assert!(found > 100, "{found}");
    }

    #[test]
    fn a_large_table_is_searched_too() {
        let people: Vec<u64> = (0..50).map(|unit| 400_000 + unit * 7_001).collect();
        let seats: Vec<u32> = (0..50).map(|unit| 1 + unit % 3).collect();
        let fewest = fewest_moves_into_window(&people, &seats, Limit::of(0.1));
        assert!(fewest.is_some_and(|fewest| fewest > 1_000_000), "{fewest:?}");
    }
}
