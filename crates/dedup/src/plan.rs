//! Which part of the fingerprints a pass covers, and how it is divided into partitions.
//!
//! The work of a search is a line: rule after rule, and within a rule the fingerprints from the lowest to the highest.
//! A pass covers a stretch of that line, from a cursor to as far as the memory reaches, and cuts it into partitions
//! that fit the cache. When the memory turns out too small, the pass gives up its last partitions, and the next pass
//! starts there.

use crate::records::{MOST_RULES, RuleSet};

/// Fingerprints are placed by their upper 63 bits, so that the width of the whole fits a `u64`.
pub(crate) const WHOLE: u64 = 1 << 63;

/// A place on the line: everything before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cursor {
    pub(crate) rule: usize,
    pub(crate) coordinate: u64,
}

impl Cursor {
    pub(crate) const fn start_of(rule: usize) -> Self {
        Self { rule, coordinate: 0 }
    }
}

/// The fingerprints of one rule that a pass covers, and their partitions.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Range {
    /// The first partition.
    pub(crate) base: usize,
    /// How many partitions.
    pub(crate) count: usize,
    low: u64,
    width: u64,
    multiplier: u64,
}

impl Range {
    fn new(base: usize, count: usize, low: u64, width: u64) -> Self {
        let multiplier = ((count as u128) << 63) / u128::from(width.max(1));
        Self { base, count, low, width, multiplier: multiplier as u64 }
    }

    /// The partition of a fingerprint, or none if the pass does not cover it.
    #[inline]
    pub(crate) fn partition(&self, fingerprint: u64) -> Option<usize> {
        let distance = (fingerprint >> 1).wrapping_sub(self.low);
        if distance >= self.width {
            return None;
        }
        let place = (u128::from(distance << 1) * u128::from(self.multiplier)) >> 64;
        Some(self.base + place as usize)
    }

    /// The distance at which the partition `place` of this range begins.
    fn boundary(&self, place: usize) -> u64 {
        if place >= self.count {
            return self.width;
        }
        let distance = ((place as u128) << 63).div_ceil(u128::from(self.multiplier.max(1)));
        (distance as u64).min(self.width)
    }

    /// This range without the partitions from `limit` on.
    fn cut(self, limit: usize) -> Self {
        let count = limit.saturating_sub(self.base).min(self.count);
        Self { count, width: if count == 0 { 0 } else { self.boundary(count) }, ..self }
    }
}

/// What one pass covers.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    ranges: [Range; MOST_RULES],
    /// How many partitions there are, over all rules.
    pub(crate) partitions: usize,
    start: Cursor,
}

/// The narrowest range of a rule; below it there is nothing to divide.
const NARROWEST: u64 = 1 << 30;

impl Plan {
    /// Plans a pass from `start` up to the end of rule `last`, with about `partitions` partitions. `keys` tells how
    /// many keys each rule has; as many are covered as `capacity` allows, but at least a little.
    pub(crate) fn new(start: Cursor, last: usize, keys: &[u64], capacity: u64, partitions: usize) -> Self {
        let mut left = capacity as f64;
        let mut widths = Vec::new();
        for (rule, &keys) in keys.iter().enumerate().take(last + 1).skip(start.rule) {
            let low = if rule == start.rule { start.coordinate } else { 0 };
            let whole = WHOLE - low;
            let wanted = keys as f64 * (whole as f64 / WHOLE as f64);
            let mut width = whole;
            if wanted > left {
                width = (whole as f64 * (left / wanted)) as u64;
                if width < NARROWEST && !widths.is_empty() {
                    break;
                }
                width = width.max(NARROWEST).min(whole);
            }
            left -= wanted;
            let weight = keys.max(1) as f64 * (width as f64 / WHOLE as f64);
            widths.push((rule, low, width, weight));
            if width < whole {
                break;
            }
        }
        let total: f64 = widths.iter().map(|(.., weight)| weight).sum();
        let mut ranges = [Range::default(); MOST_RULES];
        let mut base = 0;
        for (rule, low, width, weight) in widths {
            let most = if width < NARROWEST { 1 } else { partitions.max(1) };
            let count = ((partitions as f64 * weight / total) as usize).clamp(1, most);
            ranges[rule] = Range::new(base, count, low, width);
            base += count;
        }
        Self { ranges, partitions: base, start }
    }

