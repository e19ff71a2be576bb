//! Confidence intervals for a share and for a count of rare events.
//!
//! Sources: Clopper and Pearson, Biometrika 26 (1934); Wilson, JASA 22 (1927); Garwood, Biometrika 28 (1936);
//! Berry and Armitage, The Statistician 44 (1995) for mid-p. The exact limits are found by Newton's method on the
//! logarithm of the tail against the log odds (or the logarithm of the mean), where it is concave, so that the
//! iteration cannot leave the solution.

use serde::{Deserialize, Serialize};

use crate::binomial::Binomial;
use crate::double_double::DoubleDouble;
use crate::error::StatsError;
use crate::normal;
use crate::poisson::Poisson;
use crate::probability::{LogProbability, Probability};
use crate::tails::{Discrete, LARGEST_COUNT};

const MOST_STEPS: u32 = 200;
/// No step may be longer than this, in log odds.
const LONGEST_STEP: f64 = 3.0;

/// Two limits, the lower first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

/// The exact interval of Clopper and Pearson for `count` successes among `trials`.
///
/// Never covers less than it says. At `count = 0` the lower limit is 0, at `count = trials` the upper is 1.
///
/// # Errors
/// [`StatsError::LevelOutside`], [`StatsError::CountAboveTotal`], [`StatsError::TooFew`] for no trials,
/// [`StatsError::CountTooLarge`].
///
/// # Example
/// ```
/// let interval = tizim_stats::interval::clopper_pearson(0, 10, 0.95)?;
/// assert!((interval.high - 0.308_497_107_818_762_94).abs() < 1e-14);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn clopper_pearson(count: u64, trials: u64, confidence: f64) -> Result<Interval, StatsError> {
    exact(count, trials, confidence, 1.0)
}

/// The mid-p interval: half of the observed mass counts. Shorter than Clopper-Pearson, right on average.
///
/// # Errors
/// As [`clopper_pearson`].
///
/// # Example
/// ```
/// let interval = tizim_stats::interval::mid_p(0, 10, 0.95)?;
/// // (1 - p)^10 / 2 = 0.025
/// assert!((interval.high - (1.0 - 0.05_f64.powf(0.1))).abs() < 1e-14);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn mid_p(count: u64, trials: u64, confidence: f64) -> Result<Interval, StatsError> {
    exact(count, trials, confidence, 0.5)
}

/// Wilson's score interval: good coverage at any count, limits inside 0 to 1.
///
/// # Errors
/// As [`clopper_pearson`].
///
/// # Example
/// ```
/// let interval = tizim_stats::interval::wilson(0, 10, 0.95)?;
/// assert!((interval.high - 0.277_532_799_862_889_26).abs() < 1e-14);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn wilson(count: u64, trials: u64, confidence: f64) -> Result<Interval, StatsError> {
    let tail = tail_of(confidence)?;
    check(count, trials)?;
    let z = normal::quantile_above(tail.ln().value())?;
    // Limits are the roots of (1 + z^2/n) p^2 - (2 s + z^2/n) p + s^2 with s = k/n; the smaller root of each
    // side is taken from the product of the roots, which does not cancel.
    let upper = |successes: f64, total: f64| {
        let (share, spread) = (successes / total, z * z / total);
        let root = (spread * (4.0 * share * ((total - successes) / total) + spread)).sqrt();
        (2.0 * share + spread + root) / (2.0 * (1.0 + spread))
    };
    let lower = |successes: f64, total: f64| {
        let (share, spread) = (successes / total, z * z / total);
        share * share / ((1.0 + spread) * upper(successes, total))
    };
    let (k, n) = (count as f64, trials as f64);
    let low = if count == 0 { 0.0 } else { lower(k, n) };
    let high = if count == trials { 1.0 } else { upper(k, n) };
    Ok(Interval { low, high })
}

/// The exact interval for the mean of a Poisson count (Garwood).
///
/// # Errors
/// [`StatsError::LevelOutside`], [`StatsError::CountTooLarge`].
///
/// # Example
/// ```
/// let interval = tizim_stats::interval::poisson(0, 0.95)?;
/// assert!((interval.high - 3.688_879_454_113_936).abs() < 1e-13);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn poisson(count: u64, confidence: f64) -> Result<Interval, StatsError> {
    let ln_tail = tail_of(confidence)?.ln();
    if count > LARGEST_COUNT / 2 {
        return Err(StatsError::CountTooLarge);
    }
    let start = (count as f64).max(0.5).ln();
    let k = count as f64;
    if count == 0 {
        return Ok(Interval { low: 0.0, high: (-ln_tail).value() });
    }
    let low = {
        let ln_mean = solve(start, |ln_mean| {
            let distribution = Poisson::new(DoubleDouble::from(ln_mean).exp())?;
            let tail = distribution.tails(count).at_least().ln_precise();
            Ok(((tail - ln_tail).value(), k * (distribution.ln_mass(count) - tail).exp().value()))
        })?;
        ln_mean.exp()
    };
    let ln_mean = solve(start, |ln_mean| {
        let distribution = Poisson::new(DoubleDouble::from(ln_mean).exp())?;
        let tail = distribution.between(0, count).ln_precise();
        let slope = -distribution.mean() * (distribution.ln_mass(count) - tail).exp().value();
        Ok(((tail - ln_tail).value(), slope))
    })?;
    Ok(Interval { low, high: ln_mean.exp() })
}

