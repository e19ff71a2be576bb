//! The rule by number: rows of one number, parted by names that exclude each other.

use std::collections::BTreeMap;
use tizim_people::names::{Agreement, compare};

use crate::persons::parted::{MOST_PEOPLE, Parted, Person};
use crate::row::entry::{Entry, Names, Number};

/// Rows of one number.
pub(crate) fn by_number(entries: &[Entry<'_>]) -> Parted {
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
            if compare(named[left].0.parts(), named[right].0.parts()) == Agreement::Compatible {
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
