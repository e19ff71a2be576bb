//! The left records of one partition, and the right ones that come to them.
//!
//! Left records with one fingerprint stand side by side, by ascending position. Each right record that comes takes the first
//! of them that is free: the place of the left record is then no longer needed, and holds that of the right one. Where all
//! are taken, the greatest position of those taken is given up for a smaller one. So in the end the smallest positions of
//! either side are paired, whatever the order in which records come; and what is taken is a heap, so that a million equal
//! records cost no more than others.

use super::entry::Entry;
use super::{Side, Unpaired};
use crate::records::Position;

/// Entries that one bucket should hold.
const BUCKET: usize = 4;

/// Left records by fingerprint.
#[derive(Debug, Default)]
pub(super) struct Partition {
    entries: Vec<Entry>,
    /// Where each bucket of neighbouring fingerprints begins; empty until all left records are there.
    starts: Vec<u32>,
    /// Bits of the fingerprint that are the same for all of the partition, and bits that choose the bucket.
    common: u32,
    bucket_bits: u32,
}

impl Partition {
    /// Bytes that it has room for.
    pub(super) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.starts.capacity() * size_of::<u32>()
    }

    /// Entries that it must have room for before `more` can be added; `None` where it has.
    pub(super) fn wanted_capacity(&self, more: usize) -> Option<usize> {
        let needed = self.entries.len() + more;
        (needed > self.entries.capacity()).then(|| needed + needed / 8 + 16)
    }

    /// Makes room for so many entries in all.
    pub(super) fn grow_to(&mut self, capacity: usize) {
        self.entries.reserve_exact(capacity.saturating_sub(self.entries.len()));
    }

    /// Adds left records. There is room for them.
    pub(super) fn add(&mut self, entries: &[Entry]) {
        self.entries.extend_from_slice(entries);
    }

    /// All left records are there: they are put in order. `common` bits of their fingerprints are the same.
    pub(super) fn order(&mut self, common: u32) {
        self.entries.sort_unstable();
        self.common = common;
        self.bucket_bits = (self.entries.len() / BUCKET).max(1).ilog2();
        let buckets = 1_usize << self.bucket_bits;
        self.starts = Vec::with_capacity(buckets + 1);
        let mut at = 0;
        for bucket in 0..buckets {
            at += self.entries[at..].partition_point(|entry| self.bucket(entry.first()) < bucket);
            self.starts.push(at as u32);
        }
        self.starts.push(self.entries.len() as u32);
    }

    /// Bytes that [`Partition::order`] will take.
    pub(super) fn order_bytes(entries: usize) -> usize {
        (entries / BUCKET + 2) * size_of::<u32>()
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    #[inline]
    fn bucket(&self, first: u64) -> usize {
        // Shifts by all 64 bits are none.
        let below = first.checked_shl(self.common).unwrap_or(0);
        below.checked_shr(64 - self.bucket_bits).unwrap_or(0) as usize
    }

    /// A right record comes; the position of the right record that remains without an equal, if one does, and whether it has
    /// equals among those paired.
    #[inline]
    pub(super) fn take(&mut self, right: Entry) -> Option<Unpaired> {
        let remains = |position, has_equal| {
            Some(Unpaired { side: Side::Right, position: Position(position), has_equal })
        };
        let bucket = self.bucket(right.first());
        let Some(&[start, end]) = self.starts.get(bucket..bucket + 2) else {
            return remains(right.position(), false);
        };
        let entries = &mut self.entries[start as usize..end as usize];
        let wanted = right.fingerprint();
        let run = entries.partition_point(|entry| entry.fingerprint() < wanted);
        let run = &mut entries[run..];
        let length = run.partition_point(|entry| entry.fingerprint() == wanted);
        let run = &mut run[..length];
        let Some(first) = run.first().copied() else { return remains(right.position(), false) };
        let taken = if run.len() == 1 {
            usize::from(first.is_paired())
        } else {
            run.partition_point(|entry| entry.is_paired())
        };
        if let Some(free) = run.get_mut(taken) {
            *free = free.paired_with(right.position());
            rise(run, taken);
            return None;
        }
        let greatest = first.position();
        if greatest < right.position() {
            return remains(right.position(), true);
        }
        run[0] = first.paired_with(right.position());
        sink(run);
        remains(greatest, true)
    }

    /// Calls `each` with the left records that remain without an equal; the number of pairs.
    pub(super) fn conclude(&self, each: &mut dyn FnMut(Unpaired)) -> u64 {
        let mut pairs = 0;
        for run in self.entries.chunk_by(|left, right| left.fingerprint() == right.fingerprint()) {
            let taken = run.partition_point(|entry| entry.is_paired());
            pairs += taken as u64;
            for entry in &run[taken..] {
                let position = Position(entry.position());
                each(Unpaired { side: Side::Left, position, has_equal: taken > 0 });
            }
        }
        pairs
    }
}

/// Lets the last of a heap rise to its place; the greatest position stands first.
fn rise(heap: &mut [Entry], mut at: usize) {
    while at > 0 {
        let above = (at - 1) / 2;
        if heap[above].position() >= heap[at].position() {
            return;
        }
        heap.swap(above, at);
        at = above;
    }
}

/// Lets the first of a heap sink to its place.
fn sink(heap: &mut [Entry]) {
    let mut at = 0;
    loop {
        let position = |place: usize| heap.get(place).map(|entry| entry.position());
        let (left, right) = (2 * at + 1, 2 * at + 2);
        let greater = if position(right) > position(left) { right } else { left };
        if position(greater) <= position(at) {
            return;
        }
        heap.swap(at, greater);
        at = greater;
    }
}
