//! How the memory is shared out over what a pass holds.

use super::Search;
use crate::index::Indexer;
use crate::lists::{LINE, bytes_of};
use crate::plan::{Cursor, Plan};
use crate::records::{MOST_RULES, Records};

/// The most partitions of a pass: as many lines of entries as stay in a core's own cache.
const PARTITIONS: usize = 1024;

/// Partitions are made for about so many entries, as far as [`PARTITIONS`] allows.
const PARTITION_ENTRIES: u64 = 2048;

/// The most lines that are granted at one time: half a mebibyte.
const GRANTED_LINES: usize = 4096;

impl<R: Records> Search<'_, R> {
    /// How many visitors a pass may have.
    pub(super) fn visitors(&self) -> usize {
        if self.anchors_first() { 2 * self.threads } else { self.threads }
    }

    /// What the entries must leave for the sets.
    pub(super) fn reserve(&self) -> usize {
        let memory = self.budget.memory();
        if memory < 64 << 20 { memory / 8 } else { memory / 16 }
    }

    /// The lines that are granted at one time: as many as keep small what is granted and not used; a power of two.
    pub(super) fn granted_lines(&self) -> usize {
        let lines = (self.budget.memory() / (64 * self.visitors() * bytes_of(1))).clamp(1, GRANTED_LINES);
        1 << lines.ilog2()
    }

    /// Plans a pass for what the memory holds.
    pub(super) fn plan(&self, cursor: Cursor, last: usize) -> Plan {
        let keys = if self.touching() && self.narrower == 1 { [0; MOST_RULES] } else { self.keys };
        let per_partition = Indexer::BYTES_PER_PARTITION;
        let affordable = (self.budget.memory() / (8 * self.visitors() * per_partition)).max(1);
        let total: u64 = keys[cursor.rule..=last].iter().sum();
        let wanted = if total == 0 { PARTITIONS } else { (total / PARTITION_ENTRIES + 1) as usize };
        let partitions = wanted.next_power_of_two().clamp(16, PARTITIONS);
        let partitions = partitions.min((affordable + 1).next_power_of_two() / 2);
        let lost = partitions * per_partition + bytes_of(self.granted_lines());
        let lost = self.visitors() * lost;
        let bytes = self.budget.left().saturating_sub(self.reserve() + lost);
        // An entry, its share of a line's link, and what it may take again as the member of a set.
        let bytes_per_entry = 8.0 + 4.0 / LINE as f64 + self.set_bytes;
        let capacity = (0.97 * bytes as f64 / bytes_per_entry) as u64 / self.narrower;
        Plan::new(cursor, last, &keys, capacity, partitions)
    }
}
