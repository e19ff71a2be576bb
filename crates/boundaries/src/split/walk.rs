//! Walking the ways of the diagram one by one, turning back where no way on can keep the limits.

use std::ops::Range;

use tizim_evidence::Run;

use super::blocks::{Case, MOST_SEATS, SplitError};
use super::diagram::{Diagram, Link, NEW};
use super::measures::Measures;

/// After so many steps a walk says how far it is, and asks whether to go on.
const HEARD: u64 = 1 << 16;

/// What partitions must keep to be walked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// The largest excess.
    pub(super) excess: u64,
    /// The most rayons cut.
    pub(super) rayons_cut: u32,
    /// The most border.
    pub(super) border: u64,
}

impl Limits {
    /// None.
    pub(super) const NONE: Self = Self { excess: u64::MAX, rayons_cut: u32::MAX, border: u64::MAX };
}

/// Why a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// It walked all ways.
    Complete,
    /// It had no steps left.
    OutOfSteps,
}

/// A place on the way, with all that was done to get there.
#[derive(Clone)]
pub(super) struct Walker<'a> {
    case: &'a Case<'a>,
    diagram: &'a Diagram,
    run: &'a Run,
    limits: Limits,
    /// Fewest and most voters of a district within the limits.
    fewest: u64,
    most: u64,
    /// The district of each block done.
    pub(super) districts: Vec<u8>,
    voters: [u64; MOST_SEATS],
    begun: u8,
    complete: u32,
    /// Of each rayon the first district, and whether it is cut.
    rayons: Vec<Option<(u8, bool)>>,
    rayons_cut: u32,
    border: u64,
    /// Voters of blocks to come.
    left: u64,
    pub(super) steps: u64,
}

/// What a step changed.
struct Undo {
    block: usize,
    district: u8,
    begun: u8,
    complete: u32,
    rayon: Option<(u8, bool)>,
    rayons_cut: u32,
    border: u64,
}

impl<'a> Walker<'a> {
    pub(super) fn new(case: &'a Case<'a>, diagram: &'a Diagram, limits: Limits, run: &'a Run) -> Self {
        let seats = case.seats as u64;
        let fewest = case.total.saturating_sub(limits.excess).div_ceil(seats);
        let most = case.total.saturating_add(limits.excess) / seats;
        let rayons = case.blocks.rayons.iter().flatten().max().map_or(0, |last| last + 1);
        Self {
            case,
            diagram,
            run,
            limits,
            fewest,
            most,
            districts: vec![0; case.blocks.len()],
            voters: [0; MOST_SEATS],
            begun: 0,
            complete: 0,
            rayons: vec![None; rayons],
            rayons_cut: 0,
            border: 0,
            left: case.total,
            steps: 0,
        }
    }

    /// Takes a step, unless no way on can keep the limits.
    fn enter(&mut self, level: usize, node: u32, link: Link) -> Option<Undo> {
        let at = &self.diagram.levels[level];
        let to_come = self.diagram.least_from(level + 1, link.to)?;
        if self.border.saturating_add(link.border).saturating_add(to_come) > self.limits.border {
            return None;
        }
        let of = |number: u8| self.districts[at.edge[usize::from(number)]];
        let at_edge = &at.nodes[node as usize].at_edge;
        let district = if link.choice == NEW { self.begun } else { of(at_edge[usize::from(link.choice)]) };
        let (block, voters) = (at.block, self.case.blocks.voters[at.block]);
        if self.voters[usize::from(district)] + voters > self.most {
            return None;
        }
        let mut complete = self.complete;
        let mut closes = link.closes;
        while closes > 0 {
            let number = closes.trailing_zeros() as usize;
            closes &= closes - 1;
            // A district that begins with this block has the number after all others.
            complete |= 1 << at_edge.get(number).map_or(district, |place| of(*place));
        }
        let rayon = self.case.blocks.rayons[block].and_then(|rayon| self.rayons[rayon]);
        let undo = Undo {
            block,
            district,
            begun: self.begun,
            complete: std::mem::replace(&mut self.complete, complete),
            rayon,
            rayons_cut: self.rayons_cut,
            border: self.border,
        };
        self.districts[block] = district;
        self.voters[usize::from(district)] += voters;
        self.begun = self.begun.max(district + 1);
        self.left -= voters;
        self.border += link.border;
        if let Some(number) = self.case.blocks.rayons[block] {
            let (first, cut) = rayon.unwrap_or((district, false));
            let cut_now = cut || first != district;
            self.rayons_cut += u32::from(cut_now && !cut);
            self.rayons[number] = Some((first, cut_now));
        }
        if self.rayons_cut > self.limits.rayons_cut || !self.can_end() {
            self.leave(&undo);
            return None;
        }
        Some(undo)
    }

