//! A group taken apart into persons, and what a stronger rule has settled already.

use smallvec::{SmallVec, smallvec};
use tizim_people::BirthDate;

use crate::persons::placeholders::PlaceholderDates;
use crate::row::entry::Entry;
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
    pub(crate) fn one_person(rows: usize, certain: bool) -> Self {
        let person = Person { members: (0..rows).collect(), ambiguous: false, certain };
        Self { persons: smallvec![person], ..Self::default() }
    }
}

/// More different names or numbers than this in one group are not compared with each other.
pub(crate) const MOST_PEOPLE: usize = 16;

/// Whether a stronger rule that was chosen puts all of these rows into one of its groups, or has settled them: the rules
/// by birth year say nothing of rows that all state whole dates, where these are compared. The rows share names.
pub(crate) fn lies_inside(
    rule: Rule,
    chosen: Rules,
    entries: &[Entry<'_>],
    rows: &[usize],
    placeholders: &PlaceholderDates,
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
    let one_identifier = !first.identifier.is_empty() && all(&|entry| entry.identifier == first.identifier);
    if rule > Rule::Identifier && chosen.contains(Rule::Identifier) && one_identifier {
        return true;
    }
    let is_dated = |entry: &Entry<'_>| entry.written_date().is_some_and(|date| !placeholders.contains(date));
    if rule > Rule::NameDate && chosen.contains(Rule::NameDate) && is_dated(first) && all(&is_dated) {
        return true;
    }
    let year = |entry: &Entry<'_>| entry.birth_date.map(BirthDate::year);
    if year(first).is_none() || !all(&|entry| year(entry) == year(first)) {
        return false;
    }
    let one = |of: &dyn Fn(&Entry<'_>) -> bool, first: &str| !first.is_empty() && all(of);
    let address = |entry: &Entry<'_>| entry.address.normal() == first.address.normal();
    let region = |entry: &Entry<'_>| entry.region == first.region;
    let is_below = |stronger: Rule| rule > stronger && chosen.contains(stronger);
    (is_below(Rule::NameYearAddress) && one(&address, first.address.normal()))
        || (is_below(Rule::NameYearRegion) && one(&region, first.region))
}
