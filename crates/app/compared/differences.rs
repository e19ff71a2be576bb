//! Findings of two reports, matched by code, subject and rule.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use tizim_evidence::Severity;

use super::documents::findings;

/// What makes two findings the same one: code, kind and identifier of the subject, rule.
pub(crate) type Identity = (String, String, String, String);

/// Findings that are the same one.
pub(crate) type Same<'d> = Vec<&'d Json>;

/// How a finding of two reports differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Only the later report has it.
    New,
    /// Only the earlier report has it.
    Gone,
    /// Severity, count or figures are others; where it stands in the files may be another in any case.
    Changed,
}

impl Change {
    pub(crate) const ALL: [Self; 3] = [Self::New, Self::Gone, Self::Changed];

    /// The key of the document.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Changed => "changed",
        }
    }
}

/// The findings of two reports by what makes them the same.
#[derive(Debug)]
pub(crate) struct Differences<'d> {
    pub(crate) before: BTreeMap<Identity, Same<'d>>,
    pub(crate) after: BTreeMap<Identity, Same<'d>>,
}

impl<'d> Differences<'d> {
    pub(crate) fn of(before: &'d Json, after: &'d Json) -> Self {
        Self { before: index(before), after: index(after) }
    }

    /// The findings that differ so, in the order of their identities.
    pub(crate) fn of_change(&self, change: Change) -> Vec<&Identity> {
        let (before, after) = (&self.before, &self.after);
        match change {
            Change::New => after.keys().filter(|key| !before.contains_key(*key)).collect(),
            Change::Gone => before.keys().filter(|key| !after.contains_key(*key)).collect(),
            Change::Changed => before
                .iter()
                .filter(|(key, old)| after.get(*key).is_some_and(|now| substance(old) != substance(now)))
                .map(|(key, _)| key)
                .collect(),
        }
    }

    /// How many findings are as they were.
    pub(crate) fn unchanged(&self) -> usize {
        let same = |(key, old): &(&Identity, &Same<'_>)| {
            self.after.get(*key).is_some_and(|now| substance(old) == substance(now))
        };
        self.before.iter().filter(same).count()
    }

    /// What is new, or graver than it was, with its severity.
    pub(crate) fn news(&self) -> impl Iterator<Item = (&Identity, Severity)> {
        self.after.iter().filter_map(|(key, now)| {
            let before = self.before.get(key).and_then(|findings| worst(findings));
            worst(now).filter(|now| Some(*now) > before).map(|now| (key, now))
        })
    }
}

fn index(document: &Json) -> BTreeMap<Identity, Same<'_>> {
    let mut index: BTreeMap<Identity, Same<'_>> = BTreeMap::new();
    for finding in findings(document) {
        index.entry(identity(finding)).or_default().push(finding);
    }
    index
}

fn identity(finding: &Json) -> Identity {
    let word = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let subject = &finding["subject"];
    (word(&finding["code"]), word(&subject["kind"]), word(&subject["id"]), word(&finding["rule"]))
}

/// The gravest of some findings.
pub(crate) fn worst(findings: &[&Json]) -> Option<Severity> {
    findings.iter().filter_map(|finding| severity(finding)).max()
}

/// The severity of a finding.
pub(crate) fn severity(finding: &Json) -> Option<Severity> {
    Severity::ALL.into_iter().find(|one| finding["severity"] == one.word())
}

/// What a finding amounts to; where it stands in the files may change without changing what was found.
fn substance(findings: &[&Json]) -> Vec<String> {
    let mut parts: Vec<String> =
        findings.iter().map(|one| format!("{}{}{}", one["severity"], one["count"], one["figures"])).collect();
    parts.sort();
    parts
}
