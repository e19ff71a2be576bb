//! Numbers of commissions: a sum that knows what is missing in it, and what is both reported and counted.

use crate::Precinct;

/// A sum that knows how many of its parts were not established.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    sum: u64,
    known: u32,
    missing: u32,
}

impl Tally {
    pub(crate) fn add(&mut self, value: Option<u64>) {
        match value {
            Some(value) => {
                self.sum = self.sum.saturating_add(value);
                self.known += 1;
            }
            None => self.missing += 1,
        }
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.sum = self.sum.saturating_add(other.sum);
        self.known += other.known;
        self.missing += other.missing;
    }

    /// The sum, if every part was established.
    pub(crate) fn total(self) -> Option<u64> {
        (self.missing == 0 && self.known > 0).then_some(self.sum)
    }

    /// What the known parts add up to, if any is known.
    pub(crate) fn at_least(self) -> Option<u64> {
        (self.known > 0).then_some(self.sum)
    }

    /// How many parts were not established.
    pub(crate) fn missing(self) -> u32 {
        self.missing
    }
}

/// A number that is both reported and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    Issued,
    Used,
    Returned,
}

impl Measure {
    pub(crate) const ALL: [Self; 3] = [Self::Issued, Self::Used, Self::Returned];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Used => "used",
            Self::Returned => "returned",
        }
    }

    pub(crate) fn reported_in(self, row: &Precinct) -> Option<u64> {
        match self {
            Self::Issued => row.issued_reported,
            Self::Used => row.used_reported,
            Self::Returned => row.returned_reported,
        }
    }
}
