//! The parts of an index between and within regions.

use tizim_evidence::{Interval, Value};

use super::assess::{Assessment, Parts};
use crate::bounds::system::System;
use crate::bounds::{Bounded, bound_between, bound_index};
use crate::{Index, split_index};

impl Assessment<'_> {
    pub(super) fn part(&self, index: Index) -> Parts {
        let system = &self.system;
        if system.is_exact() {
            let people = self.people();
            let split = split_index(index, &people, &system.seats, &system.region_of, self.regions.len());
            let (between, within) = split.map_or((f64::NAN, f64::NAN), |split| (split.between, split.within));
            return Parts { index, between: between.into(), within: within.into() };
        }
        let between = bound_between(system, index);
        let exact_between = between.low.to_bits() == between.high.to_bits();
        let within = self.within(index, &between);
        Parts { index, between: between.value(exact_between), within }
    }

    /// Outer bounds of the part within: the whole less the part between, and where the index allows it, region by
    /// region.
    fn within(&self, index: Index, between: &Bounded) -> Value {
        let Some((_, whole)) = self.indices.iter().find(|(other, _)| *other == index) else {
            return Value::Missing;
        };
        let (mut low, mut high) = (whole.low - between.high, whole.high - between.low);
        if matches!(index, Index::TheilT | Index::TheilL) {
            let (mut least, mut most) = (0.0, 0.0);
            for region in 0..self.regions.len() {
                let (weight_low, weight_high) = self.weight(index, region);
                let mut alone = self.region_alone(region);
                // Where nobody may live there, that adds nothing; an index is of at least one.
                alone.total.low = alone.total.low.max(1);
                if alone.tighten().is_err() {
                    continue;
                }
                let own = bound_index(&alone, index);
                if weight_high > 0.0 && !own.low.is_nan() {
                    least += weight_low * own.low;
                    most += weight_high * own.high;
                }
            }
            low = if low.is_nan() { least } else { low.max(least) };
            high = if high.is_nan() { most } else { high.min(most) };
        }
        Value::from(Interval { low: (low - 1e-11).max(0.0), high: high + 1e-11, tight: false })
    }

    fn weight(&self, index: Index, region: usize) -> (f64, f64) {
        let system = &self.system;
        if index == Index::TheilT {
            let own = system.seats.iter().zip(&system.region_of).filter(|(_, other)| **other == region);
            let share = own.map(|(&seats, _)| f64::from(seats)).sum::<f64>() / self.seats() as f64;
            return (share, share);
        }
        let own = system.regions[region];
        (own.low as f64 / system.total.high as f64, (own.high as f64 / system.total.low as f64).min(1.0))
    }

    /// The units of one region as a system of their own.
    pub(crate) fn region_alone(&self, region: usize) -> System {
        let members: Vec<usize> =
            (0..self.units.len()).filter(|&unit| self.system.region_of[unit] == region).collect();
        let mut alone = System::of(
            members.iter().map(|&unit| self.system.units[unit]).collect(),
            members.iter().map(|&unit| self.system.seats[unit]).collect(),
        );
        alone.total = self.system.regions[region];
        // Part of a tightened system: cannot clash, and bounds stay valid if cut short.
        let _ = alone.tighten();
        alone
    }
}
