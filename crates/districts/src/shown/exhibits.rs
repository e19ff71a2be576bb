//! Tables, charts and the map of districts.

use tizim_evidence::{Audit, Column, ColumnKind, Exhibit, Message, Privacy, Table, Value};

use crate::judge::assess::Assessment;
use crate::judge::values::count_value;
use crate::shown::charts::{deviations, lorenz};
use crate::shown::document::{does_not_apply, vote_value};
use crate::shown::map::map;
use crate::shown::seats;
use crate::shown::words;
use crate::{Basis, DistrictRules, Districts, Grade, Index};

/// Exhibits about one body of districts.
pub(crate) fn of(assessment: &Assessment, districts: &Districts, rules: &DistrictRules, audit: &mut Audit) {
    audit.exhibits.extend(map(assessment, districts, rules).map(Exhibit::Map));
    if !assessment.without_quota {
        audit.exhibits.push(Exhibit::Chart(deviations(&[assessment], rules)));
    }
    audit.exhibits.push(Exhibit::Table(units(assessment)));
    if !assessment.without_quota {
        audit.exhibits.push(Exhibit::Chart(lorenz(assessment)));
        audit.exhibits.extend(seats::chart(assessment).map(Exhibit::Chart));
    }
    audit.exhibits.push(Exhibit::Table(indices(assessment)));
    audit.exhibits.push(Exhibit::Table(standards(assessment, rules)));
    if !assessment.parts.is_empty() {
        audit.exhibits.push(Exhibit::Table(parts(assessment)));
    }
    audit.exhibits.extend(sources(assessment).map(Exhibit::Table));
}

pub(crate) fn column(key: &'static str, title: &'static str, kind: ColumnKind) -> Column {
    Column::new(key, Message::new(title), kind)
}

fn units(assessment: &Assessment) -> Table {
    table_of_units(&[assessment])
}

