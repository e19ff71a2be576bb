//! Units of which it is a question what is inside.

use crate::Layer;
use crate::net::segments;
use crate::net::survey::survey;
use crate::validate::{ProblemKind, meetings};

/// The units of which a border crosses itself, by their places in the layer, ascending: by the even-odd rule some points that
/// their border goes around lie outside of them.
pub fn crossed(layer: &Layer) -> Vec<usize> {
    let segments = segments(layer);
    let found = meetings(&segments, &survey(&segments));
    let crossed = found.into_iter().filter(|problem| problem.kind == ProblemKind::SelfIntersection);
    let mut units: Vec<usize> = crossed.flat_map(|problem| problem.units).collect();
    units.sort_unstable();
    units.dedup();
    units
}
