//! The table of precincts: what commissions reported.

use tizim_avc::{Precinct, Sheet};

use super::{Opened, columns, perhaps_totals, text, unused};

/// The rows of all files.
pub(crate) fn sheet(tables: &[Opened]) -> Sheet<Precinct> {
    let rows = tables.iter().flat_map(|opened| {
        opened.table.rows().map(|row| Precinct {
            file: opened.table.file().to_owned(),
            row: row.number(),
            precinct: text(&row, "precinct"),
            region: text(&row, "region"),
            tec: text(&row, "tec"),
            settlement: text(&row, "settlement"),
            kind: text(&row, "kind"),
            voters: row.count("voters"),
            voters_basis: row.count("voters_basis"),
            members: row.count("members"),
            forms: row.count("forms"),
            extra_forms: row.count("extra_forms"),
            extra_order: text(&row, "extra_order"),
            issued_reported: row.count("issued_reported"),
            used_reported: row.count("used_reported"),
            returned_reported: row.count("returned_reported"),
            cancelled_reported: row.count("cancelled_reported"),
            left_over_reported: row.count("left_over_reported"),
            voted: row.count("voted"),
        })
    });
    Sheet::new(columns(tables), rows.collect())
        .with_unused(unused(tables))
        .with_perhaps_totals(perhaps_totals(tables))
}
