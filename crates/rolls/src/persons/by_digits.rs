//! The rule by digits: rows of one name, of which some show only a part of their numbers.

use std::collections::{BTreeMap, BTreeSet};

use tizim_people::{BirthDate, Iin, PartialIin};

use crate::persons::parted::{MOST_PEOPLE, Parted, Person, lies_inside};
use crate::persons::placeholders::PlaceholderDates;
use crate::row::entry::{Entry, Number};
use crate::{Rule, Rules};

/// Digits that a masked number must show to say anything among people of one name.
const LEAST_DIGITS: usize = 4;

/// Rows of one name, parted by what their masked numbers show.
pub(crate) fn by_digits(chosen: Rules, entries: &[Entry<'_>], placeholders: &PlaceholderDates) -> Parted {
    let mut numbers: BTreeMap<Iin, Vec<usize>> = BTreeMap::new();
    let mut masked: Vec<(usize, PartialIin)> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        match entry.number {
            Number::Masked(number) if number.known() >= LEAST_DIGITS => masked.push((index, number)),
            number => {
                if let Some(iin) = number.valid() {
                    numbers.entry(iin).or_default().push(index);
                }
            }
        }
    }
    let born_alike = |left: usize, right: usize| {
        let [left, right] = [left, right].map(|index| birth(&entries[index], placeholders));
        left.zip(right).is_none_or(|(left, right)| left.agrees_with(right))
    };
    let mut fitting: BTreeMap<Iin, Vec<usize>> = BTreeMap::new();
    let mut ambiguous: BTreeSet<usize> = BTreeSet::new();
    let mut alone: Vec<(usize, PartialIin)> = Vec::new();
    for (index, number) in masked {
        let could_be = |(iin, rows): &(&Iin, &Vec<usize>)| {
            number.could_be(**iin) && rows.iter().all(|row| born_alike(index, *row))
        };
        let people: Vec<Iin> = numbers.iter().filter(could_be).map(|(iin, _)| *iin).collect();
        match people.len() {
            0 => alone.push((index, number)),
            1..=MOST_PEOPLE => {
                if people.len() > 1 {
                    ambiguous.insert(index);
                }
                for iin in people {
                    fitting.entry(iin).or_default().push(index);
                }
            }
            _ => {}
        }
    }
    let with_number = fitting.into_iter().map(|(iin, mut rows)| {
        rows.extend(&numbers[&iin]);
        rows
    });
    let mut groups: Vec<Vec<usize>> = with_number.collect();
    // In an order of their own, so that the order of the rows decides nothing.
    alone.sort_by_key(|(index, number)| (*number, entries[*index].birth_date));
    groups.extend(agreeing_sets(&alone, &born_alike, &mut ambiguous));
    let person = |mut members: Vec<usize>| {
        members.sort_unstable();
        let ambiguous = members.iter().any(|member| ambiguous.contains(member));
        Person { members: members.into(), ambiguous, certain: false }
    };
    let inside = |rows: &[usize]| lies_inside(Rule::NameDigits, chosen, entries, rows, placeholders);
    let mut persons: Vec<Person> =
        groups.into_iter().map(person).filter(|person| !inside(&person.members)).collect();
    persons.sort_by(|left, right| left.members.cmp(&right.members));
    Parted { persons: persons.into(), ..Parted::default() }
}

/// Sets of masked rows of which each agrees with each. Rows that agree across two sets are ambiguous.
fn agreeing_sets(
    rows: &[(usize, PartialIin)],
    born_alike: &dyn Fn(usize, usize) -> bool,
    ambiguous: &mut BTreeSet<usize>,
) -> Vec<Vec<usize>> {
    let agree = |(one, left): &(usize, PartialIin), (other, right): &(usize, PartialIin)| {
        left.shared_digits(*right) >= Some(LEAST_DIGITS) && born_alike(*one, *other)
    };
    let mut sets: Vec<Vec<&(usize, PartialIin)>> = Vec::new();
    for row in rows {
        let mut taken = false;
        for set in &mut sets {
            if !taken && set.iter().all(|member| agree(row, member)) {
                set.push(row);
                taken = true;
            } else {
                let members = set.iter().filter(|member| agree(row, member));
                let across: Vec<usize> = members.map(|member| member.0).collect();
                ambiguous.extend(across.first().map(|_| row.0));
                ambiguous.extend(across);
            }
        }
        if !taken && sets.len() < MOST_PEOPLE {
            sets.push(vec![row]);
        }
    }
    let several = sets.into_iter().filter(|set| set.len() > 1);
    several.map(|set| set.into_iter().map(|(index, _)| *index).collect()).collect()
}

/// What a row says of the birth: as written, unless that is a placeholder; else as its number states it.
fn birth(entry: &Entry<'_>, placeholders: &PlaceholderDates) -> Option<BirthDate> {
    let written = entry.birth_date.filter(|date| !placeholders.contains(*date));
    written.or_else(|| entry.number.valid().map(Iin::birth_date))
}
