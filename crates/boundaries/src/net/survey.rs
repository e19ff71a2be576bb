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
    /// Where segments are met by others between their ends, by their place.
    pub(crate) cuts: Vec<(usize, Coord<f64>)>,
    /// Meetings that are wrong within one polygon, or between two of them.
    pub(crate) meetings: Vec<Meeting>,
}

/// Walks over all pairs.
pub(crate) fn survey(segments: &[Segment]) -> Survey {
    let mut found = Survey::default();
    each_pair(segments, 0.0, |place, other_place| {
        let (one, other) = (segments[place], segments[other_place]);
        let is_one_polygon = one.polygon == other.polygon;
        let relation = relation([one.a, one.b], [other.a, other.b]);
        cut(&mut found.cuts, [(place, one), (other_place, other)], relation);
        let mut note = |at, kind| found.meetings.push(Meeting { one: place, other: other_place, at, kind });
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
    });
    found.meetings.sort_by_key(|meeting| (meeting.one, meeting.other));
    found
}

/// Where each of two segments is met between its ends.
fn cut(cuts: &mut Vec<(usize, Coord<f64>)>, segments: [(usize, Segment); 2], relation: Relation) {
    let mut meet = |at: Coord<f64>| {
        for (place, segment) in segments {
            if at != segment.a && at != segment.b {
                cuts.push((place, at));
            }
        }
    };
    match relation {
        Relation::Apart => {}
        Relation::Touch(at) | Relation::Cross(at) => meet(at),
        Relation::Along(from, to) => [from, to].into_iter().for_each(meet),
    }
}

fn follow(one: Segment, other: Segment) -> bool {
    one.b == other.a || other.b == one.a
}

fn same_way(one: Segment, other: Segment) -> bool {
    let along = |segment: Segment| (segment.b.x - segment.a.x, segment.b.y - segment.a.y);
    let (one, other) = (along(one), along(other));
    one.0.mul_add(other.0, one.1 * other.1) > 0.0
}
