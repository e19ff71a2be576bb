//! Every contiguous way to cut a region into districts: how many there are, the best by each measure, the best trades between
//! measures, and where a given plan stands among those that keep the same limits. It knows no geometry, only a [`crate::Graph`].
//!
//! Partitions are counted exactly through a diagram whose ways they are, and where they are few enough each is looked at.
//! Where they are not, the ways within a limit of deviation are walked, branch by branch, turning back where no way on can keep
//! it; and where even those are too many, good ways are drafted, and it is said how far the search got and what is proven.
//! Nothing is left to chance: the same blocks give the same answer.

mod blocks;
mod diagram;
mod drafts;
mod measures;
mod order;
mod search;
mod shown;
mod step;
mod walk;
mod within;

#[cfg(test)]
mod tests;

use tizim_evidence::Run;

pub use blocks::{Blocks, BorderBy, Effort, MOST_SEATS, Question, SplitError};
pub use measures::{Criterion, Found, Measures};
pub use search::Standing;
pub use shown::{Names, audit};

use blocks::Case;
use diagram::Diagram;
use search::{Beside, search};
use walk::Limits;
use within::{Reached, all, within};

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
    /// The best by each of [`Criterion::ALL`] among those looked at; of what it is the best says [`Split::scope`].
    pub best: [Option<Found>; 3],
    /// A way with the least border of all, where none of those looked at has so little and it is proven.
    pub shortest: Option<Found>,
    /// Those looked at that no other reaches in everything, in order of deviation.
    pub front: Vec<Found>,
    /// The measures of the plan, and whether its districts hang together.
    pub plan: Option<(Measures, bool)>,
    /// Where the plan stands: only with a limit that it keeps, and where all within that limit were looked at.
    pub standing: Option<Standing>,
    /// Where a plan that keeps no limit stands among the ways that are no less equal than it: only where all of them were
    /// looked at.
    pub beyond: Option<Standing>,
}

/// What a way that was found is the best of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Of all contiguous ways: looked at or proven.
    All,
    /// Of all within this excess.
    Within(u64),
    /// Of those that were looked at, and nothing is proven of the others.
    Seen,
}

impl Split {
    /// What the best way by a criterion is the best of.
    pub fn scope(&self, criterion: Criterion) -> Scope {
        let [equal, whole, short] = self.best.each_ref().map(|best| best.as_ref().map(|best| best.measures));
        let proven = match criterion {
            Criterion::Deviation => equal.is_none_or(|best| best.excess <= self.least_excess),
            Criterion::RayonsCut => whole.is_some_and(|best| best.rayons_cut == 0),
            Criterion::Border => short.is_some_and(|best| Some(best.border) <= self.least_border),
        };
        match self.reach {
            Reach::All => Scope::All,
            _ if proven => Scope::All,
            Reach::Within(excess) => Scope::Within(excess),
            Reach::Some => Scope::Seen,
        }
    }
}

/// Blocks on ways that are looked at one by one at most, where all are.
const MOST_STEPS: u128 = 3_000_000_000;

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
    let few = diagram.whole
        && diagram.ways() <= u128::from(effort.partitions)
        && diagram.ways().saturating_mul(blocks.len() as u128) <= MOST_STEPS;
    let Reached { tally, reach, least_excess } = if few {
        all(&case, &diagram, beside, run)?
    } else {
        within(&case, &diagram, limit, effort, beside, run)?
    };
    let covered = beside.filter(|beside| match reach {
        Reach::All => true,
        Reach::Within(excess) => beside.limits.excess <= excess,
        Reach::Some => false,
    });
    let keeps = |plan: &Measures| limit.is_some_and(|limit| plan.excess <= limit);
    let is_kept = covered.is_some_and(|beside| keeps(&beside.plan));
    let best = tally.best.map(|best| best.as_ref().map(named));
    let shortest = shortest(&case, &diagram, reach, best[2].as_ref(), effort, run)?.as_ref().map(named);
    let found = u128::from(best[0].is_some());
    Ok(Split {
        border_by: case.border_by,
        total: case.total,
        partitions: if diagram.beyond_count { u128::MAX } else { diagram.ways().max(found) },
        counted_all: diagram.whole && !diagram.beyond_count,
        reach,
        seen: tally.seen,
        least_excess,
        least_border: if diagram.whole { diagram.least_border() } else { Some(0) },
        standing: covered.filter(|_| is_kept).map(|_| tally.standing),
        beyond: covered.filter(|_| !is_kept).map(|_| tally.standing),
        best,
        shortest,
        front: tally.front.sorted().iter().map(named).collect(),
        plan,
    })
}

/// Among which the plan is placed: it must hang together. Those within the limit, or where it does not keep that itself, those
/// that are no less equal than it.
fn beside(plan: Option<(Measures, bool)>, limit: Option<u64>) -> Option<Beside> {
    let (plan, contiguous) = plan?;
    let excess = limit.unwrap_or(0).max(plan.excess);
    let limits = Limits { excess, rayons_cut: plan.rayons_cut, ..Limits::NONE };
    contiguous.then_some(Beside { plan, limits })
}

/// A way with the least border of all, where all are in the diagram but were not looked at, and none with so little was.
fn shortest(
    case: &Case<'_>,
    diagram: &Diagram,
    reach: Reach,
    known: Option<&Found>,
    effort: Effort,
    run: &Run,
) -> Result<Option<Found>, SplitError> {
    let Some(border) = diagram.least_border().filter(|_| diagram.whole && reach != Reach::All) else {
        return Ok(None);
    };
    if known.is_some_and(|known| known.measures.border == border) {
        return Ok(None);
    }
    let limits = Limits { border, ..Limits::NONE };
    let [_, _, best] = search(case, diagram, limits, effort.steps / 8, None, run)?.best;
    Ok(best)
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
