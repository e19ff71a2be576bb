//! Every contiguous partition as a way through a diagram, after Kawahara, Horiyama, Hotta and Minato, "Generating All Patterns
//! of Graph Partitions Within a Disparity Bound" (2017), and Fifield, Imai, Kawahara and Kenny, "The Essential Role of
//! Empirical Validation in Legislative Redistricting Simulation" (2020), here by blocks instead of borders.
//!
//! Blocks are taken up in one order. All that matters of what was done is the edge: the blocks that have neighbours to come,
//! in which district each is, and which of them hang together already. Partial partitions that agree in this go on alike and
//! are one node; so the ways are counted without being walked, and each way from first to last is one partition.

use tizim_evidence::Run;

use super::blocks::{Case, SplitError};
use super::order::narrow;
use super::step::Step;

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
#[derive(Debug, Default)]
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
pub(super) type Key = Box<[u8]>;

/// Nodes kept of a level at least, where some are left out.
const NARROWEST: usize = 16;
/// Where this many links are allowed, or fewer, the narrowest levels still have room.
const FEW_LINKS: usize = 100_000;

impl Diagram {
    /// Builds the diagram with so many links at most, or twice as many where its last levels are few. Where there would be more,
    /// only some nodes of a level are kept: those whose districts hang together best; where not even that has room, or the edge
    /// is too wide, there is no diagram, and no way through it.
    pub(super) fn of(case: &Case<'_>, links: usize, run: &Run) -> Result<Self, SplitError> {
        let mut diagram = Self { levels: Vec::new(), ends: Vec::new(), whole: true, beyond_count: false };
        run.progress.report("counting", 0, 0);
        let parts = case.blocks.graph.parts(&(0..case.blocks.len()).collect::<Vec<_>>());
        if parts.len() > case.seats {
            // Each of them needs a district of its own: there is no way.
            return Ok(diagram);
        }
        let Some(order) = narrow(&case.blocks.graph) else { return Ok(Self { whole: false, ..diagram }) };
        let width = (links / order.len().max(1) / case.seats).max(NARROWEST);
        let has_room = order.len() * case.seats * NARROWEST <= links.max(FEW_LINKS);
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
            let (level, next) = match step.level(&keys, links.saturating_mul(2).saturating_sub(total), run)? {
                Some(made) => made,
                None if !has_room => return Ok(Self { levels: Vec::new(), whole: false, ..diagram }),
                None => {
                    diagram.narrow_last(&mut keys, width);
                    step.level(&keys, usize::MAX, run)?.unwrap_or_default()
                }
            };
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
