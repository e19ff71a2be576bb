//! A sharing of seats as JSON.

use serde_json::{Map, Value as Json, json};

use super::optima::{Optimum, extremes};
use super::shared::{Apportionment, Outcome};
use crate::Index;
use crate::measure::exact::{compare_fractions, written};

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
}

/// A number as JSON; null where it is not finite.
fn finite(value: f64) -> Json {
    if value.is_finite() { json!(value) } else { Json::Null }
}
