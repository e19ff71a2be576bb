//! The rows of tables on a map: by their codes, and never by the place of a unit in its file.

use anyhow::Result;
use tizim_boundaries::{Block, CodesFrom, Layer, Naming, named_code};
use tizim_tables::shape;

use crate::failure::Hinted;
use crate::session::Session;

/// The rows of a table that are sought on a map.
pub(crate) struct Codes<'a> {
    /// The table or map that states them.
    pub(crate) file: &'a str,
    /// Their codes with their names; empty where there is none.
    pub(crate) rows: Vec<(&'a str, &'a str)>,
}

impl Codes<'_> {
    /// The codes alone.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.rows.iter().map(|(id, _)| (*id).to_owned()).collect()
    }
}

/// The codes of blocks, with their names.
pub(crate) fn of_blocks<'a>(file: &'a str, blocks: &'a [Block]) -> Codes<'a> {
    let of = |block: &'a Block| (block.id.as_str(), block.name.as_deref().unwrap_or_default());
    Codes { file, rows: blocks.iter().map(of).collect() }
}

/// Writes the codes of a map as the table does that it fits best, and says what is not plain about it.
///
/// # Errors
/// Where it has no codes, no code of a table is on it, or its names are those of other rows.
pub(super) fn join(session: &Session, layer: &mut Layer, tables: &[Codes<'_>]) -> Result<()> {
    let others = layer.others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if !others.is_empty() {
        session.say(&format!(
            "`{}`: other properties that could be the code: {others}; `--columns` says which is",
            layer.file
        ));
    }
    if tables.is_empty() {
        return Ok(());
    }
    if layer.codes == CodesFrom::Place {
        return Err(Hinted::error(
            format!(
                "`{}` names none of its features, so that no row of a table can be found on it",
                layer.file
            ),
            "give each feature a property `id` with its code, as in the tables",
        ));
    }
    let ids: Vec<Vec<String>> = tables.iter().map(Codes::ids).collect();
    let (best, matched) = ids
        .iter()
        .map(|ids| layer.matched(ids))
        .enumerate()
        .max_by_key(|(place, matched)| (*matched, std::cmp::Reverse(*place)))
        .unwrap_or_default();
    if matched == 0 {
        return Err(nothing_matches(layer, &tables[0], &ids));
    }
    layer.adopt(&ids[best]);
    if layer.rewritten > 0 {
        session.say(&format!(
            "`{}`: codes that differ from those of `{}` in zeros in front alone are taken for the same: {}",
            layer.file, tables[best].file, layer.rewritten
        ));
    }
    shifted(layer, &tables[best])
}

/// That no code of the table is on the map: what codes look like on either side, and where they stand.
fn nothing_matches(layer: &Layer, table: &Codes<'_>, ids: &[Vec<String>]) -> anyhow::Error {
    let looks = |codes: &mut dyn Iterator<Item = &str>| -> String {
        let mut shapes: Vec<String> = codes.take(50).map(|code| format!("`{}`", shape(code))).collect();
        shapes.dedup();
        shapes.truncate(2);
        shapes.join(", ")
    };
    let message = format!(
        "no code of `{}` is on the map `{}`: in the one codes look like {}, on the other like {}",
        table.file,
        layer.file,
        looks(&mut table.rows.iter().map(|row| row.0)),
        looks(&mut layer.units.iter().map(|unit| unit.id.as_str()))
    );
    let found = ids.iter().filter_map(|ids| layer.property_of(ids)).max_by_key(|(_, codes)| *codes);
    let hint = found.map_or_else(
        || {
            format!(
                "write the codes in both alike; the map has the properties {}, and `columns.boundaries.id` in a file for \
                 `--columns` names the one that holds them",
                layer.properties_listed()
            )
        },
        |(property, codes)| named_code(&property, codes),
    );
    Hinted::error(message, hint)
}

/// Codes that are found, while the names beside them are those of other rows.
fn shifted(layer: &Layer, table: &Codes<'_>) -> Result<()> {
    let named = layer.units.iter().filter_map(|unit| Some((unit.id.as_str(), unit.name.as_deref()?)));
    let naming = Naming::of(named, table.rows.iter().copied());
    if !naming.is_shifted() {
        return Ok(());
    }
    Err(Hinted::error(
        format!(
            "the codes on the map `{}` are not those of `{}`: of {} names compared none agrees, and {} are those of other rows",
            layer.file, table.file, naming.compared, naming.of_others
        ),
        format!(
            "name the property that holds the codes in `columns.boundaries.id` in a file for `--columns`; there are {}",
            layer.properties_listed()
        ),
    ))
}
