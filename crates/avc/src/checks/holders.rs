//! Holders among themselves: two certificates of one person for one election (AVC-003).
//!
//! An identification number that agrees, with names that can be one person's, is the strongest evidence there is.
//! Names and birth dates alone are leads: two people often share them, and the finding says how many pairs chance
//! alone would give.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};
use tizim_people::names::normalise;

use super::words::Words;
use crate::ledger::context::Context;
use crate::ledger::register::{Life, Register};
use crate::ledger::row::Row;
use crate::{Certificate, Code, RuleId};

/// The holder of a life, as its first row of issue names one.
struct Holding {
    row: u32,
    kind: u32,
    /// Surname, given name and patronymic; `None` without surname or given name.
    name: Option<[u32; 3]>,
}

/// Findings AVC-003 by number and by name.
pub(crate) fn check(context: &Context<'_>, register: &Register<'_>) -> Vec<Finding> {
    let mut words = Words::default();
    let holdings: Vec<Holding> = register
        .lives
        .iter()
        .flat_map(|life| holders_of(register, life))
        .map(|row| {
            let certificate = register.row(row);
            let parts = [&certificate.surname, &certificate.given_name, &certificate.patronymic];
            let name = parts.map(|part| words.number(part));
            Holding {
                row,
                kind: words.number(&certificate.election_kind),
                name: (name[0] != 0 && name[1] != 0).then_some(name),
            }
        })
        .collect();
    let mut findings = by_number(context, register, &holdings, &words);
    findings.extend(by_name(context, register, &holdings));
    findings
}

/// The rows of issue of one serial that name different holders: a serial that was issued twice has two.
fn holders_of(register: &Register<'_>, life: &Life) -> Vec<u32> {
    const MOST: usize = 20;
    let mut holders: Vec<u32> = Vec::new();
    for row in register.issues(life) {
        let own = register.row(row);
        let is_same = |other: &u32| {
            let other = register.row(*other);
            other.iin.trim() == own.iin.trim()
                && normalise(&other.surname) == normalise(&own.surname)
                && normalise(&other.given_name) == normalise(&own.given_name)
        };
        // A serial of more holders is a stand-in for a serial, and told as such.
        if holders.len() < MOST && !holders.iter().any(is_same) {
            holders.push(row);
        }
    }
    holders
}

/// Kinds of election in a group that stand more than once. An empty kind may be any.
fn one_election(kinds: &[u32]) -> Option<bool> {
    let mut sorted = kinds.to_vec();
    sorted.sort_unstable();
    let repeated = sorted.windows(2).any(|pair| pair[0] == pair[1]);
    let unnamed = sorted.first() == Some(&0) && sorted.last().is_some_and(|kind| *kind != 0);
    match (repeated, unnamed) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    }
}

fn by_number(
    context: &Context<'_>,
    register: &Register<'_>,
    holdings: &[Holding],
    words: &Words<'_>,
) -> Vec<Finding> {
    let mut numbered: Vec<(&str, &Holding)> = holdings
        .iter()
        .map(|holding| (register.row(holding.row).iin.trim(), holding))
        .filter(|(number, _)| number.len() >= 6 && number.bytes().any(|byte| byte != b'0'))
        .collect();
    numbered.sort_by_key(|(number, holding)| (*number, holding.row));
    let several = |group: &&[(&str, &Holding)]| group.len() > 1;
    let groups = numbered.chunk_by(|one, other| one.0 == other.0).filter(several);
    let groups = groups.map(|group| group.iter().map(|(_, holding)| *holding).collect::<Vec<_>>());
    groups.filter_map(|group| number_group(context, register, &group, words)).collect()
}

