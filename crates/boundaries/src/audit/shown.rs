//! The tables, the chart and the document of a map.

use tizim_evidence::{Column, ColumnKind, Exhibit, Message, Object, Privacy, Table, Value};

use super::districts::{self, Measured};
use super::drawn::{District, Drawn};
use super::inputs::MapInputs;
use super::{MapAudit, told};
use crate::{Adjacency, Compactness, Frame, Layer, Problem};

/// Adds all of them, and the sentence that sums the map up.
pub(super) fn add(
    inputs: &MapInputs<'_>,
    adjacency: &Adjacency,
    (as_read, problems): (&Layer, &[Problem]),
    drawn: &Drawn,
    measured: &[Measured],
    audit: &mut MapAudit,
) {
    let layer = inputs.layer;
    audit.summary.push(summary(drawn, measured));
    if !drawn.without_row.is_empty() || !drawn.without_unit.is_empty() {
        let key = if drawn.of_blocks { "boundaries.unmatched_blocks" } else { "boundaries.unmatched" };
        let unmatched = Message::new(key).with("units", drawn.without_row.len());
        audit.summary.push(unmatched.with("rows", drawn.without_unit.len()).with("all", layer.units.len()));
    }
    audit.exhibits.push(Exhibit::Table(table(drawn, measured)));
    if !problems.is_empty() {
        let table = table_of_problems(as_read, problems, inputs.repair.is_some());
        audit.exhibits.extend((!table.rows.is_empty()).then_some(Exhibit::Table(table)));
    }
    let pairs: Vec<Value> = adjacency
        .borders
        .borders()
        .map(|border| {
            let id = |place: usize| layer.units[place].id.as_str();
            Object::new()
                .with("one", id(border.one))
                .with("other", id(border.other))
                .with("metres", border.metres)
                .into()
        })
        .collect();
    audit.document = Object::new()
        .with("file", &layer.file)
        .with("features", layer.features)
        .with("units", layer.units.len())
        .with(
            "districts",
            Value::List(drawn.districts.iter().zip(measured).map(|(own, its)| document(own, its)).collect()),
        )
        .with("borders", pairs)
        .with("near", near(layer, adjacency))
        .with(
            "enclaves",
            Value::List(
                adjacency
                    .enclaves(layer)
                    .iter()
                    .map(|&(unit, around)| {
                        Object::new()
                            .with("unit", &layer.units[unit].id)
                            .with("around", &layer.units[around].id)
                            .into()
                    })
                    .collect(),
            ),
        )
        .with(
            "islands",
            adjacency.islands().iter().map(|&unit| layer.units[unit].id.as_str()).collect::<Vec<_>>(),
        )
        .with(
            "problems",
            Value::List(problems.iter().map(|problem| document_of(as_read, problem)).collect()),
        );
}

fn near(layer: &Layer, adjacency: &Adjacency) -> Value {
    let of_pair = |near: &crate::Near| -> Value {
        Object::new()
            .with("one", &layer.units[near.one].id)
            .with("other", &layer.units[near.other].id)
            .with("metres_apart", near.metres_apart)
            .with("facing_metres", near.facing_metres)
            .with("corner", near.is_corner())
            .into()
    };
    Value::List(adjacency.near.iter().map(of_pair).collect())
}

pub(super) fn document_of(layer: &Layer, problem: &Problem) -> Value {
    Object::new()
        .with("kind", problem.kind.word())
        .with("units", problem.units.iter().map(|&unit| layer.units[unit].id.as_str()).collect::<Vec<_>>())
        .with("lon", problem.at.map(|at| Frame::written(at.x)))
        .with("lat", problem.at.map(|at| at.y))
        .with("square_km", problem.square_km)
        .with("width_metres", problem.width_metres)
        .with("count", problem.count)
        .into()
}

