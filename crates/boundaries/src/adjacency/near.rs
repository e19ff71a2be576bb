//! Pairs of units that come near to each other, and along how much of their borders.

use std::collections::BTreeMap;

use geo::Coord;

use super::Near;
use super::sight::{Sight, in_sight};
use crate::Graph;
use crate::assign::Locator;
use crate::measure::metres_between;
use crate::net::{Relation, Segment, each_pair, relation};

/// Metres of one degree of latitude, near enough for a tolerance.
pub(super) const METRES_OF_DEGREE: f64 = 111_200.0;

/// Pieces of border that are looked at for a pair, beside one for each segment.
const PIECES: f64 = 400.0;

/// What of a piece of border is looked at: its straight way to the other unit makes at least this sine with it. What stands
/// beside the end of a line is not ahead of it.
const AHEAD: f64 = 0.5;

/// Units and, of their segments, the pairs that come near: of the first unit, of the second.
type OfUnits = ((usize, usize), Vec<(usize, usize)>);

/// A piece of the border of the first of two units, and its way to the second.
struct Piece {
    pair: usize,
    length: f64,
    /// How far the other unit is from it, in metres, where it is farthest from it.
    away: f64,
    way: Sight,
}

/// All pairs of units without a common border that come within the tolerance, in order.
pub(super) fn pairs(all: &[Segment], borders: &Graph, locator: &Locator, tolerance: f64) -> Vec<Near> {
    let near = close(all, borders, tolerance);
    let pieces: Vec<Piece> =
        near.iter().enumerate().flat_map(|(pair, near)| pieces(all, pair, near, tolerance)).collect();
    let ways: Vec<Sight> = pieces.iter().map(|piece| piece.way).collect();
    let open = in_sight(&ways, all, locator);
    let mut seen: Vec<Vec<(f64, f64)>> = vec![Vec::new(); near.len()];
    for (piece, _) in pieces.iter().zip(open).filter(|(_, open)| *open) {
        seen[piece.pair].push((piece.away, piece.length));
    }
    let pair = |(((one, other), places), mut seen): (OfUnits, Vec<(f64, f64)>)| {
        let (metres_apart, at) = places
            .iter()
            .map(|&(own, their)| apart(all[own], all[their]))
            .min_by(|one, other| one.0.total_cmp(&other.0))?;
        let facing_metres = seen.iter().map(|(_, length)| length).sum();
        let drawn_out = drawn_out(&mut seen);
        (metres_apart <= tolerance).then_some(Near { one, other, metres_apart, facing_metres, drawn_out, at })
    };
    near.into_iter().zip(seen).filter_map(pair).collect()
}

/// The most that pieces no farther than any distance are as long, of that distance.
fn drawn_out(seen: &mut [(f64, f64)]) -> f64 {
    seen.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let (mut metres, mut most) = (0.0, 0.0_f64);
    for (away, length) in seen {
        metres += *length;
        // Borders that rounding keeps apart are no distance away at all.
        most = most.max(metres / away.max(1e-6));
    }
    most
}

/// Units without a common border whose extents come within the tolerance, with the segments that do.
fn close(all: &[Segment], borders: &Graph, tolerance: f64) -> Vec<OfUnits> {
    let farthest_north = all.iter().map(|segment| segment.a.y.abs()).fold(0.0, f64::max).min(89.0);
    let degrees = tolerance / METRES_OF_DEGREE / farthest_north.to_radians().cos();
    let mut pairs: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    let wanted =
        |one: u32, other: u32| one != other && borders.between(one as usize, other as usize).is_none();
    each_pair(all, degrees, wanted, |one, other| {
        let (one, other) = if all[one].unit <= all[other].unit { (one, other) } else { (other, one) };
        let units = (all[one].unit as usize, all[other].unit as usize);
        pairs.entry(units).or_default().push((one, other));
    });
    pairs.into_iter().collect()
}

/// How far two segments are apart, in metres, and where.
fn apart(one: Segment, other: Segment) -> (f64, Coord<f64>) {
    if let Relation::Touch(at) | Relation::Cross(at) | Relation::Along(at, _) =
        relation([one.a, one.b], [other.a, other.b])
    {
        return (0.0, at);
    }
    let ends = [(one.a, other), (one.b, other), (other.a, one), (other.b, one)];
    let of_end = |(point, segment): (Coord<f64>, Segment)| (nearest(point, segment).0, point);
    ends.map(of_end)
        .into_iter()
        .fold((f64::MAX, one.a), |least, own| if own.0 < least.0 { own } else { least })
}

/// Metres on a plane that is true around a point, from it to another.
fn flat(from: Coord<f64>, to: Coord<f64>) -> (f64, f64) {
    let across = METRES_OF_DEGREE * from.y.to_radians().cos();
    ((to.x - from.x) * across, (to.y - from.y) * METRES_OF_DEGREE)
}

/// Metres from a point to a segment, and where on it that is.
fn nearest(point: Coord<f64>, segment: Segment) -> (f64, Coord<f64>) {
    let ((ax, ay), (bx, by)) = (flat(point, segment.a), flat(point, segment.b));
    let (dx, dy) = (bx - ax, by - ay);
    let part = (-(ax * dx + ay * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    let at = segment.a + (segment.b - segment.a) * part;
    ((ax + dx * part).hypot(ay + dy * part), at)
}

/// The pieces of the first unit's border that have the second straight ahead within the tolerance.
fn pieces(all: &[Segment], pair: usize, (_, places): &OfUnits, tolerance: f64) -> Vec<Piece> {
    let mut of_own: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(own, their) in places {
        of_own.entry(own).or_default().push(their);
    }
    let length = |own: usize| metres_between(all[own].a, all[own].b);
    let together: f64 = of_own.keys().map(|&own| length(own)).sum();
    let step = (tolerance / 4.0).max(together / PIECES);
    let mut found = Vec::new();
    for (own, their) in of_own {
        let Segment { a, b, unit, .. } = all[own];
        let to = |point: Coord<f64>| {
            let each = their.iter().map(|&their| nearest(point, all[their]));
            each.fold((f64::MAX, point), |least, own| if own.0 < least.0 { own } else { least })
        };
        let own_length = length(own);
        let count = (own_length / step).ceil().max(1.0);
        for piece in 0..count as u32 {
            let at = |part: f64| a + (b - a) * ((f64::from(piece) + part) / count);
            let (metres, end) = to(at(0.5));
            if metres > tolerance || !is_ahead(at(0.5), end, [a, b]) {
                continue;
            }
            // What runs away from the other unit is as far from it as its far end.
            let away = metres.max(to(at(0.0)).0).max(to(at(1.0)).0);
            let way = Sight { from: at(0.5), to: end, own, units: [unit, all[their[0]].unit] };
            found.push(Piece { pair, length: own_length / count, away, way });
        }
    }
    found
}

/// Whether what lies there is ahead of a line from `a` to `b`, and not beside its end.
fn is_ahead(from: Coord<f64>, to: Coord<f64>, [a, b]: [Coord<f64>; 2]) -> bool {
    let ((wx, wy), (lx, ly)) = (flat(from, to), {
        let (ax, ay) = flat(from, a);
        let (bx, by) = flat(from, b);
        (bx - ax, by - ay)
    });
    let (way, line) = (wx.hypot(wy), lx.hypot(ly));
    way < 1e-6 || (wx * ly - wy * lx).abs() >= AHEAD * way * line
}
