//! The account of the memory that a search holds.
//!
//! Everything whose size grows with the input is taken from the budget before it is allocated and given back when it
//! is freed. What cannot be taken is done in a later pass.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How much may be held, is held, and was held at most.
#[derive(Debug)]
pub(crate) struct Budget {
    memory: usize,
    used: AtomicUsize,
    peak: AtomicUsize,
}

impl Budget {
    pub(crate) fn new(memory: usize) -> Self {
        Self { memory, used: AtomicUsize::new(0), peak: AtomicUsize::new(0) }
    }

    /// What may be held in all.
    pub(crate) fn memory(&self) -> usize {
        self.memory
    }

    /// What may still be taken.
    pub(crate) fn left(&self) -> usize {
        self.memory.saturating_sub(self.used.load(Ordering::Relaxed))
    }

    /// The most that was held at one time.
    pub(crate) fn peak(&self) -> usize {
        self.peak.load(Ordering::Relaxed)
    }

    /// Takes `bytes` that must be had, whether they fit or not: small things, and what was measured before.
    pub(crate) fn take(&self, bytes: usize) {
        let used = self.used.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.peak.fetch_max(used, Ordering::Relaxed);
    }

    /// Takes `bytes` if at least `reserve` are left after that.
    pub(crate) fn try_take(&self, bytes: usize, reserve: usize) -> bool {
        let taken = self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
            let after = used.checked_add(bytes)?;
            (after.checked_add(reserve)? <= self.memory).then_some(after)
        });
        if let Ok(before) = taken {
            self.peak.fetch_max(before + bytes, Ordering::Relaxed);
        }
        taken.is_ok()
    }

    /// Gives `bytes` back.
    pub(crate) fn give(&self, bytes: usize) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_can_be_given_back_and_never_exceeds() {
        let budget = Budget::new(100);
        assert!(budget.try_take(60, 40));
        assert!(!budget.try_take(1, 40));
        assert!(budget.try_take(40, 0));
        assert_eq!(budget.left(), 0);
        budget.give(100);
        assert_eq!((budget.left(), budget.peak()), (100, 100));
    }
}
