//! A table held in memory, with typed access: for precincts, certificates, districts and everything else that is
//! small next to a voter roll.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::detected::FileSummary;
use crate::given::schema::FieldType;
use crate::rows::reject::{Reason, Reject, SetAside};
use crate::typed::day_order::{DateColumn, DayOrder};
use crate::typed::doubt::Doubt;
use crate::typed::headed::Headed;
use crate::typed::shape::shape;
use crate::typed::value::{self, is_cell_error, is_missing};

/// A column of a [`Table`].
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: FieldType,
    pub(crate) grouping: value::Grouping,
    /// How dates with strokes in it are read.
    pub(crate) order: DayOrder,
    /// It counts in thousands.
    pub(crate) thousands: bool,
}

/// A table in memory.
#[derive(Debug, Clone)]
pub struct Table {
    pub(crate) file: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) slots: BTreeMap<String, usize>,
    pub(crate) text: String,
    /// Where the records start in `text`.
    pub(crate) starts: Vec<u64>,
    /// Where the cells end behind the start of their record, record by record.
    pub(crate) ends: Vec<u32>,
    pub(crate) numbers: Vec<u64>,
    pub(crate) totals: Vec<usize>,
    pub(crate) taken: Vec<usize>,
    pub(crate) unreadable: BTreeSet<(u64, u32)>,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) aside: Vec<SetAside>,
    pub(crate) summary: FileSummary,
    pub(crate) doubts: Vec<Doubt>,
    pub(crate) dates: Vec<DateColumn>,
    pub(crate) headed: Vec<Headed>,
}

impl Table {
    /// What is to be told of rows and columns before anything is judged by them.
    pub fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }

    /// What became of headings inside it.
    pub fn headed(&self) -> &[Headed] {
        &self.headed
    }

    /// How its columns of dates with strokes are read.
    pub fn dates(&self) -> &[DateColumn] {
        &self.dates
    }

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
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + DoubleEndedIterator {
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
    pub fn totals(&self) -> impl ExactSizeIterator<Item = Row<'_>> + DoubleEndedIterator {
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
    pub(crate) table: &'a Table,
    pub(crate) record: usize,
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
        self.table.columns[slot].count(self.text(name)?).ok()
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

    pub(crate) fn raw(&self, slot: usize) -> &'a str {
        let start = self.table.starts[self.record] as usize;
        let cell = self.record * self.table.columns.len() + slot;
        let from = if slot == 0 { 0 } else { self.table.ends[cell - 1] as usize };
        self.table.text.get(start + from..start + self.table.ends[cell] as usize).unwrap_or("")
    }
}

impl Table {
    /// Finds the values that are not of their column's type, and the rows of which nothing is left.
    pub(crate) fn reject_unreadable(&mut self) {
        let undecodable: BTreeSet<(u64, &str)> =
            self.rejects.iter().map(|reject| (reject.row, reject.column.as_str())).collect();
        let mut unreadable: BTreeSet<(u64, u32)> = BTreeSet::new();
        for (row, column) in undecodable {
            if let Some(&slot) = self.slots.get(column) {
                unreadable.insert((row, slot as u32));
            }
        }
        let mut rejects = Vec::new();
        let mut taken = Vec::new();
        let reject = |row: u64, column: &str, reason: Reason, found: &str| Reject {
            file: self.file.clone(),
            row,
            column: column.to_owned(),
            reason,
            expected: reason.expected().to_owned(),
            found_shape: shape(found),
        };
        for &at in &self.taken {
            let row = Row { table: self, record: at };
            let mut usable = false;
            for (slot, column) in self.columns.iter().enumerate() {
                let text = row.raw(slot);
                if is_missing(text.as_bytes()) {
                    continue;
                }
                match column.check(text) {
                    None => usable = true,
                    Some(reason) => {
                        unreadable.insert((row.number(), slot as u32));
                        rejects.push(reject(row.number(), &column.name, reason, text));
                    }
                }
            }
            if usable {
                taken.push(at);
            } else {
                rejects.push(reject(row.number(), "", Reason::NothingUsable, ""));
            }
        }
        let lost = (self.taken.len() - taken.len()) as u64;
        self.summary.rows.taken -= lost;
        self.summary.rows.rejected += lost;
        self.summary.rows.fields_rejected +=
            rejects.iter().filter(|reject| !reject.reason.loses_row()).count() as u64;
        self.taken = taken;
        self.unreadable = unreadable;
        self.rejects.extend(rejects);
        self.rejects.sort();
        self.rejects.sort_by_key(|reject| reject.row);
    }
}

impl Column {
    /// A value as a count, of single things.
    fn count(&self, text: &str) -> Result<u64, Reason> {
        if self.thousands { value::thousands(text, self.grouping) } else { value::count(text, self.grouping) }
    }

    /// Why a value is not of the column's type.
    fn check(&self, text: &str) -> Option<Reason> {
        match self.kind {
            FieldType::Count => self.count(text).err(),
            FieldType::Decimal => value::decimal(text, self.grouping).err(),
            FieldType::Flag => value::flag(text).err(),
            FieldType::Date | FieldType::DateTime => {
                let is_error = is_cell_error(text).then_some(Reason::CellError);
                is_error.or_else(|| self.order.refusal(text.as_bytes()))
            }
            FieldType::Text | FieldType::Code => is_cell_error(text).then_some(Reason::CellError),
        }
    }
}
