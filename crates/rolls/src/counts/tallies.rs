//! Counts per precinct, as one worker makes them: precincts are told apart as they are written.

use std::collections::{BTreeMap, HashMap};

use crate::counts::faults::{Fault, Faults};
use crate::row::fields::Fields;
use crate::row::list_file::ListFile;
use crate::row::normal::precinct_key;
use crate::row::reader::RowReader;
use crate::{Code, Kind};

/// In place of a tally's number: the spelling states no precinct.
const UNNUMBERED: usize = usize::MAX;

/// What was counted in one precinct.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PrecinctTally {
    /// As written first.
    pub(crate) region: String,
    /// As written first.
    pub(crate) precinct: String,
    /// The first file in which it occurs, to name it where no number is written.
    pub(crate) file: usize,
    /// Rows by kind of list.
    pub(crate) rows: BTreeMap<Kind, u64>,
    pub(crate) faults: BTreeMap<Fault, Faults>,
    /// Rows by the code of their faults; a row with two faults of one code is one row.
    pub(crate) rows_at_fault: BTreeMap<Code, u64>,
}

/// One worker's counts.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    kind: Option<Kind>,
    /// The precinct that was found last, by its place among those seen, and rows of it that are counted but not yet told.
    at: usize,
    counted: u64,
    raw: Vec<u8>,
    places: HashMap<Vec<u8>, usize>,
    seen: Vec<PrecinctTally>,
}

impl Tallies {
    /// A file of this kind of list comes, in which what is written the same may be another precinct.
    pub(crate) fn begin(&mut self, kind: Kind) {
        self.tell();
        self.kind = Some(kind);
    }

    /// All of them, by precinct as it is written.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &PrecinctTally> {
        self.seen.iter()
    }

    /// The same, each for itself.
    pub(crate) fn into_tallies(mut self) -> Vec<PrecinctTally> {
        self.tell();
        self.seen
    }

    /// Counts a row of the precinct that was found last.
    #[inline]
    pub(crate) fn count(&mut self) {
        self.counted += 1;
    }

    fn tell(&mut self) {
        let counted = std::mem::take(&mut self.counted);
        if let (Some(kind), Some(tally), true) = (self.kind, self.seen.get_mut(self.at), counted > 0) {
            *tally.rows.entry(kind).or_default() += counted;
        }
    }

    /// The precinct that was found last.
    pub(crate) fn last(&mut self) -> &mut PrecinctTally {
        &mut self.seen[self.at]
    }

    /// Finds the precinct of a row of this file among those seen.
    pub(crate) fn find(
        &mut self,
        file: usize,
        info: &ListFile<'_>,
        reader: &RowReader<'_>,
        record: &impl Fields,
    ) {
        self.tell();
        self.raw.clear();
        self.raw.extend_from_slice(record.field(reader.columns.region));
        self.raw.push(0x1f);
        self.raw.extend_from_slice(record.field(reader.columns.precinct));
        let written = record.text(reader.columns.precinct);
        // Of each spelling it is found out once whether it states a number.
        let mut known = self.places.get(&self.raw).copied();
        if known.is_none() && precinct_key(written).is_empty() {
            self.places.insert(self.raw.clone(), UNNUMBERED);
            known = Some(UNNUMBERED);
        }
        let states_none = known == Some(UNNUMBERED);
        if states_none {
            // What the file's name states, else the file itself, stands for the precinct.
            self.raw.push(0x1e);
            self.raw.extend_from_slice(&file.to_be_bytes());
            known = self.places.get(&self.raw).copied();
        }
        if let Some(at) = known {
            self.at = at;
            // Files may come in any order.
            let tally = &mut self.seen[at];
            tally.file = tally.file.min(file);
        } else {
            self.at = self.seen.len();
            self.places.insert(self.raw.clone(), self.at);
            let precinct = if states_none { info.precinct.as_deref().unwrap_or("") } else { written };
            self.seen.push(PrecinctTally {
                region: record.text(reader.columns.region).to_owned(),
                precinct: precinct.to_owned(),
                file,
                ..PrecinctTally::default()
            });
        }
    }
}

impl PrecinctTally {
    /// Puts the counts of the same precinct to these.
    pub(crate) fn add(&mut self, other: Self, samples: usize) {
        // Of several ways to write a precinct the first in the order of letters is shown, however the threads ran.
        if (&other.region, &other.precinct) < (&self.region, &self.precinct) {
            self.region.clone_from(&other.region);
            self.precinct.clone_from(&other.precinct);
        }
        self.file = self.file.min(other.file);
        for (kind, rows) in other.rows {
            *self.rows.entry(kind).or_default() += rows;
        }
        for (code, rows) in other.rows_at_fault {
            *self.rows_at_fault.entry(code).or_default() += rows;
        }
        for (fault, mut found) in other.faults {
            let faults = self.faults.entry(fault).or_default();
            faults.count += found.count;
            faults.positions.append(&mut found.positions);
            faults.positions.sort_unstable();
            faults.positions.truncate(samples);
        }
    }
}
