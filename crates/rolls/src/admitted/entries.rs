//! The rows of the lists concerned, with what is asked of them: who, where, when.

use tizim_people::{DateOptions, Iin, Moment, parse_datetime};
use tizim_polling::Regions;
use tizim_tables::Record;

use crate::Kind;
use crate::law::RollRules;
use crate::lists::roll::Roll;
use crate::lists::scan::RowVisitor;
use crate::row::certificate::Certificate;
use crate::row::columns::Columns;
use crate::row::mark::Mark;
use crate::row::place::{place_key, place_name};
use crate::row::reader::RowReader;
use crate::row::removal::Removal;

/// When a row was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    /// The list has no column for it, or nothing is written.
    Unstated,
    /// Something that is no moment.
    Unreadable,
    /// Then; of a certificate, when it was issued.
    At(Moment),
}

/// A row of one of these lists.
#[derive(Debug, Clone)]
pub(super) struct AdmittedEntry {
    pub(super) position: u64,
    pub(super) kind: Kind,
    /// The precinct, for comparison; `None` where none is stated.
    pub(super) place: Option<String>,
    /// How the precinct is named.
    pub(super) place_name: String,
    pub(super) iin: Option<Iin>,
    /// Normal forms of the names; empty where there are none.
    pub(super) names: String,
    pub(super) birth_year: Option<u16>,
    pub(super) added: Added,
    /// It bears the serial of an absentee certificate: an arrival, who needs no proof of residence.
    pub(super) is_arrival: bool,
    /// A mark says that it was taken off the list.
    pub(super) is_removed: bool,
}

/// Collects the rows, one collector per worker.
pub(super) struct EntryCollector<'a> {
    roll: &'a Roll<'a>,
    law: &'a RollRules,
    regions: &'a Regions,
    file: usize,
    reader: Option<RowReader<'a>>,
    entries: Vec<AdmittedEntry>,
}

impl<'a> EntryCollector<'a> {
    pub(super) fn new(roll: &'a Roll<'a>, law: &'a RollRules, regions: &'a Regions) -> Self {
        Self { roll, law, regions, file: 0, reader: None, entries: Vec::new() }
    }

    /// All rows, in their order.
    pub(super) fn entries(parts: Vec<Self>) -> Vec<AdmittedEntry> {
        let mut entries: Vec<AdmittedEntry> = parts.into_iter().flat_map(|part| part.entries).collect();
        entries.sort_unstable_by_key(|entry| entry.position);
        entries
    }
}

impl RowVisitor for EntryCollector<'_> {
    fn begin(&mut self, file: usize) {
        self.file = file;
        self.reader = Some(RowReader::new(self.roll.files[file].columns, self.law.row_rules()));
    }

    fn row(&mut self, position: u64, record: &Record<'_>) {
        let Some(reader) = &mut self.reader else { return };
        reader.next_row();
        let info = &self.roll.files[self.file].info;
        let columns = reader.columns;
        let text = |slot: usize| if Columns::has(slot) { record.text(slot) } else { "" };
        let written = text(columns.precinct);
        let precinct = if written.is_empty() { info.precinct.as_deref().unwrap_or("") } else { written };
        let region = text(columns.region);
        let key = place_key(self.regions, region, precinct, self.file);
        let iin = reader.iin(record).ok();
        let mark = Mark::parse(text(columns.mark));
        let certificate = Certificate::of_row(record, &columns, mark);
        self.entries.push(AdmittedEntry {
            position,
            kind: info.kind,
            place: (!key.starts_with('\u{1e}')).then_some(key),
            place_name: place_name(region, precinct, info.name),
            names: String::from_utf8_lossy(reader.names(record)).into_owned(),
            birth_year: reader
                .birth_date(record)
                .ok()
                .map(tizim_people::BirthDate::year)
                .or(iin.map(|iin| iin.birth_date().year())),
            iin,
            added: added(text(columns.added)),
            is_arrival: certificate.numbers().next().is_some(),
            is_removed: Removal::of(mark, Mark::in_column(text(columns.removed)), info.kind)
                .strikes(self.law, None),
        });
    }

    fn block(&mut self, _rows: u64, _wanted: &mut Vec<u64>) {}
}

fn added(cell: &str) -> Added {
    if tizim_tables::is_missing(cell.trim().as_bytes()) {
        return Added::Unstated;
    }
    parse_datetime(cell.as_bytes(), &DateOptions::default()).map_or(Added::Unreadable, Added::At)
}
