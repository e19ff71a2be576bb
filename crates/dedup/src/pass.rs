//! What the workers of one pass share.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use crate::budget::Budget;
use crate::fingerprint::Fingerprinter;
use crate::lists::bytes_of;
use crate::plan::Plan;
use crate::records::MOST_RULES;
use crate::watch::{Stage, Watch};

/// How a fingerprint and a position share one 64-bit entry: the lower bits of the fingerprint above, the position
/// below, and between them, where anchors matter, one bit that marks an anchor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// How far the fingerprint is shifted up.
    pub(crate) shift: u32,
    /// The bits of the position.
    pub(crate) position: u64,
    /// The bit of an anchor, or none.
    pub(crate) anchor: u64,
    /// Which bits of the fingerprint are used: all of them, unless weakened for a test.
    pub(crate) fingerprint: u64,
}

impl Layout {
    pub(crate) fn new(position_bound: u64, anchors: bool, fingerprint_bits: u32) -> Self {
        let bits = (64 - position_bound.saturating_sub(1).leading_zeros()).clamp(1, crate::POSITION_BITS);
        Self {
            shift: bits + u32::from(anchors),
            position: (1 << bits) - 1,
            anchor: if anchors { 1 << bits } else { 0 },
            fingerprint: !u64::MAX.checked_shr(fingerprint_bits).unwrap_or(0),
        }
    }
}

/// What the workers of one pass share.
pub(crate) struct Pass<'a> {
    pub(crate) fingerprinter: Fingerprinter,
    pub(crate) layout: Layout,
    pub(crate) plan: &'a Plan,
    /// Per rule, how many records may share a key before it is hot.
    pub(crate) hot_above: [u64; MOST_RULES],
    /// Partitions from here on were given up for want of memory.
    pub(crate) limit: AtomicUsize,
    /// Not even the first partition fits.
    pub(crate) too_small: AtomicBool,
    /// A position that is not below the promised bound, plus one.
    pub(crate) bad_position: AtomicU64,
    pub(crate) budget: &'a Budget,
    /// Bytes of the budget that the entries must leave.
    pub(crate) reserve: usize,
    /// The lines that are granted at one time.
    pub(crate) granted_lines: usize,
    /// How many entries a worker may hold in a partition before it looks for hot keys there.
    pub(crate) crowded: u32,
    pub(crate) watch: &'a dyn Watch,
    pub(crate) stage: Stage,
    /// Records visited so far.
    pub(crate) seen: AtomicU64,
    pub(crate) estimate: Option<u64>,
    /// Grants that each worker may take before others may take more.
    pub(crate) promise: usize,
    /// Grants that are promised and not yet taken, over all workers.
    pub(crate) promised: AtomicUsize,
}

impl Pass<'_> {
    /// Whether the budget allows further lines to a worker that was granted some `own` times. A part of the budget is promised
    /// to each worker, so that a late starter finds something.
    pub(crate) fn grants(&self, own: usize) -> bool {
        let relaxed = Ordering::Relaxed;
        let bytes = bytes_of(self.granted_lines);
        let promised = own < self.promise
            && self.promised.fetch_update(relaxed, relaxed, |left| left.checked_sub(1)).is_ok();
        let kept = if promised { 0 } else { self.promised.load(relaxed) * bytes };
        self.budget.try_take(bytes, self.reserve + kept)
    }

    /// Gives up the upper partitions, when `held` was the limit under which the memory ran out: so many that what is
    /// left should hold the rest of the scan, if its length is known, else half.
    pub(crate) fn shrink(&self, held: usize) {
        if held <= 1 {
            self.too_small.store(true, Ordering::Relaxed);
            self.limit.store(0, Ordering::Relaxed);
            return;
        }
        let seen = self.seen.load(Ordering::Relaxed) as f64;
        let share = match self.estimate {
            Some(all) if all > 0 => (0.9 * seen / all as f64).clamp(0.25, 0.85),
            _ => 0.5,
        };
        let kept = ((held as f64 * share) as usize).clamp(1, held - 1);
        self.limit.fetch_min(kept, Ordering::Relaxed);
    }

    /// Whether the scan should end early.
    pub(crate) fn ended(&self) -> bool {
        self.too_small.load(Ordering::Relaxed)
            || self.bad_position.load(Ordering::Relaxed) != 0
            || self.watch.cancelled()
    }
}
