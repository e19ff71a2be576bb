//! How many pairs of records agree on two things by chance alone, where whole populations do not fit the memory.
//!
//! Records are counted by strata, such as birth years. Within a stratum, pairs that agree on the first thing (a name) are
//! estimated from counters into which it was hashed ([`SameFirst::from_counters`]), and two records of different people
//! agree on the second (a day) with the chance that two records of the stratum do. Pairs that agree on both are taken out
//! first, so that true duplicates do not raise the expectation: with `P` pairs that agree on the first, `D` of them on both,
//! and the chance `q`, different people give `(P - D) q / (1 - q)` (McDonald and Levitt 2008 show how many share both).
//!
//! This holds where first and second are independent within a stratum. A value of the second on which records heap for some
//! values of the first and not for others (1 January for people whose day is not known) breaks that: leave such a value out
//! of everything that is given here, and tell of it apart.

mod bounds;

pub use bounds::{Estimate, covering};

use crate::error::StatsError;

/// Pairs of one stratum that agree on the first thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SameFirst {
    /// Their number; by estimate, and so below zero at times where there are none.
    pub pairs: f64,
    /// The variance of that estimate.
    pub variance: f64,
}

impl SameFirst {
    /// The estimate from counters into which the first thing of each record was hashed; `None` where nothing was counted.
    ///
    /// With `m` counters, `N` records and the sum `S` of the squared counters, the second frequency moment is
    /// `F2 = (m S - N²) / (m - 1)`, without bias (compare Thorup and Zhang, SODA 2004). Two values meet in one of `m` counters,
    /// so that `S` varies by `2 (F2² - F4) / m`, where `F4` is the sum of the fourth powers, here that of the counters: a few
    /// frequent values that meet by chance are what matters.
    pub fn from_counters(counters: impl ExactSizeIterator<Item = u32>) -> Option<Self> {
        let width = counters.len() as f64;
        let (mut records, mut squares, mut fourths) = (0.0, 0.0, 0.0);
        for count in counters {
            let count = f64::from(count);
            records += count;
            squares += count * count;
            fourths += count.powi(4);
        }
        if records == 0.0 || width < 2.0 {
            return None;
        }
        let moment = (width * squares - records * records) / (width - 1.0);
        // Every record is a value of its own at least.
        let variance = (moment.max(records).powi(2) - fourths).max(0.0) / (2.0 * width);
        Some(Self { pairs: (moment - records) / 2.0, variance })
    }
}

/// One stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Pairs that agree on the first thing.
    pub same_first: SameFirst,
    /// Pairs that agree on both, one person or not.
    pub same_both: u64,
    /// The chance that two different records agree on the second.
    pub same_second: f64,
}

/// The chance that two different records agree, from how many records have each value: without bias. `None` for fewer than
/// two records.
///
/// # Example
/// ```
/// assert_eq!(tizim_stats::chance::same_value([2, 2].into_iter()), Some(1.0 / 3.0));
/// ```
pub fn same_value(counts: impl Iterator<Item = u64>) -> Option<f64> {
    let (all, squares) = counts.fold((0.0, 0.0), |(all, squares), count| {
        let count = count as f64;
        (all + count, squares + count * count)
    });
    (all >= 2.0).then(|| (squares - all) / (all * (all - 1.0)))
}

/// What chance gives, and the bounds within which 95 % of counts would lie were it alone at work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The expectation; 0 where the estimate is not above its own error, as for records that all differ.
    pub expected: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// The standard normal deviate that 97.5 % lie below.
const DEVIATE: f64 = 1.959_963_984_540_054;
/// An estimate below so many of its standard errors is none.
const LEAST_ERRORS: f64 = 3.0;

