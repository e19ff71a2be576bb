//! Tables of building blocks.

use anyhow::Result;
use tizim_boundaries::{Block, Layer, Unit};
use tizim_evidence::Evidence;
use tizim_tables::{Grouping, Options, Row};

use super::{Opened, text};
use crate::data;
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

/// A number, or bounds where they are in order: at least 0, and at most any number, where one of them is not stated.
fn bounds(exact: Option<u64>, low: Option<u64>, high: Option<u64>) -> Option<(u64, u64)> {
    let between = || (low.unwrap_or(0), high.unwrap_or(u64::MAX));
    let stated = exact.map(|exact| (exact, exact)).or_else(|| low.or(high).map(|_| between()));
    stated.filter(|(low, high)| low <= high)
}

/// The blocks of a map by the properties of its units, which go by the headings of the table of blocks.
///
/// # Errors
/// Never, as long as the schema that is built in can be read.
pub(crate) fn of_layer(layer: &Layer) -> Result<Vec<Block>> {
    let schema = data::schema("blocks")?;
    let plain = |name: &str| -> String {
        name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let headings = |name: &str| -> Vec<String> {
        let field = schema.field(name);
        field.into_iter().flat_map(|field| field.aliases().map(plain)).chain([plain(name)]).collect()
    };
    let [rayon, voters, low, high, district] =
        ["rayon", "voters", "voters_low", "voters_high", "district"].map(headings);
    let of_unit = |unit: &Unit| {
        let text = |headings: &[String]| -> Option<String> {
            let own = unit.properties.iter().find(|(name, _)| headings.contains(&plain(name)))?;
            Some(own.1.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let number = |headings: &[String]| {
            tizim_tables::count(&text(headings)?, Grouping { comma: None, dot: None }).ok()
        };
        Block {
            id: unit.id.clone(),
            name: unit.name.clone(),
            rayon: text(&rayon),
            region: unit.region.clone(),
            voters: bounds(number(&voters), number(&low), number(&high)),
            district: text(&district),
            ..Block::default()
        }
    };
    Ok(layer.units.iter().map(of_unit).collect())
}

fn block(opened: &Opened, row: &Row<'_>) -> Block {
    let stated = |name: &str| Some(text(row, name)).filter(|text| !text.is_empty());
    Block {
        id: stated("id").or_else(|| stated("kato")).unwrap_or_default(),
        name: stated("name"),
        rayon: stated("rayon"),
        region: stated("region"),
        voters: bounds(row.count("voters"), row.count("voters_low"), row.count("voters_high")),
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
