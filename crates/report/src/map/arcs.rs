//! Rings cut into arcs at the points where borders meet, so that a border that two places share is one arc of both. What is
//! done to an arc is done to both of its sides, and they never part.

use std::collections::HashMap;

/// A ring as arcs in their order: the arc, and whether it is walked from its end.
pub(super) type ArcRing = Vec<(usize, bool)>;

/// Rings as arcs.
#[derive(Debug, Default)]
pub(super) struct Topology {
    /// The points, each once.
    pub(super) points: Vec<[f64; 2]>,
    /// The arcs as places in `points`; one that is a whole ring ends where it begins.
    pub(super) arcs: Vec<Vec<usize>>,
    /// The rings, in the order in which they were given; one with fewer than three points has no arcs.
    pub(super) rings: Vec<ArcRing>,
}

impl Topology {
    /// Cuts rings into arcs. Points that are the same to the last digit are one.
    pub(super) fn of<'r>(rings: impl Iterator<Item = &'r Vec<[f64; 2]>>) -> Self {
        let mut topology = Self::default();
        let mut places = HashMap::new();
        let rings: Vec<Vec<usize>> = rings.map(|ring| topology.walked(ring, &mut places)).collect();
        let meets = meeting_points(topology.points.len(), &rings);
        let mut known = HashMap::new();
        for ring in rings {
            let cut = if ring.is_empty() { Vec::new() } else { cut(&ring, &meets) };
            let ring = cut.into_iter().map(|arc| topology.known(arc, &mut known)).collect();
            topology.rings.push(ring);
        }
        topology
    }

    /// A ring as places of points, without its end and without points that stand twice in a row; empty where it encloses
    /// nothing.
    fn walked(&mut self, ring: &[[f64; 2]], places: &mut HashMap<[u64; 2], usize>) -> Vec<usize> {
        // Zero has two signs.
        let mut walked: Vec<[f64; 2]> = ring
            .iter()
            .filter(|point| point.iter().all(|one| one.is_finite()))
            .map(|point| point.map(|one| one + 0.0))
            .collect();
        walked.dedup();
        while walked.len() > 1 && walked.first() == walked.last() {
            walked.pop();
        }
        if walked.len() < 3 {
            return Vec::new();
        }
        let place = |point: [f64; 2]| {
            *places.entry(point.map(f64::to_bits)).or_insert_with(|| {
                self.points.push(point);
                self.points.len() - 1
            })
        };
        walked.into_iter().map(place).collect()
    }

    /// The arc that is already known, in whichever direction, or a new one.
    fn known(&mut self, mut arc: Vec<usize>, known: &mut HashMap<Vec<usize>, usize>) -> (usize, bool) {
        let turned = arc.iter().rev().lt(arc.iter());
        if turned {
            arc.reverse();
        }
        let place = *known.entry(arc).or_insert_with_key(|arc| {
            self.arcs.push(arc.clone());
            self.arcs.len() - 1
        });
        (place, turned)
    }

    /// How often each arc is part of a ring: a border between two places is part of two.
    pub(super) fn uses(&self) -> Vec<u8> {
        let mut uses = vec![0u8; self.arcs.len()];
        for (arc, _) in self.rings.iter().flatten() {
            uses[*arc] = uses[*arc].saturating_add(1);
        }
        uses
    }
}

/// The points where more than one line passes: those that have more than two neighbours in all rings together.
fn meeting_points(points: usize, rings: &[Vec<usize>]) -> Vec<bool> {
    const NONE: usize = usize::MAX;
    let mut neighbours = vec![[NONE; 2]; points];
    let mut meets = vec![false; points];
    for ring in rings {
        for (place, &point) in ring.iter().enumerate() {
            let before = ring[(place + ring.len() - 1) % ring.len()];
            for neighbour in [before, ring[(place + 1) % ring.len()]] {
                let known = &mut neighbours[point];
                match known.iter().position(|one| *one == neighbour || *one == NONE) {
                    Some(free) => known[free] = neighbour,
                    None => meets[point] = true,
                }
            }
        }
    }
    meets
}

