//! Tables of points that are held in memory.

use anyhow::Result;
use tizim_tables::Options;

use super::Opened;
use crate::session::Session;

/// Reads points: longitude and latitude of each row that states both.
///
/// # Errors
/// Where the file cannot be read as such a table.
pub(crate) fn read(
    session: &Session,
    given: &str,
    options: &Options,
) -> Result<(Vec<[f64; 2]>, Vec<Opened>)> {
    let tables = super::read(session, "points", given, "points", options)?;
    let place = |row: &tizim_tables::Row<'_>| Some([row.decimal("lon")?, row.decimal("lat")?]);
    let points = tables.iter().flat_map(|opened| opened.table.rows()).filter_map(|row| place(&row)).collect();
    Ok((points, tables))
}
