//! Blocks that pass from one district to a neighbour where that makes the border shorter.

use super::Work;
use super::plan::Plan;
use crate::split::SplitError;

impl Plan<'_> {
    /// Lets blocks at a border pass over where the border becomes no longer, no district is farther from its quota than the
    /// excess, and the district that is left still hangs together; as long as there are looks left.
    pub(super) fn shortened(&mut self, work: &mut Work<'_>, within: u64) -> Result<(), SplitError> {
        let count = self.districts.len();
        // Where nothing has passed over for so long, all that can has.
        let (mut still, patience) = (0, count * 64);
        while work.looks > 0 && still < patience {
            if still % 1024 == 0 {
                work.look(1)?;
            }
            still += 1;
            work.looks = work.looks.saturating_sub(1);
            let block = work.draw.below(count);
            let Some(to) = self.other_side(work, block) else { continue };
            let change = self.change(block, to);
            if change > 0 || (change == 0 && work.draw.coin()) || !self.may_pass(work, block, to, within) {
                continue;
            }
            if change < 0 {
                still = 0;
            }
            self.pass(block, to);
        }
        Ok(())
    }

    /// One of the other districts that a block borders on.
    fn other_side(&self, work: &mut Work<'_>, block: usize) -> Option<u8> {
        let near = self.case.blocks.graph.neighbours(block);
        let start = work.draw.below(near.len().max(1));
        let around = (0..near.len()).map(|step| self.districts[near[(start + step) % near.len()].block]);
        around.into_iter().find(|other| *other != self.districts[block])
    }

    /// By how much the border becomes longer if a block passes over.
    fn change(&self, block: usize, to: u8) -> i64 {
        let near = self.case.blocks.graph.neighbours(block).iter();
        let change = near.map(|near| {
            let border = self.case.border(near.metres) as i64;
            let of = self.districts[near.block];
            if of == self.districts[block] {
                border
            } else if of == to {
                -border
            } else {
                0
            }
        });
        change.sum()
    }

    fn may_pass(&self, work: &mut Work<'_>, block: usize, to: u8, within: u64) -> bool {
        let (from, to) = (usize::from(self.districts[block]), usize::from(to));
        let voters = self.case.blocks.voters[block];
        let keeps = |voters: u64| self.case.excess(voters) <= within;
        self.sizes[from] > 1
            && keeps(self.voters[from] - voters)
            && keeps(self.voters[to] + voters)
            && self.hangs_together_without(work, block)
    }

    /// Whether the district of a block still hangs together without it: whether its neighbours there reach each other.
    fn hangs_together_without(&self, work: &mut Work<'_>, block: usize) -> bool {
        let graph = &self.case.blocks.graph;
        let own = self.districts[block];
        let near = |block: usize| {
            let near = graph.neighbours(block).iter().map(|near| near.block);
            near.filter(|near| self.districts[*near] == own)
        };
        let mut sought: Vec<usize> = near(block).collect();
        let Some(first) = sought.pop() else { return false };
        work.trees.begin();
        work.trees.take(block);
        work.trees.take(first);
        let mut reached = vec![first];
        let mut seen = 0;
        while seen < reached.len() && !sought.is_empty() {
            for next in near(reached[seen]) {
                if work.trees.take(next) {
                    reached.push(next);
                    sought.retain(|one| *one != next);
                }
            }
            seen += 1;
        }
        work.looks = work.looks.saturating_sub(seen as u64);
        sought.is_empty()
    }

    fn pass(&mut self, block: usize, to: u8) {
        let (from, to_place) = (usize::from(self.districts[block]), usize::from(to));
        let voters = self.case.blocks.voters[block];
        self.voters[from] -= voters;
        self.voters[to_place] += voters;
        self.sizes[from] -= 1;
        self.sizes[to_place] += 1;
        self.districts[block] = to;
    }
}
