//! What an assessment knows as values: totals, quotas, electorates, deviations.

use tizim_evidence::{Interval, Persons, Value};

use super::assess::Assessment;
use crate::bounds::deviation_ends;
use crate::{CountRange, deviation};

impl Assessment<'_> {
    pub(crate) fn total(&self) -> Value {
        if self.system.is_open() {
            return Value::Missing;
        }
        let total = CountRange { low: self.system.total.low, high: self.system.total.high };
        count_value(total, self.attains_total())
    }

    /// Whether bounds on sums are all that is known: tightened, each of them is attained.
    fn is_unordered(&self) -> bool {
        self.system.all_order().is_empty()
    }

    /// Whether a completion is known with this count of a unit.
    fn attains(&self, unit: usize, count: u64) -> bool {
        let found = |high| self.system.complete(&[(unit, count)], high).is_some();
        self.is_unordered() || (self.system.units.len() <= 400 && (found(false) || found(true)))
    }

    /// Whether completions are known with the whole at both of its ends.
    fn attains_total(&self) -> bool {
        let found = |high, total| {
            self.system.complete(&[], high).is_some_and(|counts| counts.iter().sum::<u64>() == total)
        };
        let total = self.system.total;
        self.is_unordered()
            || total.low == total.high
            || (self.system.units.len() <= 400 && found(false, total.low) && found(true, total.high))
    }

    pub(crate) fn quota(&self) -> Value {
        if self.without_quota {
            return Value::Missing;
        }
        let seats = self.seats() as f64;
        let (low, high) = (self.system.total.low as f64 / seats, self.system.total.high as f64 / seats);
        if self.system.total.low == self.system.total.high {
            Value::from(low)
        } else {
            Value::from(Interval { low: low.next_down(), high: high.next_up(), tight: self.attains_total() })
        }
    }

    /// A unit's electorate after all that is known was used.
    pub(crate) fn voters(&self, unit: usize) -> Value {
        let own = self.system.units[unit];
        if own.high > crate::LARGEST_COUNT {
            return Value::Missing;
        }
        let tight = own.low == own.high || (self.attains(unit, own.low) && self.attains(unit, own.high));
        count_value(CountRange { low: own.low, high: own.high }, tight)
    }

    /// Deviation at the figure that the table states, for orientation beside the bounds.
    pub(crate) fn central_deviation(&self, unit: usize) -> Option<f64> {
        let count = self.units[unit].electorate.central()?;
        let total = f64::midpoint(self.system.total.low as f64, self.system.total.high as f64);
        let due = total * f64::from(self.system.seats[unit]) / self.seats() as f64;
        (!self.without_quota && due > 0.0).then(|| count / due - 1.0)
    }

    /// Every unit's deviation from the quota, with its bounds.
    pub(super) fn all_deviations(&self) -> Vec<Value> {
        let seats = self.seats();
        let system = &self.system;
        let unordered = system.smallest.is_none() && system.largest.is_none() && system.order.is_empty();
        deviation_ends(system)
            .into_iter()
            .enumerate()
            .map(|(unit, (low, high))| {
                let at = |(people, total)| deviation(people, system.seats[unit], total, seats);
                let ends = (at(low), at(high));
                if low == high || ends.0.is_nan() {
                    return Value::from(ends.1);
                }
                let attained = |count: u64, high_total: bool| {
                    system.complete(&[(unit, count)], high_total).is_some_and(|counts| {
                        let total = counts.iter().sum();
                        let found = deviation(count, system.seats[unit], total, seats);
                        let end = if high_total { ends.0 } else { ends.1 };
                        found.to_bits() == end.to_bits()
                    })
                };
                // On the tree of sums alone, tightened bounds are attained; an order has to be tried out.
                let fixed_total = system.total.low == system.total.high;
                let tight = (unordered && fixed_total)
                    || (system.units.len() <= 400 && attained(low.0, true) && attained(high.0, false));
                let low = ends.0.next_down().max(-1.0);
                Value::from(Interval { low, high: ends.1.next_up(), tight })
            })
            .collect()
    }
}

/// A count, or its bounds, with whether both ends are attained.
pub(crate) fn count_value(range: CountRange, tight: bool) -> Value {
    if range.low == range.high {
        Persons(range.low).into()
    } else {
        Value::derived(Interval { low: range.low as f64, high: range.high as f64, tight })
    }
}
