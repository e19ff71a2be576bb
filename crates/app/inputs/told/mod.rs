//! What is told of tables before anything is judged by them: fields and rows that could not be read, rows set aside,
//! columns that are empty in part, the order of day and month, sheets.

mod dates;
mod headed;
pub(crate) mod sheets;

use std::collections::BTreeMap;

use tizim_evidence::{Audit, Evidence, Finding, Message, Object, Persons, Severity, Subject, Value};
use tizim_rolls::ListInput;
use tizim_tables::{DoubtKind, Reason, Reject, TableFile};

use super::{Opened, list_schema};
use crate::audits;

/// Rows that a finding about fields or rows names.
const MOST_EVIDENCE: usize = 100;

/// Findings about what was read of small tables.
pub(crate) fn of_tables(code: &'static str, tables: &[Opened]) -> Vec<Finding> {
    let of_persons = tables.iter().any(|opened| rows_are_persons(&opened.record.role));
    let rejects = tables.iter().flat_map(|opened| opened.table.rejects().iter().map(|reject| (reject, None)));
    let mut findings = unreadable(code, rejects, of_persons);
    for opened in tables {
        findings.extend(doubts(code, opened));
        let of_persons = rows_are_persons(&opened.record.role);
        findings.extend(headed::of_file(
            code,
            (opened.table.file(), None),
            of_persons,
            opened.table.headed(),
        ));
    }
    findings.extend(dates::of_tables(code, tables));
    findings.extend(sheets::of_tables(code, tables));
    findings
}

/// Adds what is told of the rows of voter lists to an audit of them.
pub(crate) fn add_of_lists(audit: &mut Audit, code: &'static str, lists: &[ListInput]) {
    add(audit, code, of_lists(code, lists));
}

/// What is told of the rows of voter lists that were read. Fields are told by whoever knows their meaning.
pub(crate) fn of_lists(code: &'static str, lists: &[ListInput]) -> Vec<Finding> {
    let rejects: Vec<(Reject, String)> = lists
        .iter()
        .flat_map(|list| list.files.iter().map(move |file| (list.kind.word(), file)))
        .flat_map(|(kind, file)| file.rejects().iter().map(move |reject| (reject.clone(), kind.to_owned())))
        .filter(|(reject, _)| reject.column.is_empty())
        .collect();
    let rejects = rejects.iter().map(|(reject, kind)| (reject, Some(kind.as_str())));
    let mut findings = unreadable(code, rejects, true);
    findings.extend(lists.iter().filter_map(|list| set_aside(code, list)));
    findings.extend(lists.iter().flat_map(|list| {
        let of_file = |file: &TableFile| {
            headed::of_file(code, (file.input().name(), Some(list.kind.word())), true, file.headed())
        };
        list.files.iter().flat_map(of_file).collect::<Vec<_>>()
    }));
    findings.extend(lists.iter().flat_map(|list| dates::of_list(code, list)));
    findings.extend(lists.iter().flat_map(|list| sheets::of_list(code, list)));
    findings.extend(lists.iter().flat_map(|list| list_schema::unread_serials(code, list)));
    findings
}

/// The rows of a list that are no entries and were set aside, together: by kind they could tell apart what the public
/// edition does not show.
fn set_aside(code: &'static str, list: &ListInput) -> Option<Finding> {
    let count: u64 = list.files.iter().filter_map(TableFile::summary).map(|file| file.rows.set_aside()).sum();
    let kind = list.kind.word();
    let name = match list.files.as_slice() {
        [file] => file.input().name(),
        _ => kind,
    };
    let rows = list.files.iter().flat_map(|file| {
        file.set_aside().iter().map(move |aside| Evidence {
            file: file.input().name().to_owned(),
            list: Some(kind.to_owned()),
            row: aside.row,
            source_ref: None,
        })
    });
    let title = Message::new("app.doubt.set_aside").with("count", Persons(count)).with("file", name);
    let subject = Subject::new("check", format!("set-aside-{kind}"));
    (count > 0).then(|| {
        let finding = Finding::new(code, Severity::Info, subject).titled(title);
        finding.counting_persons(Persons(count)).shown_by(rows.take(MOST_EVIDENCE))
    })
}

/// Adds findings to an audit that counts them by their code.
pub(crate) fn add(audit: &mut Audit, code: &'static str, findings: Vec<Finding>) {
    let added = findings.len();
    audit.findings.extend(findings);
    audit.sort_findings();
    let counts = audit.document.iter_mut().find(|(name, _)| *name == "counts").map(|(_, counts)| counts);
    if let Some(Value::Object(counts)) = counts.filter(|_| added > 0) {
        let before = counts.get(code).and_then(|count| match count {
            Value::Object(count) => Some(count.clone()),
            _ => None,
        });
        let mut count =
            before.unwrap_or_else(|| Object::new().with("groups", 0_u64).with("rows", Persons(0)));
        let groups = match count.get("groups") {
            Some(Value::Integer(groups)) => *groups,
            _ => 0,
        };
        count.insert("groups", groups + added as i64);
        counts.insert(code, count);
    }
}

