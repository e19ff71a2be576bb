//! What the first pass notes of each file as a whole: a sample of its persons with their precincts, to find a list that is
//! given twice, and whether its names have Kazakh letters.
//!
//! The sample are the persons with the smallest hashes (Broder 1997, "On the resemblance and containment of documents"): of two
//! files that share most of their persons the samples share most of theirs. A file of no more persons than a sample holds is
//! compared whole. What samples say of two files is in [`alike`](super::alike).

use std::collections::{BTreeMap, HashSet};

use tizim_people::Iin;
use tizim_tables::Record;

use crate::lists::roll::{File, Roll};
use crate::lists::scan::RowVisitor;
use crate::row::fields::Fields;
use crate::row::list_file::ListFile;
use crate::row::normal::precinct_key;
use crate::row::place::place_key;
use crate::row::reader::{RowReader, RowRules};

/// Persons of a sample.
pub(super) const SAMPLE: usize = 256;

/// What to note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Noted {
    /// Persons are sampled.
    pub(crate) samples: bool,
    /// Names with Kazakh letters are counted.
    pub(crate) letters: bool,
}

/// What one worker has noted, by file.
#[derive(Debug, Default)]
pub(crate) struct FileNotes {
    pub(super) files: BTreeMap<usize, Notes>,
}

/// The precinct of a row, by hashes of its normal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Region and number.
    pub(super) whole: u64,
    /// The number alone; none where none is written.
    pub(super) number: Option<u64>,
}

/// The rows of a person by their precincts.
pub(super) type Rows = BTreeMap<Place, u32>;

#[derive(Debug, Default)]
pub(super) struct Notes {
    /// By the hash of the person.
    pub(super) sample: BTreeMap<u64, Rows>,
    /// Rows whose names have Kazakh letters.
    kazakh: u64,
}

/// Notes on the rows of one file, as they come.
#[derive(Debug)]
pub(crate) struct FileNoter<'a> {
    noted: Noted,
    file: usize,
    info: Option<&'a ListFile<'a>>,
    notes: Notes,
    /// Persons of greater hashes are not in the sample.
    limit: u64,
    all: FileNotes,
}

impl<'a> FileNoter<'a> {
    pub(crate) fn new(noted: Noted) -> Self {
        let (notes, all) = (Notes::default(), FileNotes::default());
        Self { noted, file: 0, info: None, notes, limit: u64::MAX, all }
    }

    /// The rows that follow are of this file.
    pub(crate) fn begin(&mut self, file: usize, info: &'a ListFile<'a>) {
        self.end_file();
        self.file = file;
        self.info = Some(info);
    }

    fn end_file(&mut self) {
        self.limit = u64::MAX;
        self.all.files.entry(self.file).or_default().merge(std::mem::take(&mut self.notes));
    }

    /// Notes a row.
    #[inline]
    pub(crate) fn row(&mut self, reader: &mut RowReader<'_>, record: &impl Fields) {
        if self.noted.letters {
            self.notes.kazakh += u64::from(has_kazakh_letters(reader.names(record)));
        }
        if self.noted.samples {
            let person = person(reader, record);
            if person <= self.limit {
                self.sample(person, reader, record);
            }
        }
    }

    /// Few rows come here.
    #[cold]
    #[inline(never)]
    fn sample(&mut self, person: u64, reader: &RowReader<'_>, record: &impl Fields) {
        let place = self.place(reader, record);
        self.notes.take(person, place, 1);
        if self.notes.sample.len() == SAMPLE {
            self.limit = self.notes.sample.last_key_value().map_or(u64::MAX, |(largest, _)| *largest);
        }
    }

    fn place(&self, reader: &RowReader<'_>, record: &impl Fields) -> Place {
        let [region, stated] = [reader.columns.region, reader.columns.precinct].map(|slot| record.text(slot));
        let by_file = || self.info.and_then(|info| info.precinct.as_deref()).unwrap_or("");
        let written = if stated.is_empty() { by_file() } else { stated };
        let number = precinct_key(written);
        // A list without a column for the precinct has none to differ in.
        let whole = of_bytes(place_key(reader.rules.regions, region, written, 0).as_bytes());
        Place { whole, number: (!number.is_empty()).then(|| of_bytes(number.as_bytes())) }
    }

    /// All that was noted.
    pub(crate) fn finish(mut self) -> FileNotes {
        self.end_file();
        self.all
    }
}

/// Finds persons who were sampled elsewhere: file, person and precinct.
pub(crate) struct PartSeeker<'a> {
    roll: &'a Roll<'a>,
    rules: RowRules<'a>,
    asked: &'a HashSet<u64>,
    noter: FileNoter<'a>,
    reader: Option<RowReader<'a>>,
    pub(crate) seen: HashSet<(usize, u64, u64)>,
}

