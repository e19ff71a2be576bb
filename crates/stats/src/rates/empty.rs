//! Units that have no events at all, whatever their size, beside others whose rates spread by one law.
//!
//! Where a quarter of all precincts added nobody, no law of rates holds both these and the rest: a log-normal one that is
//! wide enough for them is refuted by the rest, and the lighter tail of a beta law would decide alone. So a share of the units
//! may be empty by itself (Lambert 1992, zero-inflated counts). It is believed where it is likelier than what one law says,
//! and where the units without events are not few: a few are what one looks for.

use super::fit::{Fit, robust};
use super::shape::{self, BetaFit};
use super::{Stop, Unit};

/// At least so many units without events, and this share of all, or none is empty by itself.
const FEWEST: usize = 5;
const LEAST_SHARE: f64 = 0.05;
/// Empty units are believed where they are likelier by this in logarithms: two standard errors.
const TELLING: f64 = 2.0;

/// Both laws of groups.
#[derive(Debug, Clone)]
pub(super) struct Both {
    pub(super) normal: Fit,
    pub(super) beta: BetaFit,
    /// ln of their likelihoods.
    pub(super) ln_likelihood: (f64, f64),
}

impl Both {
    fn of(groups: &[Vec<Unit>], empty: f64, stop: Stop<'_>) -> Self {
        let normal = robust(groups, empty, stop);
        let beta = shape::fit(&normal.kept, empty);
        let ln_likelihood = (normal.ln_likelihood(), beta.ln_likelihood);
        Self { normal, beta, ln_likelihood }
    }

    /// The share of empty units by the likelier law.
    pub(super) fn empty(&self) -> f64 {
        if self.ln_likelihood.0 >= self.ln_likelihood.1 { self.normal.empty } else { self.beta.empty }
    }
}

/// The laws of groups, with a share of empty units where there is one.
pub(super) fn fit(groups: &[Vec<Unit>], stop: Stop<'_>) -> Both {
    let plain = Both::of(groups, 0.0, stop);
    let (none, all) = groups
        .iter()
        .flatten()
        .fold((0, 0), |(none, all), unit| (none + usize::from(unit.count == 0), all + 1));
    let share = none as f64 / f64::max(f64::from(all), 1.0);
    if none < FEWEST || share < LEAST_SHARE {
        return plain;
    }
    let with_empty = Both::of(groups, share / 2.0, stop);
    // Of the same units, since a narrower law sets more of them aside.
    let same = Fit { kept: with_empty.normal.kept.clone(), ..plain.normal.clone() };
    let beta = shape::with_size(&same.kept, plain.beta.size, 0.0).ln_likelihood;
    let (of_one, of_two) =
        (same.ln_likelihood().max(beta), with_empty.ln_likelihood.0.max(with_empty.ln_likelihood.1));
    if of_two > of_one + TELLING && with_empty.empty() >= LEAST_SHARE / 2.0 { with_empty } else { plain }
}
