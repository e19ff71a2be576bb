//! What is kept of a walk: the best by each criterion, the front, and where a plan stands.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use tizim_evidence::Run;

use super::blocks::{Case, SplitError};
use super::diagram::Diagram;
use super::measures::{Criterion, Found, Front, Measures};
use super::walk::{Ended, Limits, Walker};

/// Walks made side by side; a fixed number, so that what is found hangs on no machine.
const WALKS: usize = 256;

/// Among which partitions a plan stands: those within the limit that cut no more rayons than it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Beside {
    pub(super) plan: Measures,
    pub(super) limits: Limits,
}

/// How many of them there are, and how many are better or as good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Partitions within the limit that cut no more rayons than the plan.
    pub among: u64,
    /// Those with a smaller largest deviation.
    pub less_deviation: u64,
    /// Those with the same.
    pub same_deviation: u64,
    /// Those with less border between districts.
    pub less_border: u64,
    /// Those with as much.
    pub same_border: u64,
}

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// Partitions walked to.
    pub(super) seen: u64,
    /// The best of them by each criterion.
    pub(super) best: [Option<Found>; 3],
    pub(super) front: Front,
    pub(super) standing: Standing,
    /// Whether all ways within the limits were walked.
    pub(super) complete: bool,
    pub(super) steps: u64,
}

impl Tally {
    pub(super) fn see(&mut self, measures: Measures, districts: &[u8], beside: Option<&Beside>) {
        self.seen += 1;
        for (best, criterion) in self.best.iter_mut().zip(Criterion::ALL) {
            let better =
                best.as_ref().is_none_or(|best| criterion.key(&measures) < criterion.key(&best.measures));
            if better {
                *best = Some(Found { measures, districts: districts.to_vec() });
            }
        }
        self.front.offer(measures, || districts.to_vec());
        if let Some(Beside { plan, limits }) = beside
            && measures.excess <= limits.excess
            && measures.rayons_cut <= limits.rayons_cut
        {
            let standing = &mut self.standing;
            standing.among += 1;
            standing.less_deviation += u64::from(measures.excess < plan.excess);
            standing.same_deviation += u64::from(measures.excess == plan.excess);
            standing.less_border += u64::from(measures.border < plan.border);
            standing.same_border += u64::from(measures.border == plan.border);
        }
    }

    /// Takes in what a walk after this one found.
    pub(super) fn join(mut self, other: Self) -> Self {
        self.seen += other.seen;
        self.steps += other.steps;
        self.complete &= other.complete;
        for ((best, other), criterion) in self.best.iter_mut().zip(other.best).zip(Criterion::ALL) {
            let key = |found: &Option<Found>| found.as_ref().map(|found| criterion.key(&found.measures));
            if other.is_some() && (best.is_none() || key(&other) < key(best)) {
                *best = other;
            }
        }
        self.front.join(other.front);
        let (mine, other) = (&mut self.standing, other.standing);
        mine.among += other.among;
        mine.less_deviation += other.less_deviation;
        mine.same_deviation += other.same_deviation;
        mine.less_border += other.less_border;
        mine.same_border += other.same_border;
        self
    }
}

/// A walk that has not begun.
pub(super) fn nothing() -> Tally {
    Tally { complete: true, ..Tally::default() }
}

/// Walks all ways within limits, side by side, with so many steps in all.
pub(super) fn search(
    case: &Case<'_>,
    diagram: &Diagram,
    limits: Limits,
    steps: u64,
    beside: Option<Beside>,
    run: &Run,
) -> Result<Tally, SplitError> {
    if diagram.ways() == 0 {
        return Ok(nothing());
    }
    let places = Walker::new(case, diagram, limits, run).parted(WALKS);
    let each = steps / places.len().max(1) as u64;
    let (made, all) = (AtomicU64::new(0), if steps == u64::MAX { 0 } else { steps });
    let told = |more| {
        run.progress.report("searching", made.fetch_add(more, Ordering::Relaxed) + more, all);
    };
    let walked: Result<Vec<Tally>, SplitError> = places
        .into_par_iter()
        .map(|(mut walker, level, node)| {
            let mut tally = nothing();
            let ended = walker.walk(level, node, each, &told, &mut |measures, districts| {
                tally.see(measures, districts, beside.as_ref());
            })?;
            tally.complete = ended == Ended::Complete;
            tally.steps = walker.steps;
            Ok(tally)
        })
        .collect();
    Ok(walked?.into_iter().fold(nothing(), Tally::join))
}
