//! How many agreements by name chance alone would give.
//!
//! On a nation's list many different people share full name and birth date (McDonald and Levitt 2008). Among pairs of
//! rows that agree on full name and birth year, two different people were born on one day with the probability
//! `Σ p(day)²` of that year, taken from the list itself. The number of such pairs is estimated by the sketch of the
//! `sketch` module; pairs that agree on the whole date are taken out first, so that true duplicates do not raise the
//! expectation: with `P` pairs of one year, `D` of them of one day, and `q` the probability, chance gives
//! `(P - D) q / (1 - q)`.
//!
//! The bounds are those within which 95 % of counts would lie if chance alone were at work: the spread of a Poisson count
//! and the error of the sketch together, in normal approximation.

use std::collections::BTreeMap;

use serde::Serialize;
use tizim_people::BirthDate;

use crate::counts::date_counts::DateCounts;
use crate::counts::sketch::YearPairs;

/// Agreements observed and expected by chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chance {
    /// Pairs of rows that agree under the rule and are not shown to be one person by the number.
    pub observed: u64,
    /// How many of these chance alone would give; `None` is "not computed".
    pub expected: Option<f64>,
    /// Below this, fewer than chance gives in 97.5 % of cases.
    pub low: Option<f64>,
    /// Above this, more than chance gives in 97.5 % of cases.
    pub high: Option<f64>,
}

impl Chance {
    /// Without an expectation.
    pub(crate) fn observed(observed: u64) -> Self {
        Self { observed, expected: None, low: None, high: None }
    }
}

/// The standard normal deviate that 97.5 % lie below.
const DEVIATE: f64 = 1.959_963_984_540_054;

/// Chance agreement on full name and whole birth date.
///
/// `agreeing` holds, per birth year, all pairs of rows that agree on both, one person or not; `dates` the number of rows per
/// date.
pub(crate) fn name_and_date(
    observed: u64,
    years: &[YearPairs],
    agreeing: &BTreeMap<u16, u64>,
    dates: &DateCounts,
) -> Chance {
    let mut expected = 0.0;
    let mut variance = 0.0;
    for year in years {
        let (mut people, mut squares) = (0.0, 0.0);
        for count in dates.of_year(year.year) {
            people += count as f64;
            squares += (count as f64).powi(2);
        }
        // Unbiased: two different rows of the year share a day.
        if people < 2.0 {
            continue;
        }
        let same_day = (squares - people) / (people * (people - 1.0));
        if same_day >= 1.0 {
            continue;
        }
        let odds = same_day / (1.0 - same_day);
        let pairs = year.pairs - agreeing.get(&year.year).copied().unwrap_or(0) as f64;
        expected += pairs * odds;
        variance += year.variance * odds * odds;
    }
    let expected = expected.max(0.0);
    let spread = DEVIATE * (expected + variance).sqrt();
    Chance {
        observed,
        expected: Some(expected),
        low: Some((expected - spread).max(0.0)),
        high: Some(expected + spread),
    }
}

/// Whether so many rows have this date that it says nothing: more than one in two hundred, and at least a hundred. The
/// fullest day of a population has about one in a thousand.
pub(crate) fn is_placeholder(rows: u64, total: u64) -> bool {
    rows >= 100 && rows.saturating_mul(200) > total
}

/// The dates that are placeholders.
pub(crate) fn placeholders(dates: &DateCounts) -> BTreeMap<BirthDate, u64> {
    let total = dates.rows().map(|(_, rows)| rows).sum();
    let hot = dates.rows().filter(|(_, rows)| is_placeholder(*rows, total));
    hot.filter_map(|(packed, rows)| Some((BirthDate::from_packed(packed)?, rows))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_in_365() {
        // 36,500 rows evenly over 365 days, 730 pairs of one name: two on one day by chance.
        let year = 1980_u32 << 9;
        let days = (1..=12_u32).flat_map(|month| (1..=31).map(move |day| year | month << 5 | day)).take(365);
        let dates: DateCounts = days.map(|day| (day, 100)).collect();
        let years = [YearPairs { year: 1980, pairs: 730.0, variance: 0.0 }];
        let chance = name_and_date(2, &years, &BTreeMap::from([(1980, 2)]), &dates);
        assert!((chance.expected.unwrap() - 2.0).abs() < 0.03, "{chance:?}");
        assert!(chance.low.unwrap() <= 0.0 && chance.high.unwrap() > 4.0);
        // A hundred true duplicates leave the expectation as it is.
        let years = [YearPairs { year: 1980, pairs: 830.0, variance: 0.0 }];
        let more = name_and_date(102, &years, &BTreeMap::from([(1980, 102)]), &dates);
        assert!((more.expected.unwrap() - chance.expected.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn a_date_that_one_in_a_hundred_has_is_a_placeholder() {
        let new_year = BirthDate::full(1950, 1, 1).unwrap();
        // A date is packed into nine bits of month and day behind the year.
        let with = |rows: u32| {
            let others = (1..=9_900).map(|number| (1960 << 9 | 1 << 5 | number, 1));
            placeholders(&others.chain([(new_year.packed(), rows)]).collect())
        };
        assert_eq!(with(100), BTreeMap::from([(new_year, 100)]));
        assert!(with(40).is_empty());
    }
}
