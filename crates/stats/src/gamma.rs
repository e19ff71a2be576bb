//! Factorials and the gamma function, in logarithms and double-double.
//!
//! Sources: NIST Digital Library of Mathematical Functions 5.11.1 (Stirling's series), 8.11.4 (series of the
//! lower incomplete gamma function), 8.9.2 (continued fraction of the upper one).

use std::sync::OnceLock;

use crate::double_double::{DoubleDouble, HALF_LN_TWO_PI};
use crate::error::StatsError;
use crate::probability::LogProbability;

/// From here on Stirling's series with 14 terms is exact to double-double.
const STIRLING_FROM: f64 = 32.0;
/// Factorials up to here come from a table.
const TABLE: u64 = 256;
/// Bernoulli numbers over 2m(2m-1): numerators and denominators, both exact in `f64`.
const STIRLING: [(f64, f64); 14] = [
    (1.0, 12.0),
    (-1.0, 360.0),
    (1.0, 1260.0),
    (-1.0, 1680.0),
    (1.0, 1188.0),
    (-691.0, 360_360.0),
    (1.0, 156.0),
    (-3617.0, 122_400.0),
    (43_867.0, 244_188.0),
    (-174_611.0, 125_400.0),
    (77_683.0, 5796.0),
    (-236_364_091.0, 1_506_960.0),
    (657_931.0, 300.0),
    (-3_392_780_147.0, 93_960.0),
];
/// More steps than any supported argument needs.
const LONGEST_ITERATION: u32 = 20_000_000;

fn stirling_coefficients() -> &'static [DoubleDouble; 14] {
    static COEFFICIENTS: OnceLock<[DoubleDouble; 14]> = OnceLock::new();
    COEFFICIENTS.get_or_init(|| STIRLING.map(|(above, below)| DoubleDouble::from(above) / below))
}

/// The natural logarithm of `count!`.
///
/// # Example
/// ```
/// assert!((tizim_stats::gamma::ln_factorial(10).value() - 3_628_800.0_f64.ln()).abs() < 1e-14);
/// ```
pub fn ln_factorial(count: u64) -> DoubleDouble {
    static SMALL: OnceLock<Vec<DoubleDouble>> = OnceLock::new();
    if count < TABLE {
        let table = SMALL.get_or_init(|| (0..TABLE).map(|n| ln_gamma(DoubleDouble::from(n) + 1.0)).collect());
        return table.get(count as usize).copied().unwrap_or(DoubleDouble::ZERO);
    }
    ln_gamma(DoubleDouble::from(count) + 1.0)
}

/// The natural logarithm of the gamma function of a positive number; not a number elsewhere.
///
/// # Example
/// ```
/// use tizim_stats::{DoubleDouble, gamma::ln_gamma};
/// // Gamma(1/2) is the square root of pi.
/// let half = ln_gamma(DoubleDouble::from(0.5));
/// assert!((half.value() - std::f64::consts::PI.ln() / 2.0).abs() < 1e-15);
/// ```
pub fn ln_gamma(x: DoubleDouble) -> DoubleDouble {
    if x.value().is_nan() || x.value() <= 0.0 {
        return DoubleDouble::from(f64::NAN);
    }
    // Below the series: Gamma(x) = Gamma(x + m) / (x (x+1) ... (x+m-1)).
    let mut shifted = x;
    let mut product = DoubleDouble::ONE;
    while shifted.value() < STIRLING_FROM {
        product = product * shifted;
        shifted = shifted + 1.0;
    }
    let main = (shifted - 0.5) * shifted.ln() - shifted + HALF_LN_TWO_PI + stirling_error(shifted);
    if x.value() < STIRLING_FROM { main - product.ln() } else { main }
}

/// What Stirling's formula leaves out at a large argument.
fn stirling_error(x: DoubleDouble) -> DoubleDouble {
    let inverse = DoubleDouble::ONE / x;
    let square = inverse * inverse;
    let terms = if x.value() > 1e9 {
        3
    } else if x.value() > 1e4 {
        6
    } else if x.value() > 200.0 {
        10
    } else {
        14
    };
    let sum = stirling_coefficients()[..terms]
        .iter()
        .rev()
        .fold(DoubleDouble::ZERO, |sum, coefficient| sum * square + *coefficient);
    sum * inverse
}

/// `ln(a (a+1) ... (a+count-1))` in `f64`, without the loss of a difference of two large logarithms.
///
/// For likelihoods over many units, where double-double would be too slow.
pub(crate) fn ln_rising(a: f64, count: f64) -> f64 {
    if count <= 12.0 {
        let mut product = 1.0_f64;
        let mut sum = 0.0;
        let mut step = 0.0;
        while step < count {
            product *= a + step;
            if !(1e-200..1e200).contains(&product) {
                sum += product.ln();
                product = 1.0;
            }
            step += 1.0;
        }
        return sum + product.ln();
    }
    if a < 16.0 {
        let steps = 16.0_f64.min(count).floor();
        return ln_rising_small(a, steps) + ln_rising(a + steps, count - steps);
    }
    let error = |x: f64| {
        let square = 1.0 / (x * x);
        (1.0 / 12.0
            - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0))))
            / x
    };
    (a - 0.5) * (count / a).ln_1p() + count * ((a + count).ln() - 1.0) + (error(a + count) - error(a))
}

