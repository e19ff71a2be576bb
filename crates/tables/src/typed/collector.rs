//! From the records of a scan to a table in memory.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::bound::BoundField;
use crate::detect::detected::FileSummary;
use crate::given::schema::FieldType;
use crate::rows::reject::{Aside, Reject, SetAside};
use crate::rows::scan::{Position, Record, Visitor};
use crate::typed::day_order::{DateColumn, DayOrder};
use crate::typed::headed::Headed;
use crate::typed::table::{Column, Table};
use crate::typed::value::{Grouping, is_missing};

/// What reading a file has found beside its rows.
pub(crate) struct Reading<'a> {
    /// The physical row of a position.
    pub(crate) number: &'a dyn Fn(Position) -> u64,
    pub(crate) rejects: &'a [Reject],
    pub(crate) aside: &'a [SetAside],
    pub(crate) summary: FileSummary,
    pub(crate) dates: Vec<DateColumn>,
    pub(crate) headed: Vec<Headed>,
}

/// Gathers the rows of a table.
pub(crate) struct Collector {
    slots: usize,
    text: String,
    starts: Vec<u64>,
    ends: Vec<u32>,
    positions: Vec<Position>,
    totals: Vec<usize>,
    taken: Vec<usize>,
}

impl Collector {
    pub(crate) fn new(slots: usize) -> Self {
        Self {
            slots,
            text: String::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            positions: Vec::new(),
            totals: Vec::new(),
            taken: Vec::new(),
        }
    }

    fn take(&mut self, record: &Record<'_>) -> usize {
        let start = self.text.len();
        self.starts.push(start as u64);
        for slot in 0..self.slots {
            self.text.push_str(record.text(slot));
            self.ends.push((self.text.len() - start) as u32);
        }
        self.positions.push(record.position());
        self.positions.len() - 1
    }

    /// Numbers the rows, and decides on the separators of every column.
    pub(crate) fn into_table(self, fields: &[BoundField], read: Reading<'_>) -> Table {
        let mut table = Table {
            file: read.summary.name.clone(),
            columns: Vec::new(),
            slots: BTreeMap::new(),
            text: self.text,
            starts: self.starts,
            ends: self.ends,
            numbers: self.positions.iter().map(|position| (read.number)(*position)).collect(),
            totals: self.totals,
            taken: self.taken,
            unreadable: BTreeSet::new(),
            rejects: read.rejects.to_vec(),
            aside: read.aside.to_vec(),
            summary: read.summary,
            doubts: Vec::new(),
            dates: read.dates,
            headed: read.headed,
        };
        for (slot, field) in fields.iter().enumerate() {
            table.slots.insert(field.name.clone(), slot);
            let dates = table.dates.iter().find(|dates| dates.column == field.name);
            let column = Column {
                name: field.name.clone(),
                kind: field.kind,
                grouping: Grouping::default(),
                thousands: field.thousands,
                order: dates.map_or(DayOrder::DayFirst, |dates| dates.order),
            };
            table.columns.push(column);
        }
        for slot in 0..table.columns.len() {
            if matches!(table.columns[slot].kind, FieldType::Count | FieldType::Decimal) {
                let values = table.rows().chain(table.totals()).map(|row| row.raw(slot)).collect::<Vec<_>>();
                // Thousands have decimals.
                let counts = table.columns[slot].kind == FieldType::Count && !table.columns[slot].thousands;
                let grouping = Grouping::of_column(
                    values.into_iter().filter(|value| !is_missing(value.as_bytes())),
                    counts,
                );
                table.columns[slot].grouping = grouping;
            }
        }
        table
    }
}

impl Visitor for Collector {
    fn record(&mut self, record: &Record<'_>) {
        let at = self.take(record);
        self.taken.push(at);
    }

    fn set_aside(&mut self, aside: Aside, record: &Record<'_>) {
        if aside == Aside::Total {
            let at = self.take(record);
            self.totals.push(at);
        }
    }
}
