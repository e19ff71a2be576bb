//! What is usual: the centre and spread of rates within groups of units, by maximum likelihood with outliers set aside.
//!
//! Rates differ between units for honest reasons. The log odds of a unit are taken as normal about the centre of its
//! group (its region, and its kind of precinct where the table says). At four expected certificates per precinct normal
//! approximations of the counts fail, so the likelihood is that of the counts, integrated over the log odds by adaptive
//! Gauss-Hermite quadrature (Liu and Pierce 1994), and maximised by expectation and maximisation (Dempster, Laird and
//! Rubin 1977). Units that no such spread explains are set aside and the rest is fitted again, so that a few cannot hide
//! themselves by widening the spread. Many can: the notes of the audit say so.

use super::tail::{logistic, logit};

/// A count out of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Observation {
    pub(crate) count: u64,
    pub(crate) of: u64,
}

impl Observation {
    fn log_odds(self) -> f64 {
        ((self.count as f64 + 0.5) / ((self.of - self.count) as f64 + 0.5)).ln()
    }

    fn sampling_variance(self) -> f64 {
        1.0 / (self.count as f64 + 0.5) + 1.0 / ((self.of - self.count) as f64 + 0.5)
    }
}

/// Where the log odds of units lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Usual {
    pub(crate) mean: f64,
    pub(crate) spread: f64,
}

/// A fit over groups.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fit {
    /// What is usual for each unit, its own group's centre taken without it where the group is small.
    pub(crate) usual: Vec<Vec<Usual>>,
    /// The spread common to all groups.
    pub(crate) spread: f64,
    /// The same with no unit set aside.
    pub(crate) untrimmed: f64,
    /// How many units were set aside.
    pub(crate) set_aside: usize,
}

/// From this size on a group has a centre and a spread of its own.
const LARGE: usize = 100;
/// Below this size groups are thrown together.
const SMALL: usize = 5;
/// Units of a group that are fitted, spread evenly over it: more say little more.
const FITTED: usize = 200;
/// The spread is taken a little wider than measured, since log odds may have heavier tails than the normal.
const SHAPE: f64 = 1.06;
/// Standard deviations beyond which a unit is set aside.
const BEYOND: f64 = 3.5;
const NODES: [(f64, f64); 5] = [
    (0.0, 0.945_308_720_482_941_9),
    (0.958_572_464_613_818_5, 0.393_619_323_152_241_1),
    (-0.958_572_464_613_818_5, 0.393_619_323_152_241_1),
    (2.020_182_870_456_085_6, 0.019_953_242_059_045_91),
    (-2.020_182_870_456_085_6, 0.019_953_242_059_045_91),
];

/// Mean and variance of the log odds of a unit, given its count.
fn posterior(unit: Observation, usual: Usual) -> (f64, f64) {
    let (count, of) = (unit.count as f64, unit.of as f64);
    let precision = 1.0 / (usual.spread * usual.spread);
    let weight = 1.0 / unit.sampling_variance();
    let mut mode = (weight * unit.log_odds() + precision * usual.mean) / (weight + precision);
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
    let scale = (2.0 / curvature).sqrt();
    let height = |log_odds: f64| {
        let soft = if log_odds > 0.0 { log_odds + (-log_odds).exp().ln_1p() } else { log_odds.exp().ln_1p() };
        count * log_odds - of * soft - 0.5 * (log_odds - usual.mean).powi(2) * precision
    };
    let top = height(mode);
    let (mut total, mut first, mut second) = (0.0, 0.0, 0.0);
    for (node, weight) in NODES {
        let away = scale * node;
        let mass = weight * (node * node + height(mode + away) - top).exp();
        total += mass;
        first += mass * away;
        second += mass * away * away;
    }
    let away = first / total;
    (mode + away, (second / total - away * away).max(0.0))
}

