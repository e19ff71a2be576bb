//! Faces of the plane that nobody owns, or several.

use std::collections::{BTreeMap, HashMap};

use geo::{Coord, LineString};

use super::{Problem, ProblemKind};
use crate::assign::Locator;
use crate::measure::ring_area;
use crate::net::Segment;
use crate::net::survey::Survey;

/// The ends of a piece of border, by their bits.
type Ends = ([u64; 2], [u64; 2]);

fn bits(point: Coord<f64>) -> [u64; 2] {
    [(point.x + 0.0).to_bits(), (point.y + 0.0).to_bits()]
}

/// A piece of border along which a face lies to the left.
#[derive(Debug, Clone, Copy)]
struct Rim {
    from: Coord<f64>,
    to: Coord<f64>,
    /// Its place among the sets of units on the other side.
    beyond: usize,
}

/// The gaps and overlaps of a layer.
pub(super) fn problems(segments: &[Segment], survey: &Survey, locator: &Locator) -> Vec<Problem> {
    let mut rims: BTreeMap<Vec<u32>, Vec<Rim>> = BTreeMap::new();
    let mut sets: Vec<Vec<u32>> = Vec::new();
    for ([from, to], edges) in pieces(segments, survey, locator) {
        let middle = Coord { x: f64::midpoint(from.x, to.x), y: f64::midpoint(from.y, to.y) };
        let [left, right] = locator.sides(middle, &edges);
        if left == right {
            continue;
        }
        let mut add = |face: &Vec<u32>, beyond: &Vec<u32>, from, to| {
            // A face of one unit is what a map is made of.
            if face.len() != 1 {
                sets.push(beyond.clone());
                rims.entry(face.clone()).or_default().push(Rim { from, to, beyond: sets.len() - 1 });
            }
        };
        // The piece runs as the first of its borders does.
        let [a, b] = locator.ends(edges[0]);
        let same_way = (b.x - a.x).mul_add(to.x - from.x, (b.y - a.y) * (to.y - from.y)) > 0.0;
        let (start, end) = if same_way { (from, to) } else { (to, from) };
        add(&left, &right, start, end);
        add(&right, &left, end, start);
    }
    let of_face = |(owners, rims): (&Vec<u32>, &Vec<Rim>)| of_set(owners, rims, &sets);
    rims.iter().flat_map(of_face).collect()
}

/// All borders, cut wherever another meets them: each piece once, with the borders that lie on each other there.
fn pieces(segments: &[Segment], survey: &Survey, locator: &Locator) -> Vec<([Coord<f64>; 2], Vec<u32>)> {
    let mut cuts: HashMap<u32, Vec<Coord<f64>>> = HashMap::new();
    for &(segment, at) in &survey.cuts {
        if let Some(edge) = locator.edge_between(segments[segment].a, segments[segment].b) {
            cuts.entry(edge).or_default().push(at);
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

/// The faces of one set of owners.
fn of_set(owners: &[u32], rims: &[Rim], sets: &[Vec<u32>]) -> Vec<Problem> {
    let mut faces = Vec::new();
    for ring in traced(rims) {
        let line: LineString<f64> =
            ring.iter().map(|&place| rims[place].from).chain([rims[ring[0]].from]).collect();
        // Clockwise it is the shore of the whole map, or of an island in a gap.
        if twice_the_area(&line) <= 0.0 {
            continue;
        }
        let (square_metres, metres) = ring_area(&line);
        let mut units: Vec<usize> = owners.iter().map(|&unit| unit as usize).collect();
        if owners.is_empty() {
            units.extend(ring.iter().flat_map(|&place| &sets[rims[place].beyond]).map(|&unit| unit as usize));
            units.sort_unstable();
            units.dedup();
        }
        faces.push(Problem {
            kind: if owners.is_empty() { ProblemKind::Gap } else { ProblemKind::Overlap },
            units,
            at: Some(rims[ring[0]].from),
            square_km: Some(square_metres / 1e6),
            width_metres: Some(2.0 * square_metres / metres),
            count: 1,
        });
    }
    faces
}

fn twice_the_area(ring: &LineString<f64>) -> f64 {
    let Some(&first) = ring.0.first() else { return 0.0 };
    let of_line = |line: geo::Line<f64>| {
        let (one, other) = (line.start - first, line.end - first);
        one.x.mul_add(other.y, -(one.y * other.x))
    };
    ring.lines().map(of_line).sum()
}

/// Rims put together to rings with the face to the left; where several go on, the one that keeps closest to the face.
fn traced(rims: &[Rim]) -> Vec<Vec<usize>> {
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
