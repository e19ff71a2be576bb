//! What the first pass notes of each file as a whole: a sample of its rows, to find a list that is given twice, and whether
//! its names have Kazakh letters.
//!
//! The sample are the rows with the smallest hashes (Broder 1997, "On the resemblance and containment of documents"): of two
//! files that share most of their rows the samples share most of theirs. A file of no more rows than a sample holds is
//! compared whole.

use std::collections::{BTreeMap, BinaryHeap, HashMap};

use tizim_people::Iin;

use crate::Kind;
use crate::row::fields::Fields;
use crate::row::list_file::ListFile;
use crate::row::place::place_key;
use crate::row::reader::RowReader;

/// Rows of a sample.
const SAMPLE: usize = 256;
/// Files of fewer different rows are not compared: a person or two may well be on both.
const FEWEST: usize = 10;
/// Rows that both files have, of all rows that either has: nine in ten of each, where these are as many.
const SHARED: f64 = 0.9 / (2.0 - 0.9);
/// A row that more files than this share tells nothing of two of them.
const MOST_FILES: usize = 64;

/// What to note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Noted {
    /// Rows are sampled: several files are of one kind of list.
    pub(crate) samples: bool,
    /// Names with Kazakh letters are counted.
    pub(crate) letters: bool,
}

/// What one worker has noted, by file.
#[derive(Debug, Default)]
pub(crate) struct FileNotes {
    files: BTreeMap<usize, Notes>,
}

#[derive(Debug, Default)]
struct Notes {
    sample: BinaryHeap<u64>,
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
    all: FileNotes,
    /// Region and precinct of the last row, and the hash of their normal form: neighbours mostly share them.
    place: (Vec<u8>, u64),
}

impl<'a> FileNoter<'a> {
    pub(crate) fn new(noted: Noted) -> Self {
        let (notes, all) = (Notes::default(), FileNotes::default());
        Self { noted, file: 0, info: None, notes, all, place: (Vec::new(), 0) }
    }

    /// The rows that follow are of this file.
    pub(crate) fn begin(&mut self, file: usize, info: &'a ListFile<'a>) {
        self.end_file();
        self.file = file;
        self.info = Some(info);
        self.place = (vec![0xff], 0);
    }

    fn end_file(&mut self) {
        self.all.files.entry(self.file).or_default().merge(std::mem::take(&mut self.notes));
    }

    /// Notes a row.
    pub(crate) fn row(&mut self, reader: &mut RowReader<'_>, record: &impl Fields) {
        if self.noted.letters {
            self.notes.kazakh += u64::from(has_kazakh_letters(reader.names(record)));
        }
        if self.noted.samples {
            let hash = mix(self.place(reader, record), person(reader, record));
            self.notes.take(hash);
        }
    }

    /// The hash of the row's precinct.
    fn place(&mut self, reader: &RowReader<'_>, record: &impl Fields) -> u64 {
        let region = record.field(reader.columns.region);
        let precinct = record.field(reader.columns.precinct);
        let (last, hash) = &mut self.place;
        let is_last = last.len() == region.len() + 1 + precinct.len()
            && last.starts_with(region)
            && last.ends_with(precinct);
        if !is_last {
            last.clear();
            last.extend_from_slice(region);
            last.push(0x1f);
            last.extend_from_slice(precinct);
            let text = |slot| record.text(slot);
            let stated = text(reader.columns.precinct);
            let by_file = || self.info.and_then(|info| info.precinct.as_deref()).unwrap_or("");
            let number = if stated.is_empty() { by_file() } else { stated };
            // A list without a column for the precinct has none to differ in.
            *hash =
                of_bytes(place_key(reader.rules.regions, text(reader.columns.region), number, 0).as_bytes());
        }
        *hash
    }

    /// All that was noted.
    pub(crate) fn finish(mut self) -> FileNotes {
        self.end_file();
        self.all
    }
}

impl Notes {
    #[inline]
    fn take(&mut self, hash: u64) {
        if self.sample.len() < SAMPLE {
            // A row that stands twice is one row of the sample.
            if !self.sample.iter().any(|known| *known == hash) {
                self.sample.push(hash);
            }
        } else if self.sample.peek().is_some_and(|largest| hash < *largest)
            && !self.sample.iter().any(|known| *known == hash)
        {
            self.sample.pop();
            self.sample.push(hash);
        }
    }

