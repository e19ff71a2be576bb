//! Good ways where there are too many to look at all: drawn along trees of neighbours, and mended from there.
//!
//! A tree over all blocks falls into two connected parts wherever it is cut, so cutting it again and again makes districts
//! that hang together (as in `ReCom`, `DeFord`, Duchin and Solomon, "Recombination: A Family of Markov Chains for Redistricting",
//! 2021). Two neighbouring districts at a time are then redrawn along a new tree, as long as that makes them more equal, and
//! blocks at the border of two pass over where that makes it shorter. The trees are those of a fixed sequence of numbers, with
//! a fixed number of looks, so that every run finds the same. What is found proves nothing of what there is beside it.

mod draw;
mod plan;
mod rayons;
mod shorten;
mod tree;

#[cfg(test)]
mod tests;

use rayon::prelude::*;
use tizim_evidence::Run;

use super::blocks::{Case, SplitError};
use super::measures::{Criterion, Found};
use draw::Draw;
use plan::Plan;
use tree::Trees;

/// Beginnings; a fixed number, so that what is found hangs on no machine.
const BEGINNINGS: u64 = 8;

/// One beginning on its way.
struct Work<'a> {
    case: &'a Case<'a>,
    run: &'a Run,
    draw: Draw,
    trees: Trees,
    /// Looks at a block that are left.
    looks: u64,
    /// The excess that no way is below.
    least: u64,
}

impl Work<'_> {
    /// Takes so many looks; whether any are left.
    fn look(&mut self, count: u64) -> Result<bool, SplitError> {
        self.run.check()?;
        self.looks = self.looks.saturating_sub(count);
        Ok(self.looks > 0)
    }
}

/// Ways that are good by some measure, with so many looks at a block in all; none where the blocks lie in more parts than
/// districts are asked for. No way has a smaller excess than `least`; the border is made short within the `limit`.
pub(super) fn drafts(
    case: &Case<'_>,
    least: u64,
    limit: Option<u64>,
    looks: u64,
    run: &Run,
) -> Result<Vec<Found>, SplitError> {
    run.progress.report("drafting", 0, 0);
    let mut found = begun(case, least, limit, (BEGINNINGS, looks), run)?;
    // Of whole rayons too, of which there are few: an eighth of the looks is enough.
    if let Some(whole) = rayons::Whole::of(case) {
        let blocks = whole.blocks();
        if let Ok(whole_case) = Case::new(blocks, case.seats) {
            let drafted = begun(&whole_case, least, limit, (1, looks / BEGINNINGS), run)?;
            found.extend(drafted.iter().map(|found| whole.in_blocks(case, found)));
        }
    }
    let key = |found: &Found| (Criterion::Deviation.key(&found.measures), found.districts.clone());
    found.sort_by_cached_key(key);
    found.dedup();
    Ok(found)
}

/// The same from so many beginnings, with so many looks in all.
fn begun(
    case: &Case<'_>,
    least: u64,
    limit: Option<u64>,
    (beginnings, looks): (u64, u64),
    run: &Run,
) -> Result<Vec<Found>, SplitError> {
    let each = |seed: u64| {
        let trees = Trees::new(case.blocks.len());
        let looks = looks / beginnings;
        let mut work = Work { case, run, draw: Draw::new(seed), trees, looks, least };
        from_one(&mut work, limit)
    };
    let found: Result<Vec<Vec<Found>>, SplitError> = (0..beginnings).into_par_iter().map(each).collect();
    Ok(found?.into_iter().flatten().collect())
}

/// The most equal way from one beginning, the same with a shorter border, and one with a short border within the limit.
fn from_one(work: &mut Work<'_>, limit: Option<u64>) -> Result<Vec<Found>, SplitError> {
    let all = work.looks;
    let Some(mut plan) = Plan::begun(work)? else { return Ok(Vec::new()) };
    let first = plan.found();
    work.looks = work.looks.min(all / 2);
    let equal = plan.evened(work)?;
    let within = limit.unwrap_or(0).max(equal.measures.excess);
    work.looks = all / 4;
    let mut same = Plan::of(work.case, &equal.districts);
    same.shortened(work, equal.measures.excess)?;
    work.looks = all / 4;
    let mut short = Plan::of(work.case, &equal.districts);
    short.redrawn_short(work, within)?;
    short.shortened(work, within)?;
    Ok(vec![first, same.found(), equal, short.found()])
}
