//! Of how many rows each rule could make a key: the section of the document, the table, and a word where it is few.

use std::collections::BTreeMap;

use tizim_evidence::{
    Column, ColumnKind, Exhibit, Finding, Message, Object, Persons, Privacy, Severity, Subject, Table, Value,
};

use crate::counts::coverage::{CoverageTable, RuleCoverage};
use crate::findings::shown;
use crate::{Code, Kind, Rule};

/// `coverage` of the document: `{RULE: {LIST: {rows, keyed, not: {REASON: n}}}}`.
pub(crate) fn document(coverage: &CoverageTable) -> Object {
    let of_list = |(kind, covered): (&Kind, &RuleCoverage)| {
        let not: Object = covered.not.iter().map(|(reason, count)| (*reason, Persons(*count))).collect();
        let object = Object::new()
            .with("rows", Persons(covered.rows))
            .with("keyed", Persons(covered.keyed))
            .with("not", not);
        (kind.word(), object)
    };
    let of_rule = |(rule, lists): (&Rule, &BTreeMap<Kind, RuleCoverage>)| {
        (rule.word(), lists.iter().map(of_list).collect::<Object>())
    };
    coverage.iter().map(of_rule).collect()
}

/// The table: one line per rule and kind of list, and one for each reason why rows were not compared.
pub(crate) fn table(coverage: &CoverageTable) -> Exhibit {
    let lists = coverage
        .iter()
        .flat_map(|(rule, lists)| lists.iter().map(move |(kind, covered)| (rule, kind, covered)));
    let rows = lists.map(|(rule, kind, covered)| {
        let reasons: Vec<Value> = covered.not.keys().map(|reason| shown::reason(reason)).collect();
        vec![
            shown::rule(*rule),
            shown::kind(*kind),
            Persons(covered.rows).into(),
            Persons(covered.keyed).into(),
            Persons(covered.rows - covered.keyed).into(),
            Value::List(reasons),
        ]
    });
    Exhibit::Table(Table {
        id: "rolls-coverage",
        title: Message::new("rolls.table.coverage"),
        note: Some(Message::new("rolls.table.coverage_note")),
        columns: vec![
            Column::new("rule", Message::new("rolls.column.rule"), ColumnKind::Text),
            Column::new("list", Message::new("rolls.column.list"), ColumnKind::Text),
            Column::new("rows", Message::new("rolls.column.rows"), ColumnKind::Count),
            Column::new("keyed", Message::new("rolls.column.keyed"), ColumnKind::Count),
            Column::new("not_keyed", Message::new("rolls.column.not_keyed"), ColumnKind::Count),
            Column::new("reasons", Message::new("rolls.column.reasons"), ColumnKind::Text),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    })
}

/// Reasons for which a number that is written cannot be used: most of a list's numbers are so where the profile is not the
/// one of the list, or the column is another.
const UNUSABLE: [&str; 7] =
    ["length", "not_a_digit", "lost_zeros", "check_digit", "never_issued", "century_unknown", "date_invalid"];

/// Kinds of list of which most numbers cannot be used, and rules that found a key in no row at all.
pub(crate) fn findings(coverage: &CoverageTable) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (rule, lists) in coverage {
        for (kind, covered) in lists {
            let unusable: u64 = UNUSABLE.iter().filter_map(|reason| covered.not.get(reason)).sum();
            if *rule == Rule::Iin && unusable > covered.keyed {
                findings.push(unusable_numbers(*kind, covered, unusable));
            } else if !matches!(rule, Rule::Identifier | Rule::NameDigits)
                && covered.keyed == 0
                && covered.rows > covered.not.get("no_column").copied().unwrap_or(0)
            {
                findings.push(no_keys(*rule, *kind, covered));
            }
        }
    }
    findings
}

fn told(rule: Rule, kind: Kind, severity: Severity, covered: &RuleCoverage) -> Finding {
    let mut finding =
        Finding::new(Code::NotChecked.word(), severity, Subject::new("check", format!("{rule} on {kind}")))
            .counting(covered.rows - covered.keyed)
            .figure("check", rule.word())
            .figure("list", kind.word())
            .figure("rows", Persons(covered.rows))
            .figure("keyed", Persons(covered.keyed))
            .under("checks-named", None)
            .of_persons();
    for (reason, count) in &covered.not {
        finding = finding.figure(reason, Persons(*count));
    }
    finding
}

fn unusable_numbers(kind: Kind, covered: &RuleCoverage, unusable: u64) -> Finding {
    told(Rule::Iin, kind, Severity::Warning, covered)
        .titled(
            Message::new("rolls.unusable_numbers")
                .with("unusable", Persons(unusable))
                .with("rows", Persons(covered.rows))
                .with("list", shown::kind(kind)),
        )
        .unless(Message::new("rolls.unless.other_profile"))
}

fn no_keys(rule: Rule, kind: Kind, covered: &RuleCoverage) -> Finding {
    told(rule, kind, Severity::Notice, covered).titled(
        Message::new("rolls.no_keys")
            .with("rule", shown::rule(rule))
            .with("rows", Persons(covered.rows))
            .with("list", shown::kind(kind)),
    )
}
