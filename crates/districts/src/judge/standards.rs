//! Districts against one standard: who is outside, by how many, and how few would have to move.
//!
//! A verdict holds only if it holds for every completion of the input; otherwise it is undetermined.

use std::cmp::Ordering;

use crate::bounds::system::{Box, System};
use crate::bounds::{Exact, Window, bound_index, deviation_ends, moves_ends};
use crate::measure::exact::Limit;
use crate::measure::window::fewest_moves_into_window;
use crate::{Index, Measure, Standard};

/// How districts lie to a standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Within the limit, whatever the open figures are.
    Met,
    /// Outside, whatever they are.
    Breached,
    /// It depends on them.
    Undetermined,
}

impl Verdict {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Breached => "breached",
            Self::Undetermined => "undetermined",
        }
    }
}

/// A unit that is, or may be, outside.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outside {
    /// Position of the unit.
    pub(crate) unit: usize,
    /// Whether it is outside for certain.
    pub(crate) certain: bool,
    /// People above the most allowed (positive) or below the fewest (negative), at both ends.
    pub(crate) beyond: (i64, i64),
}

/// The outcome for one standard.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    /// Units outside for certain or possibly, in order of the table.
    pub(crate) outside: Vec<Outside>,
    /// Fewest people who would have to change district, at both ends; `None` where no moving could do.
    pub(crate) moves: Option<(u64, u64)>,
}

/// Judges units by a standard. `exempt` tells which units it protects.
pub(crate) fn judge(system: &System, standard: &Standard, exempt: &[bool]) -> Option<Judgement> {
    let limit = Limit::of(standard.limit?);
    let kept: Vec<usize> = (0..system.units.len()).filter(|&unit| !exempt[unit]).collect();
    let parts: Vec<(Vec<usize>, System)> = match standard.measure {
        Measure::Deviation | Measure::OverallRange => {
            // Whole, with all that is known of regions and order, where nobody is exempt.
            let part = if kept.len() == system.units.len() { counted(system.clone()) } else { None };
            let part = match part {
                Some(part) => part,
                None => subsystem(system, &kept, whole_of(system, exempt))?,
            };
            vec![(kept, part)]
        }
        Measure::DeviationInRegion | Measure::RangeInRegion => {
            let mut members = vec![Vec::new(); system.regions.len()];
            for unit in kept {
                members[system.region_of[unit]].push(unit);
            }
            let with_units = members.into_iter().enumerate().filter(|(_, units)| !units.is_empty());
            with_units
                .filter_map(|(region, units)| {
                    let part = subsystem(system, &units, system.regions[region])?;
                    Some((units, part))
                })
                .collect()
        }
        Measure::None => return None,
    };
    let by_range = matches!(standard.measure, Measure::OverallRange | Measure::RangeInRegion);
    let mut all = Judgement { verdict: Verdict::Met, outside: Vec::new(), moves: Some((0, 0)) };
    for (units, part) in parts {
        let one = if by_range { judge_range(&part, limit)? } else { judge_deviations(&part, limit) };
        all.outside
            .extend(one.outside.into_iter().map(|outside| Outside { unit: units[outside.unit], ..outside }));
        all.moves = all.moves.zip(one.moves).map(|(sum, more)| (sum.0 + more.0, sum.1 + more.1));
        all.verdict = match (all.verdict, one.verdict) {
            (Verdict::Breached, _) | (_, Verdict::Breached) => Verdict::Breached,
            (Verdict::Undetermined, _) | (_, Verdict::Undetermined) => Verdict::Undetermined,
            _ => Verdict::Met,
        };
    }
    all.outside.sort_by_key(|outside| outside.unit);
    Some(all)
}

/// The whole without exempt units.
fn whole_of(system: &System, exempt: &[bool]) -> Box {
    let exempted = || system.units.iter().zip(exempt).filter(|(_, exempt)| **exempt).map(|(unit, _)| unit);
    let low: u64 = exempted().map(|unit| unit.low).sum();
    let high = exempted().fold(0_u64, |sum, unit| sum.saturating_add(unit.high));
    Box { low: system.total.low.saturating_sub(high), high: system.total.high.saturating_sub(low) }
}

/// Some of the units with a whole of their own; `None` without seats or people.
fn subsystem(system: &System, units: &[usize], total: Box) -> Option<System> {
    let boxes = units.iter().map(|&unit| system.units[unit]).collect();
    let mut part = System::of(boxes, units.iter().map(|&unit| system.seats[unit]).collect());
    part.total = total;
    let place = |unit: Option<usize>| unit.and_then(|unit| units.iter().position(|&other| other == unit));
    (part.smallest, part.largest) = (place(system.smallest), place(system.largest));
    part.tighten().ok()?;
    counted(part)
}

/// Only with seats and people.
fn counted(part: System) -> Option<System> {
    (part.total.high > 0 && part.seats.iter().any(|&seats| seats > 0)).then_some(part)
}

fn all_seats(system: &System) -> u64 {
    system.seats.iter().map(|&seats| u64::from(seats)).sum()
}

fn judge_deviations(system: &System, limit: Limit) -> Judgement {
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
        if ends == (0, 0) {
            continue;
        }
        let certain = ends.0 > 0 || ends.1 < 0;
        outside.push(Outside { unit, certain, beyond: ends });
        verdict =
            if certain || verdict == Verdict::Breached { Verdict::Breached } else { Verdict::Undetermined };
    }
    Judgement { verdict, outside, moves: fewest_moves(system, limit) }
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

fn judge_range(system: &System, limit: Limit) -> Option<Judgement> {
    let seats = all_seats(system);
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
    let verdict = if system.is_exact() {
        let (a, b) = (u128::from(system.seats[largest]), u128::from(system.seats[smallest]));
        let difference = (u128::from(high(largest)) * b).saturating_sub(u128::from(low(smallest)) * a);
        match limit.compare(difference, a * b, system.total.low, seats) {
            Ordering::Greater => Verdict::Breached,
            _ => Verdict::Met,
        }
    } else {
        let range = bound_index(system, Index::TotalRange);
        let limit = limit.fraction();
        if range.low > limit {
            Verdict::Breached
        } else if range.high <= limit {
            Verdict::Met
        } else {
            Verdict::Undetermined
        }
    };
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
