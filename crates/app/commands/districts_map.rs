//! The map in `tizim districts audit`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use tizim_boundaries::{Block, BoundaryRules, Earlier, Layer, MapInputs, Repair, Repaired, StatedDistrict};
use tizim_districts::{Demand, DistrictRules, Districts, Drawn};
use tizim_evidence::{Audit, InputRecord, Message, Rule, Severity, Text};
use tizim_tables::Options;

use crate::data;
use crate::failure::Hinted;
use crate::inputs;
use crate::inputs::map_codes::{self, Codes};
use crate::output::Draft;
use crate::session::Session;

/// The map that was asked for.
pub(super) struct Asked<'a> {
    /// The table of districts.
    pub(super) table: &'a str,
    /// Its file.
    pub(super) map: &'a Path,
    /// The table of blocks beside it.
    pub(super) blocks: Option<&'a str>,
    /// The map of those blocks, where the other is one of districts.
    pub(super) block_map: Option<&'a str>,
    /// The points by which blocks are divided.
    pub(super) points: Option<&'a str>,
    /// Another map of districts.
    pub(super) earlier: Option<&'a str>,
    /// Another table of the same blocks.
    pub(super) earlier_blocks: Option<&'a str>,
    /// Whether it is repaired first.
    pub(super) repair: bool,
}

/// A map as it was read and what was changed of it.
pub(super) struct Mended {
    as_read: Layer,
    repaired: Repaired,
}

/// A map with what goes with it.
pub(super) struct Opened {
    layer: Layer,
    mended: Option<Mended>,
    blocks: Option<Vec<Block>>,
    block_layer: Option<Layer>,
    points: Vec<[f64; 2]>,
    earlier: Option<Layer>,
    earlier_blocks: Option<Vec<Block>>,
    tables: Vec<inputs::Opened>,
    records: Vec<InputRecord>,
}

impl Opened {
    /// Whose map is drawn: its file, and what the user says of its source.
    pub(super) fn credit(&self, source: Option<&str>) -> Message {
        inputs::maps::credit(&self.layer.file, source)
    }
}

/// Of files that were given to one option, the map and the table; at most one of each.
///
/// # Errors
/// Where there are two of one kind.
pub(super) fn table_and_map<'a>(
    option: &str,
    files: &'a [String],
) -> Result<(Option<&'a str>, Option<&'a str>)> {
    let (maps, tables): (Vec<&'a str>, Vec<&'a str>) =
        files.iter().map(String::as_str).partition(|file| inputs::maps::is_map(Path::new(file)));
    if maps.len() > 1 || tables.len() > 1 {
        return Err(Hinted::error(
            format!("`--{option}` was given for two maps, or for two tables"),
            "give it once for a map and once for a table at most",
        ));
    }
    Ok((maps.first().copied(), tables.first().copied()))
}