fn ln_rising_small(a: f64, steps: f64) -> f64 {
    let half = (steps / 2.0).floor();
    ln_rising(a, half) + ln_rising(a + half, steps - half)
}

/// Both regularised incomplete gamma functions, `(P(a, x), Q(a, x))`: the lower and the upper tail at `x` of
/// a gamma variable of shape `a` and scale 1.
///
/// The part that is computed directly (series below `a + 1`, continued fraction above) keeps its relative
/// precision; the other is the complement.
///
/// # Errors
/// [`StatsError::ParameterOutside`] unless `1e-9 <= a <= 1e13` and `x >= 0` and neither is infinite;
/// [`StatsError::NoConvergence`] if the iteration does not settle.
///
/// # Example
/// ```
/// // Shape 1 is the exponential distribution.
/// let (_, upper) = tizim_stats::gamma::incomplete(1.0, 1000.0)?;
/// assert!((upper.ln() + 1000.0).abs() < 1e-12);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn incomplete(a: f64, x: f64) -> Result<(LogProbability, LogProbability), StatsError> {
    if !(1e-9..=1e13).contains(&a) || x.is_nan() || x < 0.0 || x.is_infinite() {
        return Err(StatsError::ParameterOutside);
    }
    if x == 0.0 {
        return Ok((LogProbability::ZERO, LogProbability::ONE));
    }
    let (shape, point) = (DoubleDouble::from(a), DoubleDouble::from(x));
    let ln_front = shape * point.ln() - point - ln_gamma(shape);
    if x < a + 1.0 {
        let mut term = DoubleDouble::ONE / shape;
        let mut sum = term;
        let mut divisor = shape;
        for _ in 0..LONGEST_ITERATION {
            divisor = divisor + 1.0;
            term = term * point / divisor;
            sum = sum + term;
            let ratio = x / divisor.value();
            if term.value() * ratio < 1e-22 * sum.value() * (1.0 - ratio) {
                let lower = LogProbability::scaled(ln_front, sum);
                return Ok((lower, lower.complement()));
            }
        }
        return Err(StatsError::NoConvergence);
    }
    // Lentz's method, modified, on DLMF 8.9.2 in its even form.
    let mut b = point + 1.0 - shape;
    let mut c = DoubleDouble::from(1e200);
    let mut d = DoubleDouble::ONE / b;
    let mut value = d;
    for step in 1..LONGEST_ITERATION {
        let i = f64::from(step);
        let numerator = (DoubleDouble::from(i) - shape) * -i;
        b = b + 2.0;
        d = DoubleDouble::ONE / (numerator * d + b);
        c = b + numerator / c;
        let change = d * c;
        value = value * change;
        if (change - 1.0).abs().value() < 1e-24 {
            let upper = LogProbability::scaled(ln_front, value);
            return Ok((upper.complement(), upper));
        }
    }
    Err(StatsError::NoConvergence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factorials_by_multiplication() {
        let mut sum = DoubleDouble::ZERO;
        for n in 1..2_000_u64 {
            sum = sum + DoubleDouble::from(n).ln();
            assert!((ln_factorial(n) - sum).abs().value() < 1e-26, "at {n}");
        }
    }

    #[test]
    fn rising_against_double_double() {
        for a in [1e-3, 0.5, 1.0, 7.3, 15.9, 300.0, 1e6, 1e9] {
            for count in [0_u32, 1, 5, 12, 13, 29, 100, 3_000, 12_000_000] {
                let exact = (ln_gamma(DoubleDouble::from(a) + f64::from(count))
                    - ln_gamma(DoubleDouble::from(a)))
                .value();
                let found = ln_rising(a, f64::from(count));
                assert!(
                    (found - exact).abs() <= 1e-14 * (1.0 + exact.abs()) * 4.0,
                    "{a} {count}: {found} {exact}"
                );
            }
        }
    }

    #[test]
    fn gamma_tails_at_the_edges() {
        assert_eq!(incomplete(2.0, 0.0).unwrap().1, LogProbability::ONE);
        assert!(incomplete(0.0, 1.0).is_err());
        assert!(incomplete(1.0, f64::NAN).is_err());
        // Shape 3: Q = exp(-x) (1 + x + x^2/2).
        for x in [0.1_f64, 1.0, 3.9, 4.1, 50.0, 2000.0] {
            let (_, upper) = incomplete(3.0, x).unwrap();
            let expected = -x + (1.0 + x + x * x / 2.0).ln();
            assert!((upper.ln() - expected).abs() < 1e-13 * (1.0 + expected.abs()), "{x}");
        }
    }
}
