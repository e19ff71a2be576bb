//! What is told of decisions and of the earlier run.

use std::collections::BTreeMap;

use tizim_evidence::{Audit, Finding, Message, Object, Persons, Severity, Subject, Value};

use super::{Answer, Past, Since, Standing};
use crate::Code;

/// Cases (pairs, or groups) by what is known of them from before.
#[derive(Debug, Clone, Default)]
pub(crate) struct PastCounts {
    cleared: BTreeMap<(Code, Answer), u64>,
    reopened: BTreeMap<Code, u64>,
    since: BTreeMap<(Code, Since), u64>,
    /// Groups of the earlier run that are gone.
    pub(crate) closed: u64,
}

impl PastCounts {
    /// Counts a case; those that are cleared are neither new nor still there.
    pub(crate) fn count(&mut self, code: Code, standing: Option<Standing>, since: Option<Since>) {
        match standing {
            Some(Standing::Cleared(answer)) => *self.cleared.entry((code, answer)).or_default() += 1,
            Some(Standing::Reopened(_)) => *self.reopened.entry(code).or_default() += 1,
            None => {}
        }
        let open = standing.and_then(Standing::cleared).is_none();
        if let Some(since) = since.filter(|_| open) {
            *self.since.entry((code, since)).or_default() += 1;
        }
    }

    fn cleared(&self, answer: Answer) -> u64 {
        self.cleared.iter().filter(|((_, one), _)| *one == answer).map(|(_, count)| count).sum()
    }

    fn since(&self, since: Since) -> u64 {
        self.since.iter().filter(|((_, one), _)| *one == since).map(|(_, count)| count).sum()
    }

    /// Puts everything that is known from before into an audit.
    pub(crate) fn tell(&self, audit: &mut Audit, past: &Past<'_>) {
        if let Some(decisions) = past.decisions {
            self.tell_decisions(audit, decisions.len() as u64, decisions.unbound(), decisions.not_met());
        }
        if past.earlier.is_some() {
            let [new, persisting] = [Since::New, Since::Persisting].map(|since| self.since(since));
            audit.summary.push(
                Message::new("rolls.past.since")
                    .with("new", Persons(new))
                    .with("persisting", Persons(persisting))
                    .with("closed", Persons(self.closed)),
            );
            let by_code = |since| {
                let of = self.since.iter().filter(|((_, one), _)| *one == since);
                of.map(|((code, _), count)| (code.word(), Persons(*count))).collect::<Object>()
            };
            audit.document.insert(
                "previous",
                Object::new()
                    .with("new", by_code(Since::New))
                    .with("persisting", by_code(Since::Persisting))
                    .with("closed", Persons(self.closed)),
            );
        }
    }

    fn tell_decisions(&self, audit: &mut Audit, given: u64, unbound: u64, not_met: u64) {
        let [explained, corrected, rejected] = Answer::ALL.map(|answer| self.cleared(answer));
        let reopened: u64 = self.reopened.values().sum();
        audit.summary.push(
            Message::new("rolls.past.cleared")
                .with("count", Persons(explained + corrected + rejected))
                .with("explained", Persons(explained))
                .with("corrected", Persons(corrected))
                .with("rejected", Persons(rejected)),
        );
        if reopened > 0 {
            audit.summary.push(Message::new("rolls.past.reopened").with("count", Persons(reopened)));
        }
        audit.document.insert(
            "decisions",
            Object::new()
                .with("given", Persons(given))
                .with("explained", Persons(explained))
                .with("corrected", Persons(corrected))
                .with("rejected", Persons(rejected))
                .with("reopened", Persons(reopened))
                .with("not_found", Persons(not_met))
                .with("unbound", Persons(unbound)),
        );
        let corrected = self.cleared.iter().filter(|((_, answer), _)| *answer == Answer::Corrected);
        audit.findings.extend(corrected.map(|((code, _), count)| {
            told(code.word(), Severity::Notice, "corrected-and-unchanged", "rolls.past.unchanged", *count)
                .unless(Message::new("rolls.past.unless_older"))
        }));
        let limits =
            [("not-found", "rolls.past.not_found", not_met), ("unbound", "rolls.past.unbound", unbound)];
        for (check, text, count) in limits.into_iter().filter(|(_, _, count)| *count > 0) {
            audit.findings.push(
                told(Code::NotChecked.word(), Severity::Info, &format!("decisions-{check}"), text, count)
                    .figure("check", format!("decisions-{check}"))
                    .under("decisions-hold-for-what-they-were-taken-on", None),
            );
        }
    }
}

fn told(code: &'static str, severity: Severity, check: &str, text: &'static str, count: u64) -> Finding {
    Finding::new(code, severity, Subject::new("check", check))
        .titled(Message::new(text).with("count", Persons(count)))
        .counting_persons(Persons(count))
        .of_persons()
}

/// What a finding says of how its case stood before.
pub(crate) fn mark(finding: Finding, standing: Option<Standing>, since: Option<Since>) -> Finding {
    let finding = match since {
        Some(since) => finding.figure("since", word_since(since)),
        None => finding,
    };
    match standing {
        Some(Standing::Reopened(answer)) => finding
            .figure("reopened", word_answer(answer))
            .unless(Message::new("rolls.past.unless_reopened").with("answer", word_answer(answer))),
        _ => finding,
    }
}

fn word_since(since: Since) -> Value {
    let word = match since {
        Since::New => "rolls.past.new",
        Since::Persisting => "rolls.past.persisting",
    };
    Value::Word { code: since.word(), word }
}

fn word_answer(answer: Answer) -> Value {
    let word = match answer {
        Answer::Explained => "rolls.past.explained",
        Answer::Corrected => "rolls.past.corrected",
        Answer::Rejected => "rolls.past.rejected",
    };
    Value::Word { code: answer.word(), word }
}
