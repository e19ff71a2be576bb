//! What could not be checked, said check by check (AVC-090). Silence would read as a clean bill.

mod instead;
pub(crate) mod tables;

use std::collections::BTreeSet;

use tizim_evidence::{Evidence, Finding, Message, Persons, Severity, Subject, Value};
use tizim_polling::Serial;
use tizim_polling::serial::SerialProblem;

use crate::checks::membership::Unanswered;
use crate::ledger::context::Context;
use crate::ledger::places::{Found, plain_name};
use crate::ledger::row::Row;
use crate::ledger::tally::Measure;
use crate::shown::words;
use crate::{Clock, Code};

/// Names of regions that a finding lists.
const MOST_NAMED: usize = 20;

/// A finding AVC-090 for one check.
pub(crate) fn unchecked(check: &'static str, title: Message) -> Finding {
    Finding::new(Code::Unchecked.word(), Severity::Notice, Subject::new("check", check))
        .titled(title)
        .under(check, None)
}

/// Every check that could not be made, or not for every row.
pub(crate) fn check(context: &Context<'_>, unanswered: Option<Unanswered>) -> Vec<Finding> {
    let mut findings = Vec::new();
    tables::tables(context, &mut findings);
    lists(context, unanswered, &mut findings);
    rules(context, &mut findings);
    registers(context, &mut findings);
    places(context, &mut findings);
    instead::instead(context, &mut findings);
    findings
}

fn lists(context: &Context<'_>, unanswered: Option<Unanswered>, findings: &mut Vec<Finding>) {
    let kinds = context.inputs.lists.map(crate::HomeList::kinds).unwrap_or_default();
    let is_given = |asked: &str| kinds.iter().any(|kind| kind == asked);
    let home = (!is_given("permanent")).then_some("permanent");
    let others: Vec<&'static str> =
        context.rules.other_list.iter().map(|list| list.kind.word()).filter(|kind| !is_given(kind)).collect();
    findings.extend(missing_lists(home, &others));
    if let Some(unanswered) = unanswered.filter(|unanswered| unanswered.home > 0) {
        let title = Message::new("avc.unchecked.some_home_lists")
            .with("count", Persons(unanswered.home))
            .with("asked", Persons(unanswered.asked));
        findings.push(unchecked("home-list", title).counting_persons(Persons(unanswered.home)));
    }
}

/// Lists on which holders were not looked up: one notice for all.
fn missing_lists(home: Option<&'static str>, others: &[&'static str]) -> Option<Finding> {
    let of_other = |kind: &&'static str| format!("other-list-{kind}");
    match (home, others) {
        (None, []) => None,
        (Some(_), []) => Some(unchecked("home-list", Message::new("avc.unchecked.home_list"))),
        (None, [kind]) => {
            let title = Message::new("avc.unchecked.other_list").with("kind", words::list(kind));
            let mut finding = unchecked("other-list", title);
            finding.subject.id = of_other(kind);
            Some(finding)
        }
        _ => {
            let kinds: Vec<Value> = home.iter().chain(others).map(|kind| words::list(kind)).collect();
            let checks: Vec<String> =
                home.iter().map(|_| "home-list".to_owned()).chain(others.iter().map(of_other)).collect();
            let title = Message::new("avc.unchecked.lists").with("kinds", kinds);
            Some(unchecked("lists", title).counting(checks.len() as u64).figure("checks", checks))
        }
    }
}

fn rules(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let rules = context.rules;
    if let crate::Complete::Regions(names) = &context.inputs.complete {
        let known = |name: &&String| {
            let plain = |name: &str| plain_name(context.places.region(name));
            context.levels.regions.iter().any(|unit| plain(&unit.region) == plain(name))
        };
        for name in names.iter().filter(|name| !known(name)) {
            let title = Message::new("avc.unchecked.complete_region").with("region", Value::place(name));
            let mut finding = unchecked("complete-region", title);
            finding.subject.id = format!("complete-region-{name}");
            findings.push(finding);
        }
    }
    if rules.quota.is_empty() {
        findings.push(unchecked("quota-rule", Message::new("avc.unchecked.no_quota_rule")));
    }
    if rules.window.is_empty() {
        findings.push(unchecked("issue-window-rule", Message::new("avc.unchecked.no_window")));
    }
}

