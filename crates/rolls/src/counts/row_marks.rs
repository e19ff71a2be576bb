//! Three bytes of every row, kept from the first pass: the rows that may agree with a few odd ones are found by them, and
//! read again alone.
//!
//! A few hundred rows of a nation state only a birth year, or hide digits of their number; they are compared by other keys
//! than the rest, and a few addresses have to be counted exactly. Without marks each of that is a further pass over all
//! rows. A mark is a part of the hash of the names and the birth year, or the counter of the address: rows that agree have
//! the same, and few others have it by chance. So nothing is missed, and little is read in vain.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use tizim_tables::Position;

/// Marks are worth their while where at most one row in so many is read again.
const WORTH: u64 = 32;

/// The marks of all rows, as far as there is room.
#[derive(Debug)]
pub(crate) struct RowMarks {
    blocks: Mutex<Vec<Block>>,
    bytes: AtomicUsize,
    limit: usize,
}

/// What is kept of one row; all zeros where it has no mark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark([u8; 3]);

/// The marks of one block, by the place of the row in it.
#[derive(Debug)]
struct Block {
    number: u64,
    marks: Box<[Mark]>,
}

/// One worker's part.
#[derive(Debug, Default)]
pub(crate) struct MarkWriter {
    number: u64,
    marks: Vec<Mark>,
    done: Vec<Block>,
}

/// How much of two marks has to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alike {
    /// All: names and year, or the counter.
    Wholly,
    /// The names, whatever the year.
    ByNames,
}

/// Marks that are sought.
pub(crate) struct MarkSet {
    alike: Alike,
    /// Ascending, each once.
    marks: Vec<Mark>,
    /// By the first two bytes: whether any of them begins so.
    sieve: Box<[u64]>,
}

impl Mark {
    /// Of a row with names of this hash and this birth year, where it states one.
    #[inline]
    pub(crate) fn of_names(hash: u64, year: Option<u16>) -> Self {
        let [low, high] = (hash as u16).max(1).to_le_bytes();
        Self([low, high, year.map_or(0, |year| (year.wrapping_sub(1880) as u8).max(1))])
    }

    /// Of a row that was counted by this counter, of fewer than 2^23.
    #[inline]
    pub(crate) fn of_counter(place: usize) -> Self {
        let [low, high, top, ..] = (place as u32).to_le_bytes();
        Self([low, high, top | 0x80])
    }

    fn is_none(self) -> bool {
        self == Self::default()
    }

    /// That of a namesake born so many years later.
    fn shifted(self, years: i16) -> Option<Self> {
        let year = i16::from(self.0[2]) + years;
        let year = u8::try_from(year).ok().filter(|year| *year > 0)?;
        Some(Self([self.0[0], self.0[1], year]))
    }

    /// What has to be the same.
    fn part(self, alike: Alike) -> Self {
        match alike {
            Alike::Wholly => self,
            Alike::ByNames => Self([self.0[0], self.0[1], 0]),
        }
    }

    fn beginning(self) -> u16 {
        u16::from_le_bytes([self.0[0], self.0[1]])
    }
}

impl RowMarks {
    /// Room for so many bytes; beyond them nothing is kept, and nothing found.
    pub(crate) fn new(limit: usize) -> Self {
        Self { blocks: Mutex::default(), bytes: AtomicUsize::new(0), limit }
    }

    /// Marks a row, after those before it in its block.
    #[inline]
    pub(crate) fn write(&self, writer: &mut MarkWriter, position: u64, mark: Mark) {
        let number = position >> Position::INDEX_BITS;
        if number != writer.number {
            self.end_block(writer);
            writer.number = number;
        }
        let index = (position & ((1 << Position::INDEX_BITS) - 1)) as usize;
        if self.bytes.load(Ordering::Relaxed) <= self.limit {
            writer.marks.resize(index, Mark::default());
            writer.marks.push(mark);
        }
    }

    fn end_block(&self, writer: &mut MarkWriter) {
        if writer.marks.is_empty() {
            return;
        }
        let marks: Box<[Mark]> = writer.marks.as_slice().into();
        self.bytes.fetch_add(size_of::<Block>() + size_of_val(&*marks), Ordering::Relaxed);
        writer.done.push(Block { number: writer.number, marks });
        writer.marks.clear();
    }

    /// Takes what a worker has marked.
    pub(crate) fn add(&self, writer: &mut MarkWriter) {
        self.end_block(writer);
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.append(&mut writer.done);
        blocks.sort_unstable_by_key(|block| block.number);
    }

    /// The marks of these rows; those that have none add nothing.
    pub(crate) fn of_rows(&self, positions: &[u64], alike: Alike) -> MarkSet {
        MarkSet::of(self.marks_of(positions).into_iter(), alike)
    }

    /// The marks of namesakes of these rows that were born in the same year, or up to so many years before or after.
    pub(crate) fn of_rows_near(&self, positions: &[u64], years: i16) -> MarkSet {
        let near = |mark: Mark| (-years..=years).filter_map(move |shift| mark.shifted(shift));
        MarkSet::of(self.marks_of(positions).into_iter().flat_map(near), Alike::Wholly)
    }

    fn marks_of(&self, positions: &[u64]) -> Vec<Mark> {
        let blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |position: &u64| {
            let number = position >> Position::INDEX_BITS;
            let at = blocks.binary_search_by_key(&number, |block| block.number).ok()?;
            blocks[at].marks.get((position & ((1 << Position::INDEX_BITS) - 1)) as usize).copied()
        };
        positions.iter().filter_map(of).filter(|mark| !mark.is_none()).collect()
    }

