//! Rings as they stand in a file, made into areas: closed, finite, in one piece across the antimeridian.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::RawShape;
use crate::FaultKind;
use crate::net::turn;

/// The area of a geometry, and what is wrong with it, each kind once.
pub(super) fn area(shape: RawShape) -> (MultiPolygon<f64>, Vec<FaultKind>) {
    let mut faults = Vec::new();
    let polygons = match shape {
        RawShape::NotAFeature => return (MultiPolygon::new(Vec::new()), vec![FaultKind::NotAFeature]),
        RawShape::Nothing => return (MultiPolygon::new(Vec::new()), vec![FaultKind::NoGeometry]),
        RawShape::NotAnArea => return (MultiPolygon::new(Vec::new()), vec![FaultKind::NotAnArea]),
        RawShape::Polygons(polygons) => ordered(polygons, &mut faults),
        RawShape::Rings { outer, holes } => unordered(&outer, &holes, &mut faults),
    };
    if polygons.is_empty() && faults.is_empty() {
        faults.push(FaultKind::Empty);
    }
    (MultiPolygon::new(polygons), faults)
}

fn note(faults: &mut Vec<FaultKind>, kind: FaultKind) {
    if !faults.contains(&kind) {
        faults.push(kind);
    }
}

fn ordered(polygons: Vec<Vec<Vec<[f64; 2]>>>, faults: &mut Vec<FaultKind>) -> Vec<Polygon<f64>> {
    let mut areas = Vec::new();
    for rings in polygons {
        let mut rings = rings.into_iter();
        let Some(outer) = rings.next() else {
            note(faults, FaultKind::Empty);
            continue;
        };
        let holes: Vec<LineString<f64>> = rings.filter_map(|hole| ring(&hole, faults)).collect();
        let Some(outer) = ring(&outer, faults) else { continue };
        let holes = holes.into_iter().map(|hole| beside(hole, &outer)).collect();
        areas.push(Polygon::new(outer, holes));
    }
    areas
}

/// Each hole goes to the smallest outer ring around it.
fn unordered(
    outer: &[Vec<[f64; 2]>],
    holes: &[Vec<[f64; 2]>],
    faults: &mut Vec<FaultKind>,
) -> Vec<Polygon<f64>> {
    let outer: Vec<LineString<f64>> = outer.iter().filter_map(|points| ring(points, faults)).collect();
    let mut of_outer: Vec<Vec<LineString<f64>>> = vec![Vec::new(); outer.len()];
    let extents: Vec<f64> = outer.iter().map(|ring| twice_the_area(ring).abs()).collect();
    for points in holes {
        let Some(hole) = ring(points, faults) else { continue };
        let around = (0..outer.len())
            .filter(|&place| surrounds(&outer[place], &beside(hole.clone(), &outer[place])))
            .min_by(|&one, &other| extents[one].total_cmp(&extents[other]));
        match around {
            Some(place) => of_outer[place].push(beside(hole, &outer[place])),
            None => note(faults, FaultKind::StrayHole),
        }
    }
    outer.into_iter().zip(of_outer).map(|(outer, holes)| Polygon::new(outer, holes)).collect()
}

/// One ring, closed and unwound; nothing where it encloses nothing or cannot be used.
fn ring(points: &[[f64; 2]], faults: &mut Vec<FaultKind>) -> Option<LineString<f64>> {
    if points.iter().flatten().any(|value| !value.is_finite()) {
        note(faults, FaultKind::NotFinite);
        return None;
    }
    let mut coords: Vec<Coord<f64>> = Vec::with_capacity(points.len() + 1);
    let (mut before, mut turned) = (points.first().map_or(0.0, |first| first[0]), 0.0);
    for &[x, y] in points {
        turned -= jump(x - before);
        before = x;
        let point = Coord { x: x + turned, y };
        if coords.last() != Some(&point) {
            coords.push(point);
        }
    }
    let (Some(&first), Some(&last)) = (coords.first(), coords.last()) else {
        note(faults, FaultKind::Empty);
        return None;
    };
    if first != last {
        if (first.x - last.x).abs() > 180.0 {
            note(faults, FaultKind::AroundPole);
            return None;
        }
        note(faults, FaultKind::OpenRing);
        coords.push(first);
    }
    if coords.len() < 4 {
        note(faults, FaultKind::ShortRing);
        return None;
    }
    if goes_around_a_pole(&coords) {
        note(faults, FaultKind::AroundPole);
        return None;
    }
    let ring = LineString::new(coords);
    if ring.coords().all(|point| turn(ring.0[0], ring.0[1], *point) == 0.0) {
        note(faults, FaultKind::ShortRing);
        return None;
    }
    Some(ring)
}

/// The turn in a step between two longitudes as they are written: a ring does not jump around the Earth. A step of a whole
/// turn is an edge along a pole or around a map of the world, and none.
fn jump(step: f64) -> f64 {
    if step.abs() <= 180.0 || step.abs() >= 360.0 { 0.0 } else { 360.0 * step.signum() }
}

/// Whether a ring closes only by an edge all around the Earth that lies along no pole: what it encloses is the land about a
/// pole, and on a map it would be a strip. A map of the world in one ring has two such edges, or lies along the poles.
fn goes_around_a_pole(ring: &[Coord<f64>]) -> bool {
    let is_whole_turn = |pair: &&[Coord<f64>]| (pair[1].x - pair[0].x).abs() >= 360.0;
    let along_pole = |pair: &[Coord<f64>]| pair.iter().all(|point| point.y.abs() > 90.0 - 1e-6);
    let edges: Vec<&[Coord<f64>]> = ring.windows(2).filter(is_whole_turn).collect();
    edges.len() % 2 == 1 && !edges.iter().any(|pair| along_pole(pair))
}

/// How far a hole may be drawn beside its outer ring, in degrees.
const HAIR: f64 = 0.01;

/// A hole moved by whole turns to where its outer ring is; one that begins west of it by a hair is there.
fn beside(hole: LineString<f64>, outer: &LineString<f64>) -> LineString<f64> {
    let low = |ring: &LineString<f64>| ring.coords().map(|point| point.x).fold(f64::MAX, f64::min);
    let turns = ((low(&hole) - low(outer) + HAIR) / 360.0).floor();
    if turns == 0.0 {
        hole
    } else {
        hole.coords().map(|point| Coord { x: point.x - turns * 360.0, ..*point }).collect()
    }
}

fn twice_the_area(ring: &LineString<f64>) -> f64 {
    ring.lines().map(|line| line.start.x.mul_add(line.end.y, -(line.end.x * line.start.y))).sum()
}

/// Whether a ring is around another that does not cross it: some point of the other is inside.
fn surrounds(outer: &LineString<f64>, hole: &LineString<f64>) -> bool {
    use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};

    let place = |point: &Coord<f64>| coord_pos_relative_to_ring(*point, outer);
    hole.coords()
        .map(place)
        .find(|place| *place != CoordPos::OnBoundary)
        .is_some_and(|place| place == CoordPos::Inside)
}
