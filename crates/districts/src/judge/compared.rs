//! Which units a standard compares with each other, with all that is known of them.

use crate::Measure;
use crate::bounds::system::{Box, System};

/// The units that a standard compares with each other, with all that is known of them: the whole, or region by region.
pub(super) fn parts(system: &System, measure: Measure, exempt: &[bool]) -> Option<Vec<(Vec<usize>, System)>> {
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
pub(super) fn closed_at_the_largest_count(system: &System) -> Option<System> {
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

/// The seats of all units.
pub(super) fn all_seats(system: &System) -> u64 {
    system.seats.iter().map(|&seats| u64::from(seats)).sum()
}
