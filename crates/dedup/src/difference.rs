//! The difference of two sets of records, each with its copies: which records of one side have no equal on the other.
//!
//! Of two versions of one table most records are equal. So each record is one key, its whole content; the left records are
//! held by fingerprint in partitions that fit a core's cache, and each right record takes its equal away. What remains on
//! either side is told, record by record. Copies count: a record that stands twice on the left and once on the right
//! remains once, and of equal records those with the greatest positions remain.
//!
//! Unlike a [search](crate::find_groups) nothing is fetched again: two records are taken for equal if 87 bits of their
//! fingerprints are, under a secret key. Among two times twelve million records that are all different, the chance that any
//! two are taken for equal is one in a million million; whoever writes the records cannot bring it about without the key.

mod entry;
mod partition;
mod slices;
mod visitor;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::budget::Budget;
use crate::error::Error;
use crate::fingerprint::Fingerprinter;
use crate::records::{Position, Visitor};
use crate::settings::LEAST_MEMORY;
use crate::threads::on_each;
use crate::watch::{Stage, Watch};

use partition::Partition;
pub use slices::SliceSides;
use visitor::SideVisitor;

/// One of two sets of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The one that is held in memory: best the smaller.
    Left,
    /// The other.
    Right,
}

/// A record without an equal on the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unpaired {
    /// Its side.
    pub side: Side,
    /// Where it stands there.
    pub position: Position,
    /// Whether the other side has records equal to it, each paired with another one of this side: it is a copy too many.
    pub has_equal: bool,
}

/// Two sets of records, each record with a position and one key: its content.
///
/// Keys must be the same at every scan.
pub trait TwoSides: Sync {
    /// Why records could not be read.
    type Error: Send;

    /// About how many records the left side has, if that can be told cheaply. It never decides what is found.
    fn estimated_left(&self) -> Option<u64> {
        None
    }

    /// Visits each record of a side exactly once, on up to `threads` threads, and returns the visitors, one per worker, each
    /// made by `make`. Keys are those of rule 0. May be called any number of times.
    ///
    /// # Errors
    /// Whatever keeps the records from being read; the search ends with it.
    fn scan<V: Visitor>(
        &self,
        side: Side,
        threads: usize,
        make: &(dyn Fn() -> V + Sync),
    ) -> Result<Vec<V>, Self::Error>;
}

/// What a difference took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DifferenceStatistics {
    /// Pairs of equal records.
    pub pairs: u64,
    /// How often both sides were read.
    pub passes: u32,
    /// The most bytes that were held at one time.
    pub peak_bytes: usize,
}

/// Partitions are cut so that one has about so many records.
const PARTITION: u64 = 6_000;
/// Bits of the number of partitions.
const LEAST_BITS: u32 = 4;
const MOST_BITS: u32 = 11;

/// Tells every record of either side that has no equal on the other, each once and in no order, from several threads; which
/// ones does not hang on threads, memory or key.
///
/// `memory` bounds what is held beside half a megabyte per thread; what does not fit is done in further passes over both
/// sides.
///
/// # Errors
/// See [`Error`]; [`Error::Memory`] where more equal records than the memory can hold stand on the left.
///
/// ```
/// use std::sync::Mutex;
/// use tizim_dedup::{Position, Side, SliceSides, Unpaired, Unwatched, difference};
///
/// let (may, june) = (["Abai 12", "Abai 14", "Abai 14"], ["Abai 14", "Satpaev 3"]);
/// let remaining = Mutex::new(Vec::new());
/// let each = |record: Unpaired| remaining.lock().unwrap().push((record.side, record.position.0, record.has_equal));
/// let statistics = difference(&SliceSides::new(&may, &june), &[7; 32], 1 << 20, 1, &Unwatched, &each)?;
/// let mut remaining = remaining.into_inner().unwrap();
/// remaining.sort();
/// assert_eq!(remaining, [(Side::Left, 0, false), (Side::Left, 2, true), (Side::Right, 1, false)]);
/// assert_eq!(statistics.pairs, 1);
/// # Ok::<(), tizim_dedup::Error<std::convert::Infallible>>(())
/// ```
pub fn difference<S: TwoSides>(
    sides: &S,
    key: &[u8; 32],
    memory: usize,
    threads: usize,
    watch: &dyn Watch,
    unpaired: &(dyn Fn(Unpaired) + Sync),
) -> Result<DifferenceStatistics, Error<S::Error>> {
    if memory < LEAST_MEMORY {
        return Err(Error::Memory { memory, needed: LEAST_MEMORY });
    }
    let budget = Budget::new(memory);
    let expected = sides.estimated_left().unwrap_or(1 << 20);
    let bits = (expected / PARTITION).max(1).ilog2().clamp(LEAST_BITS, MOST_BITS);
    let fingerprinter = Fingerprinter::new(key);
    let mut statistics = DifferenceStatistics::default();
    let mut from = 0;
    while from < 1 << bits {
        statistics.passes += 1;
        let pass = OnePass {
            budget: &budget,
            watch,
            unpaired,
            fingerprinter,
            bits,
            from,
            partitions: (from..1 << bits).map(|_| Mutex::default()).collect(),
            end: AtomicUsize::new(1 << bits),
            misplaced: AtomicU64::new(u64::MAX),
            too_small: AtomicUsize::new(0),
            number: statistics.passes,
            visited: AtomicU64::new(0),
        };
        statistics.pairs += pass.run(sides, threads.max(1))?;
        from = pass.end.into_inner();
    }
    statistics.peak_bytes = budget.peak();
    Ok(statistics)
}

