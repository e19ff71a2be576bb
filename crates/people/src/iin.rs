//! The individual identification number (ЖСН, ИИН) of twelve digits.
//!
//! Digits 1 to 6 are the birth date (YYMMDD), digit 7 is century and sex, 8 to 11 a serial, 12 a check digit: the sum
//! of digits 1 to 11 times the weights 1 to 11, modulo 11; if that is 10, the sum with the weights 3 4 5 6 7 8 9 10 11
//! 1 2; if that is 10 again, the number is never issued.
//!
//! # What the check digit can and cannot show
//! Over all valid dates the first sum gives 10 in 9.09 % of cases and both do in 0.826 %. A single wrong digit in
//! positions 1 to 10 passes in about 1.67 % of cases and a swap of neighbours in 1.5 %. But weight 11 is 0 modulo 11,
//! so a wrong *eleventh* digit passes in 91.67 % of cases: a number with a right check digit may still be mistyped.
//!
//! Which seventh digit stands for which century is data, [`IinRules`]: synthetic rolls use digits that are never
//! issued, so that nobody can hold their numbers. Since 2013 a difference between the number and the birth date or sex
//! of a person is officially not an error; nothing here compares them.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::dates::BirthDate;
use crate::sex::Sex;

mod digits;
mod partial;

use digits::TwelveDigits;

pub use partial::PartialIin;

/// What a seventh digit stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Century {
    /// The year to which the two digits of the birth year are added: 1900.
    pub century: u16,
    /// The sex.
    pub sex: Sex,
}

/// Which seventh digits are issued, and what they stand for: the section `[people.iin]` of a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenRules", into = "WrittenRules")]
pub struct IinRules {
    centuries: [Option<Century>; 10],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRules {
    centuries: BTreeMap<String, Century>,
}

impl TryFrom<WrittenRules> for IinRules {
    type Error = String;

    fn try_from(written: WrittenRules) -> Result<Self, String> {
        let mut rules = Self::default();
        for (digit, century) in written.centuries {
            let index = match digit.as_bytes() {
                [byte @ b'0'..=b'9'] => usize::from(byte - b'0'),
                _ => return Err("a key of `centuries` must be one digit".to_owned()),
            };
            if century.century % 100 != 0 || !(1000..=9900).contains(&century.century) {
                return Err("`century` must be the first year of a century, such as 1900".to_owned());
            }
            rules.centuries[index] = Some(century);
        }
        Ok(rules)
    }
}

impl From<IinRules> for WrittenRules {
    fn from(rules: IinRules) -> Self {
        let centuries = (0u8..10)
            .filter_map(|digit| rules.century(digit).map(|century| (digit.to_string(), century)))
            .collect();
        Self { centuries }
    }
}

impl IinRules {
    /// The rules that know these seventh digits; digits above 9 are left out, of two entries for one digit the last holds.
    pub fn new(centuries: impl IntoIterator<Item = (u8, Century)>) -> Self {
        let mut rules = Self::default();
        for (digit, century) in centuries {
            if let Some(place) = rules.centuries.get_mut(usize::from(digit)) {
                *place = Some(century);
            }
        }
        rules
    }

    /// What `digit` (0 to 9) in the seventh place stands for, if it is issued.
    pub fn century(&self, digit: u8) -> Option<Century> {
        self.centuries.get(usize::from(digit)).copied().flatten()
    }
}

/// Why a value is no identification number. Never carries the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IinProblem {
    /// Nothing was written.
    #[error("the identification number is missing")]
    Empty,
    /// Not twelve digits, and not nine to eleven either.
    #[error("an identification number has 12 digits, this value has {digits}")]
    Length {
        /// How many digits there were.
        digits: usize,
    },
    /// A character that is no digit, space, quote or hyphen.
    #[error("an identification number holds digits only")]
    NotADigit,
    /// Digits hidden or not legible (`?`, `*`, `X`, `#`, `_`, a bullet, a block): see [`PartialIin`].
    #[error("some digits of the identification number are hidden or not legible")]
    Masked,
    /// Nine to eleven digits, as a spreadsheet leaves them that took the value for a number.
    #[error("the identification number has lost its leading zeros")]
    LostZeros {
        /// The number with its zeros given back, where that one is valid: a lead, not a reading.
        candidate: Option<Iin>,
    },
    /// The twelfth digit does not fit the others.
    #[error("the check digit of the identification number is wrong")]
    CheckDigit,
    /// The first eleven digits allow no check digit, so no such number was ever issued.
    #[error("no identification number with these first eleven digits is ever issued")]
    NeverIssued,
    /// The seventh digit stands for no century in the profile.
    #[error("the seventh digit of the identification number stands for no century")]
    CenturyUnknown,
    /// Digits 1 to 6 are no day of the calendar.
    #[error("the first six digits of the identification number are no date")]
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

/// A valid identification number. Twelve digits, right check digit, known century, a day of the calendar.
///
/// Ordered by the number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iin(NonZeroU64);

// The number has 40 bits and stands in front of the birth date's 23 and one for the sex: one word, since a roll has millions
// of numbers to be passed on.
const NUMBER_FROM: u32 = 24;
const DATE_FROM: u32 = 1;
const _: () = assert!(
    BirthDate::BITS == NUMBER_FROM - DATE_FROM && 1_000_000_000_000_u64 >> (u64::BITS - NUMBER_FROM) == 0
);

/// Shows no digit.
impl fmt::Debug for Iin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Iin(999999999999)")
    }
}

