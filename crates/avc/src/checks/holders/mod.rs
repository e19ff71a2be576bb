//! Holders among themselves: two certificates of one person for one election (AVC-003).
//!
//! An identification number that agrees, with names that can be one person's, is the strongest evidence there is.
//! Names and birth dates alone are leads ([`by_name`]).

mod by_name;
mod chance;

use tizim_evidence::{Finding, Message, Persons, Severity, Subject};
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
    findings.extend(by_name::findings(context, register, &holdings, &mut words));
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
