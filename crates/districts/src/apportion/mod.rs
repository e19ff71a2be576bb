//! Sharing whole seats between claimants: by every method in use, and by exact optimisation.

mod house;
mod leximin;
mod method;
mod optima;
mod report;

use serde_json::{Map, Value as Json, json};
use tizim_evidence::Audit;

pub use self::house::{impossible, smallest_house};
pub use self::method::{Allocation, Method, allocate};
use self::optima::extremes;
pub(crate) use self::optima::optima;
pub use self::optima::{Optima, Optimum};
pub(crate) use self::report::title;
use crate::measure::exact::{compare_fractions, written};
use crate::{DistrictsError, Index, LARGEST_COUNT, LARGEST_HOUSE};

/// Tolerances at which it is asked what is possible, with their keys in JSON.
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
            remedy: "give each claimant an identifier of its own",
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
        .min_by(|a, b| method::compare_claims(a.1, b.1).then(b.0.cmp(&a.0)))
    else {
        return (None, Vec::new());
    };
    let mut waiting: Vec<usize> = (0..voters.len()).collect();
    waiting.sort_by(|&a, &b| match (of(a, seats[a]), of(b, seats[b])) {
        (Some(a), Some(b)) => method::compare_claims(b, a),
        _ => std::cmp::Ordering::Equal,
    });
    let next = waiting.into_iter().filter(|&claimant| claimant != last).take(LISTED).map(|claimant| {
        let beats = |more: u64| {
            let claim = method.claim(voters[claimant] + more, seats[claimant]).unwrap_or((0, 1));
            let order = method::compare_claims((claim, voters[claimant] + more), last_claim);
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

impl Apportionment {
    fn by_id(&self, seats: &[u64]) -> Json {
        let pairs =
            self.claimants.iter().zip(seats).map(|(claimant, &seats)| (claimant.id.clone(), json!(seats)));
        Json::Object(pairs.collect())
    }

    fn ids(&self, positions: &[usize]) -> Vec<&str> {
        positions.iter().map(|&position| self.claimants[position].id.as_str()).collect()
    }

    fn index(&self, index: Index, seats: &[u64]) -> Option<f64> {
        let people: Vec<f64> = self.claimants.iter().map(|claimant| claimant.voters as f64).collect();
        let seats: Vec<u32> = seats.iter().map(|&seats| seats as u32).collect();
        Some(index.of(&people, &seats)).filter(|value| value.is_finite())
    }

    /// The JSON sections of the contract: `methods`, `optima`, `impossible`, `smallest_house`.
    pub fn document(&self) -> Map<String, Json> {
        let methods: Vec<Json> = self.outcomes.iter().map(|outcome| self.method(outcome)).collect();
        let impossible: Map<String, Json> =
            self.impossible.iter().map(|(key, who)| ((*key).to_owned(), json!(self.ids(who)))).collect();
        let houses: Map<String, Json> =
            self.smallest_house.iter().map(|(key, house)| ((*key).to_owned(), json!(house))).collect();
        let voters: u64 = self.claimants.iter().map(|claimant| claimant.voters).sum();
        Map::from_iter([
            (
                "totals".to_owned(),
                json!({"voters": voters, "seats": self.seats, "min_seats": self.minimum,
                    "quota": voters as f64 / self.seats as f64}),
            ),
            ("methods".to_owned(), Json::Array(methods)),
            ("optima".to_owned(), self.optima()),
            ("impossible".to_owned(), Json::Object(impossible)),
            ("smallest_house".to_owned(), Json::Object(houses)),
            ("largest_house_tried".to_owned(), json!(self.largest_tried)),
        ])
    }

    fn method(&self, outcome: &Outcome) -> Json {
        let seats = &outcome.allocation.seats;
        let mut method = json!({
            "id": outcome.method.id(),
            "seats": self.by_id(seats),
            "tie": !outcome.allocation.tied.is_empty(),
            "tied": self.ids(&outcome.allocation.tied),
            "metrics": {
                "max_min_ratio": self.index(Index::MaxMinRatio, seats),
                "total_range": self.index(Index::TotalRange, seats),
                "mal": self.index(Index::Mal, seats),
                "sainte_lague": self.index(Index::SainteLague, seats),
            },
        });
        if let Some((claimant, seat, claim)) = outcome.last {
            method["last"] = json!({"id": self.claimants[claimant].id, "seat": seat, "claim": finite(claim)});
            let next = outcome.next.iter().map(|next| {
                json!({"id": self.claimants[next.claimant].id, "seat": next.seat, "claim": finite(next.claim),
                    "missed_by_voters": next.missed_by})
            });
            method["next"] = Json::Array(next.collect());
        }
        method
    }

    fn optima(&self) -> Json {
        let one = |optimum: &Optimum| {
            let size = |fraction: (u128, u128)| finite(fraction.0 as f64 / fraction.1 as f64);
            json!({
                "value": optimum.value(),
                "value_fraction": written(optimum.fraction),
                "smallest_size": size(optimum.smallest),
                "largest_size": size(optimum.largest),
                "seats": self.by_id(&optimum.seats),
                "methods": self.methods_at(optimum),
            })
        };
        let optional = |optimum: &Option<Optimum>| optimum.as_ref().map_or(Json::Null, one);
        json!({
            "min_ratio": optional(&self.optima.ratio),
            "min_range": optional(&self.optima.range),
            "min_mal": one(&self.optima.mal),
            "min_largest": optional(&self.optima.largest),
        })
    }

    /// The methods that attain an optimum of this apportionment: those with the very same extremes, or with its value.
    fn methods_at(&self, optimum: &Optimum) -> Vec<&'static str> {
        let voters: Vec<u64> = self.claimants.iter().map(|claimant| claimant.voters).collect();
        let same = |outcome: &&Outcome| {
            let seats = &outcome.allocation.seats;
            if std::ptr::eq(optimum, &raw const self.optima.mal) {
                return self
                    .index(Index::Mal, seats)
                    .is_some_and(|mal| (mal - optimum.value()).abs() < 1e-13);
            }
            let Some((smallest, largest)) = extremes(&voters, seats) else { return false };
            let equal = |a, b| compare_fractions(a, b) == std::cmp::Ordering::Equal;
            equal(largest, optimum.largest)
                && (self.optima.largest.as_ref().is_some_and(|least| std::ptr::eq(least, optimum))
                    || equal(smallest, optimum.smallest))
        };
        self.outcomes.iter().filter(same).map(|outcome| outcome.method.id()).collect()
    }

    /// The same as an audit, to be shown in any format.
    pub fn to_audit(&self) -> Audit {
        report::audit(self)
    }
}

/// A number as JSON; null where it is not finite.
fn finite(value: f64) -> Json {
    if value.is_finite() { json!(value) } else { Json::Null }
}
