//! Numbers of which some digits are hidden or not legible, as on photographed pages.

use super::scheme::MOST_DIGITS;
use super::written::{HIDDEN, Written};
use super::{Iin, IinProblem, IinRules};

/// The places of a number, of which some are known. Good for leads, never for proof.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialIin {
    places: [u8; MOST_DIGITS],
    length: u8,
}

/// Shows which places are known, and no digit.
impl std::fmt::Debug for PartialIin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shape: String =
            self.places().iter().map(|place| if *place == HIDDEN { '?' } else { '9' }).collect();
        write!(formatter, "PartialIin({shape})")
    }
}

impl PartialIin {
    /// Reads as many places as the rules say, each a digit or a sign for a hidden one ([`IinProblem::Masked`]), with the same tolerance as
    /// [`Iin::parse`].
    ///
    /// # Errors
    /// [`IinProblem::Empty`], [`IinProblem::NotADigit`] or [`IinProblem::Length`].
    ///
    /// ```
    /// use tizim_people::{IinRules, PartialIin};
    /// let partial = PartialIin::parse(b"7510085?????", &IinRules::default())?;
    /// assert_eq!(partial.known(), 7);
    /// assert!(partial.fits(751_008_559_190));
    /// # Ok::<(), tizim_people::IinProblem>(())
    /// ```
    pub fn parse(value: &[u8], rules: &IinRules) -> Result<Self, IinProblem> {
        let written = Written::read_places(value)?;
        let expected = rules.digits();
        if written.length != expected {
            return Err(IinProblem::Length { digits: written.length, expected });
        }
        let mut places = written.places;
        // Places beyond the last are equal in all numbers, so that equal numbers are equal.
        places[expected..].fill(0);
        Ok(Self { places, length: expected as u8 })
    }

    fn places(&self) -> &[u8] {
        &self.places[..usize::from(self.length)]
    }

    /// How many of the digits are known.
    pub fn known(&self) -> usize {
        self.places().iter().filter(|place| **place != HIDDEN).count()
    }

    /// The digit at `index` (counted from 0), if known.
    pub fn digit(&self, index: usize) -> Option<u8> {
        self.places().get(index).copied().filter(|place| *place != HIDDEN)
    }

    /// Whether every known digit is that of `number` ([`Iin::number`], of as many digits).
    pub fn fits(&self, number: u64) -> bool {
        let mut rest = number;
        self.places().iter().rev().all(|place| {
            let digit = (rest % 10) as u8;
            rest /= 10;
            *place == HIDDEN || *place == digit
        })
    }

    /// How many digits are known of both and the same; `None` where one differs.
    ///
    /// ```
    /// use tizim_people::{IinRules, PartialIin};
    /// let partial = |text: &str| PartialIin::parse(text.as_bytes(), &IinRules::default()).unwrap();
    /// assert_eq!(partial("7510085?????").shared_digits(partial("7510??55919?")), Some(5));
    /// assert_eq!(partial("7510085?????").shared_digits(partial("7511????????")), None);
    /// ```
    pub fn shared_digits(&self, other: Self) -> Option<usize> {
        let mut shared = 0;
        for (one, other) in self.places().iter().zip(other.places().iter().copied()) {
            if *one != HIDDEN && other != HIDDEN {
                if *one != other {
                    return None;
                }
                shared += 1;
            }
        }
        Some(shared)
    }

    /// Whether every known digit is that of `iin`.
    pub fn could_be(&self, iin: Iin) -> bool {
        self.fits(iin.number())
    }
}
