//! Between which counts chance stays, where its expectation is itself an estimate.
//!
//! Rare agreements of different people are nearly a Poisson number. Of an expectation that is known as a gamma number (mean
//! and variance), the count is a negative binomial number: Poisson where the variance is nothing (Johnson, Kemp and Kotz,
//! *Univariate Discrete Distributions*, 5.1).

use crate::beta::incomplete;
use crate::chance::Expected;
use crate::error::StatsError;
use crate::poisson;
use crate::probability::Probability;

/// What lies outside the bounds on each side, at most.
const TAIL: f64 = 0.025;
/// A variance below this part of the expectation changes nothing.
const LEAST_EXCESS: f64 = 1e-6;

/// An expectation that was estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The expectation.
    pub expected: f64,
    /// What the count varies by beyond a Poisson number: the variance of the estimate, and of clumps of agreements.
    pub variance: f64,
}

impl Estimate {
    /// From `events` independent events that were seen, each standing for `weight`.
    ///
    /// The bounds of no events are not zero: half an event is added where they are computed (Jeffreys' prior).
    pub fn of_events(events: f64, weight: f64) -> Self {
        Self { expected: events * weight, variance: (events + 0.5) * weight * weight }
    }

    /// The bounds that hold 95 % of the counts that chance alone gives.
    ///
    /// An expectation of nothing is taken as no event of the size that its variance tells.
    ///
    /// # Errors
    /// [`StatsError::NotANumber`]; [`StatsError::ParameterOutside`] for a variance below zero or a count beyond all bounds.
    pub fn bounds(self) -> Result<Expected, StatsError> {
        let Self { expected, variance } = self;
        if !expected.is_finite() || !variance.is_finite() {
            return Err(StatsError::NotANumber);
        }
        if variance < 0.0 {
            return Err(StatsError::ParameterOutside);
        }
        // Half an event of weight w has a variance of w²/2 and a mean of w/2.
        let mean = if expected > 0.0 { expected } else { (variance / 2.0).sqrt() };
        let at_most = |count: u64| at_most(count, mean, variance);
        let low = least(mean, |count| Ok(at_most(count)? > TAIL))?;
        let high = least(mean, |count| Ok(at_most(count)? >= 1.0 - TAIL))?;
        Ok(Expected { expected: expected.max(0.0), low: low as f64, high: high as f64 })
    }
}

/// The bounds that hold those of all estimates, so that they cover their disagreement; the expectation is that of the first.
/// `None` without estimates.
///
/// # Errors
/// As of [`Estimate::bounds`].
pub fn covering(estimates: &[Estimate]) -> Result<Option<Expected>, StatsError> {
    let mut covering: Option<Expected> = None;
    for estimate in estimates {
        let these = estimate.bounds()?;
        covering = Some(covering.map_or(these, |before| Expected {
            expected: before.expected,
            low: before.low.min(these.low),
            high: before.high.max(these.high),
        }));
    }
    Ok(covering)
}

/// The chance of at most so many.
fn at_most(count: u64, mean: f64, excess: f64) -> Result<f64, StatsError> {
    if mean <= 0.0 {
        return Ok(1.0);
    }
    if excess <= mean * LEAST_EXCESS {
        return Ok(poisson::tails(count, mean)?.at_most().value());
    }
    let size = mean * mean / excess;
    let (lower, _) = incomplete(size, count as f64 + 1.0, Probability::new(size / (size + mean))?)?;
    Ok(lower.value())
}

/// The least count for which `holds`, which holds from there on; looked for from `start` on.
fn least(start: f64, holds: impl Fn(u64) -> Result<bool, StatsError>) -> Result<u64, StatsError> {
    let mut above = (start.max(1.0) as u64).max(1);
    while !holds(above)? {
        above = above.checked_mul(2).ok_or(StatsError::ParameterOutside)?;
    }
    let mut below = 0;
    while below < above {
        let middle = below + (above - below) / 2;
        if holds(middle)? {
            above = middle;
        } else {
            below = middle + 1;
        }
    }
    Ok(above)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(expected: f64, variance: f64) -> (f64, f64) {
        let found = Estimate { expected, variance }.bounds().unwrap();
        (found.low, found.high)
    }

    #[test]
    fn bounds_are_those_of_others() {
        // scipy.stats.poisson.ppf([0.025, 0.975], mean).
        assert_eq!(bounds(71.0, 0.0), (55.0, 88.0));
        assert_eq!(bounds(0.5, 0.0), (0.0, 2.0));
        assert_eq!(bounds(2.0, 0.0), (0.0, 5.0));
        // scipy.stats.nbinom.ppf([0.025, 0.975], size, size / (size + mean)), size = mean² / variance.
        assert_eq!(bounds(10.0, 10.0), (3.0, 20.0));
        assert_eq!(bounds(100.0, 400.0), (61.0, 148.0));
        assert_eq!(bounds(3.0, 30.0), (0.0, 20.0));
    }

    #[test]
    fn nothing_seen_is_not_nothing_possible() {
        let none = Estimate::of_events(0.0, 2.0);
        let found = none.bounds().unwrap();
        assert!(found.expected.total_cmp(&0.0).is_eq() && found.high >= 5.0, "{found:?}");
        assert_eq!(bounds(0.0, 0.0), (0.0, 0.0));
    }

    #[test]
    fn two_estimates_are_covered_with_their_disagreement() {
        let of = |expected| Estimate { expected, variance: 0.0 };
        let found = covering(&[of(71.0), of(20.0)]).unwrap().unwrap();
        assert_eq!((found.low, found.high), (bounds(20.0, 0.0).0, bounds(71.0, 0.0).1));
        assert!(found.expected.total_cmp(&71.0).is_eq());
        assert_eq!(covering(&[]), Ok(None));
        assert_eq!(Estimate { expected: 1.0, variance: -1.0 }.bounds(), Err(StatsError::ParameterOutside));
        assert_eq!(of(f64::NAN).bounds(), Err(StatsError::NotANumber));
    }
}
