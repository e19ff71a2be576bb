//! Progress and cancellation, as in `tizim-dedup`.

/// What a linkage is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Choosing keys and forming blocks; counts rounds.
    Blocking,
    /// Learning the weights; counts rounds of expectation-maximisation.
    Training,
    /// Comparing and scoring; counts pairs.
    Scoring,
    /// Joining pairs to clusters; counts pairs.
    Clustering,
}

/// Is told how far a linkage is, and may end it.
pub trait Watch: Sync {
    /// Whether the linkage should end. Is asked often, from several threads.
    fn cancelled(&self) -> bool {
        false
    }

    /// How much of a stage is done, and of how much (0 where unknown). Is called from several threads.
    fn progress(&self, stage: Stage, done: u64, total: u64) {
        let _ = (stage, done, total);
    }
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// Goes on, or ends the linkage where the watcher says so.
pub(crate) fn go_on(watch: &dyn Watch) -> Result<(), crate::Error> {
    if watch.cancelled() { Err(crate::Error::Cancelled) } else { Ok(()) }
}
