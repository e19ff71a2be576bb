//! Holders among themselves: two certificates of one person for one election (AVC-003).
//!
//! An identification number that agrees, with names that can be one person's, is the strongest evidence there is.
//! Names and birth dates alone are leads: two people often share them, and the finding says how many pairs chance
//! alone would give.

use std::collections::{BTreeMap, HashMap};

use tizim_evidence::{Finding, Message, Severity, Subject};
use tizim_people::names::normalise;

use crate::context::{Context, Row};
use crate::places::plain_name;
use crate::register::Register;

/// A number that this many certificates bear is no person's, whatever its check digit says.
const PLACEHOLDER: usize = 20;

/// The holder of a life, as its first row of issue names one.
struct Holding {
    row: u32,
    kind: String,
    name: String,
}

/// Findings AVC-003 by number and by name.
pub(crate) fn check(context: &Context<'_>, register: &Register<'_>) -> Vec<Finding> {
    let holdings: Vec<Holding> = register
        .lives
        .iter()
        .filter_map(|life| register.issues(life).next())
        .map(|row| Holding {
            row,
            kind: plain_name(&register.row(row).election_kind),
            name: full_name(register, row),
        })
        .collect();
    let mut findings = by_number(context, register, &holdings);
    findings.extend(by_name(context, register, &holdings));
    findings
}

fn full_name(register: &Register<'_>, row: u32) -> String {
    let row = register.row(row);
    let mut parts: Vec<_> =
        [&row.surname, &row.given_name, &row.patronymic].map(|part| normalise(part)).into_iter().collect();
    // Without surname or given name there is no name to compare.
    if parts[0].is_empty() || parts[1].is_empty() {
        return String::new();
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// Kinds of election in a group that stand more than once. An empty kind may be any.
fn one_election(kinds: &[&str]) -> Option<bool> {
    let mut sorted = kinds.to_vec();
    sorted.sort_unstable();
    let repeated = sorted.windows(2).any(|pair| pair[0] == pair[1]);
    let unnamed = sorted.first().is_some_and(|kind| kind.is_empty())
        && sorted.last().is_some_and(|kind| !kind.is_empty());
    match (repeated, unnamed) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    }
}

fn by_number(context: &Context<'_>, register: &Register<'_>, holdings: &[Holding]) -> Vec<Finding> {
    let mut groups: HashMap<&str, Vec<&Holding>> = HashMap::with_capacity(holdings.len());
    for holding in holdings {
        let number = register.row(holding.row).iin.trim();
        if number.len() >= 6 && number.bytes().any(|byte| byte != b'0') {
            groups.entry(number).or_default().push(holding);
        }
    }
    let mut groups: Vec<_> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_by_key(|group| group[0].row);
    groups.into_iter().filter_map(|group| number_group(context, register, &group)).collect()
}

fn number_group(context: &Context<'_>, register: &Register<'_>, group: &[&Holding]) -> Option<Finding> {
    let kinds: Vec<_> = group.iter().map(|holding| holding.kind.as_str()).collect();
    let repeats = one_election(&kinds);
    if repeats == Some(false) {
        return None;
    }
    let valid = context.numbers()[group[0].row as usize].is_some();
    let named: Vec<_> = group.iter().filter(|holding| !holding.name.is_empty()).collect();
    let compatible = named.iter().all(|holding| compatible_names(&named[0].name, &holding.name));
    let placeholder = group.len() > PLACEHOLDER;
    let row = register.row(group[0].row);
    let mask = context.mask(group[0].row, row);
    let title = if placeholder {
        Message::new("avc.holders.placeholder")
    } else if compatible {
        Message::new("avc.holders.two_certificates")
    } else {
        Message::new("avc.holders.number_of_two_names")
    };
    let mut finding = context
        .finding("AVC-003", "one-per-person", Subject::new("person", mask.token.to_string()))
        .titled(title.with("person", mask.to_string()).with("count", group.len()))
        .counting(group.len() as u64)
        .figure("certificates", group.len())
        .figure("matched_by", "iin")
        .figure("names_agree", compatible)
        .figure("number_is_valid", valid)
        .figure("election_kind_known", repeats.is_some())
        .shown_by(group.iter().map(|holding| register.row(holding.row).evidence()))
        .unless(Message::new("avc.innocent.reissued"))
        .unless(Message::new("avc.innocent.number_mistyped"));
    if repeats.is_none() {
        finding = finding.unless(Message::new("avc.innocent.several_elections"));
    }
    if !(valid && compatible && repeats == Some(true)) || placeholder || named.len() < group.len() {
        finding.severity = finding.severity.min(Severity::Warning);
    }
    Some(finding)
}

/// Whether two full names can be one person's: two words in common, in any order (a patronymic may be missing, a
/// surname may change with marriage).
fn compatible_names(one: &str, other: &str) -> bool {
    let words: Vec<_> = other.split(' ').collect();
    let shared = one.split(' ').filter(|word| words.contains(word)).count();
    shared >= 2
}

fn by_name(context: &Context<'_>, register: &Register<'_>, holdings: &[Holding]) -> Vec<Finding> {
    let usable: Vec<(&Holding, u32)> = holdings
        .iter()
        .filter(|holding| !holding.name.is_empty())
        .filter_map(|holding| {
            let date = register.row(holding.row).birth_date?;
            date.is_whole().then(|| (holding, date.packed()))
        })
        .collect();
    let mut groups: HashMap<(&str, u32), Vec<&Holding>> = HashMap::with_capacity(usable.len());
    let (mut names, mut dates): (HashMap<&str, u64>, HashMap<u32, u64>) = (HashMap::new(), HashMap::new());
    for (holding, date) in &usable {
        groups.entry((&holding.name, *date)).or_default().push(holding);
        *names.entry(&holding.name).or_default() += 1;
        *dates.entry(*date).or_default() += 1;
    }
    let mut leads: Vec<Vec<&Holding>> = groups
        .into_values()
        .filter(|group| group.len() > 1)
        .filter_map(|group| without_distinct_numbers(context, register, group))
        .collect();
    leads.sort_by_key(|group| group[0].row);
    let pairs = |count: &u64| (*count as f64) * (*count as f64 - 1.0) / 2.0;
    let all = pairs(&(usable.len() as u64));
    // Names and dates taken as independent: the expected number of pairs that share both by chance.
    let ordered = |counts: Vec<u64>| {
        let mut counts = counts;
        counts.sort_unstable();
        counts.iter().map(pairs).sum::<f64>()
    };
    let expected =
        ordered(names.into_values().collect()) * ordered(dates.into_values().collect()) / all.max(1.0);
    leads.iter().map(|group| name_group(context, register, group, expected)).collect()
}

/// The members of a group by name that can be one person and are not reported by number already.
fn without_distinct_numbers<'h>(
    context: &Context<'_>,
    register: &Register<'_>,
    group: Vec<&'h Holding>,
) -> Option<Vec<&'h Holding>> {
    let mut by_number: BTreeMap<u64, Vec<&Holding>> = BTreeMap::new();
    let mut unnumbered = Vec::new();
    for holding in group {
        match context.numbers()[holding.row as usize] {
            Some(number) => by_number.entry(number.number()).or_default().push(holding),
            None => unnumbered.push(holding),
        }
    }
    // Different valid numbers are different people; who among them an entry without a number is cannot be told, so
    // such a group is a lead only where at most one number is there.
    if by_number.len() > 1 || unnumbered.is_empty() {
        return None;
    }
    let mut members: Vec<&Holding> = by_number.into_values().flatten().chain(unnumbered).collect();
    members.sort_by_key(|holding| holding.row);
    let written: Vec<_> = members.iter().map(|holding| register.row(holding.row).iin.trim()).collect();
    if written.iter().all(|number| !number.is_empty() && *number == written[0]) {
        return None;
    }
    let kinds: Vec<_> = members.iter().map(|holding| holding.kind.as_str()).collect();
    (members.len() > 1 && one_election(&kinds) != Some(false)).then_some(members)
}

