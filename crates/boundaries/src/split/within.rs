//! Rounds of walks: all ways, or those within a limit, or as many as steps allow, and what that proves.

use tizim_evidence::Run;

use super::Reach;
use super::blocks::{Case, Effort, SplitError};
use super::diagram::Diagram;
use super::drafts::drafts;
use super::search::{Beside, Tally, search};
use super::walk::Limits;

/// What was walked, how far that got, and the excess that no partition is below.
pub(super) struct Reached {
    pub(super) tally: Tally,
    pub(super) reach: Reach,
    pub(super) least_excess: u64,
}

/// Walks all ways.
pub(super) fn all(
    case: &Case<'_>,
    diagram: &Diagram,
    beside: Option<Beside>,
    run: &Run,
) -> Result<Reached, SplitError> {
    let tally = search(case, diagram, Limits::NONE, u64::MAX, beside, run)?;
    let least = tally.best[0].as_ref().map(|best| best.measures.excess);
    Ok(Reached { tally, reach: Reach::All, least_excess: least.unwrap_or(0) })
}

/// The first limit of deviation that is tried where none is stated, in parts of the quota; then twice as much, and so on.
const FIRST: f64 = 0.01;

/// Walks the ways within the limit; where there are none, within twice as much, and so on. Where they are too many, good ways
/// are drafted, and those are walked that would be better.
pub(super) fn within(
    case: &Case<'_>,
    diagram: &Diagram,
    limit: Option<u64>,
    effort: Effort,
    beside: Option<Beside>,
    run: &Run,
) -> Result<Reached, SplitError> {
    let mut least = least_excess(case);
    let mut excess = limit.unwrap_or_else(|| case.excess_of(FIRST)).max(least);
    loop {
        let limits = Limits { excess, ..Limits::NONE };
        // What was left out of the diagram is not walked, so that walking far proves nothing.
        let steps = if diagram.whole { effort.steps } else { effort.steps / 32 };
        let tally = search(case, diagram, limits, steps, beside, run)?;
        if !(tally.complete && diagram.whole) {
            return beyond_reach(case, diagram, (least, limit), tally, effort, run);
        }
        if let Some(best) = &tally.best[0] {
            let least_excess = best.measures.excess;
            return Ok(Reached { tally, reach: Reach::Within(excess), least_excess });
        }
        least = least.max(excess.saturating_add(1));
        if excess >= case.total.saturating_mul(case.seats as u64) {
            return Ok(Reached { tally, reach: Reach::All, least_excess: least });
        }
        excess = excess.saturating_mul(2).max(1);
    }
}

/// Where the ways are too many: the drafts beside what was walked to, and what can be proven of them.
fn beyond_reach(
    case: &Case<'_>,
    diagram: &Diagram,
    (mut least, limit): (u64, Option<u64>),
    mut some: Tally,
    effort: Effort,
    run: &Run,
) -> Result<Reached, SplitError> {
    for found in drafts(case, least, limit, effort.looks, run)? {
        some.see(found.measures, &found.districts, None);
    }
    let best = |some: &Tally| some.best[0].as_ref().map_or(u64::MAX, |best| best.measures.excess);
    let (mut steps, mut too_many) = (effort.steps, best(&some));
    let mut excess = too_many.saturating_sub(1);
    while diagram.whole && steps > 0 && least <= excess && least < best(&some) {
        let tally = search(case, diagram, Limits { excess, ..Limits::NONE }, steps, None, run)?;
        let (complete, walked) = (tally.complete, best(&tally));
        some = some.join(tally);
        if complete && walked != u64::MAX {
            // All within this were walked: the best of them is the best of all.
            least = walked;
        } else if complete {
            least = least.max(excess.saturating_add(1));
            excess = excess.saturating_mul(2).max(1);
            if excess >= too_many {
                break;
            }
        } else {
            // Closer to what the numbers alone allow, with less to spend.
            (too_many, steps) = (excess, steps / 2);
            let next = least.max(excess.min(best(&some)) / 8);
            if next == excess {
                break;
            }
            excess = next;
        }
    }
    Ok(Reached { tally: some, reach: Reach::Some, least_excess: least })
}

/// The least excess that the numbers alone allow: of whole voters, and of the largest block.
fn least_excess(case: &Case<'_>) -> u64 {
    let seats = case.seats as u64;
    let rest = case.total % seats;
    let of_whole = if rest == 0 { 0 } else { rest.max(seats - rest) };
    let largest = case.blocks.voters.iter().max().copied().unwrap_or(0);
    of_whole.max((largest * seats).saturating_sub(case.total))
}
