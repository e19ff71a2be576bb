//! One row of a list: a person, and how the clerk wrote it.

use jiff::civil::Date;
use tizim_people::BirthDate;

use crate::errors::{Errors, Written};
use crate::names::Names;
use crate::people::Person;
use crate::places::Places;
use crate::write::{field, number, padded};

/// The lists of the nation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum List {
    Permanent,
    Special,
    Temporary,
    Supplementary,
    Avc,
    ResidenceCertificates,
}

impl List {
    pub(crate) const ALL: [Self; 6] = [
        Self::Permanent,
        Self::Special,
        Self::Temporary,
        Self::Supplementary,
        Self::Avc,
        Self::ResidenceCertificates,
    ];

    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Permanent => "permanent.csv",
            Self::Special => "special.csv",
            Self::Temporary => "temporary.csv",
            Self::Supplementary => "supplementary.csv",
            Self::Avc => "avc.csv",
            Self::ResidenceCertificates => "residence-certificates.csv",
        }
    }

    /// The columns of the list; the common ones alone where it is lean.
    pub(crate) fn heading(self, lean: bool) -> String {
        let further = match self {
            _ if lean => "",
            Self::Permanent => ",avc_serial,mark",
            Self::Avc => ",avc_serial",
            Self::Supplementary => ",added,avc_serial",
            _ => ",added",
        };
        format!("{}{further}", Self::COMMON)
    }

    /// The columns of every list.
    const COMMON: &'static str = "iin,surname,given_name,patronymic,birth_date,region,precinct,address";
}

/// How names are typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typing {
    Plain,
    /// Latin letters in place of Cyrillic ones that look alike.
    LookAlike,
    /// In capitals, with Е for Ё.
    Capitals,
}

/// What the cell of the identification number holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    Whole,
    Missing,
    /// The first eight digits.
    Short,
    /// A letter in place of a digit.
    Letter,
    /// Eleven digits, one left out in the middle.
    Eleven,
    /// Another check digit.
    WrongCheck,
}

/// A row.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) person: Person,
    /// Index of the precinct on whose list it stands.
    pub(crate) precinct: u32,
    pub(crate) typing: Typing,
    pub(crate) number: Number,
    pub(crate) year_only: bool,
    /// The serial of a certificate, where the list has the column.
    pub(crate) serial: Option<u32>,
    pub(crate) added: Option<Date>,
    /// What went wrong when it was typed.
    pub(crate) errors: Errors,
}

impl Row {
    /// The entry of a person on the list of the precinct where the address is.
    pub(crate) fn home(person: Person) -> Self {
        Self {
            person,
            precinct: person.address.precinct,
            typing: Typing::Plain,
            number: Number::Whole,
            year_only: false,
            serial: None,
            added: None,
            errors: Errors::default(),
        }
    }

    /// The same person on another precinct's list.
    pub(crate) fn at(self, precinct: u32) -> Self {
        Self { precinct, ..self }
    }
}

/// Writes rows.
#[derive(Clone, Copy)]
pub(crate) struct Scribe<'a> {
    pub(crate) names: &'a Names,
    pub(crate) places: &'a Places,
}

/// Buffers that are used again for every row.
#[derive(Default)]
pub(crate) struct Scratch {
    text: Vec<u8>,
}

