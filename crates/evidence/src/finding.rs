//! A finding is data, not text: a stable code, how grave, what about, the rule, the evidence, the figures behind
//! it, and the innocent explanations to exclude first.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Message, Persons, Rule, Severity, SourceRef, Value};

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Subject {
    /// `nation`, `region`, `district`, `tec`, `precinct`, `certificate`, `person`, `address`, `file`, `list`, `check`.
    pub kind: &'static str,
    /// Identifier within its kind; a person is named by the masked token only.
    pub id: String,
}

impl Subject {
    /// A subject of this kind.
    pub fn new(kind: &'static str, id: impl Into<String>) -> Self {
        Self { kind, id: id.into() }
    }

    /// Whether the finding is about a single person, so that the public edition must leave it out.
    pub fn is_person(&self) -> bool {
        matches!(self.kind, "person" | "certificate" | "address")
    }
}

/// What a finding counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cases {
    /// Precincts, districts, forms, files.
    #[default]
    Things,
    /// Persons, entries, certificates.
    Persons,
    /// What follows from numbers of persons and of things.
    Derived,
}

/// One place in the input that bears a finding out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Evidence {
    /// File name as given, without folders of this machine.
    pub file: String,
    /// Kind of list, where the file is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// Physical row of the sheet: the first line is 1.
    pub row: u64,
    /// Photo, page or line that the row was taken from, where the table says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_ref: Option<String>,
}

/// One thing an audit found, with everything needed to check it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable code such as `ROLL-001`.
    pub code: &'static str,
    /// How grave.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// One sentence.
    pub title: Message,
    /// How many cases the finding stands for.
    pub count: u64,
    /// What the cases are.
    pub cases_are: Cases,
    /// What is shown in place of the count, where that is not published.
    pub given_as: Option<Value>,
    /// The figures behind it, by key.
    pub figures: BTreeMap<&'static str, Value>,
    /// Where it shows in the input; complete, or shorter than `count`.
    pub evidence: Vec<Evidence>,
    /// Identifier of the rule applied.
    pub rule: String,
    /// Legal or scientific source of the rule.
    pub source: Option<SourceRef>,
    /// Innocent explanations to exclude first.
    pub explanations: Vec<Message>,
    /// Whether the rows behind it are persons, so that the public edition shows counts alone.
    pub about_persons: bool,
}

impl Finding {
    /// A finding that stands for one case, with nothing else known yet.
    pub fn new(code: &'static str, severity: Severity, subject: Subject) -> Self {
        let about_persons = subject.is_person();
        Self {
            code,
            severity,
            subject,
            title: Message::new(code),
            count: 1,
            cases_are: Cases::Things,
            given_as: None,
            figures: BTreeMap::new(),
            evidence: Vec::new(),
            rule: String::new(),
            source: None,
            explanations: Vec::new(),
            about_persons,
        }
    }

    /// Gives the finding its sentence.
    #[must_use]
    pub fn titled(mut self, title: Message) -> Self {
        self.title = title;
        self
    }

    /// Sets how many cases the finding stands for, each a thing.
    #[must_use]
    pub fn counting(mut self, count: u64) -> Self {
        self.count = count;
        self
    }

    /// Sets how many persons, entries or certificates the finding stands for.
    #[must_use]
    pub fn counting_persons(mut self, Persons(count): Persons) -> Self {
        self.count = count;
        self.cases_are = Cases::Persons;
        self
    }

    /// Sets how many cases the finding stands for, a number computed from numbers of persons: forms that are missing.
    #[must_use]
    pub fn counting_derived(mut self, count: u64) -> Self {
        self.count = count;
        self.cases_are = Cases::Derived;
        self
    }

    /// How many cases the finding stands for, as a value of their kind.
    pub fn cases(&self) -> Value {
        match (&self.given_as, self.cases_are) {
            (Some(value), _) => value.clone(),
            (None, Cases::Derived) => Value::derived(self.count),
            (None, Cases::Things) if !self.about_persons => self.count.into(),
            (None, _) => Persons(self.count).into(),
        }
    }

    /// Puts what may be published in the place of the count.
    pub fn give_as(&mut self, value: Value) {
        self.count = 0;
        self.given_as = Some(value);
    }

    /// Adds a figure.
    #[must_use]
    pub fn figure(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.figures.insert(key, value.into());
        self
    }

    /// Names the rule and its source.
    #[must_use]
    pub fn under(mut self, rule: impl Into<String>, source: Option<SourceRef>) -> Self {
        self.rule = rule.into();
        self.source = source;
        self
    }

    /// Names the rule of the profile that was not kept, with its source and what the law says that may explain it. How grave
    /// the finding is stays with the caller.
    #[must_use]
    pub fn under_rule(mut self, rule: &Rule) -> Self {
        self.explanations.extend(rule.explanations.iter().cloned());
        self.under(rule.id.as_str(), rule.source.clone())
    }

    /// Adds places in the input.
    #[must_use]
    pub fn shown_by(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// Adds an innocent explanation to exclude first.
    #[must_use]
    pub fn unless(mut self, explanation: Message) -> Self {
        self.explanations.push(explanation);
        self
    }

    /// Marks the rows behind the finding as persons.
    #[must_use]
    pub fn of_persons(mut self) -> Self {
        self.about_persons = true;
        self
    }

    /// Order in which findings are shown: gravest first, then code, then subject.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        (other.severity, self.code, &self.subject, &self.evidence).cmp(&(
            self.severity,
            other.code,
            &other.subject,
            &other.evidence,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_comes_first() {
        let mut findings = [
            Finding::new("AVC-001", Severity::Notice, Subject::new("precinct", "2")),
            Finding::new("AVC-002", Severity::Violation, Subject::new("certificate", "7")),
            Finding::new("AVC-001", Severity::Notice, Subject::new("precinct", "1")),
        ];
        findings.sort_by(Finding::order);
        let order: Vec<_> = findings.iter().map(|finding| finding.subject.id.as_str()).collect();
        assert_eq!(order, ["7", "1", "2"]);
    }
}
