//! A way that is being worked on.

use super::Work;
use super::tree::Growth;
use crate::split::SplitError;
use crate::split::blocks::Case;
use crate::split::measures::{Found, Measures};

/// Trees that are tried for each cut of a beginning: so many blocks in all, and so many trees.
const TRIED: (usize, usize) = (40_000, 16);

/// Districts of all blocks.
#[derive(Debug, Clone)]
pub(super) struct Plan<'a> {
    pub(super) case: &'a Case<'a>,
    pub(super) districts: Vec<u8>,
    pub(super) voters: Vec<u64>,
    /// Blocks of each district.
    pub(super) sizes: Vec<usize>,
}

impl<'a> Plan<'a> {
    /// Of these districts.
    pub(super) fn of(case: &'a Case<'a>, districts: &[u8]) -> Self {
        let (mut voters, mut sizes) = (vec![0; case.seats], vec![0; case.seats]);
        for (block, district) in districts.iter().enumerate() {
            voters[usize::from(*district)] += case.blocks.voters[block];
            sizes[usize::from(*district)] += 1;
        }
        Self { case, districts: districts.to_vec(), voters, sizes }
    }

    /// A first way: every connected part of the blocks gets districts by its voters, and is cut along trees. None where there
    /// are more parts than districts.
    pub(super) fn begun(work: &mut Work<'a>) -> Result<Option<Self>, SplitError> {
        let case = work.case;
        let parts = case.blocks.graph.parts(&(0..case.blocks.len()).collect::<Vec<_>>());
        if parts.len() > case.seats {
            return Ok(None);
        }
        let mut open: Vec<(Vec<usize>, usize)> = parts.into_iter().map(|part| (part, 1)).collect();
        for _ in open.len()..case.seats {
            let per_seat = |(part, seats): &(Vec<usize>, usize)| sum(case, part) as f64 / *seats as f64;
            let with_room = open.iter_mut().filter(|(part, seats)| part.len() > *seats);
            let neediest = with_room.max_by(|one, other| per_seat(one).total_cmp(&per_seat(other)));
            if let Some((_, seats)) = neediest {
                *seats += 1;
            }
        }
        let mut districts = vec![0u8; case.blocks.len()];
        let mut marks = vec![false; case.blocks.len()];
        let mut next = 0u8;
        while let Some((part, seats)) = open.pop() {
            if seats > 1 {
                open.extend(cut(work, &part, seats, &mut marks)?);
                continue;
            }
            for block in part {
                districts[block] = next;
            }
            next += 1;
        }
        Ok(Some(Self::of(case, &districts)))
    }

    /// The way with its measures.
    pub(super) fn found(&self) -> Found {
        let districts: Vec<usize> = self.districts.iter().map(|one| usize::from(*one)).collect();
        Found { measures: Measures::of(self.case, &districts), districts: self.districts.clone() }
    }

    /// How far a district is from its quota.
    fn excess(&self, district: usize) -> u64 {
        self.case.excess(self.voters[district])
    }

    /// The most of that.
    fn most(&self) -> u64 {
        (0..self.case.seats).map(|district| self.excess(district)).max().unwrap_or(0)
    }

    /// Redraws two neighbours at a time, as long as there are looks left, where that makes them no less equal; the most
    /// equal way on the way.
    pub(super) fn evened(&mut self, work: &mut Work<'_>) -> Result<Found, SplitError> {
        let mut best = self.found();
        while work.looks > 0 && best.measures.excess > work.least {
            let Some((one, other)) = self.neighbours(work)? else { break };
            let Some(redrawn) = self.redrawn(work, one, other, Growth::Deep)? else { continue };
            let square = |plan: &Self, district| (plan.excess(district) as f64).powi(2);
            let both = |plan: &Self| square(plan, one) + square(plan, other);
            if both(&redrawn) > both(self) {
                continue;
            }
            *self = redrawn;
            if self.most() <= best.measures.excess {
                let found = self.found();
                if found.measures < best.measures {
                    best = found;
                }
            }
        }
        Ok(best)
    }

    /// Redraws two neighbours at a time within an excess where that makes the border between them shorter.
    pub(super) fn redrawn_short(&mut self, work: &mut Work<'_>, within: u64) -> Result<(), SplitError> {
        let end = work.looks / 2;
        while work.looks > end {
            let Some((one, other)) = self.neighbours(work)? else { break };
            let Some(redrawn) = self.redrawn(work, one, other, Growth::Round)? else { continue };
            let keeps = [one, other].into_iter().all(|district| redrawn.excess(district) <= within);
            if keeps && redrawn.between(one, other) < self.between(one, other) {
                *self = redrawn;
            }
        }
        Ok(())
    }

    /// The border between two districts.
    fn between(&self, one: usize, other: usize) -> u64 {
        let pair = [one as u8, other as u8];
        let parts = |a: u8, b: u8| a != b && pair.contains(&a) && pair.contains(&b);
        let borders = self.case.blocks.graph.borders();
        let parted = borders.filter(|border| parts(self.districts[border.one], self.districts[border.other]));
        parted.map(|border| self.case.border(border.metres)).sum()
    }

