//! Centre and spread of normal log odds within groups, by maximum likelihood with outliers set aside.
//!
//! At four expected events per unit normal approximations of the counts fail, so the likelihood is that of the counts,
//! integrated over the log odds by adaptive Gauss-Hermite quadrature (Liu and Pierce 1994), and maximised by expectation
//! and maximisation (Dempster, Laird and Rubin 1977). Units that no such spread explains are set aside and the rest is
//! fitted again, so that a few cannot hide themselves by widening the spread.

use super::special::{logistic, logit};
use super::{Normal, Stop, Unit, log_odds, sampling_variance};

/// Units that are fitted, of all groups and at least of each, spread evenly: more say little more.
const FITTED: usize = 2000;
const FITTED_OF_EACH: usize = 200;
/// From this size on a group has a centre and a spread of its own.
pub(super) const LARGE: usize = 100;
/// Standard deviations beyond which a unit is set aside.
const BEYOND: f64 = 3.5;
const NODES: [(f64, f64); 5] = [
    (0.0, 0.945_308_720_482_941_9),
    (0.958_572_464_613_818_5, 0.393_619_323_152_241_1),
    (-0.958_572_464_613_818_5, 0.393_619_323_152_241_1),
    (2.020_182_870_456_085_6, 0.019_953_242_059_045_91),
    (-2.020_182_870_456_085_6, 0.019_953_242_059_045_91),
];

/// ln of the likelihood of log odds times their density, but for a constant.
fn height(unit: Unit, usual: Normal, log_odds: f64) -> f64 {
    let soft = if log_odds > 0.0 { log_odds + (-log_odds).exp().ln_1p() } else { log_odds.exp().ln_1p() };
    let z = (log_odds - usual.mean) / usual.spread;
    unit.count as f64 * log_odds - unit.total as f64 * soft - 0.5 * z * z
}

/// The log odds at which the likelihood of a unit's count times their density is highest, and the curvature there.
fn mode(unit: Unit, usual: Normal) -> (f64, f64) {
    let (count, of) = (unit.count as f64, unit.total as f64);
    let precision = 1.0 / (usual.spread * usual.spread);
    let weight = 1.0 / sampling_variance(unit);
    let mut mode = (weight * log_odds(unit) + precision * usual.mean) / (weight + precision);
    let mut curvature = precision;
    for _ in 0..12 {
        let p = logistic(mode);
        curvature = of * p * (1.0 - p) + precision;
        let step = ((count - of * p - (mode - usual.mean) * precision) / curvature).clamp(-2.0, 2.0);
        mode += step;
        if step.abs() < 1e-4 {
            break;
        }
    }
    (mode, curvature)
}

/// Mean and variance of the log odds of a unit, given its count.
fn posterior(unit: Unit, usual: Normal) -> (f64, f64) {
    let (mode, curvature) = mode(unit, usual);
    let scale = (2.0 / curvature).sqrt();
    let top = height(unit, usual, mode);
    let (mut total, mut first, mut second) = (0.0, 0.0, 0.0);
    for (node, weight) in NODES {
        let away = scale * node;
        let mass = weight * (node * node + height(unit, usual, mode + away) - top).exp();
        total += mass;
        first += mass * away;
        second += mass * away * away;
    }
    let away = first / total;
    (mode + away, (second / total - away * away).max(0.0))
}

/// ln of the probability of a unit's count under normal log odds, but for the binomial coefficient.
fn ln_likelihood(unit: Unit, usual: Normal) -> f64 {
    const STEPS: i32 = 24;
    let (mode, curvature) = mode(unit, usual);
    let (scale, top) = (1.0 / curvature.sqrt(), height(unit, usual, mode));
    // Equal steps over eight deviations on either side: exact to more digits than are needed for a smooth height.
    let step = 8.0 * scale / f64::from(STEPS);
    let sum: f64 =
        (-STEPS..=STEPS).map(|at| (height(unit, usual, mode + f64::from(at) * step) - top).exp()).sum();
    top + (sum * step / usual.spread).ln() - 0.5 * std::f64::consts::TAU.ln()
}

/// Log odds of all units of a group together.
fn pooled(group: &[Unit]) -> f64 {
    let (count, of) =
        group.iter().fold((0.5, 1.0), |sum, unit| (sum.0 + unit.count as f64, sum.1 + unit.total as f64));
    logit((count / of).clamp(1e-9, 1.0 - 1e-9))
}

