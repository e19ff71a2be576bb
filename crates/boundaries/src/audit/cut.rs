//! Which district cuts which rayon.

use std::collections::BTreeMap;

use tizim_evidence::{
    ColumnKind, Exhibit, Finding, Message, Object, Privacy, Severity, Subject, Table, Value, natural,
};

use super::districts;
use super::drawn::Drawn;
use super::inputs::{Block, MapInputs};
use super::nested::{Nested, voters};
use super::shown::{column, fine};
use super::{MapAudit, told};
use crate::code::Code;
use crate::{Cut, CutPart, Layer, Member, Unit, cuts, square_km};

/// Adds the rayons that several districts share. A rayon is what the blocks' table says it is; where it does not, and blocks
/// are drawn on a map of their own, each of them is one.
pub(super) fn add(inputs: &MapInputs<'_>, nested: &Nested, drawn: &Drawn, audit: &mut MapAudit) {
    let rows: BTreeMap<&str, &Block> =
        inputs.blocks.unwrap_or_default().iter().rev().map(|row| (row.id.as_str(), row)).collect();
    let mut titles: BTreeMap<&str, String> = BTreeMap::new();
    let (layer, members): (&Layer, Vec<Member<'_>>) = if drawn.of_blocks {
        (inputs.layer, of_blocks(inputs, &rows, drawn))
    } else if let Some(layer) = inputs.block_layer {
        (layer, of_pieces(inputs, layer, &rows, nested))
    } else {
        return;
    };
    if members.is_empty() {
        return;
    }
    for unit in &layer.units {
        if unit.id != unit.title() {
            titles.insert(&unit.id, format!("{} ({})", unit.id, unit.title()));
        }
    }
    let title = |rayon: &str| titles.get(rayon).cloned().unwrap_or_else(|| rayon.to_owned());
    let mut found = cuts(members);
    found.sort_by(|one, other| one.region.cmp(&other.region).then_with(|| natural(&one.rayon, &other.rayon)));
    // Precincts are no rayons: what no row calls a part of a rayon is called a block.
    let words = if rows.values().any(|row| row.rayon.is_some()) { &OF_RAYONS } else { &OF_BLOCKS };
    let district = |part: &CutPart| drawn.districts[part.district].id.as_str();
    let documents = found.iter().map(|cut| document(cut, &district)).collect();
    audit.document.insert("cuts", Value::List(documents));
    audit.summary.push(Message::new(words.summary).with("count", found.len()));
    if found.is_empty() {
        return;
    }
    let named: Vec<String> = found
        .iter()
        .map(|cut| {
            let owners: Vec<&str> = cut.parts.iter().map(district).collect();
            format!("{}: {}", title(&cut.rayon), owners.join(" + "))
        })
        .collect();
    let finding = Finding::new(
        Code::Crosses.word(),
        Severity::Info,
        Subject::new("check", "rayons in several districts"),
    )
    .counting(found.len() as u64)
    .titled(
        Message::new(words.finding)
            .with("count", found.len())
            .with("rayons", told::names(named.iter().map(|name| (name.as_str(), name.as_str())))),
    )
    .under("whole-rayons", None)
    .unless(Message::new("boundaries.explain.large_rayon"));
    audit.findings.push(finding);
    audit.exhibits.push(Exhibit::Table(table(&found, drawn, words, &title)));
}

/// What is cut, in words.
struct Words {
    summary: &'static str,
    finding: &'static str,
    table: &'static str,
    column: &'static str,
}

const OF_RAYONS: Words = Words {
    summary: "boundaries.cuts",
    finding: "boundaries.rayons_cut",
    table: "boundaries.table.cuts",
    column: "boundaries.column.rayon",
};
const OF_BLOCKS: Words = Words {
    summary: "boundaries.cuts_of_blocks",
    finding: "boundaries.blocks_cut",
    table: "boundaries.table.cuts_of_blocks",
    column: "boundaries.column.block",
};

/// The blocks of a map that a table puts together to districts, each a part of the rayon that the table states.
fn of_blocks<'a>(
    inputs: &MapInputs<'a>,
    rows: &BTreeMap<&'a str, &'a Block>,
    drawn: &Drawn,
) -> Vec<Member<'a>> {
    let member = |(unit, district): (&'a Unit, &Option<usize>)| {
        let row = rows.get(unit.id.as_str())?;
        Some(Member {
            rayon: (row.region.as_deref().or(unit.region.as_deref()), row.rayon.as_deref()?),
            district: (*district)?,
            square_km: square_km(&unit.area),
            voters: row.voters,
        })
    };
    inputs.layer.units.iter().zip(&drawn.district_of).filter_map(member).collect()
}

/// What each district has of the blocks of another map.
fn of_pieces<'a>(
    inputs: &MapInputs<'a>,
    layer: &'a Layer,
    rows: &BTreeMap<&'a str, &'a Block>,
    nested: &Nested,
) -> Vec<Member<'a>> {
    let voters = voters(layer, inputs.blocks);
    let member = |(piece, share): (&crate::Piece, &crate::Share)| {
        let unit: &'a Unit = &layer.units[piece.one];
        let row = rows.get(unit.id.as_str()).copied();
        let region = row.and_then(|row| row.region.as_deref()).or(unit.region.as_deref());
        let all = voters[piece.one];
        Some(Member {
            rayon: (region, row.and_then(|row| row.rayon.as_deref()).unwrap_or(&unit.id)),
            district: piece.other?,
            square_km: piece.square_km,
            voters: all.map(|(low, high)| (if share.is_divided() { 0 } else { low }, high)),
        })
    };
    nested.pieces.iter().zip(&nested.shares).filter_map(member).collect()
}

fn document<'d>(cut: &Cut, district: &impl Fn(&CutPart) -> &'d str) -> Value {
    let part = |part: &CutPart| -> Value {
        Object::new()
            .with("district", district(part))
            .with("square_km", part.square_km)
            .with("part", part.part)
            .with("voters", districts::sum(part.voters))
            .into()
    };
    Object::new()
        .with("rayon", &cut.rayon)
        .with("region", cut.region.clone())
        .with("districts", Value::List(cut.parts.iter().map(part).collect()))
        .into()
}

fn table(found: &[Cut], drawn: &Drawn, words: &Words, title: &impl Fn(&str) -> String) -> Table {
    let rows = found.iter().flat_map(|cut| {
        cut.parts.iter().map(move |part| {
            let district = &drawn.districts[part.district];
            vec![
                Value::from(title(&cut.rayon)),
                Value::from(cut.region.as_deref().map(Value::place)),
                told::names([(district.id.as_str(), district.name.as_str())]),
                Value::from(part.square_km),
                Value::from(part.part),
                districts::sum(part.voters),
            ]
        })
    });
    let sizes: Vec<f64> = found.iter().flat_map(|cut| &cut.parts).map(|part| part.square_km).collect();
    Table {
        id: "map-cuts",
        title: Message::new(words.table),
        note: Some(Message::new("boundaries.table.cuts_note")),
        columns: vec![
            column("rayon", words.column, ColumnKind::Text),
            column("region", "boundaries.column.region", ColumnKind::Text),
            column("district", "boundaries.column.id", ColumnKind::Text),
            column("square_km", "boundaries.column.square_km", fine(&sizes)),
            column("part", "boundaries.column.part", ColumnKind::Share),
            column("voters", "boundaries.column.voters", ColumnKind::Count),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    }
}
