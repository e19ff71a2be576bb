//! One unit's forms and issue held against the quota.

use tizim_evidence::{Finding, Force, Message, Persons, Severity, Subject, Value};

use super::verdict::{Outcome, Verdict};
use super::whole::{is_whole, of_part, severity};
use crate::ledger::context::Context;
use crate::ledger::levels::Unit;
use crate::ledger::row::Row;
use crate::{Basis, Code, Demand, Level, QuotaRule, Rounding};

/// Forms received: above the quota, or short of it where the rule demands that many.
pub(super) fn forms(
    context: &Context<'_>,
    rule: &QuotaRule,
    unit: &Unit,
    received: u64,
    allowed: &[(Basis, Rounding, u64)],
    findings: &mut Vec<Finding>,
) {
    let whole = is_whole(context, unit, rule.level);
    let all = Verdict::new(received, allowed.iter().copied());
    let without_ordered = Verdict::new(received.saturating_sub(unit.ordered), allowed.iter().copied());
    // What an order covers is lawful: it is counted in the document and is no finding.
    let outcome = without_ordered.above();
    if outcome != Outcome::Within {
        let forms = received.saturating_sub(unit.ordered);
        let message = match (outcome, unit.ordered > 0) {
            (Outcome::Every, false) if without_ordered.is_one() => "avc.quota.above_one",
            (Outcome::Every, false) => "avc.quota.above",
            (_, false) => "avc.quota.above_hangs",
            (Outcome::Every, true) if without_ordered.is_one() => "avc.quota.unordered_above_one",
            (Outcome::Every, true) => "avc.quota.unordered_above",
            (_, true) => "avc.quota.unordered_above_hangs",
        };
        let message = above_message(message, unit, Of::Forms(forms), &without_ordered);
        let severity = severity(rule, outcome, whole);
        let finding = base(context, rule, unit, severity, Of::Forms(forms), &without_ordered)
            .titled(message)
            .figure("forms", forms)
            .figure("received", received)
            .figure("extra_ordered", unit.ordered)
            .figure("hangs_on_reading", outcome == Outcome::Hangs);
        let finding = of_part(finding, whole)
            .unless(Message::new("avc.innocent.extra_order"))
            .unless(Message::new("avc.innocent.electorate_of_another_day"));
        findings.push(finding);
    } else if rule.demand == Demand::Equal && all.short() == Outcome::Every {
        let severity = if rule.rule.force == Force::Binding && whole {
            rule.rule.severity
        } else {
            rule.rule.severity.min(Severity::Notice)
        };
        let finding = of_part(base(context, rule, unit, severity, Of::Forms(received), &all), whole)
            .titled(shortage_message(unit, received, &all))
            .figure("forms", received)
            .figure("received", received)
            .figure("hangs_on_reading", false)
            .unless(Message::new("avc.innocent.later_delivery"));
        findings.push(finding);
    }
}

/// The number that a verdict was given on.
#[derive(Debug, Clone, Copy)]
enum Of {
    /// Forms that were received.
    Forms(u64),
    /// Certificates that were issued, each to a person.
    Certificates(u64),
}

impl Of {
    fn value(self) -> Value {
        match self {
            Self::Forms(forms) => forms.into(),
            Self::Certificates(issued) => Persons(issued).into(),
        }
    }

    /// How far the number is from what is allowed: together they would give it.
    fn beside(self, distance: u64) -> Value {
        match self {
            Self::Forms(_) => distance.into(),
            Self::Certificates(_) => Value::derived(distance),
        }
    }
}

fn above_message(key: &'static str, unit: &Unit, of: Of, verdict: &Verdict) -> Message {
    Message::new(key)
        .with("place", Value::place(&unit.name))
        .with("forms", of.value())
        .with("least", of.beside(verdict.least(|reading| reading.above)))
        .with("most", of.beside(verdict.most(|reading| reading.above)))
        .with("allowed_least", verdict.least(|reading| reading.allowed))
        .with("allowed_most", verdict.most(|reading| reading.allowed))
}

