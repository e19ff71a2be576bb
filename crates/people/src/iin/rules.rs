//! The section `[people.iin]` of a profile.
//!
//! ```toml
//! [people.iin]                       # places are counted from 1
//! digits = 12
//! birth_date = { year = 1, month = 3, day = 5 }   # year_digits = 4 where the year stands in full
//! century = 7                        # the digit that tells sex, and the century of a year of two digits
//! check = [{ place = 12, modulus = 11, weights = [
//!     [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],        # of the digits before it
//!     [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2],        # where the first give no digit
//! ] }]                               # complement = true: what is wanting to the modulus
//!
//! [people.iin.centuries]
//! 3 = { century = 1900, sex = "male" }            # no century where the year has four digits
//! ```
//!
//! `[people.iin.centuries]` alone means the twelve digits above.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PartialIin;
use super::scheme::{Check, MOST_DIGITS, Scheme};
use crate::dates::BirthDate;
use crate::sex::Sex;

/// What the digit for century and sex stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Century {
    /// The year to which the two digits of the birth year are added: 1900. 0 where the year stands in full.
    #[serde(default)]
    pub century: u16,
    /// The sex.
    pub sex: Sex,
}

/// How the number of a person is built, and which digits for century and sex are issued: the section `[people.iin]` of a
/// profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenRules", into = "WrittenRules")]
pub struct IinRules {
    pub(super) centuries: [Option<Century>; 10],
    pub(super) form: Form,
}

/// The form of a number, ready for millions of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// That of [`Scheme::twelve`], which is read all digits at once.
    #[default]
    Twelve,
    /// Any other.
    Other(Box<Scheme>),
}

impl IinRules {
    /// The rules of twelve digits that know these seventh digits; digits above 9 are left out, of two entries for one digit
    /// the last holds.
    pub fn new(centuries: impl IntoIterator<Item = (u8, Century)>) -> Self {
        let mut rules = Self::default();
        for (digit, century) in centuries {
            if let Some(place) = rules.centuries.get_mut(usize::from(digit)) {
                *place = Some(century);
            }
        }
        rules
    }

    /// What the digit (0 to 9) for century and sex stands for, if it is issued.
    #[inline]
    pub fn century(&self, digit: u8) -> Option<Century> {
        self.centuries.get(usize::from(digit)).copied().flatten()
    }

    /// Whether a number may begin with zeros.
    pub(super) fn may_lose_zeros(&self) -> bool {
        match &self.form {
            Form::Twelve => true,
            Form::Other(scheme) => scheme.may_lose_zeros(&self.centuries),
        }
    }

    /// The birth date that a number states of which some digits are hidden, where those of the date and of the century
    /// are known.
    pub fn birth_date_of(&self, number: &PartialIin) -> Option<BirthDate> {
        let twelve;
        let scheme = match &self.form {
            Form::Twelve => {
                twelve = Scheme::twelve();
                &twelve
            }
            Form::Other(scheme) => scheme,
        };
        let century = self.century(number.digit(scheme.century)?)?;
        scheme.birth_date(century, |place| number.digit(place))
    }

