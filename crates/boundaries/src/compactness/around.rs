//! The smallest shapes around points of a plane.

use geo::Coord;
use robust::{Coord as Exact, orient2d};

pub(super) type Point = Coord<f64>;

fn turn(a: Point, b: Point, c: Point) -> f64 {
    let exact = |point: Point| Exact { x: point.x, y: point.y };
    orient2d(exact(a), exact(b), exact(c))
}

/// The convex hull, counter-clockwise, without points in line (Andrew 1979).
pub(super) fn hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|one, other| one.x.total_cmp(&other.x).then(one.y.total_cmp(&other.y)));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let half = |points: &mut dyn Iterator<Item = &Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for &point in points {
            while chain.len() > 1 && turn(chain[chain.len() - 2], chain[chain.len() - 1], point) <= 0.0 {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut lower = half(&mut points.iter());
    lower.extend(half(&mut points.iter().rev()));
    lower
}

/// Area of a convex polygon.
pub(super) fn area(hull: &[Point]) -> f64 {
    let Some(&first) = hull.first() else { return 0.0 };
    let of_pair = |pair: &[Point]| {
        let (one, other) = (pair[0] - first, pair[1] - first);
        one.x.mul_add(other.y, -(one.y * other.x))
    };
    hull.windows(2).map(of_pair).sum::<f64>() / 2.0
}

pub(super) fn distance(one: Point, other: Point) -> f64 {
    (one.x - other.x).hypot(one.y - other.y)
}

/// Width and length of the rectangle of least area around a hull: one of its sides lies on one of the hull's (Freeman and
/// Shapira 1975), found with calipers that turn around it once.
pub(super) fn rectangle(hull: &[Point]) -> (f64, f64) {
    let count = hull.len();
    let mut best = (0.0, 0.0);
    let mut least = f64::MAX;
    let [mut right, mut top, mut left] = [1, 1, 1];
    for side in 0..count {
        let edge = hull[(side + 1) % count] - hull[side];
        let long = edge.x.hypot(edge.y);
        let along = |place: usize| {
            (hull[place % count] - hull[side])
                .x
                .mul_add(edge.x, (hull[place % count] - hull[side]).y * edge.y)
                / long
        };
        let up = |place: usize| {
            edge.x.mul_add(
                (hull[place % count] - hull[side]).y,
                -(edge.y * (hull[place % count] - hull[side]).x),
            ) / long
        };
        right = right.max(side + 1);
        while along(right + 1) > along(right) {
            right += 1;
        }
        top = top.max(right);
        while up(top + 1) > up(top) {
            top += 1;
        }
        left = left.max(top);
        while along(left + 1) < along(left) {
            left += 1;
        }
        let (across, height) = (along(right) - along(left), up(top));
        if across * height < least {
            least = across * height;
            best = (across.min(height), across.max(height));
        }
    }
    best
}

/// The greatest distance between two points of a hull.
pub(super) fn longest(hull: &[Point]) -> f64 {
    let count = hull.len();
    let mut far = 1;
    let mut greatest: f64 = 0.0;
    for side in 0..count {
        let (from, to) = (hull[side], hull[(side + 1) % count]);
        let height = |place: usize| {
            let (edge, point) = (to - from, hull[place % count] - from);
            edge.x.mul_add(point.y, -(edge.y * point.x))
        };
        far = far.max(side + 1);
        while height(far + 1) > height(far) {
            far += 1;
        }
        for place in [far % count, (far + 1) % count] {
            greatest = greatest.max(distance(from, hull[place])).max(distance(to, hull[place]));
        }
    }
    greatest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points(list: &[(f64, f64)]) -> Vec<Point> {
        list.iter().map(|&(x, y)| Point { x, y }).collect()
    }

    #[test]
    fn shapes_around_a_rectangle() {
        let hull = hull(points(&[(0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0), (1.0, 1.0), (2.0, 0.0)]));
        assert_eq!((hull.len(), area(&hull), rectangle(&hull)), (4, 12.0, (3.0, 4.0)));
        assert!((longest(&hull) - 5.0).abs() < 1e-12);
    }

    proptest! {
        /// The naive twins: all pairs, all directions.
        #[test]
        fn calipers_equal_their_twins(list in prop::collection::vec((-9.0..9.0_f64, -9.0..9.0_f64), 3..14)) {
            let hull = hull(points(&list));
            prop_assume!(hull.len() > 2 && area(&hull) > 1e-3);
            let far = hull.iter().flat_map(|one| hull.iter().map(|other| distance(*one, *other))).fold(0.0, f64::max);
            prop_assert!((longest(&hull) - far).abs() < 1e-9);
            let (width, length) = rectangle(&hull);
            let least = (0..hull.len()).map(|side| {
                let edge = hull[(side + 1) % hull.len()] - hull[side];
                let long = edge.x.hypot(edge.y);
                let spread = |part: &dyn Fn(&Point) -> f64| {
                    let values: Vec<f64> = hull.iter().map(part).collect();
                    values.iter().copied().fold(f64::MIN, f64::max) - values.iter().copied().fold(f64::MAX, f64::min)
                };
                spread(&|point| (point.x * edge.x + point.y * edge.y) / long) * spread(&|point| (point.y * edge.x - point.x * edge.y) / long)
            }).fold(f64::MAX, f64::min);
            prop_assert!((width * length - least).abs() < 1e-9, "{} {}", width * length, least);
        }
    }
}
