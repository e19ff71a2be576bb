//! Who is who within a group: rows that share a key are parted where something says that they are different people.
//!
//! **Rule by number.** Rows of one valid number whose names exclude each other are two people under one number
//! (ROLL-012); the rows of each of them are judged by themselves. A row without any name goes with the others only where
//! these are one person, and then nothing is above a warning, since the names cannot be compared; the same where a number has
//! lost its leading zeros.
//!
//! **Rules by name.** Rows of different valid numbers are different people, or one person with two numbers (ROLL-013,
//! a lead); they never make up a second entry together. A row without a valid number can be any of them: it is put with
//! each, and each of these groups is marked as ambiguous, because at most one of them can be true. The same holds under
//! the rules by birth year for whole birth dates that differ; a row without a whole date is taken to have the one its
//! number states. Where more than 16 people would have to be put with the same rows, these rows stand for themselves.
//!
//! **The rule by digits.** The rows share names alone. A row with a masked number that shows enough digits is put with each
//! person whose valid number it fits, unless the dates or years that both state differ; and where it fits none, with other
//! masked rows that agree with it in enough digits and in what they state of the birth. A row that could be more people
//! than can be told apart stands for itself.
//!
//! A group is left out where a stronger rule that was chosen reports the same rows together; and under the rules by birth
//! year where whole dates are compared and all of its rows state one.

mod digits;

use std::collections::{BTreeMap, BTreeSet};

use smallvec::{SmallVec, smallvec};
use tizim_people::{BirthDate, Iin};

use crate::persons::compatible::{Agreement, compare};
use crate::row::entry::{Entry, Names, Number};
use crate::{Rule, Rules};

/// Indices of rows; nearly always of two.
pub(crate) type Members = SmallVec<[usize; 4]>;

/// Rows of one person, as far as the rule can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// Indices of the rows, ascending.
    pub(crate) members: Members,
    /// Some of the rows may as well be another person's.
    pub(crate) ambiguous: bool,
    /// The number agrees and the names are compatible.
    pub(crate) certain: bool,
}

/// A group taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Parted {
    /// Persons of two rows or more.
    pub(crate) persons: SmallVec<[Person; 1]>,
    /// One number, two people: the rows, or none.
    pub(crate) one_number: Vec<usize>,
    /// One person, two numbers: the rows, or none.
    pub(crate) two_numbers: Vec<Vec<usize>>,
}

impl Parted {
    /// All of so many rows are one person's.
    fn one_person(rows: usize, certain: bool) -> Self {
        let person = Person { members: (0..rows).collect(), ambiguous: false, certain };
        Self { persons: smallvec![person], ..Self::default() }
    }
}

/// More different names or numbers than this in one group are not compared with each other.
const MOST_PEOPLE: usize = 16;

/// Keys that formed no group, because too many rows share them.
pub(crate) trait Placeholders {
    /// Whether so many share this birth date that it says nothing.
    fn is_date(&self, date: BirthDate) -> bool;
}

