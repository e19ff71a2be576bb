//! Tables of building blocks.

use anyhow::Result;
use tizim_boundaries::Block;
use tizim_evidence::Evidence;
use tizim_tables::{Options, Row};

use super::{Opened, text};
use crate::session::Session;

/// Reads building blocks: `id, name, region, rayon, voters, district, lon, lat`.
///
/// # Errors
/// Where the file cannot be read as such a table.
pub(crate) fn read(session: &Session, given: &str, options: &Options) -> Result<(Vec<Block>, Vec<Opened>)> {
    let tables = super::read(session, "blocks", given, "blocks", options)?;
    let rows = tables.iter().flat_map(|opened| opened.table.rows().map(move |row| block(opened, &row)));
    let blocks = rows.collect();
    Ok((blocks, tables))
}

fn block(opened: &Opened, row: &Row<'_>) -> Block {
    let stated = |name: &str| Some(text(row, name)).filter(|text| !text.is_empty());
    Block {
        id: stated("id").or_else(|| stated("kato")).unwrap_or_default(),
        name: stated("name"),
        rayon: stated("rayon"),
        region: stated("region"),
        voters: row.count("voters"),
        district: stated("district"),
        place: row.decimal("lon").zip(row.decimal("lat")).map(|(lon, lat)| [lon, lat]),
        evidence: Some(Evidence {
            file: opened.table.file().to_owned(),
            list: None,
            row: row.number(),
            source_ref: None,
        }),
    }
}
