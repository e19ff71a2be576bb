//! The number by which a state knows a person (in Kazakhstan ЖСН, ИИН): read, checked, and what it says of birth and sex.
//!
//! How such a number is built is data, [`IinRules`]. What follows is of the twelve digits of Kazakhstan, the form of a
//! profile that states no other: digits 1 to 6 are the birth date (YYMMDD), digit 7 is century and sex, 8 to 11 a serial,
//! 12 a check digit: the sum of digits 1 to 11 times the weights 1 to 11, modulo 11; if that is 10, the sum with the weights
//! 3 4 5 6 7 8 9 10 11 1 2; if that is 10 again, the number is never issued.
//!
//! # What the check digit can and cannot show
//! Over all valid dates the first sum gives 10 in 9.09 % of cases and both do in 0.826 %. A single wrong digit in
//! positions 1 to 10 passes in about 1.67 % of cases and a swap of neighbours in 1.5 %. But weight 11 is 0 modulo 11,
//! so a wrong *eleventh* digit passes in 91.67 % of cases: a number with a right check digit may still be mistyped.
//!
//! Which seventh digit stands for which century is data too: synthetic rolls use digits that are never issued, so that
//! nobody can hold their numbers. Since 2013 a difference between the number and the birth date or sex of a person is
//! officially not an error there; nothing here compares them.

use std::fmt;
use std::num::NonZeroU32;

use thiserror::Error;

use crate::dates::BirthDate;
use crate::sex::Sex;

mod digits;
mod partial;
mod rules;
mod scheme;
mod written;

use digits::TwelveDigits;
use rules::Form;
use scheme::{MOST_DIGITS, Scheme, number_of};
use written::Written;

pub use partial::PartialIin;
pub use rules::{Century, IinRules};

/// Why a value is no identification number. Never carries the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IinProblem {
    /// Nothing was written.
    #[error("the identification number is missing")]
    Empty,
    /// Another number of digits, and not one to three fewer either.
    #[error("an identification number has {expected} digits, this value has {digits}")]
    Length {
        /// How many digits there were.
        digits: usize,
        /// How many there are in a number.
        expected: usize,
    },
    /// A character that is no digit, space, quote or hyphen.
    #[error("an identification number holds digits only")]
    NotADigit,
    /// Digits hidden or not legible (`?`, `*`, `X`, `#`, `_`, a bullet, a block): see [`PartialIin`].
    #[error("some digits of the identification number are hidden or not legible")]
    Masked,
    /// One to three digits too few, as a spreadsheet leaves them that took the value for a number.
    #[error("the identification number has lost its leading zeros")]
    LostZeros {
        /// The number with its zeros given back, where that one is valid: a lead, not a reading.
        candidate: Option<Iin>,
    },
    /// A check digit does not fit the others.
    #[error("the check digit of the identification number is wrong")]
    CheckDigit,
    /// The other digits allow no check digit, so no such number was ever issued.
    #[error("no identification number with these digits before the check digit is ever issued")]
    NeverIssued,
    /// The digit for century and sex stands for none in the profile.
    #[error("the digit for century and sex of the identification number stands for none")]
    CenturyUnknown,
    /// The digits of the birth date are no day of the calendar.
    #[error("the identification number states no date")]
    DateInvalid,
}

impl IinProblem {
    /// A stable word for counting and for keys of messages: `check_digit`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Length { .. } => "length",
            Self::NotADigit => "not_a_digit",
            Self::Masked => "masked",
            Self::LostZeros { .. } => "lost_zeros",
            Self::CheckDigit => "check_digit",
            Self::NeverIssued => "never_issued",
            Self::CenturyUnknown => "century_unknown",
            Self::DateInvalid => "date_invalid",
        }
    }
}

/// A valid identification number: as many digits as the rules say, right check digit, known century, a day of the calendar.
///
/// Ordered by the number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iin {
    number: u64,
    /// How many digits, the birth date, and one bit for the sex: never zero, since no date is.
    born: NonZeroU32,
}

const DATE_FROM: u32 = 1;
const DIGITS_FROM: u32 = 24;
const _: () =
    assert!(BirthDate::BITS == DIGITS_FROM - DATE_FROM && MOST_DIGITS < 1 << (u32::BITS - DIGITS_FROM));

/// Shows no digit.
impl fmt::Debug for Iin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Iin({})", "9".repeat(self.digits()))
    }
}

impl Iin {
    /// Reads a number as people write it: its digits, with spaces, no-break spaces, hyphens or quotes anywhere, with the
    /// `.0` or `,00` that some programs add, as the formula `="…"` by which spreadsheets keep zeros, or behind `ИИН`, `ЖСН`,
    /// `IIN` or `№`.
    ///
    /// # Errors
    /// The first of these that holds: nothing written, a foreign character, hidden digits, the length, lost zeros, the
    /// check digit, the century, the date. All of the check digit's limits are in the [module documentation](self).
    ///
    /// ```
    /// use tizim_people::{Century, Iin, IinProblem, IinRules, Sex};
    /// let rules = IinRules::new([(5, Century { century: 2000, sex: Sex::Male })]);
    /// let iin = Iin::parse(b"751008 659192", &IinRules::new([(6, Century { century: 2000, sex: Sex::Female })]))?;
    /// assert_eq!(iin.birth_date().year(), 2075);
    /// assert_eq!(Iin::parse(b"12", &rules), Err(IinProblem::Length { digits: 2, expected: 12 }));
    /// # Ok::<(), IinProblem>(())
    /// ```
    pub fn parse(value: &[u8], rules: &IinRules) -> Result<Self, IinProblem> {
        let expected = match &rules.form {
            Form::Twelve => {
                if let Some(digits) = value.try_into().ok().and_then(TwelveDigits::of_ascii) {
                    return Self::of_twelve(digits, rules);
                }
                12
            }
            Form::Other(scheme) => {
                if let Some(digits) = ascii_digits(value, scheme.digits) {
                    return Self::of_scheme(&digits[..scheme.digits], scheme, rules);
                }
                scheme.digits
            }
        };
        let written = Written::read(value)?;
        let length = written.length;
        if length == expected {
            return Self::from_digits(&written.places[..expected], rules);
        }
        // A year and a month that begin with zeros: up to three are lost.
        if length >= expected || length + 3 < expected || !rules.may_lose_zeros() {
            return Err(IinProblem::Length { digits: length, expected });
        }
        let mut digits = [0; MOST_DIGITS];
        digits[expected - length..expected].copy_from_slice(&written.places[..length]);
        Err(IinProblem::LostZeros { candidate: Self::from_digits(&digits[..expected], rules).ok() })
    }