/// The centre of a group whose log odds spread so far.
fn centre_at(group: &[Unit], start: f64, spread: f64) -> f64 {
    let mut mean = start;
    for _ in 0..60 {
        let usual = Normal { mean, spread };
        let sum: f64 = group.iter().map(|unit| posterior(*unit, usual).0).sum();
        let next = sum / group.len().max(1) as f64;
        let moved = (next - mean).abs();
        mean = next;
        if moved < 5e-3 {
            break;
        }
    }
    mean
}

/// Centres of groups and their common spread, by expectation and maximisation.
fn fit_groups(groups: &[Vec<Unit>]) -> (Vec<f64>, f64) {
    let mut means: Vec<f64> = groups.iter().map(|group| pooled(group)).collect();
    let mut spread = 0.5_f64;
    for _ in 0..60 {
        let (mut squares, mut free) = (0.0, 0.0);
        let mut moved = 0.0_f64;
        for (group, mean) in groups.iter().zip(&mut means) {
            if group.is_empty() {
                continue;
            }
            let usual = Normal { mean: *mean, spread };
            let moments: Vec<_> = group.iter().map(|unit| posterior(*unit, usual)).collect();
            let centre = moments.iter().map(|(mean, _)| mean).sum::<f64>() / group.len() as f64;
            squares += moments.iter().map(|(mean, variance)| variance + (mean - centre).powi(2)).sum::<f64>();
            // A centre that is estimated takes up some of the spread: about one unit's share for each group.
            free += group.len() as f64 - if groups.len() > 1 || group.len() < LARGE { 1.0 } else { 0.0 };
            moved = moved.max((centre - *mean).abs());
            *mean = centre;
        }
        if free < 1.0 {
            break;
        }
        // A longer step than the plain one, which is safe while it keeps the spread above zero.
        let next =
            (spread * spread + 1.5 * (squares / free - spread * spread)).max(0.25 * spread * spread).sqrt();
        let change = (next / spread - 1.0).abs();
        spread = next.max(0.005);
        if change < 2e-3 && moved < 2e-3 || spread <= 0.005 {
            break;
        }
    }
    (means, spread)
}

/// Groups fitted with outliers set aside.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    /// Mean log odds of each group.
    pub(super) centres: Vec<f64>,
    /// Their standard deviation within groups, one for all.
    pub(super) spread: f64,
    /// The units that were kept, by group.
    pub(super) kept: Vec<Vec<Unit>>,
    /// How many of those looked at were set aside.
    pub(super) set_aside: usize,
}

impl Fit {
    /// The likeliest fit of what was kept, were the spread this one.
    pub(super) fn with_spread(&self, spread: f64) -> Self {
        let groups = self.kept.iter().zip(&self.centres);
        let centres = groups.map(|(group, centre)| centre_at(group, *centre, spread)).collect();
        Self { centres, spread, kept: self.kept.clone(), set_aside: self.set_aside }
    }

    /// ln of the likelihood of what was kept, but for the binomial coefficients, each centre integrated out.
    pub(super) fn ln_likelihood(&self) -> f64 {
        let precision = 1.0 / (self.spread * self.spread);
        let of_group = |(group, centre): (&Vec<Unit>, &f64)| -> f64 {
            let usual = Normal { mean: *centre, spread: self.spread };
            let of_counts: f64 = group.iter().map(|unit| ln_likelihood(*unit, usual)).sum();
            // Of the centre, after Louis (1982): what the log odds would say, less what is not known of them.
            let said = |unit: &Unit| precision * (1.0 - precision * posterior(*unit, usual).1).max(0.0);
            of_counts - half_ln_information(group.iter().map(said).sum())
        };
        self.kept.iter().zip(&self.centres).map(of_group).sum()
    }
}

/// Half the logarithm of what the units of a group say of its centre: what is taken from the likelihood at the likeliest
/// centre, so that groups of few, each with a centre of its own, do not make the spread too small (Cox and Reid 1987).
pub(super) fn half_ln_information(information: f64) -> f64 {
    0.5 * information.max(1e-12).ln()
}

/// The spread with no unit set aside.
pub(super) fn untrimmed(groups: &[Vec<Unit>]) -> f64 {
    fit_groups(&sampled(groups)).1
}

