//! Units that join parts of which some are empty by themselves: a commission of seven precincts of which a quarter has none.
//!
//! How often all or nearly all parts of one unit are empty follows from how many parts it has, and no law of rates knows that:
//! with five parts of which each is empty one time in four, one unit in a thousand has none at all. So a unit that is low is
//! held as well against the sum over how many of its parts may be empty, the rest at the rate of parts that are not.

use super::empty;
use super::peers::{Group, SMALL, Usual};
use super::tail::logit_normal;
use super::{Normal, Stop, Unit};
use crate::gamma::ln_factorial;

/// What is known of the parts of units.
pub struct Parts<'a> {
    /// The share of parts that are empty by themselves ([`share_of_empty`]).
    pub empty: f64,
    /// How many parts of one size a unit is as good as, by its place among all: the square of the sum of their totals, over
    /// the sum of the squares.
    pub number: &'a (dyn Fn(usize) -> f64 + Sync),
}

impl Parts<'_> {
    /// Units that join nothing.
    pub const NONE: Parts<'static> = Parts { empty: 0.0, number: &|_| 1.0 };

    /// ln of the p-value of a low count, on both sides, for the unit at this place; `None` where it joins nothing that may be
    /// empty.
    pub(super) fn ln_p(&self, place: usize, unit: Unit, usual: &Usual) -> Option<f64> {
        let number = (self.number)(place).floor();
        if self.empty <= 0.0 || number < 2.0 {
            return None;
        }
        let parts = number.min(1000.0) as u64;
        let ln_choose = |of: u64| (ln_factorial(parts) - ln_factorial(of) - ln_factorial(parts - of)).value();
        let at_most: f64 = (0..=parts)
            .map(|without| {
                let with = parts - without;
                let ln_chance = ln_choose(without)
                    + without as f64 * self.empty.ln()
                    + with as f64 * (-self.empty).ln_1p();
                let share = with as f64 / parts as f64;
                let total = (unit.total as f64 * share).round() as u64;
                if with == 0 || total < unit.count {
                    return ln_chance.exp();
                }
                let law = Normal {
                    mean: usual.normal.mean - (-self.empty).ln_1p(),
                    spread: usual.normal.spread / share.sqrt(),
                };
                (ln_chance + logit_normal(unit.count, total, law).lower).exp()
            })
            .sum();
        Some((2.0 * at_most).min(1.0).ln())
    }
}

/// The share of units of these groups that have no events whatever their size; 0 where what is usual explains them.
pub fn share_of_empty(groups: &[Group], stop: Stop<'_>) -> f64 {
    let units = |group: &Group| -> Vec<Unit> { group.units.iter().map(|(_, unit)| *unit).collect() };
    let basis: Vec<Vec<Unit>> = groups.iter().filter(|group| group.units.len() >= SMALL).map(units).collect();
    if basis.is_empty() { 0.0 } else { empty::fit(&basis, stop).empty() }
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::super::special::logit;
    use super::*;

    #[test]
    fn all_parts_are_empty_as_often_as_chance_has_it() {
        let usual = Usual {
            normal: Normal { mean: logit(0.008), spread: 0.25 },
            beta: Shape { mean: 0.008, size: 16.0 },
        };
        let ln_p = |number: f64, count: u64, empty: f64| {
            Parts { empty, number: &|_| number }.ln_p(0, Unit { count, total: 7000 }, &usual)
        };
        // Of five parts each empty one time in five: all in 1 of 3,125, on two sides, and hardly more.
        let none = ln_p(5.3, 0, 0.2).unwrap().exp();
        assert!((none * 3125.0 / 2.0 - 1.0).abs() < 0.05, "{none}");
        // A usual count says nothing, and with more parts none at all is rarer.
        assert!(ln_p(5.3, 56, 0.2).unwrap() > -0.7);
        assert!(ln_p(9.0, 0, 0.2).unwrap() < none.ln() - 4.0);
        assert_eq!((ln_p(5.3, 0, 0.0), ln_p(1.9, 0, 0.2)), (None, None));
    }
}
