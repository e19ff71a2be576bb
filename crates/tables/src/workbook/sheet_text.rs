//! Cells that come row by row, written as delimited text.

use calamine::Data;

use crate::error::{TableError, bytes_in_words};
use crate::exceeded::Exceeded;
use crate::given::options::Limits;

/// How much of a sheet is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Much {
    All,
    /// Up to the first cell that holds anything.
    OneCell,
}

pub(super) fn too_many_cells(path: &str, cap: u64) -> TableError {
    TableError::TooLarge { path: path.to_owned(), what: Exceeded::Cells, cap: cap.to_string() }
}

pub(super) fn damaged(path: &str, error: &dyn std::fmt::Display) -> TableError {
    TableError::DamagedWorkbook { path: path.to_owned(), reason: error.to_string() }
}

/// A value as a person would read it in the sheet, dates in ISO form.
pub(super) fn value_text(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_text(*number),
        Data::Bool(true) => "true".to_owned(),
        Data::Bool(false) => "false".to_owned(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let time = format!("{hour:02}:{minute:02}:{second:02}");
            if moment.is_duration() || moment.as_f64() < 1.0 {
                time
            } else if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02}T{time}")
            }
        }
    }
}

fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e18 { format!("{number:.0}") } else { number.to_string() }
}

/// What a sheet has room for in any of the formats.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

/// Writes cells that come row by row as delimited text.
pub(super) struct SheetText<'a> {
    path: &'a str,
    limits: &'a Limits,
    text: Vec<u8>,
    row: u32,
    cells: Vec<(u32, String)>,
    /// Bytes of these cells.
    held: u64,
    count: u64,
}

impl<'a> SheetText<'a> {
    pub(super) fn new(path: &'a str, limits: &'a Limits) -> Self {
        Self { path, limits, text: Vec::new(), row: 0, cells: Vec::new(), held: 0, count: 0 }
    }

    /// Whether so much of the sheet has been read.
    pub(super) fn is_enough(&self, much: Much) -> bool {
        much == Much::OneCell && self.count > 0
    }

    pub(super) fn cell(&mut self, row: u32, column: u32, value: &str) -> Result<(), TableError> {
        if value.is_empty() {
            return Ok(());
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(damaged(self.path, &"a cell stands where no sheet has one"));
        }
        if row < self.row {
            return Err(damaged(self.path, &"its rows are out of order"));
        }
        while self.row < row {
            self.end_row()?;
        }
        // Cells far to the right or far below take the room of all before them, and all are counted as they come.
        self.held += value.len() as u64 + 1;
        if self.text.len() as u64 + self.held + u64::from(column) > self.limits.sheet_bytes {
            return Err(self.too_large(Exceeded::SheetText, bytes_in_words(self.limits.sheet_bytes)));
        }
        self.cells.push((column, value.to_owned()));
        self.count += 1;
        if self.count > self.limits.workbook_cells {
            return Err(too_many_cells(self.path, self.limits.workbook_cells));
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), TableError> {
        self.cells.sort_by_key(|(column, _)| *column);
        let mut at = 0;
        for (column, value) in self.cells.drain(..) {
            while at < column {
                self.text.push(b',');
                at += 1;
            }
            append_quoted(&value, &mut self.text);
        }
        self.held = 0;
        self.text.push(b'\n');
        self.row += 1;
        if self.text.len() as u64 > self.limits.sheet_bytes {
            return Err(self.too_large(Exceeded::SheetText, bytes_in_words(self.limits.sheet_bytes)));
        }
        Ok(())
    }

    fn too_large(&self, what: Exceeded, cap: String) -> TableError {
        TableError::TooLarge { path: self.path.to_owned(), what, cap }
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, TableError> {
        if !self.cells.is_empty() {
            self.end_row()?;
        }
        Ok(self.text)
    }
}

fn append_quoted(value: &str, out: &mut Vec<u8>) {
    let special = value.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    if !special {
        out.extend_from_slice(value.as_bytes());
        return;
    }
    out.push(b'"');
    let mut after_return = false;
    for byte in value.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\"\""),
            b'\n' if after_return => {}
            b'\n' | b'\r' => out.push(b' '),
            other => out.push(other),
        }
        after_return = byte == b'\r';
    }
    out.push(b'"');
}
