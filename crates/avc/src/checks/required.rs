//! Numbers that the law requires and nobody established (AVC-017).

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Subject, Value};

use crate::ledger::context::Context;
use crate::ledger::row::Row;
use crate::shown::words;
use crate::{Code, Number, Precinct, RuleId};

/// Findings AVC-017: one per TEC (or region, or the nation where the table names neither) and number.
pub(crate) fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(sheet) = &context.inputs.precincts else { return Vec::new() };
    let mut missing: BTreeMap<(&str, &'static str, String), Vec<&Precinct>> = BTreeMap::new();
    for number in context.rules.required_numbers.iter().filter(|number| sheet.has(number.word())) {
        for unit in &context.levels.precincts {
            let Some(row) = context.precinct(unit.places[0]) else { continue };
            if value(row, *number).is_some() {
                continue;
            }
            let (kind, name) = match (unit.tec.is_empty(), unit.region.is_empty()) {
                (false, true) => ("tec", unit.tec.clone()),
                (false, false) => ("tec", format!("{}/{}", unit.region, unit.tec)),
                (true, false) => ("region", unit.region.clone()),
                (true, true) => ("nation", "nation".to_owned()),
            };
            missing.entry((number.word(), kind, name)).or_default().push(row);
        }
    }
    missing
        .into_iter()
        .map(|((column, kind, name), rows)| {
            let title = Message::new("avc.required.missing")
                .with("column", words::number(column))
                .with("place", Value::place(&name))
                .with("count", rows.len());
            context
                .finding(Code::NotEstablished, RuleId::RequiredNumbers, Subject::new(kind, name))
                .titled(title)
                .counting(rows.len() as u64)
                .figure("column", words::number(column))
                .figure("precincts", rows.len())
                .shown_by(rows.iter().map(|row| row.evidence()))
                .unless(Message::new("avc.innocent.not_copied"))
        })
        .collect()
}

fn value(row: &Precinct, number: Number) -> Option<u64> {
    match number {
        Number::Voters => row.voters,
        Number::VotersBasis => row.voters_basis,
        Number::Members => row.members,
        Number::Forms => row.forms,
        Number::ExtraForms => row.extra_forms,
        Number::IssuedReported => row.issued_reported,
        Number::UsedReported => row.used_reported,
        Number::ReturnedReported => row.returned_reported,
        Number::CancelledReported => row.cancelled_reported,
        Number::LeftOverReported => row.left_over_reported,
        Number::Voted => row.voted,
    }
}
