//! Numbers of twice the precision: the unevaluated sum of two `f64`, some 31 decimal digits.
//!
//! Why: the logarithm of a binomial probability at n = 12,000,000 is a difference of terms near 2e8. In plain
//! `f64` that difference keeps 8 digits after the point, in double-double 23. With it the textbook formula is
//! right as it stands, and no chain of approximations has to be trusted.
//!
//! Sources: Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik
//! 18 (1971); Hida, Li and Bailey, "Library for double-double and quad-double arithmetic" (2007). Products are
//! split after Dekker, so no fused multiply-add is needed and every machine gives the same bits.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// `high + low`, with `low` at most half a unit in the last place of `high`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DoubleDouble {
    high: f64,
    low: f64,
}

/// The natural logarithm of 2.
pub const LN_2: DoubleDouble =
    DoubleDouble { high: std::f64::consts::LN_2, low: 2.319_046_813_846_299_6e-17 };
/// The natural logarithm of 10.
pub const LN_10: DoubleDouble =
    DoubleDouble { high: std::f64::consts::LN_10, low: -2.170_756_223_382_249_4e-16 };
/// The decimal logarithm of e.
pub const LOG10_E: DoubleDouble =
    DoubleDouble { high: std::f64::consts::LOG10_E, low: 1.098_319_650_216_765e-17 };
/// Half the natural logarithm of two pi.
pub const HALF_LN_TWO_PI: DoubleDouble =
    DoubleDouble { high: 0.918_938_533_204_672_8, low: -3.878_294_158_067_241_4e-17 };

/// Exact sum of two numbers (Knuth).
#[inline]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// Exact sum where `a` is the larger in size, or zero (Dekker).
#[inline]
fn quick_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// Splits into two halves of 26 bits each (Veltkamp).
#[inline]
fn split(a: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}

/// Exact product of two numbers (Dekker).
#[inline]
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let (a_high, a_low) = split(a);
    let (b_high, b_low) = split(b);
    (product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low)
}

impl DoubleDouble {
    /// Zero.
    pub const ZERO: Self = Self { high: 0.0, low: 0.0 };
    /// One.
    pub const ONE: Self = Self { high: 1.0, low: 0.0 };
    /// Minus infinity, the logarithm of zero.
    pub const NEG_INFINITY: Self = Self { high: f64::NEG_INFINITY, low: 0.0 };

    /// The sum of two numbers, kept exactly.
    #[inline]
    pub fn from_sum(a: f64, b: f64) -> Self {
        let (high, low) = two_sum(a, b);
        Self { high, low }
    }

    /// The nearest `f64`.
    #[inline]
    pub const fn value(self) -> f64 {
        self.high
    }

    /// What the nearest `f64` leaves out.
    #[inline]
    pub const fn remainder(self) -> f64 {
        self.low
    }

    /// The product with a power of two (or any number whose products are exact).
    #[inline]
    #[must_use]
    pub fn scaled(self, power: f64) -> Self {
        Self { high: self.high * power, low: self.low * power }
    }

    /// The absolute value.
    #[inline]
    #[must_use]
    pub fn abs(self) -> Self {
        if self.high < 0.0 { -self } else { self }
    }

    /// e to this power; 0 below the range of `f64`, infinite above it.
    ///
    /// Reduced by a multiple of ln 2 and by 2^9, then Taylor's series and nine squarings of `exp(r) - 1`.
    #[must_use]
    pub fn exp(self) -> Self {
        if self.high < -746.0 {
            return Self::ZERO;
        }
        if self.high > 710.0 {
            return Self::from(f64::INFINITY);
        }
        if self.high == 0.0 {
            return Self::ONE;
        }
        let exponent = (self.high / std::f64::consts::LN_2).round();
        let reduced = (self - LN_2 * exponent).scaled(1.0 / 512.0);
        // exp(r) - 1 = r + r^2/2 + ...; |r| < 0.0007, so ten terms leave less than 1e-35.
        let mut term = reduced;
        let mut less_one = reduced;
        for divisor in 2..=10 {
            term = term * reduced / f64::from(divisor);
            less_one = less_one + term;
        }
        for _ in 0..9 {
            less_one = less_one.scaled(2.0) + less_one * less_one;
        }
        let result = less_one + 1.0;
        let half = (exponent / 2.0).trunc();
        result.scaled(2.0_f64.powi(half as i32)).scaled(2.0_f64.powi((exponent - half) as i32))
    }

    /// The natural logarithm; minus infinity at zero, not a number below.
    ///
    /// The logarithm in `f64`, corrected once by `d - d^2/2` with `1 + d = x exp(-y)`.
    #[must_use]
    pub fn ln(self) -> Self {
        if self.high == 0.0 {
            return Self::NEG_INFINITY;
        }
        if !self.high.is_finite() || self.high < 0.0 {
            return Self::from(self.high.ln());
        }
        // Bring very small and very large numbers near one first, so that exp(-y) stays in range.
        let (scaled, shift) = if self.high < 1e-280 {
            (self.scaled(2.0_f64.powi(600)), -600.0)
        } else if self.high > 1e280 {
            (self.scaled(2.0_f64.powi(-600)), 600.0)
        } else {
            (self, 0.0)
        };
        let first = Self::from(scaled.high.ln());
        let excess = scaled * (-first).exp() - 1.0;
        let corrected = first + (excess - (excess * excess).scaled(0.5));
        if shift == 0.0 { corrected } else { corrected + LN_2 * shift }
    }

