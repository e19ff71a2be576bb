//! Groups that wait to be judged together, so that their rows are read back together.

use tizim_dedup::Position;

use crate::Rule;

/// Rows that are read back at one time.
const ROWS: usize = 65_536;
/// Rows that are worth a slice.
const LEAST: usize = 256;
/// Slices for each thread, so that all end together, and the rows of one stay in a core's own cache.
const SLICES: usize = 32;

/// Groups that are judged together.
#[derive(Debug, Default)]
pub(crate) struct GroupBatch {
    positions: Vec<u64>,
    /// The rule of each group, and where it ends among the positions.
    groups: Vec<(Rule, usize)>,
}

/// Some groups of a batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GroupSlice<'b> {
    pub(crate) positions: &'b [u64],
    /// Where its positions begin among all.
    start: usize,
    /// The rule of each group, and where it ends among all positions.
    ends: &'b [(Rule, usize)],
}

impl GroupSlice<'_> {
    /// The rule of each group, and where it ends among the positions of this slice.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (Rule, usize)> {
        self.ends.iter().map(|(rule, end)| (*rule, end - self.start))
    }
}

impl GroupBatch {
    /// Puts a group behind the others, if it is wanted.
    pub(crate) fn add(&mut self, rule: Rule, group: &[Position], is_wanted: impl FnOnce(&[u64]) -> bool) {
        let before = self.positions.len();
        self.positions.extend(group.iter().map(|position| position.0));
        if is_wanted(&self.positions[before..]) {
            self.groups.push((rule, self.positions.len()));
        } else {
            self.positions.truncate(before);
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.positions.len() >= ROWS
    }

    /// Makes room for other groups.
    pub(crate) fn clear(&mut self) {
        self.positions.clear();
        self.groups.clear();
    }

    /// All groups in their order, in slices of about equally many rows.
    pub(crate) fn slices(&self, threads: usize) -> Vec<GroupSlice<'_>> {
        let rows = self.positions.len().div_ceil(SLICES * threads.max(1)).max(LEAST);
        let mut slices = Vec::new();
        let (mut first, mut start) = (0, 0);
        for (index, (_, end)) in self.groups.iter().enumerate() {
            if *end >= start + rows || index + 1 == self.groups.len() {
                let positions = &self.positions[start..*end];
                slices.push(GroupSlice { positions, start, ends: &self.groups[first..=index] });
                (first, start) = (index + 1, *end);
            }
        }
        slices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_hold_all_groups_in_their_order() {
        let mut batch = GroupBatch::default();
        for round in 0..3 {
            batch.clear();
            let sizes = (0..700_usize).map(|group| 2 + group * (round + 7) % 90);
            let mut position = 0;
            for size in sizes {
                let group: Vec<Position> = (0..size as u64).map(|row| Position(position + row)).collect();
                position += size as u64;
                batch.add(Rule::Iin, &group, |_| true);
                batch.add(Rule::Iin, &group, <[u64]>::is_empty);
            }
            let (mut next, mut groups) = (0, 0);
            let slices = batch.slices(2);
            assert!(slices.len() > 30 && slices.len() <= 2 * SLICES);
            for slice in slices {
                for position in slice.positions {
                    assert_eq!(*position, next);
                    next += 1;
                }
                assert_eq!(slice.groups().last().unwrap().1, slice.positions.len());
                groups += slice.groups().count();
            }
            assert_eq!((next, groups), (position, 700));
        }
        assert!(GroupBatch::default().slices(2).is_empty());
    }
}