fn shortage_message(unit: &Unit, received: u64, verdict: &Verdict) -> Message {
    Message::new(if verdict.is_one() { "avc.quota.short_one" } else { "avc.quota.short" })
        .with("place", Value::place(&unit.name))
        .with("forms", received)
        .with("least", verdict.least(|reading| reading.short))
        .with("most", verdict.most(|reading| reading.short))
        .with("allowed_least", verdict.least(|reading| reading.allowed))
        .with("allowed_most", verdict.most(|reading| reading.allowed))
}

/// Certificates issued: above the quota.
pub(super) fn issue(
    context: &Context<'_>,
    rule: &QuotaRule,
    unit: &Unit,
    issued: u64,
    allowed: &[(Basis, Rounding, u64)],
    findings: &mut Vec<Finding>,
) {
    // Forms that an order added may be issued too.
    let judged = issued.saturating_sub(unit.ordered);
    let verdict = Verdict::new(judged, allowed.iter().copied());
    let outcome = verdict.above();
    if outcome == Outcome::Within {
        return;
    }
    let key = match (outcome, unit.ordered > 0) {
        (Outcome::Every, false) if verdict.is_one() => "avc.quota.issued_above_one",
        (Outcome::Every, false) => "avc.quota.issued_above",
        (_, false) => "avc.quota.issued_above_hangs",
        (Outcome::Every, true) if verdict.is_one() => "avc.quota.issued_unordered_above_one",
        (Outcome::Every, true) => "avc.quota.issued_unordered_above",
        (_, true) => "avc.quota.issued_unordered_above_hangs",
    };
    let whole = is_whole(context, unit, rule.level);
    let of = Of::Certificates(judged);
    let finding = of_part(base(context, rule, unit, severity(rule, outcome, whole), of, &verdict), whole)
        .titled(above_message(key, unit, of, &verdict))
        .figure("issued", Persons(issued))
        .figure("extra_ordered", unit.ordered)
        .figure("hangs_on_reading", outcome == Outcome::Hangs)
        .unless(Message::new("avc.innocent.extra_order"));
    findings.push(finding);
}

/// The finding with the figures that every verdict on the quota carries.
fn base(
    context: &Context<'_>,
    rule: &QuotaRule,
    unit: &Unit,
    severity: Severity,
    of: Of,
    verdict: &Verdict,
) -> Finding {
    let mut finding =
        Finding::new(Code::Quota.word(), severity, Subject::new(rule.level.word(), unit.name.as_str()))
            .under_rule(&rule.rule);
    for reading in &verdict.readings {
        if reading.basis != verdict.readings[0].basis {
            continue;
        }
        let (allowed, above, short) = match reading.rounding {
            Rounding::Down => ("allowed_down", "above_down", "short_down"),
            Rounding::Nearest => ("allowed_nearest", "above_nearest", "short_nearest"),
            Rounding::Up => ("allowed_up", "above_up", "short_up"),
        };
        // The first of the readings with this rounding rounds once for the unit; the second adds up its precincts.
        finding.figures.entry(allowed).or_insert(reading.allowed.into());
        finding.figures.entry(above).or_insert(of.beside(reading.above));
        finding.figures.entry(short).or_insert(of.beside(reading.short));
    }
    let rows = context.inputs.precincts.as_ref().map_or(&[][..], |sheet| &sheet.rows);
    let finding = finding
        .figure("voters", unit.voters.total().map(Persons))
        .figure("voters_basis", unit.voters_basis.total().map(Persons))
        .figure("above_least", of.beside(verdict.least(|reading| reading.above)))
        .figure("above_most", of.beside(verdict.most(|reading| reading.above)));
    if rule.level == Level::Precinct {
        finding.shown_by(unit.own_row.map(|row| rows[row].evidence()))
    } else {
        let places = unit.places.iter().filter_map(|place| context.precinct(*place));
        finding.shown_by(places.map(Row::evidence))
    }
}
