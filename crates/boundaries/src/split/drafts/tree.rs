//! Trees over connected blocks, and where to cut them.

use super::draw::Draw;
use crate::Graph;

/// How a tree grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Growth {
    /// Always on from the last block: long branches, which can be cut nearly anywhere.
    Deep,
    /// On from any block: short branches, which make round parts.
    Round,
}

/// A tree over blocks: each after the one that it hangs on.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) blocks: Vec<usize>,
    /// The place of the block that each hangs on; the first hangs on itself.
    parents: Vec<usize>,
}

/// Grows trees; keeps what it needs for that from one to the next.
#[derive(Debug)]
pub(super) struct Trees {
    /// The round in which a block was taken last.
    taken: Vec<u32>,
    round: u32,
    open: Vec<(usize, usize)>,
}

impl Trees {
    pub(super) fn new(blocks: usize) -> Self {
        Self { taken: vec![0; blocks], round: 0, open: Vec::new() }
    }

    /// Begins to take blocks anew.
    pub(super) fn begin(&mut self) {
        if self.round == u32::MAX {
            self.taken.fill(0);
            self.round = 0;
        }
        self.round += 1;
    }

    /// Takes a block; whether it was not taken yet.
    pub(super) fn take(&mut self, block: usize) -> bool {
        std::mem::replace(&mut self.taken[block], self.round) != self.round
    }

    /// A tree over all blocks within that hang together with the first.
    pub(super) fn grow(
        &mut self,
        graph: &Graph,
        first: usize,
        within: impl Fn(usize) -> bool,
        growth: Growth,
        draw: &mut Draw,
    ) -> Tree {
        self.begin();
        let mut tree = Tree::default();
        self.open.clear();
        self.open.push((first, 0));
        while !self.open.is_empty() {
            let last = self.open.len() - 1;
            let (block, parent) = match growth {
                Growth::Deep => self.open.remove(last),
                Growth::Round => self.open.swap_remove(draw.below(last + 1)),
            };
            if !self.take(block) {
                continue;
            }
            let place = tree.blocks.len();
            tree.blocks.push(block);
            tree.parents.push(parent);
            let begun = self.open.len();
            for near in graph.neighbours(block) {
                if self.taken[near.block] != self.round && within(near.block) {
                    self.open.push((near.block, place));
                }
            }
            // In any order of the neighbours.
            for at in (begun + 1..self.open.len()).rev() {
                self.open.swap(at, begun + draw.below(at - begun + 1));
            }
        }
        tree
    }
}

impl Tree {
    /// Voters of the branch that hangs on each block, itself included, and how many blocks that is.
    pub(super) fn branches(&self, voters: &[u64]) -> Vec<(u64, usize)> {
        let mut sums: Vec<(u64, usize)> = self.blocks.iter().map(|block| (voters[*block], 1)).collect();
        for place in (1..sums.len()).rev() {
            let (voters, blocks) = sums[place];
            let parent = &mut sums[self.parents[place]];
            *parent = (parent.0 + voters, parent.1 + blocks);
        }
        sums
    }

    /// Whether each block is in the branch that hangs on the one in a place.
    pub(super) fn in_branch(&self, of: usize) -> Vec<bool> {
        let mut inside = vec![false; self.blocks.len()];
        for place in of..inside.len() {
            inside[place] = place == of || inside[self.parents[place]];
        }
        inside
    }
}
