//! What is told of headings inside a table: which place they state, and for how many rows.

use tizim_evidence::{Evidence, Finding, Message, Severity, Subject};
use tizim_tables::{Headed, PlaceKind, Use};

use super::{MOST_EVIDENCE, count, counting};

/// Findings about the headings inside a file. `list`: the kind of list that it is of, whose rows are persons.
pub(super) fn of_file(
    code: &'static str,
    (file, list): (&str, Option<&str>),
    of_persons: bool,
    headed: &[Headed],
) -> Vec<Finding> {
    let finding = |headed: &Headed, (key, rows): (&'static str, &[u64])| {
        let column = if headed.field.is_empty() { word(headed.kind) } else { &headed.field };
        let check = key.rsplit('.').next().unwrap_or_default();
        let title = Message::new(key)
            .with("count", rows.len() as u64)
            .with("file", file)
            .with("column", column)
            .with("below", count(headed.below, of_persons));
        let subject = Subject::new("check", format!("headed-{check}-{column}-{file}"));
        let finding = Finding::new(code, Severity::Notice, subject).titled(title);
        counting(finding, if check == "given" { headed.below } else { rows.len() as u64 }, of_persons)
            .shown_by(rows.iter().take(MOST_EVIDENCE).map(|row| Evidence {
                file: file.to_owned(),
                list: list.map(str::to_owned),
                row: *row,
                source_ref: None,
            }))
    };
    headed.iter().flat_map(|headed| told(headed).into_iter().map(move |told| finding(headed, told))).collect()
}

/// The texts about headings of one kind, each with the rows that it is about.
fn told(headed: &Headed) -> Vec<(&'static str, &[u64])> {
    let Headed { rows, below, apart, ended, is_used, .. } = headed;
    let first = match is_used {
        Use::Unclear => Some("app.headed.unclear"),
        Use::NoField => Some("app.headed.no_column"),
        Use::Given if *below > 0 => Some("app.headed.given"),
        Use::Given => apart.is_empty().then_some("app.headed.stated"),
    };
    let is_given = *is_used == Use::Given;
    let told =
        [(first, rows), (is_given.then_some("app.headed.apart"), apart), (Some("app.headed.ended"), ended)];
    let told = told.into_iter().filter(|(_, rows)| !rows.is_empty());
    told.filter_map(|(key, rows)| Some((key?, rows.as_slice()))).collect()
}

fn word(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Region => "region",
        PlaceKind::District => "district",
        PlaceKind::Precinct => "precinct",
    }
}
