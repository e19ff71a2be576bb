//! Identification numbers that nobody can hold.
//!
//! A number is unique because each pair of day and sex counts the people born then, and each of them has eight serials of
//! its own to try: one of them has a check digit. The seventh digits used (7, 8, 9, 0) are never issued.

use tizim_people::BirthDate;
use tizim_people::iin::check_digit;

/// The seventh digits, with what they stand for in the synthetic profile: (digit, first year, female).
pub(crate) const DIGITS: [(u8, u16, bool); 4] =
    [(7, 1900, false), (8, 1900, true), (9, 2000, false), (0, 2000, true)];

/// The first year of birth that is counted.
const FIRST_YEAR: u16 = 1900;
/// Years that are counted.
const YEARS: usize = 160;
/// Serials that each person may try.
const TRIES: u32 = 8;

/// How many people were numbered for each day and sex.
pub(crate) struct Numbers {
    counts: Vec<u16>,
}

impl Numbers {
    pub(crate) fn new() -> Self {
        Self { counts: vec![0; YEARS * 12 * 31 * 2] }
    }

    /// Numbers a person. Where a day is full, the person was born a day later.
    pub(crate) fn give(&mut self, person: &mut crate::people::Person) {
        loop {
            person.iin = self.next(person.birth, person.female);
            let next_day = person.birth.to_date().and_then(|day| day.tomorrow().ok());
            match next_day {
                Some(day) if person.iin == 0 => person.birth = day.into(),
                _ => return,
            }
        }
    }

    /// The next number for a birth date (whole, from 1900 to 2059) and sex; 0 where all are given away.
    pub(crate) fn next(&mut self, birth: BirthDate, female: bool) -> u64 {
        let year = usize::from(birth.year().saturating_sub(FIRST_YEAR));
        let month = usize::from(birth.month().unwrap_or(1)) - 1;
        let day = usize::from(birth.day().unwrap_or(1)) - 1;
        let place = ((year * 12 + month) * 31 + day) * 2 + usize::from(female);
        let Some(count) = self.counts.get_mut(place) else { return 0 };
        let rank = u32::from(*count);
        *count += 1;
        // All serials are tried once each over the ranks: 7919 and 10,000 have no common divisor.
        let start = (place as u32).wrapping_mul(2_654_435_761) >> 8;
        (rank * TRIES..(rank + 1) * TRIES)
            .take_while(|attempt| *attempt < 10_000)
            .find_map(|attempt| number(birth, female, ((start + attempt) % 10_000 * 7919) % 10_000))
            .unwrap_or(0)
    }
}

/// The number with this serial, if it has a check digit.
fn number(birth: BirthDate, female: bool, serial: u32) -> Option<u64> {
    let century = birth.year() / 100 * 100;
    let (seventh, ..) = *DIGITS.iter().find(|(_, first, sex)| *first == century && *sex == female)?;
    let (year, month, day) =
        (u32::from(birth.year() % 100), u32::from(birth.month()?), u32::from(birth.day()?));
    let first = u64::from(year * 10_000 + month * 100 + day) * 100_000
        + u64::from(u32::from(seventh) * 10_000 + serial);
    let mut digits = [0; 11];
    let mut rest = first;
    for digit in digits.iter_mut().rev() {
        *digit = (rest % 10) as u8;
        rest /= 10;
    }
    Some(first * 10 + u64::from(check_digit(&digits)?))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use tizim_people::{Century, Iin, IinProblem, IinRules, Sex};

    use super::*;

    #[test]
    fn numbers_are_valid_unique_and_never_issued() {
        let rules = IinRules::new(DIGITS.map(|(digit, century, female)| {
            (digit, Century { century, sex: if female { Sex::Female } else { Sex::Male } })
        }));
        let real = IinRules::new((1..=6).map(|digit| (digit, Century { century: 1900, sex: Sex::Male })));
        let mut numbers = Numbers::new();
        let mut seen = HashSet::new();
        for (year, month, day, female) in
            [(1984, 5, 6, true), (2001, 12, 31, false), (1900, 1, 2, false), (2000, 2, 29, true)]
        {
            let birth = BirthDate::full(year, month, day).unwrap();
            for _ in 0..1250 {
                let number = numbers.next(birth, female);
                let text = format!("{number:012}");
                let iin = Iin::parse(text.as_bytes(), &rules).unwrap();
                assert_eq!(iin.birth_date(), birth);
                assert_eq!(iin.sex() == Sex::Female, female);
                assert!(seen.insert(number));
                assert_eq!(Iin::parse(text.as_bytes(), &real), Err(IinProblem::CenturyUnknown));
            }
            assert_eq!(numbers.next(birth, female), 0, "the day is full");
        }
    }
}
