//! Tables of an audit as sheets: a column that holds bounds becomes two columns of numbers.

use tizim_evidence::{Column, Format as Wording, Message, Table, Value};

use super::book::Book;
use super::pen::Pen;
use super::sheet::{Sheet, SheetColumn};
use crate::ReportError;

/// Rows by which the width of a column is chosen.
const ROWS_MEASURED: usize = 500;

impl Book<'_> {
    /// Adds a table as a sheet of its own.
    pub(super) fn exhibited(&mut self, table: &Table) -> Result<(), ReportError> {
        let table = table.without_empty_columns();
        let bounded: Vec<bool> = (0..table.columns.len())
            .map(|place| table.rows.iter().any(|row| holds_bounds(row, place)))
            .collect();
        let pen = &self.pen;
        let sheet = Sheet {
            name: pen.sheet_name(table.id, &table.title),
            title: pen.say(&table.title),
            notes: table.note.iter().map(|note| pen.say(note)).collect(),
            columns: table
                .columns
                .iter()
                .enumerate()
                .flat_map(|(place, column)| pen.columns(&table, place, column, bounded[place]))
                .collect(),
        };
        let rows = table.rows.iter().map(|row| Ok(parted(row, &bounded)));
        self.sheet(&sheet, &mut { rows })?;
        Ok(())
    }
}

fn holds_bounds(row: &[Value], place: usize) -> bool {
    matches!(row.get(place), Some(Value::Interval(_)))
}

/// The values of a row, those of columns that hold bounds twice.
fn parted(row: &[Value], bounded: &[bool]) -> Vec<Value> {
    let cells = row.iter().zip(bounded).flat_map(|(value, bounded)| match (value, bounded) {
        (Value::Interval(bounds), true) => [Some(bounds.low.into()), Some(bounds.high.into())],
        (value, true) => [Some(value.clone()), Some(value.clone())],
        (value, false) => [Some(value.clone()), None],
    });
    cells.flatten().collect()
}

impl Pen<'_> {
    /// The columns of a sheet for one of a table.
    fn columns(&self, table: &Table, place: usize, column: &Column, bounded: bool) -> Vec<SheetColumn> {
        let title = self.say(&column.title);
        let wording = Wording::of(column.kind);
        let cells = table.rows.iter().take(ROWS_MEASURED).filter_map(|row| row.get(place));
        let widest = cells.map(|value| self.show.value(value, wording).chars().count()).max().unwrap_or(0);
        let titled = |title: String| {
            let word = title.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
            let width = (widest.max(word) + 3).clamp(8, 60) as u16;
            SheetColumn { kind: column.kind, ..SheetColumn::text(title, width) }
        };
        if !bounded {
            return vec![titled(title)];
        }
        let side = |message: Message| titled(self.say(&message.with("column", title.as_str())));
        vec![side(Message::new("report.sheet.from")), side(Message::new("report.sheet.to"))]
    }
}
