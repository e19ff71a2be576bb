//! What can be wrong with the input as a whole; a single odd row is a finding, not an error.

/// Among what an identifier is to stand once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// Those who share seats.
    Claimants,
    /// The districts of a table, which may be of several councils that it does not tell apart.
    Districts,
    /// The districts of one council of many.
    DistrictsOfCouncil,
}

/// Why districts cannot be audited or seats not be apportioned.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DistrictsError {
    /// There is no unit at all.
    #[error("the table holds no district")]
    NoUnits,
    /// Two rows have the same identifier.
    #[error("the identifier `{id}` stands twice: {at}")]
    DuplicateId {
        /// The identifier.
        id: String,
        /// File and rows, or places in the table.
        at: String,
        /// Among what it is to stand once.
        among: Among,
    },
    /// Nobody votes anywhere.
    #[error("nobody is counted in any row")]
    NoPeople,
    /// The units have no seat between them.
    #[error("no district has a seat")]
    NoSeats,
    /// A count is larger than any electorate: [`crate::LARGEST_COUNT`].
    #[error("`{id}` has a count above {limit}, which no electorate reaches", limit = crate::LARGEST_COUNT)]
    TooLarge {
        /// Identifier of the unit, region or total.
        id: String,
    },
    /// More seats than the arithmetic allows: [`crate::LARGEST_HOUSE`].
    #[error("{seats} seats are more than {limit}", limit = crate::LARGEST_HOUSE)]
    TooManySeats {
        /// The seats asked for.
        seats: u64,
    },
    /// Fewer seats than the minimum for everyone takes.
    #[error("{seats} seats are too few to give each of {claimants} claimants {minimum}")]
    TooFewSeats {
        /// The seats asked for.
        seats: u64,
        /// How many share them.
        claimants: usize,
        /// Seats that each must have.
        minimum: u64,
    },
    /// A lower bound stands above its upper bound.
    #[error("the bounds of `{id}` are the wrong way round")]
    Reversed {
        /// Identifier of the unit, region or total.
        id: String,
    },
    /// A fact names a unit that the table does not hold.
    #[error("the facts name `{id}`, which the table does not hold")]
    UnknownUnit {
        /// The identifier.
        id: String,
    },
    /// No figures satisfy the table and the facts together.
    #[error("the table and the facts contradict each other at `{at}`")]
    Contradiction {
        /// The unit, region or total where the contradiction shows.
        at: String,
    },
    /// A TOML text is not in the expected form.
    #[error("{what} is not valid: {reason}")]
    Syntax {
        /// `facts` or `standards`.
        what: &'static str,
        /// What the reader said.
        reason: String,
    },
    /// Election results that do not belong to the table of districts.
    #[error("the results do not fit the districts{}: {reason}", at(district))]
    Results {
        /// Identifier of the district; empty where it is about all of them.
        district: String,
        /// What does not fit.
        reason: &'static str,
    },
    /// The run was stopped from outside.
    #[error("interrupted")]
    Interrupted,
}

fn at(district: &str) -> String {
    if district.is_empty() { String::new() } else { format!(" at `{district}`") }
}

impl From<tizim_evidence::Interrupted> for DistrictsError {
    fn from(_: tizim_evidence::Interrupted) -> Self {
        Self::Interrupted
    }
}
