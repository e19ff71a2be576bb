//! Serials of certificates: `№ 000123`, `123`, `="000123"` and `АА-000123` written by hand, by registers and by
//! spreadsheets.
//!
//! No format is published. A serial is taken apart into its letters and its number ([`Serial`]); over a whole file the
//! format is learned: the letters that occur, the width of numbers, a check digit if there is one ([`Serials`], [`Format`]).

mod check_digit;
mod format;
mod numbered;
#[cfg(test)]
mod tests;
mod written;

use std::iter;

pub use check_digit::CheckDigit;
pub use format::{Format, shape};
pub use numbered::{BARE, Numbered, Serials};

use crate::dress::{bare, is_rounded, without_decimals};
use written::Written;

/// Why a cell names no serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SerialProblem {
    /// Nothing is written.
    Empty,
    /// A spreadsheet has rounded the number away (`1,00E+06`, `1E06`): which serial it was nobody can tell.
    Rounded,
    /// Nothing but a date, as a spreadsheet makes one of `12-34`: which serial it was nobody can tell.
    Date,
}

/// Whether two cells name one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// They do: one number, and no series that contradicts.
    Same,
    /// They do not: another number or another series.
    Other,
    /// The cells do not tell: no number (`выдано`), or one that is grouped in another way (`12-34` and `1234`).
    Unsure,
}

/// A serial in the form in which it is compared: its letters, and its digits as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial {
    letters: String,
    /// Whether the letters are longer than those of a series: a text.
    is_text: bool,
    /// The runs of digits before the last, each with a hyphen behind it: `12-` of `12-34`.
    head: String,
    digits: String,
    /// All of the number, without leading zeros.
    number: String,
}

impl Serial {
    /// Reads a cell: all runs of digits are the number (`12-34` is neither `34` nor `1234`), words are the series, before the
    /// number or behind it. №, words for "number", "series" and the certificate itself, dates, and what follows a serial
    /// (`от 05.06.2019`, `на 2 листах`, `выдан …`) are no part of it.
    ///
    /// # Errors
    /// Where nothing is written, a number that was rounded away, or nothing but a date.
    ///
    /// ```
    /// use tizim_polling::{Serial, serial::SerialProblem};
    /// let serial = |cell| Serial::parse(cell).unwrap();
    /// for cell in ["АА 000123", "AA-0123", "№ АА000123", "серия АА № 000123", "000123/АА", "=\"АА 000123\""] {
    ///     assert!(serial(cell).is_same_as(&serial("АА 123")), "{cell}");
    /// }
    /// // Letters may be left out, and zeros lost; other letters are another series.
    /// assert!(serial("123").is_same_as(&serial("АА 000123")));
    /// assert!(!serial("ББ 123").is_same_as(&serial("АА 000123")));
    /// // Digits may not.
    /// assert!(!serial("34").is_same_as(&serial("12-34")));
    /// assert!(serial("123 от 05.06.2019").is_same_as(&serial("123")));
    /// assert_eq!(Serial::parse("1,00E+06"), Err(SerialProblem::Rounded));
    /// ```
    pub fn parse(cell: &str) -> Result<Self, SerialProblem> {
        let value = bare(cell);
        if is_rounded(value) || is_short_rounded(value) {
            return Err(SerialProblem::Rounded);
        }
        let value = without_decimals(value);
        if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self::of(&[], vec![value.to_owned()]));
        }
        let Written { words, numbers, had_date } = Written::read(value, false);
        match (words.is_empty() && numbers.is_empty(), had_date) {
            (true, true) => Err(SerialProblem::Date),
            (true, false) => Err(SerialProblem::Empty),
            (false, _) => Ok(Self::of(&words, numbers.concat())),
        }
    }

    fn of(words: &[String], mut runs: Vec<String>) -> Self {
        let number = number_of(&runs);
        let digits = runs.pop().unwrap_or_default();
        Self {
            letters: words.iter().map(|word| plain(word)).collect(),
            is_text: words.iter().any(|word| word.chars().count() > written::SERIES),
            head: runs.iter().flat_map(|run| [run.as_str(), "-"]).collect(),
            digits,
            number,
        }
    }

    /// Its letters, in capitals; empty where there are none.
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// What stands before the last run of its digits: `12-` of `12-34`; mostly empty.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// Its last run of digits as written; empty where there are none.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Its number without leading zeros, since spreadsheets lose those, as [`numbers`] gives it; empty where there are no
    /// digits.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Whether it has a number, so that there is something to compare.
    pub fn has_number(&self) -> bool {
        !self.digits.is_empty()
    }

    /// Whether both name one certificate: one number, and the same letters unless one of them has none.
    pub fn compare(&self, other: &Self) -> Likeness {
        if !self.has_number() || !other.has_number() {
            return Likeness::Unsure;
        }
        if self.number != other.number {
            let is_close = self.all_digits().eq(other.all_digits()) || self.bare_runs().eq(other.bare_runs());
            return if is_close { Likeness::Unsure } else { Likeness::Other };
        }
        match self.letters == other.letters || self.letters.is_empty() || other.letters.is_empty() {
            true => Likeness::Same,
            false if self.is_text || other.is_text => Likeness::Unsure,
            false => Likeness::Other,
        }
    }

    /// Whether both certainly name one certificate.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.compare(other) == Likeness::Same
    }

    /// Whether a mark in words (`АУ № 123 от 05.06.2019`) names it: by its number.
    ///
    /// ```
    /// let serial = tizim_polling::Serial::parse("АА 000123").unwrap();
    /// assert!(serial.is_named_by("АУ № 123 от 05.06.2019") && serial.is_named_by("123/АА"));
    /// assert!(!serial.is_named_by("АУ № 1234") && !serial.is_named_by("АУ") && !serial.is_named_by("АУ № 7-123"));
    /// ```
    pub fn is_named_by(&self, mark: &str) -> bool {
        self.has_number() && numbers(mark).contains(&self.number)
    }

    /// Its runs of digits, none with zeros in front.
    fn bare_runs(&self) -> impl Iterator<Item = &str> {
        self.number.split('-').map(|run| run.trim_start_matches('0'))
    }

    /// Its digits without what groups them, and without any zeros in front.
    fn all_digits(&self) -> impl Iterator<Item = char> {
        let digits = self.head.chars().chain(self.digits.chars()).filter(char::is_ascii_digit);
        digits.skip_while(|digit| *digit == '0')
    }
}

