//! Which groups say nothing new, because a stronger rule said it before.

use crate::records::Position;
use crate::table::UniformMap;

/// Tells whether a group lies inside one that came before, under a stronger rule.
///
/// Feed it the groups as they come, the strongest rule first. It remembers every record that stood in a new group: some
/// 50 bytes each, which is the caller's memory, not the search's; [`Strength::bytes`] tells how much.
///
/// ```
/// use tizim_dedup::{Position, Strength};
///
/// let at = |places: &[u64]| places.iter().copied().map(Position).collect::<Vec<_>>();
/// let mut strength = Strength::default();
/// assert!(strength.is_new(&at(&[1, 5, 9])));
/// assert!(!strength.is_new(&at(&[5, 9])), "inside the first");
/// assert!(strength.is_new(&at(&[5, 9, 12])), "one record more");
/// assert!(strength.is_new(&at(&[1, 12])), "no group before holds both");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Strength {
    /// By position: the numbers of the groups that hold it, ascending.
    groups: UniformMap<u64, Vec<u32>>,
    next: u32,
    memberships: usize,
}

impl Strength {
    /// Whether no group before holds all of `positions`; if so, remembers the group. A group without positions is not
    /// new.
    pub fn is_new(&mut self, positions: &[Position]) -> bool {
        let of = |position: &Position| self.groups.get(&position.0).map_or(&[][..], Vec::as_slice);
        let Some((first, rest)) = positions.split_first() else { return false };
        let inside = of(first).iter().any(|group| rest.iter().all(|position| of(position).contains(group)));
        if inside {
            return false;
        }
        for position in positions {
            self.groups.entry(position.0).or_default().push(self.next);
        }
        self.memberships += positions.len();
        self.next += 1;
        true
    }

    /// About how many bytes are remembered.
    pub fn bytes(&self) -> usize {
        self.groups.capacity() * (size_of::<u64>() + size_of::<Vec<u32>>() + 1) + self.memberships * 16
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn agrees_with_subsets(groups in prop::collection::vec(prop::collection::btree_set(0..8_u64, 1..5), 0..20)) {
            let mut strength = Strength::default();
            let mut before: Vec<BTreeSet<u64>> = Vec::new();
            for group in groups {
                let positions: Vec<Position> = group.iter().copied().map(Position).collect();
                let new = !before.iter().any(|earlier| group.is_subset(earlier));
                prop_assert_eq!(strength.is_new(&positions), new);
                before.push(group);
            }
        }
    }
}
