//! Serials of absentee certificates as they stand in rows: told apart from how they are written.

use tizim_people::names::normalise;

/// A serial in the form in which it is compared: its letters and its digits without leading zeros, since spreadsheets
/// lose those. `№ 000123`, `123` and `000123` are one; `АА 123` and `ББ 123` are two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Serial {
    letters: String,
    digits: String,
}

impl Serial {
    /// Reads a cell; `None` where nothing is written in it.
    pub(crate) fn parse(cell: &str) -> Option<Self> {
        if cell.is_empty() {
            return None;
        }
        let cell = cell.trim();
        if tizim_tables::is_missing(cell.as_bytes()) {
            return None;
        }
        let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
        let written = normalise(&cell.replace(['№', '#'], " "));
        let letters: String = written.chars().filter(|letter| letter.is_alphabetic()).collect();
        if digits.is_empty() && letters.is_empty() {
            return None;
        }
        let stripped = digits.trim_start_matches('0');
        let digits = if stripped.is_empty() && !digits.is_empty() { "0" } else { stripped };
        Some(Self { letters, digits: digits.to_owned() })
    }

    /// The part by which serials are looked up before they are compared in full.
    pub(crate) fn digits(&self) -> &str {
        &self.digits
    }

    /// Whether both name one certificate: equal digits, and equal letters unless one of them has none.
    pub(crate) fn names_the_same(&self, other: &Self) -> bool {
        let either_without = self.letters.is_empty() || other.letters.is_empty();
        if self.digits.is_empty() || other.digits.is_empty() {
            return self == other;
        }
        self.digits == other.digits && (self.letters == other.letters || either_without)
    }

    /// Whether this mark of a home row (`АУ № 123`, words and all) names the certificate.
    pub(crate) fn mentions(&self, certificate: &Self) -> bool {
        !self.digits.is_empty() && self.digits == certificate.digits
    }

    /// Whether digits are written, so that there is something to compare.
    pub(crate) fn has_digits(&self) -> bool {
        !self.digits.is_empty()
    }
}

/// What a row says of a certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Certificate {
    /// The cell for the serial.
    pub(crate) serial: Option<Serial>,
    /// The cell for marks.
    pub(crate) mark: Option<Serial>,
    /// Whether the row's table has a column for the serial.
    pub(crate) serial_column: bool,
    /// Whether the row's table has a column for marks.
    pub(crate) mark_column: bool,
}

impl Certificate {
    /// Whether this home row names the certificate of that destination row.
    pub(crate) fn covers(&self, destination: &Self) -> bool {
        let written =
            destination.serial.as_ref().or(destination.mark.as_ref().filter(|mark| mark.has_digits()));
        let Some(certificate) = written else { return false };
        self.serial.as_ref().is_some_and(|serial| serial.names_the_same(certificate))
            || self.mark.as_ref().is_some_and(|mark| mark.mentions(certificate))
    }

    /// Whether the table could have held a serial at all.
    pub(crate) fn could_hold_serial(&self) -> bool {
        self.serial_column || self.mark.as_ref().is_some_and(Serial::has_digits)
    }

    /// Whether this home row was marked in a table that has no place for the serial.
    pub(crate) fn marked_without_place_for_serial(&self) -> bool {
        self.mark.as_ref().is_some_and(|mark| !mark.has_digits()) && !self.serial_column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_does_not_matter() {
        let serial = |cell: &str| Serial::parse(cell).unwrap();
        assert!(serial("№ 000123").names_the_same(&serial("123")));
        assert!(serial("АА 123").names_the_same(&serial("AA-0123")));
        assert!(!serial("АА 123").names_the_same(&serial("ББ 123")));
        assert!(serial("АА 123").names_the_same(&serial("123")));
        assert!(!serial("1230").names_the_same(&serial("123")));
        assert!(Serial::parse(" - ").is_none());
        assert!(Serial::parse("№").is_none());
        assert!(serial("000").names_the_same(&serial("0")));
    }

    #[test]
    fn a_home_row_covers_by_serial_or_by_mark() {
        let row = |serial: &str, mark: &str| Certificate {
            serial: Serial::parse(serial),
            mark: Serial::parse(mark),
            serial_column: true,
            mark_column: true,
        };
        assert!(row("77", "").covers(&row("077", "")));
        assert!(row("", "АУ № 77").covers(&row("77", "")));
        assert!(!row("", "АУ").covers(&row("77", "")));
        assert!(!row("", "").covers(&row("", "")));
        assert!(!row("78", "").covers(&row("77", "")));
    }
}
