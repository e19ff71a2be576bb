//! Seats by claimant, and what cannot be shared out at all.

use crate::{DistrictsError, LARGEST_COUNT, LARGEST_HOUSE};

/// Seats by claimant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// In the order of the claimants.
    pub seats: Vec<u64>,
    /// Claimants between whom a lot would have to decide; empty where there is no tie. The seats shown then favour
    /// those that stand first in the list.
    pub tied: Vec<usize>,
}

/// Refuses what no method can share out: nobody, no voter, no seat, more than the arithmetic allows, or seats that do not
/// reach for the minimum.
pub(crate) fn check(voters: &[u64], seats: u64, minimum: u64) -> Result<(), DistrictsError> {
    if voters.is_empty() {
        return Err(DistrictsError::NoUnits);
    }
    if let Some(at) = voters.iter().position(|&count| count > LARGEST_COUNT) {
        return Err(DistrictsError::TooLarge { id: (at + 1).to_string() });
    }
    if seats > LARGEST_HOUSE {
        return Err(DistrictsError::TooManySeats { seats });
    }
    if voters.iter().all(|&count| count == 0) {
        return Err(DistrictsError::NoPeople);
    }
    if seats == 0 {
        return Err(DistrictsError::NoSeats);
    }
    if minimum.checked_mul(voters.len() as u64).is_none_or(|needed| needed > seats) {
        return Err(DistrictsError::TooFewSeats { seats, claimants: voters.len(), minimum });
    }
    Ok(())
}
