//! Guaranteed bounds of every figure when electorates are only partly known.
//!
//! An end is *tight* where a completion in whole numbers is known that comes within 1e-6 of it (one part in a
//! million of the figure, where that is larger than 1). Every other end is an outer bound: still, no completion lies outside.

mod frame;
mod gini;
mod majority;
mod moves;
mod pairs;
mod search;
mod shaving;
pub(crate) mod system;
#[cfg(test)]
mod tests;

use tizim_evidence::{Interval, Value};

use self::frame::Frame;
use self::gini::most_unequal;
use self::majority::smallest_share;
pub(crate) use self::moves::{Window, moves_ends};
use self::pairs::{narrowest_ratio, widest_range, widest_ratio};
use self::search::{Extreme, largest_sum, least};
use self::system::System;
use crate::Index;

/// How near a completion must come to a bound for the bound to be called tight.
const TIGHT: f64 = 1e-6;

/// How near it must come to be the bound itself, but for the rounding of sums.
const SAME: f64 = 1e-12;

/// Bounds with the completions that attain them, where such are known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bounded {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) at_low: Option<Vec<u64>>,
    pub(crate) at_high: Option<Vec<u64>>,
}

impl Bounded {
    pub(crate) fn exactly(value: f64) -> Self {
        Self { low: value, high: value, at_low: None, at_high: None }
    }

    /// The value as it is shown: a number where the input is exact, bounds rounded outward where it is not.
    pub(crate) fn value(&self, exact: bool) -> Value {
        if exact || self.low.is_nan() || self.high.is_nan() || self.low.is_infinite() {
            return Value::from(self.low);
        }
        let tight = self.at_low.is_some() && self.at_high.is_some();
        Value::from(Interval { low: self.low, high: self.high, tight })
    }
}

/// Bounds of an index over all completions. The system must be tightened, not open, and hold somebody for certain.
pub(crate) fn bound_index(system: &System, index: Index) -> Bounded {
    if system.is_exact() {
        let people: Vec<f64> = system.units.iter().map(|unit| unit.low as f64).collect();
        return Bounded::exactly(index.of(&people, &system.seats));
    }
    let frame = Frame::of(system);
    if is_infinite(&frame, index) {
        return Bounded::exactly(f64::INFINITY);
    }
    let of = |shares: &[f64]| index.of(shares, &system.seats);
    let even_seats = system.seats.windows(2).all(|pair| pair[0] == pair[1]);
    let (low, high) = match index {
        Index::MaxMinRatio => (narrowest_ratio(system, fair_value(&frame, of)), widest_ratio(system)),
        Index::TotalRange => (fair_value(&frame, of), widest_range(system)),
        Index::Cv if system.seats.contains(&0) => return Bounded::exactly(f64::NAN),
        Index::Cv => {
            let even = Frame::per_seat(system);
            let even = if even_seats { Frame { seats: vec![1; even.seats.len()], ..frame } } else { even };
            let low = least(&even, |shares| Index::RmsDeviation.of(shares, &even.seats), Frame::fairest);
            let high = largest_sum(&even, Index::RmsDeviation);
            let back = |found: Vec<f64>| {
                let scale =
                    |(each, &seats): (f64, &u32)| if even_seats { each } else { each * f64::from(seats) };
                found.into_iter().zip(&system.seats).map(scale).collect()
            };
            (
                Extreme { bound: low.bound, found: back(low.found) },
                Extreme { bound: Index::RmsDeviation.finish(high.bound, 0), found: back(high.found) },
            )
        }
        Index::Gini => (fair_value(&frame, of), most_unequal(&frame)),
        Index::DauerKelsay => {
            let high = least(&frame, |shares| -of(shares), Frame::fairest);
            (smallest_share(&frame), Extreme { bound: -high.bound, found: high.found })
        }
        Index::Gallagher => (least(&frame, of, Frame::nearest), finished(index, system, &frame)),
        _ => (fair_value(&frame, of), finished(index, system, &frame)),
    };
    let mut bounded = confirmed(system, &low, &high, of);
    let floor = if index == Index::MaxMinRatio { 1.0 } else { 0.0 };
    bounded.low = bounded.low.max(floor);
    if matches!(index, Index::Mal | Index::Gini | Index::DauerKelsay | Index::Atkinson05 | Index::Atkinson1) {
        bounded.high = bounded.high.min(1.0);
    }
    bounded
}

