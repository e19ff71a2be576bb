//! The search itself: pass after pass until every rule is done.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use crate::budget::Budget;
use crate::error::Error;
use crate::filter::Filter;
use crate::fingerprint::Fingerprinter;
use crate::found::Found;
use crate::grouping::{Window, group};
use crate::index::Indexer;
use crate::lists::{LINE, Slab};
use crate::pass::{Layout, Pass};
use crate::plan::{Cursor, Plan};
use crate::records::{MOST_RULES, POSITION_BITS, Part, Records, Scan};
use crate::settings::{LARGEST_GROUP, LEAST_MEMORY, Scope, Settings};
use crate::statistics::Statistics;
use crate::store::{Sets, Store};
use crate::verify::{Sink, Verifier};
use crate::watch::{Stage, Watch};

/// Finds the groups of records that share a key, and hands each to `sink`.
///
/// Results come rule by rule, within a rule by their smallest position: the same order at any number of threads and
/// with any memory and key. They are handed out on the calling thread. If `sink` breaks, the search ends with
/// [`Error::Stopped`].
///
/// # Errors
/// See [`Error`].
pub fn find_groups<R: Records>(
    records: &R,
    settings: &Settings,
    watch: &dyn Watch,
    sink: &mut dyn FnMut(Found<'_>) -> ControlFlow<()>,
) -> Result<Statistics, Error<R::Error>> {
    let rules = settings.rules.len();
    if rules == 0 || rules > MOST_RULES {
        return Err(Error::Rules(rules));
    }
    if settings.memory < LEAST_MEMORY {
        return Err(Error::Memory { memory: settings.memory, needed: LEAST_MEMORY });
    }
    let budget = Budget::new(settings.memory);
    let mut search = Search::new(records, settings, watch, &budget);
    search.run(sink)?;
    search.statistics.peak_bytes = budget.peak();
    Ok(search.statistics)
}

/// The most partitions of a pass: as many lines of entries as stay in a core's own cache.
const PARTITIONS: usize = 1024;

/// Partitions are made for about so many entries, as far as [`PARTITIONS`] allows.
const PARTITION_ENTRIES: u64 = 2048;

/// A partition is not looked through for hot keys before a worker holds so many entries in it.
const CROWDED: u64 = 4096;

/// The largest slab, in lines: about a mebibyte.
const SLAB_LINES: usize = 4096;

/// No more threads are used than the memory has such parts.
const MEMORY_PER_THREAD: usize = 1 << 16;

/// The state of a search between its passes.
struct Search<'a, R> {
    records: &'a R,
    settings: &'a Settings,
    watch: &'a dyn Watch,
    budget: &'a Budget,
    threads: usize,
    rules: usize,
    layout: Layout,
    fingerprinter: Fingerprinter,
    hot_above: [u64; MOST_RULES],
    estimate: Option<u64>,
    /// Keys per rule: counted if the rule was scanned, else estimated, else 0.
    keys: [u64; MOST_RULES],
    /// Bytes of the counted keys.
    key_bytes: u64,
    counted: [bool; MOST_RULES],
    /// How many bytes the sets of the last pass took for each of its entries.
    set_bytes: f64,
    /// By how much the next pass must be narrower than the memory suggests, because the last one did not fit.
    narrower: u64,
    statistics: Statistics,
}

/// What a pass found.
enum Passed {
    /// The sets of the partitions, and where the next pass begins.
    Sets(Vec<(usize, Sets)>, Cursor),
    /// Not even its first partition fitted.
    TooSmall,
}

