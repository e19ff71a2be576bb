//! A share of the law as the fraction it is, so that one per cent of 1,234 is 12.34 and not nearly.

use std::str::FromStr;

use serde::{Deserialize, Deserializer};

/// A fraction of two whole numbers, between 0 and 1, the denominator above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rational {
    numerator: u32,
    denominator: u32,
}

/// The text is no fraction between 0 and 1.
#[derive(Debug, thiserror::Error)]
#[error("expected a fraction between 0 and 1 such as `1/100`")]
pub struct NoFraction;

/// How a number of forms that is no whole number is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rounding {
    /// To the whole number below.
    Down,
    /// To the nearest whole number, a half upwards.
    Nearest,
    /// To the whole number above.
    Up,
}

impl Rounding {
    /// All roundings; the allowance never falls from one to the next.
    pub const ALL: [Self; 3] = [Self::Down, Self::Nearest, Self::Up];

    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Nearest => "nearest",
            Self::Up => "up",
        }
    }
}

impl Rational {
    /// Four of five.
    pub const FOUR_FIFTHS: Self = Self { numerator: 4, denominator: 5 };

    /// The fraction, if it lies between 0 and 1.
    pub fn new(numerator: u32, denominator: u32) -> Option<Self> {
        (denominator > 0 && numerator <= denominator).then_some(Self { numerator, denominator })
    }

    /// This share of `count`, rounded to a whole number.
    ///
    /// ```
    /// use tizim_avc::{Rational, Rounding};
    /// let share = Rational::new(1, 100).unwrap();
    /// assert_eq!(Rounding::ALL.map(|rounding| share.of(1250, rounding)), [12, 13, 13]);
    /// assert_eq!(Rounding::ALL.map(|rounding| share.of(1200, rounding)), [12, 12, 12]);
    /// ```
    pub fn of(self, count: u64, rounding: Rounding) -> u64 {
        let product = u128::from(count) * u128::from(self.numerator);
        let denominator = u128::from(self.denominator);
        let rounded = match rounding {
            Rounding::Down => product / denominator,
            Rounding::Nearest => (2 * product + denominator) / (2 * denominator),
            Rounding::Up => product.div_ceil(denominator),
        };
        u64::try_from(rounded).unwrap_or(u64::MAX)
    }

    /// The share as a number.
    pub fn value(self) -> f64 {
        f64::from(self.numerator) / f64::from(self.denominator)
    }
}

impl std::fmt::Display for Rational {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.numerator, self.denominator)
    }
}

impl FromStr for Rational {
    type Err = NoFraction;

    fn from_str(text: &str) -> Result<Self, NoFraction> {
        let (numerator, denominator) = text.split_once('/').ok_or(NoFraction)?;
        let part = |part: &str| part.trim().parse::<u32>().map_err(|_| NoFraction);
        Self::new(part(numerator)?, part(denominator)?).ok_or(NoFraction)
    }
}

impl<'de> Deserialize<'de> for Rational {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
