//! Chance agreement on full name and the shown digits of a masked number.
//!
//! How likely another person's number fits what a masked one shows is taken from the numbers of people of other names. The
//! placebo counts whole numbers that fit; the model takes birth date and serial for independent, and counts those that fit
//! in each part. Both are held against the people of the row's own name, without those who do fit.

use std::collections::BTreeMap;

use tizim_people::{BirthDate, Iin, PartialIin};
use tizim_stats::chance::Estimate;

use crate::agreement::bearers::{Bearer, Bearers};
use crate::agreement::parts::{Estimates, Part, empty, parts_of};
use crate::agreement::scale::OverNames;
use crate::row::entry::Number;

/// Digits that a masked number must show to say anything among people of one name.
const LEAST_DIGITS: usize = 4;
/// Numbers of other people that are looked at.
const MOST_OTHERS: usize = 1 << 12;
/// The digits of the birth date and the century.
const DATE: usize = 7;

/// A person of another name: the number and the birth.
struct Other {
    name: u64,
    digits: Vec<u8>,
    born: BirthDate,
}

/// The chance that another person's number fits, either way, and how many were seen to fit.
struct Fitting {
    model: f64,
    placebo: f64,
    seen: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    model: f64,
    placebo: f64,
    seen: f64,
    /// The greater of both, over names.
    greater: OverNames,
}

/// The estimates by part, where numbers have so many digits; none without numbers to compare with.
pub(crate) fn estimates(bearers: &Bearers, digits: usize) -> BTreeMap<Part, Estimates> {
    let others = others(&bearers.rows, digits);
    if others.is_empty() {
        return BTreeMap::new();
    }
    let mut sums: BTreeMap<Part, Sums> = empty(bearers.rows.iter().map(|row| row.region));
    for namesakes in bearers.rows.chunk_by(|one, other| one.name == other.name) {
        let mut of_name: BTreeMap<Part, Sums> = BTreeMap::new();
        for one in namesakes {
            let Number::Masked(masked) = one.number else { continue };
            if masked.known() < LEAST_DIGITS {
                continue;
            }
            let fitting = fitting(masked, one, &others);
            for other in namesakes {
                let Some(number) = other.number.valid() else { continue };
                if masked.could_be(number) && are_born_alike(one, born(other, number)) {
                    continue;
                }
                for part in parts_of([one.list, other.list], [one.region, other.region]) {
                    let sums = of_name.entry(part).or_default();
                    sums.model += fitting.model / (1.0 - fitting.model);
                    sums.placebo += fitting.placebo / (1.0 - fitting.placebo);
                    sums.seen += fitting.seen;
                }
            }
        }
        let counted = bearers.scale.counted(namesakes[0].name);
        for (part, found) in of_name {
            let sums = sums.entry(part).or_default();
            sums.model += found.model;
            sums.placebo += found.placebo;
            sums.seen += found.seen;
            sums.greater.add(found.model.max(found.placebo), counted);
        }
    }
    let scale = &bearers.scale;
    let each = scale.pairs / others.len() as f64;
    let estimates = sums.into_iter().map(|(part, sums)| {
        let unseen = scale.variance(&sums.greater);
        let of = |share: f64| {
            let expected = scale.pairs * share;
            let variance = (sums.seen + 0.5) * each * each + scale.doubt * expected * expected + unseen;
            Estimate { expected, variance }
        };
        (part, Estimates { model: Some(of(sums.model)), placebo: Some(of(sums.placebo)) })
    });
    estimates.collect()
}

/// People with valid numbers, every so many of them.
fn others(rows: &[Bearer], digits: usize) -> Vec<Other> {
    let step = rows.len().div_ceil(MOST_OTHERS).max(1);
    let other = |row: &Bearer| {
        let number = row.number.valid()?;
        let digits = format!("{:0digits$}", number.number()).into_bytes();
        Some(Other { name: row.name, digits, born: born(row, number) })
    };
    rows.iter().step_by(step).filter_map(other).collect()
}

