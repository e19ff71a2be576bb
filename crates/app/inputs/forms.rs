//! The table of forms: ranges of serials handed to commissions.

use tizim_avc::{FormRange, Sheet};

use super::texts::Texts;
use super::{Opened, columns, text};

/// The rows of all files.
pub(crate) fn sheet(tables: &[Opened]) -> Sheet<FormRange> {
    let mut texts = Texts::default();
    let mut rows = Vec::with_capacity(tables.iter().map(|opened| opened.table.len()).sum());
    for opened in tables {
        rows.extend(opened.table.rows().map(|row| FormRange {
            file: texts.shared(opened.table.file()),
            row: row.number(),
            from_serial: text(&row, "from_serial"),
            to_serial: text(&row, "to_serial"),
            region: texts.of(&row, "region"),
            tec: texts.of(&row, "tec"),
            precinct: text(&row, "precinct"),
        }));
    }
    Sheet::new(columns(tables), rows)
}
