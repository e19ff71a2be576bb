//! What giving up each rule would buy, the others kept: as JSON and as tables.

use serde_json::{Value as Json, json};
use tizim_evidence::{Column, ColumnKind, Exhibit, Interval, Message, Privacy, Table, Value};

use super::json::{houses, spread};
use super::required::{Forced, Reading};
use super::simulation::Spread;
use crate::judge::assess::Assessment;
use crate::shown::document::{does_not_apply, to_json};
use crate::shown::words;
use crate::{Demand, DistrictRules, DrawingRule, Index};

/// One measure with a rule kept and given up.
struct Change {
    measure: &'static str,
    /// Where the measure is one of a tolerance.
    tolerance: Option<f64>,
    kept: Value,
    relaxed: Value,
}

impl Change {
    /// Whether it counts houses or regions.
    fn is_count(&self) -> bool {
        self.tolerance.is_some()
    }
}

fn change(measure: &'static str, kept: impl Into<Value>, relaxed: impl Into<Value>) -> Change {
    Change { measure, tolerance: None, kept: kept.into(), relaxed: relaxed.into() }
}

/// The figure at the central electorates, or its range over the draws where anything is estimated.
fn read(central: Option<f64>, draws: Option<Spread>) -> Value {
    match draws {
        Some(spread) if spread.low.to_bits() != spread.high.to_bits() => {
            Value::from(Interval { low: spread.low, high: spread.high, tight: false })
        }
        Some(spread) => Value::from(spread.low),
        None => Value::from(central),
    }
}

/// What changes where this rule is given up.
fn changes(rule: &DrawingRule, forced: &Forced, assessment: &Assessment) -> Vec<Change> {
    let (central, simulated) = (forced.central.as_ref(), forced.simulated.as_ref());
    let theil = || simulated.and_then(|one| one.theil);
    match rule.demand {
        Demand::NoCrossing => without_borders(forced),
        Demand::HouseSize => other_houses(forced),
        Demand::MinimumSeats => {
            let kept = simulated.and_then(|one| one.mal).map(|one| one.least);
            let relaxed = simulated.and_then(|one| one.mal_without_minimum);
            vec![change(
                "mal_between",
                read(central.map(|one| one.mal.least), kept),
                read(central.map(|one| one.mal_without_minimum), relaxed),
            )]
        }
        Demand::Allocation => vec![change(
            "theil_t_between",
            read(central.map(|one| one.theil.used), theil().map(|one| one.used)),
            read(central.map(|one| one.theil.least), theil().map(|one| one.least)),
        )],
        Demand::Drawing => {
            let within = |index: Index| {
                let part = assessment.parts.iter().find(|part| part.index == index);
                part.map_or(Value::Missing, |part| part.within.clone())
            };
            vec![
                change("theil_t_within", within(Index::TheilT), 0.0),
                change("mal_within", within(Index::Mal), 0.0),
            ]
        }
    }
}

/// Districts across borders could all be equal.
fn without_borders(forced: &Forced) -> Vec<Change> {
    let (central, simulated) = (forced.central.as_ref(), forced.simulated.as_ref());
    let theil = simulated.and_then(|one| one.theil).map(|one| one.least);
    let range = simulated.and_then(|one| one.range).map(|one| one.least);
    let mut changes = vec![
        change("theil_t_between", read(central.map(|one| one.theil.least), theil), 0.0),
        change("total_range", read(central.and_then(|one| one.range).map(|one| one.least), range), 0.0),
    ];
    changes.extend(forced.tolerances.iter().enumerate().map(|(at, &tolerance)| Change {
        tolerance: Some(tolerance),
        ..change("impossible_published", forced.impossible_published[at].len(), 0)
    }));
    changes
}

/// The smallest house that would serve every region.
fn other_houses(forced: &Forced) -> Vec<Change> {
    let (central, simulated) = (forced.central.as_ref(), forced.simulated.as_ref());
    let by_tolerance = forced.tolerances.iter().enumerate().map(|(at, &tolerance)| {
        let relaxed = match simulated.and_then(|one| one.houses[at].0) {
            Some(draws) => read(None, Some(draws)),
            None => Value::from(central.and_then(|one| one.houses[at])),
        };
        Change { tolerance: Some(tolerance), ..change("smallest_house", forced.claims.house, relaxed) }
    });
    by_tolerance.collect()
}

