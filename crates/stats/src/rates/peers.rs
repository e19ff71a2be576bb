//! Whom a unit is held against, and what is usual there.

use super::doubt::{as_wide, widest};
use super::fit::{self, LARGE, untrimmed};
use super::special::{logistic, logit};
use super::{Normal, Shape, Stop, Unit, log_odds, shape};
use crate::normal;
use crate::random_effects::{self, Estimate};

/// Units that are alike by region and kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// The kind of unit: groups of one kind show how far such groups differ.
    pub kind: String,
    /// The units, each with its place among all.
    pub units: Vec<(usize, Unit)>,
}

/// Whom a unit was held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peers {
    /// The other units of its group.
    Group {
        /// How many there are.
        others: usize,
    },
    /// The other groups of its kind, whose differences are part of what is usual, and the few others of its own.
    Groups {
        /// How many groups of its kind there are, its own included.
        groups: usize,
    },
}

/// Groups of fewer units than this do not say by themselves what is usual in them.
pub const SMALL: usize = 5;
/// Fewer groups than this do not say how far groups differ.
pub const FEWEST_GROUPS: usize = 6;
/// Fewer units beyond one of each group than this do not say how far units differ within groups.
const FEWEST_WITHIN: usize = 10;
/// A group's own size is believed where it is likelier than the common one by this in logarithms: two standard errors.
const TELLING: f64 = 2.0;
/// The normal spread is taken a little wider than measured, since log odds may have heavier tails.
const HEAVIER: f64 = 1.06;
/// In groups of few (of commissions, say) by more, and by both laws: units that join others of different sizes do not all
/// spread alike.
const HEAVIER_IN_FEW: f64 = 1.12;
const FEW: usize = 30;

/// What is usual for a unit by both laws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Usual {
    pub(super) normal: Normal,
    pub(super) beta: Shape,
}

/// What a unit is held against; where there are several, each must find it odd.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Expected {
    pub(super) usual: Usual,
    pub(super) also: Option<Usual>,
    /// The widest spread, where the units do not exclude it.
    pub(super) widest: Option<Normal>,
    pub(super) peers: Peers,
}

/// What is usual in all groups.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Model {
    /// For each unit of each group; `None` where it has no peers.
    pub(super) expected: Vec<Vec<Option<Expected>>>,
    /// What the spread within groups was taken from; `None` where too few units stand beside others.
    pub(super) fit: Option<fit::Fit>,
    /// A spread that these units do not exclude, and under which a unit must be odd as well.
    pub(super) widest: Option<f64>,
    /// Standard deviation of log odds within groups, outliers included.
    pub(super) untrimmed: f64,
    /// ln of the weight of the normal and of the beta law: 0 for the likelier one.
    pub(super) weights: (f64, f64),
}

/// How units spread within groups.
#[derive(Debug, Clone, Copy)]
struct Within {
    spread: f64,
    size: f64,
    /// Whether enough units showed it.
    known: bool,
}

/// Fits all groups; `None` where the caller said stop.
pub(super) fn model(groups: &[Group], stop: Stop<'_>) -> Option<Model> {
    let plain: Vec<Vec<Unit>> =
        groups.iter().map(|group| group.units.iter().map(|(_, unit)| *unit).collect()).collect();
    let of_size = |least: usize| -> Vec<Vec<Unit>> {
        plain.iter().filter(|group| group.len() >= least).cloned().collect()
    };
    let (mut basis, mut least) = (of_size(SMALL), SMALL);
    if basis.is_empty() {
        (basis, least) = (of_size(2), 2);
        if basis.iter().map(|group| group.len() - 1).sum::<usize>() < FEWEST_WITHIN {
            basis.clear();
        }
    }
    let fitted = fit::robust(&basis, stop);
    let beta = shape::fit(&fitted.kept);
    let difference = if basis.is_empty() { 0.0 } else { beta.ln_likelihood - fitted.ln_likelihood() };
    let within = if basis.is_empty() {
        Within { spread: 0.0, size: Shape::SIZES.1, known: false }
    } else {
        Within { spread: fitted.spread, size: beta.size, known: true }
    };
    let mut expected = Vec::with_capacity(groups.len());
    for (index, units) in plain.iter().enumerate() {
        if stop() {
            return None;
        }
        expected.push(match units.len() {
            len if len < SMALL => few(groups, &plain, index, within),
            len if len < LARGE => units_by_others(units, within, stop),
            _ => by_group(units, within, stop),
        });
    }
    let widest = if basis.is_empty() { None } else { widest(&fitted) };
    if let Some(spread) = widest {
        widen(&mut expected, &fitted, spread, least);
    }
    Some(Model {
        expected,
        widest,
        untrimmed: if basis.is_empty() { 0.0 } else { untrimmed(&basis) },
        fit: (!basis.is_empty()).then_some(fitted),
        weights: ((-difference).min(0.0), difference.min(0.0)),
    })
}

