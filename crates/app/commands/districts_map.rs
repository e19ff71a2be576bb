//! The map in `tizim districts audit`.

use std::path::Path;

use anyhow::Result;
use tizim_boundaries::{BoundaryRules, MapInputs, StatedDistrict};
use tizim_districts::{Demand, DistrictRules, Districts};
use tizim_evidence::{Audit, InputRecord, Rule, Severity, Text};
use tizim_tables::Options;

use crate::inputs;
use crate::session::Session;

/// The map that was asked for.
pub(super) struct Asked<'a> {
    /// Its file.
    pub(super) map: &'a Path,
    /// The table of blocks beside it.
    pub(super) blocks: Option<&'a str>,
}

/// Adds what a map shows to the audit of its districts.
///
/// # Errors
/// Where the map or the table of blocks cannot be used.
pub(super) fn add(
    session: &Session,
    asked: &Asked<'_>,
    districts: &Districts,
    rules: &DistrictRules,
    options: &Options,
    audit: &mut Audit,
) -> Result<Vec<InputRecord>> {
    let own_rules = BoundaryRules::from_profile(session.profile())?;
    let map = inputs::maps::read(session, asked.map, &own_rules, options)?;
    let mut records = vec![map.record];
    let blocks = match asked.blocks {
        Some(given) => {
            let (blocks, tables) = inputs::blocks::read(session, given, options)?;
            audit
                .findings
                .extend(inputs::told::of_tables(tizim_boundaries::Code::NotChecked.word(), &tables));
            records.extend(tables.into_iter().map(|opened| opened.record));
            Some(blocks)
        }
        None => None,
    };
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
    let inputs = MapInputs {
        layer: &map.layer,
        districts: &stated,
        blocks: blocks.as_deref(),
        no_crossing: no_crossing.as_ref(),
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
