//! One row of a list, read back as evidence.

use std::rc::Rc;

use jiff::civil::Date;
use tizim_people::{BirthDate, Iin, PartialIin, Token};

use crate::Kind;
use crate::row::address::Address;
use crate::row::certificate::Certificate;
use crate::row::place::PlaceNumber;
use crate::row::removal::Removal;
use crate::row::whole::WholeRow;

/// The identification number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// None was written.
    Missing,
    /// A valid number.
    Valid(Iin),
    /// A number that has lost its leading zeros and is valid with them.
    Restored(Iin),
    /// Some digits are hidden or not legible.
    Masked(PartialIin),
    /// Something else.
    Malformed,
}

impl Number {
    /// The number to compare.
    pub(crate) fn valid(self) -> Option<Iin> {
        match self {
            Self::Valid(iin) | Self::Restored(iin) => Some(iin),
            _ => None,
        }
    }
}

/// Normal forms of a person's name. They are ordered by surname, given name and patronymic.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Names {
    /// The three parts, a divider behind each of the first two that sorts before every letter.
    joined: String,
    /// Where the surname ends, and the given name.
    ends: [usize; 2],
}

impl Names {
    /// From the parts.
    pub(crate) fn new([surname, given_name, patronymic]: [&str; 3]) -> Self {
        let mut joined = String::with_capacity(surname.len() + given_name.len() + patronymic.len() + 2);
        joined.push_str(surname);
        joined.push('\u{1f}');
        joined.push_str(given_name);
        joined.push('\u{1f}');
        joined.push_str(patronymic);
        Self { joined, ends: [surname.len(), surname.len() + 1 + given_name.len()] }
    }

    /// Surname, given name and patronymic, each perhaps empty.
    pub(crate) fn parts(&self) -> [&str; 3] {
        let [surname, given_name] = self.ends;
        let part = |from: usize, to: usize| self.joined.get(from..to).unwrap_or("");
        [part(0, surname), part(surname + 1, given_name), part(given_name + 1, self.joined.len())]
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parts().iter().all(|part| part.is_empty())
    }
}

/// One row of a list: what is judged. Made by an [`EntryReader`](crate::EntryReader).
#[derive(Debug, Clone)]
pub struct Entry<'s> {
    /// Place among all rows of all lists, in the order in which they were given.
    pub(crate) position: u64,
    /// The list, as an index of the lists given.
    pub(crate) list: usize,
    /// The file, as an index of all files of all lists.
    pub(crate) file: usize,
    pub(crate) file_name: &'s str,
    pub(crate) kind: Kind,
    /// Physical row of the sheet.
    pub(crate) row: u64,
    /// As written.
    pub(crate) region: &'s str,
    /// As written, or taken from the file's name.
    pub(crate) precinct: &'s str,
    /// The precinct, for comparison alone.
    pub(crate) place: PlaceNumber,
    /// Its table has a column for precincts, and its cell states none.
    pub(crate) precinct_left_out: bool,
    /// The region is a bare name that fits several: it says of no precinct of another region's name whether it is the same.
    pub(crate) region_unclear: bool,
    /// What number, names and birth date were read from, if that is known: which columns, and their text.
    pub(crate) identity: Option<(u8, [&'s str; 2])>,
    pub(crate) names: Rc<Names>,
    /// Name as shown where names may be shown; else empty.
    pub(crate) shown_name: String,
    pub(crate) birth_date: Option<BirthDate>,
    pub(crate) number: Number,
    pub(crate) address: Address<'s>,
    pub(crate) certificate: Certificate,
    /// Whether it was taken off its list, as its mark and its column for removals say.
    pub(crate) removal: Removal,
    /// The day on which somebody voted by this entry, as its mark says.
    pub(crate) used: Option<Date>,
    /// A cell is about a removal, and not plainly about that of this entry.
    pub(crate) unclear_mark: bool,
    /// A document number, or a number that is not valid, as it is compared; else empty.
    pub(crate) identifier: String,
    /// When the row was added to its list.
    pub(crate) added: Option<Date>,
    /// When the person was removed, as the column for removals states.
    pub(crate) removed: Option<Date>,
    /// The day on which the list was extracted.
    pub(crate) extract: Option<Date>,
    pub(crate) source_ref: &'s str,
    /// The digest of all that the row states, where it is asked for.
    pub(crate) values: Option<Token>,
    /// The row as it is written, where names may be shown.
    pub(crate) whole: Option<Box<WholeRow>>,
}

impl Entry<'_> {
    /// The whole birth date: as written, else as the number states it.
    pub(crate) fn whole_date(&self) -> Option<BirthDate> {
        self.written_date().or_else(|| self.number.valid().map(Iin::birth_date))
    }

    /// Whether both rows are shown as the same person.
    pub(crate) fn shows_as(&self, other: &Self) -> bool {
        self.number == other.number
            && self.birth_date == other.birth_date
            && self.names == other.names
            && (self.shown_name.is_empty() && other.shown_name.is_empty()
                || self.shown_name == other.shown_name)
    }

    /// The whole birth date as written.
    pub(crate) fn written_date(&self) -> Option<BirthDate> {
        self.birth_date.filter(|date| date.is_whole())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::row::place::Places;

    /// A row of the permanent list that states nothing but names.
    pub(crate) fn named(position: u64, names: &Rc<Names>) -> Entry<'static> {
        Entry {
            position,
            list: 0,
            file: 0,
            file_name: "",
            kind: Kind::Permanent,
            row: position + 2,
            region: "",
            precinct: "",
            place: Places::default().number(&tizim_polling::Regions::default(), "", "", 0),
            precinct_left_out: false,
            region_unclear: false,
            identity: None,
            names: Rc::clone(names),
            shown_name: String::new(),
            birth_date: None,
            number: Number::Missing,
            address: Address::default(),
            certificate: Certificate::default(),
            removal: Removal::default(),
            used: None,
            unclear_mark: false,
            identifier: String::new(),
            added: None,
            removed: None,
            extract: None,
            source_ref: "",
            values: None,
            whole: None,
        }
    }

    #[test]
    fn names_are_ordered_part_by_part() {
        let spelled = [["", "а", ""], ["а", "", "я"], ["а", "б", ""], ["а б", "", ""], ["аа", "", ""]];
        let names = spelled.map(Names::new);
        assert!(names.is_sorted());
        assert_eq!(names.each_ref().map(Names::parts), spelled);
        assert!(Names::new([""; 3]).is_empty() && Names::default().is_empty());
        assert!(!names[0].is_empty());
    }
}
