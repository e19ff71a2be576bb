//! The binomial distribution: successes among independent trials of one probability.
//!
//! The mass is the textbook formula, `ln n! - ln k! - ln (n-k)! + k ln p + (n-k) ln (1-p)`, in double-double:
//! at n = 12,032,550 its absolute error is below 1e-22.

use crate::double_double::DoubleDouble;
use crate::error::StatsError;
use crate::gamma::ln_factorial;
use crate::probability::Probability;
use crate::tails::{Discrete, LARGEST_COUNT, Tails, Turning};

/// A binomial distribution.
#[derive(Debug, Clone, Copy)]
pub struct Binomial {
    trials: u64,
    probability: Probability,
    odds: DoubleDouble,
    inverse_odds: DoubleDouble,
    ln_probability: DoubleDouble,
    ln_complement: DoubleDouble,
    ln_factorial: DoubleDouble,
    mode: u64,
}

impl Binomial {
    /// `trials` independent trials with this probability of success. Zero trials are allowed.
    ///
    /// # Errors
    /// [`StatsError::CountTooLarge`] above [`LARGEST_COUNT`] trials.
    pub fn new(trials: u64, probability: Probability) -> Result<Self, StatsError> {
        if trials > LARGEST_COUNT {
            return Err(StatsError::CountTooLarge);
        }
        let (success, failure) = (probability.value(), probability.complement());
        let mode = ((trials as f64 + 1.0) * success.value()).floor() as u64;
        Ok(Self {
            trials,
            probability,
            odds: success / failure,
            inverse_odds: failure / success,
            ln_probability: success.ln(),
            ln_complement: if success.value() < 1e-9 { (-success).ln_1p() } else { failure.ln() },
            ln_factorial: ln_factorial(trials),
            mode: mode.min(trials),
        })
    }

    /// The number of trials.
    pub const fn trials(&self) -> u64 {
        self.trials
    }

    /// The expected number of successes.
    pub fn mean(&self) -> f64 {
        (self.probability.value() * self.trials as f64).value()
    }
}

impl Discrete for Binomial {
    fn lowest(&self) -> u64 {
        if self.probability.complement().value() == 0.0 { self.trials } else { 0 }
    }

    fn highest(&self) -> Option<u64> {
        Some(if self.probability.value().value() == 0.0 { 0 } else { self.trials })
    }

    fn turning(&self) -> Turning {
        Turning::Mode(self.mode)
    }

    fn ln_mass(&self, count: u64) -> DoubleDouble {
        let Some(failures) = self.trials.checked_sub(count) else {
            return DoubleDouble::NEG_INFINITY;
        };
        // Powers of zero: 0^0 is one.
        let power = |ln: DoubleDouble, times: u64| {
            if times == 0 { DoubleDouble::ZERO } else { ln * DoubleDouble::from(times) }
        };
        let successes = power(self.ln_probability, count);
        let rest = power(self.ln_complement, failures);
        if successes.value() == f64::NEG_INFINITY || rest.value() == f64::NEG_INFINITY {
            return DoubleDouble::NEG_INFINITY;
        }
        (self.ln_factorial - ln_factorial(count) - ln_factorial(failures)) + (successes + rest)
    }

    #[inline]
    fn step_up(&self, term: DoubleDouble, count: u64) -> DoubleDouble {
        term * self.odds * ((self.trials - count) as f64) / ((count + 1) as f64)
    }

    #[inline]
    fn step_down(&self, term: DoubleDouble, count: u64) -> DoubleDouble {
        term * self.inverse_odds * (count as f64) / ((self.trials - count + 1) as f64)
    }
}

/// The tails at `count` of a binomial with the probability that this `f64` holds.
///
/// For a probability written as a decimal, such as one per cent, [`Probability::parse`] and [`Binomial::new`]
/// are more exact.
///
/// # Errors
/// [`StatsError::ProbabilityOutside`], [`StatsError::CountTooLarge`], or [`StatsError::CountAboveTotal`] when
/// `count > trials`.
///
/// # Example
/// ```
/// let tails = tizim_stats::binomial::tails(6_016_275, 12_032_550, 0.5)?;
/// assert!((tails.at_most().value() - 0.500_115_008_838_991).abs() < 1e-15);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn tails(count: u64, trials: u64, probability: f64) -> Result<Tails, StatsError> {
    if count > trials {
        return Err(StatsError::CountAboveTotal);
    }
    Ok(Binomial::new(trials, Probability::new(probability)?)?.tails(count))
}
