//! One record as it is held: 87 bits of its fingerprint, whether it has found its equal, and where it stands.

use crate::records::POSITION_BITS;

/// Bits of the second half of a fingerprint that an entry has room for.
const FURTHER_BITS: u32 = 64 - POSITION_BITS - 1;
/// The bit that tells that the entry has found its equal.
const PAIRED: u64 = 1 << POSITION_BITS;

/// A record. Entries are ordered by fingerprint, then by position; of equal ones those without an equal go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    first: u64,
    rest: u64,
}

impl Entry {
    #[inline]
    pub(super) fn new([first, second]: [u64; 2], position: u64) -> Self {
        Self { first, rest: second >> (64 - FURTHER_BITS) << (POSITION_BITS + 1) | position }
    }

    /// The upper bits of the fingerprint, which choose the place.
    #[inline]
    pub(super) fn first(self) -> u64 {
        self.first
    }

    /// What tells records apart.
    #[inline]
    pub(super) fn fingerprint(self) -> (u64, u64) {
        (self.first, self.rest >> (POSITION_BITS + 1))
    }

    #[inline]
    pub(super) fn position(self) -> u64 {
        self.rest & (PAIRED - 1)
    }

    #[inline]
    pub(super) fn is_paired(self) -> bool {
        self.rest & PAIRED != 0
    }

    /// The same fingerprint, paired with the record at this position.
    #[inline]
    pub(super) fn paired_with(self, position: u64) -> Self {
        Self {
            first: self.first,
            rest: self.rest >> (POSITION_BITS + 1) << (POSITION_BITS + 1) | PAIRED | position,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_keeps_what_it_is_made_of() {
        let last = (1 << POSITION_BITS) - 1;
        let entry = Entry::new([7, u64::MAX], last);
        assert_eq!((entry.first(), entry.position(), entry.is_paired()), (7, last, false));
        assert_eq!(entry.fingerprint(), (7, (1 << FURTHER_BITS) - 1));
        let paired = entry.paired_with(3);
        assert_eq!((paired.position(), paired.is_paired()), (3, true));
        assert_eq!(paired.fingerprint(), entry.fingerprint());
        assert_ne!(Entry::new([7, 1 << 63], 0).fingerprint(), entry.fingerprint());
    }
}
