//! Dates of a life, whole or in part.

use super::{Comparator, Facet, Forms};
use crate::records::Values;

/// A date; month and day are 0 where unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// Reads a date written with the year first or last, with or without separators, or a year alone.
fn read(value: &str) -> Option<Date> {
    let day_part = value.split(['T', ' ']).next().unwrap_or(value);
    let numbers: Vec<&str> =
        day_part.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |text: &str| text.parse::<u16>().ok();
    let (year, month, day) = match numbers[..] {
        [whole] if whole.len() == 8 => (number(&whole[..4])?, number(&whole[4..6])?, number(&whole[6..])?),
        [year] if year.len() == 4 => (number(year)?, 0, 0),
        [year, month] if year.len() == 4 => (number(year)?, number(month)?, 0),
        [month, year] if year.len() == 4 => (number(year)?, number(month)?, 0),
        [year, month, day] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        [day, month, year] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        _ => return None,
    };
    // Written with the month first.
    let (month, day) = if month > 12 && day <= 12 { (day, month) } else { (month, day) };
    (month <= 12 && day <= 31).then_some(Date { year, month: month as u8, day: day as u8 })
}

/// Appends `YYYY-MM-DD`, or what is known of it, or the value in small letters where it is no date.
pub(super) fn normal(value: &str, normal: &mut String) {
    let form = match read(value) {
        Some(Date { year, month: 0, .. }) => format!("{year:04}"),
        Some(Date { year, month, day: 0 }) => format!("{year:04}-{month:02}"),
        Some(Date { year, month, day }) => format!("{year:04}-{month:02}-{day:02}"),
        None => value.to_lowercase(),
    };
    normal.push_str(&form);
}

/// Whole: the date, whichever of day and month comes first. First: the year. Last: day and month.
pub(super) fn forms(value: &str, forms: &mut Forms) {
    let Some(Date { year, month, day }) = read(value) else {
        return forms.push(Facet::Whole, value);
    };
    forms.push(Facet::First, &format!("{year:04}"));
    if day > 0 {
        let (low, high) = (month.min(day), month.max(day));
        forms.push(Facet::Whole, &format!("{year:04} {low} {high}"));
        forms.push(Facet::Last, &format!("{low} {high}"));
    }
}

/// Compares dates.
pub(super) struct Dates {
    dates: Vec<Option<Date>>,
}

impl Dates {
    pub(super) fn new(values: &Values) -> Self {
        let mut dates = vec![None];
        dates.extend(values.iter().map(|(_, text)| read(text)));
        Self { dates }
    }
}

impl Comparator for Dates {
    fn levels(&self) -> &'static [&'static str] {
        &["different", "within ten years", "same year", "two parts", "one digit", "day and month swapped"]
    }

    fn level(&self, left: u32, right: u32) -> u8 {
        match (self.dates[left as usize], self.dates[right as usize]) {
            (Some(left), Some(right)) => grade(left, right),
            _ => 0,
        }
    }

    fn is_cheap(&self) -> bool {
        true
    }
}

/// Level of two dates that are not the same.
fn grade(left: Date, right: Date) -> u8 {
    if left.year == right.year && left.month == right.day && left.day == right.month {
        return 5;
    }
    let known = left.day > 0 && right.day > 0;
    if known && slips(left, right) {
        return 4;
    }
    let same = [
        left.year == right.year,
        left.month == right.month && left.month > 0,
        left.day == right.day && known,
    ];
    match same.iter().filter(|&&same| same).count() {
        2 => 3,
        _ if same[0] => 2,
        _ => u8::from(left.year.abs_diff(right.year) <= 10),
    }
}

/// Whether eight digits differ in one place, or in two neighbouring ones that are swapped.
fn slips(left: Date, right: Date) -> bool {
    let digits = |date: Date| {
        let number = u32::from(date.year) * 10_000 + u32::from(date.month) * 100 + u32::from(date.day);
        let mut rest = number;
        std::array::from_fn::<u8, 8, _>(|_| {
            let digit = (rest % 10) as u8;
            rest /= 10;
            digit
        })
    };
    let (left, right) = (digits(left), digits(right));
    let apart: smallvec::SmallVec<[usize; 8]> = (0..8).filter(|&place| left[place] != right[place]).collect();
    match apart[..] {
        [_] => true,
        [first, second] => {
            second == first + 1 && left[first] == right[second] && left[second] == right[first]
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        read(text).expect("a date")
    }

    #[test]
    fn reads_what_people_write() {
        for text in ["1971-05-24", "24.05.1971", "19710524", "05/24/1971", "24/5/1971", "1971-05-24T00:00:00"]
        {
            assert_eq!(date(text), Date { year: 1971, month: 5, day: 24 }, "{text}");
        }
        assert_eq!(date("1971"), Date { year: 1971, month: 0, day: 0 });
        for text in ["", "yesterday", "1971-13-13", "12"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn grades_the_ways_in_which_dates_go_wrong() {
        for (left, right, level) in [
            ("1971-05-04", "1971-04-05", 5),
            ("1971-05-24", "1971-06-24", 4),
            ("1971-05-24", "1917-05-24", 4),
            ("1971-05-24", "1971-05-13", 3),
            ("1971-05-24", "1965-05-24", 3),
            ("1971-05-24", "1971-11-13", 2),
            ("1971-05-24", "1971", 2),
            ("1971-05-24", "1979-11-13", 1),
            ("1971-05-24", "1991-11-13", 0),
        ] {
            assert_eq!(grade(date(left), date(right)), level, "{left} {right}");
        }
    }
}
