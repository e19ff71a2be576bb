//! Whether every form is accounted for (AVC-016).

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};

use crate::ledger::context::Context;
use crate::ledger::levels::Unit;
use crate::ledger::row::Row;
use crate::ledger::tally::Measure;
use crate::{Code, RuleId};

/// Findings AVC-016: forms received against issued, returned, cancelled and left over.
pub(crate) fn check(context: &Context<'_>) -> Vec<Finding> {
    context.levels.precincts.iter().filter_map(|unit| balance_of(context, unit)).collect()
}

fn balance_of(context: &Context<'_>, unit: &Unit) -> Option<Finding> {
    let row = context.precinct(unit.places[0])?;
    let received = unit.received()?;
    let issued = row.issued_reported.or(unit.counted(Measure::Issued).total())?;
    let returned = row.returned_reported;
    let (cancelled, left_over) = (row.cancelled_reported, row.left_over_reported);
    let accounted = [Some(issued), returned, cancelled, left_over].into_iter().flatten().sum::<u64>();
    let gap = received as i64 - accounted as i64;
    // Where returned forms are not established, forms not issued may simply lie there.
    if gap == 0 || (gap > 0 && returned.is_none() && left_over.is_none()) {
        return None;
    }
    let title = Message::new(if gap > 0 { "avc.balance.missing" } else { "avc.balance.too_many" })
        .with("place", Value::place(&unit.name))
        .with("received", received)
        .with("accounted", Value::derived(accounted))
        .with("gap", Value::derived(gap.unsigned_abs()));
    let mut finding = context
        .finding(
            Code::FormsUnaccounted,
            RuleId::FormsAccountedFor,
            Subject::new("precinct", unit.name.as_str()),
        )
        .titled(title)
        .counting_derived(gap.unsigned_abs())
        .figure("received", received)
        .figure("issued", Persons(issued))
        .figure("returned", returned.map(Value::derived))
        .figure("cancelled", cancelled.map(Value::derived))
        .figure("left_over", left_over.map(Value::derived))
        .figure("gap", Value::derived(gap))
        .shown_by([row.evidence()])
        .unless(Message::new("avc.innocent.spoilt_forms"));
    let extra = unit.extra.at_least().unwrap_or(0);
    if extra > 0 && gap == extra as i64 {
        finding = finding.unless(Message::new("avc.innocent.extra_counted_within"));
        finding.severity = finding.severity.min(Severity::Notice);
    }
    Some(finding)
}
