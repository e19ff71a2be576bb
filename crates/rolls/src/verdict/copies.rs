//! Files that hold one list twice: what agrees between them says nothing of any person.

use std::collections::BTreeMap;

use crate::row::entry::Entry;

/// How the precincts of two files of one list are compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Places {
    /// Region and number.
    #[default]
    Compared,
    /// By number alone: one of the files does not state regions, or states others.
    ByNumber,
    /// Not at all: they are numbered otherwise, or one of the files states none.
    NotCompared,
}

/// Files of one list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CopySet {
    pub(crate) files: Vec<usize>,
    pub(crate) places: Places,
}

/// Sets of files of one list each, and files that hold theirs several times.
#[derive(Debug, Clone, Default)]
pub(crate) struct Copies {
    sets: Vec<CopySet>,
    /// How often, by file.
    pasted: BTreeMap<usize, u32>,
}

impl Copies {
    pub(crate) fn new(sets: Vec<CopySet>, pasted: BTreeMap<usize, u32>) -> Self {
        Self { sets, pasted }
    }

    pub(crate) fn sets(&self) -> &[CopySet] {
        &self.sets
    }

    /// Files that hold their list several times, and how often.
    pub(crate) fn pasted(&self) -> impl Iterator<Item = (usize, u32)> {
        self.pasted.iter().map(|(file, times)| (*file, *times))
    }

    /// How often a file holds its list.
    pub(crate) fn times(&self, file: usize) -> u32 {
        self.pasted.get(&file).copied().unwrap_or(1)
    }

    fn set_of(&self, file: usize) -> Option<&CopySet> {
        self.sets.iter().find(|set| set.files.contains(&file))
    }

    /// Leaves of the rows of a group those of one copy, where there is more to be said of them than that they are copies: a
    /// second entry inside one of the copies, or an entry on another list.
    pub(crate) fn leave_one(&self, rows: &mut Vec<Entry<'_>>) {
        if (self.sets.is_empty() && self.pasted.is_empty()) || self.of(rows.iter()) != Across::Lists {
            return;
        }
        if !self.pasted.is_empty() {
            let mut seen: Vec<(usize, crate::row::place::PlaceNumber, u32)> = Vec::new();
            rows.retain(|row| {
                let known = seen.iter_mut().find(|(file, place, _)| (*file, *place) == (row.file, row.place));
                let Some((.., count)) = known else {
                    seen.push((row.file, row.place, 1));
                    return true;
                };
                *count += 1;
                (*count - 1) % self.times(row.file) == 0
            });
        }
        if self.of(rows.iter()) != Across::Lists {
            return;
        }
        for set in &self.sets {
            let count = |file: &usize| rows.iter().filter(|row| row.file == *file).count();
            let fullest = set.files.iter().rev().max_by_key(|file| count(file)).copied();
            rows.retain(|row| Some(row.file) == fullest || !set.files.contains(&row.file));
        }
    }

    /// What these rows are of each other, as far as files hold one list twice.
    pub(crate) fn of<'e>(&self, rows: impl Iterator<Item = &'e Entry<'e>> + Clone) -> Across {
        if self.sets.is_empty() && self.pasted.is_empty() {
            return Across::Lists;
        }
        let Some(first) = rows.clone().next() else { return Across::Lists };
        let of_file = rows.clone().filter(|row| row.file == first.file).count();
        if of_file > 1 && of_file == rows.clone().count() {
            let is_pasted = of_file <= self.times(first.file) as usize
                && rows.clone().all(|row| are_in_one_place(first, row, Places::Compared));
            return if is_pasted { Across::OneEntry } else { Across::Lists };
        }
        let mut files: Vec<usize> = rows.clone().map(|row| row.file).collect();
        files.sort_unstable();
        let set = self.set_of(first.file);
        let Some(set) = set.filter(|set| files.iter().all(|file| set.files.contains(file))) else {
            return Across::Lists;
        };
        if files.windows(2).any(|pair| pair[0] == pair[1]) {
            return Across::Lists;
        }
        let mut rows = rows;
        let is_in_place = |row: &Entry<'_>| are_in_one_place(first, row, set.places);
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
fn are_in_one_place(one: &Entry<'_>, other: &Entry<'_>, places: Places) -> bool {
    let unstated = one.precinct.is_empty() && other.precinct.is_empty() && one.region == other.region;
    let [first, second] = [one, other].map(|entry| entry.address.normal());
    let addresses = first.is_empty() || second.is_empty() || first == second;
    let is_one = match places {
        Places::Compared => one.place == other.place,
        Places::ByNumber => one.place.without_region() == other.place.without_region(),
        Places::NotCompared => true,
    };
    (unstated || is_one) && addresses
}
