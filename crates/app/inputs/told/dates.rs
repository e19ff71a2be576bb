//! What is told of columns of dates with strokes: which of two numbers was taken for the month, and by how many rows.

use tizim_evidence::{Finding, Message, Severity, Subject, Value};
use tizim_rolls::ListInput;
use tizim_tables::{DateColumn, DayOrder, DecidedBy};

use super::{count, counting, rows_are_persons};
use crate::inputs::Opened;

/// From so many rows on that say it, and none that says otherwise, the order of a column is beyond doubt.
const PLENTY: u64 = 30;

/// The columns of one file.
struct OfFile<'a> {
    file: &'a str,
    columns: Vec<DateColumn>,
    of_persons: bool,
}

/// Findings about the columns of small tables.
pub(super) fn of_tables(code: &'static str, tables: &[Opened]) -> Vec<Finding> {
    let files = tables.iter().map(|opened| OfFile {
        file: opened.table.file(),
        columns: opened.table.dates().to_vec(),
        of_persons: rows_are_persons(&opened.record.role),
    });
    told(code, &files.collect::<Vec<_>>())
}

/// Findings about the columns of one voter list.
pub(super) fn of_list(code: &'static str, list: &ListInput) -> Vec<Finding> {
    let files = list.files.iter().map(|file| OfFile {
        file: file.input().name(),
        columns: file.dates(),
        of_persons: true,
    });
    told(code, &files.collect::<Vec<_>>())
}

fn told(code: &'static str, files: &[OfFile<'_>]) -> Vec<Finding> {
    let finding = |file: &OfFile<'_>, column: &DateColumn| {
        let (key, severity) = word(column)?;
        let title = Message::new(key)
            .with("column", column.column.as_str())
            .with("file", file.file)
            .with("why", Value::Code { of: "order_by", code: why(column.decided_by).to_owned() })
            .with("day_first", count(column.day_first, file.of_persons))
            .with("month_first", count(column.month_first, file.of_persons))
            .with("open", count(column.open, file.of_persons));
        let rows = column.day_first + column.month_first + column.open;
        let subject = Subject::new("check", format!("day-order-{}-{}", column.column, file.file));
        Some(counting(Finding::new(code, severity, subject), rows, file.of_persons).titled(title))
    };
    files
        .iter()
        .flat_map(|file| file.columns.iter().filter_map(move |column| finding(file, column)))
        .collect()
}

/// What decided how a column is read, in the words of the vocabulary.
fn why(decided_by: DecidedBy) -> &'static str {
    match decided_by {
        DecidedBy::Rows => "rows",
        DecidedBy::Beside => "beside",
        DecidedBy::Columns => "columns",
        DecidedBy::Calendar => "calendar",
        DecidedBy::Window => "window",
        DecidedBy::Tables => "tables",
        DecidedBy::Nothing => "nothing",
    }
}

/// The text about a column, and how much it matters; `None` where there is nothing to tell: rows say how it is read, and none
/// says otherwise. Whatever is assumed is told.
fn word(column: &DateColumn) -> Option<(&'static str, Severity)> {
    let contested = column.day_first > 0 && column.month_first > 0;
    let (day_first, month_first, open) = (column.day_first, column.month_first, column.open);
    Some(match column.order {
        DayOrder::Open | DayOrder::Unclear if day_first + month_first == 0 => {
            let key = if column.year_says { "app.dates.open_year" } else { "app.dates.open_not_read" };
            (key, Severity::Warning)
        }
        DayOrder::Open | DayOrder::Unclear if column.year_says => {
            ("app.dates.unclear_year", Severity::Notice)
        }
        DayOrder::Open | DayOrder::Unclear => ("app.dates.unclear", Severity::Notice),
        DayOrder::DayFirst if contested => ("app.dates.day_first", Severity::Notice),
        DayOrder::DayFirst if column.decided_by == DecidedBy::Beside => return None,
        DayOrder::DayFirst if day_first == 0 && open > 0 => ("app.dates.assumed_day_first", Severity::Notice),
        DayOrder::DayFirst => return None,
        DayOrder::MonthFirst if contested => ("app.dates.month_first_contested", Severity::Notice),
        // Nothing in it is a date with strokes.
        DayOrder::MonthFirst if month_first == 0 && open == 0 => return None,
        DayOrder::MonthFirst if month_first == 0 => ("app.dates.assumed_month_first", Severity::Notice),
        DayOrder::MonthFirst if month_first < PLENTY => ("app.dates.month_first", Severity::Notice),
        DayOrder::MonthFirst => ("app.dates.month_first", Severity::Info),
    })
}
