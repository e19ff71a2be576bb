//! Birth dates of voters whose age gives no reason to ask: nearly all.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use tizim_people::BirthDate;

/// Whole birth dates, packed, of whoever is born and of age on election day, and no older than people are.
#[derive(Debug, Clone)]
pub(crate) struct UsualBirths(RangeInclusive<i64>);

impl UsualBirths {
    /// For an election on this day, with these limits of age, if there are any.
    pub(crate) fn new(election_day: Date, voting_age: Option<u64>, oldest_age: Option<u64>) -> Self {
        let election_day = i64::from(BirthDate::from(election_day).packed());
        // Packed dates are ordered by year, month and day; a year is 2^9.
        let born_on = |age: u64| election_day - ((age.min(9999) as i64) << 9);
        let earliest = oldest_age.map_or(0, |oldest| born_on(oldest.saturating_add(1)) + 1);
        Self(earliest..=born_on(voting_age.unwrap_or(0)))
    }

    /// Whether a date is one of them.
    #[inline]
    pub(crate) fn hold(&self, date: BirthDate) -> bool {
        date.is_whole() && self.0.contains(&i64::from(date.packed()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whoever_is_of_age_and_not_too_old(
            day in (2019_i16..2025, 1_i8..13, 1_i8..32),
            born in (1900_u16..2030, 1_u8..13, 0_u8..32),
            limits in (prop::option::of(0_u64..30), prop::option::of(90_u64..120)),
        ) {
            let (voting_age, oldest_age) = limits;
            let Ok(election_day) = Date::new(day.0, day.1, day.2) else { return Ok(()) };
            let date = if born.2 == 0 {
                BirthDate::month_of(born.0, born.1)
            } else {
                BirthDate::full(born.0, born.1, born.2)
            };
            let Some(date) = date else { return Ok(()) };
            let age = date.age_on(election_day).least;
            let is_usual = date.is_whole()
                && u64::try_from(age).is_ok_and(|age| {
                    voting_age.is_none_or(|limit| age >= limit) && oldest_age.is_none_or(|limit| age <= limit)
                });
            prop_assert_eq!(UsualBirths::new(election_day, voting_age, oldest_age).hold(date), is_usual);
        }
    }
}
