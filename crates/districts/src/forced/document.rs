//! The JSON section `forced`, and the table of the split.

use serde_json::{Map, Value as Json, json};
use tizim_evidence::{Column, ColumnKind, Exhibit, Interval, Message, Privacy, Table, Value};

use super::measure::Between;
use super::simulation::{Spread, Spreads};
use super::{Forced, Reading, relaxing};
use crate::judge::assess::Assessment;
use crate::measure::exact::written;
use crate::shown::document::to_json;
use crate::shown::words;
use crate::{DistrictRules, Index, Optimum};

fn key(tolerance: f64) -> String {
    format!("{tolerance:.2}")
}

pub(super) fn spread(spread: Spread) -> Json {
    json!({"low": spread.low, "high": spread.high, "least": spread.least, "most": spread.most})
}

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
        "split": split(forced, assessment),
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

pub(super) fn houses(forced: &Forced) -> Json {
    let by_tolerance = forced.tolerances.iter().enumerate().map(|(at, &tolerance)| {
        let simulated = forced.simulated.as_ref().map(|simulated| &simulated.houses[at]);
        let spread = simulated.and_then(|(spread, _)| *spread);
        let section = json!({
            "reading": forced.reading().word(),
            "central": forced.central.as_ref().and_then(|central| central.houses[at]),
            "low": spread.map(|spread| spread.low as u64),
            "high": spread.map(|spread| spread.high as u64),
            "least": spread.map(|spread| spread.least as u64),
            "most": spread.map(|spread| spread.most as u64),
            "draws_without": simulated.map(|(_, none)| none),
            "largest_tried": super::measure::LARGEST_HOUSE_TRIED,
        });
        (key(tolerance), section)
    });
    Json::Object(by_tolerance.collect())
}

/// The three parts of the inequality on one measure.
struct Row {
    index: Index,
    least: (Option<f64>, Option<Spread>),
    added: (Option<f64>, Option<Spread>),
    within: Value,
}

fn rows(forced: &Forced, assessment: &Assessment) -> Vec<Row> {
    let central = forced.central.as_ref();
    let part = |index: Index| {
        let part = assessment.parts.iter().find(|part| part.index == index);
        part.map_or(Value::Missing, |part| part.within.clone())
    };
    let row = |index: Index, between: Option<Between>, spreads: Option<Spreads>, within: Value| Row {
        index,
        least: (between.map(|between| between.least), spreads.map(|spreads| spreads.least)),
        added: (between.map(Between::added), spreads.map(|spreads| spreads.added)),
        within,
    };
    let simulated = forced.simulated.as_ref();
    // On the range, the drawing adds what the whole range has beyond the range of equal districts per region.
    let range = central.and_then(|central| central.range);
    let within_range = match (assessment.index(Index::TotalRange).bounds(), range) {
        (Some((low, high)), Some(_)) => {
            let between = forced.claims.between(Index::TotalRange);
            let (low, high) = ((low - between.high).max(0.0), (high - between.low).max(0.0));
            if forced.claims.is_open() {
                Value::from(Interval { low, high, tight: false })
            } else {
                Value::from(low)
            }
        }
        _ => Value::Missing,
    };
    vec![
        row(
            Index::TheilT,
            central.map(|one| one.theil),
            simulated.and_then(|one| one.theil),
            part(Index::TheilT),
        ),
        row(Index::Mal, central.map(|one| one.mal), simulated.and_then(|one| one.mal), part(Index::Mal)),
        row(Index::TotalRange, range, simulated.and_then(|one| one.range), within_range),
    ]
}

fn split(forced: &Forced, assessment: &Assessment) -> Json {
    let reading = |(central, draws): (Option<f64>, Option<Spread>)| json!({"central": central, "draws": draws.map(spread)});
    let sections = rows(forced, assessment).into_iter().map(|row| {
        let section = json!({
            "reading": forced.reading().word(),
            "least_between": reading(row.least),
            "allocation_adds": reading(row.added),
            "within": to_json(&row.within),
            "total": to_json(&assessment.index(row.index)),
        });
        (row.index.key().to_owned(), section)
    });
    Json::Object(sections.collect())
}

/// The split as a table: a range over the draws where anything is estimated.
pub(crate) fn exhibit(forced: &Forced, assessment: &Assessment) -> Exhibit {
    let shown = |(central, draws): (Option<f64>, Option<Spread>)| match draws {
        Some(spread) => Value::from(Interval { low: spread.low, high: spread.high, tight: false }),
        _ => Value::from(central),
    };
    let rows = rows(forced, assessment).into_iter().map(|row| {
        vec![
            words::index(row.index),
            shown(row.least),
            shown(row.added),
            row.within,
            assessment.index(row.index),
        ]
    });
    let column = |key: &'static str, title: Message, kind: ColumnKind| Column::new(key, title, kind);
    let (least, adds, note) = match forced.reading() {
        Reading::Exact => (
            Message::new("districts.column.least_between"),
            Message::new("districts.column.allocation_adds"),
            Message::new("districts.table.forced_note"),
        ),
        Reading::Middle => (
            Message::new("districts.column.least_between_middle"),
            Message::new("districts.column.allocation_adds_middle"),
            Message::new("districts.table.forced_note_middle"),
        ),
        Reading::Simulation => (
            Message::new("districts.column.least_between_draws"),
            Message::new("districts.column.allocation_adds_draws"),
            Message::new("districts.table.forced_note_draws"),
        ),
    };
    Exhibit::Table(Table {
        id: "forced",
        title: Message::new("districts.table.forced"),
        note: Some(note),
        columns: vec![
            column("index", Message::new("districts.column.index"), ColumnKind::Text),
            column("least_between", least, ColumnKind::Number(4)),
            column("allocation_adds", adds, ColumnKind::Number(4)),
            column("within", Message::new("districts.column.within"), ColumnKind::Number(4)),
            column("total", Message::new("districts.column.value"), ColumnKind::Number(4)),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    })
}
