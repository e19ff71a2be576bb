//! What a worker does with the records that it visits: fingerprints them, gathers some for each partition, and brings these
//! there together.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use super::entry::Entry;
use super::{OnePass, Side, lock};
use crate::records::{POSITION_BITS, Position, Visitor};
use crate::watch::Stage;

/// Records gathered for one partition.
const GATHERED: usize = 16;

/// The records of one side that one worker visits.
pub(super) struct SideVisitor<'p, 'a> {
    pass: &'p OnePass<'a>,
    side: Side,
    /// Where the pass ends, as far as this worker knows.
    end: usize,
    gathered: Vec<[Entry; GATHERED]>,
    counts: Vec<u8>,
}

impl<'p, 'a> SideVisitor<'p, 'a> {
    pub(super) fn new(pass: &'p OnePass<'a>, side: Side) -> Self {
        let end = pass.end.load(Ordering::Relaxed);
        let places = end - pass.from;
        Self {
            pass,
            side,
            end,
            gathered: vec![[Entry::new([0, 0], 0); GATHERED]; places],
            counts: vec![0; places],
        }
    }

    /// Brings what was gathered to its partition.
    fn bring(&mut self, place: usize) {
        let count = usize::from(std::mem::take(&mut self.counts[place]));
        let entries = &self.gathered[place][..count];
        let pass = self.pass;
        if self.side == Side::Right {
            let mut partition = lock(&pass.partitions[place]);
            for entry in entries {
                if let Some(unpaired) = partition.take(*entry) {
                    (pass.unpaired)(unpaired);
                }
            }
            return;
        }
        while pass.make_room(pass.from + place, count) {
            let mut partition = lock(&pass.partitions[place]);
            // Another worker may have used the room, or given the partition up.
            if partition.wanted_capacity(count).is_none() {
                if pass.from + place < pass.end.load(Ordering::Relaxed) {
                    partition.add(entries);
                }
                return;
            }
        }
        self.end = pass.end.load(Ordering::Relaxed);
    }

    /// Brings everything to its partition.
    pub(super) fn end(mut self) {
        for place in 0..self.counts.len() {
            if self.pass.is_over() {
                return;
            }
            self.bring(place);
        }
    }
}

impl Visitor for SideVisitor<'_, '_> {
    #[inline]
    fn key(&mut self, _rule: usize, position: Position, key: &[u8]) {
        if position.0 >> POSITION_BITS != 0 {
            self.pass.misplaced.fetch_min(position.0, Ordering::Relaxed);
            return;
        }
        let fingerprint = self.pass.fingerprinter.whole(key);
        let partition = (fingerprint[0] >> (64 - self.pass.bits)) as usize;
        if partition < self.pass.from || partition >= self.end {
            return;
        }
        let place = partition - self.pass.from;
        let count = &mut self.counts[place];
        self.gathered[place][usize::from(*count)] = Entry::new(fingerprint, position.0);
        *count += 1;
        if usize::from(*count) == GATHERED {
            self.bring(place);
        }
    }

    fn visited(&mut self, records: u64) -> ControlFlow<()> {
        let pass = self.pass;
        let done = pass.visited.fetch_add(records, Ordering::Relaxed) + records;
        pass.watch.progress(Stage::Scanning { pass: pass.number }, done, None);
        self.end = self.end.min(pass.end.load(Ordering::Relaxed));
        if pass.is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
