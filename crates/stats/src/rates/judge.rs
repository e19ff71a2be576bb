//! p-values of units against what is usual, adjusted for their number.

use super::doubt::{Doubt, doubt};
use super::joined::Parts;
use super::peers::{Expected, Group, Laws, Model, Peers, Usual, model};
use super::power::{self, Power};
use super::tail::{MidTails, beta_binomial, logit_normal};
use super::{Stop, Unit};
use crate::multiple::Procedure;

/// Which way a unit may be odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// More or fewer than usual.
    Both,
    /// More than usual only.
    Upper,
}

/// What makes a unit worth naming.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The rate of false alarms of this family of tests: the share of honest families in which any unit is named.
    pub false_alarm_rate: f64,
    /// Which way.
    pub side: Side,
    /// Least ratio of odds to the expected ones, upwards; its inverse downwards.
    pub least_ratio: f64,
    /// Least difference to the expected count.
    pub least_difference: f64,
    /// Least count, upwards.
    pub least_count: u64,
    /// How many events come together as a rule, 1 where each comes by itself: a family that travels together. Counts and
    /// totals are divided by it before they are judged, as surveys do with their design effect (Kish 1965).
    pub together: f64,
}

impl Bounds {
    /// A unit whose events that come together are one, the rest of a division given to what is usual.
    fn as_parties(&self, unit: Unit, expected: f64) -> Unit {
        if self.together <= 1.0 {
            return unit;
        }
        let (count, total) = (unit.count as f64 / self.together, (unit.total as f64 / self.together).ceil());
        let towards = if unit.count as f64 > expected { count.floor() } else { count.ceil() };
        Unit { count: towards.min(total) as u64, total: total as u64 }
    }
}

/// A unit as it was judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Its place among all units.
    pub unit: usize,
    /// What was seen.
    pub seen: Unit,
    /// Whom it was held against.
    pub peers: Peers,
    /// The expected count.
    pub expected: f64,
    /// Standard deviation of the log odds of units like it.
    pub spread: f64,
    /// ln of the p-value.
    pub ln_p: f64,
    /// More than expected.
    pub high: bool,
    /// ln of the p-values adjusted after Benjamini and Hochberg, and after Benjamini and Yekutieli.
    pub adjusted: (f64, f64),
    /// Whether the effect is large enough to be worth a look.
    pub sizeable: bool,
}

/// Units judged together.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// Those that have peers, in the order of their places.
    pub judged: Vec<Judged>,
    /// The places of those that have none.
    pub without_peers: Vec<usize>,
    /// What they were judged by.
    pub bounds: Bounds,
    /// Groups with a unit in them.
    pub groups: usize,
    /// Standard deviation of log odds within groups, outliers set aside; `None` where the units do not show it.
    pub spread: Option<f64>,
    /// The same with outliers.
    pub untrimmed: Option<f64>,
    /// How many units were set aside.
    pub set_aside: usize,
    /// The share of units that have no events whatever their size, where they are more than what is usual explains.
    pub empty: f64,
    /// What the family would find at a unit of median size; `None` where nobody was judged.
    pub power: Option<Power>,
    /// What the units do not show, if anything.
    pub doubt: Option<Doubt>,
}

impl Family {
    /// The units that are named.
    pub fn named(&self) -> impl Iterator<Item = &Judged> {
        self.judged.iter().filter(|judged| self.names(judged))
    }

    /// Whether a unit is named.
    pub fn names(&self, judged: &Judged) -> bool {
        self.doubt != Some(Doubt::Power)
            && judged.sizeable
            && judged.adjusted.0 <= self.bounds.false_alarm_rate.ln()
    }

    /// ln of the limit that each p-value was held against: the rate of false alarms, times the number of p-values that
    /// keep it (at least one), over their number.
    pub fn ln_limit(&self) -> f64 {
        let rate = self.bounds.false_alarm_rate.ln();
        let kept = self.judged.iter().filter(|judged| judged.adjusted.0 <= rate).count().max(1);
        rate + (kept as f64).ln() - (self.judged.len().max(1) as f64).ln()
    }
}

/// Judges all units; `None` where the caller said stop. The order of units and groups does not matter.
pub fn judge(groups: &[Group], bounds: &Bounds, stop: Stop<'_>) -> Option<Family> {
    judge_joined(groups, bounds, &Parts::NONE, stop)
}

