//! One step of the diagram: from the edge before a block to the edge after it.

use std::collections::HashMap;

use tizim_evidence::Run;

use super::blocks::{Case, SplitError};
use super::diagram::{Key, Level, Link, NEW, Node};

/// All that is needed to go from the edge before a block to the edge after it.
pub(super) struct Step<'a> {
    block: usize,
    edge: &'a [usize],
    /// Places in the edge, the block itself last, that stay at the edge.
    stays: Vec<usize>,
    /// Neighbours of the block at the edge with the border to each.
    near: Vec<(usize, u64)>,
    seats: u8,
    /// Blocks to come after this one.
    left: usize,
}

impl<'a> Step<'a> {
    pub(super) fn new(case: &Case<'_>, block: usize, edge: &'a [usize], next: &[usize], left: usize) -> Self {
        let graph = &case.blocks.graph;
        let near = edge
            .iter()
            .enumerate()
            .filter_map(|(place, &other)| Some((place, case.border(graph.between(block, other)?.metres))));
        let stays = (0..=edge.len()).filter(|&place| next.contains(edge.get(place).unwrap_or(&block)));
        Self { block, edge, stays: stays.collect(), near: near.collect(), seats: case.seats as u8, left }
    }

    /// The level of these nodes, and the nodes that follow; nothing where it would have more links than there is room for.
    pub(super) fn level(
        &self,
        keys: &[Key],
        room: usize,
        run: &Run,
    ) -> Result<Option<(Level, Vec<Key>)>, SplitError> {
        let mut known: HashMap<Key, u32> = HashMap::new();
        let mut next: Vec<Key> = Vec::new();
        let mut level = Level {
            block: self.block,
            edge: self.edge.to_vec(),
            nodes: Vec::with_capacity(keys.len()),
            links: Vec::new(),
        };
        for (place, key) in keys.iter().enumerate() {
            if place.is_multiple_of(1 << 12) {
                run.check()?;
            }
            if level.links.len() > room {
                return Ok(None);
            }
            let start = level.links.len() as u32;
            let parts = key[1..].chunks(2).map(|pair| pair[0] + 1).max().unwrap_or(0);
            let may_begin = key[0] + parts < self.seats;
            for choice in (0..parts).chain(may_begin.then_some(parts)) {
                let Some((after, closes)) = self.after(key, choice) else { continue };
                let border = self.near.iter().filter(|(place, _)| key[1 + 2 * place] != choice);
                let border = border.map(|(_, border)| *border).sum();
                let to = *known.entry(after).or_insert_with_key(|after| {
                    next.push(after.clone());
                    (next.len() - 1) as u32
                });
                let choice = if choice == parts { NEW } else { choice };
                level.links.push(Link { choice, to, closes, border });
            }
            let at_edge = (0..parts).filter_map(|part| key[1..].chunks(2).position(|pair| pair[0] == part));
            level.nodes.push(Node {
                links: start..level.links.len() as u32,
                at_edge: at_edge.map(|place| place as u8).collect(),
                ways: 0,
                least_border: u64::MAX,
            });
        }
        Ok(Some((level, next)))
    }

    /// What is known after the block goes into this district, and which districts are complete then; `None` where a district
    /// would be left in pieces, or too few blocks would be left for the districts to come.
    fn after(&self, key: &[u8], part: u8) -> Option<(Key, u32)> {
        let mut pairs: Vec<[u8; 2]> = key[1..].chunks(2).map(|pair| [pair[0], pair[1]]).collect();
        let own = pairs.iter().map(|pair| pair[1] + 1).max().unwrap_or(0);
        pairs.push([part, own]);
        for &(place, _) in &self.near {
            let [of, component] = pairs[place];
            if of == part && component != own {
                pairs.iter_mut().filter(|pair| pair[1] == component).for_each(|pair| pair[1] = own);
            }
        }
        let mut closes = 0u32;
        let staying = self.stays.iter().fold(0u64, |staying, place| staying | 1 << pairs[*place][1]);
        for pair in &pairs {
            if staying >> pair[1] & 1 == 1 {
                continue;
            }
            // The component leaves the edge: it must be all of its district.
            if pairs.iter().any(|other| other[0] == pair[0] && other[1] != pair[1]) {
                return None;
            }
            closes |= 1 << pair[0];
        }
        let kept: Vec<[u8; 2]> = self.stays.iter().map(|place| pairs[*place]).collect();
        let closed = key[0] + closes.count_ones() as u8;
        let mut after = vec![closed];
        let (mut parts, mut components) = (Vec::new(), Vec::new());
        for [part, component] in kept {
            let number = |names: &mut Vec<u8>, name: u8| {
                names.iter().position(|one| *one == name).unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                }) as u8
            };
            after.extend([number(&mut parts, part), number(&mut components, component)]);
        }
        let needed = usize::from(self.seats).checked_sub(usize::from(closed) + parts.len())?;
        (needed <= self.left).then(|| (after.into_boxed_slice(), closes))
    }
}
