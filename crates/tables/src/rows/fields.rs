//! Where the fields and rows of a text stand, and the bytes of each field.
#![allow(clippy::inline_always)]

use memchr::memchr;

/// Marks the end of a field that begins with a stray quotation mark: the mark is text.
const STRAY: u32 = 1 << 31;

/// What stands before the first byte, as if a field ended there.
const FRONT: u32 = u32::MAX;

/// Where the fields and rows of a text end; used again for every text.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_field_names)]
pub(crate) struct Rows {
    /// [`FRONT`], then where every field ends: the place of the delimiter or line end behind it; then room.
    pub(crate) bounds: Vec<u32>,
    pub(crate) fields: usize,
    /// The end of each row; then room.
    pub(crate) row_ends: Vec<RowEnd>,
    pub(crate) rows: usize,
    /// Whether any field may begin with a stray mark.
    pub(crate) exact: bool,
}

/// How much has ended with a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RowEnd {
    /// Fields: as many as the place of its last field's end in `bounds`.
    pub(crate) fields: u32,
    /// Those of more than three bytes, if they were counted: longer than two marks and what a line end leaves behind.
    pub(crate) long_fields: u32,
}

/// One field of a row: where its bytes are, without quotation marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Quotation marks have to be taken out of it.
    pub(crate) escaped: bool,
}

/// The fields of one row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a> {
    pub(crate) text: &'a [u8],
    /// What stands before the row, and where each of its fields ends.
    pub(crate) bounds: &'a [u32],
    /// At least so many of them are filled.
    pub(crate) filled: u32,
    exact: bool,
}

impl Rows {
    /// The rows that were found in this text.
    pub(crate) fn of<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = Fields<'a>> {
        let mut before = RowEnd::default();
        self.row_ends[..self.rows].iter().map(move |&end| {
            let fields = self.fields_between(text, before, end);
            before = end;
            fields
        })
    }

    /// One of these rows.
    pub(crate) fn row<'a>(&'a self, text: &'a [u8], index: u32) -> Option<Fields<'a>> {
        let index = index as usize;
        let end = *self.row_ends[..self.rows].get(index)?;
        let before = index.checked_sub(1).map_or(RowEnd::default(), |before| self.row_ends[before]);
        Some(self.fields_between(text, before, end))
    }

    #[inline]
    fn fields_between<'a>(&'a self, text: &'a [u8], before: RowEnd, end: RowEnd) -> Fields<'a> {
        Fields {
            text,
            bounds: self.bounds.get(before.fields as usize..=end.fields as usize).unwrap_or(&[]),
            filled: end.long_fields - before.long_fields,
            exact: self.exact,
        }
    }

    /// Whether no field begins with a stray mark.
    pub(crate) fn are_regular(&self) -> bool {
        !self.exact
    }

    pub(crate) fn clear(&mut self) {
        self.fields = 0;
        self.rows = 0;
        if self.bounds.is_empty() {
            self.bounds.push(FRONT);
        }
    }

    pub(crate) fn end_field(&mut self, at: usize, stray: bool) {
        self.fields += 1;
        make_room(&mut self.bounds, self.fields, 1);
        self.bounds[self.fields] = at as u32 | if stray { STRAY } else { 0 };
    }

    pub(crate) fn end_row(&mut self, at: usize, stray: bool) {
        self.end_field(at, stray);
        make_room(&mut self.row_ends, self.rows, 1);
        let long_fields = self.row_ends[..self.rows].last().map_or(0, |before| before.long_fields);
        self.row_ends[self.rows] = RowEnd { fields: self.fields as u32, long_fields };
        self.rows += 1;
    }

    /// Where the row behind this end starts.
    pub(crate) fn behind(&self, end: RowEnd) -> usize {
        self.bounds.get(end.fields as usize).map_or(0, |&bound| behind(bound) as usize)
    }
}

/// Sees to it that so many places from one on exist.
#[inline(always)]
pub(crate) fn make_room<T: Clone + Default>(places: &mut Vec<T>, from: usize, room: usize) {
    #[cold]
    #[inline(never)]
    fn grow<T: Clone + Default>(places: &mut Vec<T>, length: usize) {
        places.resize(2 * length, T::default());
    }
    if places.len() < from + room {
        grow(places, from + room);
    }
}

/// The first byte behind a bound.
#[inline]
fn behind(bound: u32) -> u32 {
    bound.wrapping_add(1) & !STRAY
}

impl<'a> Fields<'a> {
    /// How many fields there are.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }

