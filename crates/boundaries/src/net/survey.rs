//! One walk over all pairs of segments that meet: what they have in common, by unit.

use std::collections::BTreeMap;

use geo::Coord;

use super::{Relation, Segment, each_pair, relation};
use crate::measure::metres_between;

/// Two segments that meet where they should not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Meeting {
    /// One segment, by its place.
    pub(crate) one: usize,
    /// The other.
    pub(crate) other: usize,
    /// Where.
    pub(crate) at: Coord<f64>,
    /// How.
    pub(crate) kind: MeetingKind,
}

/// How two segments meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MeetingKind {
    /// They cross.
    Cross,
    /// Of one polygon: they lie on each other. Of two polygons: they lie on each other in the same direction.
    Along,
    /// Of one ring: they touch without following each other.
    Touch,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// Metres of border that two polygons have in common, by their numbers, the smaller first.
    pub(crate) borders: BTreeMap<(u32, u32), f64>,
    /// Where segments are met by others between their ends, or as nearly as rounding, by their place.
    pub(crate) cuts: Vec<(usize, Coord<f64>)>,
    /// Meetings that are wrong within one polygon, or between two of them.
    pub(crate) meetings: Vec<Meeting>,
}

/// What is nearer than this, in degrees, is one where pieces of border are told apart: a thousandth of a millimetre. Nothing
/// else is decided by it.
pub(crate) const ONE: f64 = 1e-11;

/// Walks over all pairs.
pub(crate) fn survey(segments: &[Segment]) -> Survey {
    let mut found = Survey::default();
    each_pair(
        segments,
        ONE,
        |_, _| true,
        |place, other_place| {
            let (one, other) = (segments[place], segments[other_place]);
            let is_one_polygon = one.polygon == other.polygon;
            let relation = relation([one.a, one.b], [other.a, other.b]);
            cut(&mut found.cuts, [(place, one), (other_place, other)], relation);
            let mut note =
                |at, kind| found.meetings.push(Meeting { one: place, other: other_place, at, kind });
            match relation {
                Relation::Cross(at) => note(at, MeetingKind::Cross),
                Relation::Along(from, _) if is_one_polygon => note(from, MeetingKind::Along),
                Relation::Along(from, to) => {
                    if same_way(one, other) && one.unit == other.unit {
                        note(from, MeetingKind::Along);
                    }
                    let pair = (one.polygon.min(other.polygon), one.polygon.max(other.polygon));
                    *found.borders.entry(pair).or_default() += metres_between(from, to);
                }
                Relation::Touch(at) if one.ring == other.ring && !follow(one, other) => {
                    note(at, MeetingKind::Touch);
                }
                Relation::Apart | Relation::Touch(_) => {}
            }
        },
    );
    found.meetings.sort_by_key(|meeting| (meeting.one, meeting.other));
    found
}

/// Where each of two segments is met between its ends, or grazed there by an end of the other.
fn cut(cuts: &mut Vec<(usize, Coord<f64>)>, segments: [(usize, Segment); 2], relation: Relation) {
    let [one, other] = segments;
    let ends = [(one, other.1.a), (one, other.1.b), (other, one.1.a), (other, one.1.b)];
    let near = ends.into_iter().filter(|((_, segment), end)| is_near(*segment, *end));
    let mut grazed: Vec<Coord<f64>> = Vec::new();
    for ((place, segment), end) in near {
        if end != segment.a && end != segment.b {
            cuts.push((place, end));
        }
        if !grazed.contains(&end) {
            grazed.push(end);
        }
    }
    // Two that run along each other but for rounding cross, if at all, in a point that means nothing.
    if let (Relation::Cross(at), true) = (relation, grazed.len() < 2) {
        cuts.extend([(one.0, at), (other.0, at)]);
    }
}

/// Whether a point is as near to a segment as rounding.
fn is_near(segment: Segment, point: Coord<f64>) -> bool {
    let (along, from) = (segment.b - segment.a, point - segment.a);
    let length = along.x.hypot(along.y);
    let at = along.x.mul_add(from.x, along.y * from.y) / length;
    let beside = along.x.mul_add(from.y, -(along.y * from.x)) / length;
    beside.abs() < ONE && at > -ONE && at < length + ONE
}

fn follow(one: Segment, other: Segment) -> bool {
    one.b == other.a || other.b == one.a
}

fn same_way(one: Segment, other: Segment) -> bool {
    let along = |segment: Segment| (segment.b.x - segment.a.x, segment.b.y - segment.a.y);
    let (one, other) = (along(one), along(other));
    one.0.mul_add(other.0, one.1 * other.1) > 0.0
}
