//! From lists to records: the compared columns of every row, in the order of the rows.

use std::sync::{Mutex, PoisonError};

use tizim_dedup::Part;
use tizim_evidence::Run;
use tizim_linkage::{Records, RecordsBuilder};
use tizim_people::{BirthDate, IinProblem, split_full_name};
use tizim_tables::Record;

use super::fields::{Compared, Source};
use super::knowledge::OfPeople;
use crate::RollsError;
use crate::law::RollRules;
use crate::lists::roll::{File, Roll};
use crate::lists::scan::{Look, RowVisitor};
use crate::row::columns::Columns;
use crate::row::normal::precinct_key;
use crate::row::reader::RowReader;

/// Names of which at least this part has a Cyrillic letter are names of a Cyrillic list.
const CYRILLIC_SHARE: f64 = 0.05;

/// All rows of all lists as records.
pub(super) struct Read {
    pub(super) records: Records,
    /// Where each record stands among all rows.
    pub(super) positions: Vec<u64>,
    /// Hardly any name has a Cyrillic letter.
    pub(super) latin: bool,
    /// Filled cells of birth dates that could not be read.
    pub(super) unread_dates: u64,
}

/// What is gathered row by row.
struct Gathered {
    builder: RecordsBuilder,
    positions: Vec<u64>,
    names: u64,
    cyrillic: u64,
    unread_dates: u64,
    failed: Option<tizim_linkage::Error>,
}

/// Reads all rows, file by file in the order given.
pub(super) fn read(
    roll: &Roll<'_>,
    compared: &[Compared],
    law: &RollRules,
    run: &Run,
) -> Result<Read, RollsError> {
    let columns = compared.iter().map(|one| one.column.clone()).collect();
    let mut builder = RecordsBuilder::new(columns);
    let mut lists: Vec<u16> = Vec::new();
    for file in &roll.files {
        while lists.len() <= file.info.list {
            let name = file.info.kind.word().to_owned();
            lists.push(builder.source(tizim_linkage::Source { name, free_of_duplicates: false }));
        }
    }
    let gathered = Mutex::new(Gathered {
        builder,
        positions: Vec::new(),
        names: 0,
        cyrillic: 0,
        unread_dates: 0,
        failed: None,
    });
    // One thread, so that records come in the order of rows; interning them is done side by side, column by column.
    roll.scan(run, 1, Part::All, Look::AtAll, &|| RowTaker {
        roll,
        compared,
        lists: &lists,
        gathered: &gathered,
        file: 0,
        slots: Vec::new(),
        reader: RowReader::new(Columns::none(), law.row_rules()),
        values: vec![String::new(); compared.len()],
        name: Default::default(),
        scratch: Vec::new(),
    })?;
    let gathered = gathered.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = gathered.failed {
        return Err(error.into());
    }
    let latin = (gathered.cyrillic as f64) < CYRILLIC_SHARE * gathered.names as f64;
    let knowledge = OfPeople { iin: &law.people.iin, latin };
    let records = gathered.builder.finish(&knowledge)?;
    Ok(Read { records, positions: gathered.positions, latin, unread_dates: gathered.unread_dates })
}

/// Takes the rows of one file.
struct RowTaker<'a> {
    roll: &'a Roll<'a>,
    compared: &'a [Compared],
    lists: &'a [u16],
    gathered: &'a Mutex<Gathered>,
    file: usize,
    /// The slots of the present file, for columns that are read as they stand.
    slots: Vec<Option<usize>>,
    reader: RowReader<'a>,
    values: Vec<String>,
    name: [String; 3],
    scratch: Vec<u8>,
}

