//! The table of forms: ranges of serials handed to commissions.

use tizim_avc::{FormRange, Sheet};

use super::{Opened, columns, text};

/// The rows of all files.
pub(crate) fn sheet(tables: &[Opened]) -> Sheet<FormRange> {
    let rows = tables.iter().flat_map(|opened| {
        opened.table.rows().map(|row| FormRange {
            file: opened.table.file().to_owned(),
            row: row.number(),
            from_serial: text(&row, "from_serial"),
            to_serial: text(&row, "to_serial"),
            region: text(&row, "region"),
            tec: text(&row, "tec"),
            precinct: text(&row, "precinct"),
        })
    });
    Sheet::new(columns(tables), rows.collect())
}
