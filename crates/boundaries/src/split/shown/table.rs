//! Tables: the best ways, the trades between measures, and which block is where.

use tizim_evidence::{Column, ColumnKind, Message, Persons, Privacy, Table, Value};

use super::{Answer, Best, figures};
use crate::split::{BorderBy, Found, Measures};

/// Rows of the table of trades at most.
const TRADES: usize = 200;

fn column(key: &'static str, title: Message, kind: ColumnKind) -> Column {
    Column::new(key, title, kind)
}

fn table(id: &'static str, title: &'static str, note: Message, columns: Vec<Column>) -> Table {
    let (title, note) = (Message::new(title), Some(note));
    Table { id, title, note, columns, rows: Vec::new(), privacy: Privacy::Open }
}

fn measure_columns(answer: &Answer<'_>) -> Vec<Column> {
    let border = match answer.split.border_by {
        BorderBy::Metres => ColumnKind::Number(1),
        BorderBy::Pairs => ColumnKind::Count,
    };
    vec![
        column("deviation", Message::new("split.column.deviation"), ColumnKind::Share),
        column("distance", Message::new("split.column.distance"), ColumnKind::Number(1)),
        column("rayons_cut", Message::new("split.column.rayons_cut"), ColumnKind::Count),
        column("border", answer.border_title(), border),
    ]
}

fn measures(answer: &Answer<'_>, of: Measures) -> [Value; 4] {
    let cut = if answer.has_rayons() { of.rayons_cut.into() } else { Value::Missing };
    [answer.deviation_value(of.excess), answer.voters(of.excess), cut, answer.border(of.border)]
}

/// The voters of each district of a way.
fn voters(answer: &Answer<'_>, found: &Found) -> Value {
    let mut voters = vec![0u64; answer.question.seats];
    for (block, district) in found.districts.iter().enumerate() {
        voters[usize::from(*district)] += answer.blocks.voters[block];
    }
    Value::List(voters.into_iter().map(|voters| Persons(voters).into()).collect())
}

/// The best way by each measure, and the plan.
pub(super) fn best(answer: &Answer<'_>) -> Table {
    let text = |key, title| column(key, Message::new(title), ColumnKind::Text);
    let mut columns = vec![text("way", "split.column.way"), text("of", "split.column.of")];
    columns.extend(measure_columns(answer));
    columns.push(column("voters", Message::new("split.column.voters_of_districts"), ColumnKind::Count));
    let mut table = table("best", "split.table.best", Message::new("split.table.best_note"), columns);
    for Best { key, word, scope, found } in answer.best() {
        let code = if key == "best_rayons" { "rayons_cut" } else { key.trim_start_matches("best_") };
        let mut row = vec![Value::Word { code, word }, figures::scope(scope)];
        row.extend(measures(answer, found.measures));
        row.push(voters(answer, found));
        table.rows.push(row);
    }
    if let Some(plan) = answer.plan() {
        let mut row = vec![Value::Word { code: "plan", word: "split.best.plan" }, Value::from(String::new())];
        row.extend(measures(answer, plan));
        row.push(answer.question.plan.as_ref().map_or(Value::Missing, |districts| {
            let districts = districts.iter().map(|district| *district as u8).collect();
            voters(answer, &Found { measures: plan, districts })
        }));
        table.rows.push(row);
    }
    table
}

/// The trades: ways that no other reaches in everything.
pub(super) fn front(answer: &Answer<'_>) -> Table {
    let note = ["split.table.front_note", "split.table.front_note_within", "split.table.front_note_seen"];
    let note = figures::by_reach(answer, note);
    let mut table = table("front", "split.table.front", note, measure_columns(answer));
    let rows = answer.split.front.iter().take(TRADES);
    table.rows = rows.map(|found| measures(answer, found.measures).to_vec()).collect();
    table
}

/// Which block is in which district, by the plan and by the best ways.
pub(super) fn blocks(answer: &Answer<'_>) -> Table {
    let mut columns = vec![
        column("id", Message::new("split.column.id"), ColumnKind::Text),
        column("name", Message::new("split.column.name"), ColumnKind::Text),
        column("voters", Message::new("split.column.voters"), ColumnKind::Count),
        column("plan", Message::new("split.best.plan"), ColumnKind::Text),
    ];
    let best = answer.best();
    columns.extend(best.iter().map(|best| column(best.key, Message::new(best.word), ColumnKind::Text)));
    let mut table = table("blocks", "split.table.blocks", Message::new("split.table.blocks_note"), columns);
    for block in 0..answer.blocks.len() {
        let plan = answer.question.plan.as_ref().and_then(|plan| answer.names.plan.get(plan[block]));
        let mut row = vec![
            Value::from(&answer.names.ids[block]),
            Value::from(&answer.names.names[block]),
            Persons(answer.blocks.voters[block]).into(),
            Value::from(plan.cloned()),
        ];
        row.extend(best.iter().map(|best| Value::from((best.found.districts[block] + 1).to_string())));
        table.rows.push(row);
    }
    table
}
