//! The series of turnout that a file of facts names.

use std::path::Path;

use anyhow::{Context, Result};
use tizim_districts::TurnoutSeries;
use tizim_evidence::InputRecord;
use tizim_tables::is_total_label;

use crate::manifest;

/// Reads the series, from the folder of the file of facts.
///
/// # Errors
/// Where it cannot be read, or is no table of percentages by region and hour.
pub(crate) fn read(facts: &Path, name: &str) -> Result<(TurnoutSeries, InputRecord)> {
    let path = facts.parent().unwrap_or(Path::new("")).join(name);
    let text = super::text_file(&path)?;
    let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    parsed(&file, &text).with_context(|| format!("in `{}`", path.display()))
}

/// Reads the text of a series, with what the manifest says of it.
///
/// # Errors
/// Where it is no table of percentages by region and hour.
pub(super) fn parsed(file: &str, text: &str) -> Result<(TurnoutSeries, InputRecord)> {
    let series = TurnoutSeries::read(file, text, is_total_label)?;
    let rows = series.regions.len() as u64 + 1;
    let record = InputRecord {
        role: "turnout".to_owned(),
        name: file.to_owned(),
        bytes: text.len() as u64,
        blake3: manifest::grouped(blake3::hash(text.as_bytes()).to_hex().as_str()),
        read_as: format!("percentages by region at {}", series.hours.join(", ")),
        rows_read: rows.into(),
        rows_taken: rows.into(),
        rows_rejected: 0.into(),
        rows_set_aside: 0.into(),
    };
    Ok((series, record))
}