    /// Two districts that border on each other, every other time one of them the farthest from its quota; none where no two
    /// do.
    fn neighbours(&self, work: &mut Work<'_>) -> Result<Option<(usize, usize)>, SplitError> {
        work.look(self.districts.len() as u64 / 8 + 1)?;
        let farthest = (0..self.case.seats).max_by_key(|district| self.excess(*district)).unwrap_or(0);
        let chosen = if work.draw.coin() { farthest } else { work.draw.below(self.case.seats) };
        let mut others = vec![false; self.case.seats];
        for (block, _) in self.districts.iter().enumerate().filter(|(_, own)| usize::from(**own) == chosen) {
            for near in self.case.blocks.graph.neighbours(block) {
                others[usize::from(self.districts[near.block])] = true;
            }
        }
        others[chosen] = false;
        let others: Vec<usize> = (0..others.len()).filter(|other| others[*other]).collect();
        if others.is_empty() {
            let alone = self
                .case
                .blocks
                .graph
                .borders()
                .all(|border| self.districts[border.one] == self.districts[border.other]);
            return Ok((!alone).then_some((chosen, chosen)));
        }
        Ok(Some((chosen, others[work.draw.below(others.len())])))
    }

    /// The way with two districts cut anew along a tree, as equally as it can be.
    fn redrawn(
        &self,
        work: &mut Work<'_>,
        one: usize,
        other: usize,
        growth: Growth,
    ) -> Result<Option<Self>, SplitError> {
        if one == other {
            return Ok(None);
        }
        let pair = [one as u8, other as u8];
        let within = |block: usize| pair.contains(&self.districts[block]);
        let own: Vec<usize> = (0..self.districts.len()).filter(|block| within(*block)).collect();
        work.look(own.len() as u64)?;
        let first = own[work.draw.below(own.len())];
        let graph = &self.case.blocks.graph;
        let tree = work.trees.grow(graph, first, within, growth, &mut work.draw);
        let branches = tree.branches(&self.case.blocks.voters);
        let both = self.voters[one] + self.voters[other];
        let worse = |voters: u64| self.case.excess(voters).max(self.case.excess(both - voters));
        let Some(place) = (1..branches.len()).min_by_key(|place| worse(branches[*place].0)) else {
            return Ok(None);
        };
        let mut redrawn = self.clone();
        for (block, inside) in tree.blocks.iter().zip(tree.in_branch(place)) {
            redrawn.districts[*block] = pair[usize::from(!inside)];
        }
        let (voters, blocks) = branches[place];
        (redrawn.voters[one], redrawn.voters[other]) = (voters, both - voters);
        (redrawn.sizes[one], redrawn.sizes[other]) = (blocks, own.len() - blocks);
        Ok(Some(redrawn))
    }
}

fn sum(case: &Case<'_>, blocks: &[usize]) -> u64 {
    blocks.iter().map(|block| case.blocks.voters[*block]).sum()
}

/// Connected blocks in two connected parts with the districts that each gets: by the best of several trees.
fn cut(
    work: &mut Work<'_>,
    blocks: &[usize],
    seats: usize,
    marks: &mut [bool],
) -> Result<[(Vec<usize>, usize); 2], SplitError> {
    let case = work.case;
    marks.fill(false);
    for &block in blocks {
        marks[block] = true;
    }
    let all = sum(case, blocks) as f64;
    let mut best: Option<(f64, Vec<bool>, Vec<usize>, usize)> = None;
    for attempt in 0..(TRIED.0 / blocks.len()).clamp(2, TRIED.1) {
        work.look(blocks.len() as u64)?;
        let first = blocks[work.draw.below(blocks.len())];
        let growth = if attempt % 2 == 0 { Growth::Deep } else { Growth::Round };
        let within = |block: usize| marks[block];
        let tree = work.trees.grow(&case.blocks.graph, first, within, growth, &mut work.draw);
        let branches = tree.branches(&case.blocks.voters);
        let cuts = branches.iter().enumerate().skip(1).map(|(place, &(voters, count))| {
            // Each part has at least as many blocks as districts.
            let wanted = (voters as f64 * seats as f64 / all.max(1.0)).round() as usize;
            let (fewest, most) = ((seats + count).saturating_sub(blocks.len()).max(1), count.min(seats - 1));
            let own = wanted.clamp(fewest.min(most), most);
            let far = |voters: f64, own: usize| (voters / own as f64 - all / seats as f64).abs();
            (far(voters as f64, own).max(far(all - voters as f64, seats - own)), place, own)
        });
        let Some((far, place, own)) = cuts.min_by(|one, other| one.0.total_cmp(&other.0)) else { continue };
        if best.as_ref().is_none_or(|(least, ..)| far < *least) {
            best = Some((far, tree.in_branch(place), tree.blocks, own));
        }
    }
    let (_, inside, parted, own) = best.unwrap_or_default();
    let side = |wanted: bool| {
        let own = parted.iter().zip(&inside).filter(|(_, inside)| **inside == wanted);
        own.map(|(block, _)| *block).collect()
    };
    Ok([(side(true), own), (side(false), seats - own)])
}