/// Bounds of an index of the regions' totals: its part between regions.
pub(crate) fn bound_between(system: &System, index: Index) -> Bounded {
    let frame = Frame::of_regions(system);
    let exact = frame.low.iter().zip(&frame.high).all(|(low, high)| low >= high);
    let seats = frame.seats.clone();
    let of = |shares: &[f64]| index.of(shares, &seats);
    if exact {
        return Bounded::exactly(of(&frame.low));
    }
    if is_infinite(&frame, index) {
        return Bounded::exactly(f64::INFINITY);
    }
    let low = least(&frame, of, Frame::fairest);
    let high = largest_sum(&frame, index);
    let bound = Index::finish(index, high.bound, seats.len());
    // A completion of the regions is one of the units, since the tree is tightened; the order is what may not follow.
    let units = |found: &[f64]| -> Option<Vec<u64>> {
        let mut pinned = system.clone();
        let mut over = system.clone();
        over.units.clone_from(&system.regions);
        over.region_of = vec![0; system.regions.len()];
        over.regions = vec![system.total];
        (over.smallest, over.largest, over.order) = (None, None, Vec::new());
        over.seats = vec![1; over.units.len()];
        let sums = over.round(found)?;
        for (region, sum) in pinned.regions.iter_mut().zip(sums) {
            *region = system::Box { low: sum, high: sum };
        }
        pinned.tighten().ok()?;
        pinned.complete(&[], false)
    };
    let add_up = |counts: &[u64]| -> Vec<f64> {
        let mut sums = vec![0.0; seats.len()];
        for (&count, &region) in counts.iter().zip(&system.region_of) {
            sums[region] += count as f64;
        }
        sums
    };
    let attains = |end: f64, found: &[f64]| units(found).filter(|counts| near(of(&add_up(counts)), end));
    let (at_low, at_high) = (attains(low.bound, &low.found), attains(bound, &high.found));
    let value = |counts: &Option<Vec<u64>>| counts.as_ref().map(|counts| of(&add_up(counts)));
    Bounded {
        low: end(low.bound, value(&at_low), -1.0).max(0.0),
        high: end(bound, value(&at_high), 1.0),
        at_low,
        at_high,
    }
}

/// Whether every completion makes an index infinite: one part has seats and, whatever is open, no people.
fn is_infinite(frame: &Frame, index: Index) -> bool {
    index.divides_by_people()
        && frame.high.iter().zip(&frame.seats).any(|(high, seats)| *high <= 0.0 && *seats > 0)
}

fn fair_value(frame: &Frame, of: impl Fn(&[f64]) -> f64) -> Extreme {
    least(frame, of, Frame::fairest)
}

/// Largest value of an index that is a sum of terms; infinite where a completion makes it so.
fn finished(index: Index, system: &System, frame: &Frame) -> Extreme {
    let (all_seats, total) = (frame.seats.iter().copied().map(f64::from).sum::<f64>(), frame.total_high);
    for unit in 0..frame.low.len() {
        for end in [frame.low[unit], frame.high[unit]] {
            if index.term(end / total, f64::from(frame.seats[unit]) / all_seats).is_infinite() {
                let found = system.complete(&[(unit, end as u64)], false).unwrap_or_default();
                return Extreme {
                    bound: f64::INFINITY,
                    found: found.into_iter().map(|count| count as f64).collect(),
                };
            }
        }
    }
    let extreme = largest_sum(frame, index);
    Extreme { bound: index.finish(extreme.bound, frame.low.len()), found: extreme.found }
}

fn near(value: f64, end: f64) -> bool {
    (value.is_infinite() && end.is_infinite()) || (value - end).abs() <= TIGHT * end.abs().max(1.0)
}

/// One step outward, wide enough for the rounding of sums and of steep terms over many units.
fn outward(end: f64, direction: f64) -> f64 {
    end + direction * 1e-9 * (1.0 + end.abs())
}

/// An end of the bounds: a few steps of the last digit outside the completion that attains it, where the completion
/// agrees with the end but for rounding; else the end with a wide margin.
fn end(bound: f64, attained: Option<f64>, direction: f64) -> f64 {
    match attained.filter(|value| (value - bound).abs() <= SAME * bound.abs().max(1.0)) {
        Some(value) => {
            let outermost = if direction < 0.0 { value.min(bound) } else { value.max(bound) };
            outermost + direction * 4.0 * f64::EPSILON * outermost.abs().max(0.1)
        }
        None => outward(bound, direction),
    }
}

/// Checks in whole numbers which ends are attained.
fn confirmed(system: &System, low: &Extreme, high: &Extreme, of: impl Fn(&[f64]) -> f64) -> Bounded {
    let attains = |extreme: &Extreme| {
        let counts =
            (extreme.found.len() == system.units.len()).then(|| system.round(&extreme.found)).flatten()?;
        let people: Vec<f64> = counts.iter().map(|&count| count as f64).collect();
        let value = of(&people);
        near(value, extreme.bound).then_some((counts, value))
    };
    let (at_low, at_high) = (attains(low), attains(high));
    let value = |attained: &Option<(Vec<u64>, f64)>| attained.as_ref().map(|attained| attained.1);
    Bounded {
        low: end(low.bound, value(&at_low), -1.0),
        high: end(high.bound, value(&at_high), 1.0),
        at_low: at_low.map(|attained| attained.0),
        at_high: at_high.map(|attained| attained.0),
    }
}

/// The deviation of a unit at one end, as exact whole numbers: its people, and all people then.
pub(crate) type Exact = (u64, u64);

/// Both ends of each unit's deviation, each with the whole that goes with it.
pub(crate) fn deviation_ends(system: &System) -> Vec<(Exact, Exact)> {
    let low: u64 = system.units.iter().fold(0, |sum, unit| sum.saturating_add(unit.low));
    let high: u64 = system.units.iter().fold(0, |sum, unit| sum.saturating_add(unit.high));
    let ends = |unit: &system::Box| {
        let most = system.total.high.min(high.saturating_sub(unit.high).saturating_add(unit.low));
        let least = system.total.low.max(low - unit.low + unit.high);
        ((unit.low, most.max(unit.low)), (unit.high, least))
    };
    system.units.iter().map(ends).collect()
}
