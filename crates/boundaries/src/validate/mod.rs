//! Is the map whole? Rings that cross themselves, places in no unit or in several, names that repeat.
//!
//! Gaps and overlaps are the faces of the plane that borders cut out and that nobody or several own; who owns the sides of a
//! border is decided exactly ([`crate::Locator`]), so that the smallest pinhole is found and none is invented by rounding. All
//! is reported and nothing repaired.

pub(crate) mod faces;
mod names;

use geo::Coord;

use crate::Layer;
use crate::arrangement;
use crate::assign::Locator;
use crate::net::survey::{MeetingKind, Survey, survey};
use crate::net::{Segment, segments};

/// What is wrong, or worth knowing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A unit's border crosses itself.
    SelfIntersection,
    /// A ring touches itself in a point, or runs back along itself.
    TouchesItself,
    /// Parts of one unit lie on each other.
    PartsOverlap,
    /// Several units own one place.
    Overlap,
    /// No unit owns a place that units surround.
    Gap,
    /// Units of one region have one name.
    RepeatedName,
    /// The map lies on both sides of the antimeridian.
    Antimeridian,
}

impl ProblemKind {
    /// The word in JSON and in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::SelfIntersection => "self_intersection",
            Self::TouchesItself => "touches_itself",
            Self::PartsOverlap => "parts_overlap",
            Self::Overlap => "overlap",
            Self::Gap => "gap",
            Self::RepeatedName => "repeated_name",
            Self::Antimeridian => "antimeridian",
        }
    }
}

/// One problem of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// The units involved, ascending.
    pub units: Vec<usize>,
    /// Where, where it has a place.
    pub at: Option<Coord<f64>>,
    /// Its size in square kilometres, where it has one.
    pub square_km: Option<f64>,
    /// Its mean width in metres, where it has one: twice the area over the border.
    pub width_metres: Option<f64>,
    /// How many of the kind it stands for: points where a unit's border meets itself.
    pub count: usize,
}

/// Everything that is wrong with a layer, by kind and, within a kind, largest first.
pub fn problems(layer: &Layer) -> Vec<Problem> {
    let segments = segments(layer);
    surveyed(layer, &segments, &survey(&segments), &Locator::new(layer))
}

/// The same from a survey that was made already.
pub(crate) fn surveyed(
    layer: &Layer,
    segments: &[Segment],
    survey: &Survey,
    locator: &Locator,
) -> Vec<Problem> {
    let mut found = meetings(segments, survey);
    let pieces = arrangement::pieces(segments, survey, locator);
    found.extend(faces::faces(&pieces).into_iter().map(|face| face.problem));
    found.extend(names::repeated(layer));
    if layer.frame.crosses_antimeridian() {
        found.push(Problem { kind: ProblemKind::Antimeridian, ..of_units(Vec::new()) });
    }
    let size = |problem: &Problem| problem.square_km.unwrap_or(0.0);
    found.sort_by(|one, other| {
        (one.kind, size(other))
            .partial_cmp(&(other.kind, size(one)))
            .unwrap_or(std::cmp::Ordering::Equal)
            .then_with(|| one.units.cmp(&other.units))
    });
    found
}

fn of_units(units: Vec<usize>) -> Problem {
    Problem {
        kind: ProblemKind::RepeatedName,
        units,
        at: None,
        square_km: None,
        width_metres: None,
        count: 1,
    }
}

/// Where a unit's border meets itself: one problem for each unit and kind.
pub(crate) fn meetings(segments: &[Segment], survey: &Survey) -> Vec<Problem> {
    let mut found: Vec<Problem> = Vec::new();
    for meeting in &survey.meetings {
        let (one, other) = (segments[meeting.one], segments[meeting.other]);
        if one.unit != other.unit {
            continue;
        }
        let kind = match meeting.kind {
            _ if one.polygon != other.polygon => ProblemKind::PartsOverlap,
            MeetingKind::Cross => ProblemKind::SelfIntersection,
            MeetingKind::Along | MeetingKind::Touch => ProblemKind::TouchesItself,
        };
        let units = vec![one.unit as usize];
        match found.iter_mut().find(|problem| problem.kind == kind && problem.units == units) {
            Some(problem) => problem.count += 1,
            None => found.push(Problem { kind, at: Some(meeting.at), ..of_units(units) }),
        }
    }
    found
}
