//! The beta law of rates: a mean for each group and one size for all, by maximum likelihood over the units that the robust
//! fit kept.

use super::fit::half_ln_information;
use super::likelihood::among;
use super::{Shape, Unit};
use crate::gamma::ln_rising;

/// The beta law of groups.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BetaFit {
    /// The mean rate of each group.
    pub(super) means: Vec<f64>,
    /// The size, one for all.
    pub(super) size: f64,
    /// ln of the likelihood, but for the binomial coefficients.
    pub(super) ln_likelihood: f64,
    /// The share of units that are empty by themselves.
    pub(super) empty: f64,
}

/// Steps of the search for the size: the golden section leaves a thousandth of its logarithm.
const STEPS: u32 = 22;
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// Fits groups, from this share of empty units on (none: there are none); a group without units has the mean of all.
pub(super) fn fit(groups: &[Vec<Unit>], empty: f64) -> BetaFit {
    let at = |ln_size: f64| with_size(groups, ln_size.exp(), empty);
    let (mut low, mut high) = (Shape::SIZES.0.ln(), Shape::SIZES.1.ln());
    let inner = |low: f64, high: f64| (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (left, right) = inner(low, high);
    let (mut left, mut right) = (at(left), at(right));
    for _ in 0..STEPS {
        if left.ln_likelihood >= right.ln_likelihood {
            high = right.size.ln();
            right = left;
            left = at(inner(low, high).0);
        } else {
            low = left.size.ln();
            left = right;
            right = at(inner(low, high).1);
        }
    }
    if left.ln_likelihood >= right.ln_likelihood { left } else { right }
}

/// Rounds in which the share of empty units settles.
const ROUNDS: usize = 25;

/// The same with this size.
pub(super) fn with_size(groups: &[Vec<Unit>], size: f64, mut empty: f64) -> BetaFit {
    let mut means: Vec<f64> = groups.iter().map(|group| mean(group, size, &vec![1.0; group.len()])).collect();
    for _ in 0..if empty > 0.0 { ROUNDS } else { 0 } {
        let (mut described, mut all) = (0.0, 0.0);
        for (group, mean_rate) in groups.iter().zip(&mut means) {
            let weights: Vec<f64> =
                group.iter().map(|unit| weight(unit, Shape { mean: *mean_rate, size }, empty)).collect();
            *mean_rate = mean(group, size, &weights);
            (described, all) = (described + weights.iter().sum::<f64>(), all + group.len() as f64);
        }
        empty = 1.0 - described / f64::max(all, 1.0);
    }
    let each = groups.iter().zip(&means);
    let ln_likelihood = each.map(|(group, mean)| of_group(group, Shape { mean: *mean, size }, empty)).sum();
    BetaFit { means, size, ln_likelihood, empty }
}

/// The mean rate of a group where rates spread by this size: units weighed by what each says, and by how far each is one of
/// those that rates describe.
fn mean(group: &[Unit], size: f64, weights: &[f64]) -> f64 {
    let pooled = |weight: &dyn Fn(f64) -> f64| {
        let sums = group.iter().zip(weights).fold((0.0, 0.0), |sum, (unit, described)| {
            let total = unit.total as f64;
            let weight = described * weight(total);
            (sum.0 + weight * unit.count as f64, sum.1 + weight * total)
        });
        ((sums.0 + 1e-9) / (sums.1 + 2e-9)).clamp(1e-12, 1.0 - 1e-9)
    };
    let mut mean = pooled(&|_| 1.0);
    for _ in 0..3 {
        mean = pooled(&|total: f64| 1.0 / (1.0 + total * mean * (1.0 - mean) / size));
    }
    mean
}

fn ln_of_count(unit: &Unit, shape: Shape) -> f64 {
    let (alpha, beta) = shape.alpha_beta();
    let (count, total) = (unit.count as f64, unit.total as f64);
    ln_rising(alpha, count) + ln_rising(beta, total - count) - ln_rising(alpha + beta, total)
}

/// How far a unit is one of those that rates describe.
fn weight(unit: &Unit, shape: Shape, empty: f64) -> f64 {
    if empty <= 0.0 || unit.count > 0 {
        return 1.0;
    }
    let by_law = (1.0 - empty) * ln_of_count(unit, shape).exp();
    by_law / (empty + by_law)
}

fn of_group(group: &[Unit], shape: Shape, empty: f64) -> f64 {
    // Of the log odds of the mean, where the counts vary by chance and by the size.
    let spread = shape.mean * (1.0 - shape.mean);
    let said = |unit: &Unit| {
        let total = unit.total as f64 * spread;
        weight(unit, shape, empty) * total / (1.0 + total / shape.size)
    };
    group.iter().map(|unit| among(ln_of_count(unit, shape), unit, empty)).sum::<f64>()
        - half_ln_information(group.iter().map(said).sum())
}

#[cfg(test)]
mod tests {
    use super::super::fit::robust;
    use super::super::generators::Random;
    use super::*;

    fn nation(seed: u64, rate: impl Fn(&mut Random) -> f64) -> Vec<Vec<Unit>> {
        let mut random = Random::new(seed);
        let one = |_| {
            let total = 100 + random.below(2900);
            let rate = rate(&mut random);
            Unit { count: random.binomial(total, rate.min(0.5)), total }
        };
        vec![(0..1500).map(one).collect()]
    }

    #[test]
    fn the_law_that_made_the_counts_is_the_likelier_one() {
        let gamma = nation(1, |random| 0.005 * random.gamma(4.0));
        let found = fit(&gamma, 0.0);
        assert!(
            (found.means[0] / 0.005 - 1.0).abs() < 0.05 && (found.size / 4.0).ln().abs() < 0.15,
            "{found:?}"
        );
        let normal = robust(&gamma, 0.0, &|| false);
        let beta = fit(&normal.kept, 0.0);
        assert!(
            beta.ln_likelihood > normal.ln_likelihood() + 3.0,
            "{} {}",
            beta.ln_likelihood,
            normal.ln_likelihood()
        );
        let log_normal = nation(2, |random| 0.005 * (0.6 * random.normal()).exp());
        let normal = robust(&log_normal, 0.0, &|| false);
        assert!(fit(&normal.kept, 0.0).ln_likelihood + 3.0 < normal.ln_likelihood());
    }

    #[test]
    fn groups_of_few_do_not_refute_the_law_that_made_them() {
        let mut random = Random::new(3);
        let mut group = |_| {
            let centre = 0.02 * (0.7 * random.normal()).exp();
            let one = |_| {
                let total = 200 + random.below(2500);
                let rate = centre * (0.4 * random.normal()).exp();
                Unit { count: random.binomial(total, rate.min(0.5)), total }
            };
            (0..6).map(one).collect()
        };
        let groups: Vec<Vec<Unit>> = (0..250).map(&mut group).collect();
        let (normal, beta) = (robust(&groups, 0.0, &|| false), fit(&groups, 0.0));
        assert!((normal.spread / 0.4).ln().abs() < 0.1, "{}", normal.spread);
        // Six to a group take up a sixth of the variance: a size of 1 / 0.16 would be found as 7.5.
        assert!((beta.size * 0.16).ln().abs() < 0.12, "{}", beta.size);
        assert!(fit(&normal.kept, 0.0).ln_likelihood + 3.0 < normal.ln_likelihood());
    }

    #[test]
    fn fits_are_those_of_another_program() {
        // Maximum likelihood by scipy, see tests/make_reference.py: set, n, k, mean, correlation.
        let rows: Vec<Vec<f64>> = include_str!("../../tests/reference_fits.csv")
            .lines()
            .filter(|line| line.as_bytes().first().is_some_and(u8::is_ascii_digit))
            .map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect())
            .collect();
        for set in [1.0, 2.0, 3.0, 4.0] {
            let mine: Vec<_> = rows.iter().filter(|row| row[0].total_cmp(&set).is_eq()).collect();
            let unit = |row: &&Vec<f64>| Unit { total: row[1] as u64, count: row[2] as u64 };
            let found = fit(&[mine.iter().map(unit).collect()], 0.0);
            let (alpha, beta) = Shape { mean: found.means[0], size: found.size }.alpha_beta();
            let (mean, correlation) = (mine[0][3], mine[0][4]);
            assert!((found.means[0] / mean - 1.0).abs() < 0.03, "set {set}: {} {mean}", found.means[0]);
            let ours = 1.0 / (alpha + beta + 1.0);
            assert!((ours / correlation).ln().abs() < 0.1, "set {set}: {ours} {correlation}");
        }
    }
}
