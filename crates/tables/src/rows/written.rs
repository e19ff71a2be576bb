//! The fields of a row as values: joined, decoded, without dress, and as shapes where a person may be shown.

use crate::rows::fields::{Fields, raw};
use crate::rows::plan::{Plan, SlotPlan};
use crate::rows::scan::Span;
use crate::typed::day_order;
use crate::typed::place_column::Found;
use crate::typed::shape;

/// How a row is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unicode {
    AsTheFile,
    /// In UTF-8, though its file is in a code page.
    ByItself,
}

/// The value that the columns of a slot make in a row, as it is written or made for this row: without the dress in which
/// spreadsheets hand numbers on, and as a shape where it is a person's and a place should stand there.
#[inline(never)]
pub(crate) fn value(
    plan: &Plan,
    text: &[u8],
    slot: &SlotPlan,
    fields: &Fields<'_>,
    unicode: Unicode,
    made: &mut Vec<u8>,
) -> Span {
    let span = written_value(plan, text, &slot.columns, fields, unicode, made);
    let (start, source) = match span.start & Span::MADE {
        0 => (span.start, text),
        made_bit => (span.start ^ made_bit, made.as_slice()),
    };
    let bytes = source.get(start as usize..(start + span.length) as usize).unwrap_or(&[]);
    let inner = undressed(bytes);
    if is_persons(plan, text, slot, fields, inner) {
        let shape = shape::shape_of_bytes(inner);
        let start = made.len() as u32;
        made.extend_from_slice(shape.as_bytes());
        return Span { start: start | Span::MADE, length: shape.len() as u32 };
    }
    if let Some(text) =
        day_order::written(inner, slot.order(), slot.dates.is_some_and(|dates| dates.year_says))
    {
        let start = made.len() as u32;
        made.extend_from_slice(text.as_bytes());
        return Span { start: start | Span::MADE, length: text.len() as u32 };
    }
    let before = bytes.len() - inner.len();
    if before == 0 {
        return span;
    }
    // In front stand `="` or an apostrophe, behind at most a mark.
    let front = if bytes.starts_with(b"=\"") { 2 } else { 1 };
    Span { start: span.start + front, length: inner.len() as u32 }
}

/// Whether a value of a slot is a person's, where a place should stand.
pub(crate) fn is_persons(
    plan: &Plan,
    text: &[u8],
    slot: &SlotPlan,
    fields: &Fields<'_>,
    value: &[u8],
) -> bool {
    slot.place.as_ref().is_some_and(|place| match place.find(value) {
        Found::Place => false,
        Found::Persons => true,
        Found::PersonsByItsRow => plan.is_own_name(&String::from_utf8_lossy(value), text, fields),
    })
}

/// A number without what makes a spreadsheet take it for text: `="0012"`, `'0012`.
pub(crate) fn undressed(bytes: &[u8]) -> &[u8] {
    match bytes {
        [b'=', b'"', inner @ .., b'"'] if memchr::memchr(b'"', inner).is_none() => inner,
        [b'\'', inner @ ..] if inner.first().is_some_and(u8::is_ascii_digit) && !inner.contains(&b'\'') => {
            inner
        }
        _ => bytes,
    }
}

/// The text of these columns, joined by a blank.
fn written_value(
    plan: &Plan,
    text: &[u8],
    columns: &[usize],
    fields: &Fields<'_>,
    unicode: Unicode,
    made: &mut Vec<u8>,
) -> Span {
    let start = made.len();
    if let [column] = columns {
        let Some(cell) = fields.cell(*column) else { return Span::default() };
        let bytes = raw(text, cell);
        if !cell.escaped && (plan.decoder.is_none() || bytes.is_ascii()) {
            let (start, bytes) = trim(cell.start, bytes);
            return Span { start, length: bytes.len() as u32 };
        }
        plan.append(bytes, cell.escaped, unicode == Unicode::ByItself, made);
    } else {
        for cell in columns.iter().filter_map(|&column| fields.cell(column)) {
            let bytes = raw(text, cell);
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            if made.len() > start {
                made.push(b' ');
            }
            let bytes = if cell.escaped { bytes } else { bytes.trim_ascii() };
            plan.append(bytes, cell.escaped, unicode == Unicode::ByItself, made);
        }
    }
    let (start, bytes) = trim(start as u32, &made[start..]);
    Span { start: start | Span::MADE, length: bytes.len() as u32 }
}

/// Takes blanks off both ends.
#[inline]
pub(crate) fn trim(start: u32, bytes: &[u8]) -> (u32, &[u8]) {
    match bytes {
        [first, .., last] if *first > b' ' && *last > b' ' => (start, bytes),
        _ => {
            let front = bytes.trim_ascii_start();
            (start + (bytes.len() - front.len()) as u32, front.trim_ascii_end())
        }
    }
}
