//! Repairs a map, on request alone: borders that cross or touch themselves, parts on each other, and slivers between units.
//!
//! Units are put together anew from the pieces of border that have them on one side only, so that what is mended keeps its
//! corners, and borders that two units share stay shared. Inside is what is enclosed an odd number of times by one part; parts
//! on each other are one. A sliver, a gap or overlap no wider than the tolerance, goes to the unit it has the longest border
//! with. Wider gaps and overlaps, and slivers around an island, are nobody's to decide here and stay.

mod rings;

use std::collections::{BTreeMap, BTreeSet};

use geo::Coord;

use crate::arrangement::{self, Piece};
use crate::assign::Locator;
use crate::measure::additive_square_km;
use crate::measure::metres_between;
use crate::net::survey::{MeetingKind, Survey, survey};
use crate::net::{Segment, segments};
use crate::validate::faces::{Face, faces};
use crate::validate::meetings;
use crate::{Layer, ProblemKind};

/// What was mended of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Mended {
    /// Its border crossed itself.
    SelfIntersection,
    /// A ring touched itself, or ran back along itself.
    TouchesItself,
    /// Its parts lay on each other.
    PartsOverlap,
    /// It was given a sliver that nobody owned.
    SliverGap,
    /// A sliver that it and others owned is now that of one.
    SliverOverlap,
    /// It shares a border with one of these, and has a new corner where that was cut.
    Corner,
}

impl Mended {
    /// The word in JSON and in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::SelfIntersection => "self_intersection",
            Self::TouchesItself => "touches_itself",
            Self::PartsOverlap => "parts_overlap",
            Self::SliverGap => "sliver_gap",
            Self::SliverOverlap => "sliver_overlap",
            Self::Corner => "corner",
        }
    }
}

/// What was changed of one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// The unit, by its place in the layer.
    pub unit: usize,
    /// What was mended, each kind once.
    pub mended: BTreeSet<Mended>,
    /// Where, first of all.
    pub at: Option<Coord<f64>>,
    /// Square kilometres as it was drawn.
    pub before: f64,
    /// Square kilometres after.
    pub after: f64,
}

/// A layer that was repaired.
#[derive(Debug, Clone)]
pub struct Repaired {
    /// The layer after the repair; units without one are as they were, to the last digit.
    pub layer: Layer,
    /// What was changed, by unit.
    pub repairs: Vec<Repair>,
}

/// A mended point may round onto another border; each round mends what the one before left.
const ROUNDS: usize = 5;

/// Repairs a layer: units and their order stay, and so do their codes and names. Slivers are gaps and overlaps no wider, on
/// average, than so many metres.
///
/// ```
/// use tizim_boundaries::{Layer, MapFile, Mended, ReadOptions, problems, read, repaired};
/// // A bow tie: two triangles that meet where the border crosses itself.
/// let map = r#"{"type": "Feature", "properties": {"id": 7}, "geometry":
///     {"type": "Polygon", "coordinates": [[[70, 50], [71, 51], [71, 50], [70, 51], [70, 50]]]}}"#;
/// let layer = read(&MapFile::new("map.geojson", map), &ReadOptions::default())?;
/// let mended = repaired(&layer, 50.0);
/// assert_eq!(mended.layer.units[0].area.0.len(), 2);
/// assert!(mended.repairs[0].mended.contains(&Mended::SelfIntersection) && problems(&mended.layer).is_empty());
/// # Ok::<(), tizim_boundaries::BoundaryError>(())
/// ```
pub fn repaired(layer: &Layer, sliver_metres: f64) -> Repaired {
    let mut mended = layer.clone();
    let mut found: BTreeMap<usize, (BTreeSet<Mended>, Option<Coord<f64>>)> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let round = round(&mut mended, sliver_metres);
        if round.is_empty() {
            break;
        }
        for (unit, kind, at) in round {
            let own = found.entry(unit).or_default();
            own.0.insert(kind);
            own.1 = own.1.or(at);
        }
    }
    let repairs = found.into_iter().map(|(unit, (mended_of, at))| Repair {
        unit,
        mended: mended_of,
        at,
        before: additive_square_km(&layer.units[unit].area),
        after: additive_square_km(&mended.units[unit].area),
    });
    Repaired { repairs: repairs.collect(), layer: mended }
}

/// What one unit needs, and where.
type Need = (usize, Mended, Option<Coord<f64>>);

