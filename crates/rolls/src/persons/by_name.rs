//! The rules by name: rows of one name and date or year, parted by number and by whole date.

use std::collections::{BTreeMap, BTreeSet};

use smallvec::SmallVec;
use tizim_people::{BirthDate, Iin};

use crate::persons::parted::{MOST_PEOPLE, Parted, Person, lies_inside};
use crate::persons::placeholders::PlaceholderDates;
use crate::row::entry::{Entry, Number};
use crate::{Rule, Rules};

/// The rows of a group by what is known of each.
#[derive(Default)]
struct Known {
    /// Rows of each valid number, and the whole dates they state.
    numbers: BTreeMap<Iin, (Vec<usize>, BTreeSet<BirthDate>)>,
    /// Rows without a valid number, by whole date.
    dates: BTreeMap<BirthDate, Vec<usize>>,
    /// Rows without either.
    rest: Vec<usize>,
}

/// Rows of one name, and of one date or year.
pub(crate) fn by_name(
    rule: Rule,
    chosen: Rules,
    entries: &[Entry<'_>],
    placeholders: &PlaceholderDates,
) -> Parted {
    let inside = |rows: &[usize]| lies_inside(rule, chosen, entries, rows, placeholders);
    // Most groups are of one person, with one number.
    let number = entries.first().and_then(|entry| entry.number.valid());
    if number.is_some() && entries.iter().all(|entry| entry.number.valid() == number) {
        let mut parted = Parted::one_person(entries.len(), false);
        parted.persons.retain(|person| !inside(&person.members));
        return parted;
    }
    let mut known = Known::default();
    for (index, entry) in entries.iter().enumerate() {
        let date = entry.whole_date().filter(|date| !placeholders.contains(*date));
        match (entry.number.valid(), date) {
            (Some(iin), date) => {
                let rows = known.numbers.entry(iin).or_default();
                rows.0.push(index);
                rows.1.extend(date);
            }
            (None, Some(date)) => known.dates.entry(date).or_default().push(index),
            (None, None) => known.rest.push(index),
        }
    }
    let mut persons: SmallVec<[Person; 1]> = candidates(&known, entries)
        .into_iter()
        .filter(|person| person.members.len() > 1 && !inside(&person.members))
        .collect();
    persons.sort_by(|left, right| left.members.cmp(&right.members));
    let mut two_numbers: Vec<Vec<usize>> =
        two_numbers(&known).into_iter().filter(|rows| !inside(rows)).collect();
    two_numbers.sort();
    Parted { persons, one_number: Vec::new(), two_numbers }
}

/// The people that the rows of a group can be.
fn candidates(known: &Known, entries: &[Entry<'_>]) -> Vec<Person> {
    let person = |mut members: Vec<usize>, ambiguous: bool| {
        members.sort_unstable();
        Person { members: members.into(), ambiguous, certain: false }
    };
    let free = known.rest.len() + known.dates.values().map(Vec::len).sum::<usize>();
    let crowded = known.numbers.len() > MOST_PEOPLE && free > 0;
    let mut persons = Vec::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut dates_of_numbers: BTreeSet<BirthDate> = BTreeSet::new();
    // People with a number, each with the rows that may be theirs.
    for (iin, (rows, dates)) in &known.numbers {
        dates_of_numbers.extend(dates.iter().copied());
        let mut members = rows.clone();
        if !crowded {
            let dated = dates.iter().filter_map(|date| known.dates.get(date)).flatten();
            let fitting = dated.chain(&known.rest).copied().filter(|index| match entries[*index].number {
                Number::Masked(masked) => masked.could_be(*iin),
                _ => true,
            });
            members.extend(fitting);
            taken.extend(&members);
        }
        persons.push((members, rows.len()));
    }
    // Rows without a number, whose date is nobody's above or who fit none of the numbers.
    for (date, rows) in &known.dates {
        let left: Vec<usize> = rows.iter().copied().filter(|index| !taken.contains(index)).collect();
        if !left.is_empty() && (crowded || !dates_of_numbers.contains(date) || left.len() > 1) {
            let mut members = left;
            if !crowded {
                members.extend(&known.rest);
                taken.extend(&known.rest);
            }
            persons.push((members, 0));
        }
    }
    let left: Vec<usize> = known.rest.iter().copied().filter(|index| !taken.contains(index)).collect();
    if left.len() > 1 {
        persons.push((left, 0));
    }
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    for (members, _) in &persons {
        for member in members {
            *times.entry(*member).or_default() += 1;
        }
    }
    persons
        .into_iter()
        .map(|(members, _)| {
            let ambiguous = crowded || members.iter().any(|member| times[member] > 1);
            person(members, ambiguous)
        })
        .collect()
}

/// Rows of different numbers that agree on the whole birth date: one person with two numbers, perhaps.
fn two_numbers(known: &Known) -> Vec<Vec<usize>> {
    let mut by_date: BTreeMap<BirthDate, Vec<(&Iin, &Vec<usize>)>> = BTreeMap::new();
    for (iin, (rows, dates)) in &known.numbers {
        for date in dates {
            by_date.entry(*date).or_default().push((iin, rows));
        }
    }
    let groups = by_date.into_values().filter(|holders| holders.len() > 1).map(|holders| {
        let mut rows: Vec<usize> = holders.into_iter().flat_map(|(_, rows)| rows.iter().copied()).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    });
    groups.collect::<BTreeSet<_>>().into_iter().collect()
}
