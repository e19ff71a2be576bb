//! Whether districts hang together, and what would connect those that do not.

use std::collections::VecDeque;

use crate::Graph;

/// A part of a district that is apart from its main part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its blocks, ascending.
    pub blocks: Vec<usize>,
    /// The fewest blocks of other districts, or of none, through which it would hang together with the main part, in order
    /// from there; nothing where there is no such way, as of an island.
    pub bridge: Option<Vec<usize>>,
}

/// A district in several parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// The district, by its place.
    pub district: usize,
    /// The part with the most weight, ascending.
    pub main: Vec<usize>,
    /// The others, in order of their first block.
    pub parts: Vec<Part>,
}

/// The districts that do not hang together. `district_of` states for each block of the graph its district, or that it is in
/// none; `weight` says how much a block counts for the main part, such as its area.
///
/// ```
/// use tizim_boundaries::{Border, Graph, apart};
/// let border = |one, other| Border { one, other, metres: None };
/// // Four blocks in a row, of which the first and the last are one district.
/// let row = Graph::new(4, [border(0, 1), border(1, 2), border(2, 3)]);
/// let found = apart(&row, &[Some(0), Some(1), Some(1), Some(0)], |block| if block == 0 { 2.0 } else { 1.0 });
/// assert_eq!((found.len(), found[0].main.as_slice()), (1, &[0][..]));
/// assert_eq!(found[0].parts[0].bridge, Some(vec![1, 2]));
/// ```
pub fn apart(graph: &Graph, district_of: &[Option<usize>], weight: impl Fn(usize) -> f64) -> Vec<Apart> {
    let districts = district_of.iter().flatten().max().map_or(0, |last| last + 1);
    let mut blocks_of: Vec<Vec<usize>> = vec![Vec::new(); districts];
    for (block, district) in district_of.iter().enumerate() {
        if let Some(district) = district {
            blocks_of[*district].push(block);
        }
    }
    let mut found = Vec::new();
    for (district, blocks) in blocks_of.iter().enumerate() {
        let mut parts = graph.parts(blocks);
        if parts.len() < 2 {
            continue;
        }
        let total = |part: &Vec<usize>| part.iter().map(|block| weight(*block)).sum::<f64>();
        let mut heaviest = 0;
        for place in 1..parts.len() {
            if total(&parts[place]) > total(&parts[heaviest]) {
                heaviest = place;
            }
        }
        let main = parts.remove(heaviest);
        let parts =
            parts.into_iter().map(|blocks| Part { bridge: bridge(graph, &main, &blocks), blocks }).collect();
        found.push(Apart { district, main, parts });
    }
    found
}

/// The fewest blocks between two sets of blocks; of several such ways the first in order of blocks.
fn bridge(graph: &Graph, from: &[usize], to: &[usize]) -> Option<Vec<usize>> {
    const NONE: usize = usize::MAX;
    let mut before = vec![NONE; graph.len()];
    let mut open: VecDeque<usize> = from.iter().copied().collect();
    let mut seen = vec![false; graph.len()];
    for &block in from {
        seen[block] = true;
    }
    while let Some(block) = open.pop_front() {
        for next in graph.neighbours(block).iter().map(|next| next.block) {
            if std::mem::replace(&mut seen[next], true) {
                continue;
            }
            before[next] = block;
            if to.binary_search(&next).is_err() {
                open.push_back(next);
                continue;
            }
            let mut way = Vec::new();
            let mut step = block;
            while before[step] != NONE {
                way.push(step);
                step = before[step];
            }
            way.reverse();
            return Some(way);
        }
    }
    None
}
