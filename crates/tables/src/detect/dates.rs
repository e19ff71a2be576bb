//! What the dates of a file say of how they are written: its first rows, and rows from all over it, since a list may be
//! sorted so that the first ones say nothing.

use crate::bytes::source::Source;
use crate::rows::fields::Rows;
use crate::rows::quotes::Dialect;
use crate::rows::written::undressed;
use crate::typed::day_order::{Evidence, Expected};

/// Bytes behind the first look that are read whole.
const READ_WHOLE: u64 = 1 << 20;

/// Bytes of each piece of a longer file, and how many of them are looked at.
const PIECE: usize = 64 << 10;
const PIECES: u64 = 8;

/// A column of dates, the one in whose values the same day is written first, and the days that may be expected in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) at: usize,
    pub(crate) beside: Option<usize>,
    pub(crate) expected: Expected,
}

/// What the dates in each of these columns say. `first`: the text that was seen already,
/// `behind` it in the stream is the rest.
pub(crate) fn seen(
    source: &Source,
    dialect: Dialect,
    (first, behind): (&[u8], u64),
    columns: &[Column],
) -> Vec<Evidence> {
    let mut evidence = vec![Evidence::default(); columns.len()];
    if columns.is_empty() {
        return evidence;
    }
    let mut rows = Rows::default();
    let mut see = |text: &[u8]| {
        rows.split(dialect, text);
        for row in rows.of(text) {
            for (evidence, column) in evidence.iter_mut().zip(columns) {
                let cell = |at: usize| undressed(row.raw(at).trim_ascii());
                let beside = column.beside.and_then(|at| day_of(cell(at)));
                evidence.see(cell(column.at), beside, column.expected);
            }
        }
    };
    see(first);
    for piece in pieces(source, behind) {
        see(whole_rows(&piece, dialect.line_end));
    }
    evidence
}

/// The day that a person's number of twelve digits begins with; zeros in front of it may have been lost.
fn day_of(number: &[u8]) -> Option<[u8; 6]> {
    let digits: Vec<u8> = number.iter().copied().filter(u8::is_ascii_digit).collect();
    let lost = DIGITS.checked_sub(digits.len()).filter(|lost| *lost <= MOST_LOST)?;
    let mut day = [b'0'; 6];
    day[lost..].copy_from_slice(&digits[..6 - lost]);
    Some(day)
}

/// Digits of a person's number, and how many of them may be zeros in front.
const DIGITS: usize = 12;
const MOST_LOST: usize = 3;

/// Stretches of what stands behind the first look: all of it where it is short. None of a stream that can only be read
/// from its start, and none that cannot be read: whoever reads the rows will say so.
pub(crate) fn pieces(source: &Source, from: u64) -> Vec<Vec<u8>> {
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
pub(crate) fn whole_rows(piece: &[u8], line_end: u8) -> &[u8] {
    let start = memchr::memchr(line_end, piece).map_or(piece.len(), |end| end + 1);
    let end = memchr::memrchr(line_end, piece).map_or(start, |end| end + 1);
    piece.get(start..end).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::bytes::source::Backing;

    fn of(text: &str, first: usize) -> Evidence {
        let source = Source {
            most_unpacked: 0,
            columns: None,
            name: "x.csv".to_owned(),
            backing: Backing::Held(Arc::new(text.into())),
            size: text.len() as u64,
            compression: None,
            utf16: None,
        };
        let dialect = Dialect { delimiter: b';', line_end: b'\n' };
        seen(
            &source,
            dialect,
            (&text.as_bytes()[..first], first as u64),
            &[Column { at: 1, beside: Some(0), expected: Expected::default() }],
        )[0]
    }

    #[test]
    fn rows_from_all_over_a_file_are_heard() {
        let head = "1;06/07/2019\n".repeat(100);
        let text = format!("{head}{}", "2;27/05/2019\n".repeat(1000));
        let seen = of(&text, head.len());
        // The first row behind the first look may be cut in two.
        assert_eq!((seen.open, seen.month_first, seen.day_first), (100, 0, 999));
        let text = format!("{head}{}{}", "2;27/05/2019\n".repeat(200_000), "3;05/27/2019\n".repeat(100_000));
        let seen = of(&text, head.len());
        assert!(seen.day_first > 20_000 && seen.month_first > 10_000, "{seen:?}");
        assert_eq!(of(&head, head.len()), Evidence { open: 100, ..Evidence::default() });
        let dressed = "1;=\"05/27/2019\"\n2;'05/27/2019\n3;\"05/27/2019\"\n";
        assert_eq!(of(dressed, dressed.len()).month_first, 3);
    }
}
