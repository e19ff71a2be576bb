//! The serials of a file by number: letters are numbered as they come up.

use std::collections::HashMap;

use super::Serial;

/// The series of serials without letters.
pub const BARE: u32 = 0;

/// A serial by the number of its letters. Two serials are equal when prefix and number are; the width tells lost zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Numbered {
    /// Number of the letters among those seen; [`BARE`] where there are none.
    pub prefix: u32,
    /// The number, with its check digit where there is one.
    pub number: u64,
    /// Digits of the number as written.
    pub width: u8,
}

impl Numbered {
    /// What makes two serials one.
    pub fn key(self) -> (u32, u64) {
        (self.prefix, self.number)
    }
}

/// The letters seen.
#[derive(Debug)]
pub struct Serials {
    prefixes: Vec<String>,
    ids: HashMap<String, u32>,
}

impl Default for Serials {
    fn default() -> Self {
        Self { prefixes: vec![String::new()], ids: HashMap::from([(String::new(), BARE)]) }
    }
}

impl Serials {
    /// Takes a serial apart; `None` where it has no number or one of more than 18 digits.
    pub fn parse(&mut self, cell: &str) -> Option<Numbered> {
        self.number(&Serial::parse(cell).ok()?)
    }

    /// A serial by the number of its letters; `None` where it has no number or one of more than 18 digits.
    pub fn number(&mut self, serial: &Serial) -> Option<Numbered> {
        let digits = serial.digits();
        if !(1..=18).contains(&digits.len()) {
            return None;
        }
        let number = digits.parse().ok()?;
        let next = self.prefixes.len() as u32;
        let prefix = if let Some(known) = self.ids.get(serial.letters()) {
            *known
        } else {
            self.prefixes.push(serial.letters().to_owned());
            self.ids.insert(serial.letters().to_owned(), next);
            next
        };
        Some(Numbered { prefix, number, width: digits.len() as u8 })
    }

    /// How a serial is written: letters, and the number with the zeros of its width.
    pub fn show(&self, serial: Numbered) -> String {
        format!("{}{:0width$}", self.letters(serial), serial.number, width = usize::from(serial.width))
    }

    /// The shape of a serial: letters as `A`, digits as `9`.
    pub fn shape(&self, serial: Numbered) -> String {
        super::shape(self.letters(serial)) + &"9".repeat(usize::from(serial.width))
    }

    fn letters(&self, serial: Numbered) -> &str {
        self.prefixes.get(serial.prefix as usize).map_or("", String::as_str)
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
        assert_eq!((serials.show(latin).as_str(), serials.shape(latin).as_str()), ("AB000123", "AA999999"));
        let short = serials.parse("ab123").unwrap();
        assert_eq!(short.key(), latin.key());
        assert_ne!(short, latin);
        assert_eq!(serials.parse("№ 0001").map(|serial| (serial.prefix, serial.width)), Some((BARE, 4)));
        assert_eq!(serials.parse("000123/АВ").map(Numbered::key), Some(latin.key()));
        for cell in ["ABC", "", "1234567890123456789", "1,00E+06"] {
            assert_eq!(serials.parse(cell), None, "{cell}");
        }
    }
}