impl RowVisitor for RowTaker<'_> {
    fn begin(&mut self, file: usize) {
        self.file = file;
        let table = self.roll.files[file].table;
        let slot = |one: &Compared| match &one.source {
            Source::Field(name) => table.slot(name),
            _ => None,
        };
        self.slots = self.compared.iter().map(slot).collect();
        self.reader.columns = self.roll.files[file].columns;
    }

    fn row(&mut self, position: u64, record: &Record<'_>) {
        self.reader.next_row();
        let file = &self.roll.files[self.file];
        let unread = self.read(record, file);
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        let has_name = self.name.iter().any(|part| !part.is_empty());
        gathered.names += u64::from(has_name);
        gathered.cyrillic += u64::from(self.name.iter().any(|part| has_cyrillic(part)));
        gathered.unread_dates += u64::from(unread);
        gathered.positions.push(position);
        let values: Vec<&str> = self.values.iter().map(String::as_str).collect();
        if let Err(error) = gathered.builder.push(self.lists[file.info.list], &values) {
            gathered.failed.get_or_insert(error);
        }
    }

    fn block(&mut self, _: u64, _: &mut Vec<u64>) {}
}

/// Whether a name has a letter that only Cyrillic has a code for.
fn has_cyrillic(name: &str) -> bool {
    name.chars().any(|letter| ('\u{400}'..='\u{52f}').contains(&letter))
}

impl RowTaker<'_> {
    /// Puts what is compared of a row into `values`; whether it has a birth date that cannot be read.
    fn read(&mut self, record: &Record<'_>, file: &File<'_>) -> bool {
        let columns = &file.columns;
        self.read_name(record, columns);
        let mut unread = false;
        for (place, compared) in self.compared.iter().enumerate() {
            let value = &mut self.values[place];
            value.clear();
            match &compared.source {
                Source::Iin => number(&mut self.reader, record, value),
                Source::Name(part) => value.push_str(&self.name[*part]),
                Source::Birth => match self.reader.birth_date(record) {
                    Ok(date) => birth(date, value),
                    Err(_) => unread = self.reader.unread.is_some(),
                },
                Source::Region => region(&mut self.reader, record, &mut self.scratch, value),
                Source::Precinct => {
                    let written = text(record, columns.precinct);
                    let stated = file.info.precinct.as_deref().unwrap_or("");
                    let precinct = precinct_key(if written.is_empty() { stated } else { written });
                    if !precinct.is_empty() {
                        region(&mut self.reader, record, &mut self.scratch, value);
                        value.push(' ');
                        value.push_str(&precinct);
                    }
                }
                Source::Field(_) => {
                    value.push_str(self.slots[place].map_or("", |slot| text(record, slot)));
                }
            }
        }
        unread
    }

    fn read_name(&mut self, record: &Record<'_>, columns: &Columns) {
        let whole = text(record, columns.full_name);
        let stated = [columns.surname, columns.given_name, columns.patronymic].map(|slot| text(record, slot));
        let parts = if whole.is_empty() || stated.iter().any(|part| !part.is_empty()) {
            stated
        } else {
            let name = split_full_name(whole);
            [name.surname, name.given_name, name.patronymic]
        };
        for (name, part) in self.name.iter_mut().zip(parts) {
            name.clear();
            name.push_str(part);
        }
    }
}

fn text<'r>(record: &'r Record<'_>, slot: usize) -> &'r str {
    str::from_utf8(record.field(slot)).unwrap_or("")
}

/// The number as it is compared: a valid one by its digits, one that is hidden in part not at all, any other as it stands.
fn number(reader: &mut RowReader<'_>, record: &Record<'_>, value: &mut String) {
    use std::fmt::Write as _;

    match reader.iin(record) {
        Ok(iin) | Err(IinProblem::LostZeros { candidate: Some(iin) }) => {
            // Writing to a string cannot fail.
            let _ = write!(value, "{:012}", iin.number());
        }
        Err(IinProblem::Masked | IinProblem::Empty) => {}
        Err(_) => value.push_str(text(record, reader.columns.iin)),
    }
}

fn birth(date: BirthDate, value: &mut String) {
    use std::fmt::Write as _;

    let _ = match (date.month(), date.day()) {
        (Some(month), Some(day)) => write!(value, "{:04}-{month:02}-{day:02}", date.year()),
        _ => write!(value, "{:04}", date.year()),
    };
}

fn region(reader: &mut RowReader<'_>, record: &Record<'_>, scratch: &mut Vec<u8>, value: &mut String) {
    scratch.clear();
    reader.region_into(record, scratch);
    value.push_str(&String::from_utf8_lossy(scratch));
}
