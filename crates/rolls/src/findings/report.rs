//! The audit in the shape that is shown: sections of the JSON document, figures, tables, what to know when reading it.

use std::collections::BTreeMap;

use tizim_evidence::{
    Audit, Column, ColumnKind, Exhibit, Figure, InputRecord, Message, Object, Persons, Privacy, Status,
    Table, Value,
};
use tizim_tables::Reject;

use crate::findings::outcome::Outcome;
use crate::findings::{chance, chance_chart, coverage, headline, shown};
use crate::{Code, CodeCount, ListInput, Rule, Scope};

/// `lists` of the document: one object per file.
pub(crate) fn lists(lists: &[ListInput]) -> Value {
    let files = lists.iter().flat_map(|list| list.files.iter().map(move |file| (list, file)));
    let one = |(list, file): (&ListInput, &tizim_tables::TableFile)| {
        let rows = file.summary().map(|summary| summary.rows);
        Object::new()
            .with("kind", list.kind.word())
            .with("file", file.input().name())
            .with("date", list.date.map(|date| date.to_string()))
            .with("rows", rows.map(|rows| Persons(rows.read())))
            .with("taken", rows.map(|rows| Value::rest(Persons(rows.taken), Persons(rows.read()))))
            .with("rejected", rows.map(|rows| Persons(rows.rejected)))
    };
    Value::List(files.map(one).map(Value::from).collect())
}

/// `counts` of the document.
pub(crate) fn counts(counts: &BTreeMap<Code, CodeCount>) -> Object {
    let one = |(code, count): (&Code, &CodeCount)| {
        let object = Object::new().with("groups", groups(*code, count)).with("rows", Persons(count.rows));
        (code.word(), object)
    };
    counts.iter().map(one).collect()
}

/// How many groups of rows a code has; of the counts of precincts and the checks not made, how many of these.
fn groups(code: Code, count: &CodeCount) -> Value {
    match code {
        Code::AboveCap
        | Code::CommissionSize
        | Code::AdditionsOutOfLine
        | Code::TotalsDoNotRoll
        | Code::NotChecked => count.groups.into(),
        _ => Persons(count.groups).into(),
    }
}

/// What the manifest says of the files of these lists; after a check.
pub fn input_records(lists: &[ListInput]) -> Vec<InputRecord> {
    let files = lists.iter().flat_map(|list| list.files.iter().map(move |file| (list, file)));
    files
        .filter_map(|(list, file)| {
            let summary = file.summary()?;
            let record = InputRecord {
                role: list.kind.word().to_owned(),
                name: summary.name.clone(),
                bytes: summary.bytes,
                blake3: summary.blake3.clone(),
                read_as: file.detected().to_string(),
                rows_read: summary.rows.read().into(),
                rows_taken: summary.rows.taken.into(),
                rows_rejected: summary.rows.rejected.into(),
                rows_set_aside: summary.rows.set_aside().into(),
            };
            Some(record.of_persons())
        })
        .collect()
}

/// Fields and rows that could not be read, for `rejects.csv`; after a check. File by file in the order given, in each by
/// the row.
pub fn rejects(lists: &[ListInput]) -> impl Iterator<Item = Reject> + '_ {
    lists.iter().flat_map(|list| &list.files).flat_map(|file| {
        let mut rejects = [file.rejects(), file.further_rejects()].concat();
        rejects.sort_by_key(|reject| reject.row);
        rejects
    })
}

/// Title, figures, tables and notes.
pub(crate) fn fill(audit: &mut Audit, lists: &[ListInput], outcome: &Outcome, rules: &[Rule], scope: Scope) {
    if lists.is_empty() {
        audit.summary.push(Message::new("rolls.summary.counts_alone"));
    } else {
        headline::add(audit, lists, outcome, scope);
    }
    audit.figures.extend(figures(outcome));
    audit.exhibits.push(code_table(&outcome.counts));
    audit.exhibits.extend(outcome.crossings.exhibits());
    if !outcome.coverage.is_empty() {
        audit.exhibits.push(coverage::table(&outcome.coverage));
    }
    if !outcome.chance.is_empty() {
        audit.exhibits.extend(chance_chart::chart(outcome));
        audit.exhibits.extend(chance::tables(&outcome.chance));
    }
    audit.notes.push(Message::new("rolls.note.entries"));
    if rules.iter().any(|rule| *rule != Rule::Iin) {
        audit.notes.push(Message::new("rolls.note.leads"));
    }
    audit.notes.push(Message::new("rolls.note.register"));
}

/// How many rows lack a number or a date, and what chance explains beside the names that agree.
fn figures(outcome: &Outcome) -> Vec<Figure> {
    let persons = |id, name, count| Figure::new(id, Message::new(name), Persons(count));
    let totals = &outcome.summary.totals;
    let mut figures = Vec::new();
    if totals.rows > 0 {
        figures.extend([
            persons("without_iin", "rolls.figure.without_iin", totals.without_number),
            persons("masked_iin", "rolls.figure.masked_iin", totals.masked_numbers),
            persons("unreadable_dates", "rolls.figure.unreadable_dates", totals.unreadable_dates),
            persons("placeholder_dates", "rolls.figure.placeholder_dates", totals.placeholder_dates),
        ]);
    }
    if let Some(chance) = outcome.chance.get(&Rule::NameDate) {
        figures.push(persons("name_date_observed", "rolls.figure.name_date_observed", chance.observed));
        let apart = chance.apart();
        figures
            .extend((apart > 0).then(|| persons("name_date_apart", "rolls.figure.name_date_apart", apart)));
        let expected = Message::new("rolls.figure.name_date_expected");
        let expected = Figure::new("name_date_expected", expected, Value::derived(chance.expected));
        figures.push(expected.with_status(Status::Estimated).shown_as("about"));
    }
    figures
}

fn code_table(counts: &BTreeMap<Code, CodeCount>) -> Exhibit {
    let rows = counts.iter().map(|(code, count)| {
        vec![code.word().into(), shown::meaning(*code), groups(*code, count), Persons(count.rows).into()]
    });
    Exhibit::Table(Table {
        id: "rolls-codes",
        title: Message::new("rolls.table.codes"),
        note: None,
        columns: vec![
            Column::new("code", Message::new("rolls.column.code"), ColumnKind::Text),
            Column::new("meaning", Message::new("rolls.column.meaning"), ColumnKind::Text),
            Column::new("groups", Message::new("rolls.column.groups"), ColumnKind::Count),
            Column::new("rows", Message::new("rolls.column.rows"), ColumnKind::Count),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    })
}