impl<'a, R: Records> Search<'a, R> {
    fn new(records: &'a R, settings: &'a Settings, watch: &'a dyn Watch, budget: &'a Budget) -> Self {
        let rules = settings.rules.len();
        let estimate = records.estimated_records();
        let mut hot_above = [1; MOST_RULES];
        for (hot_above, rule) in hot_above.iter_mut().zip(&settings.rules) {
            *hot_above = rule.hot_above.clamp(1, LARGEST_GROUP);
        }
        let touching = settings.scope == Scope::Touching;
        let bound = records.position_bound().min(1 << POSITION_BITS);
        Self {
            records,
            settings,
            watch,
            budget,
            threads: settings.threads.clamp(1, settings.memory / MEMORY_PER_THREAD),
            rules,
            layout: Layout::new(bound, touching, settings.fingerprint_bits),
            fingerprinter: Fingerprinter::new(&settings.key),
            hot_above,
            estimate,
            keys: std::array::from_fn(|rule| {
                if rule < rules { records.estimated_keys(rule).unwrap_or(0) } else { 0 }
            }),
            key_bytes: 0,
            counted: [false; MOST_RULES],
            set_bytes: 0.0,
            narrower: 1,
            statistics: Statistics {
                keys: vec![0; rules],
                groups: vec![0; rules],
                grouped: vec![0; rules],
                hot_keys: vec![0; rules],
                ..Statistics::default()
            },
        }
    }

    fn touching(&self) -> bool {
        self.settings.scope == Scope::Touching
    }

    fn anchors_first(&self) -> bool {
        self.touching() || self.settings.anchors_first
    }

    fn run(&mut self, sink: &mut Sink<'_>) -> Result<(), Error<R::Error>> {
        let mut store = Store::default();
        let mut verifier = Verifier::new(self.records, self.fingerprinter, self.budget, self.watch);
        verifier.hot_above = self.hot_above;
        verifier.touching = self.touching();
        verifier.threads = self.threads;
        let mut cursor = Cursor::start_of(0);
        let mut window = Window { rule: 0, from: 0, to: u64::MAX };
        while cursor.rule < self.rules {
            let (sets, end) = match self.pass(cursor, window)? {
                Passed::Sets(sets, end) => (sets, end),
                Passed::TooSmall => continue,
            };
            self.narrower = 1;
            for (rule, sets) in sets {
                store.add(rule, sets);
            }
            if end.rule > cursor.rule {
                let keys: u64 = self.statistics.keys.iter().sum();
                let average = self.key_bytes.div_ceil(keys.max(1)) as usize;
                verifier.verify(&store, end.rule, average, sink, &mut self.statistics)?;
                let filled = store.bytes();
                store.drop_rules(end.rule, self.budget);
                if window.to < u64::MAX {
                    // Groups that begin at `to` or later had no room: the rule is searched again for them.
                    verifier.flush(window.rule, window.to, sink, &mut self.statistics)?;
                    // About as many positions as should fit, going by what fitted this time.
                    let (from, width) = (window.to, (window.to - window.from) as f64);
                    let width = 0.4 * width * self.budget.memory() as f64 / filled.max(1) as f64;
                    let bound = self.records.position_bound();
                    let to = from.saturating_add(width as u64 + 1);
                    let to = if to >= bound { u64::MAX } else { to };
                    window = Window { from, to, ..window };
                    cursor = Cursor::start_of(window.rule);
                    continue;
                }
                verifier.flush(end.rule, 0, sink, &mut self.statistics)?;
                window = Window { rule: end.rule, from: 0, to: u64::MAX };
            }
            cursor = end;
            // Half of the memory for sets that wait; beyond that, those with the greatest positions go.
            while store.bytes() > self.budget.memory() / 2
                && let Some(cut) = store.halve(cursor.rule, self.budget)
            {
                window.to = cut;
            }
        }
        Ok(())
    }

