//! One row of a list, read back as evidence.

use jiff::civil::Date;
use tizim_people::{BirthDate, Iin, PartialIin};

use crate::Kind;
use crate::certificate::Certificate;

/// The identification number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// None was written.
    Missing,
    /// A valid number.
    Valid(Iin),
    /// Some digits are hidden or not legible.
    Masked(PartialIin),
    /// Something else.
    Malformed,
}

impl Number {
    pub(crate) fn valid(self) -> Option<Iin> {
        match self {
            Self::Valid(iin) => Some(iin),
            _ => None,
        }
    }
}

/// Normal forms of a person's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Names {
    pub(crate) surname: String,
    pub(crate) given_name: String,
    pub(crate) patronymic: String,
}

impl Names {
    pub(crate) fn is_empty(&self) -> bool {
        self.surname.is_empty() && self.given_name.is_empty() && self.patronymic.is_empty()
    }
}

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Place among all rows of all lists, in the order in which they were given.
    pub(crate) position: u64,
    /// The list, as an index of the lists given.
    pub(crate) list: usize,
    /// The file, as an index of all files of all lists.
    pub(crate) file: usize,
    pub(crate) kind: Kind,
    /// Physical row of the sheet.
    pub(crate) row: u64,
    /// As written.
    pub(crate) region: String,
    /// As written, or taken from the file's name.
    pub(crate) precinct: String,
    /// What identifies the precinct: normal forms of region and number, or the file where no number is known.
    pub(crate) place: String,
    pub(crate) names: Names,
    /// Name as shown where names may be shown; else empty.
    pub(crate) shown_name: String,
    pub(crate) birth_date: Option<BirthDate>,
    pub(crate) number: Number,
    /// Normal form.
    pub(crate) address: String,
    pub(crate) certificate: Certificate,
    /// When the row was added to its list.
    pub(crate) added: Option<Date>,
    /// The row is struck out: its column for removals holds something.
    pub(crate) struck: bool,
    /// When the person was removed, as the row states.
    pub(crate) removed: Option<Date>,
    /// The day on which the list was extracted.
    pub(crate) extract: Option<Date>,
    pub(crate) source_ref: Option<String>,
}

impl Entry {
    /// The whole birth date: as written, else as the number states it.
    pub(crate) fn whole_date(&self) -> Option<BirthDate> {
        self.written_date().or_else(|| self.number.valid().map(Iin::birth_date))
    }

    /// The whole birth date as written.
    pub(crate) fn written_date(&self) -> Option<BirthDate> {
        self.birth_date.filter(|date| date.is_whole())
    }
}
