//! Rows of a file that are looked at before any is read: its first ones, and rows from all over it, since a list may be sorted
//! so that the first ones say nothing.

use std::cell::OnceCell;

use crate::bytes::source::Source;
use crate::rows::fields::{Fields, Rows};
use crate::rows::quotes::Dialect;

/// Bytes behind the first look that are read whole.
const READ_WHOLE: u64 = 1 << 20;

/// Bytes of each piece of a longer file, and how many of them are looked at.
const PIECE: usize = 64 << 10;
const PIECES: u64 = 8;

/// A text whose rows are looked at.
pub(crate) struct Sampled<'a> {
    source: &'a Source,
    dialect: Dialect,
    /// What was seen of it already.
    first: &'a [u8],
    /// Where the rest begins.
    behind: u64,
    /// What is looked at of the rest: read once, when it is first asked for.
    pieces: OnceCell<Vec<Vec<u8>>>,
}

impl<'a> Sampled<'a> {
    /// `first`: the text that was seen already, `behind` it in the stream is the rest.
    pub(crate) fn new(source: &'a Source, dialect: Dialect, first: &'a [u8], behind: u64) -> Self {
        Self { source, dialect, first, behind, pieces: OnceCell::new() }
    }

    /// Shows each of the rows, with the text in which it stands.
    pub(crate) fn each_row(&self, mut see: impl FnMut(&[u8], &Fields<'_>)) {
        let pieces = self.pieces.get_or_init(|| pieces(self.source, self.behind));
        let behind = pieces.iter().map(|piece| whole_rows(piece, self.dialect.line_end));
        let mut rows = Rows::default();
        for text in std::iter::once(self.first).chain(behind) {
            rows.split(self.dialect, text);
            rows.of(text).for_each(|row| see(text, &row));
        }
    }
}

/// Stretches of what stands behind the first look: all of it where it is short. None of a stream that can only be read
/// from its start, and none that cannot be read: whoever reads the rows will say so.
fn pieces(source: &Source, from: u64) -> Vec<Vec<u8>> {
    let left = source.size.saturating_sub(from);
    if !source.is_direct() || left == 0 {
        return Vec::new();
    }
    let Ok(mut reader) = source.random() else { return Vec::new() };
    let (count, size) = if left <= READ_WHOLE { (1, left as usize) } else { (PIECES, PIECE) };
    let step = (left - size as u64) / count.saturating_sub(1).max(1);
    (0..count)
        .filter_map(|number| {
            let mut piece = vec![0; size];
            let read = reader.read_at(from + number * step, &mut piece).ok()?;
            piece.truncate(read);
            Some(piece)
        })
        .collect()
}

/// A stretch without the rows that it cuts in two.
fn whole_rows(piece: &[u8], line_end: u8) -> &[u8] {
    let start = memchr::memchr(line_end, piece).map_or(piece.len(), |end| end + 1);
    let end = memchr::memrchr(line_end, piece).map_or(start, |end| end + 1);
    piece.get(start..end).unwrap_or(&[])
}
