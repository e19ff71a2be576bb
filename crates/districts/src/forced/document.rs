//! The JSON section `forced`.

use serde_json::{Map, Value as Json, json};

use super::json::{houses, key};
use super::measure::Between;
use super::required::Forced;
use super::{relaxing, split};
use crate::judge::assess::Assessment;
use crate::measure::exact::written;
use crate::shown::document::to_json;
use crate::shown::words;
use crate::{DistrictRules, Index, Optimum};

/// The section `forced`.
pub(crate) fn document(forced: &Forced, assessment: &Assessment, rules: &DistrictRules) -> Json {
    let simulation = forced.simulated.as_ref().map(|simulated| {
        json!({"draws": simulated.draws, "seed": simulated.seed,
            "rejected": simulated.rejected, "kept_if": "known_totals_and_order_allow_it",
            "reading": "simulation_over_estimates",
            "low_high": "middle_95_of_100_draws", "least_most": "extremes_of_draws"})
    });
    json!({
        "rules": rules.drawing.iter().map(|rule| json!({
            "id": rule.id, "demand": rule.demand, "value": rule.value, "origin": rule.origin,
            "requirement": words::requirement_code(rule), "source": rule.source,
        })).collect::<Vec<_>>(),
        "reading": forced.reading().word(),
        "house": forced.claims.house,
        "min_seats": forced.minimum,
        "simulation": simulation,
        "regions": regions(forced),
        "impossible": impossible(forced),
        "allocation": allocation(forced),
        "smallest_house": houses(forced),
        "relaxing": relaxing::document(forced, assessment, rules),
        "split": split::document(forced, assessment),
        "ratio": ratio(forced, Some(assessment)),
        "when_drawn": forced.drawn.as_deref().map(when_drawn),
        "note": "no_intent",
    })
}

/// The ratio of the largest to the smallest district in three steps; as drawn only where districts are known.
fn ratio(forced: &Forced, assessment: Option<&Assessment>) -> Json {
    json!({
        "least_under_rules": forced.least_ratio.map(|least| to_json(&least.value())),
        "equal_districts_in_allocation_used": to_json(&forced.allocation_ratio.value()),
        "as_drawn": assessment.map(|assessment| to_json(&assessment.index(Index::MaxMinRatio))),
    })
}

/// What was required on the lists known when the districts were drawn.
fn when_drawn(drawn: &Forced) -> Json {
    let claims = &drawn.claims;
    json!({
        "as_of": drawn.day,
        "voters": if claims.total_low == claims.total_high {
            json!(claims.total_low)
        } else {
            json!({"low": claims.total_low, "high": claims.total_high, "tight": false})
        },
        "reading": drawn.reading().word(),
        "regions": regions(drawn),
        "impossible": impossible(drawn),
        "allocation": allocation(drawn),
        "smallest_house": houses(drawn),
        "ratio": ratio(drawn, None),
    })
}

fn regions(forced: &Forced) -> Json {
    let claims = &forced.claims;
    let quota = claims.total / claims.house as f64;
    let one = |(place, region): (usize, &super::claims::Claim)| {
        let published = if region.low == region.high {
            json!(region.low)
        } else {
            json!({"low": region.low, "high": region.high, "tight": claims.ends_are_attained()})
        };
        json!({
            "id": region.id,
            "name": region.name,
            "seats_used": region.used,
            "voters": published,
            "stated": region.stated,
            "estimate": region.estimate.map(|estimate| json!({"mean": estimate.mean, "sd": estimate.deviation})),
            "reading": if region.stated.is_some() { "published" } else { "estimated" },
            "quotas": to_json(&claims.quotas(place)),
            "quotas_central": forced.central.as_ref().map(|central| central.voters[place] as f64 / quota),
        })
    };
    Json::Array(claims.regions.iter().enumerate().map(one).collect())
}