/// A ring from meeting point to meeting point; one without any is one arc, from its first point in the order of places.
fn cut(ring: &[usize], meets: &[bool]) -> Vec<Vec<usize>> {
    let is_meeting = |place: usize| meets[ring[place % ring.len()]];
    let Some(first) = (0..ring.len()).find(|place| is_meeting(*place)) else {
        let least = (0..ring.len()).min_by_key(|place| ring[*place]).unwrap_or(0);
        return vec![(0..=ring.len()).map(|step| ring[(least + step) % ring.len()]).collect()];
    };
    let mut arcs = Vec::new();
    let mut arc = vec![ring[first]];
    for place in first + 1..=first + ring.len() {
        arc.push(ring[place % ring.len()]);
        if is_meeting(place) {
            arcs.push(std::mem::replace(&mut arc, vec![ring[place % ring.len()]]));
        }
    }
    arcs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topology(rings: &[Vec<[f64; 2]>]) -> Topology {
        Topology::of(rings.iter())
    }

    #[test]
    fn a_common_border_is_one_arc_of_both() {
        let left = vec![[0.0, 0.0], [1.0, 0.0], [1.2, 0.5], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
        let right = vec![[1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0], [1.2, 0.5]];
        let found = topology(&[left, right]);
        assert_eq!((found.points.len(), found.arcs.len()), (7, 3));
        let mut uses = found.uses();
        uses.sort_unstable();
        assert_eq!(uses, [1, 1, 2]);
        let shared = found.uses().iter().position(|uses| *uses == 2).unwrap();
        let turns: Vec<bool> = found
            .rings
            .iter()
            .flatten()
            .filter(|(arc, _)| *arc == shared)
            .map(|(_, turned)| *turned)
            .collect();
        assert_eq!(turns.len(), 2);
        assert_ne!(turns[0], turns[1], "walked in both directions");
    }

    #[test]
    fn an_enclave_and_its_hole_are_one_arc_wherever_they_begin() {
        let hole = vec![[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0]];
        let enclave = vec![[2.0, 2.0], [2.0, 1.0], [1.0, 1.0], [1.0, 2.0], [2.0, 2.0]];
        let found = topology(&[hole, enclave]);
        assert_eq!((found.arcs.len(), found.uses()), (1, vec![2]));
    }

    #[test]
    fn what_encloses_nothing_has_no_arcs() {
        let found = topology(&[vec![], vec![[0.0, 0.0]; 5], vec![[0.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]);
        assert_eq!(found.rings, [vec![], vec![], vec![]]);
        let with_nan = vec![[0.0, 0.0], [f64::NAN, 1.0], [1.0, 0.0], [1.0, 1.0]];
        assert_eq!(topology(&[with_nan]).points.len(), 3);
    }

    #[test]
    fn arcs_put_together_are_the_rings_again() {
        // A ring that touches itself in a point, and two neighbours.
        let rings = [
            vec![[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [1.0, 1.0], [0.0, 2.0]],
            vec![[2.0, 2.0], [1.0, 1.0], [0.0, 2.0], [1.0, 3.0]],
            vec![[0.0, 0.0], [0.0, -1.0], [2.0, -1.0], [2.0, 0.0]],
        ];
        let found = topology(&rings);
        for (ring, arcs) in rings.iter().zip(&found.rings) {
            let mut walked: Vec<usize> = Vec::new();
            for (arc, turned) in arcs {
                let mut arc = found.arcs[*arc].clone();
                if *turned {
                    arc.reverse();
                }
                assert!(walked.last().is_none_or(|last| *last == arc[0]));
                walked.pop();
                walked.extend(arc);
            }
            walked.pop();
            let written = |point: &[f64; 2]| format!("{point:?}");
            let walked: Vec<String> = walked.into_iter().map(|place| written(&found.points[place])).collect();
            let ring: Vec<String> = ring.iter().map(written).collect();
            let start = ring.iter().position(|point| *point == walked[0]).unwrap();
            let turned: Vec<String> = ring.iter().cycle().skip(start).take(ring.len()).cloned().collect();
            assert_eq!(walked, turned);
        }
    }
}
