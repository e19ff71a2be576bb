//! The files about decisions and an earlier run, of every search for duplicates.

use anyhow::Result;

use crate::folder::ReportFolder;
use crate::inputs::past::PastInputs;

/// What came of decisions, and what is gone of the earlier run.
///
/// # Errors
/// Where the disk says no.
pub(crate) fn write_past(folder: &ReportFolder, past: &PastInputs, closed: &[u64]) -> Result<()> {
    if let Some(decisions) = past.decisions_csv()? {
        folder.write("decisions.csv", &decisions)?;
    }
    if let Some(rows) = past.closed(closed)? {
        folder.write("closed.csv", &rows)?;
    }
    Ok(())
}
