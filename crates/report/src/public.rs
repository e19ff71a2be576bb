//! The audit as it may be published: what is said about persons becomes counts, and small counts are hidden.
//!
//! - Findings about persons (their rows, or a person, certificate or address as subject) become one line per
//!   code and severity, with the count alone. Other findings keep their evidence, except rows of lists of
//!   people.
//! - A count from 1 to 9 is shown as `<10`. Where one hidden count could be worked out from a total and the
//!   others, the next smallest is withheld too and shown as `*`.
//! - Exhibits about persons are left out; in exhibits of counts the same suppression is done by column and
//!   row, and in charts the marks go.
//! - In an audit that holds findings about persons, counts from 1 to 9 among its figures, sentences and JSON
//!   sections are hidden too, unless they count territories, files or lists; and so is a number from which one of
//!   them could be worked out (the counts of one code, states of certificates, precincts of one commission).
//!
//! Zero is shown: it says something about nobody.

mod document;
mod findings;
mod sections;
mod sums;
mod tables;

use std::collections::BTreeSet;

use tizim_evidence::{Audit, Exhibit, Figure, Finding, Message, Privacy, Value};

/// Counts below this are not published, except zero.
pub const SUPPRESSION_LIMIT: u32 = 10;

/// Shown for a count from 1 to 9.
pub(crate) const SMALL: &str = "<10";

/// Shown for a value withheld so that a small count cannot be worked out from it.
pub(crate) const WITHHELD: &str = "*";

/// The kind of subject of a line into which findings about persons were merged.
pub(crate) const AGGREGATE: &str = "aggregate";

/// The figure of a finding that holds what is shown in place of its count.
pub(crate) const SUPPRESSED: &str = "suppressed_count";

/// What may stand in the public edition.
///
/// Findings about persons become one line per code and severity with the count alone (subject kind `aggregate`);
/// counts from 1 to 9 become `<10` and what would give them away becomes `*`; exhibits about persons go, those of
/// counts are suppressed by the same rule. A public view of a public view is the same view.
pub fn public_view(audit: &Audit) -> Audit {
    let about_persons: Vec<&Finding> = audit.findings.iter().filter(|finding| is_personal(finding)).collect();
    let names: BTreeSet<&str> =
        about_persons.iter().flat_map(|finding| [finding.code, finding.rule.as_str()]).collect();
    let mut view = Audit {
        schema: audit.schema,
        title: audit.title.clone(),
        summary: audit.summary.clone(),
        figures: audit.figures.clone(),
        findings: findings::merged(audit, &about_persons),
        exhibits: Vec::new(),
        notes: audit.notes.clone(),
        document: audit.document.clone(),
    };
    let left_out = audit.exhibits.iter().filter(|exhibit| privacy(exhibit) == Privacy::Persons).count();
    view.exhibits = audit.exhibits.iter().filter_map(tables::published).collect();
    if !about_persons.is_empty() {
        let persons: BTreeSet<&str> = about_persons
            .iter()
            .filter(|finding| finding.subject.is_person())
            .map(|finding| finding.subject.id.as_str())
            .collect();
        document::hide(&mut view.document, &names, &persons);
        view.figures.iter_mut().for_each(hide_in_figure);
        view.summary.iter_mut().chain(&mut view.notes).for_each(hide_in_sentence);
    }
    let hidden_in_sections = sections::hide(&mut view.document, &names);
    if !about_persons.is_empty() {
        sums::protect(&mut view, audit);
    }
    if !about_persons.is_empty() || left_out > 0 || hidden_in_sections || has_counts(audit) {
        let note = Message::new("report.public.note");
        view.notes.retain(|one| *one != note);
        view.notes.push(note);
    }
    view.sort_findings();
    view
}

/// What is shown as the count of a finding: the count, or what stands in its place.
pub(crate) fn shown_count(finding: &Finding) -> Value {
    finding.figures.get(SUPPRESSED).cloned().unwrap_or_else(|| finding.count.into())
}

/// Whether a finding says something about persons and has not been merged yet.
pub(crate) fn is_personal(finding: &Finding) -> bool {
    (finding.about_persons || finding.subject.is_person()) && finding.subject.kind != AGGREGATE
}

/// Whether a count is too small to be published.
fn is_small(count: f64) -> bool {
    count > 0.0 && count < f64::from(SUPPRESSION_LIMIT)
}

fn privacy(exhibit: &Exhibit) -> Privacy {
    match exhibit {
        Exhibit::Table(table) => table.privacy,
        Exhibit::Chart(chart) => chart.privacy,
        // A kind of exhibit that is not known here may hold anything.
        _ => Privacy::Persons,
    }
}

fn has_counts(audit: &Audit) -> bool {
    audit.exhibits.iter().any(|exhibit| privacy(exhibit) == Privacy::Counts)
}

fn hide_in_figure(figure: &mut Figure) {
    if !counts_no_persons(figure.key) {
        hide_small(&mut figure.value);
    }
}

fn hide_in_sentence(message: &mut Message) {
    for (name, value) in &mut message.arguments {
        if !counts_no_persons(name) {
            hide_small(value);
        }
    }
}

/// Puts `<10` in the place of a whole number from 1 to 9; other numbers are shares, rates and the like.
fn hide_small(value: &mut Value) {
    match value {
        Value::Integer(count) if is_small(*count as f64) => *value = SMALL.into(),
        Value::Real(count) if count.fract() == 0.0 && is_small(*count) => *value = SMALL.into(),
        Value::List(values) => values.iter_mut().for_each(hide_small),
        _ => {}
    }
}

/// Whether a name such as `lists` or `precincts_over_cap` counts territories, files or checks: the kinds of
/// subject that are no persons.
fn counts_no_persons(name: &str) -> bool {
    const KINDS: [&str; 9] =
        ["nations", "regions", "districts", "tecs", "precincts", "files", "lists", "checks", "standards"];
    name.split(['_', '.']).next().is_some_and(|first| KINDS.contains(&first))
}
