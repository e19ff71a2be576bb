//! Which blocks border on which: the adjacency graph that contiguity and splits stand on. It knows no geometry.

use std::collections::BTreeMap;

/// A border between two blocks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Border {
    /// One block, by its index.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// Length in metres, where it is known; borders of one pair add up.
    pub metres: Option<f64>,
}

/// A block that borders on another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Its index.
    pub block: usize,
    /// Length of the common border in metres, where it is known.
    pub metres: Option<f64>,
}

/// An undirected graph of blocks `0..len`, without loops and with at most one edge for each pair.
///
/// ```
/// use tizim_boundaries::{Border, Graph};
/// // A row of three, and an island.
/// let border = |one, other| Border { one, other, metres: None };
/// let graph = Graph::new(4, [border(0, 1), border(2, 1)]);
/// assert_eq!(graph.neighbours(1).iter().map(|next| next.block).collect::<Vec<_>>(), [0, 2]);
/// assert_eq!(graph.parts(&[0, 2, 3]), [vec![0], vec![2], vec![3]]);
/// assert_eq!(graph.parts(&[0, 1, 2, 3]), [vec![0, 1, 2], vec![3]]);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    neighbours: Vec<Vec<Neighbour>>,
}

impl Graph {
    /// A graph of so many blocks. The length of a pair's border is the sum of those given, and unknown if one of them is;
    /// borders of a block with itself, and of blocks that there are not, are left out.
    pub fn new(blocks: usize, borders: impl IntoIterator<Item = Border>) -> Self {
        let mut pairs: BTreeMap<(usize, usize), Option<f64>> = BTreeMap::new();
        for Border { one, other, metres } in borders {
            if one == other || one.max(other) >= blocks {
                continue;
            }
            pairs
                .entry((one.min(other), one.max(other)))
                .and_modify(|sum| *sum = sum.zip(metres).map(|(sum, metres)| sum + metres))
                .or_insert(metres);
        }
        let mut neighbours = vec![Vec::new(); blocks];
        for ((one, other), metres) in pairs {
            neighbours[one].push(Neighbour { block: other, metres });
            neighbours[other].push(Neighbour { block: one, metres });
        }
        for of_block in &mut neighbours {
            of_block.sort_by_key(|neighbour| neighbour.block);
        }
        Self { neighbours }
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.neighbours.len()
    }

    /// Whether there is no block.
    pub fn is_empty(&self) -> bool {
        self.neighbours.is_empty()
    }

    /// The neighbours of a block, ascending; none of a block that there is not.
    pub fn neighbours(&self, block: usize) -> &[Neighbour] {
        self.neighbours.get(block).map_or(&[], Vec::as_slice)
    }

    /// The border between two blocks, where they have one.
    pub fn between(&self, one: usize, other: usize) -> Option<Neighbour> {
        let neighbours = self.neighbours(one);
        neighbours.binary_search_by_key(&other, |next| next.block).ok().map(|place| neighbours[place])
    }

    /// Every pair of neighbours once, the smaller index first, ascending.
    pub fn borders(&self) -> impl Iterator<Item = Border> + '_ {
        self.neighbours.iter().enumerate().flat_map(|(one, neighbours)| {
            let after = neighbours.iter().filter(move |next| next.block > one);
            after.map(move |next| Border { one, other: next.block, metres: next.metres })
        })
    }

    /// The connected parts of these blocks, taken without all others: each ascending, in order of their first block.
    /// Blocks that there are not are left out.
    pub fn parts(&self, blocks: &[usize]) -> Vec<Vec<usize>> {
        let mut open = vec![false; self.len()];
        for &block in blocks {
            if let Some(open) = open.get_mut(block) {
                *open = true;
            }
        }
        let mut parts = Vec::new();
        for first in 0..self.len() {
            if !std::mem::take(&mut open[first]) {
                continue;
            }
            let mut part = vec![first];
            let mut seen = 0;
            while seen < part.len() {
                for next in &self.neighbours[part[seen]] {
                    if std::mem::take(&mut open[next.block]) {
                        part.push(next.block);
                    }
                }
                seen += 1;
            }
            part.sort_unstable();
            parts.push(part);
        }
        parts
    }

    /// Whether these blocks are connected among themselves; no block at all counts as connected.
    pub fn connects(&self, blocks: &[usize]) -> bool {
        self.parts(blocks).len() <= 1
    }

    /// The graph of these blocks alone, renumbered in the order given; what stands twice counts once, where it stands first.
    #[must_use]
    pub fn of_blocks(&self, blocks: &[usize]) -> Self {
        let mut place = BTreeMap::new();
        for &block in blocks {
            let next = place.len();
            place.entry(block).or_insert(next);
        }
        let borders = self.borders().filter_map(|border| {
            let (one, other) = (*place.get(&border.one)?, *place.get(&border.other)?);
            Some(Border { one, other, ..border })
        });
        Self::new(place.len(), borders)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn border(one: usize, other: usize, metres: f64) -> Border {
        Border { one, other, metres: Some(metres) }
    }

    #[test]
    fn borders_of_one_pair_add_up() {
        let graph =
            Graph::new(2, [border(0, 1, 2.0), border(1, 0, 3.0), border(1, 1, 9.0), border(1, 2, 9.0)]);
        assert_eq!(graph.between(1, 0).unwrap().metres, Some(5.0));
        assert_eq!(graph.borders().count(), 1);
        let unknown = Border { one: 0, other: 1, metres: None };
        assert_eq!(Graph::new(2, [border(0, 1, 2.0), unknown]).between(0, 1).unwrap().metres, None);
    }

    #[test]
    fn blocks_of_one_region_are_renumbered() {
        let ring =
            Graph::new(4, [border(0, 1, 1.0), border(1, 2, 2.0), border(2, 3, 3.0), border(3, 0, 4.0)]);
        let part = ring.of_blocks(&[3, 0, 2]);
        assert_eq!(part.len(), 3);
        assert_eq!(part.between(0, 1).unwrap().metres, Some(4.0));
        assert_eq!(part.between(1, 2), None);
        assert!(ring.connects(&[0, 1]) && !ring.connects(&[0, 2]) && ring.connects(&[]));
    }
}