    /// Where the row starts in the text.
    #[inline]
    pub(crate) fn start(&self) -> u32 {
        self.bounds.first().map_or(0, |&bound| behind(bound))
    }

    /// The bytes of the row, without its line end.
    pub(crate) fn row(&self) -> &'a [u8] {
        let end = self.bounds.last().map_or(0, |end| end & !STRAY);
        let row = self.text.get(self.start() as usize..end as usize).unwrap_or(&[]);
        row.strip_suffix(b"\r").unwrap_or(row)
    }

    /// The bytes of a field as it is written, with quotation marks, and where they start. `None` where the row has fewer; the
    /// last one may hold the first half of its line end.
    #[inline]
    pub(crate) fn written(&self, field: usize) -> Option<(u32, &'a [u8])> {
        let &[before, end] = self.bounds.get(field..)?.first_chunk()?;
        let start = behind(before);
        Some((start, self.text.get(start as usize..(end & !STRAY) as usize)?))
    }

    /// The same where no field begins with a stray mark.
    #[inline]
    pub(crate) fn regular(&self, field: usize) -> Option<(u32, &'a [u8])> {
        let start = self.bounds.get(field)?.wrapping_add(1);
        let end = *self.bounds.get(field + 1)?;
        Some((start, self.text.get(start as usize..end as usize)?))
    }

    /// The bytes of a field, with quotation marks but without its line end; whether its first mark is text.
    #[inline]
    fn whole(&self, field: usize) -> Option<(u32, &'a [u8], bool)> {
        let (start, mut bytes) = self.written(field)?;
        if field + 1 == self.len()
            && let [shorter @ .., b'\r'] = bytes
        {
            bytes = shorter;
        }
        Some((start, bytes, self.bounds[field + 1] & STRAY != 0))
    }

    /// A field; `None` where the row has fewer.
    #[inline]
    pub(crate) fn cell(&self, field: usize) -> Option<Cell> {
        let (start, bytes, stray) = self.whole(field)?;
        let end = start + bytes.len() as u32;
        Some(match bytes {
            [b'"', ..] if stray => Cell { start, end, escaped: false },
            [b'"', inner @ .., b'"'] if memchr(b'"', inner).is_none() => {
                Cell { start: start + 1, end: end - 1, escaped: false }
            }
            // Doubled marks, or text behind the closing one.
            [b'"', ..] => Cell { start, end, escaped: true },
            _ => Cell { start, end, escaped: false },
        })
    }

    /// The bytes of a field, with the marks that have to be taken out if there are any; empty where the row has fewer.
    #[inline]
    pub(crate) fn raw(&self, field: usize) -> &'a [u8] {
        self.cell(field).map_or(&[], |cell| raw(self.text, cell))
    }

    /// Whether a field that the row has holds any byte.
    #[inline]
    pub(crate) fn is_filled(&self, field: usize) -> bool {
        self.whole(field).is_some_and(|(_, bytes, stray)| !bytes.is_empty() && (stray || bytes != b"\"\""))
    }

    /// Whether more than `most` fields hold any byte.
    #[inline]
    pub(crate) fn has_more_filled_than(&self, most: usize) -> bool {
        if self.filled as usize > most {
            return true;
        }
        let mut filled = 0;
        for field in 0..self.len() {
            filled += usize::from(self.is_filled(field));
            if filled > most {
                return true;
            }
        }
        false
    }

    /// Whether the row begins with a digit.
    #[inline]
    pub(crate) fn begins_with_digit(&self) -> bool {
        self.text.get(self.start() as usize).is_some_and(u8::is_ascii_digit)
    }

    /// Whether the first field is 1 and nothing else: the row may number the columns.
    #[inline]
    pub(crate) fn begins_with_one(&self, delimiter: u8) -> bool {
        let start = self.start() as usize;
        self.text.get(start..start + 2) == Some([b'1', delimiter].as_slice())
    }

    /// All fields.
    pub(crate) fn cells(&self) -> impl Iterator<Item = Cell> {
        (0..self.len()).filter_map(|field| self.cell(field))
    }

    /// Whether a quotation mark in the row was found to be stray.
    #[inline]
    pub(crate) fn has_stray_mark(&self) -> bool {
        self.exact && self.bounds.iter().skip(1).any(|end| end & STRAY != 0)
    }
}

/// The bytes of a cell, with the marks that have to be taken out if there are any.
#[inline]
pub(crate) fn raw(text: &[u8], cell: Cell) -> &[u8] {
    text.get(cell.start as usize..cell.end as usize).unwrap_or(&[])
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