/// Has units held against a spread as well that what was fitted, groups of so many units at least, does not exclude.
fn widen(expected: &mut [Vec<Option<Expected>>], fitted: &fit::Fit, spread: f64, least: usize) {
    let mut kept = fitted.kept.iter();
    for group in expected {
        let own = if group.len() >= least { kept.next() } else { None };
        let own = own.map(|units| as_wide(units, spread));
        for expected in group.iter_mut().flatten() {
            let Normal { mean, spread: usual } = expected.usual.normal;
            expected.widest = Some(own.unwrap_or(Normal { mean, spread: spread.hypot(usual) }));
        }
    }
}

/// A large group has a centre and a spread of its own, unless its own is narrower than that of all.
fn by_group(units: &[Unit], within: Within, stop: Stop<'_>) -> Vec<Option<Expected>> {
    let own = fit::robust(&[units.to_vec()], stop);
    let (free, common) = (shape::fit(&own.kept), shape::with_size(&own.kept, within.size));
    let wider = free.size < within.size && free.ln_likelihood > common.ln_likelihood + TELLING;
    let beta = if wider { free } else { common };
    let number = own.kept[0].len().max(2) as f64;
    let uncertain = 1.0 + 1.0 / (2.0 * number).sqrt();
    let spread = own.spread.max(within.spread) * uncertain * HEAVIER;
    let shape = Shape { mean: beta.means[0], size: beta.size };
    let usual = Usual {
        normal: Normal { mean: own.centres[0], spread },
        beta: shape.wider_by(shape.variance() / number),
    };
    let peers = Peers::Group { others: units.len() - 1 };
    vec![Some(Expected { usual, also: None, widest: None, peers }); units.len()]
}

/// The centre of a middling group as its other units have it, the odd ones set aside, and the spread widened by what that
/// centre is uncertain.
fn units_by_others(units: &[Unit], within: Within, stop: Stop<'_>) -> Vec<Option<Expected>> {
    let variance = within.spread * within.spread;
    let peers = Peers::Group { others: units.len() - 1 };
    let expected = |others: &Others| {
        let pooled = Pooled::of(&others.units, variance, others.trimmed);
        let number = pooled.effective;
        let uncertain = 1.4 * variance / number + pooled.sampling;
        let (heavier, of_beta) =
            if units.len() < FEW { (HEAVIER_IN_FEW, HEAVIER_IN_FEW) } else { (HEAVIER, 1.0) };
        // With few others the spread itself is known badly: as wide as the t-distribution would be at two sigma.
        let widened = |heavier: f64| variance * heavier * heavier * (1.0 + 1.0 / number) + uncertain;
        let usual = Usual {
            normal: Normal { mean: pooled.centre, spread: widened(heavier).sqrt() },
            beta: Shape { mean: pooled.rate, size: within.size }.wider_by(widened(of_beta) - variance),
        };
        Some(Expected { usual, also: None, widest: None, peers })
    };
    let others = if is_sparse(units) { sparse_others(units, stop) } else { trimmed_others(units) };
    others.iter().map(expected).collect()
}

/// The other units of a unit, with the share that was left out at either end.
struct Others {
    units: Vec<Unit>,
    trimmed: f64,
}

/// With fewer events to a unit than this the highest and lowest shares are those of chance.
const SPARSE: f64 = 5.0;

fn is_sparse(units: &[Unit]) -> bool {
    let either = |of: fn(&Unit) -> u64| units.iter().map(|unit| of(unit) as f64).sum::<f64>();
    let events = either(|unit| unit.count).min(either(|unit| unit.total - unit.count));
    events < SPARSE * units.len() as f64
}

/// The others without their highest and lowest fifth.
fn trimmed_others(units: &[Unit]) -> Vec<Others> {
    let mut order: Vec<usize> = (0..units.len()).collect();
    let value: Vec<f64> = units.iter().map(|unit| log_odds(*unit)).collect();
    order.sort_by(|one, other| value[*one].total_cmp(&value[*other]).then(one.cmp(other)));
    let without = |left_out: usize| {
        let others: Vec<Unit> =
            order.iter().filter(|index| **index != left_out).map(|index| units[*index]).collect();
        let cut = others.len() / 5;
        let trimmed = cut as f64 / others.len() as f64;
        Others { units: others[cut..others.len() - cut].to_vec(), trimmed }
    };
    (0..units.len()).map(without).collect()
}

