//! The largest difference between two units held against a limit.

use std::cmp::Ordering;

use super::compared::all_seats;
use super::judgement::{Judgement, Outside, Verdict};
use crate::Index;
use crate::bounds::bound_index;
use crate::bounds::system::System;
use crate::measure::exact::Limit;
use crate::measure::window::fewest_moves_into_window;

/// Judges by the largest difference; `None` where a unit elects nobody.
pub(super) fn judge_range(system: &System, limit: Limit) -> Option<Judgement> {
    let voting: Vec<usize> = (0..system.units.len()).filter(|&unit| system.seats[unit] > 0).collect();
    if voting.len() != system.units.len() {
        return None;
    }
    let by = |a: &usize, b: &usize, end: &dyn Fn(usize) -> u64| -> Ordering {
        let left = u128::from(end(*a)) * u128::from(system.seats[*b]);
        left.cmp(&(u128::from(end(*b)) * u128::from(system.seats[*a])))
    };
    let high = |unit: usize| system.units[unit].high;
    let low = |unit: usize| system.units[unit].low;
    let largest = system.largest.or_else(|| voting.iter().copied().max_by(|a, b| by(a, b, &high)))?;
    let smallest = system.smallest.or_else(|| voting.iter().copied().min_by(|a, b| by(a, b, &low)))?;
    let verdict = range_verdict(system, limit);
    let mut outside = Vec::new();
    if verdict != Verdict::Met && smallest != largest {
        for unit in [smallest, largest] {
            let certain = verdict == Verdict::Breached
                && (system.is_exact() || system.smallest == Some(unit) || system.largest == Some(unit));
            outside.push(Outside { unit, certain, beyond: (0, 0) });
        }
    }
    let people: Vec<u64> = system.units.iter().map(|unit| unit.low).collect();
    let moves =
        if system.is_exact() { fewest_moves_into_window(&people, &system.seats, limit) } else { None };
    Some(Judgement { verdict, outside, moves: moves.map(|moves| (moves, moves)) })
}

/// Most pairs of units whose difference is compared one by one.
const MOST_PAIRS: usize = 250_000;

/// Whether the largest difference is outside the limit: in whole numbers pair by pair, and by the bounds of the range
/// where the whole forces what no pair shows.
fn range_verdict(system: &System, limit: Limit) -> Verdict {
    let seats = all_seats(system);
    let units = system.units.len();
    if units * units <= MOST_PAIRS {
        // One pair is outside for certain, or no pair can be outside.
        let lows = system.units.iter().fold(0_u64, |sum, unit| sum.saturating_add(unit.low));
        let apart = |over: u64, under: u64, high: usize, low: usize, total: u64| {
            let (a, b) = (u128::from(system.seats[high]), u128::from(system.seats[low]));
            let difference = (u128::from(over) * b).saturating_sub(u128::from(under) * a);
            limit.compare(difference, a * b, total, seats) == Ordering::Greater
        };
        let pairs = || (0..units).flat_map(move |high| (0..units).map(move |low| (high, low)));
        let pairs = || pairs().filter(|(high, low)| high != low);
        let (unit, total) = (|at: usize| system.units[at], system.total);
        let certain = |(high, low)| apart(unit(high).low, unit(low).high, high, low, total.high);
        if pairs().any(certain) {
            return Verdict::Breached;
        }
        let possible = |(high, low)| {
            let least = total.low.max(lows.saturating_sub(unit(high).low).saturating_add(unit(high).high));
            apart(unit(high).high, unit(low).low, high, low, least)
        };
        if !pairs().any(possible) {
            return Verdict::Met;
        }
    }
    if system.total.low == 0 {
        return Verdict::Undetermined;
    }
    let range = bound_index(system, Index::TotalRange);
    let fraction = limit.fraction();
    if range.low > fraction {
        Verdict::Breached
    } else if range.high <= fraction {
        Verdict::Met
    } else {
        Verdict::Undetermined
    }
}
