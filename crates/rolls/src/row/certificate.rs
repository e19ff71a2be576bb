//! What a row of a list says of a certificate.

use tizim_polling::Serial;
use tizim_polling::serial::{self, Likeness, SerialProblem};

use crate::row::columns::Columns;
use crate::row::fields::Fields;
use crate::row::mark::Mark;

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
    /// A spreadsheet has rounded the serial away, or made a date of it: which it was cannot be told.
    lost: bool,
    /// The numbers of certificates that the mark names.
    marked: Vec<String>,
}

impl Certificate {
    /// Reads the cells for the serial and for marks; `None` where the table has no such column.
    pub(crate) fn read(serial: Option<&str>, mark: Option<&str>) -> Self {
        let written = |cell: &str| !cell.is_empty() && !tizim_tables::is_missing(cell.trim().as_bytes());
        let parsed = serial.filter(|cell| written(cell)).map(Serial::parse);
        let cell = mark.filter(|cell| written(cell));
        Self {
            lost: matches!(parsed, Some(Err(SerialProblem::Rounded | SerialProblem::Date))),
            serial: parsed.and_then(Result::ok),
            marked: cell.map_or_else(Vec::new, serial::numbers),
            mark: cell.map(Into::into),
            serial_column: serial.is_some(),
            mark_column: mark.is_some(),
        }
    }

    /// Reads a row whose mark is known: one that plainly says "removed" is about no certificate.
    pub(crate) fn of_row(row: &impl Fields, columns: &Columns, mark: Mark) -> Self {
        let cell = |slot: usize| Columns::has(slot).then(|| row.text(slot));
        let mark = cell(columns.mark).map(|cell| if mark.removed { "" } else { cell });
        Self::read(cell(columns.avc_serial), mark)
    }

    /// Numbers by which the row is looked up before certificates are compared in full.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = &str> {
        let serial = self.serial.as_ref().map(Serial::number).into_iter();
        serial.chain(self.marked.iter().map(String::as_str))
    }

    /// Whether this home row names the certificate of that destination row.
    pub(crate) fn covers(&self, destination: &Self) -> bool {
        self.likeness(destination) == Likeness::Same
    }

    /// The same, where it cannot always be told.
    pub(crate) fn likeness(&self, destination: &Self) -> Likeness {
        if let Some(certificate) = &destination.serial {
            return self.names(certificate);
        }
        let mut marked = destination.marked.iter().filter_map(|number| Serial::parse(number).ok());
        if marked.any(|certificate| self.names(&certificate) == Likeness::Same) {
            Likeness::Same
        } else {
            Likeness::Other
        }
    }

    fn names(&self, certificate: &Serial) -> Likeness {
        let by_serial = self.serial.as_ref().map(|serial| serial.compare(certificate));
        let by_mark =
            certificate.has_number() && self.marked.iter().any(|number| number == certificate.number());
        match by_serial {
            _ if by_mark => Likeness::Same,
            Some(likeness) => likeness,
            None => Likeness::Other,
        }
    }

    /// Whether the table could have held a serial at all, and this row does not hold one that was lost.
    pub(crate) fn could_hold_serial(&self) -> bool {
        (self.serial_column && !self.lost) || !self.marked.is_empty()
    }

    /// Whether this home row was marked, and its table has no place for the serial or a spreadsheet has lost it.
    pub(crate) fn marked_without_place_for_serial(&self) -> bool {
        self.lost || (self.mark.is_some() && self.marked.is_empty() && !self.serial_column)
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
    fn only_letters_may_be_missing() {
        for (home, away) in [
            ("12-34", "34"),
            ("123 от 05.06.2019", "2019"),
            ("99-767", "0000767"),
            ("АУ № 1 на 2 листах", "2"),
        ] {
            for (home, away) in [(home, away), (away, home)] {
                assert_eq!(row(home, "").likeness(&row(away, "")), Likeness::Other, "{home} {away}");
                assert!(!row("", home).covers(&row(away, "")), "{home} {away}");
                assert!(!row("", home).covers(&row("", away)), "{home} {away}");
            }
        }
        assert!(row("N 55", "").covers(&row("55", "")) && row("", "АУ № 12-34").covers(&row("АА 12-34", "")));
        assert_eq!(row("12-34", "").likeness(&row("1234", "")), Likeness::Unsure);
        assert!(
            row("дек.34", "").marked_without_place_for_serial()
                && row("1E06", "").marked_without_place_for_serial()
        );
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