impl Iin {
    /// Reads a number as people write it: twelve digits, with spaces, no-break spaces, hyphens or quotes anywhere, with the
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
    /// assert_eq!(Iin::parse(b"12", &rules), Err(IinProblem::Length { digits: 2 }));
    /// # Ok::<(), IinProblem>(())
    /// ```
    pub fn parse(value: &[u8], rules: &IinRules) -> Result<Self, IinProblem> {
        if let Some(digits) = value.try_into().ok().and_then(TwelveDigits::of_ascii) {
            return Self::from_digits(digits, rules);
        }
        let written = Written::read(value)?;
        match written.length {
            12 => Self::from_digits(TwelveDigits::new(written.digits), rules),
            length @ 9..=11 => {
                let mut digits = [0; 12];
                digits[12 - length..].copy_from_slice(&written.digits[..length]);
                Err(IinProblem::LostZeros {
                    candidate: Self::from_digits(TwelveDigits::new(digits), rules).ok(),
                })
            }
            length => Err(IinProblem::Length { digits: length }),
        }
    }

    #[inline]
    fn from_digits(digits: TwelveDigits, rules: &IinRules) -> Result<Self, IinProblem> {
        match digits.check_digit() {
            None => return Err(IinProblem::NeverIssued),
            Some(expected) if expected != digits.last() => return Err(IinProblem::CheckDigit),
            Some(_) => {}
        }
        let century = rules.century(digits.seventh()).ok_or(IinProblem::CenturyUnknown)?;
        let [year, month, day] = digits.date();
        let birth_date =
            BirthDate::full(century.century + u16::from(year), month, day).ok_or(IinProblem::DateInvalid)?;
        let word = digits.number() << NUMBER_FROM
            | u64::from(birth_date.packed()) << DATE_FROM
            | u64::from(century.sex == Sex::Female);
        NonZeroU64::new(word).map(Self).ok_or(IinProblem::DateInvalid)
    }

    /// The number itself, below 10^12 and so below 2^40.
    pub fn number(self) -> u64 {
        self.0.get() >> NUMBER_FROM
    }

    /// The number as a key for grouping: big end first, in the order of the numbers. Three of the eight bytes are always
    /// zero, but one whole word is hashed faster than five bytes.
    pub fn key(self) -> [u8; 8] {
        self.number().to_be_bytes()
    }

    /// The birth date that the number states.
    pub fn birth_date(self) -> BirthDate {
        BirthDate::of_packed((self.0.get() >> DATE_FROM) as u32 & ((1 << BirthDate::BITS) - 1))
    }

    /// The sex that the number states.
    pub fn sex(self) -> Sex {
        if self.0.get() & 1 == 0 { Sex::Male } else { Sex::Female }
    }

    /// The twelve digits as text, for `--reveal` alone.
    pub fn reveal(self) -> String {
        format!("{:012}", self.number())
    }
}

/// The twelfth digit (0 to 9) for the first eleven (each 0 to 9), or `None` where the number is never issued.
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

/// A place that is hidden or not legible, among digits.
const HIDDEN: u8 = 0xff;

/// What is written without what programs and people put around a number.
fn undressed(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix('=').unwrap_or(text);
    let name = ["ИИН", "ЖСН", "IIN", "№"].into_iter().find_map(|name| text.strip_prefix(name));
    let text = name.map_or(text, |rest| rest.trim_start_matches([':', '№', ' ']));
    match text.rsplit_once(['.', ',']) {
        Some((whole, decimals)) if !decimals.is_empty() && decimals.bytes().all(|digit| digit == b'0') => {
            whole
        }
        _ => text,
    }
}

/// Up to twelve places as written, cleaned of what people put between digits.
struct Written {
    digits: [u8; 12],
    /// How many places there were, also beyond twelve.
    length: usize,
}

impl Written {
    /// The digits; hidden places are an error.
    fn read(value: &[u8]) -> Result<Self, IinProblem> {
        let written = Self::read_places(value)?;
        let places = &written.digits[..written.length.min(12)];
        if places.contains(&HIDDEN) { Err(IinProblem::Masked) } else { Ok(written) }
    }

    /// The places, hidden ones as [`HIDDEN`].
    fn read_places(value: &[u8]) -> Result<Self, IinProblem> {
        let text = str::from_utf8(value).map_err(|_| IinProblem::NotADigit)?;
        let text = undressed(text);
        let mut written = Self { digits: [0; 12], length: 0 };
        for character in text.chars() {
            let place = match character {
                '0'..='9' => character as u8 - b'0',
                '?' | '*' | '#' | '_' | 'X' | 'x' | 'Х' | 'х' | '×' | '•' | '●' | '·' | '█' | '▇' | '■'
                | '＊' => HIDDEN,
                '-'
                | '\u{2010}'..='\u{2015}'
                | '\u{2212}'
                | '\''
                | '"'
                | '`'
                | '«'
                | '»'
                | '\u{2018}'..='\u{201f}'
                | '\u{feff}'
                | '\u{200b}'..='\u{200f}'
                | '\u{00ad}' => continue,
                other if other.is_whitespace() => continue,
                _ => return Err(IinProblem::NotADigit),
            };
            if let Some(slot) = written.digits.get_mut(written.length) {
                *slot = place;
            }
            written.length += 1;
        }
        if written.length == 0 { Err(IinProblem::Empty) } else { Ok(written) }
    }
}
