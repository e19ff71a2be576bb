//! The JSON sections of the contract.

use serde_json::{Map, Value as Json, json};
use tizim_evidence::{Object, Value};

use crate::judge::assess::Assessment;
use crate::judge::values::count_value;
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
pub(crate) fn sections(assessment: &Assessment, rules: &DistrictRules) -> Object {
    let totals = Object::new()
        .with("voters", assessment.total())
        .with("seats", assessment.seats())
        .with("quota", assessment.quota());
    let (indices, reasons) = indices(assessment);
    let mut document =
        Object::new().with("totals", totals).with("units", units(assessment)).with("indices", indices);
    if !reasons.is_empty() {
        document.insert("indices_reasons", Json::Object(reasons));
    }
    document.insert("decomposition", decomposition(assessment));
    document.insert("standards", standards(assessment, rules));
    document.insert("majority", majority(assessment));
    document.insert("lorenz", lorenz(assessment));
    document.insert("vote_value", vote_values(assessment));
    document.insert("dates", dates(assessment));
    document
}

fn units(assessment: &Assessment) -> Value {
    let one = |(place, unit): (usize, &&crate::Unit)| {
        let deviation = &assessment.deviations[place];
        let mut row = Object::new()
            .with("id", unit.id.as_str())
            .with("name", unit.name.as_str())
            .with("region", unit.region.as_deref())
            .with("seats", unit.seats)
            .with("voters", assessment.voters(place))
            .with("status", unit.status.word())
            .with("grade", json!(unit.grade))
            .with("deviation", deviation.clone())
            .with("vote_value", vote_value(deviation))
            .with("as_of", unit.as_of.as_deref())
            .with("drift", unit.drift)
            .with("source", unit.source.as_deref());
        if let (Some(central), Value::Interval(_)) = (assessment.central_deviation(place), deviation) {
            row.insert("deviation_central", central);
        }
        if let Some(group) = &unit.group {
            row.insert("group", group.as_str());
        }
        Value::from(row)
    };
    Value::List(assessment.units.iter().enumerate().map(one).collect())
}

/// What one vote weighs there against the average vote: 1 / (1 + deviation). Where there may be nobody to vote it has no
/// upper bound, and where there is nobody, no value.
pub(crate) fn vote_value(deviation: &Value) -> Value {
    let at = |deviation: f64| if deviation > -1.0 { 1.0 / (1.0 + deviation) } else { f64::INFINITY };
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

fn standards(assessment: &Assessment, rules: &DistrictRules) -> Value {
    let one = |((standard, force), judgement): (
        &(crate::Standard, Force),
        &Option<crate::judge::judgement::Judgement>,
    )| {
        let id = |unit: usize| assessment.units[unit].id.as_str();
        let outside = judgement.iter().flat_map(|judgement| &judgement.outside);
        let ids = |certain: bool| {
            let chosen = outside.clone().filter(|outside| outside.certain == certain);
            chosen.map(|outside| id(outside.unit)).collect::<Vec<_>>()
        };
        let limit = standard.limit.unwrap_or(0.0);
        let detail = outside.clone().map(|outside| {
            Object::new()
                .with("id", id(outside.unit))
                .with("certain", outside.certain)
                .with("grade", json!(assessment.grade_outside(outside.unit, limit)))
                .with("outside_as_stated", json!(assessment.outside_as_stated(outside.unit, limit)))
                .with("deviation", assessment.deviations[outside.unit].clone())
                .with(
                    "voters_beyond",
                    voters_between(outside.beyond, is_tight(&assessment.deviations[outside.unit])),
                )
        });
        let moves = judgement.as_ref().and_then(|judgement| judgement.moves);
        Object::new()
            .with("id", standard.id.as_str())
            .with("title", standard.title.as_str())
            .with("force", force.word())
            .with("measure", json!(standard.measure))
            .with("limit", Value::stated(standard.limit))
            .with("verdict", judgement.as_ref().map(|judgement| judgement.verdict.word()))
            .with("breaches", ids(true))
            .with("undetermined", ids(false))
            .with("outside", detail.collect::<Vec<_>>())
            .with("least_moves", moves.map(|(low, high)| voters_between((low as i64, high as i64), false)))
            .with("source", json!(standard.source))
    };
    rules.standards.iter().zip(&assessment.judgements).map(one).collect::<Vec<_>>().into()
}

/// A number of voters too many, too few or to be moved, or the bounds of one: computed from electorates and itself none,
/// so that a small one is nobody's electorate.
fn voters_between((low, high): (i64, i64), tight: bool) -> Value {
    if low == high {
        return Value::derived(low);
    }
    let ends = Object::new().with("low", Value::derived(low)).with("high", Value::derived(high));
    ends.with("tight", tight).into()
}

fn is_tight(value: &Value) -> bool {
    matches!(value, Value::Interval(bounds) if bounds.tight)
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
fn dates(assessment: &Assessment) -> Value {
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
        Object::new()
            .with("region", known.id.as_str())
            .with("name", known.name.as_str())
            .with("voters", count_value(known.voters, false))
            .with("as_of", json!(known.as_of))
            .with("drift", known.drift)
            .with("grade", json!(known.grade))
            .with("source", json!(known.source))
    });
    Object::new()
        .with("units", units)
        .with("regions", regions)
        .with("total", json!(assessment.total_as_of))
        .with("largest_drift", json!(assessment.largest_drift()))
        .with("known_region_totals", known.collect::<Vec<_>>())
        .with("source_of_total", json!(assessment.source_of_facts))
        .into()
}

fn lorenz(assessment: &Assessment) -> Json {
    if assessment.without_quota {
        return Json::Null;
    }
    let points = lorenz_points(&assessment.people(), &assessment.system.seats);
    json!({"at_midpoints": !assessment.is_exact(), "points": points})
}
