//! From the bytes of a row to what is compared: one place for the fast pass, the evidence and the look-up, so that all
//! three see the same person.

use tizim_people::names::{Parts, normalise_parts_into, normalise_side_by_side_into};
use tizim_people::{
    BirthDate, DateOptions, DateProblem, Iin, IinProblem, IinRules, PartialIin, parse_birth_date,
    split_full_name,
};
use tizim_polling::Regions;
use tizim_polling::region::Memo;

use crate::row::columns::Columns;
use crate::row::fields::Fields;
use crate::row::identifier::{LEAST_DIGITS, NoIdentifier, identifier_into, says_something};
use crate::row::neighbours::Neighbours;
use crate::row::normal::{address_into, holds_address, region_into};
use crate::row::unread_date::UnreadDate;

/// What a profile says of how a row is read.
#[derive(Debug, Clone, Copy)]
pub struct RowRules<'r> {
    /// How identification numbers are built.
    pub iin: &'r IinRules,
    /// Regions by all their names.
    pub regions: &'r Regions,
}

/// Reads rows of one file, with buffers that are used again for the next row. What was read of a row is kept until
/// [`RowReader::next_row`], so that keys and checks read it once.
#[derive(Debug)]
pub struct RowReader<'r> {
    pub(crate) columns: Columns,
    pub(crate) rules: RowRules<'r>,
    regions: Memo<'r>,
    /// The place of the present row; after [`RowReader::place`].
    neighbours: Neighbours,
    place_read: bool,
    dates: DateOptions,
    /// The names in normal form with dividers, and where they end; after [`RowReader::names`].
    names: Vec<u8>,
    parts: Parts,
    names_read: bool,
    /// The address as it is compared; after [`RowReader::address`].
    address: Vec<u8>,
    address_read: bool,
    /// Whether it names a place, if anybody has found that out.
    has_address: Option<bool>,
    date_read: Option<Result<BirthDate, DateProblem>>,
    iin_read: Option<Result<Iin, IinProblem>>,
    /// The number as written; after [`RowReader::identifier`].
    identifier: String,
    /// The cell of the birth date or year that is no date, if any; after [`RowReader::birth_date`].
    pub(crate) unread: Option<UnreadDate>,
}

impl<'r> RowReader<'r> {
    /// For rows with these columns.
    pub fn new(columns: Columns, rules: RowRules<'r>) -> Self {
        Self {
            columns,
            rules,
            regions: Memo::new(rules.regions),
            neighbours: Neighbours::default(),
            place_read: false,
            dates: DateOptions::default(),
            names: Vec::new(),
            parts: Parts::default(),
            names_read: false,
            address: Vec::new(),
            address_read: false,
            has_address: None,
            date_read: None,
            iin_read: None,
            identifier: String::new(),
            unread: None,
        }
    }

    /// Another row comes.
    #[inline]
    pub fn next_row(&mut self) {
        self.place_read = false;
        self.names_read = false;
        self.address_read = false;
        self.has_address = None;
        self.date_read = None;
        self.iin_read = None;
        self.unread = None;
    }

    /// The place of a row beside that of the row before it.
    #[inline]
    pub(crate) fn place(&mut self, record: &impl Fields) -> &Neighbours {
        if !self.place_read {
            let Columns { region, precinct, settlement, .. } = self.columns;
            self.neighbours.take([region, precinct, settlement].map(|slot| record.field(slot)));
            self.place_read = true;
        }
        &self.neighbours
    }

    /// Appends the region of a row as it is compared.
    pub(crate) fn region_into(&mut self, record: &impl Fields, out: &mut Vec<u8>) {
        region_into(&mut self.regions, record.field(self.columns.region), out);
    }

