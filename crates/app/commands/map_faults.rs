//! What is wrong with a map that points are put into.

use std::collections::BTreeSet;

use tizim_boundaries::{Layer, ProblemKind};
use tizim_evidence::Severity;

use crate::session::Session;

/// Faults and units that are named one by one.
const FAULTS_SAID: usize = 10;

/// Says what of the map was left out, and which units of it cross themselves or lie on each other, where it is a question to which a point belongs; how grave
/// that is.
pub(super) fn say(session: &Session, layer: &Layer) -> Option<Severity> {
    for fault in layer.faults.iter().filter(|fault| fault.kind.loses()).take(FAULTS_SAID) {
        let id = fault.id.as_ref().map_or_else(String::new, |id| format!(" (`{id}`)"));
        let what = fault.kind.word().replace('_', " ");
        session.say(&format!(
            "`{}`: of feature {}{id} something was left out: {what}",
            layer.file, fault.feature
        ));
    }
    let problems = tizim_boundaries::problems(layer);
    let of = |kinds: &[ProblemKind]| -> BTreeSet<usize> {
        let own = problems.iter().filter(|problem| kinds.contains(&problem.kind));
        own.flat_map(|problem| problem.units.iter().copied()).collect()
    };
    let crossed = of(&[ProblemKind::SelfIntersection, ProblemKind::PartsOverlap]);
    let overlap = of(&[ProblemKind::Overlap]);
    let named = |units: &BTreeSet<usize>| {
        let codes = units.iter().take(FAULTS_SAID).map(|unit| format!("`{}`", layer.units[*unit].id));
        codes.collect::<Vec<_>>().join(", ")
    };
    if !crossed.is_empty() {
        session.say(&format!(
            "`{}`: borders cross themselves, so that points there may come out in no district or in another: {} units, such as {}; \
             `tizim districts audit --boundaries` shows where",
            layer.file,
            crossed.len(),
            named(&crossed)
        ));
    }
    if !overlap.is_empty() {
        session.say(&format!(
            "`{}`: units lie on each other: {} units, such as {}; `tizim districts audit --boundaries` shows where",
            layer.file,
            overlap.len(),
            named(&overlap)
        ));
    }
    let worst = if crossed.is_empty() { Severity::Notice } else { Severity::Warning };
    (!crossed.is_empty() || !overlap.is_empty()).then_some(worst)
}
