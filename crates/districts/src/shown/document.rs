//! The JSON sections of the contract.

use serde_json::{Map, Value as Json, json};
use tizim_evidence::Value;

use crate::judge::assess::{Assessment, count_value};
use crate::{DistrictRules, Force, Index, lorenz_points, smallest_majority};

/// A value as JSON; what is not finite becomes null.
pub(crate) fn to_json(value: &Value) -> Json {
    serde_json::to_value(value).unwrap_or(Json::Null)
}

/// What stands in a cell that has nothing to say, as opposed to one whose value was not established.
pub(crate) fn does_not_apply() -> Value {
    Value::from("-")
}

/// All sections about one body of districts.
pub(crate) fn sections(assessment: &Assessment, rules: &DistrictRules) -> Map<String, Json> {
    let mut document = Map::new();
    document.insert(
        "totals".to_owned(),
        json!({
            "voters": to_json(&assessment.total()),
            "seats": assessment.seats(),
            "quota": to_json(&assessment.quota()),
        }),
    );
    document.insert("units".to_owned(), units(assessment));
    let (indices, reasons) = indices(assessment);
    document.insert("indices".to_owned(), indices);
    if !reasons.is_empty() {
        document.insert("indices_reasons".to_owned(), Json::Object(reasons));
    }
    document.insert("decomposition".to_owned(), decomposition(assessment));
    document.insert("standards".to_owned(), standards(assessment, rules));
    document.insert("majority".to_owned(), majority(assessment));
    document.insert("lorenz".to_owned(), lorenz(assessment));
    document.insert("vote_value".to_owned(), vote_values(assessment));
    document.insert("dates".to_owned(), dates(assessment));
    document
}

fn units(assessment: &Assessment) -> Json {
    let one = |(place, unit): (usize, &&crate::Unit)| {
        let deviation = &assessment.deviations[place];
        let mut row = json!({
            "id": unit.id,
            "name": unit.name,
            "region": unit.region,
            "seats": unit.seats,
            "voters": to_json(&assessment.voters(place)),
            "status": unit.status.word(),
            "grade": unit.grade,
            "deviation": to_json(deviation),
            "vote_value": to_json(&vote_value(deviation)),
            "as_of": unit.as_of,
            "drift": unit.drift,
            "source": unit.source,
        });
        if let (Some(central), Value::Interval(_)) = (assessment.central_deviation(place), deviation) {
            row["deviation_central"] = json!(central);
        }
        if let Some(group) = &unit.group {
            row["group"] = json!(group);
        }
        row
    };
    Json::Array(assessment.units.iter().enumerate().map(one).collect())
}

/// What one vote weighs there against the average vote: 1 / (1 + deviation).
pub(crate) fn vote_value(deviation: &Value) -> Value {
    let at = |deviation: f64| 1.0 / (1.0 + deviation);
    match deviation {
        Value::Real(deviation) => Value::from(at(*deviation)),
        Value::Interval(bounds) => Value::from(tizim_evidence::Interval {
            low: at(bounds.high).next_down(),
            high: at(bounds.low).next_up(),
            tight: bounds.tight,
        }),
        _ => Value::Missing,
    }
}

fn indices(assessment: &Assessment) -> (Json, Map<String, Json>) {
    let (mut values, mut reasons) = (Map::new(), Map::new());
    let without_people = assessment.system.units.iter().any(|unit| unit.low == 0);
    for (index, bounded) in &assessment.indices {
        values.insert(index.key().to_owned(), to_json(&bounded.value(assessment.is_exact())));
        if bounded.low.is_finite() && bounded.high.is_finite() {
            continue;
        }
        let reason = if assessment.without_quota {
            "no_quota"
        } else if assessment.system.seats.contains(&0) {
            "unit_without_seats"
        } else if without_people {
            "unit_without_people"
        } else {
            "not_defined"
        };
        reasons.insert(index.key().to_owned(), json!(reason));
    }
    (Json::Object(values), reasons)
}

fn decomposition(assessment: &Assessment) -> Json {
    let mut parts = Map::new();
    for part in &assessment.parts {
        let split = json!({"between": to_json(&part.between), "within": to_json(&part.within)});
        parts.insert(part.index.key().to_owned(), split);
    }
    Json::Object(parts)
}