    fn leave(&mut self, undo: &Undo) {
        let voters = self.case.blocks.voters[undo.block];
        self.voters[usize::from(undo.district)] -= voters;
        self.left += voters;
        (self.begun, self.complete) = (undo.begun, undo.complete);
        (self.rayons_cut, self.border) = (undo.rayons_cut, undo.border);
        if let Some(rayon) = self.case.blocks.rayons[undo.block] {
            self.rayons[rayon] = undo.rayon;
        }
    }

    /// Whether the voters to come can bring all districts within the limits, wherever they live.
    fn can_end(&self) -> bool {
        let to_begin = (self.case.seats - usize::from(self.begun)) as u64;
        let (mut needed, mut room) = (to_begin * self.fewest, to_begin.saturating_mul(self.most));
        for district in 0..usize::from(self.begun) {
            let voters = self.voters[district];
            if self.complete >> district & 1 == 1 {
                if voters < self.fewest {
                    return false;
                }
                continue;
            }
            needed += self.fewest.saturating_sub(voters);
            room = room.saturating_add(self.most - voters);
        }
        needed <= self.left && self.left <= room
    }

    /// Walks all ways on from a node, with so many steps in all; `told` hears now and then how many were made since.
    pub(super) fn walk(
        &mut self,
        level: usize,
        node: u32,
        steps: u64,
        told: &impl Fn(u64),
        end: &mut impl FnMut(Measures, &[u8]),
    ) -> Result<Ended, SplitError> {
        let diagram = self.diagram;
        let links_of = |level: usize, node: u32| {
            diagram.levels.get(level).map(|at| at.nodes[node as usize].links.clone())
        };
        let Some(first) = links_of(level, node) else {
            end(self.measures(), &self.districts);
            return Ok(Ended::Complete);
        };
        // Where the way stands at each level: the node, the links that are left of it, and how to step back from it.
        let mut way: Vec<(u32, Range<u32>, Option<Undo>)> = vec![(node, first, None)];
        while let Some((node, left, undo)) = way.last_mut() {
            let Some(next) = left.next() else {
                if let Some(undo) = undo {
                    self.leave(undo);
                }
                way.pop();
                continue;
            };
            self.steps += 1;
            if self.steps > steps {
                return Ok(Ended::OutOfSteps);
            }
            if self.steps.is_multiple_of(HEARD) {
                self.run.check()?;
                told(HEARD);
            }
            let node = *node;
            let at = level + way.len() - 1;
            let link = diagram.levels[at].links[next as usize];
            let Some(undo) = self.enter(at, node, link) else { continue };
            if let Some(links) = links_of(at + 1, link.to) {
                way.push((link.to, links, Some(undo)));
            } else {
                end(self.measures(), &self.districts);
                self.leave(&undo);
            }
        }
        Ok(Ended::Complete)
    }

    fn measures(&self) -> Measures {
        let voters = self.voters[..self.case.seats].iter();
        Measures {
            excess: voters.map(|voters| self.case.excess(*voters)).max().unwrap_or(0),
            rayons_cut: self.rayons_cut,
            border: self.border,
        }
    }

    /// The walk parted into at least so many walks from different places, in their order; fewer where there are no more.
    pub(super) fn parted(self, count: usize) -> Vec<(Self, usize, u32)> {
        let mut places = vec![(self, 0, 0u32)];
        while places.len() < count
            && places.first().is_some_and(|(_, level, _)| *level < places[0].0.diagram.levels.len())
        {
            let mut next = Vec::new();
            for (walker, level, node) in places {
                let at = &walker.diagram.levels[level];
                let links = at.nodes[node as usize].links.clone();
                for link in &at.links[links.start as usize..links.end as usize] {
                    let mut further = walker.clone();
                    if further.enter(level, node, *link).is_some() {
                        next.push((further, level + 1, link.to));
                    }
                }
            }
            places = next;
        }
        places
    }
}
