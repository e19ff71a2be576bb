//! Numbers and codes.

use super::Comparator;
use crate::likeness::{Letters, edits_within};
use crate::records::Values;

/// Compares numbers and codes by slips of the pen.
pub(super) struct Identifiers {
    letters: Letters,
}

impl Identifiers {
    pub(super) fn new(values: &Values) -> Self {
        Self { letters: Letters::of(values) }
    }
}

impl Comparator for Identifiers {
    fn levels(&self) -> &'static [&'static str] {
        &["different", "two slips", "one slip"]
    }

    fn level(&self, left: u32, right: u32) -> u8 {
        let (left, right) = (self.letters.get(left), self.letters.get(right));
        let most = if left.len().max(right.len()) >= 8 { 2 } else { 1 };
        edits_within(most, left, right).map_or(0, |edits| if edits == 1 { 2 } else { 1 })
    }
}