/// The numbers of certificates that a text in words names, each in the form of [`Serial::number`]: without dates, and
/// without what follows a number in its clause.
///
/// ```
/// let numbers = tizim_polling::serial::numbers;
/// assert_eq!(numbers("АУ № 000123, 05.06.2019г."), ["123"]);
/// assert_eq!(numbers("АУ № 12-34 на 2 листах; АУ 77"), ["12-34", "77"]);
/// ```
pub fn numbers(text: &str) -> Vec<String> {
    Written::read(text, true).numbers.iter().map(|runs| number_of(runs)).collect()
}

/// A number of several runs of digits, without the zeros in front of the first.
fn number_of(runs: &[String]) -> String {
    let Some((first, others)) = runs.split_first() else { return String::new() };
    let first = first.trim_start_matches('0');
    let first = if first.is_empty() { "0" } else { first };
    iter::once(first).chain(others.iter().map(String::as_str)).collect::<Vec<_>>().join("-")
}

/// Whether a script has rounded the number away without a sign: `1E06`, `2e6`. One digit before the letter: a serial in which
/// a letter stands between numbers (`12Е0345`) has more.
fn is_short_rounded(value: &str) -> bool {
    let Some((mantissa, exponent)) = value.split_once(['E', 'e', 'Е', 'е']) else { return false };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    mantissa.len() == 1 && digits(mantissa) && matches!(exponent.len(), 1..=2) && digits(exponent)
}

/// Capitals; Cyrillic letters that look Latin as Latin.
fn plain(word: &str) -> String {
    let plain = |letter: char| match letter {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        'І' => 'I',
        other => other,
    };
    word.chars().flat_map(char::to_uppercase).map(plain).collect()
}
