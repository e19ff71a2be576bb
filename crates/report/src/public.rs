//! The audit as it may be published: what is said about persons becomes counts, and counts of persons become tens.
//!
//! - Findings about persons (their rows, or a person, certificate or address as subject) become one line per
//!   code and severity, with the count alone. Other findings keep their evidence, except rows of persons.
//! - A number of persons is given in whole tens, rounded down, and from 1 to 9 as `<10`. So what two numbers differ is
//!   never a number under ten: not between two tables, nor between two reports of the same files.
//! - What is computed from numbers of persons is bounded by their tens, or withheld as `*`.
//! - Numbers of things (precincts, forms, files) are shown as they are, and so are electorates of whole territories
//!   ([`Counted::InTerritories`]) unless one of them is under ten.
//! - Names that stand where places should and that only rows about persons state ([`Audit::unvouched`]) are not shown.
//! - Exhibits about persons are left out; in charts the marks go whose place is hidden.
//!
//! What is a number of persons is said by the type of a [`Value`]: nothing here knows a name of any section or key.

mod findings;
mod names;
mod signs;
mod values;

use std::borrow::Cow;

use tizim_evidence::{
    Audit, Chart, ChartKind, Counted, Exhibit, Finding, Manifest, Mark, Message, Privacy, Table, Value,
};

use signs::each_value;
use values::{Publishing, rows_published};

pub use signs::SUPPRESSION_LIMIT;
pub(crate) use signs::WITHHELD;

/// The kind of subject of a line into which findings about persons were merged.
pub(crate) const AGGREGATE: &str = "aggregate";

/// What may stand in the public edition.
///
/// Findings about persons become one line per code and severity with the count alone (subject kind `aggregate`);
/// numbers of persons become tens; exhibits about persons go. A public view of a public view is the same view.
pub fn public_view(audit: &Audit) -> Audit {
    let mut view = Audit {
        schema: audit.schema,
        title: audit.title.clone(),
        summary: audit.summary.clone(),
        figures: audit.figures.clone(),
        labels: audit.labels.clone(),
        findings: findings::merged(audit),
        exhibits: audit.exhibits.iter().filter(|one| privacy(one) != Privacy::Persons).cloned().collect(),
        notes: audit.notes.clone(),
        document: audit.document.clone(),
        counted: audit.counted,
        unvouched: audit.unvouched.clone(),
        looks_for_nothing: audit.looks_for_nothing,
    };
    names::take_out(&mut view, &audit.unvouched);
    let mut publishing =
        Publishing { reals: audit.counted == Counted::InTerritories, ..Publishing::default() };
    if audit.counted == Counted::InLists || values::any_small(&mut view) {
        each_value(&mut view, &mut |value| publishing.publish(value));
        view.summary.iter_mut().for_each(without_marks);
        view.summary.retain(|sentence| !sentence.key.is_empty() && says_something(sentence));
        let mut marks_hidden = false;
        view.exhibits.retain_mut(|exhibit| match exhibit {
            Exhibit::Table(table) => {
                table_of_tens(table, &mut publishing);
                true
            }
            Exhibit::Chart(chart) => {
                let hidden = chart_of_tens(chart, &mut publishing);
                marks_hidden |= hidden;
                !hidden || has_points(chart)
            }
            Exhibit::Map(map) => {
                map.places.iter_mut().for_each(|place| publishing.publish(&mut place.value));
                true
            }
            _ => true,
        });
        if marks_hidden {
            let note = Message::new("report.public.chart");
            view.notes.retain(|one| *one != note);
            view.notes.push(note);
        }
    }
    let merged = view.findings.iter().any(|finding| finding.subject.kind == AGGREGATE);
    if merged || publishing.changed || view.exhibits.len() < audit.exhibits.len() {
        let note = Message::new("report.public.note");
        view.notes.retain(|one| *one != note);
        view.notes.push(note);
    }
    view.sort_findings();
    view
}

/// The manifest as it may be published: rows of lists and registers of persons in tens.
pub fn public_manifest(manifest: &Manifest) -> Cow<'_, Manifest> {
    let mut published = manifest.clone();
    let mut publishing = Publishing::default();
    for input in &mut published.inputs {
        let rows = [
            &mut input.rows_read,
            &mut input.rows_taken,
            &mut input.rows_rejected,
            &mut input.rows_set_aside,
        ];
        // What was taken is the complement of what was not.
        if let (Value::Persons(rest), Value::Persons(whole)) = (&*rows[1], &*rows[0]) {
            *rows[1] = Value::Rest { rest: *rest, whole: *whole };
        }
        for rows in rows {
            publishing.publish(rows);
        }
    }
    if publishing.changed { Cow::Owned(published) } else { Cow::Borrowed(manifest) }
}

/// Whether a finding says something about persons and has not been merged yet.
pub(crate) fn is_personal(finding: &Finding) -> bool {
    (finding.about_persons || finding.subject.is_person()) && finding.subject.kind != AGGREGATE
}

fn privacy(exhibit: &Exhibit) -> Privacy {
    match exhibit {
        Exhibit::Table(table) => table.privacy,
        Exhibit::Chart(chart) => chart.privacy,
        Exhibit::Map(map) => map.privacy,
        // A kind of exhibit that is not known here may hold anything.
        _ => Privacy::Persons,
    }
}

/// Says a sentence by its other words, if it has such, where one of its values is withheld.
fn without_marks(sentence: &mut Message) {
    if let Some(key) = sentence.where_withheld.filter(|_| sentence.arguments.values().any(is_withheld)) {
        sentence.key = key;
        sentence.arguments.retain(|_, value| !is_withheld(value));
    }
}

fn is_withheld(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text == WITHHELD)
}

/// Whether a sentence of the summary has a number left that is not withheld, or never had any.
fn says_something(sentence: &Message) -> bool {
    sentence.arguments.is_empty() || !sentence.arguments.values().all(is_withheld)
}

fn table_of_tens(table: &mut Table, publishing: &mut Publishing) {
    rows_published(&mut table.rows, publishing);
}

/// Takes the marks out of a chart whose place is hidden; whether there were any. In a field of numbers their cells stay, empty
/// as those are of which there is nothing.
fn chart_of_tens(chart: &mut Chart, publishing: &mut Publishing) -> bool {
    let mut hidden = false;
    let is_field = chart.kind == ChartKind::Matrix;
    for series in &mut chart.series {
        for mark in &mut series.marks {
            publishing.publish(&mut mark.x);
            publishing.publish(&mut mark.y);
        }
        if is_field {
            for mark in series.marks.iter_mut().filter(|mark| values::is_hidden(&mark.x)) {
                mark.x = Value::Missing;
                hidden = true;
            }
        }
        let before = series.marks.len();
        series.marks.retain(|mark| ![&mark.x, &mark.y].into_iter().any(values::is_hidden));
        hidden |= series.marks.len() < before;
    }
    hidden
}

/// Whether anything but lines is left to be drawn: limits around nothing say nothing.
fn has_points(chart: &Chart) -> bool {
    let has_value = |mark: &Mark| chart.kind != ChartKind::Matrix || !mark.x.is_missing();
    chart.series.iter().any(|series| !series.line && series.marks.iter().any(has_value))
}
