//! The map in `tizim districts audit`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use tizim_boundaries::{Block, BoundaryRules, MapInputs, StatedDistrict};
use tizim_districts::{Demand, DistrictRules, Districts, Drawn};
use tizim_evidence::{Audit, InputRecord, Rule, Severity, Text};
use tizim_tables::Options;

use crate::data;
use crate::inputs::{self, maps::OpenedMap};
use crate::session::Session;

/// The map that was asked for.
pub(super) struct Asked<'a> {
    /// Its file.
    pub(super) map: &'a Path,
    /// The table of blocks beside it.
    pub(super) blocks: Option<&'a str>,
}

/// A map with the blocks beside it.
pub(super) struct Opened {
    map: OpenedMap,
    blocks: Option<(Vec<Block>, Vec<inputs::Opened>)>,
}

/// Reads the map and the table of blocks.
///
/// # Errors
/// Where one of them cannot be used.
pub(super) fn read(session: &Session, asked: &Asked<'_>, options: &Options) -> Result<Opened> {
    let rules = BoundaryRules::from_profile(session.profile())?;
    let map = inputs::maps::read(session, asked.map, &rules, options)?;
    let blocks = asked.blocks.map(|given| inputs::blocks::read(session, given, options)).transpose()?;
    Ok(Opened { map, blocks })
}

/// Where districts are drawn: their own units of the map, or those of their blocks.
pub(super) fn shapes(opened: &Opened, districts: &Districts) -> BTreeMap<String, Drawn> {
    let layer = &opened.map.layer;
    let blocks = opened.blocks.iter().flat_map(|(blocks, _)| blocks);
    let of_block: BTreeMap<&str, &str> =
        blocks.filter_map(|block| Some((block.id.as_str(), block.district.as_deref()?))).collect();
    let district = |unit: &tizim_boundaries::Unit| {
        let named = |id: &str| districts.units.iter().any(|district| district.id == id);
        let by_block = of_block.get(unit.id.as_str()).copied();
        by_block.or_else(|| named(&unit.id).then_some(unit.id.as_str())).map(str::to_owned)
    };
    let mut areas: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for unit in &layer.units {
        if let Some(district) = district(unit) {
            areas.entry(district).or_default().push(&unit.area);
        }
    }
    let drawn = |areas: Vec<_>| Drawn { shape: tizim_boundaries::shape(areas), short: None };
    areas.into_iter().map(|(district, areas)| (district, drawn(areas))).collect()
}

/// Adds what a map shows to the audit of its districts.
///
/// # Errors
/// Where the run was stopped.
pub(super) fn add(
    session: &Session,
    opened: Opened,
    districts: &Districts,
    rules: &DistrictRules,
    audit: &mut Audit,
) -> Result<Vec<InputRecord>> {
    let own_rules = BoundaryRules::from_profile(session.profile())?;
    let map = opened.map;
    let mut records = vec![map.record];
    let blocks = opened.blocks.map(|(blocks, tables)| {
        let told = inputs::told::of_tables(tizim_boundaries::Code::NotChecked.word(), &tables);
        audit.findings.extend(told);
        records.extend(tables.into_iter().map(|opened| opened.record));
        blocks
    });
    let stated: Vec<StatedDistrict> = districts
        .units
        .iter()
        .map(|unit| StatedDistrict {
            id: unit.id.clone(),
            name: unit.name.clone(),
            seats: unit.seats,
            voters: unit.electorate.range(unit.drift),
        })
        .collect();
    let no_crossing = no_crossing(rules);
    let regions = data::regions(session.profile())?;
    let inputs = MapInputs {
        layer: &map.layer,
        districts: &stated,
        blocks: blocks.as_deref(),
        no_crossing: no_crossing.as_ref(),
        regions: &regions,
    };
    let found = tizim_boundaries::audit(&inputs, &own_rules, &session.run)?;
    audit.document.insert("map", found.document);
    audit.summary.extend(found.summary);
    audit.findings.extend(found.findings);
    audit.exhibits.extend(found.exhibits);
    audit.notes.extend(found.notes);
    audit.labels.extend(found.labels);
    Ok(records)
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
