//! A run as linkage watches it.

use tizim_evidence::{Interrupted, Run};
use tizim_linkage::{Error, Stage, Watch};

use crate::RollsError;

/// Passes progress on, and the wish to end.
pub(super) struct Watching<'r>(pub(super) &'r Run);

impl Watch for Watching<'_> {
    fn cancelled(&self) -> bool {
        self.0.is_cancelled()
    }

    fn progress(&self, stage: Stage, done: u64, total: u64) {
        let stage = match stage {
            Stage::Blocking => "choosing pairs",
            Stage::Training => "learning weights",
            Stage::Scoring => "comparing pairs",
            _ => "joining pairs",
        };
        self.0.progress.report(stage, done, total);
    }
}

impl From<Error> for RollsError {
    fn from(error: Error) -> Self {
        match error {
            Error::Cancelled => Interrupted.into(),
            other => Self::Linkage(other),
        }
    }
}
