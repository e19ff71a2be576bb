//! Rows read back as evidence.

use std::rc::Rc;

use jiff::civil::Date;
use tizim_evidence::Evidence;
use tizim_people::{DateOptions, IinProblem, PartialIin, parse_date};

use crate::RollsError;
use crate::law::RollRules;
use crate::lists::columns::Columns;
use crate::lists::roll::Roll;
use crate::row::certificate::{Certificate, Serial};
use crate::row::entry::{Entry, Names, Number};
use crate::row::harvest::{Finder, Foreseen, Gathering, Harvest, Kept, Stretch};
use crate::row::person::{PersonReader, address_into};
use crate::row::place::Places;

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
    /// Positions of rows that were not kept, with their places in the order in which they were asked for.
    missing: Vec<(u64, u32)>,
    /// Where each is, in the order in which they were asked for.
    found: Vec<Source>,
}

/// Rows read back, in the order in which they were asked for.
pub(crate) struct Rows<'r> {
    roll: &'r Roll<'r>,
    foreseen: &'r Foreseen,
    kept: &'r [Stretch],
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
        let present = |file: usize| self.roll.files[file].present.as_slice();
        match *self.found.get(index)? {
            Source::Foreseen(stretch, place) => {
                self.foreseen.stretch(stretch as usize)?.row(place as usize, present)
            }
            Source::Kept(stretch, place) => self.kept.get(stretch as usize)?.row(place as usize, present),
            Source::Again(place) => self.again.row(place as usize, present),
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

    /// The rows at these positions, in any order; every one of them is read at most once, none that is among those kept.
    pub(crate) fn rows<'r>(
        &self,
        positions: &[u64],
        kept: &'r [Stretch],
        lookup: &'r mut Lookup,
    ) -> Result<Rows<'r>, RollsError>
    where
        'a: 'r,
    {
        let Lookup { missing, found } = lookup;
        missing.clear();
        found.clear();
        let foreseen = self.harvest.foreseen();
        let mut finder = Finder::new(kept);
        for (index, &position) in positions.iter().enumerate() {
            found.push(if let Some((stretch, place)) = foreseen.find(position) {
                Source::Foreseen(stretch as u32, place as u32)
            } else if let Some((stretch, place)) = finder.find(position) {
                Source::Kept(stretch as u32, place as u32)
            } else {
                missing.push((position, index as u32));
                Source::Again(0)
            });
        }
        // Waiting for memory is much of the work on a row, so it is done for many rows at once.
        let touch = |source: &Source| {
            let (stretch, place) = match *source {
                Source::Foreseen(stretch, place) => (foreseen.stretch(stretch as usize), place),
                Source::Kept(stretch, place) => (kept.get(stretch as usize), place),
                Source::Again(_) => (None, 0),
            };
            stretch.map_or(0, |stretch| stretch.touch(place as usize))
        };
        std::hint::black_box(found.iter().map(touch).fold(0, |all, one| all ^ one));
        missing.sort_unstable();
        for (place, same) in missing.chunk_by(|left, right| left.0 == right.0).enumerate() {
            for (_, index) in same {
                found[*index as usize] = Source::Again(place as u32);
            }
        }
        let mut missing: Vec<u64> = missing.iter().map(|(position, _)| *position).collect();
        missing.dedup();
        let mut again = Gathering::default();
        self.roll.fetch(&missing, |position, file, record| {
            again.keep(position, file, &self.roll.files[file].present, true, record);
        })?;
        let again = again.finish();
        if again.len() < missing.len() {
            let file = missing.first().and_then(|position| self.roll.locate(*position));
            let name = file.map_or("", |(file, _)| self.roll.files[file].name);
            return Err(RollsError::Changed { file: name.to_owned() });
        }
        Ok(Rows { roll: self.roll, foreseen, kept, again, found })
    }

    /// The entry that a row is. What is known of the person is taken over from `before`, the one before it, where it is
    /// written alike there.
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
        let identity = (file.identity, row.identity);
        let (names, number, birth_date) = match before.filter(|before| before.identity == identity) {
            Some(before) => (Rc::clone(&before.names), before.number, before.birth_date),
            None => (
                Rc::new(Names::new(reader.name_parts(row))),
                number(reader, row),
                reader.birth_date(row).ok(),
            ),
        };
        let mut address = Vec::new();
        address_into(row.bytes(columns.address), &mut address);
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
            identity,
            names,
            shown_name: if self.reveal { PersonReader::written_names(row, &columns) } else { String::new() },
            birth_date,
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

/// The identification number of a row.
fn number(reader: &mut PersonReader<'_>, row: &Kept<'_>) -> Number {
    match reader.iin(row) {
        Ok(iin) => Number::Valid(iin),
        Err(IinProblem::Empty) => Number::Missing,
        Err(IinProblem::LostZeros { candidate }) => candidate.map_or(Number::Malformed, Number::Restored),
        Err(IinProblem::Masked) => PartialIin::parse(row.bytes(reader.columns.iin), reader.iin_rules())
            .map_or(Number::Malformed, Number::Masked),
        Err(_) => Number::Malformed,
    }
}

/// The day that a cell states, if any.
fn day(cell: &[u8]) -> Option<Date> {
    if cell.is_empty() { None } else { parse_date(cell, &DateOptions::default()).ok() }
}
