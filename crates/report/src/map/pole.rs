//! The middle of an area: the place farthest from its borders, found by halving squares (Agafonkin, polylabel, 2016, after
//! Garcia-Castellanos and Lombardo, 2007).

use std::collections::BinaryHeap;

/// Squares looked at, at most.
const SQUARES: usize = 2_000;

/// A place inside of rings, and how far it is from their nearest border. Holes are rings as the others; without an area the
/// distance is zero or less.
pub(super) fn pole(rings: &[Vec<[f64; 2]>], precision: f64) -> ([f64; 2], f64) {
    let points = || rings.iter().flatten();
    let ends = |axis: usize| {
        points()
            .map(|point| point[axis])
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| (low.min(one), high.max(one)))
    };
    let ((west, east), (top, bottom)) = (ends(0), ends(1));
    if !(east - west).is_finite() {
        return ([0.0, 0.0], 0.0);
    }
    let side = (east - west).min(bottom - top).max(precision);
    let mut squares = BinaryHeap::new();
    let [columns, rows] =
        [east - west, bottom - top].map(|length| (length / side).ceil().clamp(1.0, 40.0) as u32);
    for column in 0..columns {
        for row in 0..rows {
            let middle = [f64::from(column), f64::from(row)].map(|place| (place + 0.5) * side);
            squares.push(Square::of([west + middle[0], top + middle[1]], side / 2.0, rings));
        }
    }
    let mut best = Square::of([f64::midpoint(west, east), f64::midpoint(top, bottom)], 0.0, rings);
    for _ in 0..SQUARES {
        let Some(square) = squares.pop() else { break };
        if square.distance > best.distance {
            best = square;
        }
        if square.most - best.distance <= precision {
            break;
        }
        let half = square.half / 2.0;
        for [x, y] in [[-half, -half], [half, -half], [-half, half], [half, half]] {
            squares.push(Square::of([square.middle[0] + x, square.middle[1] + y], half, rings));
        }
    }
    (best.middle, best.distance)
}

/// A square with the distance of its middle from the border, and the most that any place in it can have.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Square {
    middle: [f64; 2],
    half: f64,
    distance: f64,
    most: f64,
}

impl Square {
    fn of(middle: [f64; 2], half: f64, rings: &[Vec<[f64; 2]>]) -> Self {
        let distance = signed_distance(middle, rings);
        Self { middle, half, distance, most: distance + half * std::f64::consts::SQRT_2 }
    }
}

impl Eq for Square {}

impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let place = |one: &Self, other: &Self, axis: usize| one.middle[axis].total_cmp(&other.middle[axis]);
        self.most.total_cmp(&other.most).then(place(self, other, 0)).then(place(self, other, 1))
    }
}

/// The distance from the nearest border, negative outside.
fn signed_distance([x, y]: [f64; 2], rings: &[Vec<[f64; 2]>]) -> f64 {
    let (mut inside, mut nearest) = (false, f64::INFINITY);
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            if (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] {
                inside = !inside;
            }
            nearest = nearest.min(from_segment([x, y], *a, *b));
        }
    }
    if inside { nearest.sqrt() } else { -nearest.sqrt() }
}

/// The square of the distance of a point from a segment.
fn from_segment(point: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    let share = if length > 0.0 {
        (((point[0] - a[0]) * along[0] + (point[1] - a[1]) * along[1]) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let off = [point[0] - a[0] - share * along[0], point[1] - a[1] - share * along[1]];
    off[0] * off[0] + off[1] * off[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_horseshoe_is_in_it() {
        let shoe = vec![
            [0.0, 0.0],
            [10.0, 0.0],
            [10.0, 10.0],
            [7.0, 10.0],
            [7.0, 3.0],
            [3.0, 3.0],
            [3.0, 10.0],
            [0.0, 10.0],
        ];
        let ([x, y], distance) = pole(std::slice::from_ref(&shoe), 0.01);
        assert!(signed_distance([x, y], &[shoe]) > 1.6 && distance > 1.6, "{x} {y} {distance}");
    }

    #[test]
    fn a_hole_is_not_the_middle_and_nothing_has_no_middle() {
        let square = |side: f64| vec![[-side, -side], [side, -side], [side, side], [-side, side]];
        let ([x, y], distance) = pole(&[square(10.0), square(4.0)], 0.01);
        assert!(x.abs().max(y.abs()) > 4.0 && (3.0..3.6).contains(&distance), "{x} {y} {distance}");
        assert!(pole(&[], 0.1).1.abs() < 1e-9);
        assert!(pole(&[vec![[1.0, 1.0]; 3]], 0.1).1 <= 0.0);
    }
}
