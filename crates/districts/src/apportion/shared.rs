//! One sharing of seats by every method, with the exact optima beside them.

use super::allocate::allocate;
use super::allocation::{Allocation, check};
use super::house::{impossible, smallest_house};
use super::method::{Method, compare_claims};
use super::optima::{Optima, optima};
use crate::error::Among;
use crate::{DistrictsError, LARGEST_COUNT};

/// Tolerances at which it is asked what is possible, with their keys in JSON: two widths by which sharings are compared with
/// each other in any country, and no law. Those of a law are the profile's, and the audit of districts asks for them.
const TOLERANCES: [(&str, f64); 2] = [("0.10", 0.10), ("0.15", 0.15)];

/// How many claims after the last seat are listed.
const LISTED: usize = 5;

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

/// Who would get the next seat, and what is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct NextClaim {
    /// Position of the claimant.
    pub claimant: usize,
    /// The seat it would be: its first is 1.
    pub seat: u64,
    /// The claim in people per seat; infinite for a seat due to everyone.
    pub claim: f64,
    /// Further voters with which it would have had the last seat, all else equal.
    pub missed_by: u64,
}

/// One method's outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The method.
    pub method: Method,
    /// Its seats.
    pub allocation: Allocation,
    /// Who got the last seat that was not a minimum, for divisor methods.
    pub last: Option<(usize, u64, f64)>,
    /// Who comes next, for divisor methods.
    pub next: Vec<NextClaim>,
}

/// The outcome of [`apportion()`].
#[derive(Debug, Clone, PartialEq)]
pub struct Apportionment {
    /// The claimants, as given.
    pub claimants: Vec<Claimant>,
    /// Seats shared.
    pub seats: u64,
    /// Seats that everyone gets.
    pub minimum: u64,
    /// One outcome per method.
    pub outcomes: Vec<Outcome>,
    /// Exact optima.
    pub optima: Optima,
    /// By tolerance: claimants that no number of seats serves in this house.
    pub impossible: Vec<(&'static str, Vec<usize>)>,
    /// By tolerance: the smallest house that serves everyone, if there is one up to `largest_tried`.
    pub smallest_house: Vec<(&'static str, Option<u64>)>,
    /// Where the search for a house ended.
    pub largest_tried: u64,
}

/// Shares `seats` between the claimants, each of whom gets at least `minimum`.
///
/// ```
/// use tizim_districts::{Claimant, apportion};
/// let claimant = |id: &str, voters| Claimant { id: id.to_owned(), name: id.to_owned(), voters };
/// let shared = apportion(&[claimant("A", 5117), claimant("B", 4400), claimant("C", 483)], 100, 0)?;
/// assert_eq!(shared.document()["methods"][1]["seats"]["A"], 52);
/// # Ok::<(), tizim_districts::DistrictsError>(())
/// ```
///
/// # Errors
/// Where there is no claimant, nobody votes, an identifier stands twice, a count is beyond measure, or the seats do
/// not reach.
pub fn apportion(claimants: &[Claimant], seats: u64, minimum: u64) -> Result<Apportionment, DistrictsError> {
    let voters: Vec<u64> = claimants.iter().map(|claimant| claimant.voters).collect();
    check(&voters, seats, minimum)?;
    let mut ids: Vec<&str> = claimants.iter().map(|claimant| claimant.id.as_str()).collect();
    ids.sort_unstable();
    if let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        let same = claimants.iter().zip(1_u64..).filter(|(claimant, _)| claimant.id == pair[0]);
        let at: Vec<String> = same.map(|(_, place)| place.to_string()).collect();
        return Err(DistrictsError::DuplicateId {
            id: pair[0].to_owned(),
            at: format!("claimants number {} of the table", at.join(" and ")),
            among: Among::Claimants,
        });
    }
    let mut outcomes = Vec::new();
    for method in Method::ALL {
        let allocation = allocate(method, &voters, seats, minimum)?;
        let (last, next) = claims(method, &voters, &allocation.seats, minimum);
        outcomes.push(Outcome { method, allocation, last, next });
    }
    // Some hundred million steps at most, whatever the input.
    let largest_tried = (20_000_000 / claimants.len() as u64).clamp(1_000, 100_000).max(2 * seats);
    Ok(Apportionment {
        claimants: claimants.to_vec(),
        seats,
        minimum,
        outcomes,
        optima: optima(&voters, seats, minimum),
        impossible: TOLERANCES.map(|(key, limit)| (key, impossible(&voters, seats, limit, minimum))).to_vec(),
        smallest_house: TOLERANCES
            .map(|(key, limit)| (key, smallest_house(&voters, limit, minimum, largest_tried)))
            .to_vec(),
        largest_tried,
    })
}

/// Who got the last seat and who comes next, by how many voters it was missed.
fn claims(
    method: Method,
    voters: &[u64],
    seats: &[u64],
    minimum: u64,
) -> (Option<(usize, u64, f64)>, Vec<NextClaim>) {
    let of = |claimant: usize, seats: u64| {
        method.claim(voters[claimant], seats).map(|claim| (claim, voters[claimant]))
    };
    let got = (0..voters.len()).filter(|&claimant| seats[claimant] > minimum);
    let Some((last, last_claim)) = got
        .filter_map(|claimant| Some((claimant, of(claimant, seats[claimant] - 1)?)))
        .min_by(|a, b| compare_claims(a.1, b.1).then(b.0.cmp(&a.0)))
    else {
        return (None, Vec::new());
    };
    let mut waiting: Vec<usize> = (0..voters.len()).collect();
    waiting.sort_by(|&a, &b| match (of(a, seats[a]), of(b, seats[b])) {
        (Some(a), Some(b)) => compare_claims(b, a),
        _ => std::cmp::Ordering::Equal,
    });
    let next = waiting.into_iter().filter(|&claimant| claimant != last).take(LISTED).map(|claimant| {
        let beats = |more: u64| {
            let claim = method.claim(voters[claimant] + more, seats[claimant]).unwrap_or((0, 1));
            let order = compare_claims((claim, voters[claimant] + more), last_claim);
            order == std::cmp::Ordering::Greater
        };
        let (mut low, mut high) = (0, LARGEST_COUNT);
        while low < high {
            let middle = low + (high - low) / 2;
            if beats(middle) { high = middle } else { low = middle + 1 }
        }
        NextClaim {
            claimant,
            seat: seats[claimant] + 1,
            claim: method.claim_in_people(voters[claimant], seats[claimant]),
            missed_by: low,
        }
    });
    let next = next.collect();
    (Some((last, seats[last], method.claim_in_people(voters[last], seats[last] - 1))), next)
}
