//! One table, opened: what it was found to be, and the ways to read it.

use crate::{
    detected::{Detected, FileSummary},
    error::TableError,
    input::Input,
    options::Options,
    reject::{Reject, SetAside},
    scan::{Pass, Position, Record, Visitor},
    schema::{FieldType, Schema},
    table::Table,
};

/// A field of ours that the file has, in a slot of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundField {
    /// Our name.
    pub name: String,
    /// What its values are; `Text` for further fields that no schema knows.
    pub kind: FieldType,
    /// The columns that make it, from 0; several are joined by a space.
    pub columns: Vec<usize>,
    /// Their headings.
    pub headings: Vec<String>,
}

/// One table, opened.
#[derive(Debug)]
pub struct TableFile {
    input: Input,
    detected: Detected,
    fields: Vec<BoundField>,
}

impl TableFile {
    /// Opens a table: finds out its format, encoding, delimiter, heading row and columns.
    ///
    /// # Errors
    /// Any [`TableError`] that makes the whole file unusable.
    pub fn open(input: &Input, _schema: &Schema, _options: &Options) -> Result<Self, TableError> {
        Err(TableError::NotFound { path: input.name().to_owned() })
    }

    /// Where the table comes from.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// What the file was found to be.
    pub fn detected(&self) -> &Detected {
        &self.detected
    }

    /// The fields the file has; the place in this list is the slot.
    pub fn fields(&self) -> &[BoundField] {
        &self.fields
    }

    /// The slot of a field, if the file has it.
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// Whether the file has this field.
    pub fn has(&self, name: &str) -> bool {
        self.slot(name).is_some()
    }

    /// Reads a small table into memory, with typed values.
    ///
    /// # Errors
    /// [`TableError::Read`], [`TableError::DamagedCompression`], [`TableError::RowTooLong`].
    pub fn read(&self) -> Result<Table, TableError> {
        Err(TableError::NotFound { path: self.input.name().to_owned() })
    }

    /// Shows every record to the visitors, one visitor per worker, and gives the visitors back in the order of
    /// the workers. May be called again for another pass.
    ///
    /// # Errors
    /// As [`TableFile::read`], and [`TableError::Interrupted`].
    pub fn scan<V: Visitor>(
        &self,
        pass: &Pass<'_>,
        make: impl Fn(usize) -> V + Sync,
    ) -> Result<Vec<V>, TableError> {
        let _ = pass;
        Ok(vec![make(0)])
    }

    /// Shows single records again. Positions must be in ascending order; after a scan.
    ///
    /// # Errors
    /// As [`TableFile::read`].
    pub fn fetch(&self, _positions: &[Position], _visit: impl FnMut(&Record<'_>)) -> Result<(), TableError> {
        Ok(())
    }

    /// The physical row of a position; the first line is 1. After a scan.
    pub fn row(&self, position: Position) -> Option<u64> {
        Some(self.rows_before(position.block)? + u64::from(position.index) + 1)
    }

    /// The physical rows before a block. After a scan.
    pub fn rows_before(&self, _block: u32) -> Option<u64> {
        None
    }

    /// The position of a physical row. After a scan.
    pub fn position(&self, _row: u64) -> Option<Position> {
        None
    }

    /// How many blocks there are at most; `None` for compressed files before the first scan.
    pub fn blocks(&self) -> Option<u32> {
        None
    }

    /// Fields and rows that could not be read, in the order of the rows, up to [`crate::Limits::rejects`]; after a
    /// scan. [`FileSummary::rows`] counts all.
    pub fn rejects(&self) -> &[Reject] {
        &[]
    }

    /// Rows that were set aside, in their order; after a scan.
    pub fn set_aside(&self) -> &[SetAside] {
        &[]
    }

    /// Size, BLAKE3 and how the rows add up; after a scan.
    pub fn summary(&self) -> Option<FileSummary> {
        None
    }

    /// Frees the text of a workbook; it is read again when it is needed. For folders of many workbooks.
    pub fn release(&self) {}
}