/// One measure of compactness by its key.
type Measure = (&'static str, fn(&Compactness) -> f64);

const MEASURES: [Measure; 5] = [
    ("polsby_popper", |of| of.polsby_popper),
    ("schwartzberg", |of| of.schwartzberg),
    ("reock", |of| of.reock),
    ("convex_hull", |of| of.convex_hull),
    ("width_length", |of| of.width_length),
];

fn document(district: &District, measured: &Measured) -> Value {
    let own = measured.compactness.as_ref();
    let mut object = Object::new()
        .with("id", &district.id)
        .with("name", &district.name)
        .with("parts", measured.parts)
        .with("square_km", own.map(|own| own.square_km))
        .with("border_km", own.map(|own| own.border_km))
        .with("longest_km", own.map(|own| own.longest_km));
    for (key, measure) in MEASURES {
        object.insert(key, own.map(measure));
    }
    object
        .with("regions", district.regions.iter().cloned().collect::<Vec<_>>())
        .with("voters", districts::voters(measured.voters))
        .with("blocks_voters", district.sum.map_or(Value::Missing, districts::sum))
        .with("voters_per_square_km", measured.density().map_or(Value::Missing, Value::derived))
        .into()
}

fn summary(drawn: &Drawn, measured: &[Measured]) -> Message {
    let mut values: Vec<f64> =
        measured.iter().filter_map(|own| Some(own.compactness?.polsby_popper)).collect();
    values.sort_by(f64::total_cmp);
    let middle = |values: &[f64]| match values.len() {
        0 => None,
        count if count % 2 == 1 => Some(values[count / 2]),
        count => Some(f64::midpoint(values[count / 2 - 1], values[count / 2])),
    };
    Message::new("boundaries.summary")
        .with("districts", drawn.districts.len())
        .with("apart", drawn.apart.len())
        .with("crossing", crossing(drawn))
        .with("typical", middle(&values))
        .with("least", values.first().copied())
        .with("most", values.last().copied())
}

/// How many districts lie in several regions; not checked where nothing says in which region a block of theirs is.
fn crossing(drawn: &Drawn) -> Value {
    let known = || drawn.districts.iter().any(|own| !own.regions.is_empty());
    if drawn.of_blocks && known() {
        return Value::from(drawn.districts.iter().filter(|own| own.regions.len() > 1).count());
    }
    Value::Word { code: "not_checked", word: "boundaries.kind.not_checked" }
}

pub(super) fn column(key: &'static str, title: &'static str, kind: ColumnKind) -> Column {
    Column::new(key, Message::new(title), kind)
}

fn table(drawn: &Drawn, measured: &[Measured]) -> Table {
    let row = |(district, own): (&District, &Measured)| {
        let of = |measure: fn(&Compactness) -> f64| Value::from(own.compactness.as_ref().map(measure));
        vec![
            Value::from(&district.id),
            Value::from(&district.name),
            Value::from(own.parts),
            of(|of| of.square_km),
            of(|of| of.border_km),
            of(|of| of.longest_km),
            districts::voters(own.voters),
            own.density().map_or(Value::Missing, Value::derived),
            district.sum.map_or(Value::Missing, districts::sum),
            of(MEASURES[0].1),
            of(MEASURES[1].1),
            of(MEASURES[2].1),
            of(MEASURES[3].1),
            of(MEASURES[4].1),
        ]
    };
    let sizes = |of: fn(&Compactness) -> f64| -> Vec<f64> {
        measured.iter().filter_map(|own| own.compactness.as_ref().map(of)).collect()
    };
    Table {
        id: "map-districts",
        title: Message::new("boundaries.table.districts"),
        note: Some(Message::new("boundaries.table.districts_note")),
        columns: vec![
            column("id", "boundaries.column.id", ColumnKind::Text),
            column("name", "boundaries.column.name", ColumnKind::Text),
            column("parts", "boundaries.column.parts", ColumnKind::Count),
            column("square_km", "boundaries.column.square_km", fine(&sizes(|own| own.square_km))),
            column("border_km", "boundaries.column.border_km", fine(&sizes(|own| own.border_km))),
            column("longest_km", "boundaries.column.longest_km", fine(&sizes(|own| own.longest_km))),
            column("voters", "boundaries.column.voters", ColumnKind::Count),
            column("voters_per_square_km", "boundaries.column.density", ColumnKind::Number(2)),
            column("blocks_voters", "boundaries.column.blocks_voters", ColumnKind::Count),
            column("polsby_popper", "boundaries.column.polsby_popper", ColumnKind::Number(3)),
            column("schwartzberg", "boundaries.column.schwartzberg", ColumnKind::Number(3)),
            column("reock", "boundaries.column.reock", ColumnKind::Number(3)),
            column("convex_hull", "boundaries.column.convex_hull", ColumnKind::Number(3)),
            column("width_length", "boundaries.column.width_length", ColumnKind::Number(3)),
        ],
        rows: drawn.districts.iter().zip(measured).map(row).collect(),
        privacy: Privacy::Open,
    }
}

/// So many decimals that the smallest of these has three figures at least, and none where it has them without.
pub(super) fn fine(sizes: &[f64]) -> ColumnKind {
    let least = sizes.iter().copied().filter(|size| *size > 0.0).fold(f64::INFINITY, f64::min);
    ColumnKind::Number(match least {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    })
}

fn table_of_problems(layer: &Layer, problems: &[Problem], is_repaired: bool) -> Table {
    let row = |problem: &Problem| {
        vec![
            Value::Word { code: problem.kind.word(), word: word(problem) },
            told::units(layer, &problem.units),
            Value::from(problem.at.map(|at| Frame::written(at.x))),
            Value::from(problem.at.map(|at| at.y)),
            Value::from(problem.square_km),
            Value::from(problem.width_metres),
        ]
    };
    // What the columns would show as nothing at all is counted and not listed.
    let is_nothing = |problem: &&Problem| {
        problem.square_km.is_some_and(|area| area < 5e-7)
            && problem.width_metres.is_some_and(|width| width < 5e-4)
    };
    let (nothing, listed): (Vec<&Problem>, Vec<&Problem>) = problems.iter().partition(is_nothing);
    let note =
        if is_repaired { "boundaries.table.problems_repaired" } else { "boundaries.table.problems_note" };
    Table {
        id: "map-problems",
        title: Message::new("boundaries.table.problems"),
        note: Some(Message::new(note).with("nothing", nothing.len())),
        columns: vec![
            column("kind", "boundaries.column.kind", ColumnKind::Text),
            column("units", "boundaries.column.units", ColumnKind::Text),
            column("lon", "boundaries.column.lon", ColumnKind::Number(5)),
            column("lat", "boundaries.column.lat", ColumnKind::Number(5)),
            column("square_km", "boundaries.column.square_km", ColumnKind::Number(6)),
            column("width_metres", "boundaries.column.width_metres", ColumnKind::Number(3)),
        ],
        rows: listed.into_iter().map(row).collect(),
        privacy: Privacy::Open,
    }
}

fn word(problem: &Problem) -> &'static str {
    use crate::ProblemKind as Kind;
    match problem.kind {
        Kind::SelfIntersection => "boundaries.kind.self_intersection",
        Kind::TouchesItself => "boundaries.kind.touches_itself",
        Kind::PartsOverlap => "boundaries.kind.parts_overlap",
        Kind::Overlap => "boundaries.kind.overlap",
        Kind::Gap => "boundaries.kind.gap",
        Kind::RepeatedName => "boundaries.kind.repeated_name",
        Kind::Antimeridian => "boundaries.kind.antimeridian",
    }
}
