//! Votes and seats of parties by district.

use std::collections::BTreeMap;

use crate::{Districts, DistrictsError, LARGEST_COUNT};

/// What one party got in one district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyResult {
    /// Identifier of the district.
    pub district: String,
    /// The party, or a candidate who stands alone.
    pub party: String,
    /// Votes cast for it there.
    pub votes: u64,
    /// Seats it won there.
    pub seats: u32,
}

/// Parties, and by district their votes and seats.
pub(crate) type Tables = (Vec<String>, Vec<Vec<u64>>, Vec<Vec<u32>>);

/// Votes and seats by district (in the order of the table) and party.
pub(crate) fn tables(districts: &Districts, results: &[PartyResult]) -> Result<Tables, DistrictsError> {
    if districts.by.is_some() || districts.units.iter().any(|unit| unit.group.is_some()) {
        return Err(DistrictsError::Results { district: String::new(), reason: "several councils at once" });
    }
    let bad = |district: &str, reason: &'static str| {
        Err(DistrictsError::Results { district: district.to_owned(), reason })
    };
    let places: BTreeMap<&str, usize> =
        districts.units.iter().enumerate().map(|(place, unit)| (unit.id.as_str(), place)).collect();
    let mut parties: Vec<String> = Vec::new();
    let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
    for result in results {
        columns.entry(&result.party).or_insert_with(|| {
            parties.push(result.party.clone());
            parties.len() - 1
        });
    }
    if places.len().saturating_mul(parties.len()) > 50_000_000 {
        return bad("", "more districts times parties than can be held");
    }
    let mut cells: Vec<Vec<Option<(u64, u32)>>> = vec![vec![None; parties.len()]; districts.units.len()];
    for result in results {
        let (Some(&place), Some(&column)) =
            (places.get(result.district.as_str()), columns.get(result.party.as_str()))
        else {
            return bad(&result.district, "the table of districts does not hold it");
        };
        if result.votes > LARGEST_COUNT {
            return Err(DistrictsError::TooLarge { id: result.district.clone() });
        }
        if cells[place][column].replace((result.votes, result.seats)).is_some() {
            return bad(&result.district, "a party stands twice in it");
        }
    }
    let mut votes = Vec::new();
    let mut seats = Vec::new();
    for (unit, row) in districts.units.iter().zip(cells) {
        let row: Vec<(u64, u32)> = row.into_iter().map(Option::unwrap_or_default).collect();
        let cast: u64 = row.iter().map(|cell| cell.0).sum();
        if cast == 0 {
            return bad(&unit.id, "no votes are given for it");
        }
        if unit.range().is_some_and(|(_, high)| cast > high) {
            return bad(&unit.id, "more votes than people are counted in it");
        }
        if row.iter().map(|cell| u64::from(cell.1)).sum::<u64>() != u64::from(unit.seats) {
            return bad(&unit.id, "the seats won there are not the seats of the table of districts");
        }
        votes.push(row.iter().map(|cell| cell.0).collect());
        seats.push(row.iter().map(|cell| cell.1).collect());
    }
    Ok((parties, votes, seats))
}
