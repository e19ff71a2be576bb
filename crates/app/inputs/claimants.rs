//! Tables of claimants of seats.

use anyhow::{Context, Result};
use tizim_districts::{Basis, Claimant};
use tizim_tables::{Options, Row};

use super::Opened;
use super::districts::{column, counts};
use crate::failure::Hinted;
use crate::session::Session;

/// Reads the claimants of seats: `id, name` and a count of those by whom they are shared.
///
/// # Errors
/// Where the file cannot be read as such a table, or a claimant has no voters.
pub(crate) fn read(
    session: &Session,
    given: &str,
    options: &Options,
    basis: Basis,
) -> Result<(Vec<Claimant>, Vec<Opened>)> {
    let tables = super::read(session, "claimants", given, "apportion", options)?;
    let mut claimants = Vec::new();
    for opened in &tables {
        counts(opened, basis)?;
        for row in opened.table.rows() {
            let (Some(id), Some(name)) =
                (row.text("id").or_else(|| row.text("name")), row.text("name").or_else(|| row.text("id")))
            else {
                return Err(nameless(opened, &row));
            };
            let (id, name) = (id.trim().to_owned(), name.trim().to_owned());
            let voters = row.count(column(basis)).with_context(|| {
                let (file, row) = (opened.table.file(), row.number());
                match basis {
                    Basis::Voters => {
                        format!(
                            "`{file}` row {row}: no number of voters, and seats cannot be shared without it"
                        )
                    }
                    _ => format!(
                        "`{file}` row {row}: nothing in column `{}`, and seats cannot be shared without it",
                        column(basis)
                    ),
                }
            })?;
            claimants.push(Claimant { id, name, voters });
        }
    }
    if claimants.is_empty() {
        return Err(Hinted::error(
            format!("`{given}` has no rows below its headings to share seats between"),
            "`tizim template apportion` prints the headings that are expected",
        ));
    }
    Ok((claimants, tables))
}

/// A claimant of whom nothing says who it is.
fn nameless(opened: &Opened, row: &Row<'_>) -> anyhow::Error {
    let (file, row) = (opened.table.file(), row.number());
    if opened.table.has("id") || opened.table.has("name") {
        return Hinted::error(
            format!("`{file}` row {row}: expected an identifier or a name, and both cells are empty"),
            "fill in one of them, or take the row out if it is a total",
        );
    }
    Hinted::error(
        format!("`{file}` has no column `id` and none `name`, so nothing says who the seats are for"),
        "`tizim template apportion` prints the headings that are expected; others are named with `--columns FILE.toml`",
    )
}
