//! Pairs of a review sample, with the answers of those who looked at them.

use anyhow::Result;
use tizim_evidence::InputRecord;
use tizim_rolls::{Label, RowAt, Stratum};
use tizim_tables::{Options, Row, flag};

use super::{Opened, wrong_cell};
use crate::session::Session;

/// Reads the answers, and what the manifest says of their files.
///
/// # Errors
/// Where a file cannot be read as such a table, or a cell is no answer or no stratum.
pub(crate) fn read(
    session: &Session,
    given: Option<&str>,
    options: &Options,
) -> Result<(Vec<Label>, Vec<InputRecord>)> {
    let Some(given) = given else { return Ok(Default::default()) };
    // What was typed of the lists is not about this table.
    let options =
        Options { encoding: None, delimiter: None, header_row: None, sheet: None, ..options.clone() };
    let tables = super::read(session, "labels", given, "labels", &options)?;
    let mut labels = Vec::new();
    for opened in &tables {
        for row in opened.table.rows() {
            labels.push(label(opened, &row)?);
        }
    }
    Ok((labels, tables.into_iter().map(|opened| opened.record.of_persons()).collect()))
}

fn label(opened: &Opened, row: &Row<'_>) -> Result<Label> {
    let written = |column: &str| row.text(column).unwrap_or_default().trim().to_owned();
    let wrong = |column: &str, expected: &str, hint: &str| wrong_cell(opened, row, (column, expected), hint);
    let answer = written("same_person");
    let same =
        if answer.is_empty() || answer == "?" {
            None
        } else {
            let read = flag(&answer);
            Some(read.map_err(|_| {
                wrong("same_person", "yes or no", "leave the cell empty where it cannot be told")
            })?)
        };
    let of_sample = "leave the columns of the sample as `tizim rolls link --review` wrote them";
    let stratum = written("stratum").parse::<Stratum>();
    let stratum = stratum.map_err(|()| wrong("stratum", "a part such as 0.5 to 0.9", of_sample))?;
    let pairs =
        row.count("stratum_pairs").ok_or_else(|| wrong("stratum_pairs", "a whole number", of_sample))?;
    let at = |file: &str, place: &str| {
        Some(RowAt { file: written(file), row: row.count(place)? }).filter(|at| !at.file.is_empty())
    };
    let rows = at("left_file", "left_row").zip(at("right_file", "right_row"));
    Ok(Label { rows: rows.map(|(left, right)| [left, right]), stratum, pairs, same })
}