/// Centres of groups and their common spread, by expectation and maximisation.
fn fit_groups(groups: &[Vec<Observation>]) -> (Vec<f64>, f64) {
    let mut means: Vec<f64> = groups
        .iter()
        .map(|group| {
            let (count, of) = group
                .iter()
                .fold((0.5, 1.0), |sum, unit| (sum.0 + unit.count as f64, sum.1 + unit.of as f64));
            logit((count / of).clamp(1e-9, 1.0 - 1e-9))
        })
        .collect();
    let mut spread = 0.5_f64;
    for _ in 0..60 {
        let (mut squares, mut free) = (0.0, 0.0);
        let mut moved = 0.0_f64;
        for (group, mean) in groups.iter().zip(&mut means) {
            if group.is_empty() {
                continue;
            }
            let usual = Usual { mean: *mean, spread };
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

/// An even choice of the units of each group.
fn sampled(groups: &[Vec<Observation>]) -> Vec<Vec<Observation>> {
    groups
        .iter()
        .map(|group| {
            // An even choice whose step shares no factor with the habits of tables.
            let step = group.len() as f64 / FITTED as f64;
            if step <= 1.0 {
                return group.clone();
            }
            (0..FITTED).map(|index| group[(index as f64 * step) as usize]).collect()
        })
        .collect()
}

/// Fits with outliers set aside; says how many.
fn robust(groups: &[Vec<Observation>]) -> (Vec<f64>, f64, usize) {
    let sample = sampled(groups);
    let (mut means, mut spread) =
        fit_groups(&sample.iter().map(|group| near_median(group)).collect::<Vec<_>>());
    let mut set_aside = usize::MAX;
    for _ in 0..3 {
        let kept: Vec<Vec<Observation>> = sample
            .iter()
            .zip(&means)
            .map(|(group, mean)| {
                let inside = |unit: &&Observation| {
                    let scale = (spread * spread + unit.sampling_variance()).sqrt();
                    (unit.log_odds() - mean).abs() <= BEYOND * scale
                };
                group.iter().filter(inside).copied().collect()
            })
            .collect();
        let count = |groups: &[Vec<Observation>]| groups.iter().map(Vec::len).sum::<usize>();
        let aside = count(&sample) - count(&kept);
        if aside == set_aside {
            break;
        }
        set_aside = aside;
        (means, spread) = fit_groups(&kept);
    }
    (means, spread, set_aside)
}

/// The units within some deviations of the median: a start that one unit in three could not spoil.
fn near_median(group: &[Observation]) -> Vec<Observation> {
    let middle = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    };
    let median = middle(&mut group.iter().map(|unit| unit.log_odds()).collect());
    let deviation = middle(&mut group.iter().map(|unit| (unit.log_odds() - median).abs()).collect());
    // 1.4826 median deviations are one standard deviation of a normal distribution.
    let reach = BEYOND * 1.4826 * deviation.max(0.02);
    group.iter().filter(|unit| (unit.log_odds() - median).abs() <= reach).copied().collect()
}

/// What is usual in each group, for each of its units.
pub(crate) fn fit(groups: &[Vec<Observation>]) -> Fit {
    // Groups too small to have a centre are one group together: its spread then holds their differences too.
    let scattered: Vec<Observation> =
        groups.iter().filter(|group| group.len() < SMALL).flatten().copied().collect();
    let of_size = |from: usize, below: usize| -> Vec<Vec<Observation>> {
        groups.iter().filter(|group| (from..below).contains(&group.len())).cloned().collect()
    };
    let (middling, large) = (of_size(SMALL, LARGE), of_size(LARGE, usize::MAX));
    let mut all: Vec<Vec<Observation>> = middling.iter().chain(&large).cloned().collect();
    if all.is_empty() {
        all.push(scattered.clone());
    }
    let (_, spread, set_aside) = robust(&all);
    let (_, untrimmed) = fit_groups(&sampled(&all));
    let together = if scattered.len() >= SMALL {
        let (means, own, _) = robust(std::slice::from_ref(&scattered));
        Usual { mean: means[0], spread: own.max(spread) }
    } else {
        // Too few to tell: the centre of everything, and a spread as wide as the centres of groups lie apart.
        let everything: Vec<Observation> = groups.iter().flatten().copied().collect();
        let (means, own, _) = robust(&[everything]);
        Usual { mean: means[0], spread: own.max(spread) }
    };
    let usual = groups
        .iter()
        .map(|group| match group.len() {
            0 => Vec::new(),
            len if len < SMALL => vec![together; len],
            len if len < LARGE => leave_one_out(group, spread),
            len => {
                let (means, own, _) = robust(std::slice::from_ref(group));
                let uncertain = 1.0 + 1.0 / (2.0 * len.min(FITTED) as f64).sqrt();
                vec![Usual { mean: means[0], spread: own.max(spread) * uncertain * SHAPE }; len]
            }
        })
        .collect();
    Fit { usual, spread, untrimmed, set_aside }
}

/// The centre of a small group as its other units have it, the highest and lowest fifth of them set aside, and the
/// spread widened by what that centre is uncertain.
fn leave_one_out(group: &[Observation], spread: f64) -> Vec<Usual> {
    let mut order: Vec<usize> = (0..group.len()).collect();
    let value: Vec<f64> = group.iter().map(|unit| unit.log_odds()).collect();
    order.sort_by(|one, other| value[*one].total_cmp(&value[*other]).then(one.cmp(other)));
    (0..group.len())
        .map(|left_out| {
            let others: Vec<Observation> =
                order.iter().filter(|index| **index != left_out).map(|index| group[*index]).collect();
            let cut = others.len() / 5;
            let kept = &others[cut..others.len() - cut];
            let (count, of) =
                kept.iter().fold((0.5, 1.0), |sum, unit| (sum.0 + unit.count as f64, sum.1 + unit.of as f64));
            let rate = (count / of).clamp(1e-9, 1.0 - 1e-9);
            // The mean rate lies above the rate at the mean log odds.
            let mean = logit(rate) - spread * spread * (0.5 - rate);
            let uncertain =
                1.4 * spread * spread / kept.len() as f64 + 1.0 / count + 1.0 / (of - count).max(1.0);
            // With few others the spread itself is known badly: as wide as the t-distribution would be at two sigma.
            let widened = 1.0 + 1.0 / kept.len() as f64;
            Usual { mean, spread: (spread * spread * widened + uncertain).sqrt() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unusual::generators::Random;

    #[test]
    fn centre_and_spread_are_found_again() {
        let mut random = Random::new(7);
        let group: Vec<Observation> = (0..600)
            .map(|_| {
                let p = logistic(-5.5 + 0.6 * random.normal());
                Observation { count: random.binomial(1500, p), of: 1500 }
            })
            .collect();
        let (means, spread) = fit_groups(std::slice::from_ref(&group));
        assert!((means[0] + 5.5).abs() < 0.1, "{means:?}");
        assert!((spread - 0.6).abs() < 0.08, "{spread}");
    }

    #[test]
    fn a_few_outliers_do_not_widen_the_spread() {
        let mut random = Random::new(8);
        let mut group: Vec<Observation> = (0..300)
            .map(|_| {
                let p = logistic(-5.5 + 0.4 * random.normal());
                Observation { count: random.binomial(2000, p), of: 2000 }
            })
            .collect();
        for unit in group.iter_mut().step_by(30) {
            unit.count = 160;
        }
        let found = fit(&[group]);
        assert!(found.spread < 0.52 && found.untrimmed > 0.6, "{} {}", found.spread, found.untrimmed);
        assert!(found.set_aside >= 5);
    }

    #[test]
    fn nothing_to_fit_is_no_panic() {
        assert!(fit(&[]).usual.is_empty());
        assert!(fit(&[vec![]]).usual[0].is_empty());
        let one = Observation { count: 0, of: 0 };
        assert!(fit(&[vec![one]]).usual[0][0].spread.is_finite());
        let full = vec![Observation { count: 5, of: 5 }; 7];
        assert!(fit(&[full]).usual[0].iter().all(|usual| usual.mean.is_finite() && usual.spread.is_finite()));
    }
}
