//! Every contiguous partition as a way through a diagram, after Kawahara, Horiyama, Hotta and Minato, "Generating All Patterns
//! of Graph Partitions Within a Disparity Bound" (2017), and Fifield, Imai, Kawahara and Kenny, "The Essential Role of
//! Empirical Validation in Legislative Redistricting Simulation" (2020), here by blocks instead of borders.
//!
//! Blocks are taken up in one order. All that matters of what was done is the edge: the blocks that have neighbours to come,
//! in which district each is, and which of them hang together already. Partial partitions that agree in this go on alike and
//! are one node; so the ways are counted without being walked, and each way from first to last is one partition.

use std::collections::HashMap;

use tizim_evidence::Run;

use super::blocks::{Case, SplitError};
use super::order::narrow;

/// The label of a district that begins with the block.
pub(super) const NEW: u8 = u8::MAX;

/// A step: the block goes into a district.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    /// Which district: the number it has at the node, or [`NEW`].
    pub(super) choice: u8,
    /// The node that it leads to, in the next level.
    pub(super) to: u32,
    /// The districts that are complete with it, by their numbers at the node; a new one has the next number.
    pub(super) closes: u32,
    /// Border with districts of neighbours done before.
    pub(super) border: u64,
}

/// A node.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Its links in the level.
    pub(super) links: std::ops::Range<u32>,
    /// Of each district at the edge, the place in the edge of a block of it.
    pub(super) at_edge: Box<[u8]>,
    /// Ways from here to the end.
    pub(super) ways: u128,
    /// The least border that any of them still adds.
    pub(super) least_border: u64,
}

/// A block with the nodes before it.
#[derive(Debug)]
pub(super) struct Level {
    pub(super) block: usize,
    /// The blocks at the edge before it.
    pub(super) edge: Vec<usize>,
    pub(super) nodes: Vec<Node>,
    pub(super) links: Vec<Link>,
}

/// The diagram of all contiguous partitions, or of some where it has no room for all.
#[derive(Debug)]
pub(super) struct Diagram {
    pub(super) levels: Vec<Level>,
    /// Whether each of the nodes after the last level is a partition into as many districts as asked for.
    pub(super) ends: Vec<bool>,
    /// Whether no node was left out.
    pub(super) whole: bool,
    /// Whether the number of ways was too large to be counted.
    pub(super) beyond_count: bool,
}

/// What is known at a node: how many districts are complete, and the district and the component of each block at the edge.
type Key = Box<[u8]>;

impl Diagram {
    /// Builds the diagram with so many links at most. Where there would be more, only some nodes of a level are kept: those
    /// whose districts hang together best.
    pub(super) fn of(case: &Case<'_>, links: usize, run: &Run) -> Result<Self, SplitError> {
        let order = narrow(&case.blocks.graph);
        let width = (links / order.len().max(1) / case.seats).max(16);
        let mut diagram = Self {
            levels: Vec::with_capacity(order.len()),
            ends: Vec::new(),
            whole: true,
            beyond_count: false,
        };
        let mut done = vec![false; order.len()];
        let mut keys: Vec<Key> = vec![Box::new([0])];
        let mut edge: Vec<usize> = Vec::new();
        let mut total = 0;
        for (place, &block) in order.iter().enumerate() {
            run.check()?;
            run.progress.report("counting", place as u64, order.len() as u64);
            done[block] = true;
            let is_edge =
                |one: &usize| case.blocks.graph.neighbours(*one).iter().any(|near| !done[near.block]);
            let next_edge: Vec<usize> = edge.iter().copied().chain([block]).filter(is_edge).collect();
            let step = Step::new(case, block, &edge, &next_edge, order.len() - place - 1);
            let (level, next) = step.level(&keys, run)?;
            total += level.links.len();
            diagram.levels.push(level);
            (keys, edge) = (next, next_edge);
            // As long as all of it fits nothing is left out, however wide a level is.
            if total > links && keys.len() > width {
                diagram.narrow_last(&mut keys, width);
            }
        }
        diagram.count(&keys, case.seats as u8);
        Ok(diagram)
    }

