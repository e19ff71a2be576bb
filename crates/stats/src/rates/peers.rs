//! Whom a unit is held against, and what is usual there.

use super::doubt::{as_wide, widest};
use super::fit::{self, LARGE, untrimmed};
use super::others::{Members, Others, Pooled, is_sparse, sparse_others, trimmed_others};
use super::special::logistic;
use super::{Normal, Shape, Stop, Unit, empty, likelihood, shape};
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
    /// The other groups of its kind, whose differences are part of what is usual, and the few others of its own where there
    /// are any.
    Groups {
        /// How many groups of its kind there are, its own included.
        groups: usize,
        /// How many others of its own group it was held against as well.
        others: usize,
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
    pub(super) laws: Laws,
}

/// How much the two laws weigh, and which share of the units is empty whatever they say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Laws {
    /// ln of the weight of the normal law: 0 where it is the likelier one.
    pub(super) normal: f64,
    /// ln of the weight of the beta law.
    pub(super) beta: f64,
    /// The share of units that have no events, whatever their size.
    pub(super) empty: f64,
}

impl Laws {
    fn of(both: &empty::Both) -> Self {
        let (normal, beta) = both.ln_likelihood;
        Self { normal: (normal - beta).min(0.0), beta: (beta - normal).min(0.0), empty: both.empty() }
    }
}

/// How units spread within groups.
#[derive(Debug, Clone, Copy)]
struct Within {
    spread: f64,
    size: f64,
    /// Whether enough units showed it.
    known: bool,
    /// The share of units that are empty by themselves.
    empty: f64,
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
    let known = !basis.is_empty();
    let both = empty::fit(&basis, stop);
    let laws = if known { Laws::of(&both) } else { Laws { normal: 0.0, beta: 0.0, empty: 0.0 } };
    let members = members(&plain, &both.normal, least, laws.empty);
    let (fitted, size) = (both.normal, both.beta.size);
    let (spread, size) = if known { (fitted.spread, size) } else { (0.0, Shape::SIZES.1) };
    let within = Within { spread, size, known, empty: laws.empty };
    let mut expected = Vec::with_capacity(groups.len());
    for (index, own) in members.iter().enumerate() {
        if stop() {
            return None;
        }
        expected.push(match own.telling().round() as usize {
            len if len < SMALL => few(groups, &members, index, within),
            len if len < LARGE => units_by_others(own, within, stop),
            _ => by_group(own, within, stop),
        });
    }
    let widest = if known { widest(&fitted) } else { None };
    if let Some(spread) = widest {
        widen(&mut expected, &fitted, spread, least);
    }
    let untrimmed = if known { untrimmed(&basis) } else { 0.0 };
    Some(Model { expected, fit: known.then_some(fitted), widest, untrimmed, laws })
}

/// The members of all groups; groups of so many units at least have centres of their own in the fit, others the mean of these.
fn members(plain: &[Vec<Unit>], fit: &fit::Fit, least: usize, empty: f64) -> Vec<Members> {
    let mut centres = fit.centres.iter();
    let of_all = fit.centres.iter().sum::<f64>() / fit.centres.len().max(1) as f64;
    let of_group = |units: &Vec<Unit>| {
        let own = if units.len() >= least { centres.next() } else { None };
        let usual = Normal { mean: own.copied().unwrap_or(of_all), spread: fit.spread };
        Members(units.iter().map(|unit| (*unit, likelihood::weight(*unit, usual, empty))).collect())
    };
    plain.iter().map(of_group).collect()
}

/// Has units held against a spread as well that what was fitted, groups of so many units at least, does not exclude.
fn widen(expected: &mut [Vec<Option<Expected>>], fitted: &fit::Fit, spread: f64, least: usize) {
    let mut kept = fitted.kept.iter();
    for group in expected {
        let own = if group.len() >= least { kept.next() } else { None };
        let own = own.filter(|units| !units.is_empty()).map(|units| as_wide(units, spread));
        for expected in group.iter_mut().flatten() {
            let Normal { mean, spread: usual } = expected.usual.normal;
            expected.widest = Some(own.unwrap_or(Normal { mean, spread: spread.hypot(usual) }));
        }
    }
}