/// Mends what it finds, and says what of which unit; nothing once there is nothing to mend.
fn round(layer: &mut Layer, sliver_metres: f64) -> Vec<Need> {
    let segments = segments(layer);
    let survey = survey(&segments);
    let mut needs = of_themselves(&segments, &survey);
    let locator = Locator::new(layer);
    let mut pieces = arrangement::pieces(&segments, &survey, &locator);

    let slivers = faces(&pieces)
        .into_iter()
        .filter(|face| face.problem.width_metres.is_some_and(|width| width <= sliver_metres));
    for face in slivers.collect::<Vec<_>>() {
        needs.extend(given(&face, &mut pieces));
    }
    needs.extend(sharers(&segments, &survey, &locator, &needs));
    let units: BTreeSet<usize> = needs.iter().map(|need| need.0).collect();
    for unit in units {
        // A unit is mended and never taken away, be it in part: what is in doubt stays as it was.
        match rings::area(&pieces, unit as u32).filter(|area| !area.0.is_empty()) {
            Some(area) => layer.units[unit].area = area,
            None => needs.retain(|need| need.0 != unit),
        }
    }
    needs
}

/// Units whose own border is wrong.
fn of_themselves(segments: &[Segment], survey: &Survey) -> Vec<Need> {
    let need = |problem: crate::Problem| {
        let mended = match problem.kind {
            ProblemKind::SelfIntersection => Mended::SelfIntersection,
            ProblemKind::TouchesItself => Mended::TouchesItself,
            _ => Mended::PartsOverlap,
        };
        (problem.units[0], mended, problem.at)
    };
    meetings(segments, survey).into_iter().map(need).collect()
}

/// Gives a sliver to the unit that it has the longest border with, one of its owners where it has any.
fn given(face: &Face, pieces: &mut [Piece]) -> Vec<Need> {
    let is_gap = face.problem.kind == ProblemKind::Gap;
    let mut along: BTreeMap<usize, f64> = face.problem.units.iter().map(|&unit| (unit, 0.0)).collect();
    for rim in &face.rims {
        for unit in &pieces[rim.piece].sides[1 - rim.side] {
            // Beyond the rims of an overlap may lie others, whose it is not.
            if let Some(metres) = along.get_mut(&(*unit as usize)) {
                *metres += metres_between(rim.from, rim.to);
            }
        }
    }
    let longest = along.iter().fold(None, |best: Option<(usize, f64)>, (&unit, &metres)| match best {
        Some(best) if best.1 >= metres => Some(best),
        _ => Some((unit, metres)),
    });
    let Some((owner, _)) = longest else { return Vec::new() };
    for rim in &face.rims {
        pieces[rim.piece].sides[rim.side] = vec![owner as u32];
    }
    let at = face.problem.at;
    if is_gap {
        return vec![(owner, Mended::SliverGap, at)];
    }
    face.problem.units.iter().map(|&unit| (unit, Mended::SliverOverlap, at)).collect()
}

/// Units that share an edge with one that needs mending where that edge is cut by another: the corner there is rounded, and
/// would leave a gap of rounding if one of the two kept the edge as it was.
fn sharers(segments: &[Segment], survey: &Survey, locator: &Locator, needs: &[Need]) -> Vec<Need> {
    let crossed = survey.meetings.iter().filter(|meeting| meeting.kind == MeetingKind::Cross);
    let edges: Vec<(Vec<u32>, Coord<f64>)> = crossed
        .flat_map(|meeting| [(meeting.one, meeting.at), (meeting.other, meeting.at)])
        .filter_map(|(place, at)| {
            let edge = locator.edge_between(segments[place].a, segments[place].b)?;
            Some((locator.units_of(edge), at)).filter(|(owners, _)| owners.len() > 1)
        })
        .collect();
    let mut rebuilt: BTreeSet<usize> = needs.iter().map(|need| need.0).collect();
    let mut found = Vec::new();
    loop {
        let before = found.len();
        for (owners, at) in &edges {
            if owners.iter().any(|&unit| rebuilt.contains(&(unit as usize))) {
                let new = owners.iter().map(|&unit| unit as usize).filter(|unit| !rebuilt.contains(unit));
                let new: Vec<usize> = new.collect();
                rebuilt.extend(&new);
                found.extend(new.into_iter().map(|unit| (unit, Mended::Corner, Some(*at))));
            }
        }
        if found.len() == before {
            return found;
        }
    }
}
