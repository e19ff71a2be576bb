//! An apportionment as tables and figures.

use tizim_evidence::{
    Audit, Column, ColumnKind, Counted, Exhibit, Figure, Message, Persons, Privacy, Status, Table, Value,
};

use super::method::Method;
use super::optima::{Optimum, may_be_too_many};
use super::shared::Apportionment;
use super::who;
use crate::measure::exact::deviation;
use crate::shown::words;

/// Name and version of the JSON document.
const SCHEMA: &str = "tizim-apportionment/1";

impl Apportionment {
    /// The same as an audit, to be shown in any format.
    pub fn to_audit(&self) -> Audit {
        audit(self)
    }
}

fn audit(shared: &Apportionment) -> Audit {
    let mut audit = Audit::new(SCHEMA, Message::new("districts.apportion.title"));
    audit.document = shared.document().into();
    audit.counted = Counted::InTerritories;
    let voters: u64 = shared.claimants.iter().map(|claimant| claimant.voters).sum();
    audit.summary.push(
        Message::new("districts.apportion.summary")
            .with("seats", shared.seats)
            .with("claimants", shared.claimants.len())
            .with("quota", voters as f64 / shared.seats as f64),
    );
    let tied: Vec<Value> = shared
        .outcomes
        .iter()
        .filter(|outcome| !outcome.allocation.tied.is_empty())
        .map(|outcome| method_name(outcome.method))
        .collect();
    if !tied.is_empty() {
        audit.summary.push(Message::new("districts.apportion.tie").with("methods", Value::List(tied)));
    }
    audit.summary.extend(who::represented(shared));
    who::cannot_comply(shared, &mut audit);
    let mut add = |key, label, value: Value, format| {
        let figure = Figure::new(key, label, value).shown_as(format).with_status(Status::Derived);
        audit.figures.push(figure);
    };
    let value = |optimum: &Option<Optimum>| Value::from(optimum.as_ref().map(Optimum::value));
    let optima = &shared.optima;
    add("min_ratio", Message::new("districts.apportion.min_ratio"), value(&optima.ratio), "number3");
    add("min_range", Message::new("districts.apportion.min_range"), value(&optima.range), "percent");
    add("min_mal", Message::new("districts.apportion.min_mal"), optima.mal.value().into(), "percent");
    add("min_largest", Message::new("districts.apportion.min_largest"), value(&optima.largest), "number1");
    for ((tolerance, house), key) in shared.smallest_house.iter().zip(["house_10", "house_15"]) {
        let label = Message::new("districts.apportion.smallest_house")
            .with("tolerance", Value::stated(tolerance.parse::<f64>().ok()));
        add(key, label, (*house).into(), "");
    }
    let keys = ["cannot_comply_10", "cannot_comply_15"];
    for ((tolerance, who), key) in shared.impossible.iter().zip(keys) {
        let label = Message::new("districts.apportion.cannot_comply")
            .with("tolerance", Value::stated(tolerance.parse::<f64>().ok()));
        add(key, label, who.len().into(), "");
    }
    audit.exhibits.push(Exhibit::Table(methods(shared)));
    audit.exhibits.push(Exhibit::Table(representation(shared)));
    audit.notes.push(Message::new("districts.apportion.note"));
    if optima.ratio.is_none() && may_be_too_many(shared.claimants.len(), shared.seats) {
        audit.notes.push(Message::new("districts.apportion.not_sought"));
    }
    audit
}

/// The name of a method.
pub(crate) fn title(method: Method) -> Message {
    match method {
        Method::Hamilton => Message::new("districts.method.hamilton"),
        Method::Jefferson => Message::new("districts.method.jefferson"),
        Method::Webster => Message::new("districts.method.webster"),
        Method::HuntingtonHill => Message::new("districts.method.huntington_hill"),
        Method::Adams => Message::new("districts.method.adams"),
        Method::Dean => Message::new("districts.method.dean"),
        Method::Leximin => Message::new("districts.method.leximin"),
    }
}

fn methods(shared: &Apportionment) -> Table {
    let mut columns = vec![
        Column::new("id", Message::new("districts.column.id"), ColumnKind::Text),
        Column::new("name", Message::new("districts.column.name"), ColumnKind::Text),
        Column::new("voters", Message::new("districts.column.voters"), ColumnKind::Count),
        Column::new("quotas", Message::new("districts.column.quotas"), ColumnKind::Number(3)),
    ];
    let outcomes = &shared.outcomes;
    columns.extend(
        outcomes.iter().map(|one| Column::new(one.method.id(), title(one.method), ColumnKind::Count)),
    );
    let voters: u64 = shared.claimants.iter().map(|claimant| claimant.voters).sum();
    let rows = shared.claimants.iter().enumerate().map(|(place, claimant)| {
        let quotas = claimant.voters as f64 * shared.seats as f64 / voters as f64;
        let mut row = vec![
            Value::from(&claimant.id),
            Value::from(&claimant.name),
            Persons(claimant.voters).into(),
            Value::from(quotas),
        ];
        row.extend(outcomes.iter().map(|outcome| Value::from(outcome.allocation.seats[place])));
        row
    });
    Table {
        id: "methods",
        title: Message::new("districts.table.methods"),
        note: Some(Message::new("districts.table.methods_note")),
        columns,
        rows: rows.collect(),
        privacy: Privacy::Open,
    }
}

/// A claimant's deviation from the quota with these seats; missing where it has none.
pub(super) fn deviation_of(shared: &Apportionment, place: usize, seats: u64) -> Value {
    let voters: u64 = shared.claimants.iter().map(|claimant| claimant.voters).sum();
    let own = u32::try_from(seats).unwrap_or(u32::MAX);
    Value::from(deviation(shared.claimants[place].voters, own, voters, shared.seats))
}

pub(super) fn method_name(method: Method) -> Value {
    Value::Word { code: method.id(), word: title(method).key }
}

/// Deviations by claimant and method.
fn representation(shared: &Apportionment) -> Table {
    let mut columns = vec![
        Column::new("id", Message::new("districts.column.id"), ColumnKind::Text),
        Column::new("name", Message::new("districts.column.name"), ColumnKind::Text),
    ];
    columns.extend(
        shared
            .outcomes
            .iter()
            .map(|one| Column::new(one.method.id(), title(one.method), ColumnKind::Deviation)),
    );
    let rows = shared.claimants.iter().enumerate().map(|(place, claimant)| {
        let mut row = vec![Value::from(&claimant.id), Value::from(&claimant.name)];
        row.extend(shared.outcomes.iter().map(|one| match one.allocation.seats[place] {
            0 => words::no_seat(),
            seats => deviation_of(shared, place, seats),
        }));
        row
    });
    Table {
        id: "representation",
        title: Message::new("districts.table.representation"),
        note: Some(Message::new("districts.table.representation_note")),
        columns,
        rows: rows.collect(),
        privacy: Privacy::Open,
    }
}
