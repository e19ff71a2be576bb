//! Findings about persons become one line per code and severity.

use std::collections::BTreeMap;

use tizim_evidence::{Audit, Cases, Finding, Message, Persons, Severity, Subject};

use super::{AGGREGATE, is_personal};

/// The findings that are not about persons, without rows of persons, and one line for each code and severity of those
/// that are.
pub(super) fn merged(audit: &Audit) -> Vec<Finding> {
    let mut groups: BTreeMap<(&'static str, Severity), Vec<&Finding>> = BTreeMap::new();
    for finding in audit.findings.iter().filter(|finding| is_personal(finding)) {
        groups.entry((finding.code, finding.severity)).or_default().push(finding);
    }
    let others = audit.findings.iter().filter(|finding| !is_personal(finding)).map(|finding| {
        let mut finding = finding.clone();
        if finding.cases_are == Cases::Persons {
            // As many places as persons.
            finding.evidence.clear();
        }
        finding.evidence.retain(|place| place.list.is_none());
        finding
    });
    others.chain(groups.values().map(|group| line(group))).collect()
}

/// One line for findings of the same code and severity: what they have in common, and how many cases.
fn line(group: &[&Finding]) -> Finding {
    let first = group[0];
    let count = Persons(group.iter().fold(0u64, |sum, finding| sum.saturating_add(finding.count)));
    let in_common = |same: bool| same && !first.rule.is_empty();
    let mut line = Finding::new(first.code, first.severity, Subject::new(AGGREGATE, first.code))
        .titled(Message::new("report.public.merged").with("code", first.code).with("count", count))
        .counting_persons(count)
        .of_persons();
    if in_common(group.iter().all(|finding| finding.rule == first.rule)) {
        line.rule.clone_from(&first.rule);
    }
    if group.iter().all(|finding| finding.source == first.source) {
        line.source.clone_from(&first.source);
    }
    // An explanation with values may name a person or a place; those without, and what a law says, hold for the code as a
    // whole.
    line.explanations.clear();
    for one in group.iter().flat_map(|finding| &finding.explanations).filter(|one| one.is_general()) {
        if !line.explanations.contains(one) {
            line.explanations.push(one.clone());
        }
    }
    line
}
