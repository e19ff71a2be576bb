//! Each unit's deviation held against a limit, and how few voters would have to move.

use super::compared::all_seats;
use super::judgement::{Judgement, Outside, Verdict};
use crate::bounds::system::{Box, System};
use crate::bounds::{Exact, Window, deviation_ends, moves_ends};
use crate::measure::exact::Limit;

/// How a unit lies to a limit, over all completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Inside,
    Outside,
    Open,
}

fn side(beyond: (i64, i64)) -> Side {
    match beyond {
        (0, 0) => Side::Inside,
        (low, high) if low > 0 || high < 0 => Side::Outside,
        _ => Side::Open,
    }
}

/// How often a unit's range is halved to see whether an order of sizes settles it.
const SPLITS: u32 = 7;
/// Units above which no range is halved.
const MOST_SPLIT: usize = 64;

/// How a unit lies where its size and the whole move together under an order of sizes: its range is halved, and where
/// every half that holds a completion lies on one side, so does the unit.
fn settle(system: &System, unit: usize, side_of: &dyn Fn((Exact, Exact)) -> Side, splits: u32) -> Side {
    let range = system.units[unit];
    if splits == 0
        || range.low == range.high
        || system.units.len() > MOST_SPLIT
        || system.all_order().is_empty()
    {
        return Side::Open;
    }
    let middle = range.low + (range.high - range.low) / 2;
    let mut found = None;
    for half in [Box { low: range.low, high: middle }, Box { low: middle + 1, high: range.high }] {
        let mut part = system.clone();
        part.units[unit] = half;
        if part.tighten().is_err() {
            continue;
        }
        let lies = match side_of(deviation_ends(&part)[unit]) {
            Side::Open => settle(&part, unit, side_of, splits - 1),
            settled => settled,
        };
        if lies == Side::Open || found.is_some_and(|before| before != lies) {
            return Side::Open;
        }
        found = Some(lies);
    }
    found.unwrap_or(Side::Open)
}

/// Judges each unit by its deviation.
pub(super) fn judge_deviations(system: &System, limit: Limit) -> Judgement {
    let seats = all_seats(system);
    let beyond = |unit: usize, (people, total): Exact| -> i64 {
        let own = u64::from(system.seats[unit]);
        let (fewest, most) = (limit.fewest(own, total, seats), limit.most(own, total, seats));
        if people > most { (people - most) as i64 } else { -(fewest.saturating_sub(people) as i64) }
    };
    let mut outside = Vec::new();
    let mut verdict = Verdict::Met;
    for (unit, (low, high)) in deviation_ends(system).into_iter().enumerate() {
        let ends = (beyond(unit, low), beyond(unit, high));
        let lies = match side(ends) {
            Side::Open => {
                settle(system, unit, &|ends| side((beyond(unit, ends.0), beyond(unit, ends.1))), SPLITS)
            }
            settled => settled,
        };
        if lies == Side::Inside {
            continue;
        }
        let certain = lies == Side::Outside;
        outside.push(Outside { unit, certain, beyond: ends });
        verdict =
            if certain || verdict == Verdict::Breached { Verdict::Breached } else { Verdict::Undetermined };
    }
    let moves = fewest_moves(system, limit);
    // Somebody would have to move in every completion, or no moving would do: some unit is outside, whichever it is.
    if moves.is_none_or(|(fewest, _)| fewest > 0) {
        verdict = Verdict::Breached;
    }
    Judgement { verdict, outside, moves }
}

/// Those above must give what is over, those below must get what is missing; one move can do both.
fn fewest_moves(system: &System, limit: Limit) -> Option<(u64, u64)> {
    let seats = all_seats(system);
    let at = |total: u64, other: u64, high: bool| -> Option<u64> {
        // The allowed window at one whole for what is over and at the other for what is missing.
        let (mut over, mut missing, mut least, mut most) = (0, 0, 0_u64, 0_u64);
        for (unit, &own) in system.units.iter().zip(&system.seats) {
            let (least_most, most_most) =
                (limit.most(own.into(), total, seats), limit.most(own.into(), other, seats));
            let (fewest, fewest_other) =
                (limit.fewest(own.into(), total, seats), limit.fewest(own.into(), other, seats));
            if high {
                over += unit.high.saturating_sub(least_most.min(most_most));
                missing += fewest.max(fewest_other).saturating_sub(unit.low);
            } else {
                over += unit.low.saturating_sub(least_most.max(most_most));
                missing += fewest.min(fewest_other).saturating_sub(unit.high);
            }
            least = least.saturating_add(fewest.min(fewest_other));
            most = most.saturating_add(least_most.max(most_most));
        }
        (least <= system.total.high && most >= system.total.low).then(|| over.max(missing))
    };
    let (low, high) = (system.total.low, system.total.high);
    let ends = (at(low, high, false)?, at(low, high, true)?.min(high));
    if low < high || ends.0 == ends.1 {
        return Some(ends);
    }
    let by_unit = |of: &dyn Fn(u64) -> u64| -> Vec<u64> {
        system.seats.iter().map(|&own| of(u64::from(own))).collect()
    };
    let (most, fewest) =
        (by_unit(&|own| limit.most(own, low, seats)), by_unit(&|own| limit.fewest(own, low, seats)));
    let quota = low as f64 / seats as f64;
    let window = Window {
        most: &most,
        fewest: &fewest,
        ceiling: quota * (1.0 + limit.fraction()),
        floor: quota * (1.0 - limit.fraction()).max(0.0),
    };
    let nearer = moves_ends(system, &window);
    Some((ends.0.max(nearer.0), ends.1.min(nearer.1).max(ends.0)))
}
