//! Every contiguous way to cut a region into districts: how many there are, the best by each measure, the best trades between
//! measures, and where a given plan stands among those that keep the same limits. It knows no geometry, only a [`crate::Graph`].
//!
//! Partitions are counted exactly through a diagram whose ways they are, and where they are few enough each is looked at.
//! Where they are not, the ways within a limit of deviation are walked, branch by branch, turning back where no way on can keep
//! it; and where even those are too many it is said how far the search got and what is proven. Nothing is drawn at random.

mod blocks;
mod diagram;
mod measures;
mod order;
mod search;
mod shown;
mod walk;

#[cfg(test)]
mod tests;

use tizim_evidence::Run;

pub use blocks::{Blocks, BorderBy, Effort, MOST_SEATS, Question, SplitError};
pub use measures::{Criterion, Found, Measures};
pub use search::Standing;
pub use shown::{Names, audit};

use blocks::Case;
use diagram::Diagram;
use search::{Beside, Tally, search};
use walk::Limits;

/// How far the search got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Each contiguous partition was looked at.
    All,
    /// Each one within this excess was.
    Within(u64),
    /// Only some were.
    Some,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// By what borders are measured.
    pub border_by: BorderBy,
    /// All voters.
    pub total: u64,
    /// Contiguous partitions: all of them where `counted_all`, else at least so many. `u128::MAX` stands for more than that.
    pub partitions: u128,
    /// Whether all were counted.
    pub counted_all: bool,
    /// How far the search got.
    pub reach: Reach,
    /// Partitions looked at one by one.
    pub seen: u64,
    /// No contiguous partition has a smaller excess than this.
    pub least_excess: u64,
    /// No contiguous partition has less border than this; `None` where there is none at all.
    pub least_border: Option<u64>,
    /// The best by each of [`Criterion::ALL`] among those looked at.
    pub best: [Option<Found>; 3],
    /// Those looked at that no other reaches in everything, in order of deviation.
    pub front: Vec<Found>,
    /// The measures of the plan, and whether its districts hang together.
    pub plan: Option<(Measures, bool)>,
    /// Where the plan stands: only with a limit that it keeps, and where all within that limit were looked at.
    pub standing: Option<Standing>,
}

/// Searches the contiguous partitions of blocks.
///
/// Exact integers throughout: the excess of a partition is its largest distance of a district from the quota, times the number
/// of districts. Partitions are sets of districts: two that differ only in the districts' names are one. Without blocks to
/// connect there may be none at all, which is an answer and no error. The same answer at any number of threads.
///
/// # Errors
/// Where the question makes no sense for these blocks, or the run was stopped.
///
/// ```
/// use tizim_boundaries::split::{Blocks, Question, split};
/// use tizim_boundaries::{Border, Graph};
/// use tizim_evidence::Run;
/// // A row of four: it can be cut in three places.
/// let row = Graph::new(4, (0..3).map(|one| Border { one, other: one + 1, metres: None }));
/// let question = Question { seats: 2, ..Question::default() };
/// let answer = split(&Blocks::new(vec![10, 20, 30, 40], row), &question, &Run::new([0; 32]))?;
/// assert_eq!(answer.partitions, 3);
/// assert_eq!(answer.best[0].as_ref().map(|best| best.districts.clone()), Some(vec![0, 0, 0, 1]));
/// # Ok::<(), tizim_boundaries::split::SplitError>(())
/// ```
pub fn split(blocks: &Blocks, question: &Question, run: &Run) -> Result<Split, SplitError> {
    let case = Case::new(blocks, question.seats)?;
    let effort = question.effort;
    let diagram = Diagram::of(&case, effort.links, run)?;
    let plan = question.plan.as_ref().filter(|plan| plan.len() == blocks.len());
    let plan = plan.map(|plan| (Measures::of(&case, plan), is_contiguous(blocks, plan)));
    let limit = question.limit.map(|limit| case.excess_of(limit));
    let beside = beside(plan, limit);
    let few = diagram.whole && diagram.ways() <= u128::from(effort.partitions);
    let (tally, reach, least_excess) = if few {
        let tally = search(&case, &diagram, Limits::NONE, u64::MAX, beside, run)?;
        let least = tally.best[0].as_ref().map(|best| best.measures.excess);
        (tally, Reach::All, least.unwrap_or(0))
    } else {
        within(&case, &diagram, limit, effort.steps, beside, run)?
    };
    let covered = match reach {
        Reach::All => true,
        Reach::Within(excess) => limit.is_some_and(|limit| limit <= excess),
        Reach::Some => false,
    };
    Ok(Split {
        border_by: case.border_by,
        total: case.total,
        partitions: if diagram.beyond_count { u128::MAX } else { diagram.ways() },
        counted_all: diagram.whole && !diagram.beyond_count,
        reach,
        seen: tally.seen,
        least_excess,
        least_border: if diagram.whole { diagram.least_border() } else { Some(0) },
        standing: beside.filter(|_| covered).map(|_| tally.standing),
        best: tally.best.map(|best| best.as_ref().map(named)),
        front: tally.front.sorted().iter().map(named).collect(),
        plan,
    })
}