/// Reads the map and what goes with it.
///
/// # Errors
/// Where one of the files cannot be used.
pub(super) fn read(
    session: &Session,
    asked: &Asked<'_>,
    districts: &Districts,
    options: &Options,
) -> Result<Opened> {
    let rules = BoundaryRules::from_profile(session.profile())?;
    let mut records = Vec::new();
    let mut tables = Vec::new();
    let mut table = |given: &str| -> Result<Vec<Block>> {
        let (blocks, opened) = inputs::blocks::read(session, given, options)?;
        tables.extend(opened);
        Ok(blocks)
    };
    let blocks = asked.blocks.map(&mut table).transpose()?;
    let earlier_blocks = asked.earlier_blocks.map(&mut table).transpose()?;
    let mut map = |role: &str, path: &Path, codes: &[Codes<'_>]| -> Result<Layer> {
        let opened = inputs::maps::read_joined(session, role, path, (&rules, options), codes)?;
        records.push(opened.record);
        Ok(opened.layer)
    };
    let of_districts = Codes { file: asked.table, rows: district_codes(districts) };
    let of_blocks: Vec<Codes<'_>> = asked
        .blocks
        .zip(blocks.as_deref())
        .map(|(file, blocks)| map_codes::of_blocks(file, blocks))
        .into_iter()
        .collect();
    // Blocks that have a map of their own are sought on it, those of no other on the map of districts.
    let (here, there) =
        if asked.block_map.is_some() { (Vec::new(), of_blocks) } else { (of_blocks, Vec::new()) };
    let main: Vec<Codes<'_>> = std::iter::once(of_districts).chain(here).collect();
    let layer = map("boundaries", asked.map, &main)?;
    let block_layer = asked.block_map.map(|path| map("blocks", Path::new(path), &there)).transpose()?;
    let earlier = earlier_map(asked, &layer, blocks.as_deref(), &main[0], &mut map)?;
    let of_map = || block_layer.as_ref().map(inputs::blocks::of_layer).transpose();
    let blocks = match blocks {
        Some(blocks) => Some(blocks),
        None => of_map()?,
    };
    let points = asked.points.map(|given| inputs::points::read(session, given, options)).transpose()?;
    let (points, of_points) = points.unwrap_or_default();
    tables.extend(of_points);
    if earlier_blocks.is_some() && block_layer.is_some() {
        return Err(Hinted::error(
            "`--against-blocks` goes with a map of blocks in `--boundaries`, and blocks have a map of their own here",
            "compare with the other map of districts: `--against MAP`",
        ));
    }
    let (layer, mended) = if asked.repair {
        let repaired = tizim_boundaries::repaired(&layer, rules.sliver_metres);
        (repaired.layer.clone(), Some(Mended { as_read: layer, repaired }))
    } else {
        (layer, None)
    };
    Ok(Opened { layer, mended, blocks, block_layer, points, earlier, earlier_blocks, tables, records })
}

/// The codes of districts, with the names that are more than codes.
fn district_codes(districts: &Districts) -> Vec<(&str, &str)> {
    let named = districts.units.iter().map(|unit| (unit.id.as_str(), unit.name.as_str()));
    named.map(|(id, name)| (id, if name == id { "" } else { name })).collect()
}

