//! Blocks that are drawn on a map of their own: what of each lies in which district, and their voters by that.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use geo::MultiPolygon;
use tizim_evidence::{
    ColumnKind, Exhibit, Finding, Message, Object, Privacy, Severity, Subject, Table, Value,
};

use super::districts;
use super::drawn::Drawn;
use super::inputs::{Block, MapInputs};
use super::shown::{column, document_of};
use super::{MapAudit, findings, outside, told};
use crate::assign::{Locator, Where};
use crate::code::Code;
use crate::overlay::areas_beside;
use crate::{BoundaryRules, Layer, Piece, Prorated, Share, beyond, overlay, prorate, weigh_by_points};

/// Blocks of a map of their own, laid on the districts.
#[derive(Debug, Default)]
pub(super) struct Nested {
    pub(super) pieces: Vec<Piece>,
    pub(super) shares: Vec<Share>,
    prorated: Vec<Prorated>,
    /// What of them lies in no district.
    pub(super) beyond: Prorated,
    /// Blocks that were divided by points.
    by_points: BTreeSet<usize>,
}

impl Nested {
    /// Lays the map of blocks on the districts, and gives these the sums of their voters; nothing where there is none.
    pub(super) fn of(inputs: &MapInputs<'_>, rules: &BoundaryRules, drawn: &mut Drawn) -> Self {
        let Some(blocks) = inputs.block_layer.filter(|_| !drawn.of_blocks) else { return Self::default() };
        let ones: Vec<Cow<'_, MultiPolygon<f64>>> = areas_beside(blocks, inputs.layer);
        let ones: Vec<&MultiPolygon<f64>> = ones.iter().map(AsRef::as_ref).collect();
        let others: Vec<&MultiPolygon<f64>> = drawn.districts.iter().map(|district| &district.area).collect();
        let pieces = overlay(&ones, &others, rules.sliver_metres);
        let mut shares: Vec<Share> = pieces.iter().map(Share::of).collect();
        let by_points = weighed(inputs, blocks, &mut shares);
        let voters = voters(blocks, inputs.blocks);
        let (prorated, beyond) = (prorate(others.len(), &shares, &voters), beyond(&shares, &voters));
        for (district, own) in drawn.districts.iter_mut().zip(&prorated) {
            district.sum = Some(own.bounds);
        }
        Self { pieces, shares, prorated, beyond, by_points }
    }

    /// Adds what does not nest, and what was made of it.
    pub(super) fn add(
        &self,
        inputs: &MapInputs<'_>,
        rules: &BoundaryRules,
        drawn: &Drawn,
        audit: &mut MapAudit,
    ) {
        let Some(blocks) = inputs.block_layer else { return };
        if drawn.of_blocks {
            return;
        }
        of_joins(blocks, inputs.blocks, audit);
        let problems = crate::problems(blocks);
        findings::of_problems(blocks, &problems, rules, audit);
        let divided: Vec<&Share> = self.shares.iter().filter(|share| share.is_divided()).collect();
        let count = divided.iter().map(|share| share.block).collect::<BTreeSet<_>>().len();
        audit.summary.push(
            Message::new("boundaries.prorated")
                .with("blocks", blocks.units.len())
                .with("divided", count)
                .with("points", self.by_points.len()),
        );
        outside::add(inputs, rules, self, blocks, audit);
        let even = |(own, sum): (&super::drawn::District, &Prorated)| -> Value {
            Object::new()
                .with("district", &own.id)
                .with("divided_blocks", sum.divided)
                .with("voters", districts::sum(sum.bounds))
                .with("voters_prorated", Self::even(sum))
                .into()
        };
        audit.document.insert(
            "blocks",
            Object::new()
                .with("file", &blocks.file)
                .with("units", blocks.units.len())
                .with("divided", count)
                .with("divided_by_points", self.by_points.len())
                .with("in_no_district", outside::document_of(&self.beyond))
                .with(
                    "districts",
                    Value::List(drawn.districts.iter().zip(&self.prorated).map(even).collect()),
                )
                .with(
                    "problems",
                    Value::List(problems.iter().map(|problem| document_of(blocks, problem)).collect()),
                ),
        );
        if count > 0 {
            audit.exhibits.push(Exhibit::Table(self.table_of_sums(drawn)));
            audit.exhibits.push(Exhibit::Table(self.table(inputs, blocks, drawn, &divided)));
        }
    }

    /// Voters as they were spread; nothing where something of the sum is not known.
    pub(super) fn even(sum: &Prorated) -> Value {
        sum.evenly().map_or(Value::Missing, Value::derived)
    }

