//! One unit's area from the pieces of border around it.

use std::collections::HashMap;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::arrangement::{Piece, Rim, bits, surrounds, traced, twice_the_area};

/// The area that has this unit to the left of all its borders: outer rings and holes that touch themselves nowhere, and each
/// other at most in single points. Nothing where the borders do not close, since rounding has two of them in doubt.
pub(super) fn area(pieces: &[Piece], unit: u32) -> Option<MultiPolygon<f64>> {
    let rim = |(place, piece): (usize, &Piece)| {
        let [left, right] = [0, 1].map(|side| piece.sides[side].contains(&unit));
        (left != right).then(|| piece.rim(place, usize::from(right)))
    };
    let rims: Vec<Rim> = pieces.iter().enumerate().filter_map(rim).collect();
    let mut rings: Vec<Vec<Coord<f64>>> = Vec::new();
    let traced = traced(&rims);
    if rims.is_empty() || traced.iter().map(Vec::len).sum::<usize>() < rims.len() {
        return None;
    }
    for ring in traced {
        simple(ring.iter().map(|&place| rims[place].from), &mut rings);
    }
    rings.retain(|ring| ring.len() > 3);
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| twice_the_area(ring) > 0.0);
    let mut polygons: Vec<(LineString<f64>, Vec<LineString<f64>>)> =
        outer.into_iter().map(|ring| (LineString::new(ring), Vec::new())).collect();
    // From small to large: a hole belongs to the smallest ring around it.
    polygons.sort_by(|one, other| twice_the_area(&one.0.0).total_cmp(&twice_the_area(&other.0.0)));
    for hole in holes {
        let hole = LineString::new(hole);
        polygons.iter_mut().find(|(outer, _)| surrounds(outer, &hole))?.1.push(hole);
    }
    // In the order of their places on the map, whatever their size.
    polygons.sort_by_key(|(outer, _)| outer.0.first().map(|point| bits(*point)));
    Some(MultiPolygon::new(polygons.into_iter().map(|(outer, holes)| Polygon::new(outer, holes)).collect()))
}

/// A ring that may pass a point several times, taken apart there into closed rings that do not.
fn simple(ring: impl Iterator<Item = Coord<f64>>, found: &mut Vec<Vec<Coord<f64>>>) {
    let mut way: Vec<Coord<f64>> = Vec::new();
    let mut at: HashMap<[u64; 2], usize> = HashMap::new();
    for point in ring {
        if let Some(&first) = at.get(&bits(point)) {
            let mut closed: Vec<Coord<f64>> = way.drain(first..).collect();
            for passed in &closed {
                at.remove(&bits(*passed));
            }
            closed.push(point);
            found.push(closed);
        }
        at.insert(bits(point), way.len());
        way.push(point);
    }
    if let Some(&first) = way.first() {
        way.push(first);
        found.push(way);
    }
}
