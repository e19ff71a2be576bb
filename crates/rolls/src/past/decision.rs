//! One decision: of which pair, on which values, and what came of it.

use tizim_people::Token;

use super::Answer;

/// What was decided on a pair of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The persons of both rows, as they were masked.
    pub tokens: [Token; 2],
    /// The digests of the values of both rows, as far as they are stated: the decision holds for these.
    pub values: Option<[Token; 2]>,
    /// The answer.
    pub answer: Answer,
    /// Who took it.
    pub who: String,
    /// When, as it was written.
    pub when: String,
    /// What was noted.
    pub note: String,
}

impl Decision {
    /// The same with the rows in the order of their tokens, those of one person in that of their values.
    pub(super) fn ordered(mut self) -> Self {
        let values = |place: usize| self.values.map(|values| values[place]);
        if (self.tokens[1], values(1)) < (self.tokens[0], values(0)) {
            self.tokens.reverse();
            if let Some(values) = &mut self.values {
                values.reverse();
            }
        }
        self
    }
}

/// What came of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionState {
    /// The pair was not found.
    NotMet,
    /// The pair was found with other values: it is open again.
    Reopened,
    /// The pair was found as it was: it is cleared.
    Cleared,
}

impl DecisionState {
    /// Its word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotMet => "not-found",
            Self::Reopened => "reopened",
            Self::Cleared => "cleared",
        }
    }
}

/// A decision with what came of it, to be given to the next run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetDecision {
    /// The decision, bound to the values for which it holds.
    pub decision: Decision,
    /// What came of it.
    pub state: DecisionState,
}
