//! Probabilities that go into a question, and those that come out.

use crate::decimal;
use crate::double_double::{DoubleDouble, LOG10_E};
use crate::error::StatsError;

/// A probability and its complement, each to full precision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Probability {
    value: DoubleDouble,
    complement: DoubleDouble,
}

impl Probability {
    /// The probability that this `f64` holds exactly (so `0.1` is 0.1000000000000000055...).
    ///
    /// # Errors
    /// [`StatsError::ProbabilityOutside`] unless `0 <= value <= 1`.
    pub fn new(value: f64) -> Result<Self, StatsError> {
        Self::precise(DoubleDouble::from(value))
    }

    /// A probability in double-double.
    ///
    /// # Errors
    /// [`StatsError::ProbabilityOutside`] unless `0 <= value <= 1`.
    pub fn precise(value: DoubleDouble) -> Result<Self, StatsError> {
        let complement = DoubleDouble::ONE - value;
        if !(value.value() >= 0.0 && complement.value() >= 0.0) {
            return Err(StatsError::ProbabilityOutside);
        }
        Ok(Self { value, complement })
    }

    /// The probability that a decimal text states, such as `0.003`.
    ///
    /// # Errors
    /// [`StatsError::NotDecimal`] or [`StatsError::ProbabilityOutside`].
    pub fn parse(text: &str) -> Result<Self, StatsError> {
        Self::precise(decimal::parse(text)?)
    }

    /// The share `part / whole`.
    ///
    /// # Errors
    /// [`StatsError::CountAboveTotal`] if the part is larger, [`StatsError::TooFew`] if the whole is zero.
    pub fn share(part: u64, whole: u64) -> Result<Self, StatsError> {
        if whole == 0 {
            return Err(StatsError::TooFew);
        }
        let rest = whole.checked_sub(part).ok_or(StatsError::CountAboveTotal)?;
        let total = DoubleDouble::from(whole);
        Ok(Self { value: DoubleDouble::from(part) / total, complement: DoubleDouble::from(rest) / total })
    }

    /// The probability with these log odds: the smaller of it and its complement to the precision of `f64`, the
    /// other one its exact complement, since twelve million trials multiply what is left out.
    pub(crate) fn from_log_odds(log_odds: f64) -> Self {
        let smaller = DoubleDouble::from(1.0 / (1.0 + log_odds.abs().exp()));
        let larger = DoubleDouble::ONE - smaller;
        if log_odds < 0.0 {
            Self { value: smaller, complement: larger }
        } else {
            Self { value: larger, complement: smaller }
        }
    }

    /// The probability.
    pub const fn value(self) -> DoubleDouble {
        self.value
    }

    /// One less the probability.
    pub const fn complement(self) -> DoubleDouble {
        self.complement
    }
}

/// A probability as a result: a factor times e to a power, so that 1e-100000 is held as well as 0.5.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogProbability {
    ln_scale: DoubleDouble,
    factor: DoubleDouble,
}

impl LogProbability {
    /// Certainty.
    pub const ONE: Self = Self { ln_scale: DoubleDouble::ZERO, factor: DoubleDouble::ONE };
    /// Impossibility.
    pub const ZERO: Self = Self { ln_scale: DoubleDouble::ZERO, factor: DoubleDouble::ZERO };

    /// `factor * exp(ln_scale)`, not above one.
    pub(crate) fn scaled(ln_scale: DoubleDouble, factor: DoubleDouble) -> Self {
        if ln_scale.value() == f64::NEG_INFINITY {
            return Self::ZERO;
        }
        Self { ln_scale, factor }
    }

    /// The probability with this natural logarithm.
    pub fn from_ln(ln: DoubleDouble) -> Self {
        Self::scaled(ln, DoubleDouble::ONE)
    }

    /// The natural logarithm; minus infinity for zero.
    pub fn ln(self) -> f64 {
        self.ln_precise().value()
    }

    /// The natural logarithm in double-double.
    pub fn ln_precise(self) -> DoubleDouble {
        let ln =
            if self.factor == DoubleDouble::ONE { self.ln_scale } else { self.ln_scale + self.factor.ln() };
        if ln.value() > 0.0 { DoubleDouble::ZERO } else { ln }
    }

    /// The decimal logarithm; minus infinity for zero.
    pub fn log10(self) -> f64 {
        let ln = self.ln_precise();
        if ln.value().is_finite() { (ln * LOG10_E).value() } else { ln.value() }
    }

    /// The probability as a plain number: 0 below 5e-324.
    pub fn value(self) -> f64 {
        self.value_precise().value()
    }

    /// The probability in double-double: 0 below the range of `f64`.
    pub fn value_precise(self) -> DoubleDouble {
        let value = if self.ln_scale == DoubleDouble::ZERO {
            self.factor
        } else if self.ln_scale.value() > -600.0 {
            self.ln_scale.exp() * self.factor
        } else {
            self.ln_precise().exp()
        };
        if value.value() > 1.0 || (value - 1.0).value() > 0.0 { DoubleDouble::ONE } else { value }
    }

    /// In scientific form with so many significant digits (1 to 25), whatever its size.
    ///
    /// Digits beyond about the 22nd are not to be relied on for very large counts.
    pub fn decimal(self, digits: u32) -> String {
        decimal::from_ln(self.ln_precise(), digits)
    }

    /// One less this probability.
    #[must_use]
    pub fn complement(self) -> Self {
        Self { ln_scale: DoubleDouble::ZERO, factor: DoubleDouble::ONE - self.value_precise() }
    }

    /// The sum of two probabilities, not above one.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        if self.factor.value() <= 0.0 {
            return other;
        }
        if other.factor.value() <= 0.0 {
            return self;
        }
        let (large, small) =
            if self.ln_scale.value() >= other.ln_scale.value() { (self, other) } else { (other, self) };
        let ratio = (small.ln_scale - large.ln_scale).exp();
        Self { ln_scale: large.ln_scale, factor: large.factor + small.factor * ratio }
    }

    /// This probability times a factor such as 2 or 0.5.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { ln_scale: self.ln_scale, factor: self.factor * factor }
    }

    /// The smaller of two.
    #[must_use]
    pub fn smaller(self, other: Self) -> Self {
        if (other.ln_precise() - self.ln_precise()).value() < 0.0 { other } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_and_its_complement() {
        let third = Probability::share(1, 3).unwrap();
        assert!(((third.value() + third.complement()) - 1.0).abs().value() < 1e-31);
        assert_eq!(Probability::share(2, 1), Err(StatsError::CountAboveTotal));
        assert_eq!(Probability::share(0, 0), Err(StatsError::TooFew));
        assert!(Probability::new(f64::NAN).is_err());
        assert!(Probability::new(1.000_000_000_000_001).is_err());
        assert!(Probability::parse("1.00000000000000000000001").is_err());
    }

    #[test]
    fn sums_and_complements() {
        let tiny = LogProbability::from_ln(DoubleDouble::from(-1e5));
        assert!((tiny.plus(tiny).ln() - (-1e5 + std::f64::consts::LN_2)).abs() < 1e-10);
        assert_eq!(tiny.complement().value().to_bits(), 1.0_f64.to_bits());
        assert_eq!(LogProbability::ZERO.plus(tiny), tiny);
        assert_eq!(LogProbability::ZERO.ln_precise(), DoubleDouble::NEG_INFINITY);
        assert_eq!(LogProbability::ZERO.decimal(5), "0");
        assert_eq!(LogProbability::ONE.times(3.0).value().to_bits(), 1.0_f64.to_bits());
    }
}
