//! Rows into fields, on raw bytes.
//!
//! Text without a quotation mark, which is nearly all of it, is driven by one search for delimiters and line ends;
//! text with one by one search for marks as well.

use std::ops::ControlFlow;

use memchr::{memchr, memchr2_iter, memchr3_iter};

use crate::quotes::{Dialect, Partner, partner};

/// One field of a row: where its bytes are, without quotation marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Quotation marks have to be taken out of it.
    pub(crate) escaped: bool,
}

/// The fields of one row; used again for every row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells {
    pub(crate) list: Vec<Cell>,
    /// Where the row starts in the text.
    pub(crate) start: usize,
    /// Whether a quotation mark in it was found to be stray.
    pub(crate) stray: bool,
}

/// Splits whole rows into fields and shows them one by one, until the end or until `each` breaks. The last row may
/// lack its line end.
pub(crate) fn rows(
    dialect: Dialect,
    text: &[u8],
    cells: &mut Cells,
    each: impl FnMut(&Cells) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if memchr(b'"', text).is_none() {
        plain(dialect, text, cells, each)
    } else {
        quoted(dialect, text, cells, each)
    }
}

#[inline]
fn plain(
    dialect: Dialect,
    text: &[u8],
    cells: &mut Cells,
    mut each: impl FnMut(&Cells) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut row_start = 0;
    let mut start = 0;
    cells.stray = false;
    cells.list.clear();
    for at in memchr2_iter(dialect.delimiter, dialect.line_end, text) {
        let mut end = at;
        if text[at] == dialect.line_end {
            if end > start && text[end - 1] == b'\r' {
                end -= 1;
            }
            cells.list.push(Cell { start: start as u32, end: end as u32, escaped: false });
            cells.start = row_start;
            each(cells)?;
            cells.list.clear();
            row_start = at + 1;
        } else {
            cells.list.push(Cell { start: start as u32, end: end as u32, escaped: false });
        }
        start = at + 1;
    }
    if row_start < text.len() {
        let end = if text.ends_with(b"\r") && text.len() > start { text.len() - 1 } else { text.len() };
        cells.list.push(Cell { start: start as u32, end: end as u32, escaped: false });
        cells.start = row_start;
        each(cells)?;
    }
    ControlFlow::Continue(())
}

fn quoted(
    dialect: Dialect,
    text: &[u8],
    cells: &mut Cells,
    mut each: impl FnMut(&Cells) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut start = 0;
    // Where the quoted field being read was closed.
    let mut close = None;
    let mut passed = 0;
    cells.list.clear();
    cells.stray = false;
    cells.start = 0;
    for at in memchr3_iter(dialect.delimiter, dialect.line_end, b'"', text) {
        if at < passed {
            continue;
        }
        let byte = text[at];
        if byte == b'"' && byte != dialect.delimiter {
            if at == start {
                match partner(dialect, text, at, true) {
                    Partner::At(mark) => {
                        close = Some(mark);
                        passed = mark + 1;
                    }
                    Partner::Stray | Partner::Unknown => cells.stray = true,
                }
            }
            continue;
        }
        let more = byte == dialect.delimiter;
        let from = close.map_or(start, |mark: usize| mark + 1);
        let end = if !more && at > from && text[at - 1] == b'\r' { at - 1 } else { at };
        cells.list.push(cell(text, start, end, close));
        close = None;
        start = at + 1;
        if !more {
            each(cells)?;
            cells.list.clear();
            cells.stray = false;
            cells.start = start;
        }
    }
    if cells.start < text.len() {
        let from = close.map_or(start, |mark| mark + 1);
        let end = if text.len() > from && text.ends_with(b"\r") { text.len() - 1 } else { text.len() };
        cells.list.push(cell(text, start, end, close));
        each(cells)?;
    }
    ControlFlow::Continue(())
}

/// The field from `start` to `end`, with the closing mark of its quotation where it has one.
#[inline]
fn cell(text: &[u8], start: usize, end: usize, close: Option<usize>) -> Cell {
    match close {
        None => Cell { start: start as u32, end: end as u32, escaped: false },
        // Text after the closing mark belongs to the field: the marks have to be taken out.
        Some(mark) if mark + 1 < end => Cell { start: start as u32, end: end as u32, escaped: true },
        Some(mark) if memchr(b'"', &text[start + 1..mark]).is_some() => {
            Cell { start: start as u32, end: mark as u32 + 1, escaped: true }
        }
        Some(mark) => Cell { start: start as u32 + 1, end: mark as u32, escaped: false },
    }
}

/// Appends the bytes of an escaped cell without the quotation marks that stand for nothing: the bytes begin with
/// the opening mark; doubled ones stand for one; a lone one closes, and what follows is taken as it is.
pub(crate) fn unescape(raw: &[u8], out: &mut Vec<u8>) {
    let mut rest = raw.get(1..).unwrap_or(&[]);
    while let Some(mark) = memchr(b'"', rest) {
        out.extend_from_slice(&rest[..mark]);
        if rest.get(mark + 1) == Some(&b'"') {
            out.push(b'"');
            rest = &rest[mark + 2..];
        } else {
            rest = &rest[mark + 1..];
            break;
        }
    }
    out.extend_from_slice(rest);
}
