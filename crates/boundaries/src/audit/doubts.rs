//! What of a map was taken otherwise than it stands, and names that do not agree where codes do.

use tizim_evidence::{Finding, Message, Severity, Subject};

use super::drawn::Drawn;
use super::inputs::MapInputs;
use super::{MapAudit, told};
use crate::code::Code;
use crate::{FaultKind, Layer, Naming};

/// What a fault is called, as a key of the catalogue.
pub(super) fn fault_word(kind: &str) -> &'static str {
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
pub(super) fn of_taken(layer: &Layer, audit: &mut MapAudit) {
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

/// Names that do not agree where codes do: a hint that the codes are those of other rows.
pub(super) fn of_names(inputs: &MapInputs<'_>, drawn: &Drawn, audit: &mut MapAudit) {
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
