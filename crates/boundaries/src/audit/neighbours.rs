//! Units whose neighbours are out of the ordinary: enclaves, islands, and pairs that only come near to each other.

use tizim_evidence::{Column, ColumnKind, Exhibit, Message, Privacy, Table, Value};

use super::{MapAudit, told};
use crate::{Adjacency, Layer};

/// Adds the table of them, where there are any.
pub(super) fn add(layer: &Layer, adjacency: &Adjacency, audit: &mut MapAudit) {
    let row = |code: &'static str, word, unit: usize, other: Option<usize>| {
        vec![
            Value::Word { code, word },
            told::units(layer, &[unit]),
            // An island has none, which is no figure that was not established.
            other.map_or_else(|| Value::from(""), |other| told::units(layer, &[other])),
        ]
    };
    let enclaves = adjacency.enclaves(layer).into_iter();
    let mut rows: Vec<Vec<Value>> = enclaves
        .map(|(unit, around)| row("enclave", "boundaries.kind.enclave", unit, Some(around)))
        .collect();
    let islands = adjacency.islands().into_iter();
    rows.extend(islands.map(|unit| row("island", "boundaries.kind.island", unit, None)));
    rows.extend(adjacency.near.iter().map(|near| {
        let (code, word) = if near.is_corner() {
            ("corner_to_corner", "boundaries.kind.corner_to_corner")
        } else {
            ("near", "boundaries.kind.near")
        };
        row(code, word, near.one, Some(near.other))
    }));
    if rows.is_empty() {
        return;
    }
    let column = |key, title: &'static str, kind| Column::new(key, Message::new(title), kind);
    audit.exhibits.push(Exhibit::Table(Table {
        id: "map-neighbours",
        title: Message::new("boundaries.table.neighbours"),
        note: Some(Message::new("boundaries.table.neighbours_note").with("metres", adjacency.tolerance)),
        columns: vec![
            column("kind", "boundaries.column.kind", ColumnKind::Text),
            column("unit", "boundaries.column.unit", ColumnKind::Text),
            column("other", "boundaries.column.other_unit", ColumnKind::Text),
        ],
        rows,
        privacy: Privacy::Open,
    }));
}
