//! What a repair changed, feature by feature.

use tizim_evidence::{
    ColumnKind, Exhibit, Finding, Message, Object, Privacy, Severity, Subject, Table, Value,
};

use super::inputs::MapInputs;
use super::shown::column;
use super::{MapAudit, told};
use crate::code::Code;
use crate::{Frame, Layer, Mended, Repair};

/// Adds the repairs of a map that was repaired.
pub(super) fn add(inputs: &MapInputs<'_>, audit: &mut MapAudit) {
    let Some((layer, repairs)) = inputs.repair else { return };
    let documents = repairs.iter().map(|repair| document(layer, repair)).collect();
    audit.document.insert("repairs", Value::List(documents));
    if repairs.is_empty() {
        audit.notes.push(Message::new("boundaries.note.nothing_repaired"));
        return;
    }
    let named = repairs.iter().map(|one| (layer.units[one.unit].id.as_str(), layer.units[one.unit].title()));
    let change: f64 = repairs.iter().map(|repair| repair.after - repair.before).sum();
    let id = format!("{}: repaired", layer.file);
    let finding = Finding::new(Code::Geometry.word(), Severity::Notice, Subject::new("file", id))
        .counting(repairs.len() as u64)
        .titled(
            Message::new("boundaries.repaired")
                .with("count", repairs.len())
                .with("units", told::names(named))
                .with("square_km", change),
        )
        .figure("square_km", change)
        .under("cover", None);
    audit.findings.push(finding);
    audit.exhibits.push(Exhibit::Table(table(layer, repairs)));
}

fn document(layer: &Layer, repair: &Repair) -> Value {
    let unit = &layer.units[repair.unit];
    Object::new()
        .with("unit", &unit.id)
        .with("feature", unit.feature)
        .with("repaired", repair.mended.iter().map(|one| one.word()).collect::<Vec<_>>())
        .with("lon", repair.at.map(|at| Frame::written(at.x)))
        .with("lat", repair.at.map(|at| at.y))
        .with("square_km_before", repair.before)
        .with("square_km_after", repair.after)
        .into()
}

/// A row for each unit and kind of repair; the sizes are those of all repairs of the unit together.
fn table(layer: &Layer, repairs: &[Repair]) -> Table {
    let rows = repairs.iter().flat_map(|repair| {
        let unit = &layer.units[repair.unit];
        repair.mended.iter().map(move |mended| {
            vec![
                Value::from(unit.feature),
                told::names([(unit.id.as_str(), unit.title())]),
                Value::Word { code: mended.word(), word: word(*mended) },
                Value::from(repair.at.map(|at| Frame::written(at.x))),
                Value::from(repair.at.map(|at| at.y)),
                Value::from(repair.before),
                Value::from(repair.after - repair.before),
            ]
        })
    });
    Table {
        id: "map-repairs",
        title: Message::new("boundaries.table.repairs"),
        note: Some(Message::new("boundaries.table.repairs_note")),
        columns: vec![
            column("feature", "boundaries.column.feature", ColumnKind::Count),
            column("units", "boundaries.column.units", ColumnKind::Text),
            column("repaired", "boundaries.column.repaired", ColumnKind::Text),
            column("lon", "boundaries.column.lon", ColumnKind::Number(5)),
            column("lat", "boundaries.column.lat", ColumnKind::Number(5)),
            column("square_km", "boundaries.column.square_km", ColumnKind::Number(3)),
            column("square_km_change", "boundaries.column.square_km_change", ColumnKind::Number(6)),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    }
}

fn word(mended: Mended) -> &'static str {
    match mended {
        Mended::SelfIntersection => "boundaries.kind.self_intersection",
        Mended::TouchesItself => "boundaries.kind.touches_itself",
        Mended::PartsOverlap => "boundaries.kind.parts_overlap",
        Mended::SliverGap => "boundaries.kind.sliver_gap",
        Mended::SliverOverlap => "boundaries.kind.sliver_overlap",
        Mended::Corner => "boundaries.kind.corner",
    }
}