/// A large group has a centre and a spread of its own, unless its own is narrower than that of all.
fn by_group(members: &Members, within: Within, stop: Stop<'_>) -> Vec<Option<Expected>> {
    let empty = within.empty;
    let own = fit::robust(&[members.units()], empty, stop);
    let (free, common) = (shape::fit(&own.kept, empty), shape::with_size(&own.kept, within.size, empty));
    let wider = free.size < within.size && free.ln_likelihood > common.ln_likelihood + TELLING;
    let beta = if wider { free } else { common };
    let number = (own.kept[0].len() as f64 * (1.0 - own.empty)).max(2.0);
    let uncertain = 1.0 + 1.0 / (2.0 * number).sqrt();
    let spread = own.spread.max(within.spread) * uncertain * HEAVIER;
    let shape = Shape { mean: beta.means[0], size: beta.size };
    let usual = Usual {
        normal: Normal { mean: own.centres[0], spread },
        beta: shape.wider_by(shape.variance() / number),
    };
    let peers = Peers::Group { others: members.0.len() - 1 };
    vec![Some(Expected { usual, also: None, widest: None, peers }); members.0.len()]
}

/// The centre of a middling group as its other units have it, the odd ones set aside, and the spread widened by what that
/// centre is uncertain.
fn units_by_others(members: &Members, within: Within, stop: Stop<'_>) -> Vec<Option<Expected>> {
    let variance = within.spread * within.spread;
    let peers = Peers::Group { others: members.0.len() - 1 };
    let expected = |others: &Others| {
        let pooled = Pooled::of(&others.units, variance, others.trimmed);
        let number = pooled.effective;
        let uncertain = 1.4 * variance / number + pooled.sampling;
        let (heavier, of_beta) =
            if members.telling() < FEW as f64 { (HEAVIER_IN_FEW, HEAVIER_IN_FEW) } else { (HEAVIER, 1.0) };
        // With few others the spread itself is known badly: as wide as the t-distribution would be at two sigma.
        let widened = |heavier: f64| variance * heavier * heavier * (1.0 + 1.0 / number) + uncertain;
        let usual = Usual {
            normal: Normal { mean: pooled.centre, spread: widened(heavier).sqrt() },
            beta: Shape { mean: pooled.rate, size: within.size }.wider_by(widened(of_beta) - variance),
        };
        Some(Expected { usual, also: None, widest: None, peers })
    };
    let sparse = is_sparse(&members.0);
    let others = if sparse { sparse_others(members, within.empty, stop) } else { trimmed_others(members) };
    others.iter().map(expected).collect()
}

/// The units of a group too small to say what is usual in it: held against the other groups of its kind, whose differences
/// are part of the spread, and against these and the others of its own group together.
fn few(groups: &[Group], members: &[Members], index: usize, within: Within) -> Vec<Option<Expected>> {
    let units = &members[index].0;
    let variance = within.spread * within.spread;
    let estimate = |units: &[(Unit, f64)]| {
        let pooled = Pooled::of(units, variance, 0.0);
        Estimate { value: pooled.centre, variance: variance / pooled.effective + pooled.sampling }
    };
    let alike: Vec<Estimate> = groups
        .iter()
        .zip(members)
        .enumerate()
        .filter(|(other, (group, members))| {
            *other != index && group.kind == groups[index].kind && members.telling() >= 0.5
        })
        .map(|(_, (_, members))| estimate(&members.0))
        .collect();
    if alike.len() + 1 < FEWEST_GROUPS {
        return vec![None; units.len()];
    }
    let Ok(between) = random_effects::fit(&alike, 0.0) else { return vec![None; units.len()] };
    // The spread between few groups is known badly: near what the t-distribution asks for at one in ten thousand.
    let widened = 1.0 + 7.0 / (alike.len() as f64 - 1.0);
    let prior = between.between * widened * widened + between.standard_error.powi(2);
    (0..units.len())
        .map(|left_out| {
            let others: Vec<(Unit, f64)> = units
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
            let own = if also.is_some() { others.len() } else { 0 };
            let peers = Peers::Groups { groups: alike.len() + 1, others: own };
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
