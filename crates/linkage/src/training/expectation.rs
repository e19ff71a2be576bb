//! Expectation-maximisation over counted patterns.
//!
//! All pairs are its population: those that were not compared are strangers. So the share of matches is that of all pairs,
//! and agreement by chance keeps the probability that the frequencies of values give it, whatever the blocking; what
//! matches add to those frequencies is taken off.

use rayon::prelude::*;

use super::{Class, ColumnModel, Counted, Model, Use};
use crate::comparison::Pattern;
use crate::watch::{Stage, Watch, go_on};

/// Patterns that one piece of work sums; fixed, so that sums are the same at any number of threads.
const PIECE: usize = 2048;
/// Pairs that the prior counts for, in each column and use.
const PRIOR_PAIRS: f64 = 20.0;
/// Largest change of a probability at which learning has come to rest.
const AT_REST: f64 = 1e-4;
/// Least share of a chance level that is left when matches are taken off.
const LEAST_CHANCE: f64 = 0.01;

/// What is known beside the patterns.
pub(crate) struct Population<'known> {
    /// Patterns of the training pairs.
    pub(crate) counted: &'known [Counted],
    /// Classes (a bit each) in which the columns of a group agree by chance.
    pub(crate) groups: &'known [u32],
    /// Pairs for which one training pair stands.
    pub(crate) scale: f64,
    /// All pairs, compared or not.
    pub(crate) possible: f64,
    /// Share of all pairs in which a column has both values, by column.
    pub(crate) present: Vec<f64>,
}

/// Learns the model from where it stands; `chances` are the chance levels before matches are taken off.
///
/// # Errors
/// Where it was cancelled.
pub(crate) fn maximise(
    model: &mut Model,
    population: &Population<'_>,
    chances: &[Vec<f64>],
    most_rounds: u32,
    watch: &dyn Watch,
) -> Result<(), crate::Error> {
    let prior: Vec<ColumnModel> = model.columns.clone();
    model.converged = false;
    for round in 1..=most_rounds {
        go_on(watch)?;
        watch.progress(Stage::Training, u64::from(round), u64::from(most_rounds));
        let sums = expect(model, population);
        let change = learn(model, &sums, &prior, population, chances);
        model.rounds += 1;
        if change < AT_REST {
            model.converged = true;
            break;
        }
    }
    Ok(())
}

/// Expected numbers of pairs: by class, and by column, use and code.
struct Sums {
    classes: Vec<f64>,
    levels: Vec<[Vec<f64>; 4]>,
}

impl Sums {
    fn zero(model: &Model) -> Self {
        let levels =
            model.columns.iter().map(|column| std::array::from_fn(|_| vec![0.0; column.chance.len()]));
        Self { classes: vec![0.0; model.classes.len()], levels: levels.collect() }
    }

    fn add(&mut self, other: &Self) {
        let add = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut self.classes, &other.classes);
        for (to, from) in self.levels.iter_mut().zip(&other.levels) {
            to.iter_mut().zip(from).for_each(|(to, from)| add(to, from));
        }
    }
}

fn expect(model: &Model, population: &Population<'_>) -> Sums {
    let classes = model.class_list();
    let pieces: Vec<Sums> = population
        .counted
        .par_chunks(PIECE)
        .map(|piece| {
            let mut sums = Sums::zero(model);
            for counted in piece {
                expect_one(model, &classes, population, counted, &mut sums);
            }
            sums
        })
        .collect();
    pieces.iter().fold(Sums::zero(model), |mut all, piece| {
        all.add(piece);
        all
    })
}

fn expect_one(
    model: &Model,
    classes: &[Class],
    population: &Population<'_>,
    counted: &Counted,
    sums: &mut Sums,
) {
    let mut shares: smallvec::SmallVec<[f64; 6]> = smallvec::SmallVec::new();
    for (place, &class) in classes.iter().enumerate() {
        let bits: i32 = (population.groups.iter().zip(counted.bits))
            .filter(|(group, _)| *group >> place & 1 == 1)
            .map(|(_, bits)| i32::from(bits))
            .sum();
        let likelihood = likelihood(model, class, counted.pattern);
        shares.push(model.classes[place].share * likelihood * 2_f64.powi(-bits));
    }
    let all: f64 = shares.iter().sum();
    if all <= 0.0 {
        return;
    }
    for (place, &class) in classes.iter().enumerate() {
        let pairs = counted.pairs * population.scale * shares[place] / all;
        sums.classes[place] += pairs;
        if class == Class::Strangers {
            continue;
        }
        for (number, column) in model.columns.iter().enumerate() {
            let by = class.uses(column.kind) as usize;
            sums.levels[number][by][usize::from(counted.pattern.code(number))] += pairs;
        }
    }
}

fn likelihood(model: &Model, class: Class, pattern: Pattern) -> f64 {
    let columns = model.columns.iter().enumerate();
    columns
        .map(|(number, column)| column.levels_of(class.uses(column.kind))[usize::from(pattern.code(number))])
        .product()
}

/// Sets the model to what was expected; returns the largest change of a probability.
fn learn(
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
            change = change.max((share - class.share).abs() / share.max(1.0 / population.possible) * 0.1);
            class.share = share.min(0.5);
            strangers -= class.share;
        }
    }
    for class in model.classes.iter_mut().filter(|class| class.class == Class::Strangers) {
        class.share = strangers.max(f64::MIN_POSITIVE);
    }
    for (number, column) in model.columns.iter_mut().enumerate() {
        for by in [Use::Person, Use::Place, Use::Kin] {
            let expected = &sums.levels[number][by as usize];
            let prior = prior[number].levels_of(by);
            let all: f64 = expected[1..].iter().sum::<f64>() + PRIOR_PAIRS;
            let levels = column.levels_of_mut(by);
            for code in 1..levels.len() {
                let learnt = (expected[code] + PRIOR_PAIRS * prior[code]) / all;
                change = change.max((learnt - levels[code]).abs());
                levels[code] = learnt;
            }
        }
        let pairs = population.possible * population.present[number];
        take_off_matches(column, &chances[number], &sums.levels[number], pairs);
    }
    change
}

/// Chance levels without the pairs that agree because they belong together.
fn take_off_matches(column: &mut ColumnModel, chances: &[f64], levels: &[Vec<f64>; 4], pairs: f64) {
    let belonging = |code: usize| levels[..3].iter().map(|level| level[code]).sum::<f64>();
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
