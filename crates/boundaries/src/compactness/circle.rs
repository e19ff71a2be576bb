//! The smallest circle around points of a plane.

use super::around::{Point, distance};

/// Most rounds. A dozen are enough for any map; whatever the points, after so many the circle is at most a thousandth wider
/// than the smallest (Badoiu and Clarkson 2003: two parts in the number of rounds).
const ROUNDS: usize = 2000;

/// Points outside by no more than this part of the radius are on the rim, but for rounding.
const NEAR: f64 = 1e-12;

/// A circle.
#[derive(Debug, Clone)]
pub(super) struct Circle {
    pub(super) centre: Point,
    pub(super) radius: f64,
    /// The points on its rim that hold it: one, or two or three.
    pub(super) rim: Vec<Point>,
}

/// The smallest circle around a hull. The point farthest outside is put on the rim, until none is outside (Elzinga and Hearn
/// 1972): each round goes over the points once. All of them lie in what is found, for its radius is the distance from its
/// centre to the farthest.
pub(super) fn around(hull: &[Point]) -> Circle {
    after(hull, ROUNDS)
}

/// What is found after so many rounds at most.
fn after(hull: &[Point], rounds: usize) -> Circle {
    let Some(&first) = hull.first() else {
        return Circle { centre: Point::zero(), radius: 0.0, rim: Vec::new() };
    };
    let mut inner = Circle { centre: first, radius: 0.0, rim: vec![first] };
    let mut far = farthest(hull, first);
    let mut least = Circle { radius: distance(first, far), ..inner.clone() };
    for _ in 0..rounds {
        inner = inner.with(far);
        far = farthest(hull, inner.centre);
        let found = Circle { radius: distance(inner.centre, far), ..inner.clone() };
        if found.radius <= inner.radius * (1.0 + NEAR) {
            return found;
        }
        if found.radius < least.radius {
            least = found;
        }
    }
    least
}

impl Circle {
    /// The smallest circle around its rim and a point outside, which then is on the rim: of those that the point makes with one
    /// or two of the others, the one from whose centre the farthest of all is nearest. Two are enough, unless the three have no
    /// angle that is right or obtuse.
    fn with(&self, point: Point) -> Self {
        let circle = |centre: Point, rim: Vec<Point>| {
            let reaches = self.rim.iter().map(|other| distance(centre, *other));
            Self { centre, radius: reaches.fold(distance(centre, point), f64::max), rim }
        };
        let mut least = circle(point, vec![point]);
        for (place, &one) in self.rim.iter().enumerate() {
            let of_two = circle((point + one) / 2.0, vec![point, one]);
            let of_three = self.rim[place + 1..]
                .iter()
                .filter(|&&other| are_acute([point, one, other]))
                .filter_map(|&other| Some(circle(through(point, one, other)?, vec![point, one, other])));
            for own in std::iter::once(of_two).chain(of_three) {
                if own.radius < least.radius {
                    least = own;
                }
            }
        }
        least
    }
}

/// The point farthest from another.
fn farthest(points: &[Point], from: Point) -> Point {
    let reach = |(point, far): (Point, f64), &other: &Point| {
        let own = distance(from, other);
        if own > far { (other, own) } else { (point, far) }
    };
    points.iter().fold((from, 0.0), reach).0
}

/// Whether a triangle has three acute angles.
fn are_acute([a, b, c]: [Point; 3]) -> bool {
    let is_acute = |at: Point, one: Point, other: Point| {
        let (one, other) = (one - at, other - at);
        one.x.mul_add(other.x, one.y * other.y) > 0.0
    };
    is_acute(a, b, c) && is_acute(b, c, a) && is_acute(c, a, b)
}

/// The centre of the circle through three points; nothing where they are in line.
fn through(a: Point, b: Point, c: Point) -> Option<Point> {
    let (b, c) = (b - a, c - a);
    let twice = 2.0 * b.x.mul_add(c.y, -(b.y * c.x));
    let (of_b, of_c) = (b.x.mul_add(b.x, b.y * b.y), c.x.mul_add(c.x, c.y * c.y));
    let centre =
        Point { x: c.y.mul_add(of_b, -(b.y * of_c)) / twice, y: b.x.mul_add(of_c, -(c.x * of_b)) / twice };
    (twice != 0.0).then(|| centre + a)
}

