//! What to do next: for each code that was found, what to send to whom, and which paper to ask for.

use std::collections::BTreeMap;

use tizim_evidence::{Audit, Column, ColumnKind, Exhibit, Message, Privacy, Severity, Table, Value};

use crate::Code;
use crate::findings::outcome::Outcome;
use crate::law::RollRules;

/// Says the first step, and adds the table of all; nothing where there is nothing to do.
pub(crate) fn add(audit: &mut Audit, outcome: &Outcome, law: &RollRules) {
    let steps = steps(outcome);
    let Some((first, _, word)) = steps.first() else { return };
    let step = Value::Word { code: first.word(), word };
    audit.summary.push(Message::new("rolls.summary.next").with("code", first.word()).with("step", step));
    let rows = steps
        .iter()
        .map(|(code, _, word)| vec![Value::from(code.word()), Value::Word { code: code.word(), word }]);
    audit.exhibits.push(Exhibit::Table(Table {
        id: "rolls-next",
        title: Message::new("rolls.table.next"),
        note: law.keepers.as_ref().map(tizim_evidence::Text::message),
        columns: vec![
            Column::new("code", Message::new("rolls.column.code"), ColumnKind::Text),
            Column::new("step", Message::new("rolls.column.step"), ColumnKind::Text),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    }));
}

/// The codes that ask for something, the gravest first.
fn steps(outcome: &Outcome) -> Vec<(Code, Severity, &'static str)> {
    let mut gravest: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in &outcome.findings {
        let known = gravest.entry(finding.code).or_insert(finding.severity);
        *known = finding.severity.max(*known);
    }
    let step = |code: Code| Some((code, *gravest.get(code.word())?, word(code)?));
    let mut steps: Vec<_> = Code::ALL.into_iter().filter_map(step).collect();
    // Checks that were not made come last, however grave.
    steps.sort_by_key(|(code, severity, _)| (*code == Code::NotChecked, std::cmp::Reverse(*severity), *code));
    steps
}

/// What to send to whom about a code, and which paper to ask for; none where nothing is to be done.
pub fn step(code: Code) -> Option<Value> {
    word(code).map(|word| Value::Word { code: code.word(), word })
}

/// The sentence of a code; none where nothing is to be done.
fn word(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::TwiceInPrecinct => "rolls.next.twice_in_precinct",
        Code::TwoPrecincts => "rolls.next.two_precincts",
        Code::SpecialAndHome => "rolls.next.special_and_home",
        Code::TemporaryAndHome => "rolls.next.temporary_and_home",
        Code::SupplementaryAndOther => "rolls.next.supplementary_and_other",
        Code::CertificateUnmatched => "rolls.next.certificate_unmatched",
        Code::TwoOtherLists => "rolls.next.two_other_lists",
        Code::ExplainedByMark => return None,
        Code::ProbableDuplicate => "rolls.next.probable_duplicate",
        Code::TwinsOrHousehold | Code::GenerationApart => "rolls.next.two_people",
        Code::IinMalformed => "rolls.next.iin_malformed",
        Code::IinAgainstPerson => "rolls.next.iin_against_person",
        Code::OneIinTwoPeople => "rolls.next.one_iin_two_people",
        Code::OnePersonTwoIins => "rolls.next.one_person_two_iins",
        Code::UnderAge | Code::ImplausibleAge => "rolls.next.age",
        Code::AboveCap => "rolls.next.above_cap",
        Code::CommissionSize => "rolls.next.commission_size",
        Code::ManyAtAddress => "rolls.next.many_at_address",
        Code::AdditionsOutOfLine => "rolls.next.additions_out_of_line",
        Code::TotalsDoNotRoll => "rolls.next.totals_do_not_roll",
        Code::OutsideWindow => "rolls.next.outside_window",
        Code::ResidenceCertificates => "rolls.next.residence_certificates",
        Code::Signatures => "rolls.next.signatures",
        Code::ProofOfResidence => "rolls.next.proof_of_residence",
        Code::NotChecked => "rolls.next.not_checked",
    })
}

#[cfg(test)]
mod tests {
    use tizim_evidence::{Finding, Subject};

    use super::*;

    #[test]
    fn the_gravest_comes_first_and_what_was_not_checked_last() {
        let finding = |code: Code, severity| Finding::new(code.word(), severity, Subject::new("check", "x"));
        let findings = vec![
            finding(Code::NotChecked, Severity::Warning),
            finding(Code::IinMalformed, Severity::Notice),
            finding(Code::TwoPrecincts, Severity::Warning),
            finding(Code::TwoPrecincts, Severity::Violation),
            finding(Code::ExplainedByMark, Severity::Info),
        ];
        let found = steps(&Outcome { findings, ..Outcome::default() });
        let found: Vec<_> = found.iter().map(|(code, severity, _)| (*code, *severity)).collect();
        assert_eq!(
            found,
            [
                (Code::TwoPrecincts, Severity::Violation),
                (Code::IinMalformed, Severity::Notice),
                (Code::NotChecked, Severity::Warning),
            ]
        );
        assert!(steps(&Outcome::default()).is_empty());
    }
}