/// One pass over both sides, for the fingerprints of some partitions.
struct OnePass<'a> {
    budget: &'a Budget,
    watch: &'a dyn Watch,
    unpaired: &'a (dyn Fn(Unpaired) + Sync),
    fingerprinter: Fingerprinter,
    /// Bits of a fingerprint that choose its partition.
    bits: u32,
    /// The first partition of the pass.
    from: usize,
    partitions: Vec<Mutex<Partition>>,
    /// Where the pass ends: partitions that do not fit the memory are left to the next.
    end: AtomicUsize,
    /// A position above all bounds; `u64::MAX` is none.
    misplaced: AtomicU64,
    /// Bytes that were needed where not even one partition fits; 0 where it does.
    too_small: AtomicUsize,
    number: u32,
    visited: AtomicU64,
}

impl OnePass<'_> {
    /// The number of pairs.
    fn run<S: TwoSides>(&self, sides: &S, threads: usize) -> Result<u64, Error<S::Error>> {
        self.side(sides, Side::Left, threads)?;
        self.order(threads);
        self.check::<S::Error>()?;
        self.side(sides, Side::Right, threads)?;
        let pairs = self.conclude(threads);
        let held = self.partitions.iter().map(|one| lock(one).bytes()).sum();
        self.budget.give(held);
        self.check::<S::Error>()?;
        Ok(pairs)
    }

    fn side<S: TwoSides>(&self, sides: &S, side: Side, threads: usize) -> Result<(), Error<S::Error>> {
        let make = || SideVisitor::new(self, side);
        let visitors = sides.scan(side, threads, &make).map_err(Error::Records)?;
        visitors.into_iter().for_each(SideVisitor::end);
        self.check::<S::Error>()
    }

    fn check<E>(&self) -> Result<(), Error<E>> {
        if self.watch.cancelled() {
            return Err(Error::Cancelled);
        }
        match (self.misplaced.load(Ordering::Relaxed), self.too_small.load(Ordering::Relaxed)) {
            (u64::MAX, 0) => Ok(()),
            (u64::MAX, needed) => Err(Error::Memory { memory: self.budget.memory(), needed }),
            (position, _) => Err(Error::Position(position)),
        }
    }

    /// Whether the pass need not go on.
    fn is_over(&self) -> bool {
        self.watch.cancelled()
            || self.misplaced.load(Ordering::Relaxed) != u64::MAX
            || self.too_small.load(Ordering::Relaxed) != 0
    }

    /// Calls `work` with every partition of the pass, on all threads.
    fn each_partition(&self, threads: usize, work: &(dyn Fn(&mut Partition) + Sync)) {
        let next = AtomicUsize::new(self.from);
        let end = self.end.load(Ordering::Relaxed);
        on_each(threads, &|| loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= end || self.is_over() {
                return;
            }
            work(&mut lock(&self.partitions[number - self.from]));
            self.watch.progress(Stage::Grouping, (number - self.from) as u64, Some((end - self.from) as u64));
        });
    }

    fn order(&self, threads: usize) {
        self.each_partition(threads, &|partition| {
            let before = partition.bytes();
            partition.order(self.bits);
            // Room for it was kept when the entries came.
            self.budget.take(partition.bytes().saturating_sub(before));
        });
    }

    fn conclude(&self, threads: usize) -> u64 {
        let pairs = AtomicU64::new(0);
        self.each_partition(threads, &|partition| {
            pairs.fetch_add(partition.conclude(&mut |record| (self.unpaired)(record)), Ordering::Relaxed);
        });
        pairs.into_inner()
    }

    /// Makes room for `more` left records in a partition, giving up the last partitions of the pass if need be; false where
    /// this partition is given up itself.
    fn make_room(&self, number: usize, more: usize) -> bool {
        loop {
            let mut partition = lock(&self.partitions[number - self.from]);
            if number >= self.end.load(Ordering::Relaxed) {
                return false;
            }
            let Some(capacity) = partition.wanted_capacity(more) else { return true };
            let grown = capacity * size_of::<entry::Entry>() - partition.bytes();
            // What their order takes must fit as well.
            let reserve = self.budget.memory() / 16 + Partition::order_bytes(partition.len() + more);
            if self.budget.try_take(grown, reserve) {
                let before = partition.bytes();
                partition.grow_to(capacity);
                let taken = partition.bytes() - before;
                self.budget.take(taken.saturating_sub(grown));
                self.budget.give(grown.saturating_sub(taken));
                return true;
            }
            drop(partition);
            if !self.give_up_some(grown + reserve) {
                return false;
            }
        }
    }

    /// Leaves the last partitions to the next pass; false where only one is left.
    fn give_up_some(&self, needed: usize) -> bool {
        let end = self.end.load(Ordering::Relaxed);
        let fewer = end - ((end - self.from) / 16).max(1);
        if fewer <= self.from {
            self.too_small.fetch_max(self.budget.memory() + needed, Ordering::Relaxed);
            return false;
        }
        if self.end.compare_exchange(end, fewer, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            for partition in &self.partitions[fewer - self.from..end - self.from] {
                let freed = std::mem::take(&mut *lock(partition));
                self.budget.give(freed.bytes());
            }
        }
        true
    }
}

/// A poisoned partition means that another worker has panicked, and that comes through.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
