//! Two sides in memory, for small users and for tests.

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Side, TwoSides};
use crate::records::{Position, Visitor};
use crate::threads::on_each;

/// Records of two slices that are their own content. A record's position is its index.
#[derive(Clone, Copy, Debug)]
pub struct SliceSides<'a, T>([&'a [T]; 2]);

impl<'a, T: AsRef<[u8]> + Sync> SliceSides<'a, T> {
    /// The left records and the right ones.
    pub fn new(left: &'a [T], right: &'a [T]) -> Self {
        Self([left, right])
    }
}

/// How many records a worker takes at a time.
const BLOCK: usize = 1024;

impl<T: AsRef<[u8]> + Sync> TwoSides for SliceSides<'_, T> {
    type Error = Infallible;

    fn estimated_left(&self) -> Option<u64> {
        Some(self.0[0].len() as u64)
    }

    fn scan<V: Visitor>(
        &self,
        side: Side,
        threads: usize,
        make: &(dyn Fn() -> V + Sync),
    ) -> Result<Vec<V>, Infallible> {
        let records = self.0[usize::from(side == Side::Right)];
        let next = AtomicUsize::new(0);
        let work = || {
            let mut visitor = make();
            loop {
                let start = next.fetch_add(BLOCK, Ordering::Relaxed).min(records.len());
                let these = &records[start..records.len().min(start + BLOCK)];
                for (index, record) in these.iter().enumerate() {
                    visitor.key(0, Position((start + index) as u64), record.as_ref());
                }
                if these.is_empty() || visitor.visited(these.len() as u64).is_break() {
                    return visitor;
                }
            }
        };
        Ok(on_each(threads, &work))
    }
}
