//! What a row of a list says of a certificate.

use tizim_polling::Serial;
use tizim_polling::serial::{self, SerialProblem};

/// Serial and mark of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Certificate {
    /// The cell for the serial.
    pub(crate) serial: Option<Serial>,
    /// The cell for marks, where it holds something.
    pub(crate) mark: Option<Box<str>>,
    /// Whether the row's table has a column for the serial.
    pub(crate) serial_column: bool,
    /// Whether the row's table has a column for marks.
    pub(crate) mark_column: bool,
    /// A spreadsheet has rounded the serial away: which it was cannot be told.
    rounded: bool,
}

impl Certificate {
    /// Reads the cells for the serial and for marks; `None` where the table has no such column.
    pub(crate) fn read(serial: Option<&str>, mark: Option<&str>) -> Self {
        let written = |cell: &str| !cell.is_empty() && !tizim_tables::is_missing(cell.trim().as_bytes());
        let parsed = serial.filter(|cell| written(cell)).map(Serial::parse);
        Self {
            rounded: parsed == Some(Err(SerialProblem::Rounded)),
            serial: parsed.and_then(Result::ok),
            mark: mark.filter(|cell| written(cell)).map(Into::into),
            serial_column: serial.is_some(),
            mark_column: mark.is_some(),
        }
    }

    /// Numbers by which the row is looked up before certificates are compared in full.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = &str> {
        let serial = self.serial.as_ref().map(Serial::number).into_iter();
        serial.chain(self.mark.as_deref().into_iter().flat_map(serial::numbers))
    }

    /// Whether this home row names the certificate of that destination row.
    pub(crate) fn covers(&self, destination: &Self) -> bool {
        if let Some(certificate) = &destination.serial {
            return self.names(certificate);
        }
        let marked = || destination.mark.as_deref().into_iter().flat_map(serial::numbers);
        marked().any(|number| Serial::parse(number).is_ok_and(|certificate| self.names(&certificate)))
    }

    fn names(&self, certificate: &Serial) -> bool {
        self.serial.as_ref().is_some_and(|serial| serial.is_same_as(certificate))
            || self.mark.as_deref().is_some_and(|mark| certificate.is_named_by(mark))
    }

    /// Whether the table could have held a serial at all, and this row does not hold one that was rounded away.
    pub(crate) fn could_hold_serial(&self) -> bool {
        (self.serial_column && !self.rounded) || self.mark_has_number()
    }

    /// Whether this home row was marked, and its table has no place for the serial or a spreadsheet has rounded it away.
    pub(crate) fn marked_without_place_for_serial(&self) -> bool {
        self.rounded || (self.mark.is_some() && !self.mark_has_number() && !self.serial_column)
    }

    fn mark_has_number(&self) -> bool {
        self.mark.as_deref().is_some_and(|mark| serial::numbers(mark).next().is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(serial: &str, mark: &str) -> Certificate {
        Certificate::read(Some(serial), Some(mark))
    }

    #[test]
    fn a_home_row_covers_by_serial_or_by_mark() {
        assert!(row("77", "").covers(&row("077", "")));
        assert!(row("АА 000077", "").covers(&row("77", "")));
        assert!(row("", "АУ № 77").covers(&row("77", "")));
        assert!(row("", "АУ № 77 от 05.06.2019").covers(&row("", "АУ 77")));
        assert!(row("", "77/АА").covers(&row("АА 000077", "")));
        assert!(!row("", "АУ").covers(&row("77", "")));
        assert!(!row("", "").covers(&row("", "")));
        assert!(!row("78", "").covers(&row("77", "")));
        assert!(!row(" - ", "н/д").covers(&row("-", "")));
    }

    #[test]
    fn a_serial_that_was_rounded_away_says_nothing() {
        let rounded = row("1,00E+06", "");
        assert!(rounded.marked_without_place_for_serial() && !rounded.could_hold_serial());
        assert!(!rounded.covers(&row("1000000", "")) && !row("1000000", "").covers(&rounded));
        assert!(row("77", "").could_hold_serial() && !row("77", "").marked_without_place_for_serial());
        let marked = Certificate::read(None, Some("АУ"));
        assert!(marked.marked_without_place_for_serial() && !marked.could_hold_serial());
    }
}
