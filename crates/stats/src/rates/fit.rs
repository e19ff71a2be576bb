//! Centre and spread of normal log odds within groups, by maximum likelihood with outliers set aside.
//!
//! At four expected events per unit normal approximations of the counts fail, so the likelihood is that of the counts,
//! integrated over the log odds by adaptive Gauss-Hermite quadrature (Liu and Pierce 1994), and maximised by expectation
//! and maximisation (Dempster, Laird and Rubin 1977). Units that no such spread explains are set aside and the rest is
//! fitted again, so that a few cannot hide themselves by widening the spread.

use super::likelihood::{among, ln_likelihood, posterior, weight};
use super::special::logit;
use super::{Normal, Stop, Unit, log_odds, sampling_variance};

/// Units that are fitted, of all groups and at least of each, spread evenly: more say little more.
const FITTED: usize = 2000;
const FITTED_OF_EACH: usize = 200;
/// From this size on a group has a centre and a spread of its own.
pub(super) const LARGE: usize = 100;
/// Standard deviations beyond which a unit is set aside.
const BEYOND: f64 = 3.5;
/// Log odds of all units of a group together.
fn pooled(group: &[Unit]) -> f64 {
    let (count, of) =
        group.iter().fold((0.5, 1.0), |sum, unit| (sum.0 + unit.count as f64, sum.1 + unit.total as f64));
    logit((count / of).clamp(1e-9, 1.0 - 1e-9))
}

/// The centre of a group whose log odds spread so far, this share of its units empty.
fn centre_at(group: &[Unit], start: f64, spread: f64, empty: f64) -> f64 {
    let mut mean = start;
    for _ in 0..60 {
        let usual = Normal { mean, spread };
        let weighed = |sum: (f64, f64), unit: &Unit| {
            let weight = weight(*unit, usual, empty);
            (sum.0 + weight * posterior(*unit, usual).0, sum.1 + weight)
        };
        let (sum, weights) = group.iter().fold((0.0, 0.0), weighed);
        let next = sum / weights.max(1e-9);
        let moved = (next - mean).abs();
        mean = next;
        if moved < 5e-3 {
            break;
        }
    }
    mean
}

/// Centres of groups, their common spread, and the share of empty units, by expectation and maximisation. A share of none
/// stays none.
fn fit_groups(groups: &[Vec<Unit>], mut empty: f64) -> (Vec<f64>, f64, f64) {
    let mut means: Vec<f64> = groups.iter().map(|group| pooled(group)).collect();
    let mut spread = 0.5_f64;
    for _ in 0..60 {
        let (mut squares, mut free) = (0.0, 0.0);
        let (mut moved, mut described, mut all) = (0.0_f64, 0.0, 0.0);
        for (group, mean) in groups.iter().zip(&mut means) {
            if group.is_empty() {
                continue;
            }
            let usual = Normal { mean: *mean, spread };
            let moments: Vec<_> =
                group.iter().map(|unit| (weight(*unit, usual, empty), posterior(*unit, usual))).collect();
            let weights: f64 = moments.iter().map(|(weight, _)| weight).sum();
            let centre =
                moments.iter().map(|(weight, (mean, _))| weight * mean).sum::<f64>() / weights.max(1e-9);
            let square = |&(weight, (mean, variance)): &(f64, (f64, f64))| {
                weight * (variance + (mean - centre).powi(2))
            };
            squares += moments.iter().map(square).sum::<f64>();
            (described, all) = (described + weights, all + group.len() as f64);
            // A centre that is estimated takes up some of the spread: about one unit's share for each group.
            free += weights - if groups.len() > 1 || group.len() < LARGE { weights.min(1.0) } else { 0.0 };
            moved = moved.max((centre - *mean).abs());
            *mean = centre;
        }
        if free < 1.0 {
            break;
        }
        empty = if empty > 0.0 { 1.0 - described / all } else { 0.0 };
        // A longer step than the plain one, which is safe while it keeps the spread above zero.
        let next =
            (spread * spread + 1.5 * (squares / free - spread * spread)).max(0.25 * spread * spread).sqrt();
        let change = (next / spread - 1.0).abs();
        spread = next.max(0.005);
        if change < 2e-3 && moved < 2e-3 || spread <= 0.005 {
            break;
        }
    }
    (means, spread, empty)
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
    /// The share of units that are empty by themselves.
    pub(super) empty: f64,
}

