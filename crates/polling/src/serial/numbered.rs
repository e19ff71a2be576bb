//! The serials of a file by number: letters are numbered as they come up.

use std::collections::HashMap;

use super::Serial;

/// The series of serials without letters.
pub const BARE: u32 = 0;

/// A serial by the number of what stands before its last run of digits. Two serials are equal when prefix and number are; the
/// width tells lost zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Numbered {
    /// Number of the letters, with the head of the number, among those seen; [`BARE`] where there is neither.
    pub prefix: u32,
    /// The number, with its check digit where there is one; of `12-34` the last run of digits.
    pub number: u64,
    /// Digits of the number as written.
    pub width: u8,
}

/// What stands before the last run of digits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Prefix {
    letters: String,
    /// The runs of digits before the last: `12-` of `12-34`.
    head: String,
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
    prefixes: Vec<Prefix>,
    ids: HashMap<Prefix, u32>,
}

impl Default for Serials {
    fn default() -> Self {
        Self { prefixes: vec![Prefix::default()], ids: HashMap::from([(Prefix::default(), BARE)]) }
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
        let written = Prefix { letters: serial.letters().to_owned(), head: serial.head().to_owned() };
        let prefix = if let Some(known) = self.ids.get(&written) {
            *known
        } else {
            self.prefixes.push(written.clone());
            self.ids.insert(written, next);
            next
        };
        Some(Numbered { prefix, number, width: digits.len() as u8 })
    }

    /// How a serial is written: letters, and the number with the zeros of its width.
    pub fn show(&self, serial: Numbered) -> String {
        let Prefix { letters, head } = self.prefix(serial.prefix);
        format!("{letters}{head}{:0width$}", serial.number, width = usize::from(serial.width))
    }

    /// The shape of a serial: letters as `A`, digits as `9`.
    pub fn shape(&self, serial: Numbered) -> String {
        let Prefix { letters, head } = self.prefix(serial.prefix);
        super::shape(letters) + &super::shape(head) + &"9".repeat(usize::from(serial.width))
    }

    /// All prefixes that were seen, [`BARE`] first.
    pub fn prefixes(&self) -> std::ops::Range<u32> {
        0..self.prefixes.len() as u32
    }

    /// Whether a prefix is without letters.
    pub fn lacks_letters(&self, prefix: u32) -> bool {
        self.prefix(prefix).letters.is_empty()
    }

    /// Whether two prefixes differ in nothing but letters that one of them leaves out: only letters may be missing, never
    /// digits.
    pub fn may_be_one(&self, one: u32, other: u32) -> bool {
        let (one, other) = (self.prefix(one), self.prefix(other));
        let letters = one.letters == other.letters || one.letters.is_empty() || other.letters.is_empty();
        letters && one.head == other.head
    }

    fn prefix(&self, prefix: u32) -> &Prefix {
        const NONE: &Prefix = &Prefix { letters: String::new(), head: String::new() };
        self.prefixes.get(prefix as usize).unwrap_or(NONE)
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
        let parted = serials.parse("12-34").unwrap();
        assert_eq!((serials.show(parted).as_str(), serials.shape(parted).as_str()), ("12-34", "99-99"));
        for other in ["34", "1234", "АА 34"] {
            let other = serials.parse(other).unwrap();
            assert!(other.key() != parted.key() && !serials.may_be_one(other.prefix, parted.prefix));
        }
        let lettered = serials.parse("АА 12-34").unwrap();
        assert!(serials.may_be_one(lettered.prefix, parted.prefix) && serials.lacks_letters(parted.prefix));
        for cell in ["ABC", "", "1234567890123456789", "1,00E+06"] {
            assert_eq!(serials.parse(cell), None, "{cell}");
        }
    }
}
