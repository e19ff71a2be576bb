//! The entry: everything that is checked together, in as few passes over the lists as possible.

use tizim_evidence::{Audit, Message, Object, Run};

use crate::counts::{additions, precinct_checks, precincts};
use crate::findings::outcome::Outcome;
use crate::findings::{chance, coverage, marks, next_steps, places, possible, report};
use crate::law::RollRules;
use crate::list_check::ListCheck;
use crate::lists::roll::Roll;
use crate::row::regions;
use crate::{Checks, Code, DuplicateSink, Inputs, Options, RollsError};

/// Checks voter lists and precinct counts: second entries within and across all lists, and the checks of rows and counts.
///
/// Lines about the rows of groups go to `sink` as they are judged; the audit holds findings (a bounded number per code,
/// counts always exact), and `lists`, `counts` and `chance` of the JSON document. The result depends on the input, the
/// profile, the options, the seed and (for tokens) the key of the run; not on threads, memory or the order of passes.
///
/// # Errors
/// [`RollsError`]: nothing given, a file that cannot be read, a sink that fails, a run that was cancelled.
pub fn check(
    inputs: &Inputs<'_>,
    law: &RollRules,
    options: &Options,
    run: &Run,
    sink: &mut dyn DuplicateSink,
) -> Result<Audit, RollsError> {
    if inputs.lists.iter().all(|list| list.files.is_empty()) && inputs.precincts.is_none() {
        return Err(RollsError::NothingGiven);
    }
    let roll = Roll::new(inputs.lists);
    let rules = possible::rules(&roll, options.rules);
    let mut outcome = Outcome::default();
    if !roll.files.is_empty() {
        let precincts = inputs.precincts.unwrap_or_default();
        let check = ListCheck { law, options, run, roll: &roll, rules: &rules, precincts, past: inputs.past };
        check.check(sink, &mut outcome)?;
        outcome.findings.extend(possible::rules_not_applied(&roll, options.rules));
        outcome.findings.extend(coverage::findings(&outcome.coverage));
        outcome.findings.extend(possible::files_in_doubt(inputs.lists, &roll));
    }
    if options.checks == Checks::All {
        check_precincts(inputs, law, &roll, run, &mut outcome)?;
    }
    let not_checked =
        outcome.findings.iter().filter(|finding| finding.code == Code::NotChecked.word()).count();
    if not_checked > 0 {
        outcome.counts.entry(Code::NotChecked).or_default().groups = not_checked as u64;
    }
    let mut audit = Audit::new("tizim-rolls/1", Message::new("rolls.title"));
    report::fill(&mut audit, inputs.lists, &outcome, &rules, options.scope);
    if inputs.precincts.is_some_and(<[_]>::is_empty) {
        audit.summary.push(Message::new("rolls.summary.no_precincts"));
    }
    next_steps::add(&mut audit, &outcome, law);
    audit.document.insert("lists", report::lists(inputs.lists));
    audit.document.insert("counts", report::counts(&outcome.counts));
    audit.document.insert("coverage", coverage::document(&outcome.coverage));
    audit.document.insert("chance", chance::document(&outcome.chance));
    audit.document.insert("unusual", outcome.judged.into_iter().collect::<Object>());
    audit.unvouched = places::unvouched(&outcome.summary, inputs.precincts.unwrap_or_default(), &law.regions);
    audit.findings = outcome.findings;
    outcome.past.tell(&mut audit, &inputs.past);
    audit.sort_findings();
    Ok(audit)
}

/// What rows and precincts say by themselves, and beside the table of precincts.
fn check_precincts(
    inputs: &Inputs<'_>,
    law: &RollRules,
    roll: &Roll<'_>,
    run: &Run,
    outcome: &mut Outcome,
) -> Result<(), RollsError> {
    if !roll.files.is_empty() {
        outcome.findings.extend(possible::row_checks_not_made(roll, law, &outcome.summary.totals));
    }
    let listed = outcome.summary.regions.iter().map(String::as_str);
    let spellings = regions::spellings(&law.regions, listed, inputs.precincts.unwrap_or_default());
    let counted = &outcome.summary.precincts;
    let precincts = precincts::precincts(inputs.precincts, counted, &roll.infos(), &spellings.told_apart());
    outcome.findings.extend(places::regions(&spellings));
    outcome.findings.extend(places::precincts_as_dates(
        &outcome.summary,
        roll,
        inputs.precincts.unwrap_or_default(),
    ));
    outcome.findings.extend(places::unstated(&outcome.summary, roll));
    outcome.findings.extend(marks::unread(&outcome.summary, roll));
    let mut found = precinct_checks::check(&precincts, law);
    if let Some(judged) = additions::check(&precincts, &law.unusual, run, &mut found)? {
        outcome.judged.insert(Code::AdditionsOutOfLine.word(), judged);
    }
    for finding in &found {
        if let Some(code) = Code::ALL.into_iter().find(|code| code.word() == finding.code) {
            outcome.counts.entry(code).or_default().groups += u64::from(code != Code::NotChecked);
        }
    }
    outcome.findings.extend(found);
    Ok(())
}
