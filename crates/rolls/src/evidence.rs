//! Rows read back as evidence.

use std::rc::Rc;
use std::sync::RwLockReadGuard;

use jiff::civil::Date;
use tizim_evidence::Evidence;
use tizim_people::{DateOptions, IinProblem, PartialIin, parse_date};

use crate::RollsError;
use crate::certificate::{Certificate, Serial};
use crate::columns::Columns;
use crate::entry::{Entry, Names, Number};
use crate::harvest::{Finder, Harvest, Kept, Stretch};
use crate::law::RollRules;
use crate::person::PersonReader;
use crate::place::Places;
use crate::roll::Roll;

/// Reads rows back and makes entries of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EvidenceReader<'a> {
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) law: &'a RollRules,
    /// Rows that were kept from the last reading.
    pub(crate) harvest: &'a Harvest,
    /// Whether names may be shown.
    pub(crate) reveal: bool,
}

/// Where rows are found, to be used again for the next ones.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    /// Positions with their places in the order in which they were asked for, ascending.
    order: Vec<(u64, u32)>,
    /// Where each is, in the order in which they were asked for.
    found: Vec<Source>,
}

/// Rows read back, in the order in which they were asked for.
pub(crate) struct Rows<'r> {
    roll: &'r Roll<'r>,
    foreseen: &'r [Stretch],
    kept: RwLockReadGuard<'r, Vec<Stretch>>,
    /// Rows that were not kept, read again.
    again: Stretch,
    found: &'r [Source],
}

/// Where a row is.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// By stretch and place in it; in the first pass.
    Foreseen(u32, u32),
    /// The same, in this round.
    Kept(u32, u32),
    /// By place.
    Again(u32),
}

impl Rows<'_> {
    /// The row asked for in this place.
    pub(crate) fn row(&self, index: usize) -> Option<Kept<'_>> {
        let kept = |file: usize| &self.roll.files[file].kept;
        match *self.found.get(index)? {
            Source::Foreseen(stretch, place) => {
                self.foreseen.get(stretch as usize)?.row(place as usize, kept)
            }
            Source::Kept(stretch, place) => self.kept.get(stretch as usize)?.row(place as usize, kept),
            Source::Again(place) => self.again.row(place as usize, kept),
        }
    }
}

/// What making entries takes beside the rows, to be used again for the next ones.
pub(crate) struct Desk<'a> {
    person: PersonReader<'a>,
    pub(crate) places: Places,
}

impl<'a> EvidenceReader<'a> {
    /// A desk for one worker.
    pub(crate) fn desk(&self) -> Desk<'a> {
        Desk { person: PersonReader::new(Columns::none(), &self.law.people.iin), places: Places::default() }
    }

    /// The rows at these positions, in any order; every one of them is read at most once.
    pub(crate) fn rows<'r>(&self, positions: &[u64], lookup: &'r mut Lookup) -> Result<Rows<'r>, RollsError>
    where
        'a: 'r,
    {
        let Lookup { order, found } = lookup;
        order.clear();
        order.extend(positions.iter().enumerate().map(|(index, position)| (*position, index as u32)));
        order.sort_unstable();
        found.clear();
        found.resize(positions.len(), Source::Again(0));
        let kept = self.harvest.stretches();
        let mut missing: Vec<u64> = Vec::new();
        let foreseen = self.harvest.foreseen();
        let (mut early, mut finder) = (Finder::new(foreseen), Finder::new(&kept));
        for (position, index) in order {
            found[*index as usize] = if let Some((stretch, place)) = early.find(*position) {
                Source::Foreseen(stretch as u32, place as u32)
            } else if let Some((stretch, place)) = finder.find(*position) {
                Source::Kept(stretch as u32, place as u32)
            } else {
                if missing.last() != Some(position) {
                    missing.push(*position);
                }
                Source::Again(missing.len() as u32 - 1)
            };
        }
        let mut again = Stretch::default();
        self.roll.fetch(&missing, |position, file, record| {
            again.keep(position, file, &self.roll.files[file].columns, true, record);
        })?;
        Ok(Rows { roll: self.roll, foreseen, kept, again, found })
    }

    /// The entry that a row is. `before` is the one before it, whose names are taken over where they are written alike.
    pub(crate) fn entry<'s>(
        &self,
        row: &Kept<'s>,
        before: Option<&Entry<'s>>,
        desk: &mut Desk<'_>,
    ) -> Result<Entry<'s>, RollsError>
    where
        'a: 's,
    {
        let file = &self.roll.files[row.file];
        let columns = file.kept;
        let reader = &mut desk.person;
        reader.columns = columns;
        reader.next_row();
        let name_cells = [columns.surname, columns.given_name, columns.patronymic, columns.full_name]
            .map(|slot| row.bytes(slot));
        let names = match before.filter(|before| before.name_cells == name_cells) {
            Some(before) => Rc::clone(&before.names),
            None => Rc::new(Names::new(reader.name_parts(row))),
        };
        let number = match reader.iin(row) {
            Ok(iin) => Number::Valid(iin),
            Err(IinProblem::Empty) => Number::Missing,
            Err(IinProblem::LostZeros { candidate }) => candidate.map_or(Number::Malformed, Number::Restored),
            Err(IinProblem::Masked) => {
                PartialIin::parse(row.bytes(columns.iin)).map_or(Number::Malformed, Number::Masked)
            }
            Err(_) => Number::Malformed,
        };
        let mut address = Vec::new();
        reader.address_into(row, &mut address);
        let region = row.string(columns.region);
        let written = row.string(columns.precinct);
        let precinct = if written.is_empty() { file.precinct.as_deref().unwrap_or("") } else { written };
        let removed = row.bytes(columns.removed);
        let (_, line) =
            self.roll.row(row.position).ok_or_else(|| RollsError::Changed { file: file.name.to_owned() })?;
        Ok(Entry {
            position: row.position,
            list: file.list,
            file: row.file,
            kind: file.kind,
            row: line,
            place: desk.places.number(region, precinct, row.file),
            name_cells,
            names,
            shown_name: if self.reveal { PersonReader::written_names(row, &columns) } else { String::new() },
            birth_date: reader.birth_date(row).ok(),
            number,
            address: String::from_utf8(address).unwrap_or_default(),
            certificate: Certificate {
                serial: Serial::parse(row.string(columns.avc_serial)),
                mark: Serial::parse(row.string(columns.mark)),
                serial_column: Columns::has(columns.avc_serial),
                mark_column: Columns::has(columns.mark),
            },
            added: day(row.bytes(columns.added)),
            struck: !tizim_tables::is_missing(removed),
            removed: day(removed),
            extract: file.extract,
            source_ref: row.string(columns.source_ref),
            region,
            precinct,
        })
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

/// The day that a cell states, if any.
fn day(cell: &[u8]) -> Option<Date> {
    if cell.is_empty() { None } else { parse_date(cell, &DateOptions::default()).ok() }
}
