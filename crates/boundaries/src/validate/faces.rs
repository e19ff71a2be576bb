//! Faces of the plane that nobody owns, or several.

use std::collections::BTreeMap;

use geo::LineString;

use super::{Problem, ProblemKind};
use crate::arrangement::{Piece, Rim, traced, twice_the_area};
use crate::measure::{ring_area, straight_square_km};

/// A gap or an overlap: the rims of its outer ring, and the problem that it is.
#[derive(Debug)]
pub(crate) struct Face {
    pub(crate) rims: Vec<Rim>,
    pub(crate) problem: Problem,
    /// Whether something lies inside of it, as an island in a lake.
    pub(crate) has_island: bool,
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

/// The faces of one set of owners.
fn of_set(owners: &[u32], rims: &[Rim], pieces: &[Piece]) -> Vec<Face> {
    let line = |ring: &Vec<usize>| -> LineString<f64> {
        ring.iter().map(|&place| rims[place].from).chain([rims[ring[0]].from]).collect()
    };
    // Clockwise it is the shore of the whole map, or of an island in a gap.
    let lines: Vec<_> = traced(rims).into_iter().map(|ring| (line(&ring), ring)).collect();
    let (outer, shores): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|(line, _)| twice_the_area(&line.0) > 0.0);
    let holds = |outer: &LineString<f64>, shore: &LineString<f64>| {
        use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
        shore.coords().any(|point| coord_pos_relative_to_ring(*point, outer) == CoordPos::Inside)
    };
    let face = |(line, ring): (LineString<f64>, Vec<usize>)| {
        // As thin as it is drawn: between points that lie far apart, the shortest ways part from the lines of the map.
        let (square_km, metres) = (straight_square_km(&line), ring_area(&line).1);
        let mut units: Vec<usize> = owners.iter().map(|&unit| unit as usize).collect();
        if owners.is_empty() {
            let beyond =
                ring.iter().flat_map(|&place| &pieces[rims[place].piece].sides[1 - rims[place].side]);
            units.extend(beyond.map(|&unit| unit as usize));
            units.sort_unstable();
            units.dedup();
        }
        Face {
            has_island: shores.iter().any(|(shore, _)| holds(&line, shore)),
            problem: Problem {
                kind: if owners.is_empty() { ProblemKind::Gap } else { ProblemKind::Overlap },
                units,
                at: Some(rims[ring[0]].from),
                square_km: Some(square_km),
                width_metres: Some(2e6 * square_km / metres),
                count: 1,
            },
            rims: ring.into_iter().map(|place| rims[place]).collect(),
        }
    };
    outer.into_iter().map(face).collect()
}