fn impossible(forced: &Forced) -> Json {
    let id = |place: &usize| forced.claims.regions[*place].id.clone();
    let by_tolerance = forced.tolerances.iter().enumerate().map(|(at, &tolerance)| {
        let published: Vec<String> = forced.impossible_published[at].iter().map(id).collect();
        let central =
            forced.central.as_ref().map(|one| one.impossible[at].iter().map(id).collect::<Vec<_>>());
        let shares: Option<Map<String, Json>> = forced.simulated.as_ref().map(|simulated| {
            let counts = simulated.impossible[at].iter().enumerate().filter(|(_, count)| **count > 0);
            counts
                .map(|(place, &count)| (id(&place), json!(f64::from(count) / f64::from(simulated.draws))))
                .collect()
        });
        let undetermined: Vec<Json> = forced.undetermined[at]
            .iter()
            .map(|place| json!({"id": id(place), "deciding": forced.claims.deciding(*place)}))
            .collect();
        let certain = &forced.impossible_published[at];
        let grade = |&place: &usize| {
            let grade = forced.claims.grade_of_impossible(place, tolerance, forced.minimum);
            (id(&place), json!(grade))
        };
        let headline: Vec<String> =
            certain.iter().filter(|place| forced.bears_headline(**place, at)).map(id).collect();
        let lost: Vec<String> = (0..forced.claims.regions.len())
            .filter(|&place| forced.lost_in_drift(at, place))
            .map(|place| id(&place))
            .collect();
        let section = json!({"published": published, "headline": headline,
            "grades": Json::Object(certain.iter().map(grade).collect()), "lost_in_drift": lost,
            "with_estimates": central, "share_of_draws": shares, "undetermined": undetermined});
        (key(tolerance), section)
    });
    Json::Object(by_tolerance.collect())
}

fn allocation(forced: &Forced) -> Json {
    let regions = &forced.claims.regions;
    let by_id = |seats: &[u64]| -> Json {
        Json::Object(
            regions.iter().zip(seats).map(|(region, &seats)| (region.id.clone(), json!(seats))).collect(),
        )
    };
    let used: Vec<u64> = regions.iter().map(|region| region.used).collect();
    let share = |count: u32, draws: u32| f64::from(count) / f64::from(draws);
    let methods = forced.central.iter().flat_map(|central| &central.methods).map(|(method, seats)| {
        let changed = regions
            .iter()
            .zip(seats)
            .filter(|(region, seats)| region.used != **seats)
            .map(|(region, &seats)| (region.id.clone(), json!(seats as i64 - region.used as i64)));
        let simulated = forced.simulated.as_ref();
        json!({
            "id": method.id(),
            "same_as_used": *seats == used,
            "change": Json::Object(changed.collect()),
            "share_of_draws_same": simulated.map(|simulated| {
                share(simulated.same_as_used.get(method).copied().unwrap_or(0), simulated.draws)
            }),
        })
    });
    let best = |name: &str, optimum: Option<&Optimum>, between: Option<Between>, place: usize| {
        let simulated = forced.simulated.as_ref();
        let section = json!({
            "reading": forced.reading().word(),
            "least": between.map(|between| between.least),
            "least_fraction": optimum.map(|optimum| written(optimum.fraction)),
            "used": between.map(|between| between.used),
            "seats": optimum.map(|optimum| by_id(&optimum.seats)),
            "share_of_draws_used_is_best":
                simulated.map(|simulated| share(simulated.used_is_best[place], simulated.draws)),
        });
        (name.to_owned(), section)
    };
    let optima = forced.central.as_ref().map(|central| {
        Json::Object(Map::from_iter([
            best("min_ratio", central.optima.ratio.as_ref(), central.ratio, 0),
            best("min_range", central.optima.range.as_ref(), central.range, 1),
            best("min_mal", Some(&central.optima.mal), Some(central.mal), 2),
            best("min_theil_t", None, Some(central.theil), 3),
        ]))
    });
    json!({"used": by_id(&used), "methods": methods.collect::<Vec<_>>(), "optima": optima})
}
