//! One table that is given twice: the same rows in two sheets or two files are used once.

use std::collections::BTreeMap;

use tizim_polling::Regions;

use super::region_sheets::is_called_by_a_region;
use super::{Opened, told};

/// Rows of a table, at least, by which it is known again.
const LEAST: usize = 2;

/// What a table says: the region that its sheet is called by, its fields that say anything, and its rows in some order.
type Said = (Option<String>, Vec<String>, Vec<Vec<String>>);

/// Sets the rows of tables aside that say in every row and field what one before says, and notes which they are. Of tables
/// whose rows are persons or their papers each audit looks for copies itself.
pub(super) fn once(tables: &mut [Opened], known: &Regions) {
    let mut before: BTreeMap<Said, usize> = BTreeMap::new();
    for at in 0..tables.len() {
        let opened = &tables[at];
        if opened.table.len() < LEAST || told::rows_are_persons(&opened.record.role) {
            continue;
        }
        let Some(&first) = before.get(&said(opened, known)) else {
            before.insert(said(opened, known), at);
            continue;
        };
        let name = opened.record.name.clone();
        let opened = &mut tables[at];
        opened.table.set_aside_as_repeated();
        let rows = opened.table.summary().rows;
        (opened.record.rows_taken, opened.record.rows_set_aside) =
            (rows.taken.into(), rows.set_aside().into());
        tables[first].sheets.repeated.push(name);
    }
}

fn said(opened: &Opened, known: &Regions) -> Said {
    let table = &opened.table;
    let region = opened.sheet.clone().filter(|sheet| is_called_by_a_region(sheet, known));
    let says = |field: &&str| table.rows().any(|row| row.text(field).is_some());
    let mut fields: Vec<&str> = table.fields().filter(says).collect();
    fields.sort_unstable();
    let cell =
        |row: &tizim_tables::Row<'_>, field: &str| row.text(field).unwrap_or_default().trim().to_owned();
    let mut rows: Vec<Vec<String>> =
        table.rows().map(|row| fields.iter().map(|field| cell(&row, field)).collect()).collect();
    rows.sort_unstable();
    (region, fields.into_iter().map(str::to_owned).collect(), rows)
}