    fn merge(&mut self, other: Self) {
        self.kazakh += other.kazakh;
        other.sample.into_iter().for_each(|hash| self.take(hash));
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

    /// Files of one kind of list that share nine in ten of their rows, in sets; `kinds` by file.
    pub(crate) fn copies(&self, kinds: &[Kind]) -> Vec<Vec<usize>> {
        let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
        for (file, notes) in self.files.iter().filter(|(_, notes)| notes.sample.len() >= FEWEST) {
            notes.sample.iter().for_each(|hash| holders.entry(*hash).or_default().push(*file));
        }
        let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for files in holders.into_values().filter(|files| (2..=MOST_FILES).contains(&files.len())) {
            for (at, left) in files.iter().enumerate() {
                for right in &files[at + 1..] {
                    *pairs.entry((*left.min(right), *left.max(right))).or_default() += 1;
                }
            }
        }
        let mut leader: Vec<usize> = (0..kinds.len()).collect();
        for (left, right) in pairs.into_keys() {
            if kinds.get(left) == kinds.get(right) && self.resemblance(left, right) >= SHARED {
                let (from, to) = (leader[right].max(leader[left]), leader[right].min(leader[left]));
                leader.iter_mut().filter(|each| **each == from).for_each(|each| *each = to);
            }
        }
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (file, leader) in leader.into_iter().enumerate() {
            sets.entry(leader).or_default().push(file);
        }
        sets.into_values().filter(|files| files.len() > 1).collect()
    }

    /// The part of the rows of two files that both have, by their samples.
    fn resemblance(&self, left: usize, right: usize) -> f64 {
        let sample = |file: usize| {
            let notes = self.files.get(&file);
            notes.map_or_else(Vec::new, |notes| notes.sample.clone().into_sorted_vec())
        };
        let (left, right) = (sample(left), sample(right));
        let mut all = [left.as_slice(), &right].concat();
        all.sort_unstable();
        all.dedup();
        // Beyond the smallest so many, a sample that is full does not tell whether its file has the row.
        all.truncate(SAMPLE);
        let both =
            all.iter().filter(|hash| left.binary_search(hash).is_ok() && right.binary_search(hash).is_ok());
        both.count() as f64 / all.len().max(1) as f64
    }
}

/// A hash of who the row is about: the number, else names and birth.
fn person(reader: &mut RowReader<'_>, record: &impl Fields) -> u64 {
    if let Some(iin) = reader.compared_iin(record) {
        return Iin::number(iin);
    }
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
fn mix(left: u64, right: u64) -> u64 {
    let product = u128::from(left ^ 0x9e37_79b9_7f4a_7c15) * u128::from(right ^ 0xd1b5_4a32_d192_ed03);
    let folded = (product >> 64) as u64 ^ product as u64;
    folded.wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ folded >> 29
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(files: &[Vec<u64>]) -> FileNotes {
        let mut all = FileNotes::default();
        for (file, rows) in files.iter().enumerate() {
            let notes = all.files.entry(file).or_default();
            for row in rows {
                notes.take(mix(*row, 7));
            }
        }
        all
    }

    #[test]
    fn copies_and_older_versions_are_found_and_neighbours_are_not() {
        let all = |range: std::ops::Range<u64>| range.collect::<Vec<u64>>();
        for size in [20, 250, 5_000, 40_000] {
            let files = [
                all(0..size),
                all(0..size),
                // One in twenty is new, and as many are gone.
                all(size / 20..size + size / 20),
                // Half of them.
                all(size / 2..size + size / 2),
                all(10 * size..11 * size),
            ];
            let kinds = [Kind::Permanent; 5];
            assert_eq!(notes(&files).copies(&kinds), [[0, 1, 2]], "{size}");
            let mut kinds = kinds;
            kinds[1] = Kind::Special;
            assert_eq!(notes(&files).copies(&kinds), [[0, 2]], "{size}");
        }
        let short = [all(0..9), all(0..9)];
        assert_eq!(notes(&short).copies(&[Kind::Permanent; 2]), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn letters_of_kazakh_alone() {
        for (names, expected) in
            [("қасымов", true), ("әлия", true), ("ілияс", true), ("касымов ёжик", false), ("", false)]
        {
            assert_eq!(has_kazakh_letters(names.as_bytes()), expected, "{names}");
        }
    }
}