/// The others that the robust fit of the group keeps.
fn sparse_others(units: &[Unit], stop: Stop<'_>) -> Vec<Others> {
    let kept = fit::robust(&[units.to_vec()], stop).kept.swap_remove(0);
    let without = |unit: &Unit| {
        let mut others = kept.clone();
        if let Some(own) = others.iter().position(|other| other == unit) {
            others.swap_remove(own);
        }
        Others { units: others, trimmed: 0.0 }
    };
    units.iter().map(without).collect()
}

/// Units taken together.
struct Pooled {
    /// Their mean log odds.
    centre: f64,
    /// The rate that log odds of this centre have in the mean, above that of the centre itself.
    rate: f64,
    sampling: f64,
    /// How many units of one size would say as much: large ones count for more.
    effective: f64,
}

impl Pooled {
    /// Of units whose log odds have this variance, of which the `trimmed` share was left out at either end.
    fn of(units: &[Unit], variance: f64, trimmed: f64) -> Self {
        let (count, of) =
            units.iter().fold((0.5, 1.0), |sum, unit| (sum.0 + unit.count as f64, sum.1 + unit.total as f64));
        let pooled = (count / of).clamp(1e-9, 1.0 - 1e-9);
        // The mean of rates lies above the rate of the mean log odds, by less where the ends were left out.
        let lift = variance * (0.5 - pooled);
        let centre = logit(pooled) - lift * remaining_variance(trimmed);
        Self {
            centre,
            rate: logistic(centre + lift),
            sampling: 1.0 / count + 1.0 / (of - count).max(1.0),
            effective: (of * of / units.iter().map(|unit| (unit.total as f64).powi(2)).sum::<f64>().max(1.0))
                .clamp(1.0, units.len().max(1) as f64),
        }
    }
}

/// The variance of a standard normal number, given that it lies in the middle, this share left out at either end.
fn remaining_variance(trimmed: f64) -> f64 {
    let Ok(end) = normal::quantile(1.0 - trimmed) else { return 1.0 };
    if trimmed <= 0.0 { 1.0 } else { 1.0 - 2.0 * end * normal::ln_density(end).exp() / (1.0 - 2.0 * trimmed) }
}

/// The units of a group too small to say what is usual in it: held against the other groups of its kind, whose differences
/// are part of the spread, and against these and the others of its own group together.
fn few(groups: &[Group], plain: &[Vec<Unit>], index: usize, within: Within) -> Vec<Option<Expected>> {
    let units = &plain[index];
    let variance = within.spread * within.spread;
    let estimate = |units: &[Unit]| {
        let pooled = Pooled::of(units, variance, 0.0);
        Estimate { value: pooled.centre, variance: variance / pooled.effective + pooled.sampling }
    };
    let alike: Vec<Estimate> = groups
        .iter()
        .zip(plain)
        .enumerate()
        .filter(|(other, (group, units))| {
            *other != index && group.kind == groups[index].kind && !units.is_empty()
        })
        .map(|(_, (_, units))| estimate(units))
        .collect();
    if alike.len() + 1 < FEWEST_GROUPS {
        return vec![None; units.len()];
    }
    let Ok(between) = random_effects::fit(&alike, 0.0) else { return vec![None; units.len()] };
    // The spread between few groups is known badly: near what the t-distribution asks for at one in ten thousand.
    let widened = 1.0 + 7.0 / (alike.len() as f64 - 1.0);
    let prior = between.between * widened * widened + between.standard_error.powi(2);
    let peers = Peers::Groups { groups: alike.len() + 1 };
    (0..units.len())
        .map(|left_out| {
            let others: Vec<Unit> = units
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != left_out)
                .map(|(_, unit)| *unit)
                .collect();
            let usual = |mean: f64, variance_of_mean: f64| {
                let normal = Normal { mean, spread: (variance + variance_of_mean).sqrt().max(1e-3) };
                let beta = with_mean_log_odds(mean, within.size).wider_by(variance_of_mean);
                Usual { normal, beta }
            };
            // Where the spread within groups is not known, the others of the group say nothing of the unit.
            let also = (!others.is_empty() && within.known && prior > 0.0).then(|| {
                let own = estimate(&others);
                let weight = prior / (prior + own.variance);
                usual(between.mean + weight * (own.value - between.mean), prior * (1.0 - weight))
            });
            Some(Expected { usual: usual(between.mean, prior), also, widest: None, peers })
        })
        .collect()
}

/// The beta law of this size whose mean log odds are these.
fn with_mean_log_odds(mean: f64, size: f64) -> Shape {
    let mut at = mean;
    for _ in 0..4 {
        at = (mean + at - Shape { mean: logistic(at), size }.mean_log_odds()).clamp(-25.0, 20.0);
    }
    Shape { mean: logistic(at), size }
}
