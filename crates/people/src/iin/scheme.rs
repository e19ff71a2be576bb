//! How the number of a person is built, as a country's law states it: how many digits, where the birth date stands, which
//! digit tells century and sex, and how check digits follow from the others.

use super::{Century, IinProblem};
use crate::dates::BirthDate;

/// The most digits that a number may have: it must fit a word.
pub(super) const MOST_DIGITS: usize = 18;

/// A check digit: the weighted sum of the digits before it, modulo a number. Where that is no digit the next weights are
/// tried; where none of them give one, such a number is never issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Check {
    /// Its place, counted from 0.
    pub(super) place: usize,
    /// What the sum is divided by: 2 to 255.
    pub(super) modulus: u32,
    /// The digit is not the remainder but what is wanting to the modulus.
    pub(super) complement: bool,
    /// Weights of the digits before it, in order; further rows are tried one after the other.
    pub(super) weights: Vec<Vec<u32>>,
}

impl Check {
    /// The digit that the others ask for.
    fn expected(&self, digits: &[u8]) -> Option<u8> {
        self.weights.iter().find_map(|weights| {
            let sum: u32 = weights.iter().zip(digits).map(|(weight, digit)| weight * u32::from(*digit)).sum();
            let remainder = sum % self.modulus;
            let digit = if self.complement { (self.modulus - remainder) % self.modulus } else { remainder };
            u8::try_from(digit).ok().filter(|digit| *digit < 10)
        })
    }
}

/// The form of a number. Places are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scheme {
    /// How many digits there are.
    pub(super) digits: usize,
    /// First digit of the birth year.
    pub(super) year: usize,
    /// Digits of the birth year: two or four.
    pub(super) year_digits: usize,
    /// First of the two digits of the birth month.
    pub(super) month: usize,
    /// First of the two digits of the birth day.
    pub(super) day: usize,
    /// The digit that tells the sex, and the century of a year of two digits.
    pub(super) century: usize,
    /// Check digits.
    pub(super) checks: Vec<Check>,
}

impl Scheme {
    /// Twelve digits: year, month, day, century and sex, four of a serial, and a check digit modulo 11. This is what a
    /// profile means that states centuries alone.
    pub(super) fn twelve() -> Self {
        let weights = vec![(1..=11).collect(), vec![3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]];
        let check = Check { place: 11, modulus: 11, complement: false, weights };
        Self { digits: 12, year: 0, year_digits: 2, month: 2, day: 4, century: 6, checks: vec![check] }
    }

    /// Whether check digits fit: `digits` are as many as the scheme has.
    pub(super) fn check(&self, digits: &[u8]) -> Result<(), IinProblem> {
        for check in &self.checks {
            match check.expected(&digits[..check.place]) {
                None => return Err(IinProblem::NeverIssued),
                Some(expected) if expected != digits[check.place] => return Err(IinProblem::CheckDigit),
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// The birth date in digits, each of which `digit` tells by its place, if all are known and make a date.
    pub(super) fn birth_date(
        &self,
        century: Century,
        digit: impl Fn(usize) -> Option<u8>,
    ) -> Option<BirthDate> {
        let number = |at: usize, length: usize| {
            (at..at + length).try_fold(0_u16, |number, place| Some(number * 10 + u16::from(digit(place)?)))
        };
        let year = century.century + number(self.year, self.year_digits)?;
        BirthDate::full(year, number(self.month, 2)? as u8, number(self.day, 2)? as u8)
    }

    /// Whether a number may begin with zeros, which spreadsheets drop: not where its first digit is one of `centuries`
    /// and none of these is 0.
    pub(super) fn may_lose_zeros(&self, centuries: &[Option<Century>; 10]) -> bool {
        self.century != 0 || centuries[0].is_some()
    }
}

/// The number that digits make.
pub(super) fn number_of(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| number * 10 + u64::from(*digit))
}
