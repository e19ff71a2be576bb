//! Days of the year on which birthdays heap: 1 January always, and others that stand out of their neighbours.
//!
//! Of people whose day is not known, an office writes some day: 1 January mostly, the first or the middle of a month
//! elsewhere. Who is written so hangs on where he comes from, and so does his name: agreement on such a day is no chance.

use tizim_people::BirthDate;

use crate::counts::chance::placeholders;
use crate::counts::date_counts::DateCounts;
use crate::persons::heaped::{DAYS, HeapedDays};
use crate::persons::placeholders::PlaceholderDates;

/// Days before and after, of which the middle count is what is usual.
const NEIGHBOURS: usize = 15;
/// A heaped day has this many times what is usual.
const LEAST_RATIO: f64 = 1.5;
/// And exceeds it by so many standard deviations of a count.
const LEAST_DEVIATIONS: f64 = 8.0;
/// Which dates say nothing, and on which days of the year birthdays heap.
pub(crate) fn said_of_dates(dates: &DateCounts) -> PlaceholderDates {
    let hot = placeholders(dates);
    let heaped = heaped_days(dates, |packed| hot.keys().any(|date| date.packed() == packed));
    hot.into_keys().collect::<PlaceholderDates>().heaping_on(heaped)
}

/// The days of the year on which birthdays heap, by how many rows have each date; `passed_over` tells dates that are placeholders.
fn heaped_days(dates: &DateCounts, passed_over: impl Fn(u32) -> bool) -> HeapedDays {
    let mut by_day = vec![0_u64; DAYS];
    for (packed, rows) in dates.rows().filter(|(packed, _)| !passed_over(*packed)) {
        by_day[packed as usize & (DAYS - 1)] += rows;
    }
    // A 29 February comes once in four years.
    let leap_day = BirthDate::full(2000, 2, 29).map_or(0, |date| date.packed() as usize & (DAYS - 1));
    let calendar: Vec<usize> = (1..=12_usize)
        .flat_map(|month| (1..=31).map(move |day| month << 5 | day))
        .filter(|day| by_day[*day] > 0 && *day != leap_day)
        .collect();
    let mut heaped = HeapedDays::default();
    for (at, &day) in calendar.iter().enumerate() {
        let around = (0..=2 * NEIGHBOURS).map(|step| {
            let place = (at + calendar.len() * (1 + NEIGHBOURS) + step - NEIGHBOURS) % calendar.len();
            by_day[calendar[place]]
        });
        let mut around: Vec<u64> = around.collect();
        around.sort_unstable();
        let usual = around[NEIGHBOURS] as f64;
        let rows = by_day[day] as f64;
        if rows > LEAST_RATIO * usual && rows > usual + LEAST_DEVIATIONS * usual.max(1.0).sqrt() {
            heaped.insert(day);
        }
    }
    heaped
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A day of 1965.
    fn packed(month: u8, day: u8) -> u32 {
        BirthDate::full(1965, month, day).unwrap().packed()
    }

    /// So many rows on every day of some years, and more on some.
    fn dates(usual: u32, heaps: &[(u32, u32, u32)]) -> DateCounts {
        let days =
            |year: u32| (1..=12_u32).flat_map(move |month| (1..=28).map(move |day| (year, month, day)));
        let date = |(year, month, day): (u32, u32, u32)| year << 9 | month << 5 | day;
        let plain = (1960..1970).flat_map(days).map(|day| (date(day), usual));
        let heaps = heaps.iter().map(|(month, day, rows)| (date((1965, *month, *day)), *rows));
        plain.chain(heaps).collect()
    }

    #[test]
    fn days_that_stand_out_are_found() {
        let heaped = heaped_days(&dates(20, &[(1, 1, 900), (7, 15, 400), (3, 8, 40)]), |_| false);
        assert_eq!(heaped.count(), 2);
        assert!(heaped.contains(packed(7, 15)) && heaped.contains(packed(1, 1)));
        assert!(!heaped.contains(packed(3, 8)), "a tenth more is within what is usual");
    }

    #[test]
    fn the_first_of_january_always_is_one() {
        for usual in [0, 1, 20] {
            assert_eq!(heaped_days(&dates(usual, &[]), |_| false), HeapedDays::default());
        }
        assert_eq!(heaped_days(&DateCounts::default(), |_| false).count(), 1);
        let placeholder = packed(7, 15);
        let one = heaped_days(&dates(20, &[(7, 15, 4000)]), |packed| packed == placeholder);
        assert_eq!(one, HeapedDays::default());
    }
}
