//! Voters of blocks that lie in no district of the map, and electorates that all blocks together cannot hold.

use tizim_evidence::{Finding, Message, Object, Severity, Subject, Value};

use super::inputs::MapInputs;
use super::nested::{Nested, voters};
use super::{MapAudit, districts, told};
use crate::code::Code;
use crate::{BoundaryRules, Layer, Prorated, Sum};

/// In the place of a district.
pub(super) const NOWHERE: Value = Value::Word { code: "none", word: "boundaries.kind.in_no_district" };

/// The section `in_no_district` of the document.
pub(super) fn document_of(beyond: &Prorated) -> Object {
    Object::new()
        .with("blocks", beyond.bounds.blocks)
        .with("voters", districts::sum(beyond.bounds))
        .with("voters_prorated", Nested::even(beyond))
}

/// The last row of the table of sums, by which they add up to all blocks.
pub(super) fn row(beyond: &Prorated) -> Option<Vec<Value>> {
    let row = || {
        vec![
            NOWHERE,
            Value::from(beyond.bounds.blocks),
            Value::from(beyond.divided),
            districts::sum(beyond.bounds),
            Nested::even(beyond),
        ]
    };
    (beyond.bounds.blocks > 0).then(row)
}

/// Says what lies in no district, and where the electorates that are stated are more than all blocks hold.
pub(super) fn add(
    inputs: &MapInputs<'_>,
    rules: &BoundaryRules,
    nested: &Nested,
    blocks: &Layer,
    audit: &mut MapAudit,
) {
    let beyond = &nested.beyond;
    if beyond.bounds.blocks > 0 && (beyond.bounds.high > 0 || beyond.bounds.unknown > 0) {
        let nowhere = nested.shares.iter().filter(|share| share.district.is_none());
        let units: Vec<usize> = nowhere.map(|share| share.block).collect();
        let subject = Subject::new("file", "voters in no district");
        let finding = Finding::new(Code::Geometry.word(), rules.cover.severity, subject)
            .counting(beyond.bounds.blocks as u64)
            .titled(
                Message::new("boundaries.in_no_district")
                    .with("blocks", beyond.bounds.blocks)
                    .with("voters", districts::sum(beyond.bounds))
                    .with("even", Nested::even(beyond))
                    .with("units", told::units(blocks, &units)),
            )
            .figure("blocks_voters", districts::sum(beyond.bounds))
            .figure("voters_prorated", Nested::even(beyond))
            .under_rule(&rules.cover)
            .unless(Message::new("boundaries.explain.drawn_apart"));
        audit.findings.push(finding);
    }
    let all = voters(blocks, inputs.blocks).iter().fold(Sum::default(), |sum, own| sum.with(*own));
    let stated: Option<Vec<(u64, u64)>> = inputs.districts.iter().map(|district| district.voters).collect();
    let add =
        |one: (u64, u64), other: &(u64, u64)| (one.0.saturating_add(other.0), one.1.saturating_add(other.1));
    let Some(stated) =
        stated.filter(|stated| !stated.is_empty()).map(|stated| stated.iter().fold((0, 0), add))
    else {
        return;
    };
    if all.blocks == 0 || !all.is_bounded() || stated.0 <= all.high {
        return;
    }
    let finding = Finding::new(Code::Sums.word(), Severity::Warning, Subject::new("file", "all districts"))
        .titled(
            Message::new("boundaries.sum_of_all")
                .with("sum", districts::sum(all))
                .with("stated", districts::voters(Some(stated))),
        )
        .figure("blocks_voters", districts::sum(all))
        .figure("stated_voters", districts::voters(Some(stated)))
        .under("sum", None)
        .unless(Message::new("boundaries.explain.dates"));
    audit.findings.push(finding);
}
