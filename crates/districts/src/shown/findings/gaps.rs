//! DIST-090: checks that could not be made, and why.

use tizim_evidence::{Audit, Finding, Message, Severity, Subject};

use super::about::{body, council, subject};
use crate::Unit;
use crate::code::Code;
use crate::judge::assess::Assessment;
use crate::judge::judgement::Verdict;
use crate::shown::words;
use crate::{DistrictRules, Force};

/// How many names stand in a sentence.
const NAMED: usize = 8;

/// An electorate without an upper bound, or nobody who is counted.
pub(super) fn without_quota(assessment: &Assessment, audit: &mut Audit) {
    let finding = Finding::new(Code::NotChecked.word(), Severity::Notice, body(assessment))
        .titled(Message::new("districts.without_quota").with("where", council(assessment)))
        .under("quota", None)
        .unless(Message::new("districts.explain.give_totals"));
    audit.findings.push(finding);
}

/// Units that hold people and elect nobody: nothing of theirs can be held against a limit.
pub(super) fn without_seat(assessment: &Assessment, audit: &mut Audit) {
    for unit in 0..assessment.units.len() {
        if assessment.system.seats[unit] > 0 || assessment.system.units[unit].high == 0 {
            continue;
        }
        let finding = Finding::new(Code::NotChecked.word(), Severity::Warning, subject(assessment, unit))
            .titled(
                Message::new("districts.no_seat")
                    .with("where", council(assessment))
                    .with("district", &assessment.units[unit].name)
                    .with("voters", assessment.voters(unit)),
            )
            .figure("voters", assessment.voters(unit))
            .under("seats", None)
            .shown_by(assessment.units[unit].evidence.clone())
            .unless(Message::new("districts.explain.seat_elsewhere"));
        audit.findings.push(finding);
    }
}

/// Units in which nobody votes: with them, whatever divides by a unit's people is infinite.
pub(super) fn without_people(assessment: &Assessment, audit: &mut Audit) {
    let (system, certain) = (&assessment.system, assessment.empty_units());
    let (found, title) = if certain.is_empty() {
        let perhaps = |&unit: &usize| system.seats[unit] > 0 && system.units[unit].low == 0;
        ((0..system.units.len()).filter(perhaps).collect(), Message::new("districts.maybe_no_people"))
    } else {
        (certain, Message::new("districts.no_people"))
    };
    if found.is_empty() {
        return;
    }
    let names: Vec<String> = found.iter().map(|&unit| assessment.units[unit].name.clone()).collect();
    let finding = Finding::new(Code::NotChecked.word(), Severity::Notice, body(assessment))
        .titled(
            title
                .with("where", council(assessment))
                .with("count", found.len())
                .with("names", words::shortened(NAMED, names)),
        )
        .counting(found.len() as u64)
        .shown_by(found.iter().filter_map(|&unit| assessment.units[unit].evidence.clone()))
        .under("electorate", None);
    audit.findings.push(finding);
}

/// Verdicts that the open figures leave undecided, and standards that could not be applied.
pub(super) fn open(assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    for ((standard, force), judgement) in rules.standards.iter().zip(&assessment.judgements) {
        if *force == Force::None || standard.limit.is_none() {
            continue;
        }
        let title = match judgement {
            None => Message::new("districts.not_judged").with("where", council(assessment)),
            Some(judgement) if judgement.verdict == Verdict::Undetermined => {
                let deciding: Vec<&str> = judgement
                    .outside
                    .iter()
                    .map(|outside| assessment.units[outside.unit].name.as_str())
                    .collect();
                Message::new("districts.undetermined")
                    .with("where", council(assessment))
                    .with("deciding", deciding)
            }
            Some(_) => continue,
        };
        let severity = if *force == Force::Binding { Severity::Notice } else { Severity::Info };
        let finding = Finding::new(Code::NotChecked.word(), severity, body(assessment))
            .titled(title.with("standard", &standard.title))
            .under(&standard.id, Some(standard.source.clone()));
        audit.findings.push(finding);
    }
}

/// Districts whose electorates nobody states.
pub(super) fn unknown(assessment: &Assessment, audit: &mut Audit) {
    let rows: Vec<_> = assessment.units.iter().filter(|unit| unit.range().is_none()).collect();
    if rows.is_empty() {
        return;
    }
    let finding = Finding::new(Code::NotChecked.word(), Severity::Notice, body(assessment))
        .titled(
            Message::new("districts.unknown_electorates")
                .with("where", council(assessment))
                .with("count", rows.len())
                .with("of", assessment.units.len()),
        )
        .counting(rows.len() as u64)
        .shown_by(rows.iter().filter_map(|unit| unit.evidence.clone()))
        .under("electorate", None);
    audit.findings.push(finding);
}

/// Adds a notice of units that state no council where others do: they are judged in none.
pub(crate) fn without_council(units: &[&Unit], by: Option<&str>, audit: &mut Audit) {
    if units.is_empty() {
        return;
    }
    let title =
        Message::new("districts.no_council").with("count", units.len()).with("column", by.unwrap_or("group"));
    let finding =
        Finding::new(Code::NotChecked.word(), Severity::Notice, Subject::new("check", "councils-stated"))
            .titled(title)
            .counting(units.len() as u64)
            .shown_by(units.iter().filter_map(|unit| unit.evidence.clone()))
            .under("councils-stated", None);
    audit.findings.push(finding);
    // The answer is about the others alone.
    audit.summary.insert(0, Message::new("districts.summary.no_council").with("count", units.len()));
}