#[cfg(test)]
mod tests {
    use super::super::around::hull;
    use super::*;
    use proptest::prelude::*;

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    /// By its definition: every point is in it, and those on the rim lie on no less than half of it.
    fn is_smallest(circle: &Circle, points: &[Point]) -> bool {
        let part = |point: &Point| distance(circle.centre, *point) / circle.radius;
        let holds = points.iter().all(|point| part(point) <= 1.0 + 1e-9);
        let on_rim = circle.rim.iter().all(|point| (part(point) - 1.0).abs() < 1e-9);
        let mut angles: Vec<f64> = circle
            .rim
            .iter()
            .map(|point| (point.y - circle.centre.y).atan2(point.x - circle.centre.x))
            .collect();
        angles.sort_by(f64::total_cmp);
        let turn = std::f64::consts::TAU;
        let next = angles.iter().skip(1).copied().chain(angles.first().map(|angle| angle + turn));
        let widest = angles.iter().zip(next).map(|(one, other)| other - one).fold(0.0, f64::max);
        holds && on_rim && widest <= turn / 2.0 + 1e-4
    }

    proptest! {
        /// The naive twin: all circles through two or three points. Points anywhere, and many on one circle or on an arc.
        #[test]
        fn the_smallest_circle_equals_its_twin(
            list in prop::collection::vec((-9.0..9.0_f64, -9.0..9.0_f64), 3..14),
            on_circle in prop::collection::vec(0..24_u32, 3..8),
            arc in prop::sample::select(vec![24.0, 60.0, 1000.0]),
            without in any::<bool>(),
        ) {
            let round = on_circle.iter().map(|step| (f64::from(*step) / arc * std::f64::consts::TAU).sin_cos());
            let list: Vec<(f64, f64)> = list.into_iter().skip(if without { 100 } else { 0 }).collect();
            let points: Vec<Point> =
                list.into_iter().chain(round.map(|(x, y)| (7.0 * x, 7.0 * y))).map(|(x, y)| at(x, y)).collect();
            prop_assume!(points.iter().any(|point| distance(*point, points[0]) > 1e-3));
            let found = around(&hull(points.clone()));
            prop_assert!(is_smallest(&found, &points), "{found:?}");
            let mut smallest = f64::MAX;
            let mut centres: Vec<Point> = Vec::new();
            for (place, &one) in points.iter().enumerate() {
                for (next, &other) in points.iter().enumerate().skip(place + 1) {
                    centres.push((one + other) / 2.0);
                    centres.extend(points.iter().skip(next + 1).filter_map(|third| through(one, other, *third)));
                }
            }
            for centre in centres {
                smallest = smallest.min(points.iter().map(|point| distance(centre, *point)).fold(0.0, f64::max));
            }
            prop_assert!((found.radius - smallest).abs() < 1e-9, "{} {smallest}", found.radius);
        }
    }

    /// Rings as of a border drawn with a radius, which took time with the cube of their points: a few rounds are enough for any.
    #[test]
    fn few_rounds_are_enough_for_any_number_of_points() {
        let count = 100_000_u32;
        let ring = |of: &dyn Fn(f64) -> Point| -> Vec<Point> {
            (0..count).map(|step| of(f64::from(step) / f64::from(count) * std::f64::consts::TAU)).collect()
        };
        // Metres beside a far corner, so that coordinates are rounded as those of a district are.
        let circle = |angle: f64| at(3e5f64.mul_add(angle.cos(), 1e6), 3e5f64.mul_add(angle.sin(), -2e6));
        let shapes: [Vec<Point>; 7] = [
            ring(&circle),
            ring(&|angle| circle(angle / 3.0)),
            ring(&|angle| circle(angle * 0.500_01)),
            ring(&|angle| at(3e5 * angle.cos(), 299_999.0 * angle.sin())),
            ring(&|angle| at(3e5 * angle.cos(), 1e5 * angle.sin())),
            ring(&|angle| {
                at(3e5 * angle.cos(), 3e5 * angle.sin()) * (1e-8f64.mul_add((7.0 * angle).sin(), 1.0))
            }),
            ring(&|angle| at(angle.cos(), angle.sin()) * (1e-6f64.mul_add(angle, 1.0))),
        ];
        for (place, points) in shapes.iter().enumerate() {
            let found = after(points, 40);
            assert!(is_smallest(&found, points), "shape {place}: {found:?}");
        }
    }

    #[test]
    fn a_point_and_a_line_have_circles_too() {
        assert_eq!(around(&[]).radius, 0.0);
        assert_eq!(around(&[at(3.0, 4.0)]).radius, 0.0);
        assert_eq!(around(&[at(0.0, 0.0), at(6.0, 8.0)]).radius, 5.0);
        assert_eq!(around(&[at(0.0, 0.0), at(4.0, 0.0), at(4.0, 3.0), at(0.0, 3.0)]).radius, 2.5);
    }
}
