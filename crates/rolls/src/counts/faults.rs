//! What may be wrong with a row by itself.

use crate::Code;

/// Why a row was counted by a row check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fault {
    /// The number is malformed, in the way that [`IinProblem::id`] names.
    Number(&'static str),
    /// Number against birth date.
    Date,
    /// Number against sex.
    Sex,
    /// Under age on election day.
    UnderAge,
    /// Older than plausible.
    TooOld,
    /// Born after election day.
    Unborn,
}

impl Fault {
    pub(crate) fn code(self) -> Code {
        match self {
            Self::Number(_) => Code::IinMalformed,
            Self::Date | Self::Sex => Code::IinAgainstPerson,
            Self::UnderAge => Code::UnderAge,
            Self::TooOld | Self::Unborn => Code::ImplausibleAge,
        }
    }
}

/// Rows with one fault in one precinct.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    pub(crate) count: u64,
    /// The first of them, ascending.
    pub(crate) positions: Vec<u64>,
}
