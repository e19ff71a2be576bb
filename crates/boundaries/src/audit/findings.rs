//! What is found of a map, as findings.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Rule, Severity, Subject, Value};

use super::districts;
use super::doubts;
use super::drawn::Drawn;
use super::inputs::MapInputs;
use super::{MapAudit, told};
use crate::code::Code;
use crate::{BoundaryRules, CodesFrom, CoordinateSystem, Layer, Problem, ProblemKind, square_km};

/// What of the file or of the tables beside it could not be used or joined.
pub(super) fn of_reading(inputs: &MapInputs<'_>, drawn: &Drawn, audit: &mut MapAudit) {
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
                .with("what", Value::Word { code: kind, word: doubts::fault_word(kind) })
                .with("features", told::names(features.iter().map(|one| (one.as_str(), one.as_str())))),
        )
        .under("cover", None);
        audit.findings.push(finding);
    }
    doubts::of_taken(layer, audit);
    of_joins(inputs, drawn, audit);
    doubts::of_names(inputs, drawn, audit);
    notes(layer, audit);
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

/// How the map was read.
fn notes(layer: &Layer, audit: &mut MapAudit) {
    if layer.codes == CodesFrom::Place {
        audit.notes.push(Message::new("boundaries.note.codes"));
    }
    if let CodesFrom::Property(property) = &layer.codes
        && !layer.others.is_empty()
    {
        let others = told::names(layer.others.iter().map(|name| (name.as_str(), name.as_str())));
        let note = Message::new("boundaries.codes_chosen").with("property", property).with("others", others);
        audit.notes.push(note);
    }
    if layer.letters_assumed {
        audit.notes.push(Message::new("boundaries.letters_assumed"));
    }
    if layer.rewritten > 0 {
        audit.notes.push(Message::new("boundaries.zeros").with("count", layer.rewritten));
    }
    audit.notes.push(match &layer.system {
        CoordinateSystem::Assumed => Message::new("boundaries.note.assumed"),
        CoordinateSystem::Stated => Message::new("boundaries.note.stated"),
        CoordinateSystem::Converted(from) => Message::new("boundaries.note.converted").with("from", from),
    });
    audit.notes.push(Message::new("boundaries.note.conventions"));
}

/// Gaps, overlaps, rings that meet themselves, names that repeat.
pub(super) fn of_problems(layer: &Layer, problems: &[Problem], rules: &BoundaryRules, audit: &mut MapAudit) {
    slivers(layer, problems, rules, audit);
    for problem in problems.iter().filter(|problem| !is_sliver(problem, rules)) {
        let (key, severity) = match problem.kind {
            ProblemKind::SelfIntersection => ("boundaries.self_intersection", rules.cover.severity),
            ProblemKind::TouchesItself => ("boundaries.touches_itself", Severity::Info),
            ProblemKind::PartsOverlap => ("boundaries.parts_overlap", rules.cover.severity),
            ProblemKind::Overlap => ("boundaries.overlap", rules.cover.severity),
            ProblemKind::Gap => ("boundaries.gap", rules.cover.severity),
            ProblemKind::RepeatedName => ("boundaries.repeated_name", Severity::Info),
            ProblemKind::Antimeridian => ("boundaries.antimeridian", Severity::Info),
        };
        let units = told::units(layer, &problem.units);
        let codes: Vec<&str> = problem.units.iter().map(|&unit| layer.units[unit].id.as_str()).collect();
        let at = problem.at.map(told::place);
        let id = format!("{}: {} {}", problem.kind.word(), codes.join(", "), at.clone().unwrap_or_default());
        let mut finding =
            Finding::new(Code::Geometry.word(), severity, Subject::new("district", id.trim_end()))
                .titled(
                    Message::new(key)
                        .with("units", units)
                        .with("place", at)
                        .with("square_km", problem.square_km)
                        .with("count", problem.count),
                )
                .under_rule(&rules.cover);
        if let (Some(square_km), Some(width)) = (problem.square_km, problem.width_metres) {
            finding = finding.figure("square_km", square_km).figure("width_metres", width);
            finding = finding.unless(Message::new(if problem.kind == ProblemKind::Gap {
                "boundaries.explain.water"
            } else {
                "boundaries.explain.versions"
            }));
        }
        audit.findings.push(finding);
    }
}

/// Whether a gap or overlap is no wider than drawing is exact.
fn is_sliver(problem: &Problem, rules: &BoundaryRules) -> bool {
    problem.width_metres.is_some_and(|width| width <= rules.sliver_metres)
}

