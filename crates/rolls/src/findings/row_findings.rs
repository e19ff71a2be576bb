//! Findings from what the first pass counted: one per code and precinct, with the first rows as evidence.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{Finding, Message, Persons, Rule, Severity, Subject, Value};
use tizim_stats::extremes::Usual;
use tizim_tables::{Reason, Reject};

use crate::counts::crowds::Crowd;
use crate::counts::faults::Fault;
use crate::counts::tallies::PrecinctTally;
use crate::counts::unread_dates::UnreadDates;
use crate::findings::words;
use crate::law::{Limit, RollRules};
use crate::lists::evidence::{EvidenceReader, Lookup};
use crate::row::place::place_name;
use crate::{Code, CodeCount, RollsError};

/// The faults of rows, aggregated per code and precinct.
pub(crate) fn faults(
    precincts: &BTreeMap<String, PrecinctTally>,
    reader: &EvidenceReader<'_>,
    counts: &mut BTreeMap<Code, CodeCount>,
) -> Result<Vec<Finding>, RollsError> {
    let mut findings = Vec::new();
    for tally in precincts.values() {
        let mut codes: BTreeMap<Code, Vec<Fault>> = BTreeMap::new();
        for fault in tally.faults.keys() {
            codes.entry(fault.code()).or_default().push(*fault);
        }
        let name = place_name(&tally.region, &tally.precinct, reader.roll.files[tally.file].info.name);
        for (code, faults) in codes {
            let of = |fault: &Fault| &tally.faults[fault];
            let total = tally.rows_at_fault.get(&code).copied().unwrap_or(0);
            let positions: Vec<u64> =
                faults.iter().flat_map(|fault| of(fault).positions.iter().copied()).collect();
            let count = counts.entry(code).or_default();
            count.groups += 1;
            count.rows += total;
            let (severity, rule) = basis(code, reader.law);
            let mut finding = Finding::new(code.word(), severity, Subject::new("precinct", name.clone()))
                .titled(
                    Message::new(words::title(code))
                        .with("count", Persons(total))
                        .with("precinct", Value::place(&name)),
                )
                .counting_persons(Persons(total))
                .shown_by(reader.places(&positions)?)
                .under_rule(&rule)
                .of_persons();
            for fault in &faults {
                finding = finding.figure(words::fault_word(*fault), Persons(of(fault).count));
            }
            finding.explanations.extend(words::explanations(code, None, false));
            finding.explanations.extend(of_numbers(&faults));
            findings.push(finding);
        }
    }
    Ok(findings)
}

/// What may explain malformed numbers, by what is wrong with them.
fn of_numbers(faults: &[Fault]) -> Vec<Message> {
    let key = |fault: &Fault| match fault {
        Fault::Number(problem) => Some(words::of_number(problem)),
        _ => None,
    };
    let keys: BTreeSet<&'static str> = faults.iter().filter_map(key).collect();
    keys.into_iter().map(Message::new).collect()
}

/// Cells that should hold a birth date and hold none: told to their files as rejects, and to the reader.
pub(crate) fn unread_dates(
    unread: &BTreeMap<usize, UnreadDates>,
    samples: usize,
    reader: &EvidenceReader<'_>,
) -> Result<Option<Finding>, RollsError> {
    let count: u64 = unread.values().map(|dates| dates.count).sum();
    if count == 0 {
        return Ok(None);
    }
    for (file, dates) in unread {
        let file = &reader.roll.files[*file];
        let reject = |(position, column, reason, shape): &(u64, &str, Reason, String)| {
            let reason = file.table.refusal_of_date(column, shape).unwrap_or(*reason);
            Some(Reject {
                file: file.info.name.to_owned(),
                row: reader.roll.row(*position)?.1,
                column: (*column).to_owned(),
                reason,
                expected: reason.expected().to_owned(),
                found_shape: shape.clone(),
            })
        };
        file.table.reject_fields(dates.first.iter().filter_map(reject).collect(), dates.count);
    }
    let positions = unread.values().flat_map(|dates| &dates.first).map(|(position, ..)| *position);
    let positions: Vec<u64> = positions.take(samples).collect();
    let finding =
        Finding::new(Code::NotChecked.word(), Severity::Notice, Subject::new("check", "birth_date"))
            .titled(Message::new("rolls.unread_dates").with("rows", Persons(count)))
            .counting_persons(Persons(count))
            .figure("rows", Persons(count))
            .figure("check", "birth_date")
            .shown_by(reader.places(&positions)?)
            .under("checks-named", None)
            .of_persons();
    Ok(Some(finding))
}

/// How grave a fault is, by which rule.
fn basis(code: Code, law: &RollRules) -> (Severity, Rule) {
    let limit = |limit: &Option<Limit>| limit.as_ref().map(|limit| limit.rule.clone());
    let rule = match code {
        Code::IinMalformed => Some(law.number_well_formed.clone()),
        Code::IinAgainstPerson => Some(law.number_against_person.clone()),
        Code::UnderAge => limit(&law.voting_age),
        _ => limit(&law.oldest_age),
    };
    let rule = rule.unwrap_or_else(|| Rule::of_program("plausible-age", Severity::Notice));
    // No identifier and no binding rule is at work on the row alone: never above a warning.
    (rule.severity.min(Severity::Warning), rule)
}

/// Addresses with many voters.
pub(crate) fn crowds(
    crowds: &BTreeMap<Vec<u8>, Crowd>,
    usual: Usual,
    reader: &EvidenceReader<'_>,
    token: &dyn Fn(&[u8]) -> String,
) -> Result<Vec<Finding>, RollsError> {
    let mut findings = Vec::with_capacity(crowds.len());
    let mut entries = reader.entries();
    for (key, crowd) in crowds {
        let first = crowd.positions.first().copied();
        let mut lookup = Lookup::default();
        let rows = reader.rows(first.as_slice(), &[], &mut lookup)?;
        let name = match rows.row(0) {
            Some(row) => {
                let entry = reader.entry(&row, None, &mut entries)?;
                place_name(entry.region, entry.precinct, entry.file_name)
            }
            None => String::new(),
        };
        let code = Code::ManyAtAddress;
        let mut finding = Finding::new(code.word(), Severity::Notice, Subject::new("address", token(key)))
            .titled(
                Message::new(words::title(code))
                    .with("voters", Persons(crowd.voters))
                    .with("precinct", Value::place(&name))
                    .with("median", Persons(usual.median))
                    .with("threshold", Persons(usual.threshold)),
            )
            .figure("voters", Persons(crowd.voters))
            .figure("median", Persons(usual.median))
            .figure("threshold", Persons(usual.threshold))
            .figure("false_alarm_rate", reader.law.unusual.addresses_false_alarm_rate)
            .figure("precinct", Value::place(name))
            .shown_by(reader.places(&crowd.positions)?)
            .under("voters-per-address", None)
            .of_persons();
        finding.explanations = words::explanations(code, None, false);
        findings.push(finding);
    }
    Ok(findings)
}