    /// How identification numbers are built.
    pub(crate) fn iin_rules(&self) -> &'r IinRules {
        self.rules.iin
    }

    /// The identification number.
    ///
    /// # Errors
    /// Where there is none, and why.
    #[inline]
    pub fn iin(&mut self, record: &impl Fields) -> Result<Iin, IinProblem> {
        if let Some(read) = self.iin_read {
            return read;
        }
        let read = self.read_iin(record);
        self.iin_read = Some(read);
        read
    }

    /// The number by which the row is compared: the one written, or what is left of it with its leading zeros given back,
    /// where that is a valid one.
    #[inline]
    pub fn compared_iin(&mut self, record: &impl Fields) -> Option<Iin> {
        match self.iin(record) {
            Ok(iin) => Some(iin),
            Err(IinProblem::LostZeros { candidate }) => candidate,
            Err(_) => None,
        }
    }

    /// The number of another document in normal form (letters and digits alone, capitals); where the row states none, the
    /// digits of an identification number that is not valid.
    ///
    /// # Errors
    /// The reason, where there is nothing to compare.
    #[inline]
    pub(crate) fn identifier(&mut self, record: &impl Fields) -> Result<&str, NoIdentifier> {
        if Columns::has(self.columns.identifier) {
            let written = record.text(self.columns.identifier);
            if !tizim_tables::is_missing(written.as_bytes()) {
                identifier_into(written, &mut self.identifier);
                return if says_something(&self.identifier) {
                    Ok(&self.identifier)
                } else {
                    Err(NoIdentifier::Unusable)
                };
            }
        }
        let problem = match self.iin(record) {
            Ok(_) | Err(IinProblem::LostZeros { candidate: Some(_) }) => {
                return Err(NoIdentifier::ValidNumber);
            }
            Err(problem) => problem,
        };
        self.invalid_number(problem, record)
    }

    #[cold]
    fn invalid_number(&mut self, problem: IinProblem, record: &impl Fields) -> Result<&str, NoIdentifier> {
        match problem {
            IinProblem::Empty => return Err(NoIdentifier::Empty),
            IinProblem::Masked => return Err(NoIdentifier::Masked),
            IinProblem::NotADigit => return Err(NoIdentifier::Unusable),
            _ => {}
        }
        identifier_into(record.text(self.columns.iin), &mut self.identifier);
        // Spreadsheets round long numbers; what is left is nobody's.
        let is_rounded = self.identifier.ends_with("00000");
        let is_long = self.identifier.len() >= LEAST_DIGITS;
        if is_long && !is_rounded && says_something(&self.identifier) {
            Ok(&self.identifier)
        } else {
            Err(NoIdentifier::Unusable)
        }
    }

    #[inline]
    fn read_iin(&self, record: &impl Fields) -> Result<Iin, IinProblem> {
        let field = record.field(self.columns.iin);
        if field.is_empty() {
            return Err(IinProblem::Empty);
        }
        match Iin::parse(field, self.rules.iin) {
            Err(_) if tizim_tables::is_missing(field) => Err(IinProblem::Empty),
            result => result,
        }
    }

    /// The names as one key with a divider behind each part; empty where surname or given name is missing or has an
    /// illegible letter (`?`), because such names prove nothing.
    #[inline]
    pub fn names(&mut self, record: &impl Fields) -> &[u8] {
        if !self.names_read {
            self.read_names(record);
            let Parts { ends: [surname, given], illegible } = self.parts;
            if surname == 0 || given == surname + 1 || illegible {
                self.names.clear();
            }
            self.names_read = true;
        }
        &self.names
    }

    /// The address as it is compared; empty where it names no place.
    #[inline]
    pub(crate) fn address(&mut self, record: &impl Fields) -> &[u8] {
        if !self.address_read {
            self.address.clear();
            address_into(record.field(self.columns.address), &mut self.address);
            self.address_read = true;
        }
        &self.address
    }

    /// Whether [`RowReader::address`] is not empty, found out without making it.
    #[inline]
    pub(crate) fn has_address(&mut self, record: &impl Fields) -> bool {
        *self.has_address.get_or_insert_with(|| holds_address(record.field(self.columns.address)))
    }

    /// Takes it from somebody who has looked whether [`RowReader::address`] is not empty.
    #[inline]
    pub(crate) fn tell_address(&mut self, is_there: bool) {
        self.has_address = Some(is_there);
    }

    /// Whether some character of the names is illegible.
    pub(crate) fn has_illegible_names(&mut self, record: &impl Fields) -> bool {
        self.names(record);
        self.parts.illegible
    }

    /// Reads the names, whole or not.
    #[inline]
    fn read_names(&mut self, record: &impl Fields) {
        let columns = &self.columns;
        let slots = [columns.surname, columns.given_name, columns.patronymic];
        if let Some((text, ends)) = record.side_by_side(slots)
            && let Some(parts) = normalise_side_by_side_into(text, ends, &mut self.names)
        {
            self.parts = parts;
            return;
        }
        let mut surname = record.field(columns.surname);
        let mut given = record.field(columns.given_name);
        let mut patronymic = record.field(columns.patronymic);
        if surname.is_empty() && given.is_empty() && Columns::has(columns.full_name) {
            let whole = split_full_name(record.text(columns.full_name));
            surname = whole.surname.as_bytes();
            given = whole.given_name.as_bytes();
            if patronymic.is_empty() {
                patronymic = whole.patronymic.as_bytes();
            }
        }
        self.parts = normalise_parts_into([surname, given, patronymic], &mut self.names);
    }

    /// Surname, given name and patronymic in normal form, each perhaps empty.
    pub(crate) fn name_parts(&mut self, record: &impl Fields) -> [&str; 3] {
        self.names_read = false;
        self.read_names(record);
        let [surname, given] = self.parts.ends;
        let last = self.names.len() - 1;
        [&self.names[..surname], &self.names[surname + 1..given], &self.names[given + 1..last]]
            .map(|part| str::from_utf8(part).unwrap_or(""))
    }

    /// Surname, given name and patronymic as written.
    pub(crate) fn written_names(record: &impl Fields, columns: &Columns) -> String {
        let parts = [columns.surname, columns.given_name, columns.patronymic].map(|slot| record.text(slot));
        let joined = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if joined.is_empty() { record.text(columns.full_name).to_owned() } else { joined }
    }

    /// The birth date or year; a column for dates goes before a column for years. Where neither holds anything and some
    /// digits of the number are hidden or illegible, the date that its first seven digits state: so such a row is still
    /// compared by name and date.
    ///
    /// # Errors
    /// Where there is none, and why.
    #[inline]
    pub fn birth_date(&mut self, record: &impl Fields) -> Result<BirthDate, DateProblem> {
        if let Some(read) = self.date_read {
            return read;
        }
        let read = self.read_birth_date(record);
        self.date_read = Some(read);
        read
    }

    #[inline]
    fn read_birth_date(&mut self, record: &impl Fields) -> Result<BirthDate, DateProblem> {
        let date = record.field(self.columns.birth_date);
        let read =
            if date.is_empty() { Err(DateProblem::Empty) } else { parse_birth_date(date, &self.dates) };
        match read {
            Err(problem) => {
                self.unread = UnreadDate::of("birth_date", self.columns.birth_date, problem);
                let year = record.field(self.columns.birth_year);
                if !year.is_empty() {
                    let read = parse_birth_date(year, &self.dates);
                    if let (Err(problem), None) = (read, self.unread) {
                        self.unread = UnreadDate::of("birth_year", self.columns.birth_year, problem);
                    }
                    return read;
                }
                match problem {
                    DateProblem::Empty => self.date_of_masked_number(record).ok_or(problem),
                    _ => Err(problem),
                }
            }
            whole => whole,
        }
    }

    fn date_of_masked_number(&mut self, record: &impl Fields) -> Option<BirthDate> {
        if self.iin(record) != Err(IinProblem::Masked) {
            return None;
        }
        let masked = PartialIin::parse(record.field(self.columns.iin), self.rules.iin).ok()?;
        self.rules.iin.birth_date_of(&masked)
    }

    /// Calls `append` with the names of the present row, which [`RowReader::names`] has read, to put something behind them
    /// for as long as it takes.
    #[inline]
    pub(crate) fn behind_names(&mut self, append: impl FnOnce(&Columns, &mut Memo<'r>, &mut Vec<u8>)) {
        let length = self.names.len();
        append(&self.columns, &mut self.regions, &mut self.names);
        self.names.truncate(length);
    }
}