/// The districts of one body, or of many councils in their order.
pub(super) fn table_of_units(bodies: &[&Assessment]) -> Table {
    let units = bodies.iter().flat_map(|body| (0..body.units.len()).map(move |place| (*body, place)));
    let rows = units.map(|(assessment, place)| {
        let (unit, deviation) = (assessment.units[place], assessment.deviations[place].clone());
        vec![
            Value::from(unit.group.as_deref().map(Value::place)),
            Value::from(&unit.id),
            Value::from(&unit.name),
            region(assessment, place),
            Value::from(unit.seats),
            assessment.voters(place),
            deviation.clone(),
            vote_value(&deviation),
            words::status(unit.status),
            Value::from(unit.grade.map(Grade::value)),
            unit.as_of.as_deref().map(Value::day).into(),
        ]
    });
    Table {
        id: "districts",
        title: Message::new("districts.table.units"),
        note: Some(
            Message::new("districts.table.units_note")
                .with("lists", words::lists(bodies.iter().any(|body| body.of_election))),
        ),
        columns: vec![
            column("council", "districts.column.council", ColumnKind::Text),
            column("id", "districts.column.id", ColumnKind::Text),
            column("name", "districts.column.name", ColumnKind::Text),
            column("region", "districts.column.region", ColumnKind::Text),
            column("seats", "districts.column.seats", ColumnKind::Count),
            people_column(bodies),
            column("deviation", "districts.column.deviation", ColumnKind::Deviation),
            column("vote_value", "districts.column.vote_value", ColumnKind::Number(2)),
            column("status", "districts.column.status", ColumnKind::Text),
            column("grade", "districts.column.grade", ColumnKind::Text),
            column("as_of", "districts.column.as_of", ColumnKind::Text),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    }
}

/// Voters, inhabitants or citizens, whichever are counted.
fn people_column(bodies: &[&Assessment]) -> Column {
    let title = match bodies.first().map(|body| body.basis) {
        Some(Basis::Population) => "districts.figure.population",
        Some(Basis::Citizens) => "districts.figure.citizens",
        _ => "districts.column.voters",
    };
    column("voters", title, ColumnKind::Count)
}

/// The region of a unit by its name.
fn region(assessment: &Assessment, unit: usize) -> Value {
    let Some(id) = &assessment.units[unit].region else { return Value::Missing };
    Value::region(id, &assessment.region_names[assessment.system.region_of[unit]])
}

/// Who states which electorate; `None` where the input names nobody.
fn sources(assessment: &Assessment) -> Option<Table> {
    let row = |id: &str, name: &str, as_of: &Option<String>, source: &Option<String>| {
        let source = source.as_ref()?;
        let as_of = as_of.as_deref().map_or_else(|| Value::from("-"), Value::day);
        Some(vec![Value::from(id), Value::from(name), as_of, Value::from(source)])
    };
    let units =
        assessment.units.iter().filter_map(|unit| row(&unit.id, &unit.name, &unit.as_of, &unit.source));
    let totals = assessment
        .known_totals
        .iter()
        .filter_map(|known| row(&known.id, &known.name, &known.as_of, &known.source));
    let rows: Vec<Vec<Value>> = units.chain(totals).collect();
    (!rows.is_empty()).then(|| Table {
        id: "district-sources",
        title: Message::new("districts.table.sources"),
        note: Some(
            Message::new("districts.table.sources_note").with("lists", words::lists(assessment.of_election)),
        ),
        columns: vec![
            column("id", "districts.column.id", ColumnKind::Text),
            column("name", "districts.column.name", ColumnKind::Text),
            column("as_of", "districts.column.as_of", ColumnKind::Text),
            column("source", "districts.column.source", ColumnKind::Text),
        ],
        rows,
        privacy: Privacy::Open,
    })
}

/// Who states which figure of the lists known when the districts were drawn; `None` where no region has one.
pub(crate) fn sources_when_drawn(drawn: &Assessment) -> Option<Table> {
    let rows: Vec<Vec<Value>> = drawn
        .known_totals
        .iter()
        .map(|known| {
            vec![
                Value::region(&known.id, &known.name),
                count_value(known.voters, false),
                Value::stated(known.drift),
                Value::from(known.grade.map(Grade::value)),
                known.as_of.as_deref().map(Value::day).into(),
                Value::from(known.source.clone()),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        id: "sources-when-drawn",
        title: Message::new("districts.table.sources_when_drawn"),
        note: Some(Message::new("districts.table.sources_when_drawn_note")),
        columns: vec![
            column("region", "districts.column.region", ColumnKind::Text),
            column("voters", "districts.column.voters", ColumnKind::Count),
            column("drift", "districts.column.drift", ColumnKind::Share),
            column("grade", "districts.column.grade", ColumnKind::Text),
            column("as_of", "districts.column.as_of", ColumnKind::Text),
            column("source", "districts.column.source", ColumnKind::Text),
        ],
        rows,
        privacy: Privacy::Open,
    })
}

fn indices(assessment: &Assessment) -> Table {
    let rows = Index::ALL.map(|index| {
        let value = assessment.index(index);
        let tight = match &value {
            Value::Interval(bounds) => Value::from(bounds.tight),
            value if value.is_missing() => Value::Missing,
            _ => does_not_apply(),
        };
        let name = match index {
            Index::DauerKelsay if assessment.majority_is_in_part() => words::dauer_kelsay_in_part(),
            _ => words::index(index),
        };
        vec![name, assessment.shown_index(index), tight]
    });
    Table {
        id: "indices",
        title: Message::new("districts.table.indices"),
        note: Some(Message::new("districts.table.indices_note")),
        columns: vec![
            column("index", "districts.column.index", ColumnKind::Text),
            column("value", "districts.column.value", ColumnKind::Number(4)),
            column("tight", "districts.column.tight", ColumnKind::Text),
        ],
        rows: rows.to_vec(),
        privacy: Privacy::Open,
    }
}

fn standards(assessment: &Assessment, rules: &DistrictRules) -> Table {
    let rows = rules.standards.iter().zip(&assessment.judgements).map(|((standard, force), judgement)| {
        let names = |certain: bool| {
            let outside = judgement.iter().flat_map(|judgement| &judgement.outside);
            let chosen = outside.filter(|outside| outside.certain == certain);
            Value::from(chosen.map(|outside| assessment.units[outside.unit].id.as_str()).collect::<Vec<_>>())
        };
        let moves = judgement.as_ref().and_then(|judgement| judgement.moves);
        vec![
            Value::from(&standard.title),
            words::force(*force),
            standard.limit.map_or_else(does_not_apply, Value::stated),
            match judgement {
                Some(judgement) => words::verdict(judgement.verdict),
                None if standard.limit.is_none() => does_not_apply(),
                None => Value::Missing,
            },
            names(true),
            names(false),
            match moves {
                // Of voters who would have to move: computed from electorates, and itself none.
                Some((low, high)) if low == high => Value::derived(low),
                Some((low, high)) => count_value(crate::CountRange { low, high }, false),
                None if standard.limit.is_none() => does_not_apply(),
                None => Value::Missing,
            },
            Value::from(standard.source.citation()),
        ]
    });
    Table {
        id: "standards",
        title: Message::new("districts.table.standards"),
        note: Some(Message::new("districts.table.standards_note")),
        columns: vec![
            column("standard", "districts.column.standard", ColumnKind::Text),
            column("force", "districts.column.force", ColumnKind::Text),
            column("limit", "districts.column.limit", ColumnKind::Share),
            column("verdict", "districts.column.verdict", ColumnKind::Text),
            column("outside", "districts.column.outside", ColumnKind::Text),
            column("undetermined", "districts.column.undetermined", ColumnKind::Text),
            column("least_moves", "districts.column.least_moves", ColumnKind::Count),
            column("source", "districts.column.source", ColumnKind::Text),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    }
}

fn parts(assessment: &Assessment) -> Table {
    let rows = assessment.parts.iter().map(|part| {
        vec![
            words::index(part.index),
            assessment.index(part.index),
            part.between.clone(),
            part.within.clone(),
        ]
    });
    Table {
        id: "decomposition",
        title: Message::new("districts.table.decomposition"),
        note: Some(Message::new("districts.table.decomposition_note")),
        columns: vec![
            column("index", "districts.column.index", ColumnKind::Text),
            column("value", "districts.column.value", ColumnKind::Number(5)),
            column("between", "districts.column.between", ColumnKind::Number(5)),
            column("within", "districts.column.within", ColumnKind::Number(5)),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    }
}
