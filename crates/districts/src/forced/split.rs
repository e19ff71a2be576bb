//! The inequality in its three parts: what the rules required, what the allocation used adds, what the drawing adds.

use serde_json::{Value as Json, json};
use tizim_evidence::{Column, ColumnKind, Exhibit, Interval, Message, Privacy, Table, Value};

use super::json::spread;
use super::measure::Between;
use super::required::{Forced, Reading};
use super::simulation::{Spread, Spreads};
use crate::Index;
use crate::judge::assess::Assessment;
use crate::shown::document::to_json;
use crate::shown::words;

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

/// The section `split`.
pub(super) fn document(forced: &Forced, assessment: &Assessment) -> Json {
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
        note: Some(note.with("lists", words::lists(forced.drawn.is_some()))),
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
