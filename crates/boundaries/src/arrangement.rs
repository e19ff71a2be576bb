//! All borders of a layer, cut wherever another meets them, with who owns either side: the faces of the plane that gaps,
//! overlaps and repairs are read from.

use std::collections::HashMap;

use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
use geo::{Coord, LineString};

use crate::assign::Locator;
use crate::net::Segment;
use crate::net::survey::{ONE, Survey};

/// A point by its bits: what is written alike is alike.
pub(crate) fn bits(point: Coord<f64>) -> [u64; 2] {
    [(point.x + 0.0).to_bits(), (point.y + 0.0).to_bits()]
}

/// A piece of border between two points where others meet it, or where it ends.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    /// Where it begins.
    pub(crate) from: Coord<f64>,
    /// Where it ends.
    pub(crate) to: Coord<f64>,
    /// The units to its left and to its right, each ascending; never the same on both sides.
    pub(crate) sides: [Vec<u32>; 2],
}

/// A piece of border as a face sees it that lies to its left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rim {
    pub(crate) from: Coord<f64>,
    pub(crate) to: Coord<f64>,
    /// The piece, by its place.
    pub(crate) piece: usize,
    /// Which of its sides the face is.
    pub(crate) side: usize,
}

impl Piece {
    /// The piece with one of its sides to the left.
    pub(crate) fn rim(&self, place: usize, side: usize) -> Rim {
        let (from, to) = if side == 0 { (self.from, self.to) } else { (self.to, self.from) };
        Rim { from, to, piece: place, side }
    }
}

/// All pieces that bound something, in a fixed order.
pub(crate) fn pieces(segments: &[Segment], survey: &Survey, locator: &Locator) -> Vec<Piece> {
    let owned = |([from, to], edges): ([Coord<f64>; 2], Vec<u32>)| {
        let middle = Coord { x: f64::midpoint(from.x, to.x), y: f64::midpoint(from.y, to.y) };
        let sides = locator.sides(middle, &edges);
        // Sides are told as the first of the borders runs.
        let [a, b] = locator.ends(edges[0]);
        let same_way = (b.x - a.x).mul_add(to.x - from.x, (b.y - a.y) * (to.y - from.y)) > 0.0;
        let (from, to) = if same_way { (from, to) } else { (to, from) };
        (sides[0] != sides[1]).then_some(Piece { from, to, sides })
    };
    cut(segments, survey, locator).into_iter().filter_map(owned).collect()
}

/// Each piece once, with the borders that lie on each other there.
fn cut(segments: &[Segment], survey: &Survey, locator: &Locator) -> Vec<([Coord<f64>; 2], Vec<u32>)> {
    type Ends = ([u64; 2], [u64; 2]);

    let mut corners = Corners::default();
    for edge in 0..locator.edges() {
        locator.ends(edge).into_iter().for_each(|corner| corners.add(corner));
    }
    let mut cuts: HashMap<u32, Vec<Coord<f64>>> = HashMap::new();
    for &(segment, at) in &survey.cuts {
        if let Some(edge) = locator.edge_between(segments[segment].a, segments[segment].b) {
            cuts.entry(edge).or_default().push(corners.at(at));
        }
    }
    let mut found: Vec<(Ends, [Coord<f64>; 2], u32)> = Vec::new();
    for edge in 0..locator.edges() {
        let [a, b] = locator.ends(edge);
        let mut points = vec![a, b];
        points.extend(cuts.get(&edge).into_iter().flatten());
        let along = |point: &Coord<f64>| (point.x - a.x).mul_add(b.x - a.x, (point.y - a.y) * (b.y - a.y));
        points.sort_by(|one, other| along(one).total_cmp(&along(other)));
        for pair in points.windows(2) {
            let (one, other) = (bits(pair[0]), bits(pair[1]));
            if one != other {
                let (ends, points) = if one < other {
                    ((one, other), [pair[0], pair[1]])
                } else {
                    ((other, one), [pair[1], pair[0]])
                };
                found.push((ends, points, edge));
            }
        }
    }
    found.sort_by_key(|piece| (piece.0, piece.2));
    found
        .chunk_by(|one, other| one.0 == other.0)
        .map(|alike| (alike[0].1, alike.iter().map(|piece| piece.2).collect()))
        .collect()
}

