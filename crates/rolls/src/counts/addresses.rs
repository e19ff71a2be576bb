//! Voters per address (ROLL-022): how many is many is judged by the distribution of the list itself.
//!
//! The first pass counts voters in hashed counters, since the addresses of a nation do not fit the memory. An address is out
//! of line where fewer than the stated number of addresses of so many voters would be expected in the whole list, were the
//! tail of the others to go on ([`tizim_stats::extremes`]). If counters reach that, a second pass counts the addresses behind
//! them exactly.

use std::collections::BTreeMap;

use tizim_stats::extremes::{Usual, usual};

use crate::counts::counters::{Counters, Gathered};
use crate::counts::row_marks::MarkSet;
use crate::row::columns::Columns;
use crate::row::fields::Fields;
use crate::row::reader::RowReader;

/// Appends the place within which an address is one, with a divider behind it.
pub(super) fn place_into(reader: &mut RowReader<'_>, record: &impl Fields, key: &mut Vec<u8>) {
    reader.region_into(record, key);
    let columns = &reader.columns;
    key.push(0x1f);
    let settlement = record.field(columns.settlement);
    if Columns::has(columns.settlement) && !settlement.is_empty() {
        key.extend_from_slice(settlement);
    } else {
        key.push(0x1e);
        key.extend_from_slice(record.field(columns.precinct));
    }
    key.push(0x1f);
}

/// Counters: 2^21, eight megabytes.
const WIDTH: usize = 1 << 21;

/// Counters of voters by address, shared by all workers.
#[derive(Debug)]
pub(crate) struct AddressCounts {
    counters: Counters,
}

impl AddressCounts {
    pub(crate) fn new() -> Self {
        Self { counters: Counters::new(WIDTH) }
    }

    /// Appends what identifies the address: itself within its settlement, or within its precinct where the list names no
    /// settlement. False where there is no address.
    pub(crate) fn key_into(reader: &mut RowReader<'_>, record: &impl Fields, key: &mut Vec<u8>) -> bool {
        place_into(reader, record, key);
        let address = reader.address(record);
        key.extend_from_slice(address);
        !address.is_empty()
    }

    /// Counts one voter by the hash of the address; returns which counter did.
    #[inline]
    pub(crate) fn count(&self, gathered: &mut Gathered, hash: u64) -> usize {
        let place = hash as usize % WIDTH;
        self.counters.count(gathered, place);
        place
    }

    /// Adds what a worker has gathered.
    pub(crate) fn add(&self, gathered: &mut Gathered) {
        self.counters.add(gathered);
    }

    /// Voters counted under this hash, or more where others share its counter.
    pub(crate) fn voters(&self, hash: u64) -> u64 {
        self.counters.get(hash as usize % WIDTH).into()
    }

    /// The marks of the addresses whose counters reach this.
    pub(crate) fn marks_from(&self, voters: u64) -> MarkSet {
        let reached = self.counters.iter().zip(0..).filter(|(count, _)| u64::from(*count) >= voters);
        MarkSet::of_counters(reached.map(|(_, place)| place))
    }

    /// Whether any counter reaches this.
    pub(crate) fn any_at_least(&self, voters: u64) -> bool {
        self.counters.iter().any(|count| u64::from(count) >= voters)
    }

    /// What is usual in this list, and from where on an address is out of line at this rate of false alarms; `None` where
    /// fewer than 100 addresses were counted.
    pub(crate) fn usual(&self, false_alarm_rate: f64) -> Option<Usual> {
        let mut sizes: BTreeMap<u64, u64> = BTreeMap::new();
        for voters in self.counters.iter() {
            if voters > 0 {
                *sizes.entry(voters.into()).or_default() += 1;
            }
        }
        usual(&sizes, false_alarm_rate).ok()
    }
}
