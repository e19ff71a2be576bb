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

    /// Whether these rows stand in different files of one list, each once: they are one entry, given several times.
    pub(crate) fn are_one_entry<'e>(&self, mut rows: impl Iterator<Item = &'e Entry<'e>> + Clone) -> bool {
        let of = |file: usize| self.sets.iter().position(|set| set.contains(&file));
        if self.sets.is_empty() {
            return false;
        }
        let mut files: Vec<usize> = rows.clone().map(|row| row.file).collect();
        let set = files.first().and_then(|file| of(*file));
        let is_of_set = set.is_some() && rows.all(|row| of(row.file) == set);
        files.sort_unstable();
        is_of_set && files.windows(2).all(|pair| pair[0] != pair[1])
    }
}