/// The section `relaxing`.
pub(super) fn document(forced: &Forced, assessment: &Assessment, rules: &DistrictRules) -> Json {
    let central = forced.central.as_ref();
    let simulated = forced.simulated.as_ref();
    let one = |rule: &DrawingRule| {
        let changes: Vec<Json> = changes(rule, forced, assessment)
            .into_iter()
            .map(|change| {
                json!({"measure": change.measure, "tolerance": change.tolerance,
                    "kept": to_json(&change.kept), "relaxed": to_json(&change.relaxed)})
            })
            .collect();
        let mut entry =
            json!({"rule": rule.id, "demand": rule.demand, "origin": rule.origin, "changes": changes});
        match rule.demand {
            Demand::NoCrossing => {
                entry["theil_t_between"] = json!(0.0);
                entry["total_range"] = json!(0.0);
                entry["impossible"] = json!([]);
                entry["effect"] = json!("all_equal_across_borders");
            }
            Demand::HouseSize => {
                entry["smallest_house"] = houses(forced);
                entry["effect"] = json!("smallest_house_within_tolerance");
            }
            Demand::MinimumSeats => {
                entry["mal_between"] = json!(central.map(|central| central.mal_without_minimum));
                entry["mal_between_draws"] =
                    json!(simulated.and_then(|one| one.mal_without_minimum).map(spread));
                entry["effect"] = json!("region_without_seat");
            }
            Demand::Allocation => {
                let added = central.map(|central| central.theil.added());
                let draws = simulated.and_then(|one| one.theil).map(|spreads| spread(spreads.added));
                entry["theil_t_saved"] = json!({"central": added, "draws": draws});
                entry["effect"] = json!("best_allocation");
            }
            Demand::Drawing => {
                entry["effect"] = json!("no_inequality_within");
            }
        }
        entry
    };
    Json::Array(rules.drawing.iter().map(one).collect())
}

fn column(key: &'static str, title: Message, kind: ColumnKind) -> Column {
    Column::new(key, title, kind)
}

/// The rules with who laid them down, and what giving up each would buy.
pub(crate) fn exhibits(forced: &Forced, assessment: &Assessment, rules: &DistrictRules) -> Vec<Exhibit> {
    let mut exhibits = vec![Exhibit::Table(rules_table(rules))];
    // Counts stand apart from fractions, so that each is written as what it is.
    let of_kind = |counts: bool| -> Vec<Vec<Value>> {
        let of_rule = |rule: &DrawingRule| {
            let chosen = changes(rule, forced, assessment).into_iter();
            let chosen = chosen.filter(|change| change.is_count() == counts);
            let rule = [words::demand(rule.demand), words::requirement(rule)];
            chosen.map(|change| row(&rule, change)).collect::<Vec<_>>()
        };
        rules.drawing.iter().flat_map(of_rule).collect()
    };
    let fractions = (of_kind(false), Message::new("districts.relaxing.table"));
    let counts = (of_kind(true), Message::new("districts.relaxing.table_counts"));
    for (id, (rows, title), kind) in
        [("relaxing", fractions, ColumnKind::Number(4)), ("relaxing-counts", counts, ColumnKind::Count)]
    {
        if !rows.is_empty() {
            exhibits.push(Exhibit::Table(changes_table(forced, id, title, kind, rows)));
        }
    }
    exhibits
}

fn row([demand, requirement]: &[Value; 2], change: Change) -> Vec<Value> {
    vec![
        demand.clone(),
        requirement.clone(),
        words::measure(change.measure),
        change.tolerance.map_or_else(does_not_apply, Value::stated),
        change.kept,
        change.relaxed,
    ]
}

/// The rules with who laid them down.
fn rules_table(rules: &DistrictRules) -> Table {
    let kept = rules.drawing.iter().map(|rule| {
        vec![
            words::demand(rule.demand),
            rule.value.map_or_else(does_not_apply, Value::from),
            words::requirement(rule),
            rule.source.as_ref().map_or_else(does_not_apply, |source| Value::from(source.citation())),
        ]
    });
    Table {
        id: "drawing-rules",
        title: Message::new("districts.rules.table"),
        note: Some(Message::new("districts.rules.note")),
        columns: vec![
            column("demand", Message::new("districts.rules.demand"), ColumnKind::Text),
            column("value", Message::new("districts.column.value"), ColumnKind::Count),
            column("requirement", Message::new("districts.rules.requirement"), ColumnKind::Text),
            column("source", Message::new("districts.column.source"), ColumnKind::Text),
        ],
        rows: kept.collect(),
        privacy: Privacy::Open,
    }
}

fn changes_table(
    forced: &Forced,
    id: &'static str,
    title: Message,
    kind: ColumnKind,
    rows: Vec<Vec<Value>>,
) -> Table {
    let note = match forced.reading() {
        Reading::Exact => Message::new("districts.relaxing.note"),
        Reading::Middle => Message::new("districts.relaxing.note_middle"),
        Reading::Simulation => Message::new("districts.relaxing.note_draws"),
    };
    Table {
        id,
        title,
        note: Some(note.with("lists", words::lists(forced.drawn.is_some()))),
        columns: vec![
            column("rule", Message::new("districts.relaxing.rule"), ColumnKind::Text),
            column("requirement", Message::new("districts.rules.requirement"), ColumnKind::Text),
            column("measure", Message::new("districts.relaxing.measure"), ColumnKind::Text),
            column("tolerance", Message::new("districts.relaxing.tolerance"), ColumnKind::Share),
            column("kept", Message::new("districts.relaxing.kept"), kind),
            column("relaxed", Message::new("districts.relaxing.relaxed"), kind),
        ],
        rows,
        privacy: Privacy::Open,
    }
}
