//! The tables of a comparison: every difference, and what was compared.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use tizim_evidence::{Catalogue, Column, ColumnKind, Message, Privacy, Table, Value};

use super::differences::{Change, Identity, severity, worst};
use super::in_words::sides;

/// The findings of one identity in the earlier report and in the later one.
pub(super) type Sides<'d> = (Option<&'d Vec<&'d Json>>, Option<&'d Vec<&'d Json>>);

/// Keys and headings of the differences.
const DIFFERENCES: [(&str, &str); 6] = [
    ("change", "app.compare.column.change"),
    ("code", "app.compare.column.code"),
    ("kind", "app.compare.column.kind"),
    ("subject", "app.compare.column.subject"),
    ("before", "app.compare.column.before"),
    ("after", "app.compare.column.after"),
];

/// Keys and headings of the reports compared.
const REPORTS: [(&str, &str); 6] = [
    ("report", "app.compare.column.report"),
    ("command", "app.compare.column.command"),
    ("profile", "app.compare.column.profile"),
    ("edition", "app.compare.column.edition"),
    ("created", "app.compare.column.created"),
    ("inputs", "app.compare.column.inputs"),
];

/// Every difference.
pub(super) fn differences(rows: Vec<Vec<Value>>, privacy: Privacy) -> Table {
    table("differences", "app.compare.table", &DIFFERENCES, rows, privacy)
}

/// What was compared.
pub(super) fn reports(before: &Json, after: &Json) -> Table {
    let rows = [("app.compare.earlier", before), ("app.compare.later", after)].map(report);
    table("reports", "app.compare.reports", &REPORTS, rows.to_vec(), Privacy::Open)
}

/// One difference, as a row of their table.
pub(super) fn row(catalogue: &Catalogue, change: Change, key: &Identity, (was, is): Sides<'_>) -> Vec<Value> {
    let [before, after] = sides(catalogue, was.and_then(gravest), is.and_then(gravest));
    vec![
        word(change),
        code(catalogue, &key.0),
        Value::Code { of: "subject", code: key.1.clone() },
        key.2.as_str().into(),
        before,
        after,
    ]
}

/// A code with what it means, for people; the code alone for programs.
pub(super) fn code(catalogue: &Catalogue, code: &str) -> Value {
    let name = catalogue.get(code).map_or_else(|| code.to_owned(), |meaning| format!("{code}: {meaning}"));
    Value::Named { id: code.to_owned(), name }
}

/// A change, by its word.
pub(super) fn word(change: Change) -> Value {
    let word = match change {
        Change::New => "app.compare.change.new",
        Change::Gone => "app.compare.change.gone",
        Change::Changed => "app.compare.change.changed",
    };
    Value::Word { code: change.word(), word }
}

/// Of several findings of one identity the gravest: it stands in the table; the document has all.
fn gravest<'d>(findings: &Vec<&'d Json>) -> Option<&'d Json> {
    let worst = worst(findings);
    findings.iter().copied().find(|one| severity(one) == worst)
}

fn table(
    id: &'static str,
    title: &'static str,
    columns: &[(&'static str, &'static str)],
    rows: Vec<Vec<Value>>,
    privacy: Privacy,
) -> Table {
    let column = |(key, heading): &(&'static str, &'static str)| {
        Column::new(key, Message::new(heading), ColumnKind::Text)
    };
    Table {
        id,
        title: Message::new(title),
        note: None,
        columns: columns.iter().map(column).collect(),
        rows,
        privacy,
    }
}

/// The edition of a report.
fn edition(document: &Json) -> Option<Value> {
    let word = |code, word| Some(Value::Word { code, word });
    match document["edition"].as_str()? {
        "working" => word("working", "report.edition.working"),
        "public" => word("public", "report.edition.public"),
        _ => None,
    }
}

/// One of the reports: what it was made of.
fn report((which, document): (&'static str, &Json)) -> Vec<Value> {
    let manifest = &document["manifest"];
    let text = |value: &Json| value.as_str().map(str::to_owned).into();
    let name = |input: &Json| Some(Value::from(input["name"].as_str()?.to_owned()));
    let names: BTreeSet<String> = manifest["inputs"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(name)
        .filter_map(|name| if let Value::Text(name) = name { Some(name) } else { None })
        .collect();
    vec![
        Value::Word { code: if which == "app.compare.earlier" { "before" } else { "after" }, word: which },
        text(&manifest["command"]),
        text(&document["profile"]),
        edition(document).into(),
        manifest["created"].as_str().map(Value::day).into(),
        Value::List(names.into_iter().map(Value::from).collect()),
    ]
}
