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

    /// Whether these rows are one entry, given several times: they stand in different files of one list, each once, and in
    /// one place. A person who stands in another precinct or at another address in another version has moved, or stands on
    /// the list twice.
    pub(crate) fn are_one_entry<'e>(&self, mut rows: impl Iterator<Item = &'e Entry<'e>> + Clone) -> bool {
        let of = |file: usize| self.sets.iter().position(|set| set.contains(&file));
        if self.sets.is_empty() {
            return false;
        }
        let mut files: Vec<usize> = rows.clone().map(|row| row.file).collect();
        let set = files.first().and_then(|file| of(*file));
        let is_of_set = set.is_some() && rows.clone().all(|row| of(row.file) == set);
        files.sort_unstable();
        let first = rows.next();
        let is_in_place = |row: &Entry<'_>| first.is_some_and(|first| are_in_one_place(first, row));
        is_of_set && files.windows(2).all(|pair| pair[0] != pair[1]) && rows.all(is_in_place)
    }
}

/// Whether two rows state one precinct and one address; what neither states does not differ, nor does an address that only
/// one version states.
fn are_in_one_place(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    let unstated = one.precinct.is_empty() && other.precinct.is_empty() && one.region == other.region;
    let addresses = one.address.is_empty() || other.address.is_empty() || one.address == other.address;
    (unstated || one.place == other.place) && addresses
}
