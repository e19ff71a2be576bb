//! Results by district and party, for `tizim districts audit --results`.

use anyhow::{Context, Result};
use tizim_districts::PartyResult;
use tizim_tables::Options;

use crate::inputs::{self, Opened};
use crate::session::Session;

/// Reads a table of results: `id, party, votes, seats`.
///
/// # Errors
/// Where the file cannot be read as such a table, or a row lacks a number.
pub(super) fn read(
    session: &Session,
    given: &str,
    options: &Options,
) -> Result<(Vec<PartyResult>, Vec<Opened>)> {
    let tables = inputs::read(session, "results", given, "results", options)?;
    let mut results = Vec::new();
    for opened in &tables {
        for row in opened.table.rows() {
            let needed = |column: &str| {
                row.count(column).with_context(|| {
                    format!("`{}` row {}: no number of {column}", opened.table.file(), row.number())
                })
            };
            results.push(PartyResult {
                district: row.text("id").unwrap_or_default().trim().to_owned(),
                party: row.text("party").unwrap_or_default().trim().to_owned(),
                votes: needed("votes")?,
                seats: u32::try_from(needed("seats")?).unwrap_or(u32::MAX),
            });
        }
    }
    Ok((results, tables))
}
