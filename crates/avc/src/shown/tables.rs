//! The tables that are shown: by level, what differs, what became of each certificate.

use tizim_evidence::{Column, ColumnKind, Exhibit, Message, Persons, Privacy, Table, Value};

use crate::Level;
use crate::checks::reconcile::Difference;
use crate::ledger::context::Context;
use crate::ledger::register::State;
use crate::ledger::tally::Measure;
use crate::shown::totals::in_states;
use crate::shown::words;

/// Where each difference first appears.
pub(crate) fn differences_table(differences: &[Difference]) -> Exhibit {
    let columns = vec![
        Column::new("level", Message::new("avc.column.level"), ColumnKind::Text),
        Column::new("unit", Message::new("avc.column.unit"), ColumnKind::Text),
        Column::new("measure", Message::new("avc.column.measure"), ColumnKind::Text),
        Column::new("reported", Message::new("avc.column.reported"), ColumnKind::Count),
        Column::new("against", Message::new("avc.column.against"), ColumnKind::Count),
        Column::new("difference", Message::new("avc.column.difference"), ColumnKind::Count),
    ];
    let rows = differences.iter().map(|difference| {
        vec![
            words::level(difference.level),
            words::unit(difference.level, &difference.unit),
            words::number(difference.measure),
            difference.number(difference.reported),
            difference.number(difference.against),
            difference.distance(),
        ]
    });
    Exhibit::Table(Table {
        id: "avc-differences",
        title: Message::new("avc.table.differences"),
        note: Some(Message::new("avc.table.differences_note")),
        columns,
        rows: rows.collect(),
        privacy: Privacy::Open,
    })
}

/// The levels above the precinct, reported against counted.
pub(crate) fn levels_table(context: &Context<'_>) -> Exhibit {
    let columns = vec![
        Column::new("level", Message::new("avc.column.level"), ColumnKind::Text),
        Column::new("unit", Message::new("avc.column.unit"), ColumnKind::Text),
        Column::new("voters", Message::new("avc.column.voters"), ColumnKind::Count),
        Column::new("forms", Message::new("avc.column.forms"), ColumnKind::Count),
        Column::new("issued_reported", Message::new("avc.column.issued_reported"), ColumnKind::Count),
        Column::new("issued_counted", Message::new("avc.column.issued_counted"), ColumnKind::Count),
        Column::new("used_reported", Message::new("avc.column.used_reported"), ColumnKind::Count),
        Column::new("used_counted", Message::new("avc.column.used_counted"), ColumnKind::Count),
    ];
    let mut rows = Vec::new();
    for level in [Level::Nation, Level::Region, Level::Tec] {
        for unit in context.levels.at(level) {
            rows.push(vec![
                words::level(level),
                words::unit(level, &unit.name),
                unit.voters.total().map(Persons).into(),
                Value::from(unit.forms.total()),
                unit.reported(Measure::Issued).total().map(Persons).into(),
                unit.counted(Measure::Issued).total().map(Persons).into(),
                unit.reported(Measure::Used).total().map(Persons).into(),
                unit.counted(Measure::Used).total().map(Persons).into(),
            ]);
        }
    }
    Exhibit::Table(Table {
        id: "avc-levels",
        title: Message::new("avc.table.levels"),
        note: None,
        columns,
        rows,
        privacy: Privacy::Open,
    })
}

/// The ledger: how many certificates stand where.
pub(crate) fn states_table(context: &Context<'_>) -> Option<Exhibit> {
    let register = context.register.as_ref()?;
    let columns = vec![
        Column::new("state", Message::new("avc.column.state"), ColumnKind::Text),
        Column::new("certificates", Message::new("avc.column.certificates"), ColumnKind::Count),
    ];
    let rows = State::ALL
        .into_iter()
        .zip(in_states(register))
        .map(|(state, count)| vec![words::state(state), Persons(count).into()]);
    Some(Exhibit::Table(Table {
        id: "avc-states",
        title: Message::new("avc.table.states"),
        note: Some(Message::new("avc.table.states_note")),
        columns,
        rows: rows.collect(),
        privacy: Privacy::Open,
    }))
}
