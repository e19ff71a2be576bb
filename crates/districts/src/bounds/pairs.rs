//! Indices that hang on two units alone: the ratio of the largest to the smallest size, and the range.

use super::search::Extreme;
use super::system::System;

/// The two units whose extremes lie farthest apart.
fn widest_pair(system: &System, apart: impl Fn(usize, usize) -> f64) -> Option<(usize, usize, f64)> {
    let mut best: Option<(usize, usize, f64)> = None;
    let size = |unit: usize, count: u64| count as f64 / f64::from(system.seats[unit]);
    // The largest and smallest few are enough, since apart() rises with one and falls with the other.
    let voting: Vec<usize> = (0..system.units.len()).filter(|&unit| system.seats[unit] > 0).collect();
    let few = |by: &dyn Fn(usize) -> f64| {
        let mut units = voting.clone();
        units.sort_by(|&a, &b| by(b).total_cmp(&by(a)));
        if voting.len() > 200 {
            units.truncate(2);
        }
        units
    };
    for &high in &few(&|unit| size(unit, system.units[unit].high)) {
        for &low in &few(&|unit| -size(unit, system.units[unit].low)) {
            if high != low {
                let distance = apart(high, low);
                if best.is_none_or(|(_, _, most)| distance > most) {
                    best = Some((high, low, distance));
                }
            }
        }
    }
    best
}

fn pair_extreme(system: &System, pair: Option<(usize, usize, f64)>, alone: f64) -> Extreme {
    let Some((high, low, bound)) = pair else {
        return Extreme { bound: alone, found: system.units.iter().map(|unit| unit.low as f64).collect() };
    };
    let fixed = [(high, system.units[high].high), (low, system.units[low].low)];
    let found = system.complete(&fixed, false).unwrap_or_default();
    Extreme { bound, found: found.into_iter().map(|count| count as f64).collect() }
}

fn has_people_without_seats(system: &System) -> bool {
    system.units.iter().zip(&system.seats).any(|(unit, &seats)| seats == 0 && unit.high > 0)
}

pub(super) fn widest_ratio(system: &System) -> Extreme {
    if has_people_without_seats(system) {
        return Extreme { bound: f64::INFINITY, found: Vec::new() };
    }
    let pair = widest_pair(system, |high, low| {
        let (most, least) = (system.units[high], system.units[low]);
        let above = most.high as f64 * f64::from(system.seats[low]);
        let below = least.low as f64 * f64::from(system.seats[high]);
        if below > 0.0 { above / below } else { f64::INFINITY }
    });
    pair_extreme(system, pair, 1.0)
}

pub(super) fn widest_range(system: &System) -> Extreme {
    if has_people_without_seats(system) {
        return Extreme { bound: f64::INFINITY, found: Vec::new() };
    }
    let seats: f64 = system.seats.iter().copied().map(f64::from).sum();
    let lows: f64 = system.units.iter().map(|unit| unit.low as f64).sum();
    let pair = widest_pair(system, |high, low| {
        let most = system.units[high].high as f64;
        let whole = (system.total.low as f64).max(lows + most - system.units[high].low as f64);
        let apart = most / f64::from(system.seats[high])
            - system.units[low].low as f64 / f64::from(system.seats[low]);
        apart * seats / whole
    });
    pair_extreme(system, pair, 0.0)
}

/// The least ratio: no completion has less than the largest lower bound of a size over the smallest upper bound, and
/// where all units fit between these two, that is attained. Else the value found at the fairest vectors.
pub(super) fn narrowest_ratio(system: &System, fair: Extreme) -> Extreme {
    let size = |unit: usize, count: u64| count as f64 / f64::from(system.seats[unit]);
    let voting = || (0..system.units.len()).filter(|&unit| system.seats[unit] > 0);
    let bottom = voting().map(|unit| size(unit, system.units[unit].high)).fold(f64::INFINITY, f64::min);
    let top = voting().map(|unit| size(unit, system.units[unit].low)).fold(0.0, f64::max);
    let bound = top / bottom;
    if has_people_without_seats(system) || bottom <= 0.0 || bound < fair.bound.max(1.0) - 1e-9 {
        return fair;
    }
    let mut band = system.clone();
    for unit in voting() {
        let seats = f64::from(system.seats[unit]);
        let own = &mut band.units[unit];
        // The two units at the ends keep their own ends, whatever the quotients round to.
        own.low = own.low.max((bottom * seats * (1.0 - 1e-15)).ceil() as u64).min(own.high);
        own.high = own.high.min((top * seats * (1.0 + 1e-15)).floor() as u64).max(own.low);
    }
    let found = band.tighten().ok().and_then(|()| band.complete(&[], false));
    match found.filter(|counts| system.allows(counts)) {
        Some(counts) => {
            Extreme { bound: bound.max(1.0), found: counts.into_iter().map(|count| count as f64).collect() }
        }
        None => Extreme { bound: bound.max(fair.bound), found: fair.found },
    }
}
