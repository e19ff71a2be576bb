//! Whether serials end with a check digit: tried out on the serials themselves.

use super::Numbered;

/// A way to reckon a check digit from the digits before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckDigit {
    /// Luhn (ISO/IEC 7812).
    Luhn,
    /// Remainder of the number by 7.
    Remainder7,
    /// Remainder of the number by 9.
    Remainder9,
    /// Sum of digits, modulo 10.
    DigitSum,
    /// Weights 2, 3, 4 … from the right, modulo 11, 10 written as 0.
    Weighted11,
}

const ALL: [CheckDigit; 5] = [
    CheckDigit::Luhn,
    CheckDigit::Remainder7,
    CheckDigit::Remainder9,
    CheckDigit::DigitSum,
    CheckDigit::Weighted11,
];

/// A scheme is learned from no fewer distinct serials than this: by chance one in ten fits, so that 98 of 100 do not.
const LEAST: usize = 100;

impl CheckDigit {
    /// The scheme that at least 98 % of the serials keep, if there is one.
    pub fn learn(distinct: &[Numbered]) -> Option<Self> {
        if distinct.len() < LEAST {
            return None;
        }
        ALL.into_iter().find(|scheme| {
            let kept = distinct.iter().filter(|serial| scheme.holds(**serial)).count();
            // The body must vary: a constant digit is no check digit, and consecutive numbers keep none of these.
            kept * 100 >= distinct.len() * 98
        })
    }

    /// Whether the last digit is the one that the others ask for.
    pub fn holds(self, serial: Numbered) -> bool {
        self.digit(serial.number / 10) == serial.number % 10
    }

    /// The check digit of a number.
    pub fn digit(self, body: u64) -> u64 {
        match self {
            Self::Luhn => {
                let sum: u64 = digits(body)
                    .enumerate()
                    .map(
                        |(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit },
                    )
                    .sum();
                (10 - sum % 10) % 10
            }
            Self::Remainder7 => body % 7,
            Self::Remainder9 => body % 9,
            Self::DigitSum => digits(body).sum::<u64>() % 10,
            Self::Weighted11 => {
                let sum: u64 = digits(body).zip(2..).map(|(digit, weight)| digit * weight).sum();
                (11 - sum % 11) % 11 % 10
            }
        }
    }
}

/// The digits of a number from the right.
fn digits(number: u64) -> impl Iterator<Item = u64> {
    std::iter::successors(Some(number), |rest| (*rest >= 10).then_some(rest / 10)).map(|rest| rest % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serials(numbers: impl Iterator<Item = u64>) -> Vec<Numbered> {
        numbers.map(|number| Numbered { prefix: 0, number, width: 8 }).collect()
    }

    #[test]
    fn every_scheme_is_learned_from_its_serials() {
        for scheme in ALL {
            let numbers = (1000..1400).map(|body| body * 10 + scheme.digit(body));
            let learned = CheckDigit::learn(&serials(numbers.clone()));
            assert!(
                learned.is_some_and(|found| numbers
                    .clone()
                    .all(|number| found.digit(number / 10) == number % 10))
            );
        }
    }

    #[test]
    fn the_luhn_digit_is_that_of_the_standard() {
        // The example of ISO/IEC 7812-1, annex B: 7992739871 has the check digit 3.
        assert_eq!(CheckDigit::Luhn.digit(7_992_739_871), 3);
    }

    #[test]
    fn consecutive_numbers_have_none() {
        assert_eq!(CheckDigit::learn(&serials(1..5000)), None);
        assert_eq!(CheckDigit::learn(&serials((1..500).map(|number| number * 10))), None);
        assert_eq!(CheckDigit::learn(&serials(1..50)), None);
    }
}
