//! Checks that a table or a column is missing for.

use tizim_evidence::{Finding, Message, Value};

use super::unchecked;
use crate::RuleId;
use crate::ledger::context::Context;

/// What a check lacks: its table, or the first of its columns that is not there.
#[derive(Debug, Clone, Copy)]
enum Lacking {
    Table,
    Column(&'static str),
}

/// A check, what it rests on, what is said where it alone was not made, and its name in a list of such checks.
#[derive(Debug, Clone, Copy)]
struct Check {
    id: &'static str,
    table: Table,
    /// The columns that it needs; `a|b` is either of them.
    columns: &'static [&'static str],
    unmade: &'static str,
    name: &'static str,
}

impl Check {
    /// What is missing, if anything is.
    fn lacks(&self, context: &Context<'_>) -> Option<Lacking> {
        let has = |column: &str| match self.table {
            Table::Precincts => context.has_precinct_column(column),
            Table::Certificates => context.has_certificate_column(column),
            Table::Forms => true,
        };
        let there = match self.table {
            Table::Precincts => context.inputs.precincts.is_some(),
            Table::Certificates => context.inputs.certificates.is_some(),
            Table::Forms => context.inputs.forms.is_some(),
        };
        if !there {
            return Some(Lacking::Table);
        }
        self.columns.iter().copied().find(|column| !column.split('|').any(has)).map(Lacking::Column)
    }

    /// What was not done, as the beginning of a sentence.
    fn unmade(&self) -> Value {
        Value::Word { code: self.id, word: self.unmade }
    }

