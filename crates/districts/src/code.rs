//! The stable codes of this audit's findings.

use std::fmt;

/// A finding code of the audit of districts. Codes are never renumbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Outside the limit of a standard.
    Outside,
    /// Parts do not add up to what is stated.
    Sums,
    /// No drawing inside the rules could comply.
    CannotComply,
    /// A better drawing or allocation inside the rules exists.
    Better,
    /// A check that could not be made, and why.
    NotChecked,
}

impl Code {
    /// All codes, ascending.
    pub const ALL: [Self; 5] =
        [Self::Outside, Self::Sums, Self::CannotComply, Self::Better, Self::NotChecked];

    /// The code as it is written everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Self::Outside => "DIST-001",
            Self::Sums => "DIST-005",
            Self::CannotComply => "DIST-006",
            Self::Better => "DIST-007",
            Self::NotChecked => "DIST-090",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}