    /// Scans the input once for as much as fits, from `cursor` on.
    fn pass(&mut self, cursor: Cursor, window: Window) -> Result<Passed, Error<R::Error>> {
        self.statistics.passes += 1;
        let last = if window.to < u64::MAX { window.rule } else { self.rules - 1 };
        let slab_lines = self.slab_lines();
        let plan = self.plan(cursor, last);
        let visitors = self.visitors();
        let promise = self.budget.left() / (4 * visitors * Slab::bytes(slab_lines));
        let expected = if self.touching() { 0 } else { plan.expected(plan.partitions, &self.keys) };
        let crowded = CROWDED.min((self.budget.memory() / (512 * visitors)) as u64);
        let crowded = crowded.max(4 * expected / (plan.partitions * self.threads) as u64);
        let pass = Pass {
            fingerprinter: self.fingerprinter,
            layout: self.layout,
            plan: &plan,
            hot_above: self.hot_above,
            limit: AtomicUsize::new(plan.partitions),
            too_small: AtomicBool::new(false),
            bad_position: AtomicU64::new(0),
            budget: self.budget,
            reserve: self.reserve(),
            slab_lines,
            crowded: (crowded / LINE as u64).min(u64::from(u32::MAX)) as u32,
            watch: self.watch,
            stage: Stage::Scanning { pass: self.statistics.passes },
            seen: AtomicU64::new(0),
            estimate: self.estimate,
            promise,
            promised: AtomicUsize::new(promise * visitors),
        };
        let mut scan = Scan { rules: plan.rules(), part: Part::All, threads: self.threads };
        let mut indexers = Vec::new();
        let mut filter = None;
        if self.anchors_first() {
            scan.part = Part::Anchors;
            indexers = self.scan(&pass, &scan, true, None)?;
            scan.part = Part::Others;
            filter = self.filter(&pass, &indexers)?;
        }
        indexers.extend(self.scan(&pass, &scan, false, filter.as_ref())?);
        self.count(&pass, &indexers);
        let sets = if pass.too_small.load(Ordering::Relaxed) {
            Vec::new()
        } else {
            group(&pass, &indexers, window, self.reserve() / 4, self.threads)
        };
        if self.watch.cancelled() {
            return Err(Error::Cancelled);
        }
        indexers.into_iter().for_each(Indexer::end);
        self.budget.give(filter.as_ref().map_or(0, Filter::held));
        drop(filter);
        let limit = pass.limit.into_inner();
        if limit < plan.partitions {
            self.statistics.shrunk += 1;
        }
        if limit == 0 {
            self.narrower = self.narrower.saturating_mul(plan.partitions.max(4) as u64);
            let needed = 2 * self.budget.memory();
            return if self.narrower > 1 << 40 {
                Err(Error::Memory { memory: self.budget.memory(), needed })
            } else {
                Ok(Passed::TooSmall)
            };
        }
        let bytes: usize = sets.iter().map(|(_, sets)| sets.bytes()).sum();
        self.set_bytes = bytes as f64 / plan.expected(limit, &self.keys).max(1) as f64;
        let sets = sets.into_iter().map(|(partition, sets)| (plan.rule_of(partition), sets)).collect();
        Ok(Passed::Sets(sets, plan.end(limit)))
    }

