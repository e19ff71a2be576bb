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

/// Judges units by a standard. `exempt` tells which units it protects. `None` where the standard limits nothing, or
/// where it cannot be applied to some part and no other part is outside for certain.
pub(crate) fn judge(system: &System, standard: &Standard, exempt: &[bool]) -> Option<Judgement> {
    let limit = Limit::of(standard.limit?);
    let by_range = match standard.measure {
        Measure::OverallRange | Measure::RangeInRegion => true,
        Measure::Deviation | Measure::DeviationInRegion => false,
        Measure::None => return None,
    };
    let open = system.is_open();
    let closed;
    let system = if open {
        // No electorate is larger than the largest count: whatever is certain then is certain.
        closed = closed_at_the_largest_count(system)?;
        &closed
    } else {
        system
    };
    let mut all = Judgement { verdict: Verdict::Met, outside: Vec::new(), moves: Some((0, 0)) };
    let mut judged_all = true;
    for (units, part) in parts(system, standard.measure, exempt)? {
        let one = if by_range { judge_range(&part, limit) } else { Some(judge_deviations(&part, limit)) };
        let Some(one) = one else {
            judged_all = false;
            continue;
        };
        all.outside
            .extend(one.outside.into_iter().map(|outside| Outside { unit: units[outside.unit], ..outside }));
        all.moves = all.moves.zip(one.moves).map(|(sum, more)| (sum.0 + more.0, sum.1 + more.1));
        all.verdict = match (all.verdict, one.verdict) {
            (Verdict::Breached, _) | (_, Verdict::Breached) => Verdict::Breached,
            (Verdict::Undetermined, _) | (_, Verdict::Undetermined) => Verdict::Undetermined,
            _ => Verdict::Met,
        };
    }
    if !judged_all || open {
        all.moves = None;
    }
    all.outside.sort_by_key(|outside| outside.unit);
    (judged_all || all.verdict == Verdict::Breached).then_some(all)
}

/// The units that a standard compares with each other, with all that is known of them: the whole, or region by region.
fn parts(system: &System, measure: Measure, exempt: &[bool]) -> Option<Vec<(Vec<usize>, System)>> {
    let kept: Vec<usize> = (0..system.units.len()).filter(|&unit| !exempt[unit]).collect();
    if matches!(measure, Measure::Deviation | Measure::OverallRange) {
        // Whole, with all that is known of regions and order, where nobody is exempt.
        let part = if kept.len() == system.units.len() { counted(system.clone()) } else { None };
        let part = match part {
            Some(part) => part,
            None => subsystem(system, &kept, whole_of(system, exempt))?,
        };
        return Some(vec![(kept, part)]);
    }
    let mut members = vec![Vec::new(); system.regions.len()];
    for unit in kept {
        members[system.region_of[unit]].push(unit);
    }
    let with_units = members.into_iter().enumerate().filter(|(_, units)| !units.is_empty());
    let parts = with_units.filter_map(|(region, units)| {
        let whole = part_of_region(system, region, exempt);
        let part = subsystem(system, &units, whole)?;
        Some((units, part))
    });
    Some(parts.collect())
}

/// The same with every open end closed at the largest count that any electorate may have.
fn closed_at_the_largest_count(system: &System) -> Option<System> {
    let mut closed = system.clone();
    for unit in &mut closed.units {
        unit.high = unit.high.min(crate::LARGEST_COUNT);
    }
    closed.tighten().ok()?;
    Some(closed)
}

/// A region's total without its exempt units.
fn part_of_region(system: &System, region: usize, exempt: &[bool]) -> Box {
    let exempted = || {
        let units = system.units.iter().zip(&system.region_of).zip(exempt);
        units.filter(|((_, own), exempt)| **exempt && **own == region).map(|((unit, _), _)| unit)
    };
    without(
        system.regions[region],
        exempted().map(|unit| unit.low).sum(),
        exempted().map(|unit| unit.high).sum(),
    )
}

fn without(whole: Box, low: u64, high: u64) -> Box {
    Box { low: whole.low.saturating_sub(high), high: whole.high.saturating_sub(low) }
}

/// The whole without exempt units.
fn whole_of(system: &System, exempt: &[bool]) -> Box {
    let exempted = || system.units.iter().zip(exempt).filter(|(_, exempt)| **exempt).map(|(unit, _)| unit);
    let low: u64 = exempted().map(|unit| unit.low).sum();
    let high = exempted().fold(0_u64, |sum, unit| sum.saturating_add(unit.high));
    without(system.total, low, high)
}

/// Some of the units with a whole of their own; `None` without seats or people.
fn subsystem(system: &System, units: &[usize], total: Box) -> Option<System> {
    let boxes = units.iter().map(|&unit| system.units[unit]).collect();
    let mut part = System::of(boxes, units.iter().map(|&unit| system.seats[unit]).collect());
    part.total = total;
    let place = |unit: Option<usize>| unit.and_then(|unit| units.iter().position(|&other| other == unit));
    (part.smallest, part.largest) = (place(system.smallest), place(system.largest));
    let pair = |&(less, more): &(usize, usize)| place(Some(less)).zip(place(Some(more)));
    part.order = system.order.iter().filter_map(pair).collect();
    part.shave().ok()?;
    counted(part)
}

/// Only with seats and people.
fn counted(part: System) -> Option<System> {
    (part.total.high > 0 && part.seats.iter().any(|&seats| seats > 0)).then_some(part)
}

fn all_seats(system: &System) -> u64 {
    system.seats.iter().map(|&seats| u64::from(seats)).sum()
}

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

fn judge_range(system: &System, limit: Limit) -> Option<Judgement> {
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