    /// A number of as many digits as the rules say.
    fn from_digits(digits: &[u8], rules: &IinRules) -> Result<Self, IinProblem> {
        match (&rules.form, digits.try_into()) {
            (Form::Twelve, Ok(digits)) => Self::of_twelve(TwelveDigits::new(digits), rules),
            (Form::Twelve, Err(_)) => Err(IinProblem::Length { digits: digits.len(), expected: 12 }),
            (Form::Other(scheme), _) => Self::of_scheme(digits, scheme, rules),
        }
    }

    #[inline]
    fn of_twelve(digits: TwelveDigits, rules: &IinRules) -> Result<Self, IinProblem> {
        match digits.check_digit() {
            None => return Err(IinProblem::NeverIssued),
            Some(expected) if expected != digits.last() => return Err(IinProblem::CheckDigit),
            Some(_) => {}
        }
        let century = rules.century(digits.seventh()).ok_or(IinProblem::CenturyUnknown)?;
        let [year, month, day] = digits.date();
        let birth_date =
            BirthDate::full(century.century + u16::from(year), month, day).ok_or(IinProblem::DateInvalid)?;
        Self::new(digits.number(), 12, birth_date, century.sex)
    }

    fn of_scheme(digits: &[u8], scheme: &Scheme, rules: &IinRules) -> Result<Self, IinProblem> {
        scheme.check(digits)?;
        let century = rules.century(digits[scheme.century]).ok_or(IinProblem::CenturyUnknown)?;
        let birth_date =
            scheme.birth_date(century, |place| Some(digits[place])).ok_or(IinProblem::DateInvalid)?;
        Self::new(number_of(digits), scheme.digits, birth_date, century.sex)
    }

    #[inline]
    fn new(number: u64, digits: usize, birth_date: BirthDate, sex: Sex) -> Result<Self, IinProblem> {
        let born =
            (digits as u32) << DIGITS_FROM | birth_date.packed() << DATE_FROM | u32::from(sex == Sex::Female);
        Ok(Self { number, born: NonZeroU32::new(born).ok_or(IinProblem::DateInvalid)? })
    }

    /// The number itself, of at most 18 digits and so below 2^63.
    #[inline]
    pub fn number(self) -> u64 {
        self.number
    }

    /// How many digits it has, leading zeros among them.
    pub fn digits(self) -> usize {
        (self.born.get() >> DIGITS_FROM) as usize
    }

    /// The number as a key for grouping: big end first, in the order of the numbers. Three of the eight bytes of a number of
    /// twelve digits are always zero, but one whole word is hashed faster than five bytes.
    #[inline]
    pub fn key(self) -> [u8; 8] {
        self.number.to_be_bytes()
    }

    /// The birth date that the number states.
    #[inline]
    pub fn birth_date(self) -> BirthDate {
        BirthDate::of_packed(self.born.get() >> DATE_FROM & ((1 << BirthDate::BITS) - 1))
    }

    /// The sex that the number states.
    #[inline]
    pub fn sex(self) -> Sex {
        if self.born.get() & 1 == 0 { Sex::Male } else { Sex::Female }
    }

    /// The digits as text, for `--reveal` alone.
    pub fn reveal(self) -> String {
        format!("{:0digits$}", self.number, digits = self.digits())
    }
}

/// So many ASCII digits as their values; `None` where the value is anything else.
#[inline]
fn ascii_digits(value: &[u8], length: usize) -> Option<[u8; MOST_DIGITS]> {
    if value.len() != length || !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut digits = [0; MOST_DIGITS];
    for (digit, byte) in digits.iter_mut().zip(value) {
        *digit = byte - b'0';
    }
    Some(digits)
}

/// The twelfth digit (0 to 9) of a number of the usual form for the first eleven (each 0 to 9), or `None` where the number
/// is never issued.
///
/// ```
/// use tizim_people::iin::check_digit;
/// assert_eq!(check_digit(&[6, 3, 1, 1, 1, 3, 6, 1, 9, 7, 3]), Some(1));
/// assert_eq!(check_digit(&[6, 1, 1, 1, 2, 7, 6, 0, 3, 5, 1]), None);
/// ```
pub fn check_digit(first: &[u8; 11]) -> Option<u8> {
    let mut digits = [0; 12];
    digits[..11].copy_from_slice(first);
    TwelveDigits::new(digits).check_digit()
}

#[cfg(test)]
mod tests;
