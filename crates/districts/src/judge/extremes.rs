//! The smallest and the largest district of a body, and what a vote weighs in the one against the other.

use tizim_evidence::{Interval, Value};

use super::assess::Assessment;
use crate::Index;
use crate::shown::words;

impl Assessment<'_> {
    /// The smallest and the largest unit per seat: those the facts name, else those at the middle of all bounds.
    pub(crate) fn extremes(&self) -> (Option<usize>, Option<usize>) {
        let mut order = crate::measure::lorenz::by_size(&self.people(), &self.system.seats);
        order.retain(|&unit| self.system.seats[unit] > 0);
        (self.system.smallest.or(order.first().copied()), self.system.largest.or(order.last().copied()))
    }

    /// The other units of exactly the size per seat of this one, where both are known; where it is open which units are the
    /// extremes, those of its size at the middle of all bounds, by which they are named.
    pub(crate) fn tied_with(&self, unit: usize) -> Vec<usize> {
        let (people, seats) = (&self.system.units, &self.system.seats);
        let at_middle = !self.extremes_settled();
        let counts = |one: &usize| at_middle || people[*one].low == people[*one].high;
        let is_tied = |other: &usize| {
            *other != unit
                && seats[*other] > 0
                && counts(other)
                && counts(&unit)
                && self.same_size_at_middle(unit, *other)
        };
        (0..people.len()).filter(is_tied).collect()
    }

    /// Whether all units with seats are of one size per seat at the middle of all bounds: then none of them is an extreme
    /// there.
    pub(crate) fn equal_at_middle(&self) -> bool {
        let mut units = (0..self.system.units.len()).filter(|&unit| self.system.seats[unit] > 0);
        let first = units.next();
        first.is_some_and(|first| units.all(|unit| self.same_size_at_middle(first, unit)))
    }

    fn same_size_at_middle(&self, unit: usize, other: usize) -> bool {
        let (people, seats) = (&self.system.units, &self.system.seats);
        // Twice the middle; cross products of counts up to 10^12 and seats up to 10^6 fit.
        let size = |one: usize, of: usize| {
            (u128::from(people[one].low) + u128::from(people[one].high)) * u128::from(seats[of])
        };
        size(unit, other) == size(other, unit)
    }

    /// Units with seats and, whatever the open figures are, nobody who votes.
    pub(crate) fn empty_units(&self) -> Vec<usize> {
        let system = &self.system;
        (0..system.units.len())
            .filter(|&unit| system.seats[unit] > 0 && system.units[unit].high == 0)
            .collect()
    }

    /// Whether the smallest share of the people for a majority counts some unit of several seats in part: in these figures, or
    /// in others that the bounds allow.
    pub(crate) fn majority_is_in_part(&self) -> bool {
        let seats = &self.system.seats;
        if !self.is_exact() {
            return seats.iter().any(|&seats| seats > 1);
        }
        crate::smallest_majority(&self.people(), seats).is_some_and(|majority| majority.is_in_part(seats))
    }

    /// An index as people read it: one that a unit without people makes infinite is called so.
    pub(crate) fn shown_index(&self, index: Index) -> Value {
        let value = self.index(index);
        let infinite = index.divides_by_people() && value.is_missing() && !self.without_quota;
        if infinite && !self.empty_units().is_empty() { words::infinite() } else { value }
    }

    /// Whether the smallest and the largest unit are the same in every completion.
    pub(crate) fn extremes_settled(&self) -> bool {
        let (Some(smallest), Some(largest)) = self.extremes() else { return false };
        let system = &self.system;
        // Cross products of counts up to 10^12 and seats up to 10^6 fit.
        let at_most = |less: usize, more: usize| {
            u128::from(system.units[less].high) * u128::from(system.seats[more])
                <= u128::from(system.units[more].low) * u128::from(system.seats[less])
        };
        let others = || (0..system.units.len()).filter(|&unit| system.seats[unit] > 0);
        let smallest_is = system.smallest == Some(smallest)
            || others().filter(|&unit| unit != smallest).all(|unit| at_most(smallest, unit));
        let largest_is = system.largest == Some(largest)
            || others().filter(|&unit| unit != largest).all(|unit| at_most(unit, largest));
        smallest_is && largest_is
    }

    /// How many times as much a vote weighs in the smallest unit as in the largest, these two as [`Self::extremes`]
    /// names them: the ratio of all districts where they are the extremes for certain, else bounds from their own.
    pub(crate) fn ratio_of_extremes(&self) -> Value {
        let (Some(smallest), Some(largest)) = self.extremes() else { return Value::Missing };
        if self.without_quota {
            return Value::Missing;
        }
        if self.is_exact() || self.extremes_settled() {
            return self.index(Index::MaxMinRatio);
        }
        let system = &self.system;
        let at = |of_largest: u64, of_smallest: u64| {
            let above = of_largest as f64 * f64::from(system.seats[smallest]);
            above / (of_smallest as f64 * f64::from(system.seats[largest]))
        };
        let (large, small) = (system.units[largest], system.units[smallest]);
        if small.low == 0 {
            return Value::Missing;
        }
        let attained = |of_largest: u64, of_smallest: u64| {
            system.units.len() <= 400
                && system.complete(&[(largest, of_largest), (smallest, of_smallest)], false).is_some()
        };
        let tight = attained(large.low, small.high) && attained(large.high, small.low);
        let (low, high) = (at(large.low, small.high), at(large.high, small.low));
        Value::from(Interval { low: low.next_down(), high: high.next_up(), tight })
    }
}
