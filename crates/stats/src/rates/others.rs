//! The other units of a unit, and what they say together.

use super::special::{logistic, logit};
use super::{Normal, Stop, Unit, fit, likelihood, log_odds};
use crate::normal;

/// The units of a group, each with how far it is one of those that rates describe: not at all where it is empty by itself.
pub(super) struct Members(pub(super) Vec<(Unit, f64)>);

impl Members {
    /// How many say what is usual.
    pub(super) fn telling(&self) -> f64 {
        self.0.iter().map(|(_, weight)| weight).sum()
    }

    pub(super) fn units(&self) -> Vec<Unit> {
        self.0.iter().map(|(unit, _)| *unit).collect()
    }
}

/// The other units of a unit, weighed, with the share that was left out at either end.
pub(super) struct Others {
    pub(super) units: Vec<(Unit, f64)>,
    pub(super) trimmed: f64,
}

/// With fewer events to a unit than this the highest and lowest shares are those of chance.
const SPARSE: f64 = 5.0;

pub(super) fn is_sparse(units: &[(Unit, f64)]) -> bool {
    let either =
        |of: fn(&Unit) -> u64| units.iter().map(|(unit, weight)| weight * of(unit) as f64).sum::<f64>();
    let events = either(|unit| unit.count).min(either(|unit| unit.total - unit.count));
    events < SPARSE * units.iter().map(|(_, weight)| weight).sum::<f64>()
}

/// The others without their highest and lowest fifth.
pub(super) fn trimmed_others(members: &Members) -> Vec<Others> {
    let units = &members.0;
    let mut order: Vec<usize> = (0..units.len()).collect();
    let value: Vec<f64> = units.iter().map(|(unit, _)| log_odds(*unit)).collect();
    order.sort_by(|one, other| value[*one].total_cmp(&value[*other]).then(one.cmp(other)));
    let without = |left_out: usize| {
        let others: Vec<(Unit, f64)> =
            order.iter().filter(|index| **index != left_out).map(|index| units[*index]).collect();
        let weights: f64 = others.iter().map(|(_, weight)| weight).sum();
        let cut = (weights / 5.0 + 1e-9).floor();
        let (mut below, mut kept) = (0.0, Vec::with_capacity(others.len()));
        for (unit, weight) in others {
            let inside = (below + weight).min(weights - cut) - f64::max(below, cut);
            below += weight;
            kept.extend((inside > 1e-9).then_some((unit, inside)));
        }
        Others { units: kept, trimmed: cut / weights.max(1.0) }
    };
    (0..units.len()).map(without).collect()
}

/// The others that the robust fit of the group keeps.
pub(super) fn sparse_others(members: &Members, empty: f64, stop: Stop<'_>) -> Vec<Others> {
    let fit = fit::robust(&[members.units()], empty, stop);
    let usual = Normal { mean: fit.centres[0], spread: fit.spread };
    let kept: Vec<(Unit, f64)> =
        fit.kept[0].iter().map(|unit| (*unit, likelihood::weight(*unit, usual, fit.empty))).collect();
    let without = |(unit, _): &(Unit, f64)| {
        let mut others = kept.clone();
        if let Some(own) = others.iter().position(|(other, _)| other == unit) {
            others.swap_remove(own);
        }
        Others { units: others, trimmed: 0.0 }
    };
    members.0.iter().map(without).collect()
}

/// Units taken together.
pub(super) struct Pooled {
    /// Their mean log odds.
    pub(super) centre: f64,
    /// The rate that log odds of this centre have in the mean, above that of the centre itself.
    pub(super) rate: f64,
    pub(super) sampling: f64,
    /// How many units of one size would say as much: large ones count for more.
    pub(super) effective: f64,
}

impl Pooled {
    /// Of weighed units whose log odds have this variance, of which the `trimmed` share was left out at either end.
    pub(super) fn of(units: &[(Unit, f64)], variance: f64, trimmed: f64) -> Self {
        let (mut count, mut of, mut squares, mut number) = (0.5, 1.0, 0.0, 0.0);
        for (unit, weight) in units {
            let total = unit.total as f64;
            (count, of) = (count + weight * unit.count as f64, of + weight * total);
            (squares, number) = (squares + weight * total * total, number + weight);
        }
        let pooled = (count / of).clamp(1e-9, 1.0 - 1e-9);
        // The mean of rates lies above the rate of the mean log odds, by less where the ends were left out.
        let lift = variance * (0.5 - pooled);
        let centre = logit(pooled) - lift * remaining_variance(trimmed);
        Self {
            centre,
            rate: logistic(centre + lift),
            sampling: 1.0 / count + 1.0 / (of - count).max(1.0),
            effective: (of * of / f64::max(squares, 1.0)).clamp(1.0, f64::max(number, 1.0)),
        }
    }
}

/// The variance of a standard normal number, given that it lies in the middle, this share left out at either end.
fn remaining_variance(trimmed: f64) -> f64 {
    let Ok(end) = normal::quantile(1.0 - trimmed) else { return 1.0 };
    if trimmed <= 0.0 { 1.0 } else { 1.0 - 2.0 * end * normal::ln_density(end).exp() / (1.0 - 2.0 * trimmed) }
}