    fn name(&self) -> Value {
        Value::Word { code: self.id, word: self.name }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    Precincts,
    Certificates,
    Forms,
}

impl Table {
    const ALL: [Self; 3] = [Self::Precincts, Self::Certificates, Self::Forms];

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

/// The checks that rest on a table.
const CHECKS: &[Check] = {
    use Table::{Certificates, Forms, Precincts};
    macro_rules! checks {
        ($($id:literal $table:ident $columns:tt $unmade:literal $name:literal)*) => {
            &[$(Check { id: $id, table: $table, columns: &$columns, unmade: $unmade, name: $name }),*]
        };
    }
    checks! {
        "quota" Precincts ["voters|voters_basis", "forms"] "avc.unchecked.quota" "avc.check.quota"
        "quota-basis" Precincts ["voters_basis"] "avc.unchecked.quota_basis" "avc.check.quota_basis"
        "extra-forms" Precincts ["extra_forms", "extra_order"] "avc.unchecked.extra_forms" "avc.check.extra_forms"
        "balance" Precincts ["forms", "returned_reported|left_over_reported"] "avc.unchecked.balance" "avc.check.balance"
        "reported-issued" Precincts ["issued_reported"] "avc.unchecked.reported_issued" "avc.check.reported_issued"
        "reported-used" Precincts ["used_reported"] "avc.unchecked.reported_used" "avc.check.reported_used"
        "share-of-voted" Precincts ["voted"] "avc.unchecked.share_of_voted" "avc.check.share_of_voted"
        "tec-level" Precincts ["tec"] "avc.unchecked.tec_level" "avc.check.tec_level"
        "counted-issued" Certificates ["home_precinct"] "avc.unchecked.counted_issued" "avc.check.counted_issued"
        "counted-used" Certificates ["used_precinct"] "avc.unchecked.counted_used" "avc.check.counted_used"
        "serials" Certificates ["serial"] "avc.unchecked.serials" "avc.check.serials"
        "issue-window" Certificates ["issued_at"] "avc.unchecked.issue_window" "avc.check.issue_window"
        "use-hours" Certificates ["used_at"] "avc.unchecked.use_hours" "avc.check.use_hours"
        "one-per-person" Certificates ["iin|surname"] "avc.unchecked.one_per_person" "avc.check.one_per_person"
        "one-per-person-by-number" Certificates ["iin"] "avc.unchecked.by_number" "avc.check.by_number"
        "retained" Certificates ["retained"] "avc.unchecked.retained" "avc.check.retained"
        "recorded" Certificates ["recorded"] "avc.unchecked.recorded" "avc.check.recorded"
        "returned" Certificates ["returned"] "avc.unchecked.returned" "avc.check.returned"
        "not-at-home" Certificates ["home_precinct", "used_precinct"] "avc.unchecked.not_at_home" "avc.check.not_at_home"
        "flows" Certificates ["home_precinct", "used_precinct"] "avc.unchecked.flows" "avc.check.flows"
        "ranges" Forms [] "avc.unchecked.ranges" "avc.check.ranges"
        "same-settlement" Precincts ["settlement"] "avc.unchecked.same_settlement" "avc.check.same_settlement"
    }
};

/// The tables that were given and hold no row, each with the sentence that says so: that nothing was found in it says nothing.
pub(crate) fn without_rows(context: &Context<'_>) -> impl Iterator<Item = (Table, Message)> {
    let inputs = &context.inputs;
    let tables = [
        (
            Table::Precincts,
            "avc.unchecked.no_precincts",
            inputs.precincts.as_ref().map(|sheet| sheet.rows.len()),
        ),
        (
            Table::Certificates,
            "avc.unchecked.no_certificates",
            inputs.certificates.as_ref().map(|sheet| sheet.rows.len()),
        ),
        (Table::Forms, "avc.unchecked.no_forms", inputs.forms.as_ref().map(|sheet| sheet.rows.len())),
    ];
    tables.into_iter().filter(|(.., rows)| *rows == Some(0)).map(|(table, key, _)| (table, Message::new(key)))
}

/// Checks for which a table or a column is missing: one notice for each table, which lists them.
pub(super) fn tables(context: &Context<'_>, findings: &mut Vec<Finding>) {
    findings.extend(without_rows(context).map(|(table, title)| {
        let mut finding = unchecked("rows", title);
        finding.subject.id = format!("rows-of-{}", table.name());
        finding
    }));
    let asked = |check: &&Check| {
        check.id != "same-settlement" || context.rules.rule.contains_key(&RuleId::SameSettlement)
    };
    for table in Table::ALL {
        let own = CHECKS.iter().filter(|check| check.table == table).filter(asked);
        let lacking: Vec<(&Check, Lacking)> =
            own.filter_map(|check| Some((check, check.lacks(context)?))).collect();
        let column = |(_, lacking): &(&Check, Lacking)| match lacking {
            Lacking::Table => None,
            Lacking::Column(column) => Some(*column),
        };
        let columns: Vec<&'static str> = lacking.iter().filter_map(column).collect();
        let checks: Vec<&Check> = lacking.into_iter().map(|(check, _)| check).collect();
        findings.extend(match (checks.as_slice(), columns.as_slice()) {
            ([], _) => None,
            (checks, []) => Some(without_table(table, checks)),
            (checks, columns) => Some(without_columns(table, checks, columns, unused(context, table))),
        });
    }
}

/// The table was not given.
fn without_table(table: Table, checks: &[&Check]) -> Finding {
    if let [check] = checks {
        let title = Message::new("avc.unchecked.no_table").with("unmade", check.unmade());
        return unchecked(check.id, title.with("table", table.word()));
    }
    together(Message::new("avc.unchecked.without_table"), "table", table, checks)
}

/// Columns of the table are missing. Where it has headings that nobody knows, one of them may be meant.
fn without_columns(table: Table, checks: &[&Check], columns: &[&'static str], unused: &[String]) -> Finding {
    let mut columns: Vec<String> = columns.iter().map(|column| column.replace('|', " / ")).collect();
    columns.sort_unstable();
    columns.dedup();
    let headings: Vec<String> = unused.iter().map(|heading| format!("`{heading}`")).collect();
    let title = match (checks, headings.as_slice()) {
        ([check], []) => {
            let title = Message::new("avc.unchecked.no_column").with("unmade", check.unmade());
            return unchecked(check.id, title.with("table", table.word()).with("column", columns.join(", ")));
        }
        (_, []) => Message::new("avc.unchecked.without_columns"),
        _ => Message::new("avc.unchecked.columns").with("headings", headings.join(", ")),
    };
    together(title.with("columns", columns.join(", ")), "columns", table, checks)
}

/// One notice for several checks.
fn together(title: Message, lacking: &'static str, table: Table, checks: &[&Check]) -> Finding {
    let ids: Vec<String> = checks.iter().map(|check| check.id.to_owned()).collect();
    let names: Vec<Value> = checks.iter().map(|check| check.name()).collect();
    let title = title.with("table", table.word()).with("count", checks.len()).with("checks", names);
    let mut finding = unchecked(lacking, title).counting(checks.len() as u64).figure("checks", ids);
    finding.subject.id = format!("{lacking}-{}", table.name());
    finding
}

/// The headings of a table that nothing is read from.
fn unused<'a>(context: &'a Context<'_>, table: Table) -> &'a [String] {
    match table {
        Table::Precincts => context.inputs.precincts.as_ref().map_or(&[], |sheet| &sheet.unused),
        Table::Certificates => context.inputs.certificates.as_ref().map_or(&[], |sheet| &sheet.unused),
        Table::Forms => &[],
    }
}
