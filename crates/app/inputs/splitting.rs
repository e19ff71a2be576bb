//! Tables of blocks and of their neighbours, for `tizim districts split`.

use std::collections::BTreeMap;

use anyhow::Result;
use tizim_boundaries::{Block, Border};
use tizim_tables::{Options, TableError};

use super::{Opened, text};
use crate::failure::Hinted;
use crate::session::Session;

/// Our name for the column that `--plan` names.
const PLAN: &str = "district";

/// Reads a table of blocks; the plan stands in the column that `plan` names, else in that of the schema.
///
/// # Errors
/// Where the file cannot be read as such a table, a block has no number of voters, or a code stands twice.
pub(crate) fn read(
    session: &Session,
    given: &str,
    options: &Options,
    plan: Option<&str>,
) -> Result<(Vec<Block>, Vec<Opened>)> {
    let mut options = options.clone();
    if let Some(column) = plan {
        options.columns.insert(PLAN, vec![column.to_owned()]);
    }
    let (blocks, tables) = super::blocks::read(session, given, &options)
        .map_err(|error| without_plan(error, plan.unwrap_or_default()))?;
    if blocks.is_empty() {
        return Err(Hinted::error(
            format!("`{given}` has no blocks below its headings"),
            "`tizim template blocks` prints the headings that are expected",
        ));
    }
    weighed(&blocks)?;
    Ok((blocks, tables))
}

/// Each block has a code of its own and a number of voters; without these no way to split can be weighed.
fn weighed(blocks: &[Block]) -> Result<()> {
    let place = |block: &Block| {
        block.evidence.as_ref().map_or_else(String::new, |row| format!("`{}` row {}", row.file, row.row))
    };
    let mut known: BTreeMap<&str, &Block> = BTreeMap::new();
    for block in blocks {
        if block.id.is_empty() {
            anyhow::bail!("{}: the block has no code", place(block));
        }
        if block.voters.is_none_or(|(low, high)| low != high) {
            anyhow::bail!("{}: no number of voters, and no district can be weighed without it", place(block));
        }
        if let Some(first) = known.insert(&block.id, block) {
            return Err(Hinted::error(
                format!(
                    "{}: its code stands in {} already, and the map could not tell which is meant",
                    place(block),
                    place(first)
                ),
                "give each block a code of its own",
            ));
        }
    }
    Ok(())
}

/// Where the column that `--plan` names is not there: which there are.
fn without_plan(error: anyhow::Error, plan: &str) -> anyhow::Error {
    match error.downcast_ref::<TableError>() {
        Some(TableError::MappedHeadingAbsent { path, field, found, .. })
            if field == PLAN && !plan.is_empty() =>
        {
            Hinted::error(
                format!("`{path}` has no column for `--plan {plan}`: found {found}"),
                "type the heading after `--plan` as it stands in the file, in quotes where it holds a blank",
            )
        }
        _ => error,
    }
}

/// Reads a table of neighbours, as pairs of places among the blocks; how many pairs name a block that is not among them is
/// said.
///
/// # Errors
/// Where the file cannot be read as such a table, or no pair of it is of these blocks.
pub(crate) fn neighbours(
    session: &Session,
    given: &str,
    options: &Options,
    blocks: &[Block],
) -> Result<(Vec<Border>, Vec<Opened>)> {
    let tables = super::read(session, "neighbours", given, "adjacency", options)?;
    let places: BTreeMap<&str, usize> =
        blocks.iter().enumerate().map(|(place, block)| (block.id.as_str(), place)).collect();
    let (mut borders, mut elsewhere) = (Vec::new(), 0u64);
    for opened in &tables {
        for row in opened.table.rows() {
            let of = |column: &str| places.get(text(&row, column).as_str()).copied();
            match (of("one"), of("other")) {
                (Some(one), Some(other)) => {
                    let metres = row.decimal("metres").filter(|metres| metres.is_finite() && *metres >= 0.0);
                    borders.push(Border { one, other, metres });
                }
                _ => elsewhere += 1,
            }
        }
    }
    if borders.is_empty() && blocks.len() > 1 {
        return Err(Hinted::error(
            format!("no pair of neighbours in `{given}` is of two of the blocks"),
            "write the codes in both tables alike; `tizim template adjacency` prints the headings that are expected",
        ));
    }
    if elsewhere > 0 {
        session.say(&format!(
            "{elsewhere} pairs of neighbours name a block that is not split here, and are left out"
        ));
    }
    Ok((borders, tables))
}