/// Fits groups with outliers set aside.
pub(super) fn robust(groups: &[Vec<Unit>], stop: Stop<'_>) -> Fit {
    let sample = sampled(groups);
    let start: Vec<Vec<Unit>> = sample.iter().map(|group| near_median(group)).collect();
    let (centres, spread) = fit_groups(&start);
    let mut fit = Fit { centres, spread, kept: start, set_aside: usize::MAX };
    for _ in 0..3 {
        if stop() {
            break;
        }
        let kept: Vec<Vec<Unit>> = sample
            .iter()
            .zip(&fit.centres)
            .map(|(group, mean)| {
                let inside = |unit: &&Unit| {
                    let scale = (fit.spread * fit.spread + sampling_variance(**unit)).sqrt();
                    (log_odds(**unit) - mean).abs() <= BEYOND * scale
                };
                group.iter().filter(inside).copied().collect()
            })
            .collect();
        let count = |groups: &[Vec<Unit>]| groups.iter().map(Vec::len).sum::<usize>();
        let aside = count(&sample) - count(&kept);
        if aside == fit.set_aside {
            break;
        }
        let (centres, spread) = fit_groups(&kept);
        fit = Fit { centres, spread, kept, set_aside: aside };
    }
    fit
}

/// An even choice of the units of each group.
fn sampled(groups: &[Vec<Unit>]) -> Vec<Vec<Unit>> {
    let fitted = (FITTED / groups.len().max(1)).max(FITTED_OF_EACH);
    groups
        .iter()
        .map(|group| {
            // An even choice whose step shares no factor with the habits of tables.
            let step = group.len() as f64 / fitted as f64;
            if step <= 1.0 {
                return group.clone();
            }
            (0..fitted).map(|index| group[(index as f64 * step) as usize]).collect()
        })
        .collect()
}

/// The units within some deviations of the median: a start that one unit in three could not spoil.
fn near_median(group: &[Unit]) -> Vec<Unit> {
    let middle = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    };
    let median = middle(&mut group.iter().map(|unit| log_odds(*unit)).collect());
    let deviation = middle(&mut group.iter().map(|unit| (log_odds(*unit) - median).abs()).collect());
    // 1.4826 median deviations are one standard deviation of a normal distribution. Where most units have the same count,
    // none as a rule, these are zero: what chance alone explains is near all the same.
    let near = |unit: &&Unit| {
        let scale = (1.4826 * deviation).max(sampling_variance(**unit).sqrt());
        (log_odds(**unit) - median).abs() <= BEYOND * scale
    };
    group.iter().filter(near).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::super::generators::Random;
    use super::*;

    fn group(seed: u64, units: usize, total: u64, centre: f64, spread: f64) -> Vec<Unit> {
        let mut random = Random::new(seed);
        let one = |_| {
            let p = logistic(centre + spread * random.normal());
            Unit { count: random.binomial(total, p), total }
        };
        (0..units).map(one).collect()
    }

    #[test]
    fn centre_and_spread_are_found_again() {
        let (means, spread) = fit_groups(&[group(7, 600, 1500, -5.5, 0.6)]);
        assert!((means[0] + 5.5).abs() < 0.1, "{means:?}");
        assert!((spread - 0.6).abs() < 0.08, "{spread}");
    }

    #[test]
    fn a_few_outliers_do_not_widen_the_spread() {
        let mut group = group(8, 300, 2000, -5.5, 0.4);
        for unit in group.iter_mut().step_by(30) {
            unit.count = 160;
        }
        let groups = [group];
        let found = robust(&groups, &|| false);
        assert!(found.spread < 0.52 && untrimmed(&groups) > 0.6, "{}", found.spread);
        assert!(found.set_aside >= 5);
    }

    #[test]
    fn the_likelihood_is_that_of_the_count() {
        // All counts of a total together are certain.
        let usual = Normal { mean: -2.0, spread: 0.8 };
        let total: f64 = (0..=40)
            .map(|count| {
                let choose = crate::gamma::ln_factorial(40)
                    - crate::gamma::ln_factorial(count)
                    - crate::gamma::ln_factorial(40 - count);
                (choose.value() + ln_likelihood(Unit { count, total: 40 }, usual)).exp()
            })
            .sum();
        assert!((total - 1.0).abs() < 1e-5, "{total}");
    }
}
