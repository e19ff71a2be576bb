//! The quota: forms and issue against the share of voters that the law names.
//!
//! How the share of 1,234 voters is rounded is not stated, nor always on which day voters are counted. So each number
//! is held against every reading, and a verdict that hangs on one of them says so and is no more than a `notice`.

mod custom;
mod judge;
mod verdict;
mod whole;
mod without;

use tizim_evidence::{Finding, Force, Message, Subject, Value};

pub(crate) use verdict::{Verdict, electorates};
pub(crate) use without::check as without_doubtful_rows;

use crate::ledger::context::Context;
use crate::ledger::levels::Unit;
use crate::ledger::row::Row;
use crate::ledger::tally::Measure;
use crate::{Code, Level, RuleId};
use custom::{Customs, Hanging, customs};
use verdict::{Outcome, allowances_of};

/// Findings AVC-001.
pub(crate) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for level in Level::ALL {
        let rules: Vec<_> = context.rules.quota.iter().filter(|rule| rule.level == level).collect();
        let Some(rule) = rules.iter().find(|quota| quota.rule.force == Force::Binding).or(rules.first())
        else {
            continue;
        };
        let customs = if level == Level::Precinct { customs(context) } else { Customs::new() };
        let mut hanging = Hanging::default();
        for unit in context.levels.at(level) {
            let allowed = allowances_of(context, unit, level);
            if allowed.is_empty() {
                continue;
            }
            let before = findings.len();
            if level == Level::Precinct && hanging.takes(unit, &customs, &allowed) {
                continue;
            }
            if let Some(received) = unit.received() {
                judge::forms(context, rule, unit, received, &allowed, &mut findings);
            }
            // What was issued beyond the quota says something of its own only where the forms do not say it.
            if findings.len() == before
                && let Some(issued) = unit.established(Measure::Issued)
            {
                judge::issue(context, rule, unit, issued, &allowed, &mut findings);
            }
        }
        findings.extend(hanging.report(context, rule));
    }
    unordered(context, &mut findings);
    findings
}

/// A unit above the quota under every reading of the rule.
pub(crate) struct Above<'a> {
    pub(crate) unit: &'a Unit,
    /// Forms without those of an order.
    pub(crate) forms: u64,
    /// The most that any reading allows.
    pub(crate) allowed: u64,
    /// How far above that.
    pub(crate) by: u64,
}

/// The precincts that are above the quota under every reading, the farthest first.
pub(crate) fn above_every_reading<'a>(context: &'a Context<'_>) -> Vec<Above<'a>> {
    let mut found = above_at(context, Level::Precinct);
    found.sort_by(|one, other| other.by.cmp(&one.by).then_with(|| one.unit.name.cmp(&other.unit.name)));
    found
}

/// The units of one level that are above the quota under every reading.
fn above_at<'a>(context: &'a Context<'_>, level: Level) -> Vec<Above<'a>> {
    let of_unit = |unit: &'a Unit| {
        let forms = unit.received()?.saturating_sub(unit.ordered);
        let verdict = Verdict::new(forms, allowances_of(context, unit, level));
        let allowed = verdict.most(|reading| reading.allowed);
        let every = !verdict.readings.is_empty() && verdict.above() == Outcome::Every;
        every.then(|| Above { unit, forms, allowed, by: forms - allowed })
    };
    context.levels.at(level).iter().filter_map(of_unit).collect()
}

/// Extra forms without an order stand out by themselves, whatever the quota says.
fn unordered(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !(context.has_precinct_column("extra_order") && context.has_precinct_column("extra_forms")) {
        return;
    }
    for unit in &context.levels.precincts {
        let Some(row) = context.precinct(unit.places[0]) else { continue };
        let extra = row.extra_forms.unwrap_or(0);
        if extra > 0 && row.extra_order.trim().is_empty() {
            let title = Message::new("avc.quota.unordered")
                .with("place", Value::place(&unit.name))
                .with("extra", extra);
            findings.push(
                context
                    .finding(
                        Code::Quota,
                        RuleId::ExtraWithoutOrder,
                        Subject::new("precinct", unit.name.as_str()),
                    )
                    .titled(title)
                    .figure("extra_forms", extra)
                    .shown_by([row.evidence()])
                    .unless(Message::new("avc.innocent.order_not_in_table")),
            );
        }
    }
}
