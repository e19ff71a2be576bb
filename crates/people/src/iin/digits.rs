//! Twelve digits, worked on all at once: a roll has millions of numbers, and most of the work on a row under the rule by
//! number is this.
//!
//! Digits lie in the bytes of a word, the first in the lowest. A product with a word whose 16-bit lanes are weights adds
//! weighted digits up in the highest lane; no sum here exceeds a lane.

/// Twelve digits, each 0 to 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TwelveDigits {
    /// The first eight.
    front: u64,
    /// The last four, and zeros.
    back: u64,
}

/// Every other byte.
const LANES: u64 = 0x00FF_00FF_00FF_00FF;

/// Four weights as lanes, so that the highest lane of a product is the weighted sum.
const fn weights(first: u64, second: u64, third: u64, fourth: u64) -> u64 {
    fourth | third << 16 | second << 32 | first << 48
}

impl TwelveDigits {
    /// Digits of value 0 to 9.
    pub(super) fn new(digits: [u8; 12]) -> Self {
        let [a, b, c, d, e, f, g, h, back @ ..] = digits;
        Self {
            front: u64::from_le_bytes([a, b, c, d, e, f, g, h]),
            back: u64::from(u32::from_le_bytes(back)),
        }
    }

    /// Twelve ASCII digits; `None` where a byte is none.
    #[inline]
    pub(super) fn of_ascii(text: [u8; 12]) -> Option<Self> {
        let read = Self::new(text);
        let front = read.front ^ 0x3030_3030_3030_3030;
        let back = read.back ^ 0x3030_3030;
        // A digit has become 0 to 9; with 6 more it stays below 16, and nothing else does.
        let other = front | front.wrapping_add(0x0606_0606_0606_0606) | back | back.wrapping_add(0x0606_0606);
        (other & 0xF0F0_F0F0_F0F0_F0F0 == 0).then_some(Self { front, back })
    }

    /// The seventh digit.
    #[inline]
    pub(super) fn seventh(self) -> u8 {
        (self.front >> 48) as u8
    }

    /// The twelfth digit.
    #[inline]
    pub(super) fn last(self) -> u8 {
        (self.back >> 24) as u8
    }

    /// The first three pairs as numbers: year of the century, month, day.
    #[inline]
    pub(super) fn date(self) -> [u8; 3] {
        let pairs = pairs(self.front);
        [pairs as u8, (pairs >> 16) as u8, (pairs >> 32) as u8]
    }

    /// The number that the digits make.
    #[inline]
    pub(super) fn number(self) -> u64 {
        eight(self.front) * 10_000 + eight(self.back << 32)
    }

    /// The twelfth digit that the first eleven ask for; `None` where such a number is never issued.
    #[inline]
    pub(super) fn check_digit(self) -> Option<u8> {
        match self.remainder([
            weights(1, 3, 5, 7),
            weights(2, 4, 6, 8),
            weights(9, 11, 0, 0),
            weights(10, 0, 0, 0),
        ]) {
            10 => {
                let second = self.remainder([
                    weights(3, 5, 7, 9),
                    weights(4, 6, 8, 10),
                    weights(11, 2, 0, 0),
                    weights(1, 0, 0, 0),
                ]);
                (second < 10).then_some(second)
            }
            digit => Some(digit),
        }
    }

    /// The weighted sum modulo 11: weights of digits 1 3 5 7, of 2 4 6 8, of 9 11, of 10.
    #[inline]
    fn remainder(self, weights: [u64; 4]) -> u8 {
        let words = [self.front, self.front >> 8, self.back, self.back >> 8];
        let sums =
            words.iter().zip(weights).map(|(word, weights)| (word & LANES).wrapping_mul(weights) >> 48);
        (sums.sum::<u64>() % 11) as u8
    }
}

/// Pairs of digits as numbers, in lanes.
#[inline]
fn pairs(digits: u64) -> u64 {
    (digits & LANES) * 10 + (digits >> 8 & LANES)
}

/// The number that eight digits make.
#[inline]
fn eight(digits: u64) -> u64 {
    let pairs = pairs(digits);
    let fours = (pairs & 0xFFFF_0000_FFFF) * 100 + (pairs >> 16 & 0xFFFF_0000_FFFF);
    (fours & 0xFFFF_FFFF) * 10_000 + (fours >> 32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As the law states it, digit by digit.
    fn naive_check_digit(digits: &[u8; 12]) -> Option<u8> {
        let sum = |weights: [u32; 11]| -> u32 {
            digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum::<u32>() % 11
        };
        match sum([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) {
            10 => Some(sum([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])).filter(|digit| *digit < 10),
            digit => Some(digit),
        }
        .map(|digit| digit as u8)
    }

    proptest! {
        #[test]
        fn all_at_once_is_one_by_one(digits in prop::array::uniform12(0_u8..10)) {
            let read = TwelveDigits::new(digits);
            prop_assert_eq!(TwelveDigits::of_ascii(digits.map(|digit| digit + b'0')), Some(read));
            let number = digits.iter().fold(0, |number, digit| number * 10 + u64::from(*digit));
            prop_assert_eq!(read.number(), number);
            prop_assert_eq!((read.seventh(), read.last()), (digits[6], digits[11]));
            let pair = |at: usize| digits[at] * 10 + digits[at + 1];
            prop_assert_eq!(read.date(), [pair(0), pair(2), pair(4)]);
            prop_assert_eq!(read.check_digit(), naive_check_digit(&digits));
        }
    }

    #[test]
    fn only_digits_are_digits() {
        for place in 0..12 {
            for byte in 0..=u8::MAX {
                let mut text = *b"900101350123";
                text[place] = byte;
                assert_eq!(
                    TwelveDigits::of_ascii(text).is_some(),
                    byte.is_ascii_digit(),
                    "{byte} at {place}"
                );
            }
        }
    }
}
