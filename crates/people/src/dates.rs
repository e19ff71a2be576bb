//! The date parser of the house.
//!
//! Tables hold dates as ISO, in Russian order, as Excel serials, as years alone (lawful lists do), in words of three
//! languages, and as placeholders that mean nothing. All of them are read here, so that a birth date, an extract's day
//! and a certificate's hour are read by one rule everywhere. Day before month: an American order is refused, not guessed.
//!
//! | written | read as |
//! |---|---|
//! | `1999-12-31`, `1999/12/31`, `19991231`, `31.12.1999`, `31/12/1999`, `31-12-1999` | that day |
//! | `31.12.1999 г.`, `31 декабря 1999 года`, `1999 жылғы 31 желтоқсан`, `31 December 1999`, `December 31, 1999` | that day |
//! | `1999`, `00.00.1999`, `1999 г.` | the year alone |
//! | `12.1999`, `1999-12`, `декабрь 1999` | the month of that year |
//! | `36525` (five digits, 10000 to 60000) | an Excel serial of the 1900 system, here 31 December 1999 |
//! | `31.12.99` | refused, unless [`DateOptions::two_digit_pivot`] says how to read it |
//! | `01.01.1900`, `1899-12-30`, `1111-11-11`, `9999-12-31`, `00.00.0000` | [`DateProblem::Placeholder`] |

use std::fmt;

use jiff::civil;
use serde::{Deserialize, Serialize};
use thiserror::Error;

mod moment;
mod months;
mod parse;

pub use moment::{Moment, parse_datetime};
pub use months::month_named;
pub use parse::{parse_birth_date, parse_date};

/// How to read what a date leaves open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateOptions {
    /// The latest year that a two-digit year may stand for: with 2023, `23` is 2023 and `24` is 1924. Without it
    /// two-digit years are refused.
    pub two_digit_pivot: Option<u16>,
    /// Which whole numbers are Excel serials.
    pub excel_serials: ExcelSerials,
}

/// Which whole numbers are days of Excel's 1900 date system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExcelSerials {
    /// Five digits, 10000 (18 May 1927) to 60000 (8 April 2064): no other reading of five digits is a date.
    #[default]
    Plausible,
    /// Every number from 1 to 99999: for a column known to hold serials. A lone year is then read as a serial.
    Always,
    /// None.
    Never,
}

/// Why a value is no date. Never carries the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DateProblem {
    /// Nothing was written.
    #[error("the date is missing")]
    Empty,
    /// None of the known forms.
    #[error("this is none of the known forms of a date")]
    Form,
    /// A known form, but no day of the calendar, or a year outside 1800 to 2199.
    #[error("there is no such day in the calendar between 1800 and 2199")]
    NoSuchDay,
    /// A year of two digits, and no pivot was given.
    #[error("the year has two digits only")]
    TwoDigitYear,
    /// A day that programs write where nothing is known, such as 01.01.1900.
    #[error("this date is a placeholder that says nothing")]
    Placeholder,
    /// A whole day is needed, and the value states a year or a month.
    #[error("the day or the month is missing")]
    NotWhole,
}

impl DateProblem {
    /// A stable word for counting and for keys of messages: `no_such_day`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Form => "form",
            Self::NoSuchDay => "no_such_day",
            Self::TwoDigitYear => "two_digit_year",
            Self::Placeholder => "placeholder",
            Self::NotWhole => "not_whole",
        }
    }
}

/// A birth date as lists hold it: a year, often with month and day.
///
/// Ordered by year, then month, then day, with the unknown first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BirthDate(u32);

/// Shows the shape only.
impl fmt::Debug for BirthDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match (self.month(), self.day()) {
            (Some(_), Some(_)) => "BirthDate(9999-99-99)",
            (Some(_), None) => "BirthDate(9999-99)",
            _ => "BirthDate(9999)",
        })
    }
}

/// The youngest and the oldest that somebody can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// Whole years at least; negative before birth.
    pub least: i32,
    /// Whole years at most.
    pub most: i32,
}