/// Half of what the confidence leaves out.
fn tail_of(confidence: f64) -> Result<DoubleDouble, StatsError> {
    if confidence > 0.0 && confidence < 1.0 {
        // A level such as 0.95 means the decimal, not its nearest binary fraction.
        let stated = crate::decimal::parse(&confidence.to_string())?;
        Ok((DoubleDouble::ONE - stated).scaled(0.5))
    } else {
        Err(StatsError::LevelOutside)
    }
}

fn check(count: u64, trials: u64) -> Result<(), StatsError> {
    if trials == 0 {
        return Err(StatsError::TooFew);
    }
    if trials > LARGEST_COUNT {
        return Err(StatsError::CountTooLarge);
    }
    if count > trials { Err(StatsError::CountAboveTotal) } else { Ok(()) }
}

/// `weight` of the observed mass counts in each tail: 1 for Clopper-Pearson, one half for mid-p.
fn exact(count: u64, trials: u64, confidence: f64, weight: f64) -> Result<Interval, StatsError> {
    let ln_tail = tail_of(confidence)?.ln();
    check(count, trials)?;
    let (k, n) = (count as f64, trials as f64);
    let middle = k.clamp(0.5, n - 0.5);
    let start = (middle / (n - middle)).ln();
    // Where all trials or none are successes, the limit is a root that can be written down.
    let root = || ((ln_tail - DoubleDouble::from(weight).ln()) / n).exp();
    let low = if count == 0 {
        0.0
    } else if count == trials {
        root().value()
    } else {
        let log_odds = solve(start, |log_odds| {
            let share = Probability::from_log_odds(log_odds);
            let distribution = Binomial::new(trials, share)?;
            let mass = LogProbability::from_ln(distribution.ln_mass(count));
            let tail = distribution.between(count + 1, trials).plus(mass.times(weight)).ln_precise();
            let relative = (mass.ln_precise() - tail).exp().value();
            let change = share.complement().value() * k - (1.0 - weight) * (k - n * share.value().value());
            Ok(((tail - ln_tail).value(), relative * change))
        })?;
        Probability::from_log_odds(log_odds).value().value()
    };
    let high = if count == trials {
        1.0
    } else if count == 0 {
        (DoubleDouble::ONE - root()).value()
    } else {
        let log_odds = solve(start, |log_odds| {
            let share = Probability::from_log_odds(log_odds);
            let distribution = Binomial::new(trials, share)?;
            let mass = LogProbability::from_ln(distribution.ln_mass(count));
            let below = if count == 0 { LogProbability::ZERO } else { distribution.between(0, count - 1) };
            let tail = below.plus(mass.times(weight)).ln_precise();
            let relative = (mass.ln_precise() - tail).exp().value();
            let change = -share.value().value() * (n - k) - (1.0 - weight) * (k - n * share.value().value());
            Ok(((tail - ln_tail).value(), relative * change))
        })?;
        Probability::from_log_odds(log_odds).value().value()
    };
    Ok(Interval { low, high })
}

/// The root of a concave function given with its slope.
fn solve(
    start: f64,
    mut function: impl FnMut(f64) -> Result<(f64, f64), StatsError>,
) -> Result<f64, StatsError> {
    let mut at = start;
    let mut before = f64::INFINITY;
    for _ in 0..MOST_STEPS {
        let (value, slope) = function(at)?;
        let step = -value / slope;
        if !step.is_finite() {
            return Err(StatsError::NoConvergence);
        }
        let step = step.clamp(-LONGEST_STEP, LONGEST_STEP);
        at += step;
        // Newton's steps shrink quadratically until rounding stops them.
        let small = 1.0 + at.abs();
        if step.abs() <= 1e-13 * small || (step.abs() < 1e-10 * small && step.abs() > before / 4.0) {
            return Ok(at);
        }
        before = step.abs();
    }
    Err(StatsError::NoConvergence)
}