    fn table_of_sums(&self, drawn: &Drawn) -> Table {
        let row = |(district, sum): (&super::drawn::District, &Prorated)| {
            vec![
                told::names([(district.id.as_str(), district.name.as_str())]),
                Value::from(sum.bounds.blocks),
                Value::from(sum.divided),
                districts::sum(sum.bounds),
                Self::even(sum),
            ]
        };
        Table {
            id: "map-prorated",
            title: Message::new("boundaries.table.prorated"),
            note: Some(Message::new("boundaries.table.prorated_note")),
            columns: vec![
                column("district", "boundaries.column.id", ColumnKind::Text),
                column("blocks", "boundaries.column.blocks", ColumnKind::Count),
                column("divided_blocks", "boundaries.column.divided_blocks", ColumnKind::Count),
                column("voters", "boundaries.column.blocks_voters", ColumnKind::Count),
                column("voters_prorated", "boundaries.column.voters_prorated", ColumnKind::Number(0)),
            ],
            rows: drawn
                .districts
                .iter()
                .zip(&self.prorated)
                .map(row)
                .chain(outside::row(&self.beyond))
                .collect(),
            privacy: Privacy::Open,
        }
    }

    fn table(&self, inputs: &MapInputs<'_>, blocks: &Layer, drawn: &Drawn, divided: &[&Share]) -> Table {
        let voters = voters(blocks, inputs.blocks);
        let row = |share: &&Share| {
            let unit = &blocks.units[share.block];
            let district = share.district.map(|district| &drawn.districts[district]);
            let district = district.map_or(outside::NOWHERE, |district| {
                told::names([(district.id.as_str(), district.name.as_str())])
            });
            let by_points = self.by_points.contains(&share.block);
            let (code, word) = if by_points {
                ("points", "boundaries.kind.points")
            } else {
                ("area", "boundaries.kind.area")
            };
            vec![
                told::names([(unit.id.as_str(), unit.title())]),
                district,
                Value::from(share.part),
                Value::Word { code, word },
                Value::from(share.weight),
                districts::voters(voters[share.block]),
            ]
        };
        Table {
            id: "map-divided",
            title: Message::new("boundaries.table.divided"),
            note: None,
            columns: vec![
                column("block", "boundaries.column.block", ColumnKind::Text),
                column("district", "boundaries.column.id", ColumnKind::Text),
                column("part", "boundaries.column.part", ColumnKind::Share),
                column("by", "boundaries.column.divided_by", ColumnKind::Text),
                column("weight", "boundaries.column.weight", ColumnKind::Share),
                column("voters", "boundaries.column.block_voters", ColumnKind::Count),
            ],
            rows: divided.iter().map(row).collect(),
            privacy: Privacy::Open,
        }
    }
}

/// Weighs divided blocks by the points that lie in them; which were.
fn weighed(inputs: &MapInputs<'_>, blocks: &Layer, shares: &mut [Share]) -> BTreeSet<usize> {
    if inputs.points.is_empty() {
        return BTreeSet::new();
    }
    let (of_blocks, of_districts) = (Locator::new(blocks), Locator::new(inputs.layer));
    let pair = |&[longitude, latitude]: &[f64; 2]| {
        let block = of_blocks.locate(longitude, latitude);
        let block = (block.place == Where::District).then_some(block.unit? as usize)?;
        let district = of_districts.locate(longitude, latitude);
        match district.place {
            Where::District => Some((block, Some(district.unit? as usize))),
            Where::Gap => Some((block, None)),
            // On a border, or in several: it could be counted here or there.
            _ => None,
        }
    };
    let pairs: Vec<(usize, Option<usize>)> = inputs.points.iter().filter_map(pair).collect();
    let with_points: BTreeSet<(usize, Option<usize>)> = pairs.iter().copied().collect();
    weigh_by_points(shares, pairs);
    let has_points = |share: &&Share| with_points.contains(&(share.block, share.district));
    shares.iter().filter(|share| share.is_divided()).filter(has_points).map(|share| share.block).collect()
}

/// The voters of each unit of the map of blocks, by its row.
pub(super) fn voters(layer: &Layer, rows: Option<&[Block]>) -> Vec<Option<(u64, u64)>> {
    let rows: BTreeMap<&str, &Block> =
        rows.unwrap_or_default().iter().rev().map(|row| (row.id.as_str(), row)).collect();
    layer.units.iter().map(|unit| rows.get(unit.id.as_str())?.voters).collect()
}

/// Rows of blocks and units of their map that do not find each other.
fn of_joins(blocks: &Layer, rows: Option<&[Block]>, audit: &mut MapAudit) {
    let known: BTreeSet<&str> = rows.unwrap_or_default().iter().map(|row| row.id.as_str()).collect();
    let drawn: BTreeSet<&str> = blocks.units.iter().map(|unit| unit.id.as_str()).collect();
    let mut told = |id: &str, key: &'static str, names: Vec<(&str, &str)>| {
        if names.is_empty() {
            return;
        }
        let finding = Finding::new(Code::NotChecked.word(), Severity::Notice, Subject::new("check", id))
            .counting(names.len() as u64)
            .titled(Message::new(key).with("units", told::names(names.iter().copied())));
        audit.findings.push(finding);
    };
    let without_row = blocks.units.iter().filter(|unit| !known.contains(unit.id.as_str()));
    let without_row = without_row.map(|unit| (unit.id.as_str(), unit.title())).collect();
    told("blocks of the map without a row", "boundaries.block_without_row", without_row);
    let without_unit = known.iter().filter(|id| !drawn.contains(**id)).map(|id| (*id, *id)).collect();
    told("rows of blocks that are not on their map", "boundaries.block_without_unit", without_unit);
}
