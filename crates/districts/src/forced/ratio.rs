//! The ratio of the largest to the smallest district, step by step: the least that the rules allow, with equal
//! districts in every region; the same in the allocation used; and the districts as drawn.
//!
//! Where regions are known only between bounds, the least ratio over all allocations is bounded itself. An allocation
//! has the ratio `t / b` where every region's size per seat lies in the window from `b` to `t`. Regions that need only
//! touch the window (their lowest electorate under its top, their highest above its bottom) give a ratio that no
//! completion undercuts; regions that must lie in it whole give one that no completion needs to exceed.

use tizim_evidence::{Interval, Value};

use crate::measure::exact::compare_fractions;

/// Regions times seats, above which the least ratio is not bounded.
const LARGEST_SEARCH: u64 = 20_000;

/// Guaranteed bounds of a ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Span {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Span {
    pub(crate) fn exactly(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// The value, or its bounds rounded outward.
    pub(crate) fn value(self) -> Value {
        if self.low.to_bits() == self.high.to_bits() {
            return Value::from(self.low);
        }
        Value::from(Interval { low: self.low, high: self.high, tight: false })
    }

    /// Bounds of what is never above the other.
    pub(crate) fn at_most(self, other: Self) -> Self {
        let high = self.high.min(other.high);
        Self { low: self.low.min(high), high }
    }
}

/// Bounds of the least ratio over all allocations, each region with equal districts; `None` where there are too many
/// to search, or a region is empty for certain. `high` is infinite where a region may be empty.
pub(crate) fn least_ratio(regions: &[(u64, u64)], house: u64, minimum: u64) -> Option<Span> {
    let minimum = minimum.max(1);
    let claimants = regions.len() as u64;
    if house.saturating_mul(claimants) > LARGEST_SEARCH || minimum.saturating_mul(claimants) > house {
        return None;
    }
    let touching = Windows { house, minimum, up: low_ends(regions), down: high_ends(regions) };
    let whole = Windows { house, minimum, up: high_ends(regions), down: low_ends(regions) };
    if regions.iter().any(|region| region.1 == 0) {
        return None;
    }
    // Without a lowest size all regions may be as small as the smallest.
    let low = touching.least().unwrap_or(1.0);
    let high = whole.least().unwrap_or(f64::INFINITY);
    let exact = regions.iter().all(|(low, high)| low == high);
    let low = if exact { low } else { (low * (1.0 - 1e-12)).max(1.0) };
    Some(Span { low, high: if exact { low } else { high * (1.0 + 1e-12) } })
}

fn low_ends(regions: &[(u64, u64)]) -> Vec<u64> {
    regions.iter().map(|region| region.0).collect()
}

fn high_ends(regions: &[(u64, u64)]) -> Vec<u64> {
    regions.iter().map(|region| region.1).collect()
}

/// All windows of sizes per seat: a region must have so many seats that `up` lies under the top, and so few that
/// `down` lies above the bottom.
struct Windows {
    house: u64,
    minimum: u64,
    up: Vec<u64>,
    down: Vec<u64>,
}

type Fraction = (u128, u128);

impl Windows {
    /// The least top over bottom of a window in which the house can be shared out; never under 1.
    fn least(&self) -> Option<f64> {
        let room = self.house - self.minimum * (self.up.len() as u64 - 1);
        let sizes = |counts: &[u64]| -> Vec<Fraction> {
            let of =
                |&count: &u64| (self.minimum..=room).map(move |seats| (u128::from(count), u128::from(seats)));
            let mut sizes: Vec<Fraction> = counts.iter().flat_map(of).filter(|size| size.0 > 0).collect();
            sizes.sort_by(|&a, &b| compare_fractions(a, b));
            sizes.dedup_by(|a, b| compare_fractions(*a, *b).is_eq());
            sizes
        };
        let (tops, bottoms) = (sizes(&self.up), sizes(&self.down));
        let mut least: Option<f64> = None;
        for &bottom in &bottoms {
            let fits = |top: &Fraction| self.fits(*top, bottom);
            let first = tops.partition_point(|top| !fits(top));
            let Some(&top) = tops.get(first) else { continue };
            let ratio = (top.0 * bottom.1) as f64 / (top.1 * bottom.0) as f64;
            least = Some(least.map_or(ratio, |least: f64| least.min(ratio)));
        }
        least.map(|least| least.max(1.0))
    }

    /// Whether the whole house can be shared out in this window. Once it can, it can under every higher top.
    fn fits(&self, top: Fraction, bottom: Fraction) -> bool {
        let (mut fewest_of_all, mut most_of_all) = (0_u128, 0_u128);
        for (&up, &down) in self.up.iter().zip(&self.down) {
            let fewest = (u128::from(up) * top.1).div_ceil(top.0).max(u128::from(self.minimum));
            let most = u128::from(down) * bottom.1 / bottom.0;
            if fewest > most {
                return false;
            }
            fewest_of_all += fewest;
            most_of_all += most;
        }
        (fewest_of_all..=most_of_all).contains(&u128::from(self.house))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All ways to share a house out.
    fn allocations(regions: usize, house: u64, minimum: u64) -> Vec<Vec<u64>> {
        if regions == 1 {
            return if house >= minimum { vec![vec![house]] } else { Vec::new() };
        }
        (minimum..=house)
            .flat_map(|own| {
                allocations(regions - 1, house - own, minimum).into_iter().map(move |mut rest| {
                    rest.insert(0, own);
                    rest
                })
            })
            .collect()
    }

    fn naive(voters: &[u64], house: u64, minimum: u64) -> f64 {
        let ratio = |seats: &Vec<u64>| {
            let sizes = || voters.iter().zip(seats).map(|(&count, &seats)| count as f64 / seats as f64);
            sizes().fold(0.0, f64::max) / sizes().fold(f64::INFINITY, f64::min)
        };
        allocations(voters.len(), house, minimum).iter().map(ratio).fold(f64::INFINITY, f64::min)
    }

    proptest! {
        #[test]
        fn no_completion_lies_outside(
            regions in proptest::collection::vec((1_u64..9, 0_u64..3), 1..4), more in 0_u64..4, minimum in 1_u64..2
        ) {
            let house = minimum * regions.len() as u64 + more;
            let boxes: Vec<(u64, u64)> = regions.iter().map(|&(low, width)| (low, low + width)).collect();
            let span = least_ratio(&boxes, house, minimum).unwrap();
            let mut completions = vec![Vec::new()];
            for &(low, high) in &boxes {
                completions = completions.into_iter().flat_map(|start: Vec<u64>| (low..=high).map(move |count| {
                    let mut next = start.clone();
                    next.push(count);
                    next
                })).collect();
            }
            for voters in completions {
                let least = naive(&voters, house, minimum);
                prop_assert!(span.low <= least + 1e-9 && least <= span.high + 1e-9, "{least} {span:?} {voters:?}");
                if boxes.iter().all(|(low, high)| low == high) {
                    prop_assert!((span.low - least).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn an_empty_region_leaves_the_upper_end_open() {
        let span = least_ratio(&[(0, 10), (10, 10)], 3, 1).unwrap();
        assert!(span.low <= 1.0 + 1e-9 && span.high.is_infinite(), "{span:?}");
        // The same where every region may be; that is no search too long.
        let span = least_ratio(&[(0, 7), (0, 12), (0, 5)], 4, 1).unwrap();
        assert!(span.low <= 1.0 && span.high.is_infinite(), "{span:?}");
        assert_eq!(least_ratio(&[(0, 0), (5, 9)], 2, 1), None);
    }
}
