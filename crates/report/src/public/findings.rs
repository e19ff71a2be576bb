//! Findings about persons become one line per code and severity.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{Audit, Finding, Message, Severity, Subject, Value};

use super::{AGGREGATE, SMALL, SUPPRESSED, WITHHELD, document, is_personal, is_small};

/// The findings that are not about persons, without rows of lists of people, and one line for each code and
/// severity of those that are.
pub(super) fn merged(audit: &Audit, about_persons: &[&Finding]) -> Vec<Finding> {
    let mut groups: BTreeMap<(&'static str, Severity), Vec<&Finding>> = BTreeMap::new();
    for finding in about_persons {
        groups.entry((finding.code, finding.severity)).or_default().push(finding);
    }
    let mut lines: Vec<Finding> = groups.values().map(|group| line(group)).collect();
    let totals = if lines.is_empty() { BTreeSet::new() } else { document::numbers(audit) };
    suppress(&mut lines, &totals);
    let others = audit.findings.iter().filter(|finding| !is_personal(finding)).map(|finding| {
        let mut finding = finding.clone();
        finding.evidence.retain(|place| place.list.is_none());
        finding
    });
    others.chain(lines).collect()
}

/// One line for findings of the same code and severity: what they have in common, and how many cases.
fn line(group: &[&Finding]) -> Finding {
    let first = group[0];
    let count = group.iter().fold(0u64, |sum, finding| sum.saturating_add(finding.count));
    let in_common = |same: bool| same && !first.rule.is_empty();
    let mut line =
        Finding::new(first.code, first.severity, Subject::new(AGGREGATE, first.code)).counting(count);
    line.about_persons = true;
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

/// Hides small counts, and one more wherever a single hidden count could be worked out.
fn suppress(lines: &mut [Finding], totals: &BTreeSet<u64>) {
    let mut hidden: Vec<Option<&'static str>> =
        lines.iter().map(|line| is_small(line.count as f64).then_some(SMALL)).collect();
    let codes: BTreeSet<&str> = lines.iter().map(|line| line.code).collect();
    for code in codes {
        // The total of a code stands in the JSON sections of the command.
        complement(lines, &mut hidden, |line| line.code == code);
    }
    let families: BTreeSet<&str> = lines.iter().map(|line| family(line.code)).collect();
    let stated = |chosen: &dyn Fn(&Finding) -> bool, lines: &[Finding]| {
        let sum =
            lines.iter().filter(|line| chosen(line)).fold(0u64, |sum, line| sum.saturating_add(line.count));
        totals.contains(&sum)
    };
    for name in families {
        if stated(&|line| family(line.code) == name, lines) {
            complement(lines, &mut hidden, |line| family(line.code) == name);
        }
    }
    for severity in Severity::ALL {
        if stated(&|line| line.severity == severity, lines) {
            complement(lines, &mut hidden, |line| line.severity == severity);
        }
    }
    if stated(&|_| true, lines) {
        complement(lines, &mut hidden, |_| true);
    }
    for (line, hidden) in lines.iter_mut().zip(hidden) {
        let shown = hidden.map_or_else(|| line.count.into(), Value::from);
        line.title =
            Message::new("report.public.merged").with("code", line.code).with("count", shown.clone());
        if hidden.is_some() {
            line.count = 0;
            line.figures.insert(SUPPRESSED, shown);
        }
    }
}

/// The letters of a code: `ROLL` of `ROLL-001`.
fn family(code: &str) -> &str {
    code.split_once('-').map_or(code, |(family, _)| family)
}

/// Withholds the smallest of the counts that are still shown where exactly one of the chosen is hidden.
fn complement(lines: &[Finding], hidden: &mut [Option<&'static str>], chosen: impl Fn(&Finding) -> bool) {
    let among = || lines.iter().enumerate().filter(|(_, line)| chosen(line));
    if among().filter(|(index, _)| hidden[*index].is_some()).count() != 1 {
        return;
    }
    let next = among()
        .filter(|(index, line)| hidden[*index].is_none() && line.count > 0)
        .min_by_key(|(_, line)| line.count)
        .map(|(index, _)| index);
    if let Some(index) = next {
        hidden[index] = Some(WITHHELD);
    }
}
