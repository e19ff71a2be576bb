//! How many agreements by name chance alone would give.
//!
//! Among pairs of rows that agree on full name and birth year, two different people were born on one day with the chance
//! that two rows of that year were ([`tizim_stats::chance`]). People whose day is not known were born on 1 January, in some
//! communities more often than in others, and communities share names: so agreements on a 1 January are counted apart,
//! and neither they nor the people born on one enter the expectation.

use std::collections::BTreeMap;

use serde::Serialize;
use tizim_people::BirthDate;
use tizim_stats::chance::{SameFirst, Stratum, agreement, same_value};

use crate::counts::date_counts::DateCounts;

/// Agreements observed, and what chance gives of them, of a part of the pairs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct ChancePart {
    /// Pairs of rows that agree under the rule and are not shown to be one person by the number.
    pub observed: u64,
    /// How many of these chance alone would give; `None` is "not computed".
    pub expected: Option<f64>,
    /// Below this, fewer than chance gives in 97.5 % of cases.
    pub low: Option<f64>,
    /// Above this, more than chance gives in 97.5 % of cases.
    pub high: Option<f64>,
}

/// Agreements observed and expected by chance.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Chance {
    /// Pairs of rows that agree under the rule and are not shown to be one person by the number; where there is an
    /// expectation, without those on a 1 January.
    pub observed: u64,
    /// How many of these chance alone would give; `None` is "not computed".
    pub expected: Option<f64>,
    /// Below this, fewer than chance gives in 97.5 % of cases.
    pub low: Option<f64>,
    /// Above this, more than chance gives in 97.5 % of cases.
    pub high: Option<f64>,
    /// Pairs that agree on a 1 January, of which chance says nothing; none where there is no expectation.
    pub on_first_of_january: Option<u64>,
    /// The same of other days of the year on which birthdays heap.
    pub on_heaped_days: Option<u64>,
    /// The expectation by the model: by how common names, dates and places are on this roll.
    pub model: Option<f64>,
    /// The expectation by the placebo: the same names, with dates that are shifted or digits of others.
    pub placebo: Option<f64>,
    /// Of pairs within one list, and of pairs between two; where there are several.
    pub within_lists: Option<ChancePart>,
    /// Of pairs between two lists.
    pub between_lists: Option<ChancePart>,
    /// Of pairs within one region, by the region as it is compared.
    pub regions: BTreeMap<String, ChancePart>,
    /// Why there is no expectation, where there is none: `not_counted`, `nothing_to_compare`.
    pub not_established: Option<&'static str>,
}

impl Chance {
    /// Without an expectation.
    pub(crate) fn observed(observed: u64) -> Self {
        Self { observed, ..Self::default() }
    }

    /// Pairs on days on which birthdays heap, of which chance says nothing: not among those [`observed`](Self::observed).
    pub(crate) fn apart(&self) -> u64 {
        self.on_first_of_january.unwrap_or(0) + self.on_heaped_days.unwrap_or(0)
    }
}

/// Whether this is a 1 January.
#[inline]
pub(crate) fn is_first_of_january(date: BirthDate) -> bool {
    date.month() == Some(1) && date.day() == Some(1)
}

/// Chance agreement on full name and whole birth date.
///
/// `agreeing` holds, per birth year, all pairs of rows that agree on both, one person or not; `dates` the number of rows per
/// date; `years` the pairs that agree on name and year: none of them counts anything of a 1 January but `on_first_of_january`.
pub(crate) fn name_and_date(
    observed: u64,
    on_first_of_january: u64,
    years: &[(u16, SameFirst)],
    agreeing: &BTreeMap<u16, u64>,
    dates: &DateCounts,
) -> Chance {
    let strata = years.iter().filter_map(|(year, same_first)| {
        let same_both = agreeing.get(year).copied().unwrap_or(0);
        let same_second = same_value(dates.of_year_without_first_of_january(*year))?;
        Some(Stratum { same_first: *same_first, same_both, same_second })
    });
    let expected = agreement(strata).ok();
    Chance {
        observed,
        expected: expected.map(|chance| chance.expected),
        low: expected.map(|chance| chance.low),
        high: expected.map(|chance| chance.high),
        on_first_of_january: Some(on_first_of_january),
        model: expected.map(|chance| chance.expected),
        ..Chance::default()
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
        let days =
            (1..=12_u32).flat_map(|month| (1..=31).map(move |day| year | month << 5 | day)).skip(1).take(365);
        let dates: DateCounts = days.map(|day| (day, 100)).collect();
        let years = [(1980, SameFirst { pairs: 730.0, variance: 0.0 })];
        let chance = name_and_date(2, 0, &years, &BTreeMap::from([(1980, 2)]), &dates);
        assert!((chance.expected.unwrap() - 2.0).abs() < 0.03, "{chance:?}");
        assert!(chance.low.unwrap() <= 0.0 && chance.high.unwrap() > 4.0);
        // A hundred true duplicates leave the expectation as it is.
        let years = [(1980, SameFirst { pairs: 830.0, variance: 0.0 })];
        let more = name_and_date(102, 0, &years, &BTreeMap::from([(1980, 102)]), &dates);
        assert!((more.expected.unwrap() - chance.expected.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn people_born_on_a_first_of_january_change_nothing() {
        let year = 1980_u32 << 9;
        let days = |heaped: u32| -> DateCounts {
            let first = (year | 1 << 5 | 1, heaped);
            (1..=12_u32).map(|month| (year | month << 5 | 2, 100)).chain([first]).collect()
        };
        let years = [(1980, SameFirst { pairs: 730.0, variance: 0.0 })];
        let of = |heaped: u32, on_first: u64| {
            name_and_date(60, on_first, &years, &BTreeMap::from([(1980, 60)]), &days(heaped))
        };
        let (plain, heaped) = (of(1, 0), of(5000, 900));
        assert_eq!(plain.expected, heaped.expected);
        assert_eq!((plain.high, heaped.on_first_of_january), (heaped.high, Some(900)));
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
