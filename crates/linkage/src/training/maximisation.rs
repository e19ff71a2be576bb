//! From expected numbers of pairs to probabilities.

use super::bounds::{at_one_place, like_itself, lowest_says_least, of_one_family};
use super::expectation::{Population, Sums};
use super::{Class, ColumnModel, Model, Use};

/// Pairs that the prior counts for, in each column and use.
pub(crate) const PRIOR_PAIRS: f64 = 20.0;
/// What the prior counts for beside, as a share of the pairs, so that no level is ever impossible.
const PRIOR_SHARE: f64 = 0.01;
/// Least share of a chance level that is left when matches are taken off.
const LEAST_CHANCE: f64 = 0.01;

/// Sets the model to what was expected; returns the largest change of a probability.
pub(super) fn learn(
    model: &mut Model,
    sums: &Sums,
    prior: &[ColumnModel],
    population: &Population<'_>,
    chances: &[Vec<f64>],
) -> f64 {
    let mut change = 0.0_f64;
    let mut strangers = 1.0;
    for (class, &pairs) in model.classes.iter_mut().zip(&sums.classes) {
        if class.class != Class::Strangers {
            let share = (pairs + 0.01) / population.possible;
            change = change.max((share - class.share).abs() / share.max(1.0 / population.possible) * 0.03);
            class.share = share.min(0.5);
            strangers -= class.share;
        }
    }
    for class in model.classes.iter_mut().filter(|class| class.class == Class::Strangers) {
        class.share = strangers.max(f64::MIN_POSITIVE);
    }
    for (number, column) in model.columns.iter_mut().enumerate() {
        let same = column.same();
        for by in Use::ALL.into_iter().filter(|&by| by != Use::Chance) {
            let mut learnt = with_prior(&sums.levels[number][by as usize], prior[number].levels_of(by));
            if by == Use::Person {
                lowest_says_least(&mut learnt, &column.chance);
                like_itself(&mut learnt, &column.chance, same, column.kind);
            }
            if by == Use::Place && column.kind.is_place() {
                at_one_place(&mut learnt);
            }
            if by == Use::Siblings && column.kind.is_kin() {
                of_one_family(&mut learnt, &column.chance, same);
            }
            let levels = column.levels_of_mut(by);
            let changes = levels.iter().zip(&learnt).map(|(before, after)| (before - after).abs());
            change = changes.fold(change, f64::max);
            *levels = learnt;
        }
        let pairs = population.possible * population.present[number];
        take_off_matches(column, &chances[number], &sums.levels[number], pairs);
    }
    chance_of_swap(model, population.swappable);
    change
}

/// Probabilities of levels from expected numbers of pairs and the prior.
fn with_prior(expected: &[f64], prior: &[f64]) -> Vec<f64> {
    let pairs: f64 = expected[1..].iter().sum();
    let of_prior = PRIOR_PAIRS + PRIOR_SHARE * pairs;
    let learnt = expected
        .iter()
        .zip(prior)
        .map(|(expected, prior)| (expected + of_prior * prior) / (pairs + of_prior));
    std::iter::once(1.0).chain(learnt.skip(1)).collect()
}

/// Two persons may have each other's names if one's are in the wrong fields and the other's are like them by chance.
fn chance_of_swap(model: &mut Model, swappable: Option<(usize, usize)>) {
    let Some((given, surname)) = swappable else { return };
    let same = |column: &ColumnModel, beyond: usize| column.chance[column.chance.len() - 1 - beyond];
    let by_chance = same(&model.columns[given], 0) * same(&model.columns[surname], 1);
    let column = &mut model.columns[surname];
    if let (Some(chance), Some(person)) = (column.chance.last_mut(), column.person.last()) {
        *chance = chance.max(person * by_chance);
    }
}

/// Chance levels without the pairs that agree because they belong together.
fn take_off_matches(
    column: &mut ColumnModel,
    chances: &[f64],
    levels: &[Vec<f64>; Use::ALL.len()],
    pairs: f64,
) {
    let belonging = |code: usize| levels[..Use::Chance as usize].iter().map(|level| level[code]).sum::<f64>();
    let left: Vec<f64> = (1..chances.len())
        .map(|code| {
            (pairs * chances[code] - belonging(code)).max(pairs * chances[code] * LEAST_CHANCE).max(1e-3)
        })
        .collect();
    let all: f64 = left.iter().sum();
    for (code, left) in left.into_iter().enumerate() {
        column.chance[code + 1] = left / all;
    }
}
