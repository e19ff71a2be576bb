//! What of a map and of the tables beside it could not be used or joined, or was taken otherwise than it stands, as findings.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Severity, Subject, Value};

use super::drawn::Drawn;
use super::inputs::MapInputs;
use super::{MapAudit, told};
use crate::code::Code;
use crate::{FaultKind, Layer, Naming};

/// What of the file or of the tables beside it could not be used or joined.
pub(super) fn add(inputs: &MapInputs<'_>, drawn: &Drawn, audit: &mut MapAudit) {
    let layer = inputs.layer;
    let mut of_kind: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for fault in layer.faults.iter().filter(|fault| fault.kind.loses()) {
        let code = fault.id.as_ref().map_or_else(String::new, |id| format!(" ({id})"));
        of_kind.entry(fault.kind.word()).or_default().push(format!("{}{code}", fault.feature));
    }
    for (kind, features) in of_kind {
        let finding = Finding::new(
            Code::Geometry.word(),
            Severity::Warning,
            Subject::new("file", format!("{}: {kind}", layer.file)),
        )
        .counting(features.len() as u64)
        .titled(
            Message::new("boundaries.left_out")
                .with("file", &layer.file)
                .with("what", Value::Word { code: kind, word: fault_word(kind) })
                .with("features", told::names(features.iter().map(|one| (one.as_str(), one.as_str())))),
        )
        .under("cover", None);
        audit.findings.push(finding);
    }
    of_taken(layer, audit);
    of_joins(inputs, drawn, audit);
    of_names(inputs, drawn, audit);
}

/// What a fault is called, as a key of the catalogue.
fn fault_word(kind: &str) -> &'static str {
    match kind {
        "not_a_feature" => "boundaries.fault.not_a_feature",
        "no_geometry" => "boundaries.fault.no_geometry",
        "not_an_area" => "boundaries.fault.not_an_area",
        "empty" => "boundaries.fault.empty",
        "short_ring" => "boundaries.fault.short_ring",
        "not_finite" => "boundaries.fault.not_finite",
        "around_pole" => "boundaries.fault.around_pole",
        "twice" => "boundaries.fault.twice",
        "stray_hole" => "boundaries.fault.stray_hole",
        "latitude_first" => "boundaries.fault.latitude_first",
        _ => "boundaries.fault.outside_the_country",
    }
}

/// What was taken otherwise than it stands, with nothing lost.
fn of_taken(layer: &Layer, audit: &mut MapAudit) {
    for (kind, features) in layer.taken_otherwise() {
        let (key, severity) = match kind {
            FaultKind::NoCode => ("boundaries.without_code", Severity::Warning),
            FaultKind::SameCode { .. } => ("boundaries.same_code", Severity::Notice),
            _ => ("boundaries.closed", Severity::Notice),
        };
        let named: Vec<String> = features.iter().map(usize::to_string).collect();
        let named = told::names(named.iter().map(|one| (one.as_str(), one.as_str())));
        let id = format!("{}: {}", layer.file, kind.word());
        let finding = Finding::new(Code::Geometry.word(), severity, Subject::new("file", id));
        let title = Message::new(key).with("file", &layer.file).with("features", named);
        audit.findings.push(finding.counting(features.len() as u64).titled(title).under("cover", None));
    }
}

/// Rows and units that do not find each other, and what could not be checked without more.
fn of_joins(inputs: &MapInputs<'_>, drawn: &Drawn, audit: &mut MapAudit) {
    let layer = inputs.layer;
    let mut not_checked = |id: &str, count: usize, title: Message| {
        let finding = Finding::new(Code::NotChecked.word(), Severity::Notice, Subject::new("check", id));
        audit.findings.push(finding.counting(count as u64).titled(title));
    };
    if !drawn.without_row.is_empty() {
        let title =
            Message::new("boundaries.without_row").with("units", told::units(layer, &drawn.without_row));
        not_checked("units of the map without a row", drawn.without_row.len(), title);
    }
    if !drawn.without_unit.is_empty() {
        let rows = told::names(drawn.without_unit.iter().map(|id| (id.as_str(), id.as_str())));
        not_checked(
            "rows without a unit of the map",
            drawn.without_unit.len(),
            Message::new("boundaries.without_unit").with("rows", rows),
        );
    }
    for (check, key, ids) in [
        ("districts without a block", "boundaries.without_blocks", drawn.rows_without_blocks(inputs)),
        (
            "blocks of districts that are not in the table",
            "boundaries.unknown_districts",
            drawn.beside(inputs),
        ),
    ] {
        if !ids.is_empty() {
            let districts = told::names(ids.iter().map(|id| (*id, *id)));
            not_checked(check, ids.len(), Message::new(key).with("districts", districts));
        }
    }
    if !drawn.of_blocks {
        not_checked("borders of regions", 1, Message::new("boundaries.no_blocks"));
    }
    if let Some([_, boundary, overlap, gap, nowhere]) = drawn.points {
        let outside = boundary + overlap + gap + nowhere;
        if outside > 0 {
            let title = Message::new("boundaries.points")
                .with("boundary", boundary)
                .with("overlap", overlap)
                .with("gap", gap)
                .with("nowhere", nowhere);
            not_checked("blocks that are in no one district", outside, title);
        }
    }
}

/// Names that do not agree where codes do: a hint that the codes are those of other rows.
fn of_names(inputs: &MapInputs<'_>, drawn: &Drawn, audit: &mut MapAudit) {
    let named = inputs.layer.units.iter().filter_map(|unit| Some((unit.id.as_str(), unit.name.as_deref()?)));
    let naming = if drawn.of_blocks {
        let blocks = inputs.blocks.unwrap_or_default().iter();
        Naming::of(named, blocks.filter_map(|row| Some((row.id.as_str(), row.name.as_deref()?))))
    } else {
        let rows = inputs.districts.iter().filter(|row| row.name != row.id);
        Naming::of(named, rows.map(|row| (row.id.as_str(), row.name.as_str())))
    };
    if !naming.disagree() {
        return;
    }
    // Names of other rows are a sign of shifted codes; names of nobody may be in another language.
    let severity = if naming.of_others > 0 { Severity::Warning } else { Severity::Notice };
    let finding = Finding::new(Code::NotChecked.word(), severity, Subject::new("check", "names on the map"));
    let title = Message::new("boundaries.names_differ")
        .with("compared", naming.compared)
        .with("agree", naming.agree)
        .with("others", naming.of_others);
    let finding = finding.counting((naming.compared - naming.agree) as u64).titled(title);
    audit.findings.push(finding.unless(Message::new("boundaries.explain.other_names")));
}
