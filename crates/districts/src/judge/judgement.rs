//! What is said of districts by one standard.

/// How districts lie to a standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Within the limit, whatever the open figures are.
    Met,
    /// Outside, whatever they are.
    Breached,
    /// It depends on them.
    Undetermined,
}

impl Verdict {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Breached => "breached",
            Self::Undetermined => "undetermined",
        }
    }
}

/// A unit that is, or may be, outside.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outside {
    /// Position of the unit.
    pub(crate) unit: usize,
    /// Whether it is outside for certain.
    pub(crate) certain: bool,
    /// People above the most allowed (positive) or below the fewest (negative), at both ends.
    pub(crate) beyond: (i64, i64),
}

/// The outcome for one standard.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    /// Units outside for certain or possibly, in order of the table.
    pub(crate) outside: Vec<Outside>,
    /// Fewest people who would have to change district, at both ends; `None` where no moving could do.
    pub(crate) moves: Option<(u64, u64)>,
}