    /// Keeps so many of the nodes to come, and takes out the links to the others.
    fn narrow_last(&mut self, keys: &mut Vec<Key>, width: usize) {
        self.whole = false;
        let mut ranked: Vec<usize> = (0..keys.len()).collect();
        let components = |key: &Key| key[1..].chunks(2).map(|pair| pair[1]).max().map_or(0, usize::from);
        let parts = |key: &Key| key[1..].chunks(2).map(|pair| pair[0]).max().map_or(0, usize::from);
        ranked.sort_by_key(|&place| (components(&keys[place]) - parts(&keys[place]), place));
        ranked.truncate(width);
        ranked.sort_unstable();
        let mut place_of = vec![u32::MAX; keys.len()];
        for (new, &old) in ranked.iter().enumerate() {
            place_of[old] = new as u32;
        }
        *keys = ranked.into_iter().map(|place| std::mem::take(&mut keys[place])).collect();
        let Some(level) = self.levels.last_mut() else { return };
        let mut kept = Vec::with_capacity(level.links.len());
        for node in &mut level.nodes {
            let from = kept.len() as u32;
            let links = &level.links[node.links.start as usize..node.links.end as usize];
            kept.extend(
                links
                    .iter()
                    .map(|link| Link { to: place_of[link.to as usize], ..*link })
                    .filter(|link| link.to != u32::MAX),
            );
            node.links = from..kept.len() as u32;
        }
        level.links = kept;
    }

    /// Counts ways and least borders from the end back to the beginning.
    fn count(&mut self, last: &[Key], seats: u8) {
        let end = |key: &Key| if key[0] == seats { (1, 0) } else { (0, u64::MAX) };
        let mut after: Vec<(u128, u64)> = last.iter().map(end).collect();
        self.ends = after.iter().map(|(ways, _)| *ways > 0).collect();
        let mut beyond = false;
        for level in self.levels.iter_mut().rev() {
            let links = &level.links;
            for node in &mut level.nodes {
                (node.ways, node.least_border) = (0, u64::MAX);
                for link in &links[node.links.start as usize..node.links.end as usize] {
                    let (ways, border) = after[link.to as usize];
                    if ways == 0 {
                        continue;
                    }
                    node.ways = node.ways.checked_add(ways).unwrap_or_else(|| {
                        beyond = true;
                        u128::MAX
                    });
                    node.least_border = node.least_border.min(border.saturating_add(link.border));
                }
            }
            after = level.nodes.iter().map(|node| (node.ways, node.least_border)).collect();
        }
        self.beyond_count = beyond;
    }

    /// The least border still to come at a node; `None` where no way leads from it to the end.
    pub(super) fn least_from(&self, level: usize, node: u32) -> Option<u64> {
        match self.levels.get(level) {
            Some(level) => {
                let node = &level.nodes[node as usize];
                (node.ways > 0).then_some(node.least_border)
            }
            None => self.ends[node as usize].then_some(0),
        }
    }

    /// Ways through the whole diagram.
    pub(super) fn ways(&self) -> u128 {
        self.levels.first().map_or(0, |level| level.nodes[0].ways)
    }

    /// The least border of any way.
    pub(super) fn least_border(&self) -> Option<u64> {
        self.levels.first().filter(|_| self.ways() > 0).map(|level| level.nodes[0].least_border)
    }
}

/// All that is needed to go from the edge before a block to the edge after it.
struct Step<'a> {
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
    fn new(case: &Case<'_>, block: usize, edge: &'a [usize], next: &[usize], left: usize) -> Self {
        let graph = &case.blocks.graph;
        let near = edge
            .iter()
            .enumerate()
            .filter_map(|(place, &other)| Some((place, case.border(graph.between(block, other)?.metres))));
        let stays = (0..=edge.len()).filter(|&place| next.contains(edge.get(place).unwrap_or(&block)));
        Self { block, edge, stays: stays.collect(), near: near.collect(), seats: case.seats as u8, left }
    }

    /// The level of these nodes, and the nodes that follow.
    fn level(&self, keys: &[Key], run: &Run) -> Result<(Level, Vec<Key>), SplitError> {
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
        Ok((level, next))
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
        for (place, pair) in pairs.iter().enumerate() {
            let stays = |one: &usize| pairs[*one][1] == pair[1];
            if self.stays.contains(&place) || self.stays.iter().any(stays) {
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
