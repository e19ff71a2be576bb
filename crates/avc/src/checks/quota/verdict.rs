//! A number against every reading of the quota.

use crate::ledger::context::Context;
use crate::ledger::levels::Unit;
use crate::{Basis, Level, Rational, Rounding};

/// One reading of the rule: what it allows, and how far the number of forms is from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) basis: Basis,
    pub(crate) rounding: Rounding,
    pub(crate) allowed: u64,
    pub(crate) above: u64,
    pub(crate) short: u64,
}

/// A number against every reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) readings: Vec<Reading>,
}

/// Which way a number leaves the quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Within,
    /// Under some readings only.
    Hangs,
    /// Under every reading.
    Every,
}

impl Verdict {
    /// The verdict on `number` for allowances under each reading.
    pub(crate) fn new(number: u64, allowances: impl IntoIterator<Item = (Basis, Rounding, u64)>) -> Self {
        let readings = allowances
            .into_iter()
            .map(|(basis, rounding, allowed)| Reading {
                basis,
                rounding,
                allowed,
                above: number.saturating_sub(allowed),
                short: allowed.saturating_sub(number),
            })
            .collect();
        Self { readings }
    }

    fn outcome(&self, of: impl Fn(&Reading) -> u64) -> Outcome {
        let wrong = self.readings.iter().filter(|reading| of(reading) > 0).count();
        match wrong {
            0 => Outcome::Within,
            all if all == self.readings.len() => Outcome::Every,
            _ => Outcome::Hangs,
        }
    }

    pub(crate) fn above(&self) -> Outcome {
        self.outcome(|reading| reading.above)
    }

    pub(crate) fn short(&self) -> Outcome {
        self.outcome(|reading| reading.short)
    }

    /// Whether every reading allows the same number.
    pub(super) fn is_one(&self) -> bool {
        self.least(|reading| reading.allowed) == self.most(|reading| reading.allowed)
    }

    pub(super) fn least(&self, of: impl Fn(&Reading) -> u64) -> u64 {
        self.readings.iter().map(of).min().unwrap_or(0)
    }

    pub(super) fn most(&self, of: impl Fn(&Reading) -> u64) -> u64 {
        self.readings.iter().map(of).max().unwrap_or(0)
    }
}

/// The electorates of a unit that are known, by basis; the profile's first.
pub(crate) fn electorates(context: &Context<'_>, unit: &Unit) -> Vec<(Basis, u64)> {
    let of = |basis: Basis| match basis {
        Basis::BasisDay => unit.voters_basis.total(),
        Basis::ElectionDay => unit.voters.total(),
    };
    let second = match context.rules.basis {
        Basis::BasisDay => Basis::ElectionDay,
        Basis::ElectionDay => Basis::BasisDay,
    };
    [context.rules.basis, second].into_iter().filter_map(|basis| Some((basis, of(basis)?))).collect()
}

/// What each reading allows one precinct.
fn allowances(share: Rational, electorates: &[(Basis, u64)]) -> Vec<(Basis, Rounding, u64)> {
    let readings = |(basis, voters): &(Basis, u64)| {
        let (basis, voters) = (*basis, *voters);
        Rounding::ALL.map(|rounding| (basis, rounding, share.of(voters, rounding)))
    };
    electorates.iter().flat_map(readings).collect()
}

/// What each reading allows a unit of several precincts: rounded once for the unit, or in each precinct and added up.
pub(super) fn allowances_of(context: &Context<'_>, unit: &Unit, level: Level) -> Vec<(Basis, Rounding, u64)> {
    let share = context.rules.share;
    let known = electorates(context, unit);
    let mut all = allowances(share, &known);
    if level == Level::Precinct {
        return all;
    }
    for (basis, _) in known {
        for rounding in Rounding::ALL {
            let parts = unit.places.iter().filter_map(|place| {
                let row = context.precinct(*place)?;
                match basis {
                    Basis::BasisDay => row.voters_basis,
                    Basis::ElectionDay => row.voters,
                }
            });
            all.push((basis, rounding, parts.map(|voters| share.of(voters, rounding)).sum()));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(number: u64, voters: u64) -> Verdict {
        let share = Rational::new(1, 100).unwrap();
        Verdict::new(number, allowances(share, &[(Basis::ElectionDay, voters)]))
    }

    #[test]
    fn a_verdict_that_hangs_on_rounding_says_so() {
        assert_eq!(verdict(12, 1234).above(), Outcome::Within);
        assert_eq!(verdict(13, 1234).above(), Outcome::Hangs);
        assert_eq!(verdict(14, 1234).above(), Outcome::Every);
        assert_eq!(verdict(13, 1234).short(), Outcome::Within);
        assert_eq!(verdict(12, 1234).short(), Outcome::Hangs);
        assert_eq!(verdict(11, 1234).short(), Outcome::Every);
        assert_eq!(verdict(12, 1200).above(), Outcome::Within);
        assert_eq!(verdict(13, 1200).above(), Outcome::Every);
    }

    #[test]
    fn a_verdict_may_hang_on_the_day() {
        let share = Rational::new(1, 100).unwrap();
        let both = [(Basis::BasisDay, 1200), (Basis::ElectionDay, 1300)];
        assert_eq!(Verdict::new(13, allowances(share, &both)).above(), Outcome::Hangs);
        assert_eq!(Verdict::new(14, allowances(share, &both)).above(), Outcome::Every);
    }
}
