//! One pass over the records: the index filled, and the sets in it.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use super::Search;
use crate::error::Error;
use crate::filter::Filter;
use crate::grouping::{Window, group};
use crate::index::Indexer;
use crate::lists::{LINE, bytes_of};
use crate::pass::Pass;
use crate::plan::{Cursor, Plan};
use crate::records::{Part, Records, Scan};
use crate::store::Sets;
use crate::watch::Stage;

/// A partition is not looked through for hot keys before a worker holds so many entries in it.
const CROWDED: u64 = 4096;

/// What a pass found.
pub(super) enum Passed {
    /// The sets of the partitions, and where the next pass begins.
    Sets(Vec<(usize, Sets)>, Cursor),
    /// Not even its first partition fitted.
    TooSmall,
}

impl<'a, R: Records> Search<'a, R> {
    /// Scans the input once for as much as fits, from `cursor` on.
    pub(super) fn pass(&mut self, cursor: Cursor, window: Window) -> Result<Passed, Error<R::Error>> {
        self.statistics.passes += 1;
        let last = if window.to < u64::MAX { window.rule } else { self.rules - 1 };
        let plan = self.plan(cursor, last);
        let pass = self.pass_of(&plan);
        let mut filter = None;
        let indexers = self.fill(&pass, &mut filter)?;
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
            return self.narrow(plan.partitions);
        }
        let bytes: usize = sets.iter().map(|(_, sets)| sets.bytes()).sum();
        self.set_bytes = bytes as f64 / plan.expected(limit, &self.keys).max(1) as f64;
        let sets = sets.into_iter().map(|(partition, sets)| (plan.rule_of(partition), sets)).collect();
        Ok(Passed::Sets(sets, plan.end(limit)))
    }

    /// What the workers of a pass share.
    fn pass_of<'p>(&self, plan: &'p Plan) -> Pass<'p>
    where
        'a: 'p,
    {
        let granted_lines = self.granted_lines();
        let visitors = self.visitors();
        let promise = self.budget.left() / (4 * visitors * bytes_of(granted_lines));
        let expected = if self.touching() { 0 } else { plan.expected(plan.partitions, &self.keys) };
        let crowded = CROWDED.min((self.budget.memory() / (512 * visitors)) as u64);
        let crowded = crowded.max(4 * expected / (plan.partitions * self.threads) as u64);
        Pass {
            fingerprinter: self.fingerprinter,
            layout: self.layout,
            plan,
            hot_above: self.hot_above,
            limit: AtomicUsize::new(plan.partitions),
            too_small: AtomicBool::new(false),
            bad_position: AtomicU64::new(0),
            budget: self.budget,
            reserve: self.reserve(),
            granted_lines,
            crowded: (crowded / LINE as u64).min(u64::from(u32::MAX)) as u32,
            watch: self.watch,
            stage: Stage::Scanning { pass: self.statistics.passes },
            seen: AtomicU64::new(0),
            estimate: self.estimate,
            promise,
            promised: AtomicUsize::new(promise * visitors),
        }
    }

    /// Fills the index. Where anchors come first, the others are held against a filter of them, which is put into `filter`.
    fn fill<'p>(
        &self,
        pass: &'p Pass<'p>,
        filter: &'p mut Option<Filter>,
    ) -> Result<Vec<Indexer<'p>>, Error<R::Error>> {
        let mut scan = Scan { rules: pass.plan.rules(), part: Part::All, threads: self.threads };
        if !self.anchors_first() {
            return self.scan(pass, &scan, false, None);
        }
        scan.part = Part::Anchors;
        let mut indexers = self.scan(pass, &scan, true, None)?;
        scan.part = Part::Others;
        *filter = self.filter(pass, &indexers)?;
        indexers.extend(self.scan(pass, &scan, false, filter.as_ref())?);
        Ok(indexers)
    }

    /// Not even one partition fitted: the next pass is to be narrower, as long as that can help.
    fn narrow(&mut self, partitions: usize) -> Result<Passed, Error<R::Error>> {
        self.narrower = self.narrower.saturating_mul(partitions.max(4) as u64);
        if self.narrower > 1 << 40 {
            return Err(Error::Memory { memory: self.budget.memory(), needed: 2 * self.budget.memory() });
        }
        Ok(Passed::TooSmall)
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
}
