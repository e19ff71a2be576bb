//! What the count of one unit says where its log odds are normal: its likelihood, and its own log odds given the count, by
//! quadrature.

use super::special::logistic;
use super::{Normal, Unit, log_odds, sampling_variance};

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
pub(super) fn posterior(unit: Unit, usual: Normal) -> (f64, f64) {
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
pub(super) fn ln_likelihood(unit: Unit, usual: Normal) -> f64 {
    const STEPS: i32 = 24;
    let (mode, curvature) = mode(unit, usual);
    let (scale, top) = (1.0 / curvature.sqrt(), height(unit, usual, mode));
    // Equal steps over eight deviations on either side: exact to more digits than are needed for a smooth height.
    let step = 8.0 * scale / f64::from(STEPS);
    let sum: f64 =
        (-STEPS..=STEPS).map(|at| (height(unit, usual, mode + f64::from(at) * step) - top).exp()).sum();
    top + (sum * step / usual.spread).ln() - 0.5 * std::f64::consts::TAU.ln()
}

/// How far a unit is one of those that rates describe, where this share of all is empty by itself: all of it where it has
/// events.
pub(super) fn weight(unit: Unit, usual: Normal, empty: f64) -> f64 {
    if empty <= 0.0 || unit.count > 0 {
        return 1.0;
    }
    let by_law = (1.0 - empty) * ln_likelihood(unit, usual).exp();
    by_law / (empty + by_law)
}

/// ln of the likelihood of a count whose law gives it this one, where a share of all units is empty.
pub(super) fn among(ln_likelihood: f64, unit: &Unit, empty: f64) -> f64 {
    match unit.count {
        _ if empty <= 0.0 => ln_likelihood,
        0 => (empty + (1.0 - empty) * ln_likelihood.exp()).ln(),
        _ => ln_likelihood + (-empty).ln_1p(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
