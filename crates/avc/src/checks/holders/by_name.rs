//! Holders that nothing but name and birth date puts together: leads, since two people often share them, with the number
//! of pairs that chance alone would give.
//!
//! A register is filled in by many hands: Қасымов and Касымов, Серікұлы and Серикович are one name. So are names of which
//! one lacks the patronymic; two patronymics of different fathers are two people, so that whoever states none can be one of them and
//! not both: a lead with each.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};

use super::chance::Chance;
use super::{Holding, one_election};
use crate::checks::words::Words;
use crate::ledger::context::Context;
use crate::ledger::register::Register;
use crate::ledger::row::Row;
use crate::{Code, RuleId};

/// A holder with a name and a whole birth date.
#[derive(Clone, Copy)]
pub(super) struct Named<'h> {
    /// Surname and given name, and patronymic (0 without one), as far as spelling tells them apart.
    pub(super) name: u32,
    pub(super) father: u32,
    /// Packed: the year above nine bits of month and day.
    pub(super) date: u32,
    pub(super) holding: &'h Holding,
}

/// The leads AVC-003 by name and birth date.
pub(super) fn findings(
    context: &Context<'_>,
    register: &Register<'_>,
    holdings: &[Holding],
    words: &mut Words<'_>,
) -> Vec<Finding> {
    let known: Vec<([u32; 3], u32, &Holding)> = holdings
        .iter()
        .filter_map(|holding| {
            let date = register.row(holding.row).birth_date?;
            Some((holding.name?, date.is_whole().then(|| date.packed())?, holding))
        })
        .collect();
    let names: Vec<[u32; 3]> = known.iter().map(|(name, ..)| *name).collect();
    let spelled = words.spelled(&names);
    let mut usable: Vec<Named<'_>> = Vec::with_capacity(known.len());
    for ((_, date, holding), [name, father]) in known.into_iter().zip(spelled) {
        usable.push(Named { name, father, date, holding });
    }
    let chance = Chance::of(&mut usable);
    usable.sort_by_key(|one| (one.name, one.date, one.father, one.holding.row));
    let mut leads: Vec<Vec<&Holding>> = usable
        .chunk_by(|one, other| (one.name, one.date) == (other.name, other.date))
        .flat_map(of_one_father)
        .filter_map(|group| without_distinct_numbers(context, register, group))
        .collect();
    leads.sort_by_key(|group| group[0].row);
    leads.iter().map(|group| finding(context, register, group, &chance)).collect()
}

/// The holders of one name and date by their fathers' names; whoever states none may be any father's, and stands with each.
fn of_one_father<'h>(block: &[Named<'h>]) -> Vec<Vec<&'h Holding>> {
    let holdings = |group: &[Named<'h>]| group.iter().map(|one| one.holding).collect::<Vec<_>>();
    let (unnamed, named) = block.split_at(block.partition_point(|one| one.father == 0));
    if named.is_empty() {
        return vec![holdings(unnamed)];
    }
    let of_each = named.chunk_by(|one, other| one.father == other.father);
    of_each.map(|same| [holdings(same), holdings(unnamed)].concat()).collect()
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

fn finding(context: &Context<'_>, register: &Register<'_>, group: &[&Holding], chance: &Chance) -> Finding {
    let row = register.row(group[0].row);
    let mask = context.mask(group[0].row, row);
    let one_spelling = group.iter().all(|holding| holding.name == group[0].name);
    let title = if one_spelling {
        Message::new("avc.holders.same_name_and_date")
    } else {
        Message::new("avc.holders.name_spelled_and_date")
    };
    let title = title
        .with("person", context.person(&mask, row))
        .with("count", group.len())
        .with("pairs", chance.pairs)
        .with("expected", Value::derived(chance.expected))
        .with("low", Value::derived(chance.low))
        .with("high", Value::derived(chance.high));
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
        .figure("names_agree", one_spelling)
        .figure("pairs_in_all", chance.pairs)
        .figure("pairs_expected_by_chance", Value::derived(chance.expected))
        .figure("pairs_by_chance_at_least", Value::derived(chance.low))
        .figure("pairs_by_chance_at_most", Value::derived(chance.high))
        .shown_by(group.iter().map(|holding| register.row(holding.row).evidence()))
        .unless(Message::new("avc.innocent.same_name"))
        .unless(Message::new("avc.innocent.reissued"));
    finding.severity = finding.severity.min(Severity::Warning);
    finding
}
