//! Border segments and how two of them lie to each other.

use geo::Coord;
use robust::{Coord as Exact, orient2d};

use crate::Layer;

/// A piece of border between two points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Segment {
    /// Where it begins, going around the ring as it was written.
    pub(crate) a: Coord<f64>,
    /// Where it ends.
    pub(crate) b: Coord<f64>,
    /// The unit.
    pub(crate) unit: u32,
    /// The ring, numbered through the layer.
    pub(crate) ring: u32,
    /// The polygon, numbered through the layer.
    pub(crate) polygon: u32,
}

impl Segment {
    /// West, south, east, north.
    pub(crate) fn extent(&self) -> [f64; 4] {
        let Self { a, b, .. } = self;
        [a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y)]
    }
}

/// All border segments of a layer, ring by ring; those between two equal points are left out.
pub(crate) fn segments(layer: &Layer) -> Vec<Segment> {
    let mut all = Vec::new();
    let (mut ring_number, mut polygon_number) = (0, 0);
    for (unit, of_unit) in layer.units.iter().enumerate() {
        for polygon in &of_unit.area {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                for line in ring.lines().filter(|line| line.start != line.end) {
                    all.push(Segment {
                        a: line.start,
                        b: line.end,
                        unit: unit as u32,
                        ring: ring_number,
                        polygon: polygon_number,
                    });
                }
                ring_number += 1;
            }
            polygon_number += 1;
        }
    }
    all
}

/// Positive where `c` lies to the left of the way from `a` to `b`, negative to the right, zero exactly on the line
/// (Shewchuk 1997, adaptive precision).
#[inline]
pub(crate) fn turn(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    let exact = |point: Coord<f64>| Exact { x: point.x, y: point.y };
    orient2d(exact(a), exact(b), exact(c))
}

/// Whether a point lies exactly on a segment, its ends included.
#[inline]
pub(crate) fn on_segment(point: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> bool {
    let between = |value: f64, one: f64, other: f64| value >= one.min(other) && value <= one.max(other);
    between(point.x, a.x, b.x) && between(point.y, a.y, b.y) && turn(a, b, point) == 0.0
}

/// How two segments lie to each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Relation {
    /// They have no point in common.
    Apart,
    /// They have one point in common, which is an end of at least one of them.
    Touch(Coord<f64>),
    /// They cross in a point that is an end of neither; where, is rounded.
    Cross(Coord<f64>),
    /// They have this piece in common.
    Along(Coord<f64>, Coord<f64>),
}

/// How two segments lie to each other, exactly.
pub(crate) fn relation([a, b]: [Coord<f64>; 2], [c, d]: [Coord<f64>; 2]) -> Relation {
    let of_first = [turn(a, b, c), turn(a, b, d)];
    if of_first == [0.0, 0.0] {
        return in_line([a, b], [c, d]);
    }
    if of_first[0] * of_first[1] > 0.0 {
        return Relation::Apart;
    }
    let of_second = [turn(c, d, a), turn(c, d, b)];
    let is_cross = |turns: [f64; 2]| (turns[0] < 0.0 && turns[1] > 0.0) || (turns[0] > 0.0 && turns[1] < 0.0);
    if is_cross(of_first) && is_cross(of_second) {
        let part = of_second[0] / (of_second[0] - of_second[1]);
        return Relation::Cross(Coord {
            x: (b.x - a.x).mul_add(part, a.x),
            y: (b.y - a.y).mul_add(part, a.y),
        });
    }
    let ends = [(c, [a, b]), (d, [a, b]), (a, [c, d]), (b, [c, d])];
    let touched = ends.into_iter().find(|(point, [from, to])| on_segment(*point, *from, *to));
    touched.map_or(Relation::Apart, |(point, _)| Relation::Touch(point))
}

/// The common piece of two segments of one line.
fn in_line([a, b]: [Coord<f64>; 2], [c, d]: [Coord<f64>; 2]) -> Relation {
    let is_flat = (b.x - a.x).abs() >= (b.y - a.y).abs();
    let place = |point: &Coord<f64>| if is_flat { point.x } else { point.y };
    let sorted = |one: Coord<f64>, other: Coord<f64>| {
        if place(&one) <= place(&other) { [one, other] } else { [other, one] }
    };
    let ([a, b], [c, d]) = (sorted(a, b), sorted(c, d));
    let from = if place(&a) >= place(&c) { a } else { c };
    let to = if place(&b) <= place(&d) { b } else { d };
    if place(&from) < place(&to) {
        Relation::Along(from, to)
    } else if from == to {
        Relation::Touch(from)
    } else {
        Relation::Apart
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn two_segments_lie_in_four_ways() {
        let flat = [at(0.0, 0.0), at(4.0, 0.0)];
        assert_eq!(relation(flat, [at(1.0, -1.0), at(1.0, 1.0)]), Relation::Cross(at(1.0, 0.0)));
        assert_eq!(relation(flat, [at(1.0, 0.0), at(1.0, 1.0)]), Relation::Touch(at(1.0, 0.0)));
        assert_eq!(relation(flat, [at(4.0, 0.0), at(5.0, 0.0)]), Relation::Touch(at(4.0, 0.0)));
        assert_eq!(relation(flat, [at(3.0, 0.0), at(9.0, 0.0)]), Relation::Along(at(3.0, 0.0), at(4.0, 0.0)));
        assert_eq!(relation(flat, [at(5.0, 0.0), at(9.0, 0.0)]), Relation::Apart);
        assert_eq!(relation(flat, [at(0.0, 1.0), at(4.0, 1.0)]), Relation::Apart);
        assert_eq!(relation(flat, [at(9.0, -1.0), at(9.0, 1.0)]), Relation::Apart);
    }

    #[test]
    fn rounding_decides_nothing() {
        // On the line to the last bit, and one bit beside it.
        let line = [at(0.1, 0.1), at(0.9, 0.9)];
        assert!(on_segment(at(0.5, 0.5), line[0], line[1]));
        assert!(!on_segment(at(0.5, 0.500_000_000_000_000_1), line[0], line[1]));
    }
}
