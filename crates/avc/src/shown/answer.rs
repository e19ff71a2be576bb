//! What a reader wants to know first: forms, issue and use against voters, and which precincts are above the quota under
//! every rounding.

use crate::Code;
use std::collections::BTreeSet;

use tizim_evidence::{Audit, Column, ColumnKind, Exhibit, Message, Persons, Privacy, Severity, Table, Value};

use crate::checks::coverage;
use crate::checks::quota::Above;
use crate::ledger::context::Context;
use crate::ledger::tally::Measure;
use crate::shown::totals::established;

/// The sentences above everything else.
pub(crate) fn summary(context: &Context<'_>, audit: &Audit, above: &[Above<'_>]) -> Vec<Message> {
    let mut summary: Vec<Message> = other_year(context).into_iter().collect();
    if coverage::tables::without_rows(context).next().is_some() {
        summary.push(Message::new("avc.summary.no_rows"));
    }
    summary.push(totals(context));
    summary.extend(above_quota(context, above));
    summary.push(read(context));
    let count =
        |severity: Severity| audit.findings.iter().filter(|finding| finding.severity == severity).count();
    // The public edition merges findings about persons, and tells its own numbers of them.
    summary.push(
        Message::new("avc.summary.found")
            .with("violations", Value::working_only(count(Severity::Violation)))
            .with("warnings", Value::working_only(count(Severity::Warning)))
            .with("notices", Value::working_only(count(Severity::Notice))),
    );
    let unmade = audit.findings.iter().filter(|finding| finding.code == Code::Unchecked.word()).count();
    summary.push(Message::new("avc.summary.unmade").with("count", unmade));
    summary
}

/// Where every date of the registers is of another year than the election whose rules are applied.
fn other_year(context: &Context<'_>) -> Option<Message> {
    let register = context.register.as_ref()?;
    let rules = context.rules;
    let of_rules = rules.polls.iter().map(|polls| polls.day.year());
    let of_rules: Vec<i16> = of_rules
        .chain(rules.window.iter().flat_map(|window| [window.from.year(), window.until.year()]))
        .collect();
    let dates = register.sheet.rows.iter().flat_map(|row| [row.issued_at, row.used_at]).flatten();
    let years: BTreeSet<i16> = dates.map(|moment| moment.date.year()).collect();
    let (first, last) = (years.first()?, years.last()?);
    let day = rules.polls.first()?.day;
    (!years.iter().any(|year| of_rules.contains(year))).then(|| {
        let years = if first == last { first.to_string() } else { format!("{first}–{last}") };
        Message::new("avc.summary.other_year").with("years", years).with("day", Value::day(day.to_string()))
    })
}

/// Forms, issue and use against voters; what was not established is said as that.
fn totals(context: &Context<'_>) -> Message {
    let nation = &context.levels.nation;
    let counted = context.register.is_some();
    let sentence = match (nation.extra.at_least().filter(|extra| *extra > 0), counted) {
        (None, false) => Message::new("avc.summary.totals"),
        (None, true) => Message::new("avc.summary.totals_by_entry"),
        (Some(extra), false) => Message::new("avc.summary.totals_with_extra").with("extra", extra),
        (Some(extra), true) => Message::new("avc.summary.totals_with_extra_by_entry").with("extra", extra),
    };
    sentence
        .with("voters", nation.voters.total().map(Persons))
        .with("forms", nation.forms.total())
        .with("issued", established(context, Measure::Issued).map(Persons))
        .with("used", established(context, Measure::Used).map(Persons))
}

/// Nothing where no precinct has both forms and voters: then it was not looked at.
fn above_quota(context: &Context<'_>, above: &[Above<'_>]) -> Option<Message> {
    let units = context.levels.precincts.iter();
    let judged = units
        .filter(|unit| {
            unit.received().is_some()
                && (unit.voters.total().is_some() || unit.voters_basis.total().is_some())
        })
        .count();
    let most = above.first();
    (judged > 0).then(|| match most {
        None => Message::new("avc.summary.none_above").with("judged", judged),
        Some(most) => Message::new("avc.summary.above")
            .with("count", above.len())
            .with("judged", judged)
            .with("place", Value::place(&most.unit.name))
            .with("forms", most.forms)
            .with("allowed", most.allowed),
    })
}

fn read(context: &Context<'_>) -> Message {
    let precincts = context.inputs.precincts.as_ref().map(|_| context.levels.precincts.len());
    let certificates = context.register.as_ref().map(|register| register.lives.len());
    let read = match (precincts, certificates) {
        (Some(_), Some(_)) => Message::new("avc.summary.read"),
        (Some(_), None) => Message::new("avc.summary.read_precincts"),
        (None, Some(_)) => Message::new("avc.summary.read_certificates"),
        (None, None) => Message::new("avc.summary.read_forms"),
    };
    let rows = context.register.as_ref().map(|register| register.sheet.rows.len());
    let forms = context.inputs.forms.as_ref().map(|sheet| sheet.rows.len());
    read.with("precincts", precincts)
        .with("rows", rows.map(|count| Persons(count as u64)))
        .with("certificates", certificates.map(|count| Persons(count as u64)))
        .with("forms", forms)
}

/// The precincts above the quota under every reading, the farthest first.
pub(crate) fn above_table(above: &[Above<'_>]) -> Option<Exhibit> {
    if above.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("unit", Message::new("avc.column.unit"), ColumnKind::Text),
        Column::new("voters", Message::new("avc.column.voters"), ColumnKind::Count),
        Column::new("forms", Message::new("avc.column.forms"), ColumnKind::Count),
        Column::new("allowed_most", Message::new("avc.column.allowed_most"), ColumnKind::Count),
        Column::new("above_least", Message::new("avc.column.above_least"), ColumnKind::Count),
        Column::new("issued", Message::new("avc.column.issued"), ColumnKind::Count),
        Column::new("used", Message::new("avc.column.used"), ColumnKind::Count),
    ];
    let rows = above.iter().map(|above| {
        vec![
            Value::place(&above.unit.name),
            Value::from(above.unit.voters.total().map(Persons)),
            Value::from(above.forms),
            Value::from(above.allowed),
            Value::from(above.by),
            Value::from(above.unit.established(Measure::Issued).map(Persons)),
            Value::from(above.unit.established(Measure::Used).map(Persons)),
        ]
    });
    Some(Exhibit::Table(Table {
        id: "avc-above-quota",
        title: Message::new("avc.table.above_quota"),
        note: Some(Message::new("avc.table.above_quota_note")),
        columns,
        rows: rows.collect(),
        privacy: Privacy::Open,
    }))
}
