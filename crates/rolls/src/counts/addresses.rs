//! Voters per address (ROLL-022): how many is many is judged by the distribution of the list itself.
//!
//! The first pass counts voters in hashed counters, since the addresses of a nation do not fit the memory. Most
//! addresses hold a household, and the number of addresses falls off with the number of voters roughly geometrically.
//! The counters give that distribution; an address is out of line where fewer than 0.05 addresses of so many voters
//! would be expected in the whole list, were the tail to go on as it does between the upper tenth and the upper
//! thousandth of addresses. If counters reach that, a second pass counts the addresses behind them exactly.

use std::collections::BTreeMap;

use crate::counts::counters::{Counters, Gathered};
use crate::counts::row_marks::MarkSet;
use crate::row::columns::Columns;
use crate::row::fields::Fields;
use crate::row::reader::{RowReader, address_into};

/// Counters: 2^21, eight megabytes.
const WIDTH: usize = 1 << 21;
/// Addresses that are expected beyond the threshold in an honest list.
const EXPECTED: f64 = 0.05;

/// Counters of voters by address, shared by all workers.
#[derive(Debug)]
pub(crate) struct AddressCounts {
    counters: Counters,
}

/// What is usual, and from where on an address is out of line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Usual {
    /// Voters at the median address.
    pub(crate) median: u64,
    /// The smallest number that is out of line.
    pub(crate) threshold: u64,
}

impl AddressCounts {
    pub(crate) fn new() -> Self {
        Self { counters: Counters::new(WIDTH) }
    }

    /// Appends what identifies the address: itself within its settlement, or within its precinct where the list names no
    /// settlement. False where there is no address.
    pub(crate) fn key_into(reader: &mut RowReader<'_>, record: &impl Fields, key: &mut Vec<u8>) -> bool {
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
        let start = key.len();
        address_into(record.field(columns.address), key);
        key.len() > start
    }

    /// Counts one voter by the hash of the address.
    #[inline]
    pub(crate) fn count(&self, gathered: &mut Gathered, hash: u64) {
        self.counters.count(gathered, hash as usize % WIDTH);
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
        MarkSet::of_hashes(reached.map(|(_, place)| place))
    }

    /// Whether any counter reaches this.
    pub(crate) fn any_at_least(&self, voters: u64) -> bool {
        self.counters.iter().any(|count| u64::from(count) >= voters)
    }

    /// What is usual in this list; `None` where fewer than 100 addresses were counted.
    pub(crate) fn usual(&self) -> Option<Usual> {
        let mut sizes: BTreeMap<u64, u64> = BTreeMap::new();
        for voters in self.counters.iter() {
            if voters > 0 {
                *sizes.entry(voters.into()).or_default() += 1;
            }
        }
        usual(&sizes)
    }
}

/// Judges a distribution of voters per address.
fn usual(sizes: &BTreeMap<u64, u64>) -> Option<Usual> {
    let addresses: u64 = sizes.values().sum();
    if addresses < 100 {
        return None;
    }
    let quantile = |share: f64| {
        let mut left = (addresses as f64 * share).floor() as u64;
        let found = sizes.iter().find(|(_, count)| {
            let here = left < **count;
            left = left.saturating_sub(**count);
            here
        });
        found.map_or(0, |(size, _)| *size)
    };
    // At least five addresses are above the upper mark, so that a few hostels do not set what is usual.
    let upper = f64::min(0.999, 1.0 - 5.5 / addresses as f64);
    let (median, from, to) = (quantile(0.5), quantile(0.9), quantile(upper));
    // Mean excess over the upper tenth, without the upper thousandth; a decline is never taken to be steeper than by
    // a factor e per voter.
    let tail = sizes.range(from..=to.max(from));
    let (mut count, mut excess) = (0.0, 0.0);
    for (size, number) in tail {
        count += *number as f64;
        excess += (*size - from) as f64 * *number as f64;
    }
    let decline = (excess / f64::max(count, 1.0)).max(1.0);
    let beyond = sizes.range(from..).map(|(_, number)| *number as f64).sum::<f64>();
    let steps = decline * (beyond / EXPECTED).ln().max(0.0);
    let threshold = (from + steps.ceil() as u64).max(to + 1);
    Some(Usual { median, threshold })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_follows_the_distribution() {
        // Geometric with a half: households of a region. One hostel of 60.
        let mut sizes: BTreeMap<u64, u64> = (1..=14).map(|size| (size, 100_000 >> size)).collect();
        let plain = usual(&sizes).unwrap();
        assert_eq!(plain.median, 1);
        assert!((15..40).contains(&plain.threshold), "{plain:?}");
        sizes.insert(60, 1);
        let hostel = usual(&sizes).unwrap();
        assert!(hostel.threshold < 60 && hostel.threshold.abs_diff(plain.threshold) <= 1, "{hostel:?}");
        assert_eq!(usual(&BTreeMap::from([(1, 99)])), None);
    }

    #[test]
    fn a_town_of_large_houses_is_not_out_of_line() {
        let sizes: BTreeMap<u64, u64> = (1..=60).map(|size| (size * 10, 1000 / size)).collect();
        assert!(usual(&sizes).unwrap().threshold > 600);
    }
}
