//! What is to be split: blocks with their voters, the rayons they lie in, and who borders on whom.

use tizim_evidence::Interrupted;

use crate::Graph;

/// Districts at most: each of them is a bit of a word, and a label of a byte.
pub const MOST_SEATS: usize = 30;

/// The blocks of one region.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Blocks {
    /// Voters of each block.
    pub voters: Vec<u64>,
    /// The rayon that each block is a part of, by number; `None` where none is stated. A block that is a rayon by itself
    /// cannot be cut.
    pub rayons: Vec<Option<usize>>,
    /// Which blocks border on which.
    pub graph: Graph,
}

impl Blocks {
    /// Blocks of no rayon.
    pub fn new(voters: Vec<u64>, graph: Graph) -> Self {
        Self { rayons: vec![None; voters.len()], voters, graph }
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.voters.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.voters.is_empty()
    }

    /// All voters; no more than fit, see [`SplitError::TooManyVoters`].
    pub fn total(&self) -> u64 {
        self.voters.iter().fold(0, |sum, voters| sum.saturating_add(*voters))
    }
}

/// By what the border between districts is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BorderBy {
    /// Metres of common border, rounded for each pair.
    Metres,
    /// Pairs of neighbours that are parted, because the length of a border is not known.
    Pairs,
}

/// What is asked of the blocks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// Districts to be made, one seat each.
    pub seats: usize,
    /// The deviation that partitions are held to, as a fraction of the quota.
    pub limit: Option<f64>,
    /// The district of each block in the plan that is to be placed among the others.
    pub plan: Option<Vec<usize>>,
    /// How far the search may go.
    pub effort: Effort,
}

/// How far a search may go: numbers of steps and not of seconds, so that every machine finds the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Links of the diagram at most; some fifty bytes each.
    pub links: usize,
    /// Partitions that are looked at one by one without a limit of deviation.
    pub partitions: u64,
    /// Steps of a search that does not look at all of them.
    pub steps: u64,
    /// Looks at a block while ways are drafted, where there are too many to be walked.
    pub looks: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Self { links: 4_000_000, partitions: 20_000_000, steps: 600_000_000, looks: 160_000_000 }
    }
}

/// Why no answer can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SplitError {
    /// The run was stopped.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// Fewer than one district, or more than are provided for.
    #[error("{seats} districts cannot be made: expected 1 to {MOST_SEATS}")]
    Seats {
        /// As asked for.
        seats: usize,
    },
    /// There are more districts than blocks.
    #[error("{blocks} blocks cannot make {seats} districts")]
    TooFewBlocks {
        /// Blocks.
        blocks: usize,
        /// As asked for.
        seats: usize,
    },
    /// Voters times districts do not fit into a whole number of 63 bits.
    #[error("the blocks hold more voters than can be counted")]
    TooManyVoters,
    /// Nobody is counted.
    #[error("the blocks have no voters, so that there is no quota")]
    NoVoters,
}

/// The graph and the voters as the search uses them.
#[derive(Debug)]
pub(super) struct Case<'a> {
    pub(super) blocks: &'a Blocks,
    pub(super) seats: usize,
    pub(super) total: u64,
    pub(super) border_by: BorderBy,
}

impl<'a> Case<'a> {
    pub(super) fn new(blocks: &'a Blocks, seats: usize) -> Result<Self, SplitError> {
        if seats == 0 || seats > MOST_SEATS {
            return Err(SplitError::Seats { seats });
        }
        if seats > blocks.len() {
            return Err(SplitError::TooFewBlocks { blocks: blocks.len(), seats });
        }
        let sum = blocks.voters.iter().try_fold(0u64, |sum, voters| sum.checked_add(*voters));
        let total = sum.filter(|total| total.checked_mul(2 * seats as u64).is_some_and(|all| all < 1 << 63));
        let total = total.ok_or(SplitError::TooManyVoters)?;
        if total == 0 {
            return Err(SplitError::NoVoters);
        }
        let known = blocks.graph.borders().all(|border| border.metres.is_some());
        let border_by = if known { BorderBy::Metres } else { BorderBy::Pairs };
        Ok(Self { blocks, seats, total, border_by })
    }

    /// The border of two neighbours in the unit of the case; what has any length is a metre long at least.
    pub(super) fn border(&self, metres: Option<f64>) -> u64 {
        match (self.border_by, metres) {
            (BorderBy::Metres, Some(metres)) if metres > 0.0 => metres.round().max(1.0) as u64,
            (BorderBy::Metres, _) => 0,
            (BorderBy::Pairs, _) => 1,
        }
    }

    /// How far a district of so many voters is from its quota, times the number of districts: a whole number.
    pub(super) fn excess(&self, voters: u64) -> u64 {
        (voters * self.seats as u64).abs_diff(self.total)
    }

    /// The largest excess within a deviation.
    pub(super) fn excess_of(&self, deviation: f64) -> u64 {
        // What stands on a limit keeps it: 0.15 of a total is not a little less for being written in binary.
        let excess = deviation.max(0.0) * self.total as f64 + 1e-6;
        if excess.is_finite() { excess.floor().min(u64::MAX as f64 / 2.0) as u64 } else { 0 }
    }
}