/// Takes a group of rows apart.
pub(crate) fn part(
    rule: Rule,
    chosen: Rules,
    entries: &[Entry<'_>],
    placeholders: &dyn Placeholders,
) -> Parted {
    match rule {
        Rule::Iin => by_number(entries),
        Rule::NameDigits => digits::by_digits(chosen, entries, placeholders),
        _ => by_name(rule, chosen, entries, placeholders),
    }
}

fn by_number(entries: &[Entry<'_>]) -> Parted {
    // Most groups are of one person, written alike.
    if entries.windows(2).all(|pair| pair[0].names == pair[1].names) {
        let nameless = entries.first().is_none_or(|entry| entry.names.is_empty());
        return Parted::one_person(entries.len(), !nameless && !has_restored(entries));
    }
    by_names(entries)
}

/// Whether some number is only taken for the one it is compared as.
fn has_restored(entries: &[Entry<'_>]) -> bool {
    entries.iter().any(|entry| matches!(entry.number, Number::Restored(_)))
}

/// Rows of one number, parted by names.
fn by_names(entries: &[Entry<'_>]) -> Parted {
    let mut distinct: BTreeMap<&Names, Vec<usize>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        distinct.entry(&entry.names).or_default().push(index);
    }
    let nameless = distinct.keys().any(|names| names.is_empty());
    let named: Vec<(&Names, &Vec<usize>)> =
        distinct.iter().filter(|(names, _)| !names.is_empty()).map(|(names, rows)| (*names, rows)).collect();
    let clusters = cluster(&named);
    let certain = !has_restored(entries);
    if clusters.len() <= 1 {
        return Parted::one_person(entries.len(), !nameless && certain);
    }
    let persons = clusters
        .into_iter()
        .filter(|rows| rows.len() > 1)
        .map(|members| Person { members: members.into(), ambiguous: false, certain })
        .collect();
    let one_number = (0..entries.len()).filter(|index| !entries[*index].names.is_empty()).collect();
    Parted { persons, one_number, two_numbers: Vec::new() }
}

/// Joins the rows of names that are compatible, directly or through others; in the order of the names, so that the order
/// of the rows does not matter.
fn cluster(named: &[(&Names, &Vec<usize>)]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..named.len()).collect();
    let compared = named.len().min(MOST_PEOPLE);
    for right in 0..compared {
        for left in 0..right {
            if compare(named[left].0, named[right].0) == Agreement::Compatible {
                let (from, to) = (leader[right].max(leader[left]), leader[right].min(leader[left]));
                leader.iter_mut().filter(|each| **each == from).for_each(|each| *each = to);
            }
        }
    }
    let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for ((_, rows), leader) in named.iter().zip(leader) {
        clusters.entry(leader).or_default().extend(*rows);
    }
    clusters
        .into_values()
        .map(|mut rows| {
            rows.sort_unstable();
            rows
        })
        .collect()
}

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

fn by_name(rule: Rule, chosen: Rules, entries: &[Entry<'_>], placeholders: &dyn Placeholders) -> Parted {
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
        let date = entry.whole_date().filter(|date| !placeholders.is_date(*date));
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

/// Whether a stronger rule that was chosen puts all of these rows into one of its groups, or has settled them: the rules
/// by birth year say nothing of rows that all state whole dates, where these are compared. The rows share names.
fn lies_inside(
    rule: Rule,
    chosen: Rules,
    entries: &[Entry<'_>],
    rows: &[usize],
    placeholders: &dyn Placeholders,
) -> bool {
    let Some((first, others)) = rows.split_first().map(|(first, others)| (&entries[*first], others)) else {
        return true;
    };
    let all = |same: &dyn Fn(&Entry<'_>) -> bool| others.iter().all(|index| same(&entries[*index]));
    if chosen.contains(Rule::Iin)
        && let Some(iin) = first.number.valid()
        && all(&|entry| entry.number.valid() == Some(iin))
    {
        return true;
    }
    let is_dated = |entry: &Entry<'_>| entry.written_date().is_some_and(|date| !placeholders.is_date(date));
    if rule > Rule::NameDate && chosen.contains(Rule::NameDate) && is_dated(first) && all(&is_dated) {
        return true;
    }
    let year = |entry: &Entry<'_>| entry.birth_date.map(BirthDate::year);
    if year(first).is_none() || !all(&|entry| year(entry) == year(first)) {
        return false;
    }
    let one_address = !first.address.is_empty() && all(&|entry| entry.address == first.address);
    let one_region = !first.region.is_empty() && all(&|entry| entry.region == first.region);
    (rule > Rule::NameYearAddress && chosen.contains(Rule::NameYearAddress) && one_address)
        || (rule > Rule::NameYearRegion && chosen.contains(Rule::NameYearRegion) && one_region)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use proptest::prelude::*;

    use super::*;
    use crate::row::entry::tests::named;

    proptest! {
        #[test]
        fn one_name_is_parted_as_any_names(rows in prop::collection::vec(0..5_usize, 1..7)) {
            let spelled = [
                ["", "", ""],
                ["иванов", "иван", "петрович"],
                ["иванов", "иван", ""],
                ["сейтқали", "айгүл", "болатқызы"],
                ["ким", "анна", ""],
            ];
            let all = spelled.map(|parts| Rc::new(Names::new(parts)));
            let entries: Vec<Entry<'_>> =
                rows.iter().enumerate().map(|(row, names)| named(row as u64, &all[*names])).collect();
            prop_assert_eq!(by_number(&entries), by_names(&entries));
        }
    }
}