impl Fit {
    /// The likeliest fit of what was kept, were the spread this one.
    pub(super) fn with_spread(&self, spread: f64) -> Self {
        let groups = self.kept.iter().zip(&self.centres);
        let centres = groups.map(|(group, centre)| centre_at(group, *centre, spread, self.empty)).collect();
        Self { centres, spread, ..self.clone() }
    }

    /// ln of the likelihood of what was kept, but for the binomial coefficients, each centre integrated out.
    pub(super) fn ln_likelihood(&self) -> f64 {
        let precision = 1.0 / (self.spread * self.spread);
        let of_group = |(group, centre): (&Vec<Unit>, &f64)| -> f64 {
            let usual = Normal { mean: *centre, spread: self.spread };
            let of_count = |unit: &Unit| among(ln_likelihood(*unit, usual), unit, self.empty);
            let of_counts: f64 = group.iter().map(of_count).sum();
            // Of the centre, after Louis (1982): what the log odds would say, less what is not known of them.
            let said = |unit: &Unit| {
                let known = precision * (1.0 - precision * posterior(*unit, usual).1).max(0.0);
                weight(*unit, usual, self.empty) * known
            };
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
    fit_groups(&sampled(groups), 0.0).1
}

/// Fits groups with outliers set aside, from this share of empty units on (none: there are none).
pub(super) fn robust(groups: &[Vec<Unit>], empty: f64, stop: Stop<'_>) -> Fit {
    let sample = sampled(groups);
    let start: Vec<Vec<Unit>> = sample.iter().map(|group| near_median(group, empty > 0.0)).collect();
    let (centres, spread, share) = fit_groups(&start, empty);
    let mut fit = Fit { centres, spread, kept: start, set_aside: usize::MAX, empty: share };
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
                    empty > 0.0 && unit.count == 0 || (log_odds(**unit) - mean).abs() <= BEYOND * scale
                };
                group.iter().filter(inside).copied().collect()
            })
            .collect();
        let count = |groups: &[Vec<Unit>]| groups.iter().map(Vec::len).sum::<usize>();
        let aside = count(&sample) - count(&kept);
        if aside == fit.set_aside {
            break;
        }
        let (centres, spread, share) = fit_groups(&kept, empty);
        fit = Fit { centres, spread, kept, set_aside: aside, empty: share };
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

/// The units within some deviations of the median: a start that one unit in three could not spoil. Where some are empty, the
/// median is that of the others, and those without events are kept.
fn near_median(group: &[Unit], some_empty: bool) -> Vec<Unit> {
    let middle = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    };
    let counted = || group.iter().filter(|unit| !some_empty || unit.count > 0);
    let median = middle(&mut counted().map(|unit| log_odds(*unit)).collect());
    let deviation = middle(&mut counted().map(|unit| (log_odds(*unit) - median).abs()).collect());
    // 1.4826 median deviations are one standard deviation of a normal distribution. Where most units have the same count,
    // none as a rule, these are zero: what chance alone explains is near all the same.
    let near = |unit: &&Unit| {
        let scale = (1.4826 * deviation).max(sampling_variance(**unit).sqrt());
        some_empty && unit.count == 0 || (log_odds(**unit) - median).abs() <= BEYOND * scale
    };
    group.iter().filter(near).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::super::generators::Random;
    use super::super::special::logistic;
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
        let (means, spread, _) = fit_groups(&[group(7, 600, 1500, -5.5, 0.6)], 0.0);
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
        let found = robust(&groups, 0.0, &|| false);
        assert!(found.spread < 0.52 && untrimmed(&groups) > 0.6, "{}", found.spread);
        assert!(found.set_aside >= 5);
    }
}
