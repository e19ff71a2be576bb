//! The Poisson distribution: rare events with a known expectation.

use crate::double_double::DoubleDouble;
use crate::error::StatsError;
use crate::gamma::ln_factorial;
use crate::tails::{Discrete, LARGEST_COUNT, Tails, Turning};

/// A Poisson distribution.
#[derive(Debug, Clone, Copy)]
pub struct Poisson {
    mean: DoubleDouble,
    ln_mean: DoubleDouble,
    mode: u64,
}

impl Poisson {
    /// Events with this expectation. Zero is allowed: then nothing happens.
    ///
    /// # Errors
    /// [`StatsError::ParameterOutside`] if the mean is negative, not a number, or above [`LARGEST_COUNT`].
    pub fn new(mean: DoubleDouble) -> Result<Self, StatsError> {
        if !(0.0..=LARGEST_COUNT as f64).contains(&mean.value()) {
            return Err(StatsError::ParameterOutside);
        }
        Ok(Self { mean, ln_mean: mean.ln(), mode: mean.value().floor() as u64 })
    }

    /// The expectation.
    pub const fn mean(&self) -> f64 {
        self.mean.value()
    }
}

impl Discrete for Poisson {
    fn lowest(&self) -> u64 {
        0
    }

    fn highest(&self) -> Option<u64> {
        (self.mean.value() == 0.0).then_some(0)
    }

    fn turning(&self) -> Turning {
        Turning::Mode(self.mode)
    }

    fn ln_mass(&self, count: u64) -> DoubleDouble {
        if count == 0 {
            return -self.mean;
        }
        if self.mean.value() == 0.0 {
            return DoubleDouble::NEG_INFINITY;
        }
        self.ln_mean * DoubleDouble::from(count) - self.mean - ln_factorial(count)
    }

    #[inline]
    fn step_up(&self, term: DoubleDouble, count: u64) -> DoubleDouble {
        term * self.mean / ((count + 1) as f64)
    }

    #[inline]
    fn step_down(&self, term: DoubleDouble, count: u64) -> DoubleDouble {
        term * (count as f64) / self.mean
    }
}

/// The tails at `count` of a Poisson variable with the mean that this `f64` holds.
///
/// # Errors
/// [`StatsError::ParameterOutside`] for the mean; [`StatsError::CountTooLarge`] above [`LARGEST_COUNT`].
///
/// # Example
/// ```
/// let tails = tizim_stats::poisson::tails(0, 4.0)?;
/// assert!((tails.at_most().ln() + 4.0).abs() < 1e-15);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn tails(count: u64, mean: f64) -> Result<Tails, StatsError> {
    if count > LARGEST_COUNT {
        return Err(StatsError::CountTooLarge);
    }
    Ok(Poisson::new(DoubleDouble::from(mean))?.tails(count))
}