    /// Fills the index.
    fn scan<'p>(
        &self,
        pass: &'p Pass<'p>,
        scan: &Scan,
        anchors: bool,
        filter: Option<&'p Filter>,
    ) -> Result<Vec<Indexer<'p>>, Error<R::Error>> {
        let make = || Indexer::new(pass, anchors, filter);
        let mut indexers = self.records.scan(scan, &make).map_err(Error::Records)?;
        indexers.iter_mut().for_each(Indexer::sift);
        if self.watch.cancelled() {
            return Err(Error::Cancelled);
        }
        match pass.bad_position.load(Ordering::Relaxed) {
            0 => Ok(indexers),
            above => Err(Error::Position(above - 1)),
        }
    }

    /// A filter of the keys of all anchors. Where all groups are wanted it is a help and may be missing.
    fn filter(&self, pass: &Pass<'_>, anchors: &[Indexer<'_>]) -> Result<Option<Filter>, Error<R::Error>> {
        let limit = pass.limit.load(Ordering::Relaxed);
        let count = |partition| anchors.iter().map(|anchors| anchors.len(partition)).sum::<usize>();
        let keys = (0..limit).map(count).sum();
        let bytes = Filter::bytes(keys);
        if !self.touching() && !self.budget.try_take(bytes, self.budget.memory() / 2) {
            return Ok(None);
        }
        if self.touching() && !self.budget.try_take(bytes, 0) {
            let needed = self.budget.memory() - self.budget.left() + bytes;
            return Err(Error::Memory { memory: self.budget.memory(), needed });
        }
        let mut filter = Filter::new(keys);
        let mut entries = Vec::new();
        for partition in 0..limit {
            for anchors in anchors {
                anchors.entries(partition, &mut entries);
            }
            entries.drain(..).for_each(|entry| filter.insert(partition as u32, entry >> self.layout.shift));
        }
        Ok(Some(filter))
    }

    /// Keeps count of records and keys, the first time that a rule was scanned to the end.
    fn count(&mut self, pass: &Pass<'_>, indexers: &[Indexer<'_>]) {
        let seen = pass.seen.load(Ordering::Relaxed);
        let whole = !pass.too_small.load(Ordering::Relaxed);
        if whole {
            self.statistics.records = seen;
            self.estimate = Some(seen);
        }
        for rule in pass.plan.rules().iter().filter(|&rule| rule < self.rules) {
            if self.counted[rule] {
                continue;
            }
            let keys = indexers.iter().map(|indexer| indexer.keys()[rule]).sum();
            if whole {
                self.counted[rule] = true;
                self.keys[rule] = keys;
                self.statistics.keys[rule] = keys;
                self.key_bytes += indexers.iter().map(|indexer| indexer.bytes()[rule]).sum::<u64>();
            } else {
                self.keys[rule] = self.keys[rule].max(keys);
            }
        }
    }

    /// How many visitors a pass may have.
    fn visitors(&self) -> usize {
        if self.anchors_first() { 2 * self.threads } else { self.threads }
    }

    /// What the entries must leave for the sets.
    fn reserve(&self) -> usize {
        let memory = self.budget.memory();
        if memory < 64 << 20 { memory / 8 } else { memory / 16 }
    }

    /// The lines of a slab: as many as keep what is lost in half-used slabs small; a power of two.
    fn slab_lines(&self) -> usize {
        let lines = (self.budget.memory() / (64 * self.visitors() * Slab::bytes(1))).clamp(1, SLAB_LINES);
        1 << lines.ilog2()
    }

    /// Plans a pass for what the memory holds.
    fn plan(&self, cursor: Cursor, last: usize) -> Plan {
        let keys = if self.touching() && self.narrower == 1 { [0; MOST_RULES] } else { self.keys };
        let per_partition = Indexer::BYTES_PER_PARTITION;
        let affordable = (self.budget.memory() / (8 * self.visitors() * per_partition)).max(1);
        let total: u64 = keys[cursor.rule..=last].iter().sum();
        let wanted = if total == 0 { PARTITIONS } else { (total / PARTITION_ENTRIES + 1) as usize };
        let partitions = wanted.next_power_of_two().clamp(16, PARTITIONS);
        let partitions = partitions.min((affordable + 1).next_power_of_two() / 2);
        let lost = partitions * per_partition + Slab::bytes(self.slab_lines());
        let lost = self.visitors() * lost;
        let bytes = self.budget.left().saturating_sub(self.reserve() + lost);
        // An entry, its share of a line's link, and what it may take again as the member of a set.
        let bytes_per_entry = 8.0 + 4.0 / LINE as f64 + self.set_bytes;
        let capacity = (0.97 * bytes as f64 / bytes_per_entry) as u64 / self.narrower;
        Plan::new(cursor, last, &keys, capacity, partitions)
    }
}
