//! A table that another program holds in memory, column by column: read by the same ways as a file of columns.

use std::fmt;
use std::ops::Range;

use super::cells::Cells;
use super::written::{self, Written};

/// A table in memory. Whoever holds it writes its cells; how numbers and days are written is decided here, as for files of
/// columns, so that both are read alike.
pub trait Frame: fmt::Debug + Send + Sync {
    /// The headings, in their order.
    fn headings(&self) -> Vec<String>;

    /// The number of rows.
    fn rows(&self) -> u64;

    /// Bytes of memory that it takes.
    fn bytes(&self) -> u64;

    /// What a column holds, where that cannot be the cell of a table (a list, a structure); `None` where it can.
    fn unreadable(&self, column: usize) -> Option<String>;

    /// Writes the cells of a column in these rows, each of them once, in their order; fewer where it breaks off.
    fn write(&self, column: usize, rows: Range<u64>, into: &mut FrameCells<'_>);
}

/// Takes the cells of one column, one behind the other.
#[derive(Debug)]
pub struct FrameCells<'c> {
    cells: &'c mut Cells,
    written: usize,
}

impl<'c> FrameCells<'c> {
    pub(super) fn new(cells: &'c mut Cells) -> Self {
        cells.clear();
        Self { cells, written: 0 }
    }

    /// How many cells were written.
    pub(super) fn written(&self) -> usize {
        self.written
    }

    #[inline]
    fn put(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.cells.text);
        self.cells.end();
        self.written += 1;
    }

    /// A cell that states nothing.
    #[inline]
    pub fn missing(&mut self) {
        self.put(|_| {});
    }

    /// Text; what is not UTF-8 in it is read as an undecodable field.
    #[inline]
    pub fn text(&mut self, text: &[u8]) {
        self.put(|out| out.extend_from_slice(text));
    }

    /// A whole number.
    pub fn whole(&mut self, number: i64) {
        self.put(|out| written::whole(number, Written::Whole, out));
    }

    /// A whole number that is not negative.
    pub fn unsigned(&mut self, number: u64) {
        self.put(|out| written::whole(number.cast_signed(), Written::Unsigned(64), out));
    }

    /// A number; one without a fraction is written without, and one that is none (NaN) is missing.
    pub fn number(&mut self, number: f64) {
        self.put(|out| written::number(number, out));
    }

    /// A number in 32 bits: 0.1 in them is 0.1 to people.
    pub fn single(&mut self, number: f32) {
        self.number(number.to_string().parse().unwrap_or(f64::NAN));
    }

    /// Yes or no.
    pub fn flag(&mut self, is_set: bool) {
        self.text(if is_set { b"true" } else { b"false" });
    }

    /// A day, as days since 1 January 1970.
    pub fn day(&mut self, days: i64) {
        self.put(|out| written::whole(days, Written::Date, out));
    }

    /// A moment, as so many parts of a second since 1 January 1970 began, in UTC or in the place's own time; a day where it
    /// is a midnight of the place.
    pub fn moment(&mut self, since: i64, per_second: i64, is_utc: bool) {
        self.put(|out| written::whole(since, Written::Moment { per_second, is_utc }, out));
    }

    /// A time of day, as so many parts of a second since midnight.
    pub fn time(&mut self, since: i64, per_second: i64) {
        self.put(|out| written::whole(since, Written::Time { per_second }, out));
    }

    /// A decimal number with so many digits behind the point, from its bytes with the highest first.
    pub fn decimal(&mut self, number: &[u8], scale: u32) {
        self.put(|out| written::bytes(number, Written::Decimal { scale }, out));
    }
}
