//! Arcs with fewer points: the points go whose triangle with their neighbours is smallest, arc by arc (Visvalingam and
//! Whyatt, 1993), as many as the drawing has no room for.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::arcs::Topology;

/// Triangles under this many square units cannot be seen.
const UNSEEN: f64 = 0.12;

/// The arcs of a topology whose points stand at `places`, simplified to about `most` points in all. Ends of arcs stay, and
/// no ring becomes a line.
pub(super) fn simplified(topology: &Topology, places: &[[f64; 2]], most: usize) -> Vec<Vec<usize>> {
    simplified_where(topology, places, most, |_| true)
}

/// The same to about `most` points of those that count, such as those in a part of the map.
pub(super) fn simplified_where(
    topology: &Topology,
    places: &[[f64; 2]],
    most: usize,
    counts: impl Fn([f64; 2]) -> bool,
) -> Vec<Vec<usize>> {
    let weights: Vec<Vec<f64>> = topology.arcs.iter().map(|arc| weights(arc, places)).collect();
    let points = topology.arcs.iter().flatten().zip(weights.iter().flatten());
    let counted = points.filter(|(point, weight)| weight.is_finite() && counts(places[**point]));
    let mut all: Vec<f64> = counted.map(|(_, weight)| *weight).collect();
    all.sort_by(|one, other| other.total_cmp(one));
    let least = all.get(most).copied().unwrap_or(0.0).max(UNSEEN);
    let kept = needed(topology, &weights, least);
    let arcs = topology.arcs.iter().zip(&weights).enumerate();
    arcs.map(|(number, (arc, weights))| {
        let points = arc.iter().zip(weights).enumerate();
        points
            .filter(|(place, (_, weight))| **weight >= least || kept.contains(&(number, *place)))
            .map(|(_, (point, _))| *point)
            .collect()
    })
    .collect()
}

/// The points, as arc and place in it, without which a ring would have fewer than three: of each of its arcs the gravest.
fn needed(topology: &Topology, weights: &[Vec<f64>], least: f64) -> BTreeSet<(usize, usize)> {
    let mut needed = BTreeSet::new();
    let stay = |arc: usize| weights[arc].iter().filter(|weight| **weight >= least).count() - 1;
    for ring in &topology.rings {
        if ring.iter().map(|(arc, _)| stay(*arc)).sum::<usize>() >= 3 {
            continue;
        }
        for &(arc, _) in ring {
            let mut inner: Vec<usize> = (1..weights[arc].len().saturating_sub(1)).collect();
            inner.sort_by(|one, other| weights[arc][*other].total_cmp(&weights[arc][*one]));
            needed.extend(inner.into_iter().take(2).map(|place| (arc, place)));
        }
    }
    needed
}

/// How grave each point of an arc is: the area of its triangle when it is the next to go, never less than that of a point
/// that went before. The ends are infinitely grave.
fn weights(arc: &[usize], places: &[[f64; 2]]) -> Vec<f64> {
    let count = arc.len();
    let mut weights = vec![f64::INFINITY; count];
    let (mut before, mut after): (Vec<usize>, Vec<usize>) =
        ((0..count).map(|place| place.wrapping_sub(1)).collect(), (1..=count).collect());
    let triangle = |one: usize, middle: usize, other: usize| {
        let [a, b, c] = [one, middle, other].map(|place| places[arc[place]]);
        ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs() / 2.0
    };
    let inner = 1..count.saturating_sub(1);
    let mut areas: Vec<f64> = vec![f64::INFINITY; count];
    let mut next = BinaryHeap::new();
    for place in inner {
        areas[place] = triangle(place - 1, place, place + 1);
        next.push(Reverse((areas[place].to_bits(), place)));
    }
    let mut passed = 0.0f64;
    // Areas are not negative, and such numbers stand in the order of their bits.
    while let Some(Reverse((bits, place))) = next.pop() {
        if weights[place].is_finite() || bits != areas[place].to_bits() {
            continue;
        }
        passed = passed.max(areas[place]);
        weights[place] = passed;
        let (left, right) = (before[place], after[place]);
        (after[left], before[right]) = (right, left);
        for neighbour in [left, right] {
            if neighbour > 0 && neighbour + 1 < count {
                areas[neighbour] = triangle(before[neighbour], neighbour, after[neighbour]);
                next.push(Reverse((areas[neighbour].to_bits(), neighbour)));
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two squares of side 100 whose common border has a bay of 40 and ripples of a hundredth.
    fn neighbours() -> Vec<Vec<[f64; 2]>> {
        let ripple = |step: u32| {
            let y = f64::from(step);
            let bay = if step == 50 { 40.0 } else { 0.0 };
            [100.0 + bay + f64::from(step % 2) / 100.0, y]
        };
        let border: Vec<[f64; 2]> = (0..=100).map(ripple).collect();
        let mut left = vec![[0.0, 100.0], [0.0, 0.0]];
        left.extend(&border);
        let mut right = vec![[200.0, 0.0], [200.0, 100.0]];
        right.extend(border.iter().rev());
        vec![left, right]
    }

    #[test]
    fn both_sides_of_a_border_lose_the_same_points() {
        let rings = neighbours();
        let topology = Topology::of(rings.iter());
        let arcs = simplified(&topology, &topology.points, 1000);
        let shared = topology.uses().iter().position(|uses| *uses == 2).unwrap();
        assert!((3..=7).contains(&arcs[shared].len()), "{}", arcs[shared].len());
        let xs: Vec<f64> = arcs[shared].iter().map(|point| topology.points[*point][0]).collect();
        assert!(xs.iter().any(|x| *x > 139.0), "the bay is kept: {xs:?}");
        let (first, last) = (topology.arcs[shared][0], topology.arcs[shared][100]);
        assert_eq!((arcs[shared][0], *arcs[shared].last().unwrap()), (first, last));
    }

    #[test]
    fn a_ring_never_becomes_a_line() {
        // Two places in a square under the size that can be seen, and an island.
        let tiny = |x: f64| vec![[x, 0.0], [x + 0.1, 0.0], [x + 0.1, 0.1], [x, 0.1]];
        let rings = [tiny(0.0), tiny(0.1), tiny(5.0)];
        let topology = Topology::of(rings.iter());
        let arcs = simplified(&topology, &topology.points, 0);
        for ring in &topology.rings {
            let points: BTreeSet<usize> = ring.iter().flat_map(|(arc, _)| arcs[*arc].clone()).collect();
            assert!(points.len() >= 3, "{points:?}");
        }
    }

    #[test]
    fn no_more_points_stay_than_there_is_room_for() {
        let star: Vec<[f64; 2]> = (0..1000)
            .map(|step| {
                let (angle, radius) = (f64::from(step) / 159.0, 100.0 + 50.0 * f64::from(step % 2));
                [radius * angle.cos(), radius * angle.sin()]
            })
            .collect();
        let topology = Topology::of([&star].into_iter());
        let arcs = simplified(&topology, &topology.points, 100);
        assert!(arcs.iter().map(Vec::len).sum::<usize>() <= 110);
    }
}