impl<'a> PartSeeker<'a> {
    pub(crate) fn new(roll: &'a Roll<'a>, rules: RowRules<'a>, asked: &'a HashSet<u64>) -> Self {
        let noter = FileNoter::new(Noted { samples: false, letters: false });
        Self { roll, rules, asked, noter, reader: None, seen: HashSet::new() }
    }
}

impl RowVisitor for PartSeeker<'_> {
    fn begin(&mut self, file: usize) {
        let File { info, columns, .. } = &self.roll.files[file];
        self.noter.begin(file, info);
        self.reader = Some(RowReader::new(*columns, self.rules));
    }

    fn row(&mut self, _position: u64, record: &Record<'_>) {
        let Some(reader) = &mut self.reader else { return };
        reader.next_row();
        let person = person(reader, record);
        if self.asked.contains(&person) {
            self.seen.insert((self.noter.file, person, self.noter.place(reader, record).whole));
        }
    }

    fn block(&mut self, _rows: u64, _wanted: &mut Vec<u64>) {}
}

impl Notes {
    /// Takes rows of a person. Who is in the sample at last was in it from the first row on, so that all are counted.
    pub(super) fn take(&mut self, person: u64, place: Place, rows: u32) {
        *self.sample.entry(person).or_default().entry(place).or_default() += rows;
        if self.sample.len() > SAMPLE {
            self.sample.pop_last();
        }
    }

    fn merge(&mut self, other: Self) {
        self.kazakh += other.kazakh;
        for (person, places) in other.sample {
            for (place, rows) in places {
                self.take(person, place, rows);
            }
        }
    }
}

impl FileNotes {
    /// Adds what another worker has noted.
    pub(crate) fn merge(&mut self, other: Self) {
        for (file, notes) in other.files {
            self.files.entry(file).or_default().merge(notes);
        }
    }

    /// Rows of a file whose names have Kazakh letters.
    pub(crate) fn kazakh(&self, file: usize) -> u64 {
        self.files.get(&file).map_or(0, |notes| notes.kazakh)
    }
}

/// A hash of who the row is about: the number, else names and birth.
#[inline]
fn person(reader: &mut RowReader<'_>, record: &impl Fields) -> u64 {
    if let Some(iin) = reader.compared_iin(record) {
        return mix(Iin::number(iin), 0);
    }
    named(reader, record)
}

fn named(reader: &mut RowReader<'_>, record: &impl Fields) -> u64 {
    let birth = reader.birth_date(record).map_or(0, |date| u64::from(date.packed()));
    mix(of_bytes(reader.names(record)), birth)
}

/// Whether names in normal form have letters that Kazakh has and Russian has not.
fn has_kazakh_letters(names: &[u8]) -> bool {
    let is_kazakh = |pair: &[u8]| matches!(pair, [0xd2 | 0xd3, _] | [0xd1, 0x96]);
    names.windows(2).any(is_kazakh)
}

fn of_bytes(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(bytes.len() as u64, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        mix(hash, u64::from_le_bytes(word))
    })
}

/// Two numbers as one, spread over all bits.
#[inline]
pub(super) fn mix(left: u64, right: u64) -> u64 {
    let product = u128::from(left ^ 0x9e37_79b9_7f4a_7c15) * u128::from(right ^ 0xd1b5_4a32_d192_ed03);
    let folded = (product >> 64) as u64 ^ product as u64;
    folded.wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ folded >> 29
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_kazakh_alone() {
        for (names, expected) in
            [("қасымов", true), ("әлия", true), ("ілияс", true), ("касымов ёжик", false), ("", false)]
        {
            assert_eq!(has_kazakh_letters(names.as_bytes()), expected, "{names}");
        }
    }

    #[test]
    fn rows_of_the_sample_are_all_counted_however_they_are_divided() {
        let place = |number: u64| Place { whole: number, number: Some(number) };
        let rows: Vec<(u64, u64)> = (0..4_000).map(|row| (mix(row % 1_000, 5), row % 3)).collect();
        let noted = |parts: usize| {
            let mut all = Notes::default();
            for part in 0..parts {
                let mut notes = Notes::default();
                let own = rows.iter().skip(part).step_by(parts);
                for (person, number) in own {
                    notes.take(*person, place(*number), 1);
                }
                all.merge(notes);
            }
            all.sample
        };
        let whole = noted(1);
        assert_eq!(whole, noted(7));
        assert_eq!(whole.len(), SAMPLE);
        assert!(whole.values().all(|places| places.values().sum::<u32>() == 4));
    }
}