/// The same of units that join others.
pub fn judge_joined(groups: &[Group], bounds: &Bounds, parts: &Parts<'_>, stop: Stop<'_>) -> Option<Family> {
    let model = model(groups, stop)?;
    let mut judged = Vec::new();
    let mut without_peers = Vec::new();
    for (group, expected) in groups.iter().zip(&model.expected) {
        for ((place, unit), expected) in group.units.iter().zip(expected) {
            if stop() {
                return None;
            }
            match expected {
                Some(expected) => {
                    let mut one = one(*place, *unit, expected, &model, bounds);
                    let by_parts = || parts.ln_p(*place, *unit, &expected.usual);
                    if !one.high && one.ln_p <= bounds.false_alarm_rate.ln() {
                        one.ln_p = by_parts().map_or(one.ln_p, |by_parts| by_parts.max(one.ln_p));
                    }
                    judged.push(one);
                }
                None => without_peers.push(*place),
            }
        }
    }
    judged.sort_by_key(|judged| judged.unit);
    without_peers.sort_unstable();
    adjust(&mut judged);
    let power = power::of_median(groups, &model, judged.len(), bounds);
    let doubt = doubt(model.widest.is_none(), power.as_ref());
    let shown = model.fit.as_ref().filter(|_| model.widest.is_none());
    Some(Family {
        judged,
        without_peers,
        bounds: *bounds,
        groups: groups.iter().filter(|group| !group.units.is_empty()).count(),
        spread: shown.map(|fit| fit.spread),
        untrimmed: shown.map(|_| model.untrimmed),
        empty: model.laws.empty,
        set_aside: shown.map_or(0, |fit| fit.set_aside),
        power,
        doubt,
    })
}

fn one(place: usize, unit: Unit, expected: &Expected, model: &Model, bounds: &Bounds) -> Judged {
    let (ln_p, high) = largest_ln_p(unit, expected, &model.laws, bounds);
    let usual = expected.also.unwrap_or(expected.usual);
    let count = usual.beta.mean * unit.total as f64;
    Judged {
        unit: place,
        seen: unit,
        peers: expected.peers,
        expected: count,
        spread: usual.normal.spread,
        ln_p,
        high,
        adjusted: (0.0, 0.0),
        sizeable: sizeable(unit, count, high, bounds),
    }
}

/// Whether the difference to the expected count is worth a look.
pub(super) fn sizeable(unit: Unit, expected: f64, high: bool, bounds: &Bounds) -> bool {
    let odds = unit.count as f64 / ((unit.total - unit.count) as f64).max(0.5);
    let ratio = odds / (expected / (unit.total as f64 - expected).max(f64::MIN_POSITIVE));
    (unit.count as f64 - expected).abs() >= bounds.least_difference
        && if high {
            ratio >= bounds.least_ratio && unit.count >= bounds.least_count
        } else {
            ratio * bounds.least_ratio <= 1.0
        }
}

/// ln of the p-value of a count, and whether it lies above: the largest one of all that is held against it.
pub(super) fn largest_ln_p(unit: Unit, expected: &Expected, laws: &Laws, bounds: &Bounds) -> (f64, bool) {
    let unit = bounds.as_parties(unit, expected.usual.beta.mean * unit.total as f64);
    let mut largest = ln_p(unit, &expected.usual, laws, bounds);
    let mut hold = |other: &dyn Fn() -> (f64, bool)| {
        // A value above the limit is never named: another would only raise it.
        if largest.0 < bounds.false_alarm_rate.ln() {
            let other = other();
            largest = if other.0 > largest.0 { other } else { largest };
        }
    };
    if let Some(also) = &expected.also {
        hold(&|| ln_p(unit, also, laws, bounds));
    }
    if let Some(widest) = expected.widest {
        hold(&|| on_side(logit_normal(unit.count, unit.total, widest).among(laws.empty), bounds.side));
    }
    largest
}

/// ln of the p-value of one law's tails, and whether the count lies above.
fn on_side(tails: MidTails, side: Side) -> (f64, bool) {
    match side {
        Side::Both => (tails.two_sided(), tails.upper < tails.lower),
        Side::Upper => (tails.upper.min(0.0), true),
    }
}

/// ln of the p-value of a count, and whether it lies above: the larger one of both laws, each with its weight.
fn ln_p(unit: Unit, usual: &Usual, laws: &Laws, bounds: &Bounds) -> (f64, bool) {
    let beta = || {
        let (p, high) =
            on_side(beta_binomial(unit.count, unit.total, usual.beta).among(laws.empty), bounds.side);
        (p + laws.beta, high)
    };
    let normal = || {
        let (p, high) =
            on_side(logit_normal(unit.count, unit.total, usual.normal).among(laws.empty), bounds.side);
        (p + laws.normal, high)
    };
    let first = if laws.beta >= laws.normal { beta() } else { normal() };
    // A value above the limit is never named, whatever the other law says: it would only raise it.
    if first.0 > bounds.false_alarm_rate.ln() {
        return first;
    }
    let second = if laws.beta >= laws.normal { normal() } else { beta() };
    if second.0 > first.0 { second } else { first }
}

fn adjust(judged: &mut [Judged]) {
    let values: Vec<f64> = judged.iter().map(|judged| judged.ln_p).collect();
    let by = |procedure: Procedure| procedure.adjust_ln(&values).unwrap_or_else(|_| vec![0.0; values.len()]);
    let (hochberg, yekutieli) = (by(Procedure::BenjaminiHochberg), by(Procedure::BenjaminiYekutieli));
    for ((judged, hochberg), yekutieli) in judged.iter_mut().zip(hochberg).zip(yekutieli) {
        judged.adjusted = (hochberg, yekutieli);
    }
}