/// Among which the plan is placed: it must hang together and keep the limit itself.
fn beside(plan: Option<(Measures, bool)>, limit: Option<u64>) -> Option<Beside> {
    let ((plan, contiguous), excess) = (plan?, limit?);
    let limits = Limits { excess, rayons_cut: plan.rayons_cut };
    (contiguous && plan.excess <= excess).then_some(Beside { plan, limits })
}

/// The first limit of deviation that is tried where none is stated, in parts of the quota; then twice as much, and so on.
const FIRST: f64 = 0.01;

/// Walks the ways within the limit; where there are none, within twice as much, and so on; where they are too many, within a
/// half, and so on. Says how far it got, and which excess is the least that any partition can have.
fn within(
    case: &Case<'_>,
    diagram: &Diagram,
    limit: Option<u64>,
    steps: u64,
    beside: Option<Beside>,
    run: &Run,
) -> Result<(Tally, Reach, u64), SplitError> {
    let mut least = least_excess(case);
    let mut excess = limit.unwrap_or_else(|| case.excess_of(FIRST)).max(least);
    let mut some = Tally::default();
    let mut too_many = u64::MAX;
    loop {
        let limits = Limits { excess, ..Limits::NONE };
        run.progress.report("searching", 0, 0);
        let tally = search(case, diagram, limits, steps, beside, run)?;
        // What was left out of the diagram was not walked.
        if tally.complete && diagram.whole {
            if let Some(best) = &tally.best[0] {
                let least = best.measures.excess;
                return Ok(if too_many == u64::MAX {
                    (tally, Reach::Within(excess), least)
                } else {
                    (some.join(tally), Reach::Some, least)
                });
            }
            least = least.max(excess.saturating_add(1));
            let next = excess.saturating_mul(2).max(1);
            if next >= too_many || excess >= case.total.saturating_mul(case.seats as u64) {
                return Ok((
                    some.join(tally),
                    if too_many == u64::MAX { Reach::All } else { Reach::Some },
                    least,
                ));
            }
            excess = next;
            continue;
        }
        let worn_out = excess <= least || diagram_is_cut(diagram, &tally);
        (some, too_many) = (some.join(tally), excess);
        if worn_out || excess / 8 <= least {
            return Ok((some, Reach::Some, least));
        }
        excess = least.max(excess / 8);
    }
}

/// Whether walking less far would prove nothing, because ways are missing from the diagram.
fn diagram_is_cut(diagram: &Diagram, tally: &Tally) -> bool {
    !diagram.whole && tally.seen > 0
}

/// The least excess that the numbers alone allow: of whole voters, and of the largest block.
fn least_excess(case: &Case<'_>) -> u64 {
    let seats = case.seats as u64;
    let rest = case.total % seats;
    let of_whole = if rest == 0 { 0 } else { rest.max(seats - rest) };
    let largest = case.blocks.voters.iter().max().copied().unwrap_or(0);
    of_whole.max((largest * seats).saturating_sub(case.total))
}

/// Districts numbered by their first blocks.
fn named(found: &Found) -> Found {
    let mut names: Vec<u8> = Vec::new();
    let name = |district: &u8| {
        names.iter().position(|one| one == district).unwrap_or_else(|| {
            names.push(*district);
            names.len() - 1
        }) as u8
    };
    let districts = found.districts.iter().map(name).collect();
    Found { districts, measures: found.measures }
}

/// Whether each district of a plan hangs together.
fn is_contiguous(blocks: &Blocks, plan: &[usize]) -> bool {
    let count = plan.iter().max().map_or(0, |last| last + 1);
    (0..count).all(|district| {
        let own: Vec<usize> = (0..plan.len()).filter(|block| plan[*block] == district).collect();
        blocks.graph.connects(&own)
    })
}