/// All slivers of a kind together.
fn slivers(layer: &Layer, problems: &[Problem], rules: &BoundaryRules, audit: &mut MapAudit) {
    for kind in [ProblemKind::Gap, ProblemKind::Overlap] {
        let slivers: Vec<&Problem> =
            problems.iter().filter(|problem| problem.kind == kind && is_sliver(problem, rules)).collect();
        let Some(largest) = slivers.first() else { continue };
        let key =
            if kind == ProblemKind::Gap { "boundaries.sliver_gaps" } else { "boundaries.sliver_overlaps" };
        let all: f64 = slivers.iter().filter_map(|problem| problem.square_km).sum();
        let finding = Finding::new(
            Code::Geometry.word(),
            Severity::Notice,
            Subject::new("file", format!("{}: slivers, {}", layer.file, kind.word())),
        )
        .counting(slivers.len() as u64)
        .titled(
            Message::new(key)
                .with("count", slivers.len())
                .with("square_km", all)
                .with("limit", rules.sliver_metres)
                .with("units", told::units(layer, &largest.units))
                .with("place", largest.at.map(told::place)),
        )
        .figure("square_km", all)
        .under_rule(&rules.cover)
        .unless(Message::new("boundaries.explain.drawn_twice"));
        audit.findings.push(finding);
    }
}

/// Districts in several parts, and blocks in no district.
pub(super) fn of_parts(layer: &Layer, drawn: &Drawn, rules: &BoundaryRules, audit: &mut MapAudit) {
    for apart in &drawn.apart {
        let district = &drawn.districts[apart.district];
        let size =
            |blocks: &[usize]| blocks.iter().map(|&block| square_km(&drawn.parts[block].area)).sum::<f64>();
        let others: f64 = apart.parts.iter().map(|part| size(&part.blocks)).sum();
        let largest =
            apart.parts.iter().max_by(|one, other| size(&one.blocks).total_cmp(&size(&other.blocks)));
        let Some(largest) = largest else { continue };
        let named = |blocks: &[usize]| {
            told::names(
                blocks.iter().map(|&block| (drawn.parts[block].id.as_str(), drawn.parts[block].title())),
            )
        };
        let key = match (&largest.bridge, drawn.of_blocks) {
            (Some(_), true) => "boundaries.apart",
            (Some(_), false) => "boundaries.parts",
            (None, _) => "boundaries.island",
        };
        let finding = Finding::new(
            Code::NotContiguous.word(),
            rules.contiguity.severity,
            Subject::new("district", &district.id),
        )
        .titled(
            Message::new(key)
                .with("district", told::names([(district.id.as_str(), district.name.as_str())]))
                .with("parts", 1 + apart.parts.len())
                .with("part", named(&largest.blocks))
                .with("square_km", size(&largest.blocks))
                .with("bridge", largest.bridge.as_deref().map(named)),
        )
        .figure("parts", 1 + apart.parts.len())
        .figure("parts_square_km", others)
        .under_rule(&rules.contiguity)
        .unless(Message::new("boundaries.explain.islands"))
        .unless(Message::new("boundaries.explain.no_rule"));
        audit.findings.push(finding);
    }
    if !drawn.without_district.is_empty() {
        let finding = Finding::new(
            Code::Geometry.word(),
            rules.cover.severity,
            Subject::new("file", "blocks without a district"),
        )
        .counting(drawn.without_district.len() as u64)
        .titled(
            Message::new("boundaries.without_district")
                .with("units", told::units(layer, &drawn.without_district)),
        )
        .under_rule(&rules.cover);
        audit.findings.push(finding);
    }
}

/// Districts whose blocks are in several regions.
pub(super) fn of_borders(inputs: &MapInputs<'_>, drawn: &Drawn, audit: &mut MapAudit) {
    if !drawn.of_blocks {
        return;
    }
    let of_program = Rule::of_program("no-crossing", Severity::Info);
    let rule = inputs.no_crossing.unwrap_or(&of_program);
    for district in drawn.districts.iter().filter(|district| district.regions.len() > 1) {
        let finding =
            Finding::new(Code::Crosses.word(), rule.severity, Subject::new("district", &district.id))
                .titled(
                    Message::new("boundaries.crosses")
                        .with("district", told::names([(district.id.as_str(), district.name.as_str())]))
                        .with("regions", district.regions.iter().map(Value::place).collect::<Vec<_>>()),
                )
                .under_rule(rule)
                .unless(Message::new("boundaries.explain.region_names"));
        audit.findings.push(finding);
    }
}

/// Districts whose blocks do not add up to what is stated of them.
pub(super) fn of_sums(inputs: &MapInputs<'_>, drawn: &Drawn, audit: &mut MapAudit) {
    for district in inputs.districts {
        let own = drawn.districts.iter().find(|own| own.id == district.id);
        let (Some(sum), Some(stated)) = (own.and_then(|own| own.sum), district.voters) else { continue };
        if sum.may_be(stated) {
            continue;
        }
        let finding =
            Finding::new(Code::Sums.word(), Severity::Warning, Subject::new("district", &district.id))
                .titled(
                    Message::new("boundaries.sum")
                        .with("district", told::names([(district.id.as_str(), district.name.as_str())]))
                        .with("sum", districts::sum(sum))
                        .with("stated", districts::voters(Some(stated))),
                )
                .figure("blocks_voters", districts::sum(sum))
                .figure("stated_voters", districts::voters(Some(stated)))
                .under("sum", None)
                .unless(Message::new("boundaries.explain.dates"));
        audit.findings.push(finding);
    }
}
