//! Whole-number arithmetic on which verdicts hang: a deviation of exactly 15 % is not outside 15 %.
//!
//! Counts are at most 10^12, seats at most 10^6 and limits carry nine decimals, so every product fits into 128 bits.

use std::cmp::Ordering;

/// Decimals of a limit.
pub(crate) const SCALE: u128 = 1_000_000_000;

/// A limit such as 0.15 as a whole number of billionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Limit(u128);

impl Limit {
    pub(crate) fn of(limit: f64) -> Self {
        Self((limit.clamp(0.0, 1000.0) * SCALE as f64).round() as u128)
    }

    pub(crate) fn fraction(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }

    /// Most people that a unit with these seats may hold.
    pub(crate) fn most(self, seats: u64, total: u64, all_seats: u64) -> u64 {
        let share = u128::from(seats) * u128::from(total);
        to_count(share * (SCALE + self.0) / (u128::from(all_seats) * SCALE))
    }

    /// Fewest people that a unit with these seats may hold.
    pub(crate) fn fewest(self, seats: u64, total: u64, all_seats: u64) -> u64 {
        let share = u128::from(seats) * u128::from(total);
        to_count((share * SCALE.saturating_sub(self.0)).div_ceil(u128::from(all_seats) * SCALE))
    }

    /// Fewest and most seats with which these people are within the limit of the quota of a house.
    pub(crate) fn seats(self, people: u64, total: u64, house: u64) -> Option<(u64, u64)> {
        let due = u128::from(people) * u128::from(house) * SCALE;
        let fewest = due.div_ceil(u128::from(total) * (SCALE + self.0));
        let most = match SCALE.saturating_sub(self.0) {
            0 => u128::from(house),
            room => due / (u128::from(total) * room),
        };
        (fewest <= most).then(|| (to_count(fewest), to_count(most)))
    }

    /// The limit in billionths.
    pub(crate) fn billionths(self) -> u128 {
        self.0
    }

    /// How a difference of `difference / (over * total)` of the quota, times the seats, lies to the limit.
    pub(crate) fn compare(self, difference: u128, over: u128, total: u64, all_seats: u64) -> Ordering {
        let left = difference.saturating_mul(u128::from(all_seats)).saturating_mul(SCALE);
        left.cmp(&self.0.saturating_mul(over).saturating_mul(u128::from(total)))
    }
}

fn to_count(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

/// Signed deviation of a unit from the quota; infinite with people and no seat.
///
/// ```
/// // 562,590 of 12,032,550 voters in one of 29 districts.
/// let deviation = tizim_districts::deviation(562_590, 1, 12_032_550, 29);
/// assert!((deviation - 0.355_914_581_697_1).abs() < 1e-12);
/// ```
pub fn deviation(people: u64, seats: u32, all_people: u64, all_seats: u64) -> f64 {
    if seats == 0 {
        return if people == 0 { f64::NAN } else { f64::INFINITY };
    }
    let own = i128::from(people) * i128::from(all_seats);
    let due = i128::from(seats) * i128::from(all_people);
    (own - due) as f64 / due as f64
}

/// Compares two fractions with positive denominators whose cross products fit into 128 bits.
pub(crate) fn compare_fractions(first: (u128, u128), second: (u128, u128)) -> Ordering {
    (first.0.saturating_mul(second.1)).cmp(&second.0.saturating_mul(first.1))
}

/// A fraction in lowest terms.
pub(crate) fn reduced(numerator: u128, denominator: u128) -> (u128, u128) {
    let (mut a, mut b) = (numerator, denominator);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    let common = a.max(1);
    (numerator / common, denominator / common)
}

/// A fraction as it is written: `55/43`, or `3` where it is whole.
pub(crate) fn written(fraction: (u128, u128)) -> String {
    let (numerator, denominator) = reduced(fraction.0, fraction.1);
    if denominator == 1 { numerator.to_string() } else { format!("{numerator}/{denominator}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_not_passed_by_reaching_it() {
        let limit = Limit::of(0.15);
        assert_eq!(limit.most(1, 200, 2), 115);
        assert_eq!(limit.fewest(1, 200, 2), 85);
        assert_eq!(limit.compare(15, 1, 200, 2), Ordering::Equal);
        assert_eq!(limit.compare(16, 1, 200, 2), Ordering::Greater);
        assert_eq!(written((10, 4)), "5/2");
        assert_eq!(written((6, 2)), "3");
    }
}