    /// `ln(1 + self)`, without loss near zero.
    #[must_use]
    pub fn ln_1p(self) -> Self {
        if self.high.abs() > 1e-9 {
            return (self + 1.0).ln();
        }
        // x - x^2/2 + x^3/3 - x^4/4: the next term is below 1e-36 of the first.
        let cubic = Self::from(1.0) / 3.0 - self.scaled(0.25);
        self - self * self * (Self::from(0.5) - self * cubic)
    }

    /// `1 - exp(self)`, without loss near zero.
    #[must_use]
    pub fn one_less_exp(self) -> Self {
        if self.high.abs() > 1e-9 {
            return Self::ONE - self.exp();
        }
        let cubic = Self::from(1.0) / 6.0 + self / 24.0;
        -(self + self * self * (Self::from(0.5) + self * cubic))
    }
}

impl From<f64> for DoubleDouble {
    #[inline]
    fn from(value: f64) -> Self {
        Self { high: value, low: 0.0 }
    }
}

impl From<u64> for DoubleDouble {
    fn from(value: u64) -> Self {
        Self::from(u128::from(value))
    }
}

impl From<u128> for DoubleDouble {
    fn from(value: u128) -> Self {
        let high = value as f64;
        // Below 2^106 the rest is exact; `high` can round above the value.
        let back = high as u128;
        let low = if back >= value { -((back - value) as f64) } else { (value - back) as f64 };
        Self::from_sum(high, low)
    }
}

impl Neg for DoubleDouble {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

impl Add for DoubleDouble {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        let (sum, error) = two_sum(self.high, other.high);
        if !sum.is_finite() {
            return Self::from(sum);
        }
        let (low, low_error) = two_sum(self.low, other.low);
        let (sum, error) = quick_two_sum(sum, error + low);
        let (high, low) = quick_two_sum(sum, error + low_error);
        Self { high, low }
    }
}

impl Add<f64> for DoubleDouble {
    type Output = Self;
    #[inline]
    fn add(self, other: f64) -> Self {
        let (sum, error) = two_sum(self.high, other);
        if !sum.is_finite() {
            return Self::from(sum);
        }
        let (high, low) = quick_two_sum(sum, error + self.low);
        Self { high, low }
    }
}

impl Sub for DoubleDouble {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        self + (-other)
    }
}

impl Sub<f64> for DoubleDouble {
    type Output = Self;
    #[inline]
    fn sub(self, other: f64) -> Self {
        self + (-other)
    }
}

impl Mul for DoubleDouble {
    type Output = Self;
    #[inline]
    fn mul(self, other: Self) -> Self {
        let (product, error) = two_product(self.high, other.high);
        let (high, low) = quick_two_sum(product, error + (self.high * other.low + self.low * other.high));
        Self { high, low }
    }
}

impl Mul<f64> for DoubleDouble {
    type Output = Self;
    #[inline]
    fn mul(self, other: f64) -> Self {
        let (product, error) = two_product(self.high, other);
        let (high, low) = quick_two_sum(product, error + self.low * other);
        Self { high, low }
    }
}

impl Div for DoubleDouble {
    type Output = Self;
    #[inline]
    fn div(self, other: Self) -> Self {
        let first = self.high / other.high;
        let rest = self - other * first;
        let second = rest.high / other.high;
        let rest = rest - other * second;
        let third = rest.high / other.high;
        let (high, low) = quick_two_sum(first, second);
        Self { high, low } + third
    }
}

impl Div<f64> for DoubleDouble {
    type Output = Self;
    #[inline]
    fn div(self, other: f64) -> Self {
        let first = self.high / other;
        let (product, error) = two_product(first, other);
        let second = ((self.high - product) - error + self.low) / other;
        let (high, low) = quick_two_sum(first, second);
        Self { high, low }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distance from a reference given as two parts.
    fn off(found: DoubleDouble, high: f64, low: f64) -> f64 {
        ((found - high) - low).abs().value()
    }

    #[test]
    fn constants_agree_with_each_other() {
        assert!(off(DoubleDouble::from(2.0).ln(), LN_2.high, LN_2.low) < 1e-32);
        assert!(off(DoubleDouble::from(10.0).ln(), LN_10.high, LN_10.low) < 1e-31);
        assert!(off(LN_10 * LOG10_E, 1.0, 0.0) < 1e-31);
    }

    #[test]
    fn exponential_and_logarithm_undo_each_other() {
        for step in 1..400 {
            let x = DoubleDouble::from(f64::from(step) * 1.75 - 340.3) + 1e-18;
            let back = x.exp().ln();
            assert!((back - x).abs().value() < 1e-29, "at step {step}: {back:?}");
        }
    }

    #[test]
    fn integers_are_exact_beyond_f64() {
        let wide = DoubleDouble::from((1_u128 << 100) + 1);
        assert_eq!((wide - 2.0_f64.powi(100)).value().to_bits(), 1.0_f64.to_bits());
    }

    #[test]
    fn edges() {
        assert_eq!(DoubleDouble::ZERO.ln(), DoubleDouble::NEG_INFINITY);
        assert_eq!(DoubleDouble::NEG_INFINITY.exp(), DoubleDouble::ZERO);
        assert_eq!(DoubleDouble::ZERO.exp(), DoubleDouble::ONE);
        let tiny = DoubleDouble::from(1e-300);
        assert!((tiny.ln().exp() / tiny - 1.0).abs().value() < 1e-25);
        assert!((DoubleDouble::from(1e-12).ln_1p().value() - 9.999_999_999_995e-13).abs() < 1e-27);
        assert!((DoubleDouble::from(-1e-12).one_less_exp().value() - 9.999_999_999_995e-13).abs() < 1e-27);
    }
}