fn name_group(context: &Context<'_>, register: &Register<'_>, group: &[&Holding], expected: f64) -> Finding {
    let row = register.row(group[0].row);
    let mask = context.mask(group[0].row, row);
    let title = Message::new("avc.holders.same_name_and_date")
        .with("person", mask.to_string())
        .with("count", group.len())
        .with("expected", expected);
    let mut finding = context
        .finding("AVC-003", "one-per-person-by-name", Subject::new("person", mask.token.to_string()))
        .titled(title)
        .counting(group.len() as u64)
        .figure("certificates", group.len())
        .figure("matched_by", "name and birth date")
        .figure("pairs_expected_by_chance", expected)
        .shown_by(group.iter().map(|holding| register.row(holding.row).evidence()))
        .unless(Message::new("avc.innocent.same_name"))
        .unless(Message::new("avc.innocent.reissued"));
    finding.severity = finding.severity.min(Severity::Warning);
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_for_several_elections_are_no_repeats() {
        assert_eq!(one_election(&["president", "president"]), Some(true));
        assert_eq!(one_election(&["president", "council"]), Some(false));
        assert_eq!(one_election(&["", "council"]), None);
        assert_eq!(one_election(&["", ""]), Some(true));
        assert_eq!(one_election(&["city", "oblast", "city"]), Some(true));
    }

    #[test]
    fn names_of_one_person_may_lack_a_part() {
        assert!(compatible_names("ахметова айгуль сериковна", "ахметова айгуль"));
        assert!(compatible_names("ахметова айгуль сериковна", "садыкова айгуль сериковна"));
        assert!(!compatible_names("ахметова айгуль", "ким айгуль"));
    }
}
