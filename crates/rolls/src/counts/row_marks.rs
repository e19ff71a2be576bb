//! Sixteen bits of every row, kept from the first pass: the rows that may agree with a few odd ones are found by them,
//! and read again alone.
//!
//! A few dozen rows of a nation state only a birth year, or hide digits of their number; they are compared by other keys
//! than the rest, and a few addresses have to be counted exactly. Without marks each of that is a further pass over all
//! rows. A mark is a part of the hash of the names (or of the address): rows that agree have the same, and of the others
//! one in 65,536 has it by chance. So nothing is missed, and little is read in vain.

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

/// The marks of one block, by the place of the row in it; 0 where there is none.
#[derive(Debug)]
struct Block {
    number: u64,
    marks: Box<[u16]>,
}

/// One worker's part.
#[derive(Debug, Default)]
pub(crate) struct MarkWriter {
    number: u64,
    marks: Vec<u16>,
    done: Vec<Block>,
}

/// A set of marks.
pub(crate) struct MarkSet(Box<[u64]>);

/// The mark of a hash; never 0.
fn mark(hash: u64) -> u16 {
    (hash as u16).max(1)
}

impl RowMarks {
    /// Room for so many bytes; beyond them nothing is kept, and nothing found.
    pub(crate) fn new(limit: usize) -> Self {
        Self { blocks: Mutex::default(), bytes: AtomicUsize::new(0), limit }
    }

    /// Marks a row, after those before it in its block.
    #[inline]
    pub(crate) fn write(&self, writer: &mut MarkWriter, position: u64, hash: u64) {
        let number = position >> Position::INDEX_BITS;
        if number != writer.number {
            self.end_block(writer);
            writer.number = number;
        }
        let index = (position & ((1 << Position::INDEX_BITS) - 1)) as usize;
        if self.bytes.load(Ordering::Relaxed) <= self.limit {
            writer.marks.resize(index, 0);
            writer.marks.push(mark(hash));
        }
    }

    fn end_block(&self, writer: &mut MarkWriter) {
        if writer.marks.is_empty() {
            return;
        }
        let marks: Box<[u16]> = writer.marks.as_slice().into();
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
    pub(crate) fn of_rows(&self, positions: &[u64]) -> MarkSet {
        let blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |position: &u64| {
            let number = position >> Position::INDEX_BITS;
            let at = blocks.binary_search_by_key(&number, |block| block.number).ok()?;
            blocks[at].marks.get((position & ((1 << Position::INDEX_BITS) - 1)) as usize).copied()
        };
        MarkSet::of(positions.iter().filter_map(of).filter(|mark| *mark != 0))
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
    fn of(marks: impl Iterator<Item = u16>) -> Self {
        let mut set = vec![0; 1 << 10].into_boxed_slice();
        marks.for_each(|mark| set[usize::from(mark >> 6)] |= 1 << (mark & 63));
        Self(set)
    }

    /// The marks of these hashes.
    pub(crate) fn of_hashes(hashes: impl Iterator<Item = u64>) -> Self {
        Self::of(hashes.map(mark))
    }

    #[inline]
    fn has(&self, mark: u16) -> bool {
        mark != 0 && self.0[usize::from(mark >> 6)] >> (mark & 63) & 1 == 1
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
        // Every seventh row of each block has one hash; the row before it was blank.
        for (writer, blocks) in [(&mut one, [0, 3]), (&mut other, [1, 2])] {
            for block in blocks {
                for index in (0..100).filter(|index| index % 7 != 6) {
                    marks.write(
                        writer,
                        position(block, index),
                        if index % 7 == 0 { 7 << 16 } else { index + 1 },
                    );
                }
            }
        }
        marks.add(&mut other);
        marks.add(&mut one);
        let set = marks.of_rows(&[position(2, 14), position(9, 0), position(1, 6)]);
        let expected: Vec<u64> =
            (0..4).flat_map(|block| (0..100).step_by(7).map(move |index| position(block, index))).collect();
        // The hash 7 << 16 has the mark of the hash 0 and of the hash 1.
        assert_eq!(marks.rows_with(&set, 400), Some(expected));
        let hashes = MarkSet::of_hashes([3].into_iter());
        assert_eq!(marks.rows_with(&hashes, 400).map(|rows| rows.len()), Some(4));
    }

    #[test]
    fn beyond_the_room_nothing_is_found() {
        let marks = RowMarks::new(1000);
        let mut writer = MarkWriter::default();
        (0..10_000).for_each(|row| marks.write(&mut writer, position(row / 100, row % 100), row));
        marks.add(&mut writer);
        assert_eq!(marks.rows_with(&MarkSet::of_hashes([5].into_iter()), 10_000), None);
        assert!(marks.bytes.load(Ordering::Relaxed) < 2000);
    }

    #[test]
    fn too_many_are_not_read_one_by_one() {
        let marks = RowMarks::new(1 << 20);
        let mut writer = MarkWriter::default();
        (0..10_000).for_each(|row| marks.write(&mut writer, position(row / 100, row % 100), 9));
        marks.add(&mut writer);
        assert_eq!(marks.rows_with(&MarkSet::of_hashes([9].into_iter()), 10_000), None);
    }
}
