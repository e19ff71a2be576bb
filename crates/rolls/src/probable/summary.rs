//! The first lines of what is told, the figures, and what limits them.

use std::collections::BTreeMap;

use tizim_evidence::{Audit, Figure, Finding, Message, Persons, Severity, Subject, Value};

use super::joined::Joined;
use super::shown;
use super::told::{Count, Told};
use crate::Code;

impl Told<'_, '_> {
    pub(super) fn summary(&self, audit: &mut Audit, counts: &BTreeMap<Code, Count>, joined: &Joined) {
        let pairs = |code| counts.get(&code).copied().unwrap_or_default();
        let duplicates = pairs(Code::ProbableDuplicate);
        audit.summary.push(
            Message::new("rolls.link.summary.pairs")
                .with("rows", Persons(self.rows()))
                .with("lists", self.lists.len())
                .with("pairs", Persons(duplicates.pairs)),
        );
        audit.summary.push(Message::new("rolls.link.lead"));
        audit.summary.push(
            Message::new("rolls.link.summary.two_people")
                .with("twins", Persons(pairs(Code::TwinsOrHousehold).pairs))
                .with("generations", Persons(pairs(Code::GenerationApart).pairs)),
        );
        if duplicates.lawful + duplicates.explained > 0 {
            audit.summary.push(
                Message::new("rolls.link.summary.lawful")
                    .with("lawful", Persons(duplicates.lawful))
                    .with("explained", Persons(duplicates.explained)),
            );
        }
        if !self.linked.model.converged {
            audit
                .summary
                .push(Message::new("rolls.link.why.not_converged").with("rounds", self.linked.model.rounds));
        }
        if self.linked.coverage.left_out > 0 {
            audit.summary.push(
                Message::new("rolls.link.why.left_out")
                    .with("pairs", Value::derived(self.linked.coverage.left_out))
                    .with("blocks", Value::derived(self.linked.coverage.unsplit_blocks)),
            );
        }
        self.figures(audit, duplicates, joined);
    }

    fn figures(&self, audit: &mut Audit, duplicates: Count, joined: &Joined) {
        let figure = |key, label, value: Value| Figure::new(key, Message::new(label), value);
        audit.figures.extend([
            figure("rows", "rolls.figure.rows", Persons(self.rows()).into()),
            figure("pairs", "rolls.link.figure.pairs", Persons(duplicates.pairs).into()),
            figure("clusters", "rolls.link.figure.clusters", Persons(joined.clusters.len() as u64).into()),
            figure(
                "refused",
                "rolls.link.figure.refused",
                Persons(self.linked.clusters.refused.len() as u64).into(),
            ),
            figure("compared", "rolls.link.figure.compared", Value::derived(self.linked.coverage.compared)),
            figure("possible", "rolls.link.figure.possible", Value::derived(self.linked.coverage.possible)),
            figure("any_three", "rolls.link.figure.any_three", Persons(duplicates.any_three).into()),
        ]);
        audit.labels.extend([
            ("probability", Message::new("rolls.link.figure.probability")),
            ("bits", Message::new("rolls.link.figure.bits")),
            ("agreeing", Message::new("rolls.link.figure.agreeing")),
            ("evidence_in_bits", Message::new("rolls.link.figure.evidence_in_bits")),
            ("two_numbers", Message::new("rolls.link.figure.two_numbers")),
            ("second_entry", Message::new("rolls.link.figure.second_entry")),
        ]);
    }

    /// What could not be compared, and how sure the weights are, each with its code.
    pub(super) fn limits_in_words(&self) -> Vec<(&'static str, Message)> {
        let mut limits: Vec<(&'static str, Message)> =
            self.linked.notes.iter().filter_map(shown::note).collect();
        let coverage = &self.linked.coverage;
        if coverage.compared == 0 {
            let possible = Value::derived(coverage.possible);
            limits.push((
                "nothing_compared",
                Message::new("rolls.link.why.nothing_compared").with("possible", possible),
            ));
        }
        if self.read.unread_dates > 0 {
            let rows = Persons(self.read.unread_dates);
            limits.push(("unread_dates", Message::new("rolls.link.why.unread_dates").with("rows", rows)));
        }
        limits
    }

    /// The same as findings, in every edition.
    pub(super) fn limits(&self) -> Vec<Finding> {
        self.limits_in_words()
            .into_iter()
            .map(|(check, message)| {
                let severity = if check == "unseen_levels" { Severity::Info } else { Severity::Notice };
                Finding::new(Code::NotChecked.word(), severity, Subject::new("check", check))
                    .titled(message)
                    .figure("check", check)
                    .under("checks-named", None)
            })
            .collect()
    }
}
