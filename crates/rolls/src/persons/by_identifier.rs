//! The rule by identifier: rows of one document number, or of one number that is not valid, as it is written.

use std::collections::BTreeSet;

use tizim_people::Iin;

use crate::persons::by_number::by_number;
use crate::persons::parted::{Parted, lies_inside};
use crate::persons::placeholders::PlaceholderDates;
use crate::row::entry::Entry;
use crate::{Rule, Rules};

/// Rows of one such number: parted by names as rows of a valid number are, and never certain.
pub(crate) fn by_identifier(chosen: Rules, entries: &[Entry<'_>], placeholders: &PlaceholderDates) -> Parted {
    let inside = |rows: &[usize]| lies_inside(Rule::Identifier, chosen, entries, rows, placeholders);
    let all: Vec<usize> = (0..entries.len()).collect();
    if inside(&all) {
        return Parted::default();
    }
    let numbers = |rows: &[usize]| -> BTreeSet<Iin> {
        rows.iter().filter_map(|index| entries[*index].number.valid()).collect()
    };
    let mut parted = by_number(entries);
    parted.persons.retain(|person| numbers(&person.members).len() < 2 && !inside(&person.members));
    parted.persons.iter_mut().for_each(|person| person.certain = false);
    parted
}