    /// The ranges of all rules without the partitions from `limit` on.
    pub(crate) fn ranges(&self, limit: usize) -> [Range; MOST_RULES] {
        self.ranges.map(|range| range.cut(limit))
    }

    /// The rules that the pass covers.
    pub(crate) fn rules(&self) -> RuleSet {
        (0..MOST_RULES).filter(|&rule| self.ranges[rule].count > 0).collect()
    }

    /// About how many keys the partitions below `limit` have, if each rule has so many `keys`.
    pub(crate) fn expected(&self, limit: usize, keys: &[u64]) -> u64 {
        let covered = |(range, &keys): (&Range, &u64)| keys as f64 * (range.width as f64 / WHOLE as f64);
        self.ranges(limit).iter().zip(keys).map(covered).sum::<f64>() as u64
    }

    /// The rule of a partition.
    pub(crate) fn rule_of(&self, partition: usize) -> usize {
        let covers = |range: &Range| (range.base..range.base + range.count).contains(&partition);
        self.ranges.iter().position(covers).unwrap_or(self.start.rule)
    }

    /// Where the pass ends if it gives up the partitions from `limit` on.
    pub(crate) fn end(&self, limit: usize) -> Cursor {
        let mut end = self.start;
        for (rule, range) in self.ranges.iter().enumerate() {
            let cut = range.cut(limit);
            if cut.count > 0 {
                let coordinate = cut.low + cut.width;
                end = if coordinate >= WHOLE {
                    Cursor::start_of(rule + 1)
                } else {
                    Cursor { rule, coordinate }
                };
            }
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_pass_covers_everything_where_it_fits() {
        let plan = Plan::new(Cursor::start_of(0), 2, &[10, 10, 10], 30, 4096);
        assert_eq!(plan.end(plan.partitions), Cursor::start_of(3));
        assert_eq!(plan.rules(), RuleSet::first(3));
        for rule in 0..3 {
            for fingerprint in [0, 1, 1 << 63, u64::MAX] {
                let partition = plan.ranges(plan.partitions)[rule].partition(fingerprint).expect("covered");
                assert_eq!(plan.rule_of(partition), rule);
            }
        }
    }

    proptest! {
        /// Wherever passes end, each fingerprint of each rule is covered by exactly one of them.
        #[test]
        fn every_fingerprint_is_in_exactly_one_pass(
            fingerprints in prop::collection::vec((0..3_usize, any::<u64>()), 1..50),
            capacities in prop::collection::vec(1..2000_u64, 1..6),
            cuts in prop::collection::vec(1..70_usize, 1..6),
        ) {
            let keys = [1000, 1, 3000];
            let mut covered = vec![0; fingerprints.len()];
            let mut cursor = Cursor::start_of(0);
            let mut round = 0;
            while cursor.rule < 3 {
                let plan = Plan::new(cursor, 2, &keys, capacities[round % capacities.len()], 64);
                let mut limit = plan.partitions;
                if round < 10 {
                    limit = limit.min(cuts[round % cuts.len()]);
                }
                let ranges = plan.ranges(limit);
                for (count, &(rule, fingerprint)) in covered.iter_mut().zip(&fingerprints) {
                    if let Some(partition) = ranges[rule].partition(fingerprint) {
                        prop_assert!(partition < limit);
                        prop_assert_eq!(plan.ranges(plan.partitions)[rule].partition(fingerprint), Some(partition));
                        *count += 1;
                    }
                }
                let end = plan.end(limit);
                prop_assert!(end > cursor);
                cursor = end;
                round += 1;
                if round > 10_000 { break; }
            }
            prop_assert!(covered.iter().all(|&count| count == 1), "{covered:?}");
        }
    }
}
