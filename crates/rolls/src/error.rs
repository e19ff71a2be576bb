//! Why a check of rolls ended without a result.

use tizim_evidence::{Interrupted, ProfileError};
use tizim_tables::TableError;

/// Why a check of rolls ended without a result. No variant carries a value of anyone's.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RollsError {
    /// A file could not be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The profile's section does not fit.
    #[error(transparent)]
    Law(#[from] ProfileError),
    /// The profile says nothing of rolls.
    #[error("profile `{profile}` has no section `[rolls]`")]
    NoSection {
        /// Identifier of the profile.
        profile: String,
    },
    /// Neither a list nor precinct counts were given.
    #[error("a check needs at least one list or a table of precincts")]
    NothingGiven,
    /// A column with another value in nearly every row was taken for the precinct.
    #[error(
        "`{file}`: the column taken for the precinct has another value in nearly every row ({precincts} precincts); name the column that states the precinct, or leave it out"
    )]
    PrecinctInEachRow {
        /// Name of the file.
        file: String,
        /// How many precincts its rows would name.
        precincts: u64,
    },
    /// The rows of all lists together are more than positions can count.
    #[error(
        "the lists together are too large for one check: at most 256 GiB of rows can be compared at once"
    )]
    TooLarge,
    /// The search for equal keys failed.
    #[error("the search for equal rows failed: {reason}")]
    Search {
        /// What the search said.
        reason: String,
    },
    /// A row read before could not be read again: the file changed during the check.
    #[error("`{file}` changed while it was being checked")]
    Changed {
        /// Name of the file.
        file: String,
    },
    /// The rows could not be linked.
    #[error("the lists cannot be linked: {0}")]
    Linkage(#[source] tizim_linkage::Error),
    /// The receiver of duplicates failed.
    #[error("the duplicates could not be written: {0}")]
    Sink(#[source] std::io::Error),
    /// The run was cancelled.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}
