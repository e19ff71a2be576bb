//! Whether a family says enough to name anybody.
//!
//! Where units are tiny, the likelihood hardly falls however wide the spread: what is usual then is whatever the last step
//! of the fit left. And where the unit of median size would be named at no count at all, what the family still names are
//! its odd sizes. Neither is a reason to name anybody.

use super::Power;
use super::fit::Fit;

/// Why a family names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The units do not show how far rates spread within groups.
    Spread,
    /// At the unit of median size no count would be named, neither none at all nor everything.
    Power,
}

/// Log odds that spread so far make nothing usual: one standard deviation is a factor of twenty in the odds.
const WIDEST: f64 = 3.0;
/// Half the 95 % point of chi-squared with one degree of freedom: a spread is excluded where the logarithm of its profile
/// likelihood is lower than the greatest one by more than this.
const EXCLUDED: f64 = 1.92;

/// Why nobody of a family is to be named, if so; `fit` is what the spread within groups was taken from, if anything was.
pub(super) fn doubt(fit: Option<&Fit>, power: Option<&Power>) -> Option<Doubt> {
    if fit.is_some_and(|fit| !shows_spread(fit)) {
        return Some(Doubt::Spread);
    }
    power.is_some_and(|power| power.least_named.is_none() && power.most_named.is_none()).then_some(Doubt::Power)
}

/// Whether a spread is excluded under which nothing would be usual.
fn shows_spread(fit: &Fit) -> bool {
    fit.spread < WIDEST && fit.with_spread(WIDEST).ln_likelihood() < fit.ln_likelihood() - EXCLUDED
}

#[cfg(test)]
mod tests {
    use super::super::generators::Random;
    use super::super::{Bounds, Family, Group, Side, Unit, judge};
    use super::*;

    const BOUNDS: Bounds = Bounds {
        false_alarm_rate: 0.05 / 8.0,
        side: Side::Both,
        least_ratio: 2.0,
        least_difference: 5.0,
        least_count: 0,
    };

    /// Groups of one to three units, as regions of a small table have them.
    fn judged(mut unit: impl FnMut() -> Unit, groups: usize) -> Family {
        let mut place = 0..;
        let mut units = |size| place.by_ref().take(size).map(|at| (at, unit())).collect();
        let groups: Vec<Group> =
            (0..groups).map(|index| Group { kind: String::new(), units: units(1 + index % 3) }).collect();
        judge(&groups, &BOUNDS, &|| false).unwrap()
    }

    #[test]
    fn units_of_one_or_two_name_nobody_however_large_another_is() {
        for seed in 0..40 {
            let mut random = Random::new(seed);
            let share = 0.3 + 0.6 * random.uniform();
            let large = random.below(40);
            let mut at = 0;
            let family = judged(
                || {
                    at += 1;
                    let total = if at == large { 34 } else { 1 + random.below(4) };
                    Unit { count: random.binomial(total, share), total }
                },
                20,
            );
            assert!(family.doubt.is_some() && family.named().next().is_none(), "seed {seed}: {family:?}");
        }
    }

    #[test]
    fn what_is_expected_lies_among_what_was_seen() {
        let mut judged_at_all = 0;
        for seed in 0..60 {
            let mut random = Random::new(seed);
            let centre = -1.0 + 2.0 * random.normal();
            let least = 5 + random.below(400);
            let family = judged(
                || {
                    let total = least + random.below(least);
                    let p = super::super::special::logistic(centre + 0.4 * random.normal());
                    Unit { count: random.binomial(total, p), total }
                },
                24,
            );
            if family.doubt.is_some() {
                continue;
            }
            judged_at_all += 1;
            let share = |count: f64, total: u64| count / total as f64;
            let shares = || family.judged.iter().map(|one| share(one.seen.count as f64, one.seen.total));
            let (low, high) = (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max));
            for one in &family.judged {
                let expected = share(one.expected, one.seen.total);
                assert!((low..=high).contains(&expected), "seed {seed}: {expected} of {low} to {high}");
            }
        }
        assert!(judged_at_all >= 30, "{judged_at_all}");
    }

    #[test]
    fn units_that_say_something_are_judged_in_both_directions() {
        for (odd, high) in [(4, false), (117, true)] {
            let mut random = Random::new(9);
            let mut at = 0;
            let family = judged(
                || {
                    at += 1;
                    Unit { count: if at == 21 { odd } else { random.binomial(120, 0.5) }, total: 120 }
                },
                24,
            );
            let named: Vec<_> = family.named().map(|one| (one.unit, one.high)).collect();
            assert_eq!((family.doubt, &named[..]), (None, &[(20, high)][..]));
        }
    }
}
