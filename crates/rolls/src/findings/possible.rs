//! What the columns allow, and a word on what they do not: a check that cannot be made is itself a finding.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};

use crate::counts::row_totals::RowTotals;
use crate::findings::not_made::not_made;
use crate::findings::shown;
use crate::law::RollRules;
use crate::lists::roll::Roll;
use crate::row::columns::Columns;
use crate::{Code, Kind, ListInput, Rule, Rules};

/// The rules that at least one list has the columns for.
pub(crate) fn rules(roll: &Roll<'_>, asked: Option<Rules>) -> Vec<Rule> {
    let asked = asked.unwrap_or(Rules::ALL);
    asked.iter().filter(|rule| roll.files.iter().any(|file| file.columns.allow(*rule))).collect()
}

/// Rules that no list, or not every list, has the columns for.
pub(crate) fn rules_not_applied(roll: &Roll<'_>, asked: Option<Rules>) -> Vec<Finding> {
    // Few lists have masked or other numbers; only who asks for their rules misses them.
    let usual = || {
        Rules::of(Rule::ALL.into_iter().filter(|rule| !matches!(rule, Rule::NameDigits | Rule::Identifier)))
    };
    let asked = asked.unwrap_or_else(usual);
    let mut findings = Vec::new();
    for rule in asked.iter() {
        let mut lacking: Vec<&str> = roll
            .files
            .iter()
            .filter(|file| !file.columns.allow(rule))
            .map(|file| file.info.kind.word())
            .collect();
        let files = lacking.len();
        lacking.sort_unstable();
        lacking.dedup();
        let why = match files {
            0 => continue,
            files if files == roll.files.len() => "rolls.why.no_columns_for_rule",
            _ => "rolls.why.some_without_columns_for_rule",
        };
        let title = Message::new(why).with("check", shown::rule(rule));
        let finding = not_made(rule.word(), why).titled(title);
        let lists: Vec<String> = lacking.into_iter().map(str::to_owned).collect();
        findings.push(finding.figure("files", files).figure("lists", lists));
    }
    findings
}

/// Files that a finding names one by one.
const MOST_NAMED: usize = 20;

/// What stands in the way of trusting the files themselves: some were not read, hold nothing, or are given twice.
pub(crate) fn files_in_doubt(lists: &[ListInput], roll: &Roll<'_>) -> Vec<Finding> {
    let passed_over = lists.iter().flat_map(|list| list.passed_over.iter().cloned()).collect();
    let sheets = roll.files.iter().flat_map(|file| {
        let sheets = &file.table.detected().sheets_not_read;
        sheets.iter().map(|sheet| format!("{}: {sheet}", file.info.name))
    });
    let sheets = sheets.collect();
    let hidden = roll.files.iter().flat_map(|file| {
        let sheets = &file.table.detected().hidden_sheets;
        sheets.iter().map(|sheet| format!("{}: {sheet}", file.info.name))
    });
    let hidden = hidden.collect();
    let mut empty = Vec::new();
    // Sheets of one workbook are of one file.
    let mut by_content: BTreeMap<(String, Option<&str>), Vec<&str>> = BTreeMap::new();
    for file in &roll.files {
        let Some(summary) = file.table.summary() else { continue };
        if summary.rows.taken == 0 {
            empty.push(file.info.name.to_owned());
        } else if let Some(content) = summary.content() {
            let sheet = file.table.detected().sheet.as_deref();
            by_content.entry((content.to_owned(), sheet)).or_default().push(file.info.name);
        }
    }
    let twice = by_content.into_values().filter(|names| names.len() > 1).map(|names| names.join(" = "));
    let twice = twice.collect();
    [
        ("files", "rolls.why.files_passed_over", passed_over),
        ("sheets", "rolls.why.sheets_not_read", sheets),
        ("sheets", "rolls.why.hidden_sheets", hidden),
        ("files", "rolls.why.files_without_rows", empty),
        ("files", "rolls.why.files_of_one_content", twice),
    ]
    .into_iter()
    .filter(|(.., names): &(_, _, Vec<String>)| !names.is_empty())
    .map(|(check, why, mut names)| {
        let count = names.len();
        names.sort_unstable();
        names.truncate(MOST_NAMED);
        let more = if count > MOST_NAMED { ", …" } else { "" };
        let severity =
            if why == "rolls.why.files_without_rows" { Severity::Notice } else { Severity::Warning };
        // The name of what was not read may be anything: only whoever has the files is told it.
        let was_read =
            !["rolls.why.files_passed_over", "rolls.why.sheets_not_read", "rolls.why.hidden_sheets"]
                .contains(&why);
        let shown = |names: Value| if was_read { names } else { Value::working_only(names) };
        let listed = shown((names.join(", ") + more).into());
        Finding::new(Code::NotChecked.word(), severity, Subject::new("check", check))
            .titled(Message::new(why).with("count", count).with("names", listed))
            .counting(count as u64)
            .figure("files", shown(names.into()))
            .figure("check", check)
            .under("checks-named", None)
    })
    .collect()
}

/// Whether a permanent list has addresses.
pub(crate) fn has_addresses(roll: &Roll<'_>) -> bool {
    roll.files.iter().any(|file| file.info.kind == Kind::Permanent && Columns::has(file.columns.address))
}

/// Checks of rows that the columns or the profile do not allow.
pub(crate) fn row_checks_not_made(roll: &Roll<'_>, law: &RollRules, totals: &RowTotals) -> Vec<Finding> {
    let any = |has: &dyn Fn(&Columns) -> bool| roll.files.iter().any(|file| has(&file.columns));
    let number = any(&|columns| Columns::has(columns.iin));
    let birth = any(&Columns::has_birth_year);
    let mut findings = Vec::new();
    if totals.illegible_names > 0 {
        findings.push(
            not_made("names", "rolls.why.illegible_names")
                .counting_persons(Persons(totals.illegible_names))
                .figure("rows", Persons(totals.illegible_names))
                .unless(Message::new("rolls.unless.lost_letters")),
        );
    }
    if !number {
        findings.push(not_made("ROLL-010", "rolls.why.no_iin"));
        findings.push(not_made("ROLL-012", "rolls.why.no_iin"));
        findings.push(not_made("ROLL-013", "rolls.why.no_iin"));
    }
    let both =
        any(&|columns| Columns::has(columns.iin) && (columns.has_birth_year() || Columns::has(columns.sex)));
    if !both {
        findings.push(not_made("ROLL-011", "rolls.why.no_iin_with_birth_date"));
    }
    if !number && !birth {
        findings.push(not_made("ROLL-014", "rolls.why.no_birth_date"));
        findings.push(not_made("ROLL-015", "rolls.why.no_birth_date"));
    } else {
        if law.voting_age.is_none() {
            findings.push(not_made("ROLL-014", "rolls.why.no_rule_in_profile"));
        } else if totals.age_undetermined > 0 {
            let finding = not_made("ROLL-014", "rolls.why.year_alone");
            let rows = totals.age_undetermined;
            findings.push(
                finding
                    .titled(Message::new("rolls.age_undetermined").with("rows", Persons(rows)))
                    .figure("rows", Persons(rows))
                    .counting_persons(Persons(rows)),
            );
        }
        if law.oldest_age.is_none() {
            findings.push(not_made("ROLL-015", "rolls.why.no_rule_in_profile"));
        }
    }
    if !has_addresses(roll) {
        findings.push(not_made("ROLL-022", "rolls.why.no_addresses"));
    }
    findings
}