/// The agreements on both things that chance gives over all strata: bounds hold the spread of a Poisson count and the error of
/// the estimate together, in normal approximation.
///
/// A stratum in which every two records agree on the second says nothing and is passed over.
///
/// # Errors
/// [`StatsError::ProbabilityOutside`] for a chance outside 0 to 1; [`StatsError::NotANumber`].
pub fn agreement(strata: impl IntoIterator<Item = Stratum>) -> Result<Expected, StatsError> {
    let (mut estimate, mut variance) = (0.0, 0.0);
    for stratum in strata {
        let SameFirst { pairs, variance: of_pairs } = stratum.same_first;
        if !pairs.is_finite() || !of_pairs.is_finite() {
            return Err(StatsError::NotANumber);
        }
        if !(0.0..=1.0).contains(&stratum.same_second) {
            return Err(StatsError::ProbabilityOutside);
        }
        if stratum.same_second < 1.0 {
            let odds = stratum.same_second / (1.0 - stratum.same_second);
            estimate += (pairs - stratum.same_both as f64) * odds;
            variance += of_pairs * odds * odds;
        }
    }
    let raw = estimate.max(0.0);
    let expected = if estimate > LEAST_ERRORS * variance.sqrt() { raw } else { 0.0 };
    let spread = DEVIATE * (raw + variance).sqrt();
    Ok(Expected { expected, low: (expected - spread).max(0.0), high: raw + spread })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rates::generators::Random;

    /// Hashes names of one stratum into counters.
    fn counted(names: impl Iterator<Item = u64>) -> SameFirst {
        let mut counters = vec![0_u32; 1 << 14];
        for name in names {
            counters[(Random::new(name).bits() >> 50) as usize] += 1;
        }
        SameFirst::from_counters(counters.into_iter()).unwrap()
    }

    #[test]
    fn pairs_are_estimated() {
        // 20,000 names once, 1,000 names three times: 3,000 pairs.
        let names = (0..20_000).chain((0..3000).map(|row| 50_000 + row / 3));
        let found = counted(names);
        assert!((found.pairs - 3000.0).abs() < 4.0 * found.variance.sqrt() + 100.0, "{found:?}");
    }

    #[test]
    fn the_variance_is_that_of_many_hashings() {
        // Forty values, the most frequent of them a tenth of all records: hashed again and again.
        let frequencies: Vec<u32> = (0..40).map(|value| 12_000 / (value + 3)).collect();
        let pairs: f64 =
            frequencies.iter().map(|&records| f64::from(records) * f64::from(records - 1) / 2.0).sum();
        let (mut squares, mut variance) = (0.0, 0.0);
        let hashings = 4000;
        for seed in 0..hashings {
            let mut random = Random::new(seed);
            let mut counters = vec![0_u32; 256];
            for records in &frequencies {
                counters[(random.bits() >> 56) as usize] += records;
            }
            let found = SameFirst::from_counters(counters.into_iter()).unwrap();
            squares += (found.pairs - pairs).powi(2) / hashings as f64;
            variance += found.variance / hashings as f64;
        }
        assert!((0.8..1.4).contains(&(variance / squares)), "{variance} for {squares}");
    }

    #[test]
    fn two_people_in_365() {
        // 730 pairs of one name, days evenly spread: two on one day by chance. A hundred true duplicates change nothing.
        let same_second = same_value([100; 365].into_iter()).unwrap();
        let of = |pairs: f64, same_both: u64| {
            let same_first = SameFirst { pairs, variance: 0.0 };
            agreement([Stratum { same_first, same_both, same_second }]).unwrap()
        };
        let found = of(730.0, 2);
        assert!((found.expected - 2.0).abs() < 0.03 && found.low <= 0.0 && found.high > 4.0, "{found:?}");
        assert!((of(830.0, 102).expected - found.expected).abs() < 1e-9);
    }

    #[test]
    fn names_that_all_differ_give_none() {
        for seed in 0..20_u64 {
            let strata = (0..60).map(|year| Stratum {
                same_first: counted((0..3000).map(|row| (seed * 100 + year) * 10_000 + row)),
                same_both: 0,
                same_second: 1.0 / 365.0,
            });
            let found = agreement(strata).unwrap();
            assert!(
                found.expected.total_cmp(&0.0).is_eq() && found.low.total_cmp(&0.0).is_eq(),
                "{seed}: {found:?}"
            );
        }
    }

    #[test]
    fn wrong_numbers_are_told() {
        let same_first = SameFirst { pairs: 1.0, variance: 0.0 };
        let wrong = Stratum { same_first, same_both: 0, same_second: 1.5 };
        assert_eq!(agreement([wrong]), Err(StatsError::ProbabilityOutside));
        assert_eq!(same_value([1].into_iter()), None);
        assert_eq!(SameFirst::from_counters([0_u32; 8].into_iter()), None);
    }
}
