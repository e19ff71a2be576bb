//! Rows that were kept, one behind the other.

use tizim_tables::Position;

use crate::row::columns::{COUNT, Columns};
use crate::row::fields::{Fields, KeptFields};

/// Bytes that the fields of a row take, for a first guess.
const USUAL_ROW: usize = 144;

/// Bytes of a chunk of the first pass, as long as there are further rows: few enough for a core's own cache.
const ENOUGH: usize = 1 << 18;

/// Rows being gathered, by ascending position.
#[derive(Debug, Default)]
pub(crate) struct RowBuffer {
    rows: Vec<RowStart>,
    bytes: Vec<u8>,
    blocks: Vec<Block>,
}

/// Rows by ascending position, their fields one behind the other.
#[derive(Debug, Default)]
pub(crate) struct RowChunk {
    pub(super) rows: Box<[RowStart]>,
    /// Of each row the lengths of its fields, a byte each, then the fields; a long one has its length in front of it.
    text: Box<str>,
    pub(super) blocks: Box<[Block]>,
}

/// The rows of one block of a file among those of a chunk.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Block {
    pub(super) number: u32,
    /// Where they begin, and how many they are.
    pub(super) start: u32,
    pub(super) count: u32,
    /// The first of them, by its place in the block.
    pub(super) first: u32,
}

/// A row that was kept: where it stands, and where its fields begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowStart {
    pub(super) position: u64,
    pub(super) start: usize,
    pub(super) file: u32,
}

/// A row that was kept: its fields by [`File::cached`](crate::lists::roll::File::cached).
#[derive(Debug)]
pub(crate) struct CachedRow<'s> {
    pub(crate) position: u64,
    pub(crate) file: usize,
    /// All that tells who the row is about, as it is kept: the lengths of these fields, and their text. Where both are equal
    /// in rows of files with the same such columns, the rows are about one person, written alike.
    identity: [&'s str; 2],
    /// All fields, and where in it each begins and ends.
    text: &'s str,
    spans: [[u32; 2]; COUNT],
}

impl<'s> KeptFields<'s> for CachedRow<'s> {
    #[inline]
    fn kept(&self, slot: usize) -> &'s str {
        let span = self.spans.get(slot);
        span.and_then(|&[start, end]| self.text.get(start as usize..end as usize)).unwrap_or("")
    }

    fn identity(&self) -> Option<[&'s str; 2]> {
        Some(self.identity)
    }
}

impl Fields for CachedRow<'_> {
    #[inline]
    fn field(&self, slot: usize) -> &[u8] {
        self.kept(slot).as_bytes()
    }

    #[inline]
    fn text(&self, slot: usize) -> &str {
        self.kept(slot)
    }
}

impl RowBuffer {
    /// None yet, and room for about so many.
    pub(super) fn with_room_for(rows: usize) -> Self {
        let (rows, bytes) = (Vec::with_capacity(rows), Vec::with_capacity(rows * USUAL_ROW));
        Self { rows, bytes, blocks: Vec::new() }
    }

    /// Keeps one row behind the others.
    pub(crate) fn keep(
        &mut self,
        position: u64,
        file: usize,
        present: &[(usize, usize)],
        addresses: bool,
        record: &impl Fields,
    ) {
        self.count_with_block(position);
        self.rows.push(RowStart { position, start: self.bytes.len(), file: file as u32 });
        let header = self.bytes.len();
        self.bytes.resize(header + present.len(), 0);
        for (index, &(column, slot)) in present.iter().enumerate() {
            let skipped = column == Columns::ADDRESS && !addresses;
            let field = if skipped { &[] } else { record.field(slot) };
            let is_long = field.len() >= usize::from(LONG);
            self.bytes[header + index] = if is_long { LONG } else { field.len() as u8 };
            if is_long {
                put_long(field.len(), &mut self.bytes);
            }
            self.bytes.extend_from_slice(field);
        }
    }

