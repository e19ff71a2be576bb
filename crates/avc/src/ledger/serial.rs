//! Serials of certificates. No format is published, so the format is learned from the file: letters in front, a
//! number, its width, and a check digit if there is one.

use std::collections::{BTreeMap, HashMap};

mod check_digit;

pub(crate) use check_digit::CheckDigit;

/// A serial taken apart. Two serials are equal when prefix and number are; the width tells lost zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Serial {
    /// Number of the prefix among those seen.
    pub(crate) prefix: u32,
    /// The number, with its check digit where there is one.
    pub(crate) number: u64,
    /// Digits of the number as written.
    pub(crate) width: u8,
}

impl Serial {
    /// What makes two serials one.
    pub(crate) fn key(self) -> (u32, u64) {
        (self.prefix, self.number)
    }
}

/// The prefixes seen.
#[derive(Debug, Default)]
pub(crate) struct Serials {
    prefixes: Vec<String>,
    ids: HashMap<String, u32>,
}

/// How a serial is shown: prefix and number with the zeros of its width.
impl Serials {
    pub(crate) fn show(&self, serial: Serial) -> String {
        let prefix = self.prefixes.get(serial.prefix as usize).map_or("", String::as_str);
        format!("{prefix}{:0width$}", serial.number, width = usize::from(serial.width))
    }

    /// Takes a serial apart; `None` where it has no number at its end or more than 18 digits.
    pub(crate) fn parse(&mut self, text: &str) -> Option<Serial> {
        let text = text.trim();
        let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 18 {
            return None;
        }
        let (prefix, number) = text.split_at(text.len() - digits);
        let number = number.parse().ok()?;
        let id = if let Some(id) = self.ids.get(prefix) {
            *id
        } else {
            let plain = plain_prefix(prefix);
            let id = self.ids.get(&plain).copied().unwrap_or_else(|| {
                let id = self.prefixes.len() as u32;
                self.prefixes.push(plain.clone());
                self.ids.insert(plain, id);
                id
            });
            self.ids.insert(prefix.to_owned(), id);
            id
        };
        Some(Serial { prefix: id, number, width: digits as u8 })
    }

    /// The shape of a serial: letters as `A`, digits as `9`.
    pub(crate) fn shape(&self, serial: Serial) -> String {
        let prefix = self.prefixes.get(serial.prefix as usize).map_or("", String::as_str);
        shape(prefix) + &"9".repeat(usize::from(serial.width))
    }
}

/// Letters as `A`, digits as `9`, anything else as it is.
pub(crate) fn shape(text: &str) -> String {
    text.trim()
        .chars()
        .map(|character| match character {
            _ if character.is_alphabetic() => 'A',
            _ if character.is_numeric() => '9',
            _ => character,
        })
        .collect()
}

/// Capitals, without spaces, number signs and hyphens, Cyrillic letters that look Latin as Latin.
fn plain_prefix(prefix: &str) -> String {
    prefix
        .chars()
        .flat_map(char::to_uppercase)
        .filter(|character| !character.is_whitespace() && !matches!(character, '№' | '-' | '–' | '_'))
        .map(|character| match character {
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
            'Х' => 'X',
            'І' => 'I',
            other => other,
        })
        .collect()
}

/// What the serials of a file look like.
#[derive(Debug, Clone, Default)]
pub(crate) struct Format {
    /// Shapes with how many distinct serials have them, most frequent first.
    pub(crate) shapes: Vec<(String, u64)>,
    /// The check digit that they end with, if they do.
    pub(crate) check_digit: Option<CheckDigit>,
}

/// A format is learned from no fewer serials than this.
const LEAST_TO_LEARN: u64 = 30;
/// A shape that fewer than one in this many have deviates.
const RARE: u64 = 100;

impl Format {
    /// Learns from distinct serials.
    pub(crate) fn learn(serials: &Serials, distinct: &[Serial]) -> Self {
        let mut by_shape: BTreeMap<(u32, u8), u64> = BTreeMap::new();
        for serial in distinct {
            *by_shape.entry((serial.prefix, serial.width)).or_default() += 1;
        }
        let mut shapes: BTreeMap<String, u64> = BTreeMap::new();
        for ((prefix, width), count) in by_shape {
            *shapes.entry(serials.shape(Serial { prefix, number: 0, width })).or_default() += count;
        }
        let mut shapes: Vec<_> = shapes.into_iter().collect();
        shapes.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        Self { shapes, check_digit: CheckDigit::learn(distinct) }
    }

    /// Whether a shape is so rare beside the others that it deviates.
    pub(crate) fn deviates(&self, shape: &str) -> bool {
        let total: u64 = self.shapes.iter().map(|(_, count)| count).sum();
        let own = self.shapes.iter().find(|(known, _)| known == shape).map_or(0, |(_, count)| *count);
        total >= LEAST_TO_LEARN && own.saturating_mul(RARE) < total
    }

    /// The place of a serial in its series: its number without the check digit.
    pub(crate) fn place(&self, serial: Serial) -> u64 {
        if self.check_digit.is_some() { serial.number / 10 } else { serial.number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_serial_in_several_spellings_is_one() {
        let mut serials = Serials::default();
        let latin = serials.parse("AB 000123").unwrap();
        let cyrillic = serials.parse(" АВ-000123").unwrap();
        assert_eq!(latin, cyrillic);
        assert_eq!(serials.show(latin), "AB000123");
        let short = serials.parse("ab123").unwrap();
        assert_eq!(short.key(), latin.key());
        assert_ne!(short, latin);
        assert_eq!(serials.parse("ABC"), None);
        assert_eq!(serials.parse(""), None);
        assert_eq!(serials.parse("1234567890123456789"), None);
    }

    #[test]
    fn a_rare_shape_deviates() {
        let mut serials = Serials::default();
        let mut distinct: Vec<_> =
            (1..=500).map(|number| serials.parse(&format!("AB{number:06}")).unwrap()).collect();
        distinct.push(serials.parse("AB77").unwrap());
        let format = Format::learn(&serials, &distinct);
        assert!(format.deviates("AA99"));
        assert!(!format.deviates("AA999999"));
        assert_eq!(format.check_digit, None);
    }

    #[test]
    fn a_short_file_teaches_nothing() {
        let mut serials = Serials::default();
        let few: Vec<_> = ["A1", "B22"].iter().map(|text| serials.parse(text).unwrap()).collect();
        assert!(!Format::learn(&serials, &few).deviates("A9"));
    }
}
