//! What is known from before: the answers of those who looked into pairs of entries, and the groups of an earlier run.
//!
//! Lists come twice a year, and most of what a run finds was found and answered before. A [`Decision`] clears a pair as long
//! as both rows are what they were when it was taken; if either changes, the pair is open again, and that is said.
//! [`Earlier`] keeps the numbers of groups, and tells which are new, still there, and gone.
//!
//! | room | step |
//! |---|---|
//! | `answer`, `decision` | what was answered, of which pair, on which values |
//! | `decisions` | how a pair of rows stands by them, and what came of each |
//! | `earlier` | groups found again by the tokens of their rows |
//! | `told` | what is told of both |

pub(crate) mod answer;
pub(crate) mod decision;
pub(crate) mod decisions;
pub(crate) mod earlier;
pub(crate) mod told;

pub use answer::Answer;
pub use decision::{Decision, DecisionState, MetDecision};
pub use decisions::{DecidedRow, Decisions, Standing};
pub use earlier::{Earlier, Since};

/// What a run is given of those before it, all under one key.
#[derive(Debug, Clone, Copy, Default)]
pub struct Past<'p> {
    /// Decisions on pairs.
    pub decisions: Option<&'p Decisions>,
    /// Groups of an earlier run.
    pub earlier: Option<&'p Earlier>,
    /// Whether the values of rows get a digest, so that decisions can be bound to them: where the key is one that a later
    /// run has too.
    pub bind: bool,
}

impl Past<'_> {
    /// Whether the values of rows get a digest.
    pub(crate) fn binds(&self) -> bool {
        self.bind || self.decisions.is_some()
    }
}
