//! The beta-binomial distribution: successes whose probability itself varies between units.
//!
//! With shapes `a` and `b` the probability of a unit follows Beta(a, b): mean `a / (a + b)`, intraclass
//! correlation `1 / (a + b + 1)`. Source: Johnson, Kemp and Kotz, "Univariate Discrete Distributions" (2005), 6.2.2.
//!
//! Cost: the number of terms grows with the standard deviation; a broad distribution over n trials takes up to
//! n terms (some 40 ns each), so n is limited to [`LARGEST_TRIALS`].

use crate::double_double::DoubleDouble;
use crate::error::StatsError;
use crate::gamma::{ln_factorial, ln_gamma};
use crate::tails::{Discrete, Tails, Turning};

/// No more trials than this: a hundred million.
pub const LARGEST_TRIALS: u64 = 100_000_000;

/// A beta-binomial distribution.
#[derive(Debug, Clone, Copy)]
pub struct BetaBinomial {
    trials: u64,
    alpha: DoubleDouble,
    beta: DoubleDouble,
    ln_front: DoubleDouble,
    turning: Turning,
}

impl BetaBinomial {
    /// `trials` trials with a probability from Beta(alpha, beta).
    ///
    /// # Errors
    /// [`StatsError::ParameterOutside`] unless both shapes lie in 1e-9 to 1e15; [`StatsError::CountTooLarge`]
    /// above [`LARGEST_TRIALS`].
    pub fn new(trials: u64, alpha: f64, beta: f64) -> Result<Self, StatsError> {
        Self::precise(trials, DoubleDouble::from(alpha), DoubleDouble::from(beta))
    }

    /// The same with shapes in double-double.
    ///
    /// # Errors
    /// As [`BetaBinomial::new`].
    pub fn precise(trials: u64, alpha: DoubleDouble, beta: DoubleDouble) -> Result<Self, StatsError> {
        if trials > LARGEST_TRIALS {
            return Err(StatsError::CountTooLarge);
        }
        Self::of_any_size(trials, alpha, beta)
    }

    /// The same of any number of trials, for single masses: what is summed over it may take as long as it has trials.
    pub(crate) fn of_any_size(
        trials: u64,
        alpha: DoubleDouble,
        beta: DoubleDouble,
    ) -> Result<Self, StatsError> {
        let supported = 1e-9..=1e15;
        if !supported.contains(&alpha.value()) || !supported.contains(&beta.value()) {
            return Err(StatsError::ParameterOutside);
        }
        let sum = alpha + beta;
        let ln_front = ln_factorial(trials) - ln_gamma(sum + trials as f64) + ln_gamma(sum)
            - ln_gamma(alpha)
            - ln_gamma(beta);
        Ok(Self { trials, alpha, beta, ln_front, turning: turning(trials, alpha, beta) })
    }

    /// A beta-binomial with this mean share and intraclass correlation (0 excluded, 1 excluded).
    ///
    /// # Errors
    /// [`StatsError::ParameterOutside`] unless both lie strictly between 0 and 1 and the shapes they give are
    /// supported.
    pub fn with_correlation(trials: u64, mean: f64, correlation: f64) -> Result<Self, StatsError> {
        let inside = |x: f64| x > 0.0 && x < 1.0;
        if !inside(mean) || !inside(correlation) {
            return Err(StatsError::ParameterOutside);
        }
        let sum = (1.0 - correlation) / correlation;
        Self::new(trials, mean * sum, (1.0 - mean) * sum)
    }

    /// The number of trials.
    pub const fn trials(&self) -> u64 {
        self.trials
    }

    /// The expected number of successes.
    pub fn mean(&self) -> f64 {
        (self.alpha / (self.alpha + self.beta) * self.trials as f64).value()
    }
}

/// Neighbouring masses rise exactly where `n(a-1) - (b-1) - k(a+b-2) >= 0`.
fn turning(trials: u64, alpha: DoubleDouble, beta: DoubleDouble) -> Turning {
    let slope = alpha + beta - 2.0;
    let start = (alpha - 1.0) * trials as f64 - (beta - 1.0);
    let last = trials as f64;
    if slope.value() > 0.0 {
        let rises_until = (start / slope).value();
        Turning::Mode(if rises_until < 0.0 { 0 } else { (rises_until.floor() + 1.0).min(last) as u64 })
    } else if slope.value() < 0.0 {
        let rises_from = (start / slope).value().ceil();
        Turning::Antimode(rises_from.clamp(0.0, last) as u64)
    } else {
        Turning::Mode(if start.value() > 0.0 { trials } else { 0 })
    }
}

impl Discrete for BetaBinomial {
    fn lowest(&self) -> u64 {
        0
    }

    fn highest(&self) -> Option<u64> {
        Some(self.trials)
    }

    fn turning(&self) -> Turning {
        self.turning
    }

    fn ln_mass(&self, count: u64) -> DoubleDouble {
        let Some(failures) = self.trials.checked_sub(count) else {
            return DoubleDouble::NEG_INFINITY;
        };
        self.ln_front + ln_gamma(self.alpha + count as f64) - ln_factorial(count)
            + (ln_gamma(self.beta + failures as f64) - ln_factorial(failures))
    }

    #[inline]
    fn step_up(&self, term: DoubleDouble, count: u64) -> DoubleDouble {
        let failures = (self.trials - count) as f64;
        let above = (self.alpha + count as f64) * failures;
        let below = (self.beta + (failures - 1.0)) * ((count + 1) as f64);
        term * above / below
    }

    #[inline]
    fn step_down(&self, term: DoubleDouble, count: u64) -> DoubleDouble {
        let failures = (self.trials - count) as f64;
        let above = (self.beta + failures) * count as f64;
        let below = (self.alpha + (count - 1) as f64) * (failures + 1.0);
        term * above / below
    }

    fn is_log_concave(&self) -> bool {
        self.alpha.value() >= 1.0 && self.beta.value() >= 1.0
    }
}

/// The tails at `count` among `trials` with a probability from Beta(alpha, beta).
///
/// # Errors
/// Those of [`BetaBinomial::new`]; [`StatsError::CountAboveTotal`] when `count > trials`.
///
/// # Example
/// ```
/// let tails = tizim_stats::beta_binomial::tails(4, 20, 2.0, 5.0)?;
/// assert!((tails.at_most().value() - 0.427_598_488_468_053_9).abs() < 1e-15);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn tails(count: u64, trials: u64, alpha: f64, beta: f64) -> Result<Tails, StatsError> {
    if count > trials {
        return Err(StatsError::CountAboveTotal);
    }
    Ok(BetaBinomial::new(trials, alpha, beta)?.tails(count))
}