impl BirthDate {
    /// A whole day, if the calendar has it (years 1 to 9999, Gregorian).
    pub fn full(year: u16, month: u8, day: u8) -> Option<Self> {
        let in_every_month = matches!((month, day), (1..=12, 1..=28));
        let is_day = in_every_month || day >= 1 && day <= days_in_month(year, month);
        ((1..=9999).contains(&year) && is_day).then(|| Self::pack(year, month, day))
    }

    /// A year and a month.
    pub fn month_of(year: u16, month: u8) -> Option<Self> {
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then(|| Self::pack(year, month, 0))
    }

    /// A year alone, 1 to 9999.
    pub fn year_only(year: u16) -> Option<Self> {
        (1..=9999).contains(&year).then(|| Self::pack(year, 0, 0))
    }

    const fn pack(year: u16, month: u8, day: u8) -> Self {
        Self((year as u32) << 9 | (month as u32) << 5 | day as u32)
    }

    /// The year.
    pub fn year(self) -> u16 {
        (self.0 >> 9) as u16
    }

    /// The month, 1 to 12, where known.
    pub fn month(self) -> Option<u8> {
        Some((self.0 >> 5 & 15) as u8).filter(|month| *month != 0)
    }

    /// The day of the month, where known.
    pub fn day(self) -> Option<u8> {
        Some((self.0 & 31) as u8).filter(|day| *day != 0)
    }

    /// Whether month and day are known.
    pub fn is_whole(self) -> bool {
        self.0 & 31 != 0
    }

    /// A number below 2^23 that is equal exactly for equal dates and ordered as they are: `year << 9 | month << 5 | day`,
    /// with 0 for what is unknown. Good as a key.
    pub fn packed(self) -> u32 {
        self.0
    }

    /// How many bits of [`packed`](Self::packed) are used.
    pub(crate) const BITS: u32 = 23;

    /// The date of a number that [`packed`](Self::packed) gave.
    pub(crate) const fn of_packed(packed: u32) -> Self {
        Self(packed)
    }

    /// The date of [`packed`](Self::packed), if it is one.
    pub fn from_packed(packed: u32) -> Option<Self> {
        let (year, month, day) =
            (u16::try_from(packed >> 9).ok()?, (packed >> 5 & 15) as u8, (packed & 31) as u8);
        match (month, day) {
            (0, 0) => Self::year_only(year),
            (month, 0) => Self::month_of(year, month),
            (month, day) => Self::full(year, month, day),
        }
    }

    /// The same date with nothing but its year.
    #[must_use]
    pub fn without_day(self) -> Self {
        Self(self.0 & !0x1ff)
    }

    /// Whether both can be one date: what both state is equal. A year alone agrees with any day of that year, so this
    /// is no equivalence (two days of one year both agree with the year, not with each other).
    pub fn agrees_with(self, other: Self) -> bool {
        let part = |mask: u32| {
            let (left, right) = (self.0 & mask, other.0 & mask);
            left == 0 || right == 0 || left == right
        };
        self.year() == other.year() && part(0x1e0) && part(0x1f)
    }

    /// The day in the calendar, if whole.
    pub fn to_date(self) -> Option<civil::Date> {
        civil::Date::new(self.year() as i16, self.month()? as i8, self.day()? as i8).ok()
    }

    /// Age in whole years on `day`. Who was born on 29 February grows older on 1 March in years that have no 29th.
    pub fn age_on(self, day: civil::Date) -> Age {
        let years = i32::from(day.year()) - i32::from(self.year());
        let today = (day.month() as u8, day.day() as u8);
        let latest = (self.month().unwrap_or(12), self.day().unwrap_or(31));
        let earliest = (self.month().unwrap_or(1), self.day().unwrap_or(1));
        Age { least: years - i32::from(latest > today), most: years - i32::from(earliest > today) }
    }
}

impl From<civil::Date> for BirthDate {
    /// Years before 1 cannot be birth years and become year 1.
    fn from(date: civil::Date) -> Self {
        Self::pack(date.year().max(1) as u16, date.month() as u8, date.day() as u8)
    }
}

/// The days of a month of the Gregorian calendar; 0 where there is no such month.
fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
