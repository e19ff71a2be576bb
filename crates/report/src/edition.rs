//! For whom a report is made.

use std::fmt;
use std::str::FromStr;

/// For whom a report is made, which decides how much it says about persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edition {
    /// For those who must act: masked rows about persons.
    Working,
    /// For everyone: no rows about persons, small counts suppressed.
    Public,
}

impl Edition {
    /// The word used on the command line and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Public => "public",
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// The word is neither of the two editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected `public` or `working`")]
pub struct UnknownEdition;

impl FromStr for Edition {
    type Err = UnknownEdition;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "working" => Ok(Self::Working),
            "public" => Ok(Self::Public),
            _ => Err(UnknownEdition),
        }
    }
}
