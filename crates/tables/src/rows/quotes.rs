//! Where a quoted field ends, and where a stretch of text can be cut between two rows.
//!
//! The rules are those of RFC 4180 as the `csv` crate reads them: a quotation mark opens a field only as its first
//! character, two of them inside stand for one, and what follows the closing one up to the delimiter is taken as it
//! is. One rule is added, because a lost quotation mark must not swallow the rest of a list: a mark that is not
//! closed within [`MOST_LINES`] lines or [`LONGEST`] bytes, or by the end of the file, or whose partner after a
//! line end is followed by other text, is stray. It stands for itself, and the row is remarked upon.
//!
//! The verdict on a mark depends only on the bytes that follow it, so that the reader who cuts blocks and the worker
//! who splits rows always agree.

use memchr::{memchr, memchr_iter, memrchr};

use crate::bytes::masks;

/// Line ends that a quoted field may hold.
pub(crate) const MOST_LINES: usize = 100;

/// Bytes that a quoted field may hold.
pub(crate) const LONGEST: usize = 8 << 20;

/// The characters that divide a text into rows and fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    /// `\n`, or `\r` in files of the old Macintosh.
    pub(crate) line_end: u8,
}

/// The partner of a quotation mark that opens a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Partner {
    /// The closing mark stands here.
    At(usize),
    /// The mark is stray.
    Stray,
    /// The text at hand does not tell.
    Unknown,
}

/// Finds the partner of the quotation mark at `open`; `complete` says that nothing follows the text.
#[inline]
pub(crate) fn partner(dialect: Dialect, text: &[u8], open: usize, complete: bool) -> Partner {
    // Nearly always the next mark is near and ends the field: too near for too many lines in between.
    let near = &text[open + 1..text.len().min(open + 1 + MOST_LINES)];
    match memchr(b'"', near) {
        Some(offset) if ends_field(dialect, text, open + 1 + offset) => Partner::At(open + 1 + offset),
        _ => far_partner(dialect, text, open, complete),
    }
}

/// Whether what follows the mark shows at once that it ends a field.
#[inline]
fn ends_field(dialect: Dialect, text: &[u8], mark: usize) -> bool {
    text.get(mark + 1).is_some_and(|&next| next == dialect.delimiter || next == dialect.line_end)
}

/// [`partner`] by all the rules.
fn far_partner(dialect: Dialect, text: &[u8], open: usize, complete: bool) -> Partner {
    let undecided = if complete { Partner::Stray } else { Partner::Unknown };
    let mut at = open + 1;
    let mut lines = 0;
    loop {
        let rest = text.get(at..).unwrap_or(&[]);
        let found = memchr(b'"', rest);
        let passed = &rest[..found.unwrap_or(rest.len())];
        lines += memchr_iter(dialect.line_end, passed).take(MOST_LINES + 1).count();
        if lines > MOST_LINES || at + passed.len() - open > LONGEST {
            return Partner::Stray;
        }
        let Some(offset) = found else { return undecided };
        let mark = at + offset;
        match text.get(mark + 1) {
            None if complete => return Partner::At(mark),
            None => return Partner::Unknown,
            Some(b'"') => at = mark + 2,
            Some(&next) if next == dialect.delimiter || next == dialect.line_end || next == b'\r' => {
                return Partner::At(mark);
            }
            Some(_) if lines == 0 => return Partner::At(mark),
            Some(_) => return Partner::Stray,
        }
    }
}

/// Cuts texts between rows; with buffers that are used again.
#[derive(Debug, Default)]
pub(crate) struct Cutter {
    /// Where the quotation marks are.
    marks: Vec<u32>,
    /// The stretches outside quoted fields, of which the last line end is wanted.
    outside: Vec<(u32, u32)>,
}

impl Cutter {
    /// The end of the last whole row of a text that begins at the start of a row; `None` where not one row is whole.
    pub(crate) fn last_row_end(&mut self, dialect: Dialect, text: &[u8]) -> Option<usize> {
        masks::places(text, b'"', &mut self.marks);
        self.outside.clear();
        let mut start = 0;
        let mut at = 0;
        while let Some(&mark) = self.marks.get(at) {
            let open = mark as usize;
            at += 1;
            let opens =
                open == 0 || text[open - 1] == dialect.delimiter || text[open - 1] == dialect.line_end;
            if !opens {
                continue;
            }
            let next = self.marks.get(at).map(|next| *next as usize);
            let near = next.filter(|next| next - open <= MOST_LINES && ends_field(dialect, text, *next));
            match near.map_or_else(|| far_partner(dialect, text, open, false), Partner::At) {
                Partner::At(close) => {
                    self.outside.push((start, mark));
                    start = close as u32 + 1;
                    // The partner, and the doubled marks before it, come by as well.
                    at += self.marks[at..].iter().take_while(|mark| **mark < start).count();
                }
                Partner::Stray => {}
                Partner::Unknown => {
                    self.outside.push((start, mark));
                    start = text.len() as u32;
                    break;
                }
            }
        }
        self.outside.push((start, text.len() as u32));
        self.outside.iter().rev().find_map(|&(start, end)| {
            let line_end = memrchr(dialect.line_end, &text[start as usize..end as usize])?;
            Some(start as usize + line_end + 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Dialect = Dialect { delimiter: b',', line_end: b'\n' };

    fn cut(text: &str) -> Option<usize> {
        Cutter::default().last_row_end(COMMA, text.as_bytes())
    }

    #[test]
    fn cuts_only_outside_quotes() {
        assert_eq!(cut("a,b\nc,d"), Some(4));
        assert_eq!(cut("a,\"b\nc\",d"), None);
        assert_eq!(cut("a,b\nc,\"d\ne"), Some(4));
        assert_eq!(cut("a,5\"\nc,\"d\n\"\ne"), Some(12));
        assert_eq!(cut("\"a\"\"\n\",b\nx"), Some(9));
    }

    #[test]
    fn a_lost_mark_is_stray() {
        assert_eq!(partner(COMMA, b"\"ab\ncd\n", 0, true), Partner::Stray);
        assert_eq!(partner(COMMA, b"\"ab\ncd\n", 0, false), Partner::Unknown);
        assert_eq!(partner(COMMA, b"\"ab\n\"cd\n", 0, true), Partner::Stray);
        assert_eq!(partner(COMMA, b"\"ab\"cd\n", 0, true), Partner::At(3));
        let long = format!("\"{}", "x\n".repeat(MOST_LINES + 1));
        assert_eq!(partner(COMMA, long.as_bytes(), 0, false), Partner::Stray);
    }
}
