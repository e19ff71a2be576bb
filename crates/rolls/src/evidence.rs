//! Rows read back as evidence.

use tizim_evidence::Evidence;
use tizim_people::{DateOptions, IinProblem, PartialIin, parse_date};

use crate::RollsError;
use crate::certificate::{Certificate, Serial};
use crate::columns::Columns;
use crate::entry::{Entry, Names, Number};
use crate::harvest::Harvest;
use crate::law::RollRules;
use crate::person::{Fields, PersonReader};
use crate::place::place_key;
use crate::roll::Roll;

/// Reads rows back and makes entries of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EvidenceReader<'a> {
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) law: &'a RollRules,
    /// Rows that were kept from the last reading, if any.
    pub(crate) harvest: Option<&'a Harvest>,
    /// Whether names may be shown.
    pub(crate) reveal: bool,
}

impl<'a> EvidenceReader<'a> {
    /// The rows at these positions (ascending, none twice), in their order.
    pub(crate) fn entries(&self, positions: &[u64]) -> Result<Vec<Entry>, RollsError> {
        let mut entries = Vec::with_capacity(positions.len());
        let mut reader: Option<(usize, PersonReader<'a>)> = None;
        let mut missing = positions.to_vec();
        if let Some(harvest) = self.harvest {
            let columns = |file: usize| self.roll.files[file].columns;
            missing = harvest.visit(positions, columns, |position, file, kept| {
                entries.push(self.entry(position, file, self.reader(&mut reader, file), kept));
            });
        }
        let kept = entries.len();
        self.roll.fetch(&missing, |position, file, record| {
            entries.push(self.entry(position, file, self.reader(&mut reader, file), record));
        })?;
        if kept > 0 && !missing.is_empty() {
            entries.sort_unstable_by_key(|entry| entry.position);
        }
        for entry in &mut entries {
            let row = self.roll.row(entry.position).map(|(_, row)| row);
            entry.row =
                row.ok_or_else(|| RollsError::Changed { file: self.roll.files[entry.file].name.to_owned() })?;
        }
        Ok(entries)
    }

    /// The reader of this file.
    fn reader<'r>(
        &self,
        reader: &'r mut Option<(usize, PersonReader<'a>)>,
        file: usize,
    ) -> &'r mut PersonReader<'a> {
        let fresh = || (file, PersonReader::new(self.roll.files[file].columns, &self.law.people.iin));
        let present = reader.get_or_insert_with(fresh);
        if present.0 != file {
            *present = fresh();
        }
        &mut present.1
    }

    fn entry(
        &self,
        position: u64,
        index: usize,
        reader: &mut PersonReader<'_>,
        record: &impl Fields,
    ) -> Entry {
        reader.next_row();
        let file = &self.roll.files[index];
        let columns = &file.columns;
        let [surname, given_name, patronymic] = reader.name_parts(record).map(str::to_owned);
        let number = match reader.iin(record) {
            Ok(iin) => Number::Valid(iin),
            Err(IinProblem::Empty) => Number::Missing,
            Err(IinProblem::Masked) => {
                PartialIin::parse(record.field(columns.iin)).map_or(Number::Malformed, Number::Masked)
            }
            Err(_) => Number::Malformed,
        };
        let normal = |append: &dyn Fn(&mut Vec<u8>)| {
            let mut form = Vec::new();
            append(&mut form);
            String::from_utf8(form).unwrap_or_default()
        };
        let dates = DateOptions::default();
        let region = record.text(columns.region).to_owned();
        let written = record.text(columns.precinct);
        let precinct =
            if written.is_empty() { file.precinct.as_deref().unwrap_or("") } else { written }.to_owned();
        let removed = record.field(columns.removed);
        let source_ref = record.text(columns.source_ref);
        Entry {
            position,
            list: file.list,
            file: index,
            kind: file.kind,
            row: 0,
            place: place_key(&region, &precinct, index),
            names: Names { surname, given_name, patronymic },
            shown_name: if self.reveal {
                PersonReader::written_names(record, columns)
            } else {
                String::new()
            },
            birth_date: reader.birth_date(record).ok(),
            number,
            address: normal(&|form| reader.address_into(record, form)),
            certificate: Certificate {
                serial: Serial::parse(record.text(columns.avc_serial)),
                mark: Serial::parse(record.text(columns.mark)),
                serial_column: Columns::has(columns.avc_serial),
                mark_column: Columns::has(columns.mark),
            },
            added: parse_date(record.field(columns.added), &dates).ok(),
            struck: !tizim_tables::is_missing(removed),
            removed: parse_date(removed, &dates).ok(),
            extract: file.extract,
            source_ref: (!source_ref.is_empty()).then(|| source_ref.to_owned()),
            region,
            precinct,
        }
    }

    /// Where these rows stand, for findings that need no more of them. Positions in any order.
    pub(crate) fn places(&self, positions: &[u64]) -> Result<Vec<Evidence>, RollsError> {
        let mut positions = positions.to_vec();
        positions.sort_unstable();
        positions.dedup();
        let place = |position: &u64| {
            let (file, row) = self.roll.row(*position)?;
            let file = &self.roll.files[file];
            Some(Evidence {
                file: file.name.to_owned(),
                list: Some(file.kind.word().to_owned()),
                row,
                source_ref: None,
            })
        };
        let changed =
            || RollsError::Changed { file: self.roll.files.first().map_or("", |file| file.name).to_owned() };
        positions.iter().map(|position| place(position).ok_or_else(changed)).collect()
    }
}
