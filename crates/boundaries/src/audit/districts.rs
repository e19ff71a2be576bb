//! What is measured of each district.

use tizim_evidence::{Interval, Persons, Value};

use super::drawn::Drawn;
use super::inputs::MapInputs;
use crate::{Compactness, Sum};

/// A district with its measures.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    /// Its compactness; nothing where it has no area.
    pub(super) compactness: Option<Compactness>,
    /// Its parts.
    pub(super) parts: usize,
    /// Its voters, as the table of districts states them, else what its blocks add up to.
    pub(super) voters: Option<(u64, u64)>,
    /// Signed deviation from the quota, where all electorates are known exactly.
    pub(super) deviation: Option<f64>,
}

impl Measured {
    /// Voters on a square kilometre, where they are known exactly.
    pub(super) fn density(&self) -> Option<f64> {
        let (low, high) = self.voters?;
        let size = self.compactness?.square_km;
        (low == high).then_some(low as f64 / size)
    }
}

/// Measures all districts, in their order.
pub(super) fn measured(inputs: &MapInputs<'_>, drawn: &Drawn) -> Vec<Measured> {
    let stated = |id: &str| inputs.districts.iter().find(|district| district.id == id);
    let exact = |bounds: Option<(u64, u64)>| bounds.filter(|(low, high)| low == high).map(|(low, _)| low);
    let all: Option<u64> = inputs.districts.iter().map(|district| exact(district.voters)).sum();
    let seats: u64 = inputs.districts.iter().map(|district| u64::from(district.seats)).sum();
    let quota = all.filter(|all| *all > 0 && seats > 0).map(|all| all as f64 / seats as f64);
    drawn
        .districts
        .iter()
        .enumerate()
        .map(|(place, district)| {
            let own = stated(&district.id);
            let of_blocks =
                district.sum.filter(|sum| sum.is_bounded() && sum.blocks > 0).map(|sum| (sum.low, sum.high));
            let voters = own.and_then(|own| own.voters).or(of_blocks);
            let per_seat = own
                .filter(|own| own.seats > 0)
                .and_then(|own| Some(exact(own.voters)? as f64 / f64::from(own.seats)));
            Measured {
                compactness: Compactness::of(&district.area),
                parts: drawn
                    .apart
                    .iter()
                    .find(|apart| apart.district == place)
                    .map_or(1, |apart| 1 + apart.parts.len()),
                voters,
                deviation: per_seat.zip(quota).map(|(per_seat, quota)| per_seat / quota - 1.0),
            }
        })
        .collect()
}

/// Bounds of a number of voters as a value; the upper is [`u64::MAX`] where nothing bounds it.
pub(super) fn voters(bounds: Option<(u64, u64)>) -> Value {
    match bounds {
        Some((low, high)) if low == high => Persons(low).into(),
        Some((low, u64::MAX)) => {
            Value::derived(Interval { low: low as f64, high: f64::INFINITY, tight: false })
        }
        Some((low, high)) => Value::derived(Interval { low: low as f64, high: high as f64, tight: true }),
        None => Value::Missing,
    }
}

/// A sum of voters as a value: at least so many, where something of it is not known; missing where nothing is.
pub(super) fn sum(sum: Sum) -> Value {
    let known = sum.blocks > sum.unknown || sum.unknown == 0;
    voters(known.then_some((sum.low, if sum.is_bounded() { sum.high } else { u64::MAX })))
}
