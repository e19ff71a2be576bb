//! The normal distribution: tails in logarithms however far out, and quantiles.
//!
//! Sources: NIST Digital Library of Mathematical Functions 7.6.2 (series, up to 6 standard deviations) and 7.9.1
//! (continued fraction, beyond).

use crate::double_double::{DoubleDouble, HALF_LN_TWO_PI};
use crate::error::StatsError;
use crate::probability::LogProbability;

/// Up to here the series is used.
const SERIES_UP_TO: f64 = 6.0;
/// Levels of the continued fraction; at 6 standard deviations 40 suffice.
const LEVELS: u32 = 60;
/// Newton's iteration on a concave function settles in a handful of steps.
const MOST_STEPS: u32 = 100;

/// The natural logarithm of the density at `z`.
pub fn ln_density(z: f64) -> f64 {
    ln_density_precise(z).value()
}

fn ln_density_precise(z: f64) -> DoubleDouble {
    -(DoubleDouble::from(z) * z).scaled(0.5) - HALF_LN_TWO_PI
}

/// P(Z > z); plus infinity gives zero, not a number gives not a number.
///
/// # Example
/// ```
/// let far = tizim_stats::normal::above(40.0);
/// assert!((far.log10() + 349.437_006_459).abs() < 1e-9);
/// ```
pub fn above(z: f64) -> LogProbability {
    if z.is_infinite() {
        return if z > 0.0 { LogProbability::ZERO } else { LogProbability::ONE };
    }
    if z.abs() > 1e150 {
        // The square leaves the range of `f64`; so does the logarithm.
        return if z > 0.0 { LogProbability::ZERO } else { LogProbability::ONE };
    }
    let size = z.abs();
    let upper = if size <= SERIES_UP_TO {
        let (point, square) = (DoubleDouble::from(size), DoubleDouble::from(size) * size);
        let mut term = point;
        let mut sum = point;
        let mut odd = 1.0;
        while term.value() > 1e-34 * sum.value() {
            odd += 2.0;
            term = term * square / odd;
            sum = sum + term;
        }
        LogProbability::scaled(
            DoubleDouble::ZERO,
            DoubleDouble::from(0.5) - ln_density_precise(size).exp() * sum,
        )
    } else {
        let mut fraction = DoubleDouble::from(size);
        for level in (1..=LEVELS).rev() {
            fraction = DoubleDouble::from(f64::from(level)) / fraction + size;
        }
        LogProbability::scaled(ln_density_precise(size), DoubleDouble::ONE / fraction)
    };
    if z < 0.0 { upper.complement() } else { upper }
}

/// P(Z <= z).
///
/// # Example
/// ```
/// let far = tizim_stats::normal::at_most(-1.959_963_984_540_054);
/// assert!((far.value() - 0.025).abs() < 1e-15);
/// ```
pub fn at_most(z: f64) -> LogProbability {
    above(-z)
}

/// P(|Z| >= |z|).
pub fn two_sided(z: f64) -> LogProbability {
    let tail = above(z.abs());
    if z == 0.0 { LogProbability::ONE } else { tail.times(2.0) }
}

/// The `z` with P(Z <= z) = `probability`; infinite at 0 and 1.
///
/// # Errors
/// [`StatsError::ProbabilityOutside`] outside 0 to 1.
///
/// # Example
/// ```
/// let z = tizim_stats::normal::quantile(0.975)?;
/// assert!((z - 1.959_963_984_540_054).abs() < 1e-14);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn quantile(probability: f64) -> Result<f64, StatsError> {
    if !(0.0..=1.0).contains(&probability) {
        return Err(StatsError::ProbabilityOutside);
    }
    if probability < 0.5 {
        Ok(-quantile_above(probability.ln())?)
    } else {
        // One less a number from 0.5 to 1 is exact.
        quantile_above((1.0 - probability).ln())
    }
}

/// The `z` with ln P(Z > z) = `ln_tail`, also for tails like 1e-754.
///
/// # Errors
/// [`StatsError::ProbabilityOutside`] for a positive or undefined logarithm; [`StatsError::NoConvergence`]
/// does not occur for others.
///
/// # Example
/// ```
/// let z = tizim_stats::normal::quantile_above(-754.0 * std::f64::consts::LN_10)?;
/// assert!((tizim_stats::normal::above(z).log10() + 754.0).abs() < 1e-11);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn quantile_above(ln_tail: f64) -> Result<f64, StatsError> {
    if ln_tail.is_nan() || ln_tail > 0.0 {
        return Err(StatsError::ProbabilityOutside);
    }
    if ln_tail == f64::NEG_INFINITY {
        return Ok(f64::INFINITY);
    }
    if ln_tail > -std::f64::consts::LN_2 {
        return Ok(-quantile_above(DoubleDouble::from(ln_tail).one_less_exp().ln().value())?);
    }
    let mut z = if ln_tail < -2.0 {
        (-2.0 * ln_tail - (-4.0 * std::f64::consts::PI * ln_tail).ln()).max(0.0).sqrt()
    } else {
        0.0
    };
    for _ in 0..MOST_STEPS {
        let tail = above(z).ln_precise();
        let slope = (ln_density_precise(z) - tail).exp().value();
        let step = (tail - ln_tail).value() / slope;
        z += step;
        if step.abs() <= 1e-15 * (1.0 + z.abs()) {
            return Ok(z);
        }
    }
    Err(StatsError::NoConvergence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_meets_fraction() {
        let (inside, outside) = (above(6.0).ln(), above(6.000_000_000_001).ln());
        assert!((inside - outside - 6.158e-12).abs() < 1e-14, "{}", inside - outside);
    }

    #[test]
    fn quantile_undoes_tail() {
        for z in [-8.0, -3.3, -0.1, 0.0, 1e-9, 0.7, 2.0, 5.9, 6.1, 37.0, 60.0, 1e3] {
            let back = quantile_above(above(z).ln()).unwrap();
            let tolerance = if z < -6.0 { 1e-8 } else { 1e-13 * (1.0 + z.abs()) };
            assert!((back - z).abs() < tolerance, "{z}: {back}");
        }
        assert!(quantile(0.0).unwrap() == f64::NEG_INFINITY);
        assert!(quantile(1.0).unwrap() == f64::INFINITY);
        assert!(quantile(1.1).is_err() && quantile(f64::NAN).is_err());
    }
}
