//! Rows without an equal that share a whole valid number: a pair where each list has one of them, told as several where a
//! list has more.

use crate::reconcile::difference::{Side, What};
use crate::reconcile::rows::RowBits;
use crate::reconcile::teller::Item;

/// What became of rows that were sought.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// In a pair.
    pub(super) paired: [RowBits; 2],
    /// One of several.
    pub(super) several: [RowBits; 2],
}

/// The rows of a group, by what they are.
#[derive(Debug, Clone, Default)]
pub(super) struct GroupRows {
    /// Those sought of each list.
    pub(super) sought: [Vec<u64>; 2],
    /// Whether others share the number that are equal in both lists.
    pub(super) is_in_both: bool,
}

impl GroupRows {
    /// The pair, where it is one.
    pub(super) fn settle(&self, settled: &mut Settled) -> Option<Item> {
        let [left, right] = &self.sought;
        match (left.as_slice(), right.as_slice()) {
            ([one], [other]) if !self.is_in_both => {
                settled.paired[Side::A as usize].insert(*one);
                settled.paired[Side::B as usize].insert(*other);
                return Some(Item { what: What::Changed, rows: [Some(*one), Some(*other)] });
            }
            // All of them stand in one list alone.
            ([], _) | (_, []) if !self.is_in_both => {}
            _ => {
                for (rows, several) in self.sought.iter().zip(&mut settled.several) {
                    for row in rows {
                        several.insert(*row);
                    }
                }
            }
        }
        None
    }
}
