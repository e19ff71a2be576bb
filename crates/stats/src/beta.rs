//! The incomplete beta function, in logarithms.
//!
//! Source: NIST Digital Library of Mathematical Functions 8.17.22 (continued fraction), evaluated by the modified
//! method of Lentz in double-double. It is independent of the sums in [`crate::tails`], and the tests compare both.

use crate::double_double::DoubleDouble;
use crate::error::StatsError;
use crate::gamma::ln_gamma;
use crate::probability::{LogProbability, Probability};

/// More steps than any supported argument needs.
const LONGEST_ITERATION: u32 = 20_000_000;
/// In place of a denominator of zero.
const TINY: f64 = 1e-200;

/// Both regularised incomplete beta functions, `(I_x(a, b), 1 - I_x(a, b))`: the lower and upper tail at `x` of
/// a Beta(a, b) variable.
///
/// The part that the continued fraction gives keeps its relative precision; the other is the complement.
///
/// # Errors
/// [`StatsError::ParameterOutside`] unless both shapes lie in 1e-9 to 1e13; [`StatsError::NoConvergence`] if the
/// fraction does not settle.
///
/// # Example
/// ```
/// use tizim_stats::{Probability, beta::incomplete};
/// // Beta(1, b): the upper tail is (1 - x)^b.
/// let (_, upper) = incomplete(1.0, 5_000.0, Probability::new(0.5)?)?;
/// assert!((upper.ln() + 5_000.0 * std::f64::consts::LN_2).abs() < 1e-10);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn incomplete(a: f64, b: f64, x: Probability) -> Result<(LogProbability, LogProbability), StatsError> {
    let supported = 1e-9..=1e13;
    if !supported.contains(&a) || !supported.contains(&b) {
        return Err(StatsError::ParameterOutside);
    }
    if x.value().value() == 0.0 {
        return Ok((LogProbability::ZERO, LogProbability::ONE));
    }
    if x.complement().value() == 0.0 {
        return Ok((LogProbability::ONE, LogProbability::ZERO));
    }
    let (first, second) = (DoubleDouble::from(a), DoubleDouble::from(b));
    let ln_front = ln_gamma(first + second) - ln_gamma(first) - ln_gamma(second)
        + first * x.value().ln()
        + second * x.complement().ln();
    if x.value().value() < (a + 1.0) / (a + b + 2.0) {
        let lower = LogProbability::scaled(ln_front, fraction(first, second, x.value())? / first);
        Ok((lower, lower.complement()))
    } else {
        let upper = LogProbability::scaled(ln_front, fraction(second, first, x.complement())? / second);
        Ok((upper.complement(), upper))
    }
}

fn fraction(a: DoubleDouble, b: DoubleDouble, x: DoubleDouble) -> Result<DoubleDouble, StatsError> {
    let sum = a + b;
    let away =
        |value: DoubleDouble| if value.value().abs() < TINY { DoubleDouble::from(TINY) } else { value };
    let mut c = DoubleDouble::ONE;
    let mut d = DoubleDouble::ONE / away(DoubleDouble::ONE - sum * x / (a + 1.0));
    let mut value = d;
    for step in 1..LONGEST_ITERATION {
        let m = f64::from(step);
        let double = a + 2.0 * m;
        let even = (b - m) * m * x / ((double - 1.0) * double);
        d = DoubleDouble::ONE / away(even * d + 1.0);
        c = away(even / c + 1.0);
        value = value * (d * c);
        let odd = -((a + m) * (sum + m) * x) / (double * (double + 1.0));
        d = DoubleDouble::ONE / away(odd * d + 1.0);
        c = away(odd / c + 1.0);
        let change = d * c;
        value = value * change;
        if (change - 1.0).abs().value() < 1e-24 {
            return Ok(value);
        }
    }
    Err(StatsError::NoConvergence)
}
