//! The audit from end to end.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use tizim_evidence::{Audit, Finding, Message, Run};
use tizim_polling::vouched::Vouched;

use crate::checks::balance;
use crate::checks::coverage;
use crate::checks::holders;
use crate::checks::membership::{self, Unanswered};
use crate::checks::quota;
use crate::checks::range_checks;
use crate::checks::reconcile;
use crate::checks::required;
use crate::checks::serial_checks;
use crate::checks::times;
use crate::checks::uses;
use crate::ledger::context::Context;
use crate::shown::answer;
use crate::shown::document;
use crate::shown::example;
use crate::shown::tables;
use crate::shown::totals;
use crate::shown::words;
use crate::unusual;
use crate::{AvcError, AvcRules, Inputs, SCHEMA};

/// Audits what is given; without any table, the published national figures of the profile as a worked example.
///
/// # Errors
/// Where the run was cancelled or the lists could not be searched.
pub fn audit(inputs: &Inputs<'_>, rules: &AvcRules, run: &Run) -> Result<Audit, AvcError> {
    run.check()?;
    if inputs.precincts.is_none() && inputs.certificates.is_none() && inputs.forms.is_none() {
        return Ok(example::national_example(rules));
    }
    let mut audit = Audit::new(SCHEMA, Message::new("avc.title"));
    // Before the ledger is there: both have a line for every precinct.
    audit.unvouched = unvouched(inputs);
    let mut context = Context::new(inputs, rules, run);
    run.check()?;
    let differences = reconcile::differences(&context);
    let mut findings = quota::check(&context);
    findings.extend(quota::without_doubtful_rows(&context));
    findings.extend(reconcile::check(&context, &differences));
    findings.extend(balance::check(&context));
    findings.extend(required::check(&context));
    if let Some(ranges) = &context.ranges {
        findings.extend(range_checks::check(&context, ranges));
    }
    let unanswered = check_register(&context, &mut findings)?;
    run.check()?;
    let unusual = unusual::search(&context)?;
    findings.extend(unusual::findings(&context, &unusual));
    run.check()?;
    findings.extend(coverage::check(&context, unanswered));
    findings.extend(inputs.told.iter().cloned());
    audit.findings = findings;
    audit.sort_findings();
    let above = quota::above_every_reading(&context);
    audit.summary = answer::summary(&context, &audit, &above);
    audit.figures = totals::figures(&context);
    audit.labels = words::labels();
    audit.exhibits.extend(answer::above_table(&above));
    audit.exhibits.extend(tables::states_table(&context));
    audit.exhibits.push(tables::levels_table(&context));
    if !differences.is_empty() {
        audit.exhibits.push(tables::differences_table(&differences));
    }
    audit.exhibits.extend(unusual::funnel(&context, &unusual));
    audit.exhibits.extend(unusual::flow_chart(&context));
    audit.exhibits.extend(unusual::flows_table(&context, &unusual));
    audit.exhibits.extend(unusual::spread_table(&unusual));
    audit.notes.extend([
        Message::new("avc.note.dispersion"),
        Message::new("avc.note.unused"),
        Message::new("avc.note.rounding"),
        Message::new("avc.note.extra"),
        Message::new("avc.note.leads"),
    ]);
    if totals::counts_certificates(&context) {
        audit.notes.insert(2, Message::new("avc.note.entries"));
    }
    if inputs.lists.is_some() && context.register.is_some() {
        audit.notes.push(Message::new("avc.note.destination_rows"));
    }
    audit.document.insert("totals", totals::totals(&context));
    let unusual = unusual::document(&context, &unusual);
    // What comes has a line for every precinct, and asks for no certificate any more.
    context.register = None;
    audit.document.insert("levels", document::levels(&context));
    audit.document.insert("quota".to_owned(), Json::Object(document::quota(&context)));
    audit.document.insert("unusual", unusual);
    Ok(audit)
}

/// What the register of certificates says; how many holders the voter lists gave no answer for, where they were asked.
fn check_register(
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Option<Unanswered>, AvcError> {
    let run = context.run;
    let mut unanswered = None;
    if let Some(register) = &context.register {
        run.progress.report("certificates", 0, register.lives.len() as u64);
        findings.extend(serial_checks::repeated(context, register));
        findings.extend(serial_checks::copies(context, register));
        findings.extend(serial_checks::given_twice(register));
        findings.extend(serial_checks::format(context, register));
        findings.extend(serial_checks::runs(context, register));
        run.check()?;
        findings.extend(times::check(context, register));
        findings.extend(uses::check(context, register));
        findings.extend(holders::check(context, register));
        if let Some(ranges) = &context.ranges {
            findings.extend(range_checks::serials_in_ranges(context, register, ranges));
        }
        run.check()?;
        if let Some(lists) = context.inputs.lists {
            let (found, without_answer) = membership::check(context, register, lists)?;
            findings.extend(found);
            unanswered = Some(without_answer);
            findings.extend(lists.told());
        }
        run.progress.report("certificates", register.lives.len() as u64, register.lives.len() as u64);
    }
    Ok(unanswered)
}

/// Names of places that only a few certificates state: they may be those of persons.
fn unvouched(inputs: &Inputs<'_>) -> BTreeSet<String> {
    let mut places = Vouched::new(&inputs.regions);
    for row in inputs.precincts.iter().flat_map(|sheet| &sheet.rows) {
        for name in [&*row.region, &row.precinct, &row.tec, &row.settlement] {
            places.know(name);
        }
    }
    for row in inputs.forms.iter().flat_map(|sheet| &sheet.rows) {
        for name in [&*row.region, &row.precinct, &row.tec] {
            places.know(name);
        }
    }
    for row in inputs.certificates.iter().flat_map(|sheet| &sheet.rows) {
        for name in [&row.home_region, &row.home_precinct, &row.used_region, &row.used_precinct] {
            places.see(name, 1);
        }
    }
    places.unvouched()
}
