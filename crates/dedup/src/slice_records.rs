//! Records in memory, for small users and for tests.

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::records::{Part, Position, Records, RuleSet, Scan, Visitor};

/// Records in a slice, with a function that makes their keys. A record's position is its index.
///
/// ```
/// use std::ops::ControlFlow;
/// use tizim_dedup::{Found, Settings, SliceRecords, Unwatched, find_groups};
///
/// let invoices = [("A-17", 1200), ("B-03", 80), ("A-17", 1200)];
/// let records = SliceRecords::new(&invoices, |invoice: &(&str, i32), _rule, key| {
///     key.extend_from_slice(invoice.0.as_bytes());
///     true
/// });
/// let mut twice = Vec::new();
/// find_groups(&records, &Settings::new([7; 32], 1), &Unwatched, &mut |found| {
///     if let Found::Group(group) = found {
///         twice.push(group.positions.iter().map(|position| position.0).collect::<Vec<_>>());
///     }
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!(twice, [[0, 2]]);
/// # Ok::<(), tizim_dedup::Error<std::convert::Infallible>>(())
/// ```
#[derive(Clone, Debug)]
pub struct SliceRecords<'a, T, F> {
    records: &'a [T],
    anchors: usize,
    key: F,
}

impl<'a, T, F> SliceRecords<'a, T, F>
where
    T: Sync,
    F: Fn(&T, usize, &mut Vec<u8>) -> bool + Sync,
{
    /// Takes `records` and a function that appends the key of a record under a rule to the (empty) buffer, or
    /// returns `false` if the record has none.
    pub fn new(records: &'a [T], key: F) -> Self {
        Self { records, anchors: 0, key }
    }

    /// Makes the first `count` records the anchors of a search with [`Scope::Touching`](crate::Scope::Touching).
    #[must_use]
    pub fn with_anchors(mut self, count: usize) -> Self {
        self.anchors = count.min(self.records.len());
        self
    }
}

/// How many records a worker takes at a time.
const BLOCK: usize = 4096;

impl<T, F> Records for SliceRecords<'_, T, F>
where
    T: Sync,
    F: Fn(&T, usize, &mut Vec<u8>) -> bool + Sync,
{
    type Error = Infallible;

    fn estimated_records(&self) -> Option<u64> {
        Some(self.records.len() as u64)
    }

    fn position_bound(&self) -> u64 {
        self.records.len() as u64
    }

    fn scan<V: Visitor>(&self, scan: &Scan, make: &(dyn Fn() -> V + Sync)) -> Result<Vec<V>, Infallible> {
        let (start, end) = match scan.part {
            Part::All => (0, self.records.len()),
            Part::Anchors => (0, self.anchors),
            Part::Others => (self.anchors, self.records.len()),
        };
        let next = AtomicUsize::new(start);
        let work = || {
            let mut visitor = make();
            let mut key = Vec::new();
            loop {
                let from = next.fetch_add(BLOCK, Ordering::Relaxed);
                if from >= end {
                    return visitor;
                }
                let block = &self.records[from..end.min(from + BLOCK)];
                for (index, record) in block.iter().enumerate() {
                    for rule in scan.rules.iter() {
                        key.clear();
                        if (self.key)(record, rule, &mut key) {
                            visitor.key(rule, Position((from + index) as u64), &key);
                        }
                    }
                }
                if visitor.visited(block.len() as u64).is_break() {
                    return visitor;
                }
            }
        };
        Ok(crate::threads::on_each(scan.threads, &work))
    }

    fn fetch(
        &self,
        rules: RuleSet,
        positions: &[Position],
        each: &mut dyn FnMut(Position, usize, &[u8]),
    ) -> Result<(), Infallible> {
        let mut key = Vec::new();
        for &position in positions {
            let Some(record) = self.records.get(position.0 as usize) else { continue };
            for rule in rules.iter() {
                key.clear();
                if (self.key)(record, rule, &mut key) {
                    each(position, rule, &key);
                }
            }
        }
        Ok(())
    }
}
