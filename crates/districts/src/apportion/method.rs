//! The seven methods, in exact whole numbers.
//!
//! Balinski and Young, Fair Representation (1982), for the divisor methods and Hamilton's; Biro, Koczy and Sziklai,
//! Fair apportionment in the view of the Venice Commission's recommendation (2015), for leximin.

use std::cmp::Ordering;

use crate::measure::exact::compare_fractions;

/// A way to share seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Whole quotas, then the largest remainders.
    Hamilton,
    /// Divisor method that rounds down.
    Jefferson,
    /// Divisor method that rounds at the arithmetic mean.
    Webster,
    /// Divisor method that rounds at the geometric mean.
    HuntingtonHill,
    /// Divisor method that rounds up.
    Adams,
    /// Divisor method that rounds at the harmonic mean.
    Dean,
    /// Least deviation from the quota, the largest first, then the next.
    Leximin,
}

impl Method {
    /// All of them, in the order of the contract.
    pub const ALL: [Self; 7] = [
        Self::Hamilton,
        Self::Jefferson,
        Self::Webster,
        Self::HuntingtonHill,
        Self::Adams,
        Self::Dean,
        Self::Leximin,
    ];

    /// The identifier in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Hamilton => "hamilton",
            Self::Jefferson => "jefferson",
            Self::Webster => "webster",
            Self::HuntingtonHill => "huntington_hill",
            Self::Adams => "adams",
            Self::Dean => "dean",
            Self::Leximin => "leximin",
        }
    }

    /// The claim of a claimant with so many seats to one more, as a fraction of which the larger goes first; a
    /// denominator of zero is infinite. `None` for methods without such a list.
    pub(crate) fn claim(self, voters: u64, seats: u64) -> Option<(u128, u128)> {
        let (voters, seats) = (u128::from(voters), u128::from(seats));
        let claim = match self {
            Self::Jefferson => (voters, seats + 1),
            Self::Webster => (2 * voters, 2 * seats + 1),
            // Squared: it is compared with its like alone.
            Self::HuntingtonHill => (voters * voters, seats * (seats + 1)),
            Self::Adams => (voters, seats),
            Self::Dean => (voters * (2 * seats + 1), 2 * seats * (seats + 1)),
            Self::Hamilton | Self::Leximin => return None,
        };
        Some(if voters == 0 { (0, 1) } else { claim })
    }

    /// The claim in people per seat, as it is published; infinite for a first seat that is due to everyone.
    pub(crate) fn claim_in_people(self, voters: u64, seats: u64) -> f64 {
        let Some((numerator, denominator)) = self.claim(voters, seats) else { return f64::NAN };
        let claim = numerator as f64 / denominator as f64;
        if self == Self::HuntingtonHill { claim.sqrt() } else { claim }
    }
}

/// Compares claims, infinite ones by the voters behind them.
pub(crate) fn compare_claims(first: ((u128, u128), u64), second: ((u128, u128), u64)) -> Ordering {
    match (first.0.1 == 0, second.0.1 == 0) {
        (true, true) => first.1.cmp(&second.1),
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => compare_fractions(first.0, second.0),
    }
}