/// Corners, and points where borders cross: those that rounding alone keeps apart are one.
#[derive(Debug, Default)]
struct Corners {
    in_cell: HashMap<[i64; 2], Vec<Coord<f64>>>,
}

impl Corners {
    fn cell(point: Coord<f64>) -> [i64; 2] {
        [point.x, point.y].map(|one| (one / ONE).floor() as i64)
    }

    fn add(&mut self, corner: Coord<f64>) {
        let cell = self.in_cell.entry(Self::cell(corner)).or_default();
        if !cell.contains(&corner) {
            cell.push(corner);
        }
    }

    /// The corner that a crossing is at: itself, where there is none.
    fn at(&mut self, crossing: Coord<f64>) -> Coord<f64> {
        let [column, row] = Self::cell(crossing);
        let cells = (-1..=1).flat_map(|across| (-1..=1).map(move |up| [column + across, row + up]));
        let near = cells.filter_map(|cell| self.in_cell.get(&cell)).flatten();
        let far = |corner: &Coord<f64>| (corner.x - crossing.x).abs().max((corner.y - crossing.y).abs());
        let nearest = near.copied().min_by(|one, other| far(one).total_cmp(&far(other)));
        nearest.filter(|corner| far(corner) < ONE).unwrap_or_else(|| {
            self.add(crossing);
            crossing
        })
    }
}

/// Rims put together to rings with the face to the left; where several go on, the one that keeps closest to the face.
pub(crate) fn traced(rims: &[Rim]) -> Vec<Vec<usize>> {
    let mut from: HashMap<[u64; 2], Vec<usize>> = HashMap::new();
    for (place, rim) in rims.iter().enumerate() {
        from.entry(bits(rim.from)).or_default().push(place);
    }
    let mut is_used = vec![false; rims.len()];
    let mut rings = Vec::new();
    for first in 0..rims.len() {
        let mut ring = Vec::new();
        let mut place = first;
        while !std::mem::replace(&mut is_used[place], true) {
            ring.push(place);
            let open = from.get(&bits(rims[place].to)).map_or(&[][..], Vec::as_slice);
            let open = open.iter().copied().filter(|&next| !is_used[next] || next == first);
            let Some(next) = open.min_by(|&one, &other| {
                turned(&rims[place], &rims[one]).total_cmp(&turned(&rims[place], &rims[other]))
            }) else {
                break;
            };
            place = next;
        }
        let closes = ring.last().is_some_and(|&last| bits(rims[last].to) == bits(rims[first].from));
        if closes {
            rings.push(ring);
        }
    }
    rings
}

/// How far one turns clockwise from looking back along a rim to the next: the least turn keeps the face to the left.
fn turned(rim: &Rim, next: &Rim) -> f64 {
    use std::f64::consts::TAU;

    let angle = |from: Coord<f64>, to: Coord<f64>| (to.y - from.y).atan2(to.x - from.x);
    let turn = (angle(rim.to, rim.from) - angle(next.from, next.to)).rem_euclid(TAU);
    if turn == 0.0 { TAU } else { turn }
}

/// Twice the area of a closed ring in square degrees, positive where it goes counter-clockwise.
pub(crate) fn twice_the_area(ring: &[Coord<f64>]) -> f64 {
    let Some(&first) = ring.first() else { return 0.0 };
    let of_pair = |pair: &[Coord<f64>]| {
        let (one, other) = (pair[0] - first, pair[1] - first);
        one.x.mul_add(other.y, -(one.y * other.x))
    };
    ring.windows(2).map(of_pair).sum()
}

/// Whether a ring is around another that does not cross it.
pub(crate) fn surrounds(outer: &LineString<f64>, hole: &LineString<f64>) -> bool {
    let middles = hole.lines().map(|line| (line.start + line.end) / 2.0);
    let places = hole.coords().copied().chain(middles);
    let mut places = places.map(|point| coord_pos_relative_to_ring(point, outer));
    places.find(|place| *place != CoordPos::OnBoundary) == Some(CoordPos::Inside)
}
