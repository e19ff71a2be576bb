//! What is told of workbooks: sheets that were not read, and sheets that were read as one table.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Severity, Subject, Value};
use tizim_rolls::ListInput;

use crate::inputs::Opened;

/// The sheets of a workbook beside the one that was read, by their names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheets {
    /// They hold something and are no such tables, or were not looked at.
    pub(crate) not_read: Vec<String>,
    /// They hold something and are hidden.
    pub(crate) hidden: Vec<String>,
    /// They are such tables, and no parts of this one.
    pub(crate) others: Vec<String>,
    /// They, or other files, say the same as this one in every row.
    pub(crate) repeated: Vec<String>,
    /// They and this one were read as one table.
    pub(crate) joined: Vec<String>,
    /// They and this one are each of the region that it is called by.
    pub(crate) regions: Vec<String>,
    /// They are called by no region beside others that are, and were left out.
    pub(crate) odd: Vec<String>,
}

/// Sheets that a finding names one by one.
const MOST_NAMED: usize = 20;

/// Findings about the sheets of these tables.
pub(super) fn of_tables(code: &'static str, tables: &[Opened]) -> Vec<Finding> {
    tables.iter().flat_map(|opened| of_table(code, opened)).collect()
}

fn of_table(code: &'static str, opened: &Opened) -> Vec<Finding> {
    let file = opened.record.name.split('#').next().unwrap_or_default();
    of_sheets(code, file, &opened.sheets)
}

/// Findings about the sheets of the workbooks of a list.
pub(super) fn of_list(code: &'static str, list: &ListInput) -> Vec<Finding> {
    let mut books: BTreeMap<&str, Sheets> = BTreeMap::new();
    for file in &list.files {
        let book = file.input().name().split('#').next().unwrap_or_default();
        books.entry(book).or_default().repeated.extend(file.detected().sheets_repeated.iter().cloned());
        if file.given_place().is_some() {
            let sheet = file.input().sheet().unwrap_or_default().to_owned();
            books.entry(book).or_default().regions.push(sheet);
        }
    }
    books.iter().flat_map(|(book, sheets)| of_sheets(code, book, sheets)).collect()
}

fn of_sheets(code: &'static str, file: &str, sheets: &Sheets) -> Vec<Finding> {
    let Sheets { not_read, hidden, others, joined, regions, odd, repeated } = sheets;
    let told = [
        (others, "app.sheets.others", Severity::Warning),
        (odd, "app.sheets.odd", Severity::Warning),
        (hidden, "app.sheets.hidden", Severity::Warning),
        (not_read, "app.sheets.not_read", Severity::Notice),
        (repeated, "app.sheets.repeated", Severity::Notice),
        (joined, "app.sheets.joined", Severity::Info),
        (regions, "app.sheets.regions", Severity::Info),
    ];
    let finding = |(names, key, severity): (&Vec<String>, &'static str, Severity)| {
        (!names.is_empty()).then(|| {
            let more = if names.len() > MOST_NAMED { ", …" } else { "" };
            let listed = names.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ") + more;
            // The name of what was not read may be anything: only whoever has the file is told it.
            let title = Message::new(key)
                .with("count", names.len())
                .with("file", file)
                .with("names", Value::working_only(listed));
            let check = key.rsplit('.').next().unwrap_or_default();
            Finding::new(code, severity, Subject::new("check", format!("sheets-{check}-{file}")))
                .titled(title)
                .counting(names.len() as u64)
        })
    };
    told.into_iter().filter_map(finding).collect()
}
