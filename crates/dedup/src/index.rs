//! The visitor that puts keys into the index.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use crate::filter::Filter;
use crate::fingerprint::Fingerprinter;
use crate::hot::{Counted, Suspects};
use crate::lists::{LINE, Line, Lists, bytes_of};
use crate::pass::{Layout, Pass};
use crate::plan::Range;
use crate::records::{MOST_RULES, Position, Visitor};

/// The bit in a partition's filling that sends every entry through the look at suspects.
const SUSPECT: u8 = 0x80;

/// The most entries that are held against the filter together.
const UNSIFTED: usize = 4096;

/// An entry and where it belongs.
#[derive(Clone, Copy)]
struct Unsifted {
    partition: u32,
    rule: u8,
    entry: u64,
}

/// One worker's part of the index.
pub(crate) struct Indexer<'a> {
    pass: &'a Pass<'a>,
    fingerprinter: Fingerprinter,
    layout: Layout,
    ranges: [Range; MOST_RULES],
    /// The limit that `ranges` reflects.
    limit: usize,
    /// The bit that marks the entries of this worker as anchors.
    mark: u64,
    /// Knows which keys some anchor may have.
    filter: Option<&'a Filter>,
    /// Only they matter.
    only_meeting: bool,
    /// Entries that are to be held against the filter: many together, since each look may have to wait for memory, and
    /// these waits overlap.
    unsifted: Vec<Unsifted>,
    /// Records that passed it and were not told yet.
    likely: Vec<Position>,
    /// Per partition, how many entries its line in `lines` holds.
    filling: Vec<u8>,
    lines: Vec<Line>,
    lists: Lists,
    /// Per partition, from how many lines on to look for hot keys.
    crowded: Vec<u32>,
    suspects: Suspects,
    keys: [u64; MOST_RULES],
    bytes: [u64; MOST_RULES],
}

impl<'a> Indexer<'a> {
    /// The bytes that a worker takes per partition before any entry is stored.
    pub(crate) const BYTES_PER_PARTITION: usize =
        size_of::<u8>() + size_of::<Line>() + size_of::<u32>() + Lists::BYTES_PER_PARTITION;

    pub(crate) fn new(pass: &'a Pass<'a>, anchors: bool, filter: Option<&'a Filter>) -> Self {
        let partitions = pass.plan.partitions;
        pass.budget.take(partitions * Self::BYTES_PER_PARTITION);
        let limit = pass.limit.load(Ordering::Relaxed);
        Self {
            pass,
            fingerprinter: pass.fingerprinter,
            layout: pass.layout,
            ranges: pass.plan.ranges(limit),
            limit,
            mark: if anchors { pass.layout.anchor } else { 0 },
            filter,
            only_meeting: filter.is_some() && pass.layout.anchor != 0,
            unsifted: Vec::new(),
            likely: Vec::new(),
            filling: vec![0; partitions],
            lines: vec![Line::EMPTY; partitions],
            lists: Lists::new(partitions),
            crowded: vec![pass.crowded; partitions],
            suspects: Suspects::default(),
            keys: [0; MOST_RULES],
            bytes: [0; MOST_RULES],
        }
    }

    /// Keys taken, per rule.
    pub(crate) fn keys(&self) -> &[u64; MOST_RULES] {
        &self.keys
    }

    /// Bytes of these keys, per rule.
    pub(crate) fn bytes(&self) -> &[u64; MOST_RULES] {
        &self.bytes
    }

    /// Appends the entries of a partition to `entries`.
    pub(crate) fn entries(&self, partition: usize, entries: &mut Vec<u64>) {
        self.lists.each(partition, |line| entries.extend_from_slice(line));
        let filling = usize::from(self.filling[partition] & !SUSPECT);
        entries.extend_from_slice(&self.lines[partition].0[..filling]);
    }

    /// How many entries a partition has.
    pub(crate) fn len(&self, partition: usize) -> usize {
        self.lists.lines(partition) as usize * LINE + usize::from(self.filling[partition] & !SUSPECT)
    }

    /// What was counted in a partition without being stored.
    pub(crate) fn counted(&self, partition: usize) -> impl Iterator<Item = (u64, Counted)> {
        self.suspects.counted(partition)
    }

    /// Gives back what it holds.
    pub(crate) fn end(self) {
        self.pass.budget.give(self.pass.plan.partitions * Self::BYTES_PER_PARTITION);
        self.pass.budget.give(bytes_of(self.lists.granted()));
    }

    /// Takes an entry whose line is full with it, or whose partition has suspects.
    #[cold]
    #[inline(never)]
    fn insert_slowly(&mut self, rule: usize, partition: usize, entry: u64, key: &[u8]) {
        if self.filling[partition] & SUSPECT != 0 {
            let (tag, position) = (entry >> self.layout.shift, entry & self.layout.position);
            let hot_above = self.pass.hot_above[rule];
            let fingerprinter = self.fingerprinter;
            if self.suspects.counts(partition, tag, || fingerprinter.whole(key), position, hot_above) {
                return;
            }
        }
        self.store(rule, partition, entry);
    }