impl Scribe<'_> {
    /// Appends a row of a list with its line end. `lean` leaves out the columns behind the address.
    pub(crate) fn row(&self, list: List, row: &Row, lean: bool, scratch: &mut Scratch, out: &mut Vec<u8>) {
        self.common(row, scratch, out);
        match list {
            _ if lean => {}
            List::Permanent => {
                out.push(b',');
                serial(row, out);
                out.extend_from_slice(if row.serial.is_some() { ",АУ" } else { "," }.as_bytes());
            }
            List::Avc => {
                out.push(b',');
                serial(row, out);
            }
            List::Supplementary => {
                added(row, out);
                out.push(b',');
                serial(row, out);
            }
            _ => added(row, out),
        }
        out.push(b'\n');
    }

    fn common(&self, row: &Row, scratch: &mut Scratch, out: &mut Vec<u8>) {
        let person = &row.person;
        if row.errors.any() {
            self.common_with_errors(row, scratch, out);
            return;
        }
        identification(person.iin, row.number, out);
        out.push(b',');
        self.names(person, row.typing, scratch, out, b',');
        out.push(b',');
        date(person.birth, row.year_only, out);
        out.push(b',');
        out.extend_from_slice(self.places.region_code(row.precinct).as_bytes());
        out.push(b',');
        number(u64::from(self.places.precincts[row.precinct as usize].number), out);
        out.push(b',');
        scratch.text.clear();
        self.places.write_address(person.address, &mut scratch.text);
        field(&scratch.text, out);
    }

    /// The same fields, as they are after the errors of the row.
    fn common_with_errors(&self, row: &Row, scratch: &mut Scratch, out: &mut Vec<u8>) {
        let mut fields = Written::default();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut bytes = Vec::with_capacity(96);
        self.names(&row.person, row.typing, scratch, &mut bytes, b',');
        for (field, name) in fields.names.iter_mut().zip(text(&bytes).split(',')) {
            name.clone_into(field);
        }
        bytes.clear();
        date(row.person.birth, row.year_only, &mut bytes);
        fields.birth = text(&bytes);
        bytes.clear();
        self.places.write_address(row.person.address, &mut bytes);
        fields.address = text(&bytes);
        bytes.clear();
        identification(row.person.iin, row.number, &mut bytes);
        fields.number = text(&bytes);
        row.errors.happen_to(&mut fields);
        out.extend_from_slice(fields.number.as_bytes());
        for name in &fields.names {
            out.push(b',');
            field(name.as_bytes(), out);
        }
        out.push(b',');
        out.extend_from_slice(fields.birth.as_bytes());
        out.push(b',');
        out.extend_from_slice(self.places.region_code(row.precinct).as_bytes());
        out.push(b',');
        number(u64::from(self.places.precincts[row.precinct as usize].number), out);
        out.push(b',');
        field(fields.address.as_bytes(), out);
    }

    /// Appends surname, given name and patronymic with a separator between them.
    pub(crate) fn names(
        &self,
        person: &Person,
        typing: Typing,
        scratch: &mut Scratch,
        out: &mut Vec<u8>,
        separator: u8,
    ) {
        if typing == Typing::Plain {
            self.plain_names(person, separator, out);
            return;
        }
        scratch.text.clear();
        self.plain_names(person, separator, &mut scratch.text);
        let text = String::from_utf8_lossy(&scratch.text);
        let typed: String = match typing {
            Typing::Capitals => text.to_uppercase().replace('Ё', "Е"),
            _ => text.chars().map(look_alike).collect(),
        };
        out.extend_from_slice(typed.as_bytes());
    }

    fn plain_names(&self, person: &Person, separator: u8, out: &mut Vec<u8>) {
        self.names.write_surname(person.surname, person.female, out);
        out.push(separator);
        self.names.write_given(person.given, out);
        out.push(separator);
        self.names.write_patronymic(person.patronymic, out);
    }
}

fn look_alike(letter: char) -> char {
    match letter {
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'О' => 'O',
        'Р' => 'P',
        'Т' => 'T',
        'Х' => 'X',
        'а' => 'a',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'х' => 'x',
        'у' => 'y',
        other => other,
    }
}

/// Appends an identification number as a clerk wrote it.
pub(crate) fn identification(iin: u64, written: Number, out: &mut Vec<u8>) {
    let start = out.len();
    if written == Number::Missing {
        return;
    }
    padded(iin, 12, out);
    match written {
        Number::Whole | Number::Missing => {}
        Number::Short => out.truncate(start + 8),
        Number::Letter => out[start + 9] = b'O',
        Number::Eleven => {
            out.remove(start + 6);
        }
        Number::WrongCheck => out[start + 11] = b'0' + (out[start + 11] - b'0' + 3) % 10,
    }
}

/// Appends a date as ISO, or its year.
pub(crate) fn date(date: BirthDate, year_only: bool, out: &mut Vec<u8>) {
    padded(u64::from(date.year()), 4, out);
    if let (false, Some(month), Some(day)) = (year_only, date.month(), date.day()) {
        out.push(b'-');
        padded(u64::from(month), 2, out);
        out.push(b'-');
        padded(u64::from(day), 2, out);
    }
}

fn serial(row: &Row, out: &mut Vec<u8>) {
    if let Some(serial) = row.serial {
        padded(u64::from(serial), SERIAL_DIGITS, out);
    }
}

fn added(row: &Row, out: &mut Vec<u8>) {
    out.push(b',');
    if let Some(day) = row.added {
        date(BirthDate::from(day), false, out);
    }
}

/// Digits of the serial of a certificate.
const SERIAL_DIGITS: usize = 7;

/// A serial as registers write it.
pub(crate) fn serial_text(serial: u32) -> String {
    format!("{serial:0SERIAL_DIGITS$}")
}