/// The other map of districts: its codes are those of the districts that it is compared with, as they are drawn.
fn earlier_map(
    asked: &Asked<'_>,
    layer: &Layer,
    blocks: Option<&[Block]>,
    of_districts: &Codes<'_>,
    map: &mut impl FnMut(&str, &Path, &[Codes<'_>]) -> Result<Layer>,
) -> Result<Option<Layer>> {
    let Some(path) = asked.earlier else { return Ok(None) };
    let rows = if tizim_boundaries::is_of_blocks(layer, blocks.filter(|_| asked.block_map.is_none())) {
        of_districts.rows.clone()
    } else {
        layer.units.iter().map(|unit| (unit.id.as_str(), "")).collect()
    };
    map("against", Path::new(path), &[Codes { file: &layer.file, rows }]).map(Some)
}

/// Writes a repaired map, each unit with what was repaired of it.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn write(session: &Session, target: &Path, mended: &Mended) -> Result<()> {
    let kinds = |unit: usize| {
        let repair = mended.repaired.repairs.iter().find(|repair| repair.unit == unit);
        let words =
            |repair: &Repair| repair.mended.iter().map(|one| one.word()).collect::<Vec<_>>().join(" ");
        repair.map(|repair| ("tizim_repaired".to_owned(), words(repair))).into_iter().collect()
    };
    let bytes = tizim_boundaries::geojson(&mended.repaired.layer, kinds);
    let (draft, mut file) = Draft::file(target, session.common.force)?;
    let written = file.write_all(&bytes).and_then(|()| file.sync());
    written.with_context(|| format!("cannot write `{}`", target.display()))?;
    draft.publish()?;
    session.say(&format!("the repaired map is written to `{}`", target.display()));
    Ok(())
}

/// Puts districts where they are drawn, by their own units of the map or those of their blocks; what else is drawn beside them.
pub(super) fn place(opened: &Opened, districts: &mut Districts) {
    let layer = &opened.layer;
    // Codes of blocks that have a map of their own say nothing of this one.
    let blocks = opened.blocks.iter().flatten().filter(|_| opened.block_layer.is_none());
    let of_block: BTreeMap<&str, &str> =
        blocks.filter_map(|block| Some((block.id.as_str(), block.district.as_deref()?))).collect();
    let listed: BTreeSet<&str> = districts.units.iter().map(|district| district.id.as_str()).collect();
    let district = |unit: &tizim_boundaries::Unit| {
        let code = of_block.get(unit.id.as_str()).copied().unwrap_or(&unit.id);
        listed.contains(code).then(|| code.to_owned())
    };
    let drawn = |areas: Vec<_>| Drawn { shape: tizim_boundaries::shape(areas), short: None };
    let mut areas: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let mut unlisted = Vec::new();
    for unit in &layer.units {
        match district(unit) {
            Some(district) => areas.entry(district).or_default().push(&unit.area),
            None => unlisted.push((unit.id.clone(), unit.title().to_owned(), drawn(vec![&unit.area]))),
        }
    }
    districts.shapes = areas.into_iter().map(|(district, areas)| (district, drawn(areas))).collect();
    districts.unlisted = unlisted;
}

/// Adds what a map shows to the audit of its districts; the files it came from, and the map where it was repaired.
///
/// # Errors
/// Where the run was stopped.
pub(super) fn add(
    session: &Session,
    opened: Opened,
    districts: &Districts,
    rules: &DistrictRules,
    audit: &mut Audit,
) -> Result<(Vec<InputRecord>, Option<Mended>)> {
    let own_rules = BoundaryRules::from_profile(session.profile())?;
    let told = inputs::told::of_tables(tizim_boundaries::Code::NotChecked.word(), &opened.tables);
    audit.findings.extend(told);
    let stated: Vec<StatedDistrict> = districts
        .units
        .iter()
        .map(|unit| StatedDistrict {
            id: unit.id.clone(),
            name: unit.name.clone(),
            region: unit.region.clone(),
            seats: unit.seats,
            voters: unit.electorate.range(unit.drift),
        })
        .collect();
    let no_crossing = no_crossing(rules);
    let regions = data::regions(session.profile())?;
    let earlier_blocks = opened.earlier_blocks.as_deref().map(Earlier::Blocks);
    let inputs = MapInputs {
        layer: &opened.layer,
        districts: &stated,
        blocks: opened.blocks.as_deref(),
        block_layer: opened.block_layer.as_ref(),
        points: &opened.points,
        earlier: opened.earlier.as_ref().map(Earlier::Map).or(earlier_blocks),
        repair: opened.mended.as_ref().map(|mended| (&mended.as_read, &mended.repaired.repairs[..])),
        limit: super::districts_split::widest_limit(rules),
        no_crossing: no_crossing.as_ref(),
        regions: &regions,
        synthetic: districts.synthetic,
    };
    let found = tizim_boundaries::audit(&inputs, &own_rules, &session.run)?;
    audit.document.insert("map", found.document);
    audit.summary.extend(found.summary);
    audit.findings.extend(found.findings);
    audit.exhibits.extend(found.exhibits);
    audit.notes.extend(found.notes);
    audit.labels.extend(found.labels);
    let mut records = opened.records;
    records.extend(opened.tables.into_iter().map(|table| table.record));
    Ok((records, opened.mended))
}

/// The rule of the profile that no district crosses the border of a region.
fn no_crossing(rules: &DistrictRules) -> Option<Rule> {
    let rule = rules.drawing.iter().find(|rule| rule.demand == Demand::NoCrossing)?;
    Some(Rule {
        source: rule.source.clone(),
        explanations: rule.explanations.iter().map(Text::message).collect(),
        ..Rule::of_program(&rule.id, Severity::Warning)
    })
}
