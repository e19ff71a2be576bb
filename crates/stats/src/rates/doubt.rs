//! Whether a family says enough to name anybody.
//!
//! Where units are tiny or nearly all without events, the likelihood hardly falls however wide the spread: what is usual
//! then is whatever the last step of the fit left. Such a family names only units that would be odd under the widest spread
//! as well: ten events among thousands of trials where sixty like it had none, but not a share among units of one or two.
//! And where the unit of median size would be named at no count at all, what the family still names are its odd sizes, and
//! nobody is named.

use super::fit::Fit;
use super::special::{logistic, logit};
use super::{Normal, Power, Unit};

/// What a family does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// How far rates spread within groups: only what is odd under the widest spread is named.
    Spread,
    /// Anything, at the unit of median size: no count would be named there, neither none at all nor everything. Nobody is
    /// named.
    Power,
}

/// Log odds that spread so far make hardly anything unusual: one standard deviation is a factor of twenty in the odds.
const WIDEST: f64 = 3.0;
/// Half the 95 % point of chi-squared with one degree of freedom: a spread is excluded where the logarithm of its profile
/// likelihood is lower than the greatest one by more than this.
const EXCLUDED: f64 = 1.92;

/// What a family does not show, if anything; `spread_shown` says whether the widest spread is excluded.
pub(super) fn doubt(spread_shown: bool, power: Option<&Power>) -> Option<Doubt> {
    if power.is_some_and(|power| power.least_named.is_none() && power.most_named.is_none()) {
        return Some(Doubt::Power);
    }
    (!spread_shown).then_some(Doubt::Spread)
}

/// The spread that units must be odd under too, where what was fitted does not exclude it.
pub(super) fn widest(fit: &Fit) -> Option<f64> {
    let shown =
        fit.spread < WIDEST && fit.with_spread(WIDEST).ln_likelihood() < fit.ln_likelihood() - EXCLUDED;
    (!shown).then(|| fit.spread.max(WIDEST))
}

/// Normal log odds of this spread under which the units have as many events in the mean as they had, and half a one more
/// on either side: where all or none had any, the likelihood would put the centre beyond all bounds.
pub(super) fn as_wide(units: &[Unit], spread: f64) -> Normal {
    let (count, of) =
        units.iter().fold((0.5, 1.0), |sum, unit| (sum.0 + unit.count as f64, sum.1 + unit.total as f64));
    let (mut low, mut high) = (logit(count / of) - spread * spread, logit(count / of) + spread * spread);
    for _ in 0..50 {
        let mean = f64::midpoint(low, high);
        (low, high) =
            if mean_rate(Normal { mean, spread }) < count / of { (mean, high) } else { (low, mean) };
    }
    Normal { mean: f64::midpoint(low, high), spread }
}

/// The mean rate of normal log odds, by equal steps over nine deviations on either side.
fn mean_rate(law: Normal) -> f64 {
    const STEPS: i32 = 90;
    let (mut sum, mut weights) = (0.0, 0.0);
    for at in -STEPS..=STEPS {
        let z = f64::from(at) * 0.1;
        let weight = (-0.5 * z * z).exp();
        sum += weight * logistic(law.mean + law.spread * z);
        weights += weight;
    }
    sum / weights
}

#[cfg(test)]
mod tests {
    use super::super::generators::Random;
    use super::super::{Bounds, Family, Group, Side, judge};
    use super::*;

    const BOUNDS: Bounds = Bounds {
        false_alarm_rate: 0.05 / 8.0,
        side: Side::Both,
        least_ratio: 2.0,
        least_difference: 5.0,
        least_count: 0,
        together: 1.0,
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

    #[test]
    fn the_mean_rate_is_that_of_the_law() {
        // At an even centre one half; for rare events exp(mean + spread² / 2), the mean of a log-normal.
        assert!((mean_rate(Normal { mean: 0.0, spread: 3.0 }) - 0.5).abs() < 1e-12);
        let rare = mean_rate(Normal { mean: -20.0, spread: 1.0 });
        assert!((rare / (-19.5_f64).exp() - 1.0).abs() < 1e-6, "{rare}");
        let units = [Unit { count: 3, total: 40 }, Unit { count: 0, total: 9 }];
        assert!((mean_rate(as_wide(&units, 3.0)) - 3.5 / 50.0).abs() < 1e-9);
    }

    /// Additions as the built-in profiles look for them.
    const ADDITIONS: Bounds = Bounds {
        false_alarm_rate: 0.05,
        side: Side::Upper,
        least_ratio: 2.0,
        least_difference: 0.0,
        least_count: 10,
        together: 1.0,
    };

    fn additions(most: u64, others: impl Fn(usize) -> u64) -> Family {
        let unit =
            |place| (place, Unit { count: if place == 9 { most } else { others(place) }, total: 2000 });
        let groups = [Group { kind: String::new(), units: (0..60).map(unit).collect() }];
        judge(&groups, &ADDITIONS, &|| false).unwrap()
    }

    fn places(family: &Family) -> Vec<usize> {
        family.named().map(|judged| judged.unit).collect()
    }

    #[test]
    fn one_with_events_where_all_others_have_none_is_named() {
        let family = additions(10, |_| 0);
        assert_eq!((family.doubt, places(&family), family.spread), (Some(Doubt::Spread), vec![9], None));
        assert!(additions(9, |_| 0).named().next().is_none());
    }

    #[test]
    fn most_without_events_do_not_hide_what_the_rest_says() {
        // One in three has one: two in three are no reason to think that hardly anybody ever has any.
        let family = additions(10, |place| u64::from(place % 3 == 0));
        assert_eq!((family.doubt, places(&family)), (None, vec![9]));
        assert!((0.2..0.5).contains(&family.judged[9].expected), "{:?}", family.judged[9]);
    }
}
