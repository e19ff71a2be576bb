//! A table held in memory, with typed access: for precincts, certificates, districts and everything else that is
//! small next to a voter roll.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    detected::FileSummary,
    reject::{Reject, SetAside},
    schema::FieldType,
    value,
};

/// A column of a [`Table`].
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: FieldType,
    pub(crate) grouping: value::Grouping,
}

/// A table in memory.
#[derive(Debug, Clone)]
pub struct Table {
    pub(crate) file: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) slots: BTreeMap<String, usize>,
    pub(crate) text: String,
    /// Start and length in `text`, row by row.
    pub(crate) cells: Vec<(u32, u32)>,
    pub(crate) numbers: Vec<u64>,
    pub(crate) totals: Vec<usize>,
    pub(crate) taken: Vec<usize>,
    pub(crate) unreadable: BTreeSet<(u64, u32)>,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) aside: Vec<SetAside>,
    pub(crate) summary: FileSummary,
}

impl Table {
    /// The name of the file, without folders.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether the table has a column for this field of ours.
    pub fn has(&self, name: &str) -> bool {
        self.slots.contains_key(name)
    }

    /// Our names of the columns.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The records, in the order of the file.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.taken.iter().map(|&record| Row { table: self, record })
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.taken.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }

    /// The rows that sum others ("Итого"), so that they can be checked against the records. They are not among
    /// [`Table::rows`].
    pub fn totals(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.totals.iter().map(|&record| Row { table: self, record })
    }

    /// Fields and rows that could not be read, in the order of the rows.
    pub fn rejects(&self) -> &[Reject] {
        &self.rejects
    }

    /// Rows that were set aside, in their order.
    pub fn set_aside(&self) -> &[SetAside] {
        &self.aside
    }

    /// Size, BLAKE3 and how the rows add up.
    pub fn summary(&self) -> &FileSummary {
        &self.summary
    }
}

/// One record of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    record: usize,
}

impl<'a> Row<'a> {
    /// The physical row of the sheet: the first line is 1, a quoted record over several lines is one row, blank
    /// lines count.
    pub fn number(&self) -> u64 {
        self.table.numbers[self.record]
    }

    /// The text of a field; `None` where the column or the value is missing ("", "-", "н/д", …) or could not be
    /// read.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        let slot = *self.table.slots.get(name)?;
        let text = self.raw(slot);
        (!value::is_missing(text.as_bytes()) && !self.is_unreadable(slot)).then_some(text)
    }

    /// A whole number from 0; `None` where it is missing or could not be read.
    pub fn count(&self, name: &str) -> Option<u64> {
        let slot = *self.table.slots.get(name)?;
        value::count(self.text(name)?, self.table.columns[slot].grouping).ok()
    }

    /// A number; `None` where it is missing or could not be read. `12,5` is twelve and a half, `5 %` is 0.05.
    pub fn decimal(&self, name: &str) -> Option<f64> {
        let slot = *self.table.slots.get(name)?;
        value::decimal(self.text(name)?, self.table.columns[slot].grouping).ok()
    }

    /// Yes or no; `None` where it is missing or could not be read.
    pub fn flag(&self, name: &str) -> Option<bool> {
        value::flag(self.text(name)?).ok()
    }

    /// Whether something stands in the field that could not be read, so that it is missing for another reason
    /// than being empty.
    pub fn is_rejected(&self, name: &str) -> bool {
        self.table.slots.get(name).is_some_and(|&slot| self.is_unreadable(slot))
    }

    fn is_unreadable(&self, slot: usize) -> bool {
        self.table.unreadable.contains(&(self.number(), slot as u32))
    }

    fn raw(&self, slot: usize) -> &'a str {
        let (start, length) = self.table.cells[self.record * self.table.columns.len() + slot];
        self.table.text.get(start as usize..(start + length) as usize).unwrap_or("")
    }
}
