//! Progress and cancellation.

/// What a search is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Visiting the records for the given pass (the first is 1); progress counts records.
    Scanning {
        /// The pass.
        pass: u32,
    },
    /// Looking for equal fingerprints; progress counts partitions.
    Grouping,
    /// Comparing the keys of candidates; progress counts records.
    Verifying,
}

/// Is told how far a search is, and may end it.
pub trait Watch: Sync {
    /// Whether the search should end. Is asked often, from several threads.
    fn cancelled(&self) -> bool {
        false
    }

    /// How much of a stage is done, and of how much, where that is known (it may be an estimate, and exceeded). Is
    /// called from several threads.
    fn progress(&self, stage: Stage, done: u64, total: Option<u64>) {
        let _ = (stage, done, total);
    }
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}
