//! What a family of tests would find: the chance that one unit of median size is named, were its rate so many times the
//! usual one.

use super::judge::{Bounds, Side, largest_ln_p, sizeable};
use super::peers::{Group, Model};
use super::special::{logistic, logit};
use super::tail::{beta_binomial, logit_normal};
use super::{Normal, Shape, Unit};

/// Multiples of the usual rate whose chance of being named is told.
pub const MULTIPLES: [f64; 3] = [2.0, 5.0, 15.0];

/// The power of a family at its unit of median size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Power {
    /// The median total.
    pub total: u64,
    /// Its expected count.
    pub expected: f64,
    /// The least count that would be named there; `None` where none is.
    pub least_named: Option<u64>,
    /// The largest count below the expected one that would be named there; `None` where none is, or only more than usual is
    /// looked for.
    pub most_named: Option<u64>,
    /// The chance of being named at each of [`MULTIPLES`] of the usual odds, everything else as it is.
    pub chances: [f64; 3],
}

/// The power at the unit of median size among those that have peers.
pub(super) fn of_median(groups: &[Group], model: &Model, judged: usize, bounds: &Bounds) -> Option<Power> {
    let mut units: Vec<_> = groups
        .iter()
        .zip(&model.expected)
        .flat_map(|(group, expected)| group.units.iter().zip(expected))
        .filter_map(|((place, unit), expected)| Some((unit.total, *place, (*expected)?)))
        .collect();
    units.sort_unstable_by_key(|(total, place, _)| (*total, *place));
    let (total, _, expected) = *units.get(units.len() / 2)?;
    let usual = expected.also.unwrap_or(expected.usual);
    let count = usual.beta.mean * total as f64;
    let limit = bounds.false_alarm_rate.ln() - (judged.max(1) as f64).ln();
    let named = |at: u64, high: bool| {
        let unit = Unit { count: at, total };
        sizeable(unit, count, high, bounds) && largest_ln_p(unit, &expected, &model.laws, bounds).0 <= limit
    };
    let middle = (count.floor() as u64).min(total);
    let least_named = named(total, true).then(|| nearest(middle, total, |at| named(at, true)));
    let both = bounds.side == Side::Both;
    let most_named = (both && named(0, false)).then(|| nearest(middle, 0, |at| named(at, false)));
    let chances = MULTIPLES.map(|multiple| {
        let Some(least) = least_named.and_then(|least| least.checked_sub(1)) else { return 0.0 };
        // The chance of more than `least`: the upper mid-p tails at it and at the count above, halved and joined.
        let parties = |of: u64| (of as f64 / bounds.together.max(1.0)) as u64;
        let upper = |at: u64| {
            let (at, total) = (parties(at), parties(total).max(1));
            if model.laws.beta >= model.laws.normal {
                let mean = logistic(logit(usual.beta.mean) + multiple.ln());
                beta_binomial(at, total, Shape { mean, ..usual.beta }).upper.exp()
            } else {
                let mean = usual.normal.mean + multiple.ln();
                logit_normal(at, total, Normal { mean, ..usual.normal }).upper.exp()
            }
        };
        f64::midpoint(upper(least), upper(least + 1)).clamp(0.0, 1.0)
    });
    Some(Power { total, expected: count, least_named, most_named, chances })
}

/// The count nearest to `not` that is still named, where the one at `named` is.
fn nearest(mut not: u64, mut named: u64, is_named: impl Fn(u64) -> bool) -> u64 {
    while named.abs_diff(not) > 1 {
        let middle = u64::midpoint(not, named);
        if is_named(middle) { named = middle } else { not = middle }
    }
    named
}
