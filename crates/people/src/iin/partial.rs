//! Numbers of which some digits are hidden or not legible, as on photographed pages.

use super::{HIDDEN, Iin, IinProblem, Written};

/// Twelve places of which some are known. Good for leads, never for proof.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialIin {
    places: [u8; 12],
}

/// Shows which places are known, and no digit.
impl std::fmt::Debug for PartialIin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shape: String =
            self.places.iter().map(|place| if *place == HIDDEN { '?' } else { '9' }).collect();
        write!(formatter, "PartialIin({shape})")
    }
}

impl PartialIin {
    /// Reads twelve places, each a digit or a sign for a hidden one ([`IinProblem::Masked`]), with the same tolerance as
    /// [`Iin::parse`].
    ///
    /// # Errors
    /// [`IinProblem::Empty`], [`IinProblem::NotADigit`] or [`IinProblem::Length`].
    ///
    /// ```
    /// use tizim_people::PartialIin;
    /// let partial = PartialIin::parse(b"7510085?????")?;
    /// assert_eq!(partial.known(), 7);
    /// assert!(partial.fits(751_008_559_190));
    /// # Ok::<(), tizim_people::IinProblem>(())
    /// ```
    pub fn parse(value: &[u8]) -> Result<Self, IinProblem> {
        let written = Written::read_places(value)?;
        if written.length == 12 {
            Ok(Self { places: written.digits })
        } else {
            Err(IinProblem::Length { digits: written.length })
        }
    }

    /// How many of the twelve digits are known.
    pub fn known(&self) -> usize {
        self.places.iter().filter(|place| **place != HIDDEN).count()
    }

    /// The digit at `index` (0 to 11), if known.
    pub fn digit(&self, index: usize) -> Option<u8> {
        self.places.get(index).copied().filter(|place| *place != HIDDEN)
    }

    /// Whether every known digit is that of `number` (a number of twelve digits, [`Iin::number`]).
    pub fn fits(&self, number: u64) -> bool {
        let mut rest = number;
        self.places.iter().rev().all(|place| {
            let digit = (rest % 10) as u8;
            rest /= 10;
            *place == HIDDEN || *place == digit
        })
    }

    /// How many digits are known of both and the same; `None` where one differs.
    ///
    /// ```
    /// use tizim_people::PartialIin;
    /// let partial = |text: &str| PartialIin::parse(text.as_bytes()).unwrap();
    /// assert_eq!(partial("7510085?????").shared_digits(partial("7510??55919?")), Some(5));
    /// assert_eq!(partial("7510085?????").shared_digits(partial("7511????????")), None);
    /// ```
    pub fn shared_digits(&self, other: Self) -> Option<usize> {
        let mut shared = 0;
        for (one, other) in self.places.iter().zip(other.places) {
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
