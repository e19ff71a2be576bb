//! Numbers of persons, told apart from numbers of things by their type.

/// A number of persons: of people, of their entries on lists, of their certificates, of groups of entries.
///
/// In every edition but the public one it is shown as any other number. The public edition gives it in whole tens, so
/// that nobody can be told apart by what two of its numbers differ.
///
/// ```
/// use tizim_evidence::{Persons, Value};
/// assert_eq!(Value::from(Persons(3)), Value::Persons(3));
/// assert_eq!(serde_json::to_string(&Value::from(Persons(3))).unwrap(), "3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Persons(pub u64);

/// The part that some persons are of all: a fraction, with the two numbers it is made of.
///
/// The public edition gives bounds that follow from the tens of both numbers, and nothing where a part is under ten.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// How many of them.
    pub part: u64,
    /// How many in all; not zero.
    pub whole: u64,
}

impl Share {
    /// The share, where there is anything to share.
    ///
    /// ```
    /// use tizim_evidence::Share;
    /// assert_eq!(Share::of(1, 4).map(Share::value), Some(0.25));
    /// assert_eq!(Share::of(1, 0), None);
    /// ```
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        (whole > 0).then_some(Self { part, whole })
    }

    /// The fraction.
    pub fn value(self) -> f64 {
        self.part as f64 / self.whole as f64
    }
}