    /// Counts a row with those of its block.
    fn count_with_block(&mut self, position: u64) {
        let (number, place) = split(position);
        match self.blocks.last_mut() {
            Some(block) if block.number == number => block.count += 1,
            _ => {
                let start = self.rows.len() as u32;
                self.blocks.push(Block { number, start, count: 1, first: place });
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether there are as many rows as are worth a chunk.
    pub(crate) fn is_enough(&self) -> bool {
        self.size() >= ENOUGH
    }

    /// Bytes that the rows take.
    pub(super) fn size(&self) -> usize {
        size_of_val(&*self.rows) + size_of_val(&*self.blocks) + self.bytes.len()
    }

    /// The rows that were gathered, in no more memory than they need; others may follow here.
    pub(crate) fn finish(&mut self) -> RowChunk {
        // Fields are text; where one were not, nothing would be kept.
        let text = simdutf8::basic::from_utf8(&self.bytes).ok();
        let chunk = text.map(|text| RowChunk {
            rows: self.rows.as_slice().into(),
            text: text.into(),
            blocks: self.blocks.as_slice().into(),
        });
        self.rows.clear();
        self.bytes.clear();
        self.blocks.clear();
        chunk.unwrap_or_default()
    }
}

impl RowChunk {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bytes that it takes.
    pub(super) fn size(&self) -> usize {
        size_of_val(&*self.rows) + size_of_val(&*self.blocks) + self.text.len()
    }

    pub(super) fn first(&self) -> Option<u64> {
        self.rows.first().map(|row| row.position)
    }

    /// Fetches a row from memory for whoever reads it a moment later; many of them are fetched at once.
    #[inline]
    pub(crate) fn touch(&self, place: usize) -> u8 {
        let start = self.rows.get(place).map_or(0, |row| row.start);
        let byte = |at: usize| self.text.as_bytes().get(at).copied().unwrap_or(0);
        byte(start) ^ byte(start + 64) ^ byte(start + 128)
    }

    /// A row by its place among these; `present` are the columns of a file, by their places among all.
    #[inline]
    pub(crate) fn row<'s, 'f>(
        &'s self,
        place: usize,
        present: impl Fn(usize) -> &'f [(usize, usize)],
    ) -> Option<CachedRow<'s>> {
        let RowStart { position, start, file } = *self.rows.get(place)?;
        let present = present(file as usize);
        let (lengths, text) = self.text.get(start..)?.split_at_checked(present.len())?;
        let mut spans = [[0; 2]; COUNT];
        let mut end = 0;
        for (span, length) in spans.iter_mut().zip(lengths.bytes()) {
            let (start, length) =
                if length < LONG { (end, u32::from(length)) } else { long(text.get(end as usize..)?, end)? };
            end = start + length;
            *span = [start, end];
        }
        let known = present.iter().take_while(|(column, _)| *column < Columns::IDENTITY).count();
        let known_end = known.checked_sub(1).map_or(0, |last| spans[last][1]);
        let identity = [lengths.get(..known)?, text.get(..known_end as usize)?];
        Some(CachedRow { position, file: file as usize, identity, text: text.get(..end as usize)?, spans })
    }
}

/// The block of a position, and the place in it.
pub(super) fn split(position: u64) -> (u32, u32) {
    let place = position & ((1 << Position::INDEX_BITS) - 1);
    ((position >> Position::INDEX_BITS) as u32, place as u32)
}

/// The length of a field that is written as [`LONG_DIGITS`] bytes in front of it. All lengths are characters.
const LONG: u8 = 0x7f;

/// Bytes of a long length, six bits each, the highest first.
const LONG_DIGITS: usize = 11;

fn put_long(length: usize, bytes: &mut Vec<u8>) {
    bytes.extend((0..LONG_DIGITS).rev().map(|digit| (length as u64 >> (6 * digit)) as u8 & 0x3f));
}

/// Where a long field begins whose length is written from `at` on, and this length.
#[cold]
fn long(written: &str, at: u32) -> Option<(u32, u32)> {
    let digits = written.as_bytes().first_chunk::<LONG_DIGITS>()?;
    let length = digits.iter().fold(0, |length, digit| length << 6 | u64::from(*digit));
    let length = u32::try_from(length).ok()?;
    let start = at + LONG_DIGITS as u32;
    start.checked_add(length)?;
    Some((start, length))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::lists::row_cache) struct Row(pub(in crate::lists::row_cache) Vec<Vec<u8>>);

    impl Fields for Row {
        fn field(&self, slot: usize) -> &[u8] {
            self.0.get(slot).map_or(&[], Vec::as_slice)
        }
    }

    #[test]
    fn who_a_row_is_about_is_told_by_number_names_and_birth() {
        let mut columns = Columns::none();
        (columns.surname, columns.given_name, columns.precinct) = (0, 1, 2);
        let present: Vec<_> = columns.present().collect();
        let mut buffer = RowBuffer::default();
        let rows = [["аб", "в", "1"], ["а", "бв", "1"], ["аб", "в", "2"]];
        for (position, row) in rows.into_iter().enumerate() {
            let row = Row(row.map(|field| field.as_bytes().to_vec()).to_vec());
            buffer.keep(position as u64, 0, &present, true, &row);
        }
        let chunk = buffer.finish();
        let identity = |place| chunk.row(place, |_| present.as_slice()).unwrap().identity;
        assert_ne!(identity(0), identity(1));
        assert_eq!(identity(0), identity(2));
    }
}
