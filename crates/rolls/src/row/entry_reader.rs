//! From the fields of a row to its entry: what is judged.

use std::borrow::Cow;
use std::rc::Rc;

use jiff::civil::Date;
use tizim_people::{DateOptions, IinProblem, MaskKey, PartialIin, parse_date};
use tizim_polling::Regions;

use crate::row::address::Address;
use crate::row::certificate::Certificate;
use crate::row::columns::Columns;
use crate::row::entry::{Entry, Names, Number};
use crate::row::fields::{Fields, KeptFields};
use crate::row::list_file::ListFile;
use crate::row::mark::Mark;
use crate::row::normal::region_key;
use crate::row::place::Places;
use crate::row::reader::{RowReader, RowRules};
use crate::row::removal::Removal;
use crate::row::values;
use crate::row::whole::WholeRow;

/// Where a row stands.
#[derive(Debug, Clone, Copy)]
pub struct RowPlace {
    /// Its place among all rows of all lists, in the order in which they were given.
    pub position: u64,
    /// Its file, as an index of all files of all lists.
    pub file: usize,
    /// Physical row of the sheet; the first is 1.
    pub row: u64,
}

/// Makes entries of rows, with what is used again for the next one.
#[derive(Debug)]
pub struct EntryReader<'a> {
    reader: RowReader<'a>,
    regions: &'a Regions,
    places: Places,
    reveal: bool,
    /// The key under which the values of rows get a digest, if they get one.
    key: Option<MaskKey>,
}

impl<'a> EntryReader<'a> {
    /// For rows of any files; `reveal` keeps names as they are written, to be shown.
    pub fn new(rules: RowRules<'a>, reveal: bool) -> Self {
        Self {
            reader: RowReader::new(Columns::none(), rules),
            regions: rules.regions,
            places: Places::default(),
            reveal,
            key: None,
        }
    }

    /// The same, with a digest of the values of each row, if there is a key for it.
    #[must_use]
    pub fn digesting(mut self, key: Option<&MaskKey>) -> Self {
        self.key = key.cloned();
        self
    }

    /// Groups follow whose rows are not compared with those of groups before: entries made until now are not to be judged
    /// together with those that follow.
    pub fn next_batch(&mut self) {
        self.places.next_batch();
    }

    /// The entry of a row of `file`, whose fields are in the slots that `columns` tells. What is known of the person is
    /// taken over from `before`, the entry before it in its group, where it is written alike there.
    pub fn entry<'s>(
        &mut self,
        row: &impl KeptFields<'s>,
        columns: &Columns,
        place: RowPlace,
        file: &'s ListFile<'_>,
        before: Option<&Entry<'s>>,
    ) -> Entry<'s> {
        let reader = &mut self.reader;
        reader.columns = *columns;
        reader.next_row();
        let identity = row.identity().map(|texts| (columns.identity(), texts));
        let alike = before.filter(|before| identity.is_some() && before.identity == identity);
        let (names, number, birth_date) = match alike {
            Some(before) => (Rc::clone(&before.names), before.number, before.birth_date),
            None => (
                Rc::new(Names::new(reader.name_parts(row))),
                number(reader, row),
                reader.birth_date(row).ok(),
            ),
        };
        let identifier = reader.identifier(row).map_or_else(|_| String::new(), str::to_owned);
        let region = row.kept(columns.region);
        let written = row.kept(columns.precinct);
        let precinct = if written.is_empty() { file.precinct.as_deref().unwrap_or("") } else { written };
        let number_of_place = self.places.number(self.regions, region, precinct, place.file);
        let removed = Mark::in_column(row.text(columns.removed));
        let mark = Mark::parse(row.text(columns.mark));
        let mut entry = Entry {
            position: place.position,
            list: file.list,
            file: place.file,
            file_name: file.name,
            kind: file.kind,
            row: place.row,
            place: number_of_place,
            precinct_left_out: Columns::has(columns.precinct) && number_of_place.is_of_file(),
            region_unclear: self.places.is_unclear(number_of_place),
            identity,
            names,
            shown_name: if self.reveal { RowReader::written_names(row, columns) } else { String::new() },
            birth_date,
            number,
            address: Address::of(row.kept(columns.address)),
            certificate: Certificate::of_row(row, columns, mark),
            unclear_mark: mark.unclear || removed.unclear,
            removal: Removal::of(mark, removed, file.kind),
            used: mark.day.filter(|_| mark.used),
            identifier,
            added: day(row.field(columns.added)),
            removed: removed.day,
            extract: file.extract,
            source_ref: row.kept(columns.source_ref),
            whole: self.reveal.then(|| Box::new(WholeRow::of(row, columns))),
            region,
            precinct,
            values: None,
        };
        if let Some(key) = &self.key {
            let region = self.places.region(number_of_place);
            let region = region.map_or_else(|| region_key(self.regions, entry.region).into(), Cow::Borrowed);
            entry.values = Some(values::digest(key, &entry, row, columns, &region));
        }
        entry
    }
}

/// The identification number of a row.
fn number(reader: &mut RowReader<'_>, row: &impl Fields) -> Number {
    match reader.iin(row) {
        Ok(iin) => Number::Valid(iin),
        Err(IinProblem::Empty) => Number::Missing,
        Err(IinProblem::LostZeros { candidate }) => candidate.map_or(Number::Malformed, Number::Restored),
        Err(IinProblem::Masked) => PartialIin::parse(row.field(reader.columns.iin), reader.iin_rules())
            .map_or(Number::Malformed, Number::Masked),
        Err(_) => Number::Malformed,
    }
}

/// The day that a cell states, if any.
fn day(cell: &[u8]) -> Option<Date> {
    if cell.is_empty() { None } else { parse_date(cell, &DateOptions::default()).ok() }
}
