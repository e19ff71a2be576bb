//! Faces of the plane that nobody owns, or several.

use std::collections::BTreeMap;

use geo::{BoundingRect, Contains, LineString, Rect};

use super::{Problem, ProblemKind};
use crate::arrangement::{Piece, Rim, surrounds, traced, twice_the_area};
use crate::measure::{ring_area, straight_square_km};

/// A gap or an overlap: the rims of its outer ring and of what lies inside of it, as an island in a lake, and the problem that
/// it is.
#[derive(Debug)]
pub(crate) struct Face {
    pub(crate) rims: Vec<Rim>,
    pub(crate) problem: Problem,
}

/// The gaps and overlaps among the faces that pieces bound.
pub(crate) fn faces(pieces: &[Piece]) -> Vec<Face> {
    let mut rims: BTreeMap<&Vec<u32>, Vec<Rim>> = BTreeMap::new();
    for (place, piece) in pieces.iter().enumerate() {
        for (side, owners) in piece.sides.iter().enumerate() {
            // A face of one unit is what a map is made of.
            if owners.len() != 1 {
                rims.entry(owners).or_default().push(piece.rim(place, side));
            }
        }
    }
    rims.into_iter().flat_map(|(owners, rims)| of_set(owners, &rims, pieces)).collect()
}

/// A ring of rims, and the line that it is.
struct Ring {
    line: LineString<f64>,
    extent: Option<Rect<f64>>,
    rims: Vec<Rim>,
}

impl Ring {
    fn of(places: &[usize], rims: &[Rim]) -> Self {
        let rims: Vec<Rim> = places.iter().map(|&place| rims[place]).collect();
        let line: LineString<f64> = rims.iter().chain(rims.first()).map(|rim| rim.from).collect();
        Self { extent: line.bounding_rect(), line, rims }
    }

    fn is_around(&self, other: &Self) -> bool {
        let holds = |(own, other): (Rect<f64>, Rect<f64>)| own.contains(&other) || own == other;
        self.extent.zip(other.extent).is_some_and(holds) && surrounds(&self.line, &other.line)
    }
}

/// The faces of one set of owners, each with what lies inside of it and is none of it.
fn of_set(owners: &[u32], rims: &[Rim], pieces: &[Piece]) -> Vec<Face> {
    let rings = traced(rims).into_iter().map(|places| Ring::of(&places, rims));
    // Clockwise it is the shore of the whole map, or of an island in a face.
    let (mut outer, shores): (Vec<_>, Vec<_>) = rings.partition(|ring| twice_the_area(&ring.line.0) > 0.0);
    let mut islands: Vec<Vec<Ring>> = outer.iter().map(|_| Vec::new()).collect();
    // From small to large: a shore is that of the smallest face around it.
    outer.sort_by(|one, other| twice_the_area(&one.line.0).total_cmp(&twice_the_area(&other.line.0)));
    for shore in shores {
        if let Some(place) = outer.iter().position(|ring| ring.is_around(&shore)) {
            islands[place].push(shore);
        }
    }
    let mut faces: Vec<Face> =
        outer.into_iter().zip(islands).map(|(ring, islands)| face(owners, ring, islands, pieces)).collect();
    faces.sort_by(|one, other| one.rims[0].from.x.total_cmp(&other.rims[0].from.x));
    faces
}

/// The face inside of a ring, less its islands.
fn face(owners: &[u32], ring: Ring, islands: Vec<Ring>, pieces: &[Piece]) -> Face {
    // As thin as it is drawn: between points that lie far apart, the shortest ways part from the lines of the map.
    let of_islands: f64 = islands.iter().map(|island| straight_square_km(&island.line)).sum();
    let square_km = (straight_square_km(&ring.line) - of_islands).max(0.0);
    let at = ring.rims[0].from;
    let lines = std::iter::once(&ring).chain(&islands).map(|ring| ring_area(&ring.line).1);
    let metres: f64 = lines.sum();
    let rims: Vec<Rim> = std::iter::once(ring).chain(islands).flat_map(|ring| ring.rims).collect();
    let mut units: Vec<usize> = owners.iter().map(|&unit| unit as usize).collect();
    if owners.is_empty() {
        let beyond = rims.iter().flat_map(|rim| &pieces[rim.piece].sides[1 - rim.side]);
        units.extend(beyond.map(|&unit| unit as usize));
        units.sort_unstable();
        units.dedup();
    }
    Face {
        problem: Problem {
            kind: if owners.is_empty() { ProblemKind::Gap } else { ProblemKind::Overlap },
            units,
            at: Some(at),
            square_km: Some(square_km),
            width_metres: Some(2e6 * square_km / metres),
            count: 1,
        },
        rims,
    }
}
