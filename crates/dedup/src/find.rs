//! The search itself: pass after pass until every rule is done.

mod one_pass;
mod shares;

use std::ops::ControlFlow;

use crate::budget::Budget;
use crate::error::Error;
use crate::fingerprint::Fingerprinter;
use crate::found::Found;
use crate::grouping::Window;
use crate::pass::Layout;
use crate::plan::Cursor;
use crate::records::{MOST_RULES, POSITION_BITS, Records};
use crate::settings::{LARGEST_GROUP, LEAST_MEMORY, Scope, Settings};
use crate::statistics::Statistics;
use crate::store::Store;
use crate::verify::{Sink, Verifier};
use crate::watch::Watch;

use one_pass::Passed;

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
}