fn number_group(
    context: &Context<'_>,
    register: &Register<'_>,
    group: &[&Holding],
    words: &Words<'_>,
) -> Option<Finding> {
    let kinds: Vec<_> = group.iter().map(|holding| holding.kind).collect();
    let repeats = one_election(&kinds);
    if repeats == Some(false) {
        return None;
    }
    let valid = context.numbers()[group[0].row as usize].is_some();
    let named: Vec<_> = group.iter().filter_map(|holding| holding.name).collect();
    let placeholder = group.len() > context.rules.conventions.number_of_nobody;
    let compatible = words.can_be_one(&named);
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
        .finding(Code::PersonTwice, RuleId::OnePerPerson, Subject::new("person", mask.token.to_string()))
        .titled(title.with("person", context.person(&mask, row)).with("count", group.len()))
        .counting(group.len() as u64)
        .figure("certificates", Persons(group.len() as u64))
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

/// Whether the names on these rows can all be one person's, two by two; a row without surname or given name says nothing.
pub(crate) fn names_can_be_one(rows: &[&Certificate]) -> bool {
    let mut words = Words::default();
    let names: Vec<[u32; 3]> = rows
        .iter()
        .map(|row| [&row.surname, &row.given_name, &row.patronymic].map(|part| words.number(part)))
        .filter(|name| name[0] != 0 && name[1] != 0)
        .collect();
    words.can_be_one(&names)
}

fn by_name(context: &Context<'_>, register: &Register<'_>, holdings: &[Holding]) -> Vec<Finding> {
    let mut usable: Vec<([u32; 3], u32, &Holding)> = holdings
        .iter()
        .filter_map(|holding| {
            let date = register.row(holding.row).birth_date?;
            Some((holding.name?, date.is_whole().then(|| date.packed())?, holding))
        })
        .collect();
    usable.sort_by_key(|(name, date, holding)| (*name, *date, holding.row));
    let mut leads: Vec<Vec<&Holding>> = usable
        .chunk_by(|one, other| (one.0, one.1) == (other.0, other.1))
        .filter(|group| group.len() > 1)
        .filter_map(|group| {
            let group = group.iter().map(|(_, _, holding)| *holding).collect();
            without_distinct_numbers(context, register, group)
        })
        .collect();
    leads.sort_by_key(|group| group[0].row);
    // Names and dates taken as independent: the expected number of pairs that share both by chance.
    let pairs = |count: usize| (count as f64) * (count as f64 - 1.0) / 2.0;
    let same_name: f64 = usable.chunk_by(|one, other| one.0 == other.0).map(|group| pairs(group.len())).sum();
    let mut dates: Vec<u32> = usable.iter().map(|(_, date, _)| *date).collect();
    dates.sort_unstable();
    let same_date: f64 = dates.chunk_by(|one, other| one == other).map(|group| pairs(group.len())).sum();
    let expected = same_name * same_date / pairs(usable.len()).max(1.0);
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
    let kinds: Vec<_> = members.iter().map(|holding| holding.kind).collect();
    (members.len() > 1 && one_election(&kinds) != Some(false)).then_some(members)
}

fn name_group(context: &Context<'_>, register: &Register<'_>, group: &[&Holding], expected: f64) -> Finding {
    let row = register.row(group[0].row);
    let mask = context.mask(group[0].row, row);
    let title = Message::new("avc.holders.same_name_and_date")
        .with("person", context.person(&mask, row))
        .with("count", group.len())
        .with("expected", Value::derived(expected));
    let mut finding = context
        .finding(
            Code::PersonTwice,
            RuleId::OnePerPersonByName,
            Subject::new("person", mask.token.to_string()),
        )
        .titled(title)
        .counting(group.len() as u64)
        .figure("certificates", Persons(group.len() as u64))
        .figure("matched_by", "name and birth date")
        .figure("pairs_expected_by_chance", Value::derived(expected))
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
        assert_eq!(one_election(&[1, 1]), Some(true));
        assert_eq!(one_election(&[1, 2]), Some(false));
        assert_eq!(one_election(&[0, 2]), None);
        assert_eq!(one_election(&[0, 0]), Some(true));
        assert_eq!(one_election(&[3, 2, 3]), Some(true));
    }

    #[test]
    fn names_of_one_person_may_differ_in_spelling_and_lack_a_part() {
        let row = |surname: &str, given_name: &str, patronymic: &str| Certificate {
            surname: surname.into(),
            given_name: given_name.into(),
            patronymic: patronymic.into(),
            ..Certificate::default()
        };
        let one =
            [row("Джанбулатов", "Асель", "Болатовна"), row("Жанболат", "Әсел", "Болатқызы"), row("", "", "")];
        let all: Vec<_> = one.iter().collect();
        assert!(names_can_be_one(&all));
        let other = row("Джанбулатова", "Айгүл", "Болатовна");
        assert!(!names_can_be_one(&[&one[0], &other]));
        assert!(names_can_be_one(&[&row("Иванов", "Иван", ""), &row("Иван", "Иванов", "")]));
        assert!(!names_can_be_one(&[&row("Ли", "Анна", ""), &row("Ким", "Анна", "")]));
        for unreadable in ["#ЗНАЧ!", "РџСЂРёРјРµСЂРѕРІ", "?????"] {
            assert!(names_can_be_one(&[&one[0], &row(unreadable, unreadable, unreadable)]), "{unreadable}");
        }
    }
}
