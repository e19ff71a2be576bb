//! Checks that a table or a column is missing for.

use tizim_evidence::{Finding, Message, Value};

use super::unchecked;
use crate::RuleId;
use crate::ledger::context::Context;

/// What a check lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lacking {
    Table(Table),
    /// A column of a table that is given; `a|b` is either of them.
    Column(Table, &'static str),
}

impl Lacking {
    /// The sentence that says so; `unmade` is the key of what was not done.
    fn title(self, unmade: Value) -> Message {
        match self {
            Self::Table(table) => {
                Message::new("avc.unchecked.no_table").with("unmade", unmade).with("table", table.word())
            }
            Self::Column(table, column) => Message::new("avc.unchecked.no_column")
                .with("unmade", unmade)
                .with("table", table.word())
                .with("column", column.replace('|', " / ")),
        }
    }
}

/// What is missing of a table: the table itself, or the first of these columns.
fn missing(context: &Context<'_>, table: Table, columns: &[&'static str]) -> Option<Lacking> {
    let has = |column: &str| match table {
        Table::Precincts => context.has_precinct_column(column),
        Table::Certificates => context.has_certificate_column(column),
        Table::Forms => true,
    };
    let there = match table {
        Table::Precincts => context.inputs.precincts.is_some(),
        Table::Certificates => context.inputs.certificates.is_some(),
        Table::Forms => context.inputs.forms.is_some(),
    };
    if !there {
        return Some(Lacking::Table(table));
    }
    let column = columns.iter().find(|column| !column.split('|').any(has))?;
    Some(Lacking::Column(table, column))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Precincts,
    Certificates,
    Forms,
}

impl Table {
    fn name(self) -> &'static str {
        match self {
            Self::Precincts => "precincts",
            Self::Certificates => "certificates",
            Self::Forms => "forms",
        }
    }

    fn word(self) -> Value {
        let word = match self {
            Self::Precincts => "avc.input.precincts",
            Self::Certificates => "avc.input.certificates",
            Self::Forms => "avc.input.forms",
        };
        Value::Word { code: self.name(), word }
    }
}

/// Checks for which a table or a column is missing.
pub(super) fn tables(context: &Context<'_>, findings: &mut Vec<Finding>) {
    use Table::{Certificates, Precincts};
    let checks: [(&'static str, Table, &[&'static str], &'static str); 20] = [
        ("quota", Precincts, &["voters|voters_basis", "forms"], "avc.unchecked.quota"),
        ("quota-basis", Precincts, &["voters_basis"], "avc.unchecked.quota_basis"),
        ("extra-forms", Precincts, &["extra_forms", "extra_order"], "avc.unchecked.extra_forms"),
        ("balance", Precincts, &["forms", "returned_reported|left_over_reported"], "avc.unchecked.balance"),
        ("reported-issued", Precincts, &["issued_reported"], "avc.unchecked.reported_issued"),
        ("reported-used", Precincts, &["used_reported"], "avc.unchecked.reported_used"),
        ("share-of-voted", Precincts, &["voted"], "avc.unchecked.share_of_voted"),
        ("tec-level", Precincts, &["tec"], "avc.unchecked.tec_level"),
        ("counted-issued", Certificates, &["home_precinct"], "avc.unchecked.counted_issued"),
        ("counted-used", Certificates, &["used_precinct"], "avc.unchecked.counted_used"),
        ("serials", Certificates, &["serial"], "avc.unchecked.serials"),
        ("issue-window", Certificates, &["issued_at"], "avc.unchecked.issue_window"),
        ("use-hours", Certificates, &["used_at"], "avc.unchecked.use_hours"),
        ("one-per-person", Certificates, &["iin|surname"], "avc.unchecked.one_per_person"),
        ("one-per-person-by-number", Certificates, &["iin"], "avc.unchecked.by_number"),
        ("retained", Certificates, &["retained"], "avc.unchecked.retained"),
        ("recorded", Certificates, &["recorded"], "avc.unchecked.recorded"),
        ("returned", Certificates, &["returned"], "avc.unchecked.returned"),
        ("not-at-home", Certificates, &["home_precinct", "used_precinct"], "avc.unchecked.not_at_home"),
        ("flows", Certificates, &["home_precinct", "used_precinct"], "avc.unchecked.flows"),
    ];
    let mut asked: [Vec<(&'static str, &'static str)>; 2] = Default::default();
    for (check, table, columns, word) in checks {
        match missing(context, table, columns) {
            Some(Lacking::Column(_, column)) if !unused(context, table).is_empty() => {
                asked[table as usize].push((check, column));
            }
            Some(lacking) => {
                findings.push(unchecked(check, lacking.title(Value::Word { code: check, word })));
            }
            None => {}
        }
    }
    let questions = [Precincts, Certificates].into_iter().zip(&asked).filter(|(_, asked)| !asked.is_empty());
    findings.extend(questions.map(|(table, asked)| question(table, asked, unused(context, table))));
    let mut also = |check, table, columns: &[&'static str], word| {
        if let Some(lacking) = missing(context, table, columns) {
            findings.push(unchecked(check, lacking.title(Value::Word { code: check, word })));
        }
    };
    also("ranges", Table::Forms, &[], "avc.unchecked.ranges");
    if context.rules.rule.contains_key(&RuleId::SameSettlement) {
        also("same-settlement", Precincts, &["settlement"], "avc.unchecked.same_settlement");
    }
}

/// The headings of a table that nothing is read from.
fn unused<'a>(context: &'a Context<'_>, table: Table) -> &'a [String] {
    match table {
        Table::Precincts => context.inputs.precincts.as_ref().map_or(&[], |sheet| &sheet.unused),
        Table::Certificates => context.inputs.certificates.as_ref().map_or(&[], |sheet| &sheet.unused),
        Table::Forms => &[],
    }
}

/// One question for all columns that a table lacks, where it has headings that nobody knows: one of them may be meant.
fn question(table: Table, asked: &[(&'static str, &'static str)], unused: &[String]) -> Finding {
    let mut columns: Vec<String> = asked.iter().map(|(_, column)| column.replace('|', " / ")).collect();
    columns.sort_unstable();
    columns.dedup();
    let checks: Vec<String> = asked.iter().map(|(check, _)| (*check).to_owned()).collect();
    let headings: Vec<String> = unused.iter().map(|heading| format!("`{heading}`")).collect();
    let title = Message::new("avc.unchecked.columns")
        .with("table", table.word())
        .with("checks", checks.len())
        .with("columns", columns.join(", "))
        .with("headings", headings.join(", "));
    let mut finding = unchecked("columns", title).counting(checks.len() as u64).figure("checks", checks);
    finding.subject.id = format!("columns-{}", table.name());
    finding
}