    /// The positions of all rows with one of these marks, ascending; `None` where not all rows were marked, or where they are
    /// too many of all these rows to be read one by one.
    pub(crate) fn rows_with(&self, set: &MarkSet, rows: u64) -> Option<Vec<u64>> {
        if self.bytes.load(Ordering::Relaxed) > self.limit {
            return None;
        }
        let most = (rows / WORTH).max(1 << 12) as usize;
        let mut found = Vec::new();
        for block in self.blocks.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let first = block.number << Position::INDEX_BITS;
            let marks = block.marks.iter().zip(first..);
            found.extend(marks.filter(|(mark, _)| set.has(**mark)).map(|(_, position)| position));
            if found.len() > most {
                return None;
            }
        }
        Some(found)
    }
}

impl MarkSet {
    fn of(marks: impl Iterator<Item = Mark>, alike: Alike) -> Self {
        let mut marks: Vec<Mark> = marks.map(|mark| mark.part(alike)).collect();
        marks.sort_unstable();
        marks.dedup();
        let mut sieve = vec![0; 1 << 10].into_boxed_slice();
        for begin in marks.iter().map(|mark| mark.beginning()) {
            sieve[usize::from(begin >> 6)] |= 1 << (begin & 63);
        }
        Self { alike, marks, sieve }
    }

    /// The marks of the rows counted by these counters.
    pub(crate) fn of_counters(places: impl Iterator<Item = usize>) -> Self {
        Self::of(places.map(Mark::of_counter), Alike::Wholly)
    }

    #[inline]
    fn has(&self, mark: Mark) -> bool {
        let begin = mark.beginning();
        self.sieve[usize::from(begin >> 6)] >> (begin & 63) & 1 == 1
            && !mark.is_none()
            && self.marks.binary_search(&mark.part(self.alike)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(block: u64, index: u64) -> u64 {
        block << Position::INDEX_BITS | index
    }

    #[test]
    fn rows_are_found_by_what_they_share() {
        let marks = RowMarks::new(1 << 20);
        let (mut one, mut other) = (MarkWriter::default(), MarkWriter::default());
        // Every seventh row of each block has one name, in turn with two birth years; the row before it was blank.
        for (writer, blocks) in [(&mut one, [0, 3]), (&mut other, [1, 2])] {
            for block in blocks {
                for index in (0..100).filter(|index| index % 7 != 6) {
                    let hash = if index % 7 == 0 { 7 << 16 } else { index + 1 };
                    let year = if index % 7 == 0 { 1980 + (index % 2) as u16 } else { 1980 };
                    marks.write(writer, position(block, index), Mark::of_names(hash, Some(year)));
                }
            }
        }
        marks.add(&mut other);
        marks.add(&mut one);
        let every = |step| {
            let in_block = move |block| (0..100).step_by(step).map(move |index| position(block, index));
            Some((0..4).flat_map(in_block).collect::<Vec<u64>>())
        };
        let some = [position(2, 14), position(9, 0), position(1, 6)];
        assert_eq!(marks.rows_with(&marks.of_rows(&some, Alike::ByNames), 400), every(7));
        assert_eq!(marks.rows_with(&marks.of_rows(&some, Alike::Wholly), 400), every(14));
    }

    #[test]
    fn namesakes_of_neighbouring_years_are_found() {
        let marks = RowMarks::new(1 << 20);
        let mut writer = MarkWriter::default();
        for (row, year) in (1970..1990).enumerate() {
            marks.write(&mut writer, position(0, row as u64), Mark::of_names(5, Some(year)));
        }
        marks.write(&mut writer, position(0, 20), Mark::of_names(6, Some(1980)));
        marks.add(&mut writer);
        let near = marks.rows_with(&marks.of_rows_near(&[position(0, 10)], 2), 21);
        assert_eq!(near, Some((8..13).map(|row| position(0, row)).collect()));
    }

    #[test]
    fn rows_are_found_by_their_counter() {
        let marks = RowMarks::new(1 << 20);
        let mut writer = MarkWriter::default();
        // Counters of which the first two bytes are the same.
        (0..300).for_each(|row| {
            let counter = usize::try_from(row % 3).unwrap() << 16;
            marks.write(&mut writer, position(0, row), Mark::of_counter(counter));
        });
        marks.add(&mut writer);
        let rows = marks.rows_with(&MarkSet::of_counters([0, 1 << 20].into_iter()), 300);
        assert_eq!(rows, Some((0..300).step_by(3).collect()));
    }

    #[test]
    fn beyond_the_room_nothing_is_found() {
        let marks = RowMarks::new(1000);
        let mut writer = MarkWriter::default();
        (0..10_000).for_each(|row| {
            marks.write(&mut writer, position(row / 100, row % 100), Mark::of_names(row, None));
        });
        marks.add(&mut writer);
        assert_eq!(marks.rows_with(&marks.of_rows(&[5], Alike::ByNames), 10_000), None);
        assert!(marks.bytes.load(Ordering::Relaxed) < 2000);
    }

    #[test]
    fn too_many_are_not_read_one_by_one() {
        let marks = RowMarks::new(1 << 20);
        let mut writer = MarkWriter::default();
        (0..10_000).for_each(|row| {
            marks.write(&mut writer, position(row / 100, row % 100), Mark::of_counter(9));
        });
        marks.add(&mut writer);
        assert_eq!(marks.rows_with(&MarkSet::of_counters([9].into_iter()), 10_000), None);
    }

    #[test]
    fn a_name_without_a_year_has_a_mark() {
        assert!(!Mark::of_names(0, None).is_none() && !Mark::of_counter(0).is_none());
        assert_ne!(Mark::of_names(3, Some(1880)), Mark::of_names(3, None));
    }
}