fn standards(assessment: &Assessment, rules: &DistrictRules) -> Json {
    let one = |((standard, force), judgement): (
        &(crate::Standard, Force),
        &Option<crate::judge::standards::Judgement>,
    )| {
        let id = |unit: usize| json!(assessment.units[unit].id);
        let outside = judgement.iter().flat_map(|judgement| &judgement.outside);
        let detail: Vec<Json> = outside
            .clone()
            .map(|outside| {
                let (low, high) = outside.beyond;
                json!({
                    "id": id(outside.unit),
                    "certain": outside.certain,
                    "grade": assessment.grade_outside(outside.unit, standard.limit.unwrap_or(0.0)),
                    "outside_as_stated": assessment.outside_as_stated(outside.unit, standard.limit.unwrap_or(0.0)),
                    "deviation": to_json(&assessment.deviations[outside.unit]),
                    "voters_beyond": if low == high { json!(low) } else { json!({"low": low, "high": high, "tight": true}) },
                })
            })
            .collect();
        json!({
            "id": standard.id,
            "title": standard.title,
            "force": force.word(),
            "measure": standard.measure,
            "limit": standard.limit,
            "verdict": judgement.as_ref().map(|judgement| judgement.verdict.word()),
            "breaches": outside.clone().filter(|outside| outside.certain).map(|outside| id(outside.unit)).collect::<Vec<_>>(),
            "undetermined": outside.filter(|outside| !outside.certain).map(|outside| id(outside.unit)).collect::<Vec<_>>(),
            "outside": detail,
            "least_moves": judgement.as_ref().and_then(|judgement| judgement.moves).map(|(low, high)| {
                if low == high { json!(low) } else { json!({"low": low, "high": high, "tight": false}) }
            }),
            "source": standard.source,
        })
    };
    Json::Array(rules.standards.iter().zip(&assessment.judgements).map(one).collect())
}

fn majority(assessment: &Assessment) -> Json {
    if assessment.without_quota {
        return Json::Null;
    }
    // With open figures the districts named are those at the middle of all bounds.
    let Some(majority) = smallest_majority(&assessment.people(), &assessment.system.seats) else {
        return Json::Null;
    };
    let taken =
        majority.taken.iter().map(|&(unit, seats)| json!({"id": assessment.units[unit].id, "seats": seats}));
    json!({
        "seats_needed": majority.needed,
        "share": to_json(&assessment.index(Index::DauerKelsay)),
        "at_midpoints": !assessment.is_exact(),
        "units": taken.collect::<Vec<_>>(),
    })
}

/// What a vote weighs in the smallest and in the largest unit, and how often one is worth the other. Where the open
/// figures leave it undecided which units are the extremes, those at the middle of all bounds are compared, and the
/// ratio is theirs.
fn vote_values(assessment: &Assessment) -> Json {
    if assessment.without_quota {
        return Json::Null;
    }
    let one = |unit: usize| json!({"id": assessment.units[unit].id, "value": to_json(&vote_value(&assessment.deviations[unit]))});
    let (smallest, largest) = assessment.extremes();
    json!({
        "smallest": smallest.map(one),
        "largest": largest.map(one),
        "ratio": to_json(&assessment.ratio_of_extremes()),
        "extremes": if assessment.extremes_settled() { "settled" } else { "at_the_middle_of_the_bounds" },
    })
}

/// The days that the figures mix, and how far a figure of another day may lie from its value on the day of the totals.
fn dates(assessment: &Assessment) -> Json {
    let once = |dates: &mut Vec<&str>| {
        dates.retain(|date| !date.is_empty());
        dates.sort_unstable();
        dates.dedup();
    };
    let mut units: Vec<&str> = assessment.units.iter().filter_map(|unit| unit.as_of.as_deref()).collect();
    once(&mut units);
    let mut regions: Vec<&str> =
        assessment.known_totals.iter().filter_map(|known| known.as_of.as_deref()).collect();
    once(&mut regions);
    let known = assessment.known_totals.iter().map(|known| {
        json!({"region": known.id, "name": known.name, "voters": to_json(&count_value(known.voters)),
            "as_of": known.as_of, "drift": known.drift, "grade": known.grade, "source": known.source})
    });
    json!({
        "units": units, "regions": regions, "total": assessment.total_as_of,
        "largest_drift": assessment.largest_drift(),
        "known_region_totals": known.collect::<Vec<_>>(),
        "source_of_total": assessment.source_of_facts,
    })
}

fn lorenz(assessment: &Assessment) -> Json {
    if assessment.without_quota {
        return Json::Null;
    }
    let points = lorenz_points(&assessment.people(), &assessment.system.seats);
    json!({"at_midpoints": !assessment.is_exact(), "points": points})
}