    /// Stores an entry.
    fn store(&mut self, rule: usize, partition: usize, entry: u64) {
        let suspect = self.filling[partition] & SUSPECT;
        let filling = usize::from(self.filling[partition] & !SUSPECT);
        self.lines[partition].0[filling % LINE] = entry;
        if filling + 1 < LINE {
            self.filling[partition] = suspect | (filling + 1) as u8;
            return;
        }
        self.filling[partition] = suspect;
        if self.make_room(rule, partition) {
            self.lists.push(partition, &self.lines[partition]);
        }
    }

    /// Sees to it that there is room for a line of a partition, by giving up others if need be; false if it is given up
    /// itself. Looks for hot keys if the partition is crowded.
    fn make_room(&mut self, rule: usize, partition: usize) -> bool {
        self.follow_limit();
        while partition < self.limit && !self.lists.has_room() {
            if self.pass.grants(self.lists.granted() / self.pass.granted_lines) {
                self.lists.grant(self.pass.granted_lines);
            } else {
                self.pass.shrink(self.limit);
                self.follow_limit();
            }
        }
        if partition >= self.limit {
            return false;
        }
        let lines = self.lists.lines(partition);
        if lines >= self.crowded[partition] {
            self.crowded[partition] = lines.saturating_mul(2);
            let bytes = lines as usize * size_of::<Line>();
            self.pass.budget.take(bytes);
            let mut entries = Vec::with_capacity(lines as usize * LINE);
            self.lists.each(partition, |line| entries.extend_from_slice(line));
            let hot_above = self.pass.hot_above[rule];
            if self.suspects.seek(partition, &mut entries, self.layout.shift, hot_above) {
                self.filling[partition] |= SUSPECT;
            }
            self.pass.budget.give(bytes);
        }
        true
    }

    /// Holds what was visited against the filter. To be called once more when all is visited.
    pub(crate) fn sift(&mut self) {
        let Some(filter) = self.filter else { return };
        let mut unsifted = std::mem::take(&mut self.unsifted);
        filter.keep(&mut unsifted, |one| (one.partition, one.entry >> self.layout.shift));
        for Unsifted { partition, rule, entry } in unsifted.drain(..) {
            self.likely.push(Position(entry & self.layout.position));
            if self.only_meeting && (partition as usize) < self.limit {
                self.store(usize::from(rule), partition as usize, entry);
            }
        }
        self.unsifted = unsifted;
    }

    /// Gives up the partitions that the pass gave up.
    fn follow_limit(&mut self) {
        let limit = self.pass.limit.load(Ordering::Relaxed);
        if limit >= self.limit {
            return;
        }
        for partition in limit..self.limit {
            self.lists.clear(partition);
            self.filling[partition] = 0;
            self.suspects.forget(partition);
        }
        self.limit = limit;
        self.ranges = self.pass.plan.ranges(limit);
    }
}

impl Visitor for Indexer<'_> {
    #[inline]
    fn key(&mut self, rule: usize, position: Position, key: &[u8]) {
        let Some(range) = self.ranges.get(rule) else { return };
        self.keys[rule] += 1;
        self.bytes[rule] += key.len() as u64;
        let fingerprint = self.fingerprinter.half(key) & self.layout.fingerprint;
        let Some(partition) = range.partition(fingerprint) else { return };
        if position.0 & !self.layout.position != 0 {
            self.pass.bad_position.store(position.0.saturating_add(1), Ordering::Relaxed);
            return;
        }
        let entry = fingerprint << self.layout.shift | self.mark | position.0;
        let filling = self.filling[partition];
        if let Some(filter) = self.filter {
            // To tell a hot key takes the key itself.
            if self.only_meeting && filling & SUSPECT != 0 {
                if !filter.may_hold(partition as u32, entry >> self.layout.shift) {
                    return;
                }
                self.likely.push(position);
            } else {
                self.unsifted.push(Unsifted { partition: partition as u32, rule: rule as u8, entry });
                if self.unsifted.len() >= UNSIFTED {
                    self.sift();
                }
                if self.only_meeting {
                    return;
                }
            }
        }
        if usize::from(filling) < LINE - 1 {
            self.lines[partition].0[usize::from(filling)] = entry;
            self.filling[partition] = filling + 1;
        } else {
            self.insert_slowly(rule, partition, entry, key);
        }
    }

    fn visited(&mut self, records: u64) -> ControlFlow<()> {
        let seen = self.pass.seen.fetch_add(records, Ordering::Relaxed) + records;
        self.pass.watch.progress(self.pass.stage, seen, self.pass.estimate);
        self.follow_limit();
        self.sift();
        if self.pass.ended() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn likely(&mut self, positions: &mut Vec<Position>) {
        // A record may have passed under several rules.
        self.likely.dedup();
        positions.append(&mut self.likely);
    }
}
