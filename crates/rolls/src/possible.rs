//! What the columns allow, and a word on what they do not: a check that cannot be made is itself a finding.

use tizim_evidence::{Finding, Message};

use crate::columns::Columns;
use crate::law::RollRules;
use crate::precinct_checks::not_made;
use crate::roll::Roll;
use crate::row_checks::RowTotals;
use crate::{Kind, Rule, Rules};

/// The rules that at least one list has the columns for.
pub(crate) fn rules(roll: &Roll<'_>, asked: Option<Rules>) -> Vec<Rule> {
    let asked = asked.unwrap_or(Rules::ALL);
    asked.iter().filter(|rule| roll.files.iter().any(|file| file.columns.allow(*rule))).collect()
}

/// Rules that no list, or not every list, has the columns for.
pub(crate) fn rules_not_applied(roll: &Roll<'_>, asked: Option<Rules>) -> Vec<Finding> {
    // Few lists have masked numbers; only who asks for their rule misses it.
    let usual = || Rules::of(Rule::ALL.into_iter().filter(|rule| *rule != Rule::NameDigits));
    let asked = asked.unwrap_or_else(usual);
    let mut findings = Vec::new();
    for rule in asked.iter() {
        let mut lacking: Vec<&str> =
            roll.files.iter().filter(|file| !file.columns.allow(rule)).map(|file| file.kind.word()).collect();
        let files = lacking.len();
        lacking.sort_unstable();
        lacking.dedup();
        let why = match files {
            0 => continue,
            files if files == roll.files.len() => "rolls.why.no_columns_for_rule",
            _ => "rolls.why.some_without_columns_for_rule",
        };
        let finding = not_made(rule.word(), why);
        let lists: Vec<String> = lacking.into_iter().map(str::to_owned).collect();
        findings.push(finding.figure("files", files).figure("lists", lists));
    }
    findings
}

/// Whether a permanent list has addresses.
pub(crate) fn has_addresses(roll: &Roll<'_>) -> bool {
    roll.files.iter().any(|file| file.kind == Kind::Permanent && Columns::has(file.columns.address))
}

/// Checks of rows that the columns or the profile do not allow.
pub(crate) fn row_checks_not_made(roll: &Roll<'_>, law: &RollRules, totals: &RowTotals) -> Vec<Finding> {
    let any = |has: &dyn Fn(&Columns) -> bool| roll.files.iter().any(|file| has(&file.columns));
    let number = any(&|columns| Columns::has(columns.iin));
    let birth = any(&Columns::has_birth_year);
    let mut findings = Vec::new();
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
                    .titled(Message::new("rolls.age_undetermined").with("rows", rows))
                    .figure("rows", rows)
                    .counting(rows),
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
