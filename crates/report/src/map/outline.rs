//! The outline of a place: the rings that are drawn of it.

use std::collections::{BTreeMap, BTreeSet};

use super::arcs::ArcRing;
use super::paths::{Tenths, area, length};

/// Rings of no neighbour under so many square units are not drawn, where their place has others.
const SPECK: f64 = 0.3;
/// Nor are those that are narrower on average: a gap between borders that were drawn twice would be a line that is none.
const HAIR: f64 = 0.3;

/// The outline of a place: its rings without what is a border of two of its own parts, such as the blocks of a district.
pub(super) fn dissolved(rings: &[&ArcRing], arcs: &[Vec<usize>]) -> Vec<ArcRing> {
    let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
    for (arc, _) in rings.iter().copied().flatten() {
        *uses.entry(*arc).or_insert(0) += 1;
    }
    if uses.values().all(|uses| *uses == 1) {
        return rings.iter().map(|ring| (*ring).clone()).collect();
    }
    let ends = |arc: usize| [arcs[arc][0], arcs[arc][arcs[arc].len() - 1]];
    let mut left: BTreeSet<usize> =
        uses.iter().filter(|(_, uses)| *uses % 2 == 1).map(|(arc, _)| *arc).collect();
    let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &arc in &left {
        for end in ends(arc) {
            at.entry(end).or_default().push(arc);
        }
    }
    let mut outlines = Vec::new();
    while let Some(first) = left.pop_first() {
        let [start, mut end] = ends(first);
        let mut outline = vec![(first, false)];
        while end != start {
            // At every point as many ends meet as leave, so there is always a way on.
            let next = at.get(&end).and_then(|arcs| arcs.iter().find(|arc| left.contains(arc)));
            let Some(&next) = next else { break };
            left.remove(&next);
            let [from, to] = ends(next);
            outline.push((next, from != end));
            end = if from == end { to } else { from };
        }
        outlines.push(outline);
    }
    outlines
}

/// The rings of a place as points, without specks, whose arcs are added to those that are hidden.
pub(super) fn drawn_rings(
    rings: &[ArcRing],
    arcs: &[Vec<Tenths>],
    uses: &[u8],
    hidden: &mut BTreeSet<usize>,
) -> Vec<Vec<Tenths>> {
    let all: Vec<(&ArcRing, Vec<Tenths>)> =
        rings.iter().filter(|ring| !ring.is_empty()).map(|ring| (ring, walked(ring, arcs))).collect();
    let largest = all.iter().map(|(_, walked)| area(walked)).fold(0.0, f64::max);
    let is_speck = |(ring, walked): &(&ArcRing, Vec<Tenths>)| {
        let alone = ring.iter().all(|(arc, _)| uses[*arc] < 2);
        let size = area(walked);
        alone && size < largest && (size < SPECK || 2.0 * size < HAIR * length(walked))
    };
    let (specks, drawn): (Vec<_>, Vec<_>) = all.into_iter().partition(is_speck);
    hidden.extend(specks.iter().flat_map(|(ring, _)| ring.iter().map(|(arc, _)| *arc)));
    drawn.into_iter().map(|(_, walked)| walked).collect()
}

/// The points of a ring, from those of its arcs.
fn walked(ring: &ArcRing, arcs: &[Vec<Tenths>]) -> Vec<Tenths> {
    let mut walked: Vec<Tenths> = Vec::new();
    for (arc, turned) in ring {
        walked.pop();
        if *turned {
            walked.extend(arcs[*arc].iter().rev());
        } else {
            walked.extend(&arcs[*arc]);
        }
    }
    walked
}

#[cfg(test)]
mod tests {
    use super::super::arcs::Topology;
    use super::*;

    #[test]
    fn a_speck_is_left_out_and_a_lone_speck_is_not() {
        let square = |side: i32| vec![[0, 0], [side, 0], [side, side], [0, side], [0, 0]];
        let slit = vec![[10, 10], [90, 10], [90, 12], [10, 12], [10, 10]];
        let arcs = [square(100), square(2), slit];
        let rings = [vec![(0, false)], vec![(1, false)], vec![(2, false)]];
        let drawn = |rings: &[ArcRing], uses: &[u8]| {
            let mut hidden = BTreeSet::new();
            (drawn_rings(rings, &arcs, uses, &mut hidden).len(), hidden.into_iter().collect::<Vec<_>>())
        };
        assert_eq!(drawn(&rings, &[1, 1, 1]), (1, vec![1, 2]), "nor is a slit, as wide as a hair");
        assert_eq!(drawn(&rings[1..2], &[1, 1, 1]), (1, Vec::new()));
        assert_eq!(drawn(&rings[..2], &[1, 2, 1]), (2, Vec::new()), "a hole that another fills stays");
    }

    #[test]
    fn the_blocks_of_a_district_are_one_outline() {
        // Two squares side by side, the second walked the other way round, and one that touches the first in a corner.
        let squares = [
            vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]],
            vec![[1.0, 0.0], [1.0, 1.0], [2.0, 1.0], [2.0, 0.0]],
            vec![[0.0, 0.0], [-1.0, 0.0], [-1.0, -1.0], [0.0, -1.0]],
        ];
        let topology = Topology::of(squares.iter());
        let outline = |count: usize| {
            let rings: Vec<&ArcRing> = topology.rings.iter().take(count).collect();
            dissolved(&rings, &topology.arcs)
        };
        let length = |outlines: &[ArcRing]| -> usize {
            outlines.iter().flatten().map(|(arc, _)| topology.arcs[*arc].len() - 1).sum()
        };
        assert_eq!((outline(1).len(), length(&outline(1))), (1, 4));
        assert_eq!((outline(2).len(), length(&outline(2))), (1, 6), "without the border between them");
        assert_eq!(length(&outline(3)), 10, "nothing else is lost");
    }
}