    /// How many digits a number has.
    pub fn digits(&self) -> usize {
        match &self.form {
            Form::Twelve => 12,
            Form::Other(scheme) => scheme.digits,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRules {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digits: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    birth_date: Option<WrittenDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    century: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    check: Option<Vec<WrittenCheck>>,
    centuries: BTreeMap<String, Century>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDate {
    year: usize,
    #[serde(default = "two")]
    year_digits: usize,
    month: usize,
    day: usize,
}

fn two() -> usize {
    2
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCheck {
    place: usize,
    modulus: u32,
    #[serde(default)]
    complement: bool,
    weights: Vec<Vec<u32>>,
}

impl TryFrom<WrittenRules> for IinRules {
    type Error = &'static str;

    fn try_from(written: WrittenRules) -> Result<Self, &'static str> {
        let WrittenRules { digits, birth_date, century, check, centuries } = written;
        let scheme = match (digits, birth_date, century, check) {
            (None, None, None, None) => Scheme::twelve(),
            (Some(digits), Some(date), Some(century), Some(check)) => scheme(digits, &date, century, check)?,
            _ => {
                return Err(
                    "`digits`, `birth_date`, `century` and `check` are stated together, or none of them",
                );
            }
        };
        let mut rules = Self::default();
        for (digit, century) in centuries {
            let index = match digit.as_bytes() {
                [byte @ b'0'..=b'9'] => usize::from(byte - b'0'),
                _ => return Err("a key of `centuries` must be one digit"),
            };
            if scheme.year_digits == 4 && century.century != 0 {
                return Err("`century` says nothing where the birth year has four digits");
            }
            if scheme.year_digits == 2
                && (century.century % 100 != 0 || !(1000..=9900).contains(&century.century))
            {
                return Err("`century` must be the first year of a century, such as 1900");
            }
            rules.centuries[index] = Some(century);
        }
        if scheme != Scheme::twelve() {
            rules.form = Form::Other(Box::new(scheme));
        }
        Ok(rules)
    }
}

/// The scheme as written, places counted from 0.
fn scheme(
    digits: usize,
    date: &WrittenDate,
    century: usize,
    checks: Vec<WrittenCheck>,
) -> Result<Scheme, &'static str> {
    if !(6..=MOST_DIGITS).contains(&digits) {
        return Err("`digits` must be 6 to 18");
    }
    if ![2, 4].contains(&date.year_digits) {
        return Err("`year_digits` must be 2 or 4");
    }
    let mut taken = [false; MOST_DIGITS];
    let parts = [(date.year, date.year_digits), (date.month, 2), (date.day, 2), (century, 1)];
    let check_digits = checks.iter().map(|check| (check.place, 1));
    for place in parts
        .into_iter()
        .chain(check_digits)
        .flat_map(|(first, length)| (0..length).map(move |next| first.saturating_add(next)))
    {
        let Some(place) = place.checked_sub(1).filter(|place| *place < digits) else {
            return Err("places of digits must be 1 to `digits`");
        };
        if std::mem::replace(&mut taken[place], true) {
            return Err("two parts of the number share a digit");
        }
    }
    for check in &checks {
        if !(2..=255).contains(&check.modulus) {
            return Err("`modulus` must be 2 to 255");
        }
        if check.weights.is_empty() || check.weights.iter().any(|weights| weights.len() != check.place - 1) {
            return Err("each row of `weights` must have one weight for each digit before the check digit");
        }
        if check.weights.iter().flatten().any(|weight| *weight > 255) {
            return Err("`weights` must be at most 255");
        }
    }
    let checks = checks.into_iter().map(|WrittenCheck { place, modulus, complement, weights }| Check {
        place: place - 1,
        modulus,
        complement,
        weights,
    });
    Ok(Scheme {
        digits,
        year: date.year - 1,
        year_digits: date.year_digits,
        month: date.month - 1,
        day: date.day - 1,
        century: century - 1,
        checks: checks.collect(),
    })
}

impl From<IinRules> for WrittenRules {
    fn from(rules: IinRules) -> Self {
        let centuries = (0u8..10)
            .filter_map(|digit| rules.century(digit).map(|century| (digit.to_string(), century)))
            .collect();
        let Form::Other(scheme) = rules.form else {
            return Self { digits: None, birth_date: None, century: None, check: None, centuries };
        };
        let checks = scheme.checks.into_iter().map(|check| WrittenCheck {
            place: check.place + 1,
            modulus: check.modulus,
            complement: check.complement,
            weights: check.weights,
        });
        let date = WrittenDate {
            year: scheme.year + 1,
            year_digits: scheme.year_digits,
            month: scheme.month + 1,
            day: scheme.day + 1,
        };
        Self {
            digits: Some(scheme.digits),
            birth_date: Some(date),
            century: Some(scheme.century + 1),
            check: Some(checks.collect()),
            centuries,
        }
    }
}
