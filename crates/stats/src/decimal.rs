//! Decimal text in and out, at full precision.
//!
//! A rate such as `0.003` has no exact binary form. At twelve million trials the difference shows in the
//! fifteenth digit, so a rate that was written as a decimal is read as that decimal.

use crate::double_double::{DoubleDouble, LN_10, LOG10_E};
use crate::error::StatsError;

/// Reads a decimal number (`0.003`, `-12`, `1e-9`) to some 31 digits.
///
/// Digits beyond the 36th are passed over. Exponents far outside the range of `f64` give 0 or infinity; use
/// [`parse_ln`] for those.
///
/// # Errors
/// [`StatsError::NotDecimal`] for anything else, including `nan` and `inf`.
///
/// # Example
/// ```
/// let third_of_a_percent = tizim_stats::decimal::parse("0.003")?;
/// assert_eq!(third_of_a_percent.value(), 0.003);
/// assert!(third_of_a_percent.remainder() != 0.0);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn parse(text: &str) -> Result<DoubleDouble, StatsError> {
    let parts = Parts::read(text)?;
    let mantissa = DoubleDouble::from(parts.mantissa);
    let size = if parts.mantissa == 0 {
        DoubleDouble::ZERO
    } else {
        let mut exponent = parts.exponent.clamp(-800, 800);
        let mut size = mantissa;
        while exponent < 0 {
            let step = exponent.unsigned_abs().min(22);
            size = size / 10.0_f64.powi(step as i32);
            exponent += i64::from(step as u32);
        }
        while exponent > 0 {
            let step = exponent.min(22);
            size = size * 10.0_f64.powi(step as i32);
            exponent -= step;
        }
        size
    };
    Ok(if parts.negative { -size } else { size })
}

/// The natural logarithm of a non-negative decimal number, also where the number itself is out of range
/// (`1e-754`).
///
/// # Errors
/// [`StatsError::NotDecimal`] for text that is no decimal number; [`StatsError::ProbabilityOutside`] for a
/// negative one.
///
/// # Example
/// ```
/// let ln = tizim_stats::decimal::parse_ln("1e-754")?;
/// assert!((ln.value() + 754.0 * std::f64::consts::LN_10).abs() < 1e-10);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn parse_ln(text: &str) -> Result<DoubleDouble, StatsError> {
    let parts = Parts::read(text)?;
    if parts.mantissa == 0 {
        return Ok(DoubleDouble::NEG_INFINITY);
    }
    if parts.negative {
        return Err(StatsError::ProbabilityOutside);
    }
    if parts.exponent.unsigned_abs() < 200 {
        return Ok(parse(text)?.ln());
    }
    Ok(DoubleDouble::from(parts.mantissa).ln() + LN_10 * parts.exponent as f64)
}

/// Writes the number whose natural logarithm is given, with so many significant digits (1 to 25):
/// `7.645069626621351e-754`; `0` for minus infinity. Always in scientific form.
///
/// # Example
/// ```
/// use tizim_stats::{DoubleDouble, decimal::from_ln};
/// assert_eq!(from_ln(DoubleDouble::from(-1e6), 6), "3.29683e-434295");
/// ```
pub fn from_ln(ln: DoubleDouble, digits: u32) -> String {
    let digits = digits.clamp(1, 25);
    if ln.value() == f64::NEG_INFINITY {
        return "0".to_owned();
    }
    if !ln.value().is_finite() {
        return ln.value().to_string();
    }
    let mut exponent = (ln * LOG10_E).value().floor() + 0.0;
    let mut mantissa = (ln - LN_10 * exponent).exp();
    if mantissa.value() >= 10.0 {
        mantissa = mantissa / 10.0;
        exponent += 1.0;
    } else if mantissa.value() < 1.0 {
        mantissa = mantissa * 10.0;
        exponent -= 1.0;
    }
    // Round the mantissa to an integer of `digits` digits.
    let mut scaled = mantissa;
    for _ in 1..digits {
        scaled = scaled * 10.0;
    }
    let whole = scaled.value().floor();
    let mut integer = whole as i128 + ((scaled - whole) + 0.5).value().floor() as i128;
    let limit = 10_i128.pow(digits);
    if integer >= limit {
        integer /= 10;
        exponent += 1.0;
    }
    let text = integer.to_string();
    let (first, rest) = text.split_at(1);
    if rest.is_empty() { format!("{first}e{exponent}") } else { format!("{first}.{rest}e{exponent}") }
}

/// A decimal number taken apart: `(-1)^negative * mantissa * 10^exponent`.
struct Parts {
    negative: bool,
    mantissa: u128,
    exponent: i64,
}

impl Parts {
    fn read(text: &str) -> Result<Self, StatsError> {
        let text = text.trim();
        let (negative, text) = match text.as_bytes().first() {
            Some(b'-') => (true, text.get(1..).unwrap_or_default()),
            Some(b'+') => (false, text.get(1..).unwrap_or_default()),
            _ => (false, text),
        };
        let (digits, written) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => {
                (digits, exponent.parse::<i64>().map_err(|_| StatsError::NotDecimal)?)
            }
            None => (text, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() {
            return Err(StatsError::NotDecimal);
        }
        let mut mantissa = 0_u128;
        let mut exponent = written.clamp(-1_000_000_000_000, 1_000_000_000_000);
        for (index, byte) in whole.bytes().chain(fraction.bytes()).enumerate() {
            if !byte.is_ascii_digit() {
                return Err(StatsError::NotDecimal);
            }
            let after_point = index >= whole.len();
            if mantissa < 10_u128.pow(31) {
                mantissa = mantissa * 10 + u128::from(byte - b'0');
                exponent -= i64::from(after_point);
            } else {
                exponent += i64::from(!after_point);
            }
        }
        Ok(Self { negative, mantissa, exponent })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_f64_reads() {
        for text in ["0.003", "1", "12.5e-3", "0.1", "123456789.123456789", "1e-12", ".5", "5.", "-0.25"] {
            let expected: f64 = text.parse().unwrap();
            assert!(
                (parse(text).unwrap().value() - expected).abs() <= f64::EPSILON * expected.abs(),
                "{text}"
            );
        }
        for bad in ["", ".", "e5", "nan", "inf", "1,5", "0x1", "1e", "--1", "1.2.3", "ә"] {
            assert_eq!(parse(bad), Err(StatsError::NotDecimal), "{bad}");
        }
    }

    #[test]
    fn a_tenth_is_a_tenth() {
        let tenth = parse("0.1").unwrap();
        assert!((tenth * 10.0 - 1.0).abs().value() < 1e-31);
        let long = parse("0.1000000000000000000000000000000000000000000000").unwrap();
        assert_eq!(tenth, long);
    }

    #[test]
    fn writes_and_reads_back() {
        for text in ["1.000000e0", "9.999999e-1", "2.500000e17", "7.645069e-754", "3.100000e-100000"] {
            assert_eq!(from_ln(parse_ln(text).unwrap(), 7), text);
        }
        assert_eq!(from_ln(DoubleDouble::NEG_INFINITY, 5), "0");
        assert_eq!(parse_ln("0.000").unwrap(), DoubleDouble::NEG_INFINITY);
        assert_eq!(parse_ln("-1").unwrap_err(), StatsError::ProbabilityOutside);
    }
}