/// What was expected of a field or row: in the words of the language where it follows from the reason alone.
fn expected(reject: &Reject) -> Value {
    let code = reject.reason.code().to_owned();
    if reject.expected == reject.reason.expected() {
        Value::Code { of: "expected", code }
    } else {
        reject.expected.as_str().into()
    }
}

/// One finding per file and column, and per file and reason for whole rows: a number that was written and cannot be read is
/// not the same as one that was not stated.
fn unreadable<'a>(
    code: &'static str,
    rejects: impl Iterator<Item = (&'a Reject, Option<&'a str>)>,
    of_persons: bool,
) -> Vec<Finding> {
    type Told<'a> = Vec<(&'a Reject, Option<&'a str>)>;
    let mut by_place: BTreeMap<(&str, &str, Option<Reason>), Told<'a>> = BTreeMap::new();
    for (reject, list) in rejects {
        let of_order =
            matches!(reject.reason, Reason::NotDayFirst | Reason::NotMonthFirst | Reason::OrderUnclear);
        // A column of which every date is open is told once, as a column.
        if reject.reason == Reason::OrderOpen {
            continue;
        }
        let reason = (reject.column.is_empty() || of_order).then_some(reject.reason);
        by_place.entry((&reject.file, &reject.column, reason)).or_default().push((reject, list));
    }
    let finding = |((file, column, reason), rejects): ((&str, &str, Option<Reason>), Told<'a>)| {
        let (title, about) = match reason {
            Some(reason) if column.is_empty() => (Message::new(of_rows(reason)), reason.code()),
            _ => (Message::new("app.unreadable"), column),
        };
        let title = title
            .with("count", count(rejects.len() as u64, of_persons))
            .with("column", column)
            .with("file", file)
            .with("expected", expected(rejects[0].0))
            .with("shape", rejects[0].0.found_shape.as_str());
        let finding =
            Finding::new(code, Severity::Notice, Subject::new("check", format!("unreadable-{about}")));
        counting(finding, rejects.len() as u64, of_persons).titled(title).shown_by(
            rejects.iter().take(MOST_EVIDENCE).map(|(reject, list)| Evidence {
                file: reject.file.clone(),
                list: list.map(str::to_owned),
                row: reject.row,
                source_ref: None,
            }),
        )
    };
    by_place.into_iter().map(finding).collect()
}

fn doubts(code: &'static str, opened: &Opened) -> Vec<Finding> {
    let file = opened.table.file();
    let of_persons = rows_are_persons(&opened.record.role);
    let finding = |doubt: &tizim_tables::Doubt| {
        let word = doubt.kind.word();
        let is_usual = matches!(doubt.kind, DoubtKind::Totals | DoubtKind::Signatures | DoubtKind::Headings);
        let severity = if is_usual { Severity::Info } else { Severity::Notice };
        let rows = doubt.rows.iter().take(MOST_EVIDENCE);
        let finding = Finding::new(code, severity, Subject::new("check", format!("{word}-{file}")));
        counting(finding, doubt.count, of_persons)
            .titled(
                Message::new(of_doubt(doubt.kind))
                    .with("count", count(doubt.count, of_persons))
                    .with("file", file)
                    .with("column", doubt.column.as_str()),
            )
            .shown_by(rows.map(|row| Evidence {
                file: file.to_owned(),
                list: None,
                row: *row,
                source_ref: None,
            }))
    };
    opened.table.doubts().iter().map(finding).collect()
}

/// Whether the rows of a table read as this are persons or their certificates, and not territories or forms.
pub(crate) fn rows_are_persons(role: &str) -> bool {
    audits::tables().any(|table| table.name == role && table.of_persons)
}

fn count(rows: u64, of_persons: bool) -> Value {
    if of_persons { Persons(rows).into() } else { rows.into() }
}

fn counting(finding: Finding, rows: u64, of_persons: bool) -> Finding {
    if of_persons { finding.counting_persons(Persons(rows)) } else { finding.counting(rows) }
}

/// The text about rows as a whole.
fn of_rows(reason: Reason) -> &'static str {
    match reason {
        Reason::TooManyFields => "app.rows.too_many_fields",
        Reason::NoHeading => "app.rows.no_heading",
        Reason::UnclosedQuote => "app.rows.unclosed_quote",
        Reason::OtherEncoding => "app.rows.other_encoding",
        Reason::Garbled => "app.rows.garbled",
        _ => "app.rows.nothing_usable",
    }
}

/// The text about rows and columns in doubt.
fn of_doubt(kind: DoubtKind) -> &'static str {
    match kind {
        DoubtKind::Totals => "app.doubt.totals",
        DoubtKind::NamedTotals => "app.doubt.named_totals",
        DoubtKind::Signatures => "app.doubt.signatures",
        DoubtKind::Headings => "app.doubt.headings",
        DoubtKind::Sums => "app.doubt.sums",
        DoubtKind::PerhapsSums => "app.doubt.perhaps_sums",
        DoubtKind::NearlySums => "app.doubt.nearly_sums",
        DoubtKind::Groups => "app.doubt.groups",
        DoubtKind::Repeated => "app.doubt.repeated",
        DoubtKind::NamedTwice => "app.doubt.named_twice",
        DoubtKind::Thousands => "app.doubt.thousands",
        _ => "app.doubt.empty_in_part",
    }
}
