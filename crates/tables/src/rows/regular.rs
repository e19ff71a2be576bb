//! Fields and rows of text whose quotation marks all open a field, close one or are doubled: 4 KiB at a time.
//!
//! Each step goes over the masks of a whole chunk before the next one begins, with nothing but bits of the piece before
//! to hand on, so that a step takes as many pieces at once as the processor can.

// What is compiled for one kind of processor must be one function there.
#![allow(clippy::inline_always)]

use crate::bytes::masks::{self, Compare, WIDTH, Work};
use crate::rows::fields::{RowEnd, Rows, make_room};
use crate::rows::quotes::Dialect;

/// Pieces of a chunk.
const PIECES: usize = 64;

/// The bytes of a chunk.
const CHUNK: usize = PIECES * WIDTH;

/// A bit for every byte of a chunk; in front, those of the piece before it.
type Masks = [u64; 1 + PIECES];

/// Finds where fields and rows end, and whether the text ends within a quoted field; none, with rubbish found, where the
/// text is of another kind.
pub(crate) struct FindRegular<'a> {
    pub(crate) rows: &'a mut Rows,
    pub(crate) dialect: Dialect,
    pub(crate) text: &'a [u8],
}

impl Work for FindRegular<'_> {
    type Output = Option<bool>;

    #[inline(always)]
    fn work<C: Compare>(self, compare: C) -> Option<bool> {
        let Self { rows, dialect, text } = self;
        let mut chunk = Chunk::before_any();
        let mut found = RowEnd::default();
        let (whole, rest) = text.as_chunks::<CHUNK>();
        let mut last = [0; CHUNK];
        last[..rest.len()].copy_from_slice(rest);
        let last = (!rest.is_empty()).then_some(&last);
        for (number, bytes) in whole.iter().chain(last).enumerate() {
            let start = number * CHUNK;
            chunk.look(compare, dialect, bytes);
            if chunk.has_marks && !chunk.leave_out_quoted(text, start) {
                return None;
            }
            chunk.find_long();
            chunk.list(compare, start, rows, &mut found);
        }
        rows.fields = found.fields as usize;
        Some(chunk.within[PIECES] >> 63 != 0)
    }
}

/// What stands where in a chunk.
struct Chunk {
    lines: Masks,
    /// Delimiters and line ends.
    ends: Masks,
    marks: Masks,
    /// From an opening mark on up to the closing one.
    within: Masks,
    /// Ends of fields of more than three bytes.
    long: Masks,
    /// Whether any quotation mark was seen so far.
    has_marks: bool,
}

impl Chunk {
    /// What stands in front of the first byte: as if a field ended there.
    fn before_any() -> Self {
        let none = [0; 1 + PIECES];
        let mut ends = none;
        ends[PIECES] = 1 << 63;
        Self { lines: none, ends, marks: none, within: none, long: none, has_marks: false }
    }

    /// Goes on to the next bytes.
    #[inline(always)]
    fn look<C: Compare>(&mut self, compare: C, dialect: Dialect, bytes: &[u8; CHUNK]) {
        for masks in [&mut self.ends, &mut self.marks, &mut self.within] {
            masks[0] = masks[PIECES];
        }
        let mut any = 0;
        for (before, piece) in bytes.as_chunks().0.iter().enumerate() {
            let lines = compare.places(piece, dialect.line_end);
            let marks = compare.places(piece, b'"');
            self.lines[before + 1] = lines;
            self.ends[before + 1] = lines | compare.places(piece, dialect.delimiter);
            self.marks[before + 1] = marks;
            any |= marks;
        }
        // Text without any mark is spared the work with them; where there are some, most chunks take it.
        self.has_marks |= any != 0;
    }

    /// Takes the ends within quotation marks out, and says whether every mark is where it may be and no line ends within
    /// marks.
    #[inline(always)]
    fn leave_out_quoted(&mut self, text: &[u8], start: usize) -> bool {
        let Self { lines, ends, marks, within, .. } = self;
        for (within, marks) in within[1..].iter_mut().zip(&marks[1..]) {
            *within = masks::between(*marks);
        }
        let mut inside = all_or_none(within[0]);
        for within in &mut within[1..] {
            *within ^= inside;
            inside = all_or_none(*within);
        }
        for (end, within) in ends[1..].iter_mut().zip(&within[1..]) {
            *end &= !within;
        }
        let mut misplaced = 0;
        let mut followed = [0; PIECES];
        for before in 0..PIECES {
            let at = before + 1;
            let may_open = moved_on::<1>(ends[at] | marks[at], ends[before] | marks[before]);
            misplaced |= (marks[at] & within[at] & !may_open) | (lines[at] & within[at]);
            let closed = moved_on::<1>(marks[at] & !within[at], marks[before] & !within[before]);
            followed[before] = closed & !(ends[at] | marks[at]);
        }
        // Behind a closing mark nothing stands but the end of a field, or what ends a line with it.
        let fits = |(piece, mask): (usize, u64)| {
            masks::bits(mask).all(|place| {
                let at = start + piece * WIDTH + place as usize;
                at == text.len() || text[at] == b'\r'
            })
        };
        misplaced == 0
            && (followed.iter().fold(0, |any, mask| any | mask) == 0
                || followed.into_iter().enumerate().all(fits))
    }

    /// Finds the fields that are longer than two marks and what a line end leaves behind.
    #[inline(always)]
    fn find_long(&mut self) {
        let Self { ends, long, .. } = self;
        for before in 0..PIECES {
            let (here, there) = (ends[before + 1], ends[before]);
            // At an end and up to one, then up to three places behind it.
            let (here_1, there_1) = (here | moved_on::<1>(here, there), there | there << 1);
            let (here_3, there_3) = (here_1 | moved_on::<2>(here_1, there_1), there_1 | there_1 << 2);
            long[before + 1] = here & !moved_on::<1>(here_3, there_3);
        }
    }

    /// Lists what has ended.
    #[inline(always)]
    fn list<C: Compare>(&self, compare: C, start: usize, rows: &mut Rows, found: &mut RowEnd) {
        make_room(&mut rows.bounds, 1 + found.fields as usize, CHUNK);
        make_room(&mut rows.row_ends, rows.rows, CHUNK);
        for piece in 0..PIECES {
            let (ends, long) = (self.ends[piece + 1], self.long[piece + 1]);
            let mut lines = self.lines[piece + 1];
            // The first one without asking whether there is one: what stands there is written over then.
            loop {
                let up_to_first = lines ^ lines.wrapping_sub(1);
                rows.row_ends[rows.rows] = found.behind(ends & up_to_first, long & up_to_first);
                rows.rows += usize::from(lines != 0);
                lines &= lines.wrapping_sub(1);
                if lines == 0 {
                    break;
                }
            }
            if let Some(room) = rows.bounds[1 + found.fields as usize..].first_chunk_mut() {
                compare.list(ends, (start + piece * WIDTH) as u32, room);
            }
            *found = found.behind(ends, long);
        }
    }
}

impl RowEnd {
    /// With these ends of fields, and of long ones.
    #[inline(always)]
    fn behind(self, ends: u64, long: u64) -> Self {
        Self { fields: self.fields + ends.count_ones(), long_fields: self.long_fields + long.count_ones() }
    }
}

/// Bits so many places on, the lowest of them from the piece before.
#[inline(always)]
fn moved_on<const PLACES: u32>(here: u64, before: u64) -> u64 {
    here << PLACES | before >> (64 - PLACES)
}

/// All ones where the last bit is one.
#[inline(always)]
fn all_or_none(mask: u64) -> u64 {
    (mask.cast_signed() >> 63).cast_unsigned()
}
