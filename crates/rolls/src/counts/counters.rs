//! Hashed counters that all workers share.
//!
//! A nation's counters do not fit a core's own cache, and an atomic addition that has to wait for memory lets nothing else
//! go on beside it. So every worker gathers the places it counts at, and adds to many at a time: they are first read, all
//! of which waits at once, and then added to.

use std::hint::black_box;
use std::sync::atomic::{AtomicU32, Ordering};

/// Places gathered before they are added to: as many as fit a core's first cache with their counters.
const GATHERED: usize = 256;

/// Counters by number, from zero.
#[derive(Debug)]
pub(crate) struct Counters(Vec<AtomicU32>);

/// Places that one worker has still to count at.
#[derive(Debug)]
pub(crate) struct Gathered(Vec<u32>);

impl Counters {
    /// So many counters, all zero.
    pub(crate) fn new(width: usize) -> Self {
        Self((0..width).map(|_| AtomicU32::new(0)).collect())
    }

    /// Counts at a place once, now or at the latest by [`Counters::add`]; a place beyond the last counter is none.
    #[inline]
    pub(crate) fn count(&self, gathered: &mut Gathered, place: usize) {
        gathered.0.push(place as u32);
        if gathered.0.len() == GATHERED {
            self.add(gathered);
        }
    }

    /// Adds what was gathered.
    #[inline(never)]
    pub(crate) fn add(&self, gathered: &mut Gathered) {
        let touched = gathered.0.iter().map(|&place| self.get(place as usize)).fold(0, u32::wrapping_add);
        black_box(touched);
        for place in gathered.0.drain(..) {
            if let Some(counter) = self.0.get(place as usize) {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// A count, zero beyond the last counter.
    #[inline]
    pub(crate) fn get(&self, place: usize) -> u32 {
        self.0.get(place).map_or(0, |counter| counter.load(Ordering::Relaxed))
    }

    /// All counts in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|counter| counter.load(Ordering::Relaxed))
    }
}

impl Gathered {
    pub(crate) fn new() -> Self {
        Self(Vec::with_capacity(GATHERED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gathered_is_lost() {
        let counters = Counters::new(1000);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let mut gathered = Gathered::new();
                    (0..1001).for_each(|place| counters.count(&mut gathered, place * 8 % 1001));
                    counters.add(&mut gathered);
                });
            }
        });
        assert!(counters.iter().all(|count| count == 3));
        assert_eq!(counters.get(1000), 0);
    }
}