/// What a register does not say, so that a check of it leaves rows out.
fn registers(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let rules = context.rules;
    let Some(register) = context.register.as_ref().filter(|register| !register.sheet.rows.is_empty()) else {
        return;
    };
    let timed =
        register.sheet.rows.iter().any(|row| {
            [row.issued_at, row.used_at].into_iter().flatten().any(|moment| moment.time.is_some())
        });
    if !timed && context.has_certificate_column("issued_at") {
        findings.push(unchecked("hours", Message::new("avc.unchecked.no_hours")));
    }
    if timed && context.inputs.clock == Clock::Unstated && rules.time_zone.len() > 1 {
        findings.push(unchecked("clock", Message::new("avc.unchecked.clock")));
    }
    let unread = |column: &str, is_missing: &dyn Fn(usize, &crate::Certificate) -> bool| {
        let rows = register.sheet.rows.iter().enumerate();
        let count = rows.filter(|(index, row)| is_missing(*index, row)).count();
        (context.has_certificate_column(column) && count > 0).then_some(count)
    };
    // A row of use alone need not say when the certificate was issued; one that bears out the issue too must, and one that
    // says something has to be readable.
    let undated = |index: usize, row: &crate::Certificate| {
        let is_asked = row.used_precinct.is_empty() || register.side[index].issue;
        row.issued_at_unread || (row.issued_at.is_none() && is_asked)
    };
    for (check, count) in [
        ("issued_at", unread("issued_at", &undated)),
        ("iin", unread("iin", &|_, row| row.iin.trim().is_empty())),
    ] {
        if let Some(count) = count {
            let title = Message::new("avc.unchecked.cells")
                .with("column", check)
                .with("count", Persons(count as u64));
            let mut finding = unchecked("cells", title).counting_persons(Persons(count as u64));
            finding.subject.id = format!("cells-{check}");
            findings.push(finding);
        }
    }
    let is_rounded = |row: &&crate::Certificate| Serial::parse(&row.serial) == Err(SerialProblem::Rounded);
    let rounded: Vec<_> = register.sheet.rows.iter().filter(is_rounded).map(Row::evidence).collect();
    if !rounded.is_empty() {
        let title = Message::new("avc.unchecked.rounded_serials").with("count", rounded.len());
        let finding = unchecked("rounded-serials", title).counting(rounded.len() as u64);
        findings.push(finding.shown_by(rounded).of_persons());
    }
    if register.numbered_by_region {
        findings.push(unchecked("serial-scope", Message::new("avc.unchecked.numbered_by_region")));
    }
}

fn places(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let precincts = context.inputs.precincts.as_ref().map_or(&[][..], |sheet| &sheet.rows);
    let repeated = &context.places.repeated;
    if !repeated.is_empty() {
        let title = Message::new("avc.unchecked.repeated_precincts").with("count", repeated.len());
        let rows = repeated
            .iter()
            .flat_map(|(row, first)| [precincts[*first].evidence(), precincts[*row].evidence()]);
        findings.push(unchecked("precincts-once", title).counting(repeated.len() as u64).shown_by(rows));
    }
    regions(context, findings);
    let Some(register) = &context.register else { return };
    let rows_where = |test: &dyn Fn(Found) -> bool| -> Vec<Evidence> {
        let both = register.home.iter().zip(&register.used).zip(&register.sheet.rows);
        both.filter(|((home, used), _)| test(**home) || test(**used)).map(|(_, row)| row.evidence()).collect()
    };
    if context.inputs.precincts.is_some() {
        let unknown =
            rows_where(&|found| found.place().is_some_and(|place| context.places.get(place).row.is_none()));
        if !unknown.is_empty() {
            let title = Message::new("avc.unchecked.unknown_precincts")
                .with("count", Persons(unknown.len() as u64))
                .with("precincts", context.levels.outside.len());
            let finding = unchecked("precincts-known", title).counting_persons(Persons(unknown.len() as u64));
            findings.push(finding.shown_by(unknown).of_persons());
        }
    }
    let ambiguous = rows_where(&|found| found == Found::Ambiguous);
    if !ambiguous.is_empty() {
        let title =
            Message::new("avc.unchecked.ambiguous_precincts").with("count", Persons(ambiguous.len() as u64));
        let finding =
            unchecked("precincts-told-apart", title).counting_persons(Persons(ambiguous.len() as u64));
        findings.push(finding.shown_by(ambiguous).of_persons());
    }
    for measure in Measure::ALL {
        let names: Vec<_> = context
            .levels
            .uncovered
            .iter()
            .filter(|(own, _)| *own == measure)
            .map(|(_, name)| Value::place(name))
            .collect();
        if !names.is_empty() {
            let title = Message::new("avc.unchecked.uncovered")
                .with("measure", words::number(measure.word()))
                .with("count", names.len())
                .with("names", names.iter().take(10).cloned().collect::<Vec<_>>());
            let mut finding = unchecked("register-covers", title).counting(names.len() as u64);
            finding.subject.id = format!("register-covers-{}", measure.word());
            findings.push(finding);
        }
    }
}

/// Names of regions that fit two, and names that one table has and no other: nothing is reconciled over them.
fn regions(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (name, tables) in context.places.regions.unclear() {
        let tables: Vec<Value> = tables.into_iter().map(words::table).collect();
        let title = Message::new("avc.unchecked.unclear_region").with("name", name).with("tables", tables);
        let mut finding = unchecked("regions-told-apart", title);
        finding.subject.id = format!("regions-told-apart-{name}");
        findings.push(finding);
    }
    let strays = &context.places.strays;
    if !strays.is_empty() {
        let names: Vec<Value> =
            strays.iter().take(MOST_NAMED).map(|stray| Value::place(stray.spelling.as_str())).collect();
        let title =
            Message::new("avc.unchecked.unknown_regions").with("count", strays.len()).with("names", names);
        let mut finding = unchecked("regions-known", title).counting(strays.len() as u64);
        let tables: BTreeSet<&'static str> = strays.iter().map(|stray| stray.table).collect();
        for table in tables {
            let own = strays.iter().filter(|stray| stray.table == table).take(MOST_NAMED);
            finding = finding.figure(table, own.map(|stray| stray.spelling.clone()).collect::<Vec<_>>());
        }
        findings.push(finding);
    }
}
