//! Results by district and party, for `tizim districts audit --results`.

use anyhow::{Context, Result};
use tizim_districts::PartyResult;
use tizim_tables::Options;

use super::Opened;
use crate::session::Session;

/// Reads a table of results: `id, party, votes, seats`.
///
/// # Errors
/// Where the file cannot be read as such a table, or a row lacks a number.
pub(crate) fn read(
    session: &Session,
    given: &str,
    options: &Options,
) -> Result<(Vec<PartyResult>, Vec<Opened>)> {
    let tables = super::read(session, "results", given, "results", options)?;
    let mut results = Vec::new();
    for opened in &tables {
        for row in opened.table.rows() {
            let needed = |column: &str| {
                row.count(column).with_context(|| {
                    format!(
                        "`{}` row {}, column `{column}`: expected a whole number, and there is none; without it the \
                         parties' shares cannot be told",
                        opened.table.file(),
                        row.number()
                    )
                })
            };
            results.push(PartyResult {
                district: row.text("id").unwrap_or_default().trim().to_owned(),
                party: row.text("party").unwrap_or_default().trim().to_owned(),
                votes: needed("votes")?,
                seats: u32::try_from(needed("seats")?).with_context(|| {
                    format!(
                        "`{}` row {}, column `seats`: no district fills so many",
                        opened.table.file(),
                        row.number()
                    )
                })?,
            });
        }
    }
    Ok((results, tables))
}
