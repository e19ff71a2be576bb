//! Serials of certificates: `№ 000123`, `123`, `="000123"` and `АА-000123` written by hand, by registers and by
//! spreadsheets.
//!
//! No format is published. A serial is taken apart into its letters and its number ([`Serial`]); over a whole file the
//! format is learned: the letters that occur, the width of numbers, a check digit if there is one ([`Serials`], [`Format`]).

mod check_digit;
mod format;
mod numbered;

use std::sync::LazyLock;

pub use check_digit::CheckDigit;
pub use format::{Format, shape};
pub use numbered::{BARE, Numbered, Serials};

use crate::dress::{bare, is_rounded, without_decimals};
use crate::precinct;

/// Why a cell names no serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SerialProblem {
    /// Nothing is written.
    Empty,
    /// A spreadsheet has rounded the number away (`1,00E+06`): which serial it was nobody can tell.
    Rounded,
}

/// A serial in the form in which it is compared: its letters, and its digits as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial {
    letters: String,
    digits: String,
}

impl Serial {
    /// Reads a cell: the last run of digits is the number, all other letters and digits are its letters, before it or
    /// behind. № and words for "number" and "series" are no part of it.
    ///
    /// # Errors
    /// Where nothing is written, or a number that was rounded away.
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
    /// assert_eq!(Serial::parse("1,00E+06"), Err(SerialProblem::Rounded));
    /// ```
    pub fn parse(cell: &str) -> Result<Self, SerialProblem> {
        let value = bare(cell);
        if is_rounded(value) {
            return Err(SerialProblem::Rounded);
        }
        let value = without_decimals(value);
        if let Some(digits) = thousands(value) {
            return Ok(Self { letters: String::new(), digits });
        }
        let end = value.rfind(|letter: char| letter.is_ascii_digit()).map_or(0, |last| last + 1);
        let length = value.as_bytes()[..end].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let (before, digits) = value[..end].split_at(end - length);
        let letters = letters(before) + &letters(&value[end..]);
        if letters.is_empty() && digits.is_empty() {
            return Err(SerialProblem::Empty);
        }
        Ok(Self { letters, digits: digits.to_owned() })
    }

    /// Its letters, in capitals; empty where there are none.
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// Its digits as written; empty where there are none.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Its number without leading zeros, since spreadsheets lose those; empty where there are no digits.
    pub fn number(&self) -> &str {
        without_zeros(&self.digits)
    }

    /// Whether it has a number, so that there is something to compare.
    pub fn has_number(&self) -> bool {
        !self.digits.is_empty()
    }

    /// Whether both name one certificate: one number, and the same letters unless one of them has none.
    pub fn is_same_as(&self, other: &Self) -> bool {
        if !self.has_number() || !other.has_number() {
            return self == other;
        }
        let letters = self.letters == other.letters || self.letters.is_empty() || other.letters.is_empty();
        letters && self.number() == other.number()
    }

    /// Whether a mark in words (`АУ № 123 от 05.06.2019`) names it: by its number.
    ///
    /// ```
    /// let serial = tizim_polling::Serial::parse("АА 000123").unwrap();
    /// assert!(serial.is_named_by("АУ № 123 от 05.06.2019") && serial.is_named_by("123/АА"));
    /// assert!(!serial.is_named_by("АУ № 1234") && !serial.is_named_by("АУ"));
    /// ```
    pub fn is_named_by(&self, mark: &str) -> bool {
        self.has_number() && numbers(mark).any(|number| number == self.number())
    }
}

/// The numbers that stand in a text, without leading zeros and without dates.
///
/// ```
/// let numbers: Vec<_> = tizim_polling::serial::numbers("АУ № 000123, 05.06.2019г.").collect();
/// assert_eq!(numbers, ["123"]);
/// ```
pub fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let is_date = |word: &&str| precinct::is_date(word.trim_matches(|letter: char| !letter.is_ascii_digit()));
    let words = text.split_whitespace().filter(move |word| !is_date(word));
    words
        .flat_map(|word| word.split(|letter: char| !letter.is_ascii_digit()))
        .filter(|run| !run.is_empty())
        .map(without_zeros)
}

fn without_zeros(digits: &str) -> &str {
    let stripped = digits.trim_start_matches('0');
    if stripped.is_empty() && !digits.is_empty() { "0" } else { stripped }
}

/// The digits of a number grouped by thousands: `1 000 123`.
fn thousands(value: &str) -> Option<String> {
    let mut groups = value.split([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = !rest.is_empty()
        && first.len() <= 3
        && digits(&first)
        && rest.iter().all(|group| group.len() == 3 && digits(group));
    grouped.then(|| [first, &rest.concat()].concat())
}

/// Words that say "number" or "series".
const WORDS: &str = "N Nº No Nr Num Number Serial Series номер номера серия серии сер нөмірі нөмір сериясы";

static PLAIN_WORDS: LazyLock<Vec<String>> = LazyLock::new(|| WORDS.split_whitespace().map(plain).collect());

/// The letters and digits of a part of a serial that is not its number.
fn letters(part: &str) -> String {
    if part.is_empty() {
        return String::new();
    }
    let words = part.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(plain).filter(|word| !PLAIN_WORDS.contains(word)).collect()
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
    word.chars().flat_map(char::to_uppercase).filter(|letter| *letter != 'º').map(plain).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn serial(cell: &str) -> Serial {
        Serial::parse(cell).unwrap()
    }

    #[test]
    fn writing_does_not_matter() {
        for cell in [
            "№ 0001001",
            "№0001001",
            "N 0001001",
            "N0001001",
            "No. 1001",
            "=\"0001001\"",
            "1001.0",
            "1 001",
            "'0001001",
            "#1001",
        ] {
            assert_eq!((serial(cell).letters(), serial(cell).number()), ("", "1001"), "{cell}");
        }
        assert!(serial("№ 000123").is_same_as(&serial("123")));
        assert!(serial("АА 123").is_same_as(&serial("AA-0123")));
        assert!(!serial("1230").is_same_as(&serial("123")));
        assert!(serial("000").is_same_as(&serial("0")));
        assert!(serial("123/АА").is_same_as(&serial("АА 123")));
    }

    #[test]
    fn what_is_no_serial() {
        for cell in ["", " - ", "№", "N"] {
            assert_eq!(Serial::parse(cell), Err(SerialProblem::Empty), "{cell}");
        }
        assert!(!serial("выдано").has_number());
        assert!(serial("выдано").is_same_as(&serial("ВЫДАНО")));
        assert!(!serial("выдано").is_same_as(&serial("123")));
        for cell in ["1,00E+06", "1.23E+11", "1E+06", "=\"1,00E+06\""] {
            assert_eq!(Serial::parse(cell), Err(SerialProblem::Rounded), "{cell}");
        }
    }

    proptest! {
        #[test]
        fn the_same_is_mutual_and_any_cell_is_read(one in "[АAб№ N0-3/-]{0,7}|\\PC{0,8}", other in "[АAб№ N0-3/-]{0,7}") {
            let (one, other) = (Serial::parse(&one), Serial::parse(&other));
            if let (Ok(one), Ok(other)) = (one, other) {
                prop_assert!(one.is_same_as(&one));
                prop_assert_eq!(one.is_same_as(&other), other.is_same_as(&one));
            }
        }
    }
}
