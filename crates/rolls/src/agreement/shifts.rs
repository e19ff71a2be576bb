//! The shifts of birth dates by which the placebos look: by 1 to 30 days, and by a year to the day.

use crate::persons::placeholders::PlaceholderDates;

/// Days that dates are shifted by at most.
pub(crate) const MOST_DAYS: i32 = 30;
/// Shifts: by each number of days, and by a year.
const SHIFTS: f64 = MOST_DAYS as f64 + 1.0;
/// Days of a year.
const YEAR: f64 = 365.25;

/// For how many pairs on one day each pair at one of the shifts stands: there are so many shifts, each to two sides, and
/// days on which birthdays heap are taken out.
pub(crate) fn stands_for(placeholders: &PlaceholderDates) -> f64 {
    let edge = 1.0 / (1.0 - f64::from(placeholders.heaped().count()) / YEAR);
    edge / (2.0 * SHIFTS)
}

/// Days from a day long ago to this one of the Gregorian calendar (Hinnant 2013, `days_from_civil`).
pub(crate) fn day_number(year: u16, month: u8, day: u8) -> i32 {
    let (month, day) = (i32::from(month), i32::from(day));
    let year = i32::from(year) - i32::from(month <= 2);
    let from_march = (month + 9) % 12;
    year * 365 + year / 4 - year / 100 + year / 400 + (153 * from_march + 2) / 5 + day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_as_calendars_do() {
        let number = |(year, month, day)| day_number(year, month, day);
        // date(2000, 3, 1) - date(1999, 12, 31) and others, by Python's datetime.
        assert_eq!(number((2000, 3, 1)) - number((1999, 12, 31)), 61);
        assert_eq!(number((1900, 3, 1)) - number((1900, 2, 28)), 1);
        assert_eq!(number((2023, 3, 19)) - number((1950, 5, 9)), 26_612);
    }
}