/// How likely the number of a person of another name fits.
fn fitting(masked: PartialIin, row: &Bearer, others: &[Other]) -> Fitting {
    let (mut all, mut dates, mut serials, mut both) = (0.0, 0.0, 0.0, 0.0);
    for other in others.iter().filter(|other| other.name != row.name) {
        let fits = |places: std::ops::Range<usize>| {
            let mut shown = other.digits.iter().enumerate().filter(|(place, _)| places.contains(place));
            shown.all(|(place, digit)| masked.digit(place).is_none_or(|shown| shown == digit - b'0'))
        };
        let date = fits(0..DATE) && are_born_alike(row, other.born);
        let serial = fits(DATE..usize::MAX);
        all += 1.0;
        dates += f64::from(u8::from(date));
        serials += f64::from(u8::from(serial));
        both += f64::from(u8::from(date && serial));
    }
    // Where all fit, nothing is shown that tells people apart.
    let share = |fit: f64| if all > 0.0 { (fit / all).min(0.999) } else { 0.0 };
    Fitting { model: share(dates) * share(serials), placebo: share(both), seen: both }
}

/// What a row says of the birth: as written, else as its number states it.
fn born(row: &Bearer, number: Iin) -> BirthDate {
    row.date.unwrap_or_else(|| number.birth_date())
}

fn are_born_alike(row: &Bearer, other: BirthDate) -> bool {
    row.date.is_none_or(|date| date.agrees_with(other))
}

#[cfg(test)]
mod tests {
    use tizim_people::{Century, IinRules, Sex};

    use super::*;
    use crate::agreement::scale::Scale;

    fn bearer(name: u64, number: Number) -> Bearer {
        Bearer { name, year: 1980, date: None, region: 0, address: 0, list: 0, number }
    }

    #[test]
    fn digits_of_other_people_tell_what_chance_gives() {
        let century = Century { century: 1900, sex: Sex::Male };
        let rules = IinRules::new([(3, century)]);
        let numbers: Vec<Iin> = (0..4000_u64)
            .filter_map(|number| {
                let first: Vec<u8> = format!("8001{:02}3{:04}", 1 + number % 28, number * 7 % 10_000)
                    .bytes()
                    .map(|digit| digit - b'0')
                    .collect();
                let check = tizim_people::iin::check_digit(&first.clone().try_into().ok()?)?;
                let whole: String = first.iter().chain([&check]).map(u8::to_string).collect();
                Iin::parse(whole.as_bytes(), &rules).ok()
            })
            .collect();
        assert!(numbers.len() > 3000);
        // Ten rows that show the day (one in 28), each with fifty namesakes of other days.
        let masked = PartialIin::parse(b"800105??????", &rules).unwrap();
        let mut rows = Vec::new();
        for name in 0..10_u64 {
            rows.push(bearer(name, Number::Masked(masked)));
            let strangers =
                numbers.iter().filter(|number| !masked.could_be(**number)).skip(name as usize * 50);
            rows.extend(strangers.take(50).map(|number| bearer(name, Number::Valid(*number))));
        }
        rows.extend(numbers.iter().map(|number| bearer(99, Number::Valid(*number))));
        let found = estimates(&Bearers { rows, scale: Scale::WHOLE, odd: 1 }, 12)[&Part::All];
        // 500 pairs, of which one in 27 as many agree.
        for estimate in [found.model.unwrap(), found.placebo.unwrap()] {
            assert!((estimate.expected - 500.0 / 27.0).abs() < 3.0, "{estimate:?}");
        }
    }

    #[test]
    fn without_numbers_nothing_is_established() {
        assert!(
            estimates(&Bearers { rows: vec![bearer(1, Number::Missing)], scale: Scale::WHOLE, odd: 1 }, 12)
                .is_empty()
        );
    }
}
