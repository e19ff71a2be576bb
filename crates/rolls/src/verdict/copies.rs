//! Files that hold one list twice: what agrees between them says nothing of any person.

use crate::row::entry::Entry;

/// Sets of files of one list each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Copies {
    sets: Vec<Vec<usize>>,
}

impl Copies {
    pub(crate) fn new(sets: Vec<Vec<usize>>) -> Self {
        Self { sets }
    }

    pub(crate) fn sets(&self) -> &[Vec<usize>] {
        &self.sets
    }

    /// What these rows are of each other, as far as files hold one list twice.
    pub(crate) fn of<'e>(&self, mut rows: impl Iterator<Item = &'e Entry<'e>> + Clone) -> Across {
        let set_of = |file: usize| self.sets.iter().position(|set| set.contains(&file));
        if self.sets.is_empty() {
            return Across::Lists;
        }
        let mut files: Vec<usize> = rows.clone().map(|row| row.file).collect();
        let set = files.first().and_then(|file| set_of(*file));
        let is_of_set = set.is_some() && rows.clone().all(|row| set_of(row.file) == set);
        files.sort_unstable();
        if !is_of_set || files.windows(2).any(|pair| pair[0] == pair[1]) {
            return Across::Lists;
        }
        let first = rows.next();
        let is_in_place = |row: &Entry<'_>| first.is_some_and(|first| are_in_one_place(first, row));
        if rows.all(is_in_place) { Across::OneEntry } else { Across::Versions }
    }
}

/// What rows of files are of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Across {
    /// Two entries, as far as the files say.
    Lists,
    /// One entry, given several times: the rows stand in different files of one list, each once, and in one place.
    OneEntry,
    /// The same, but in different places: the person has moved between two versions of the list, or is on it twice.
    Versions,
}

/// Whether two rows state one precinct and one address; what neither states does not differ, nor does an address that only
/// one version states.
fn are_in_one_place(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    let unstated = one.precinct.is_empty() && other.precinct.is_empty() && one.region == other.region;
    let [first, second] = [one, other].map(|entry| entry.address.normal());
    let addresses = first.is_empty() || second.is_empty() || first == second;
    (unstated || one.place == other.place) && addresses
}
