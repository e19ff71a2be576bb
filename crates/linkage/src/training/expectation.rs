//! Expectation-maximisation over counted patterns.
//!
//! All pairs are its population: those that are compared, and some that are drawn from the others and stand for them. So the
//! shares of the classes are those of all pairs, and agreement by chance keeps the probability that the frequencies of values
//! give it, whatever the blocking; what matches add to those frequencies is taken off.

use rayon::prelude::*;

use super::agreement::Counts;
use super::maximisation::learn;
use super::model::Together;
use super::{Agreements, Class, ColumnModel, Counted, MOST_CLASSES, Model, Use};
use crate::watch::{Stage, Watch, go_on};

/// Patterns that one piece of work sums; fixed, so that sums are the same at any number of threads.
const PIECE: usize = 2048;
/// Largest change of a probability at which learning has come to rest.
const AT_REST: f64 = 3e-4;
/// What is known beside the patterns.
pub(crate) struct Population<'known> {
    /// Patterns of the training pairs, with the number of pairs for which each stands.
    pub(crate) counted: &'known [Counted],
    /// Classes (a bit each) in which the columns of a group agree by chance.
    pub(crate) groups: &'known [u32],
    /// All pairs, compared or not.
    pub(crate) possible: f64,
    /// Given name and surname that may stand in each other's field.
    pub(crate) swappable: Option<(usize, usize)>,
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
    let mut telling = Vec::new();
    for round in 1..=most_rounds {
        go_on(watch)?;
        watch.progress(Stage::Training, u64::from(round), u64::from(most_rounds));
        if round % RENEWED == 1 {
            model.together = together(model, population);
            telling = telling_patterns(model, population);
        }
        let sums = expect(model, population, &telling);
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
pub(super) struct Sums {
    pub(super) classes: Vec<f64>,
    pub(super) levels: Vec<[Vec<f64>; Use::ALL.len()]>,
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

/// A pattern whose probability of not being strangers is less adds nothing that could be seen.
const NOTHING: f64 = 1e-7;
/// After so many rounds it is looked up again which patterns these are.
const RENEWED: u32 = 8;

/// Probabilities by column, code and class, ready to be multiplied.
struct Tables {
    classes: Vec<Class>,
    shares: [f64; MOST_CLASSES],
    /// Those of classes that pairs which are not compared may be of.
    drawn_shares: [f64; MOST_CLASSES],
    levels: Vec<Vec<[f64; MOST_CLASSES]>>,
    agreements: Agreements,
    /// By the set of columns that are alike: how much more often that is, in each class.
    together: Vec<[f64; MOST_CLASSES]>,
}

impl Tables {
    fn new(model: &Model) -> Self {
        let classes = model.class_list();
        let by_class = |of: &dyn Fn(usize) -> f64| {
            std::array::from_fn(|place| if place < model.classes.len() { of(place) } else { 0.0 })
        };
        let levels = model.columns.iter().map(|column| {
            let codes = 0..column.chance.len();
            let of =
                |code: usize| by_class(&|place| column.levels_of(classes[place].uses(column.kind))[code]);
            codes.map(of).collect()
        });
        let share = |place: usize| model.classes[place].share;
        let drawn = |place: usize| f64::from(u8::from(classes[place].is_drawn())) * share(place);
        let (shares, drawn_shares) = (by_class(&share), by_class(&drawn));
        let agreements = Agreements::new(model);
        let together = agreements.sets().map(|set| agreements.by_class(set).map(f64::exp2)).collect();
        Self { shares, drawn_shares, levels: levels.collect(), classes, agreements, together }
    }

    /// Share and likelihood of each class for a pattern.
    fn likelihoods(&self, population: &Population<'_>, counted: &Counted) -> [f64; MOST_CLASSES] {
        let mut shares = if counted.compared { self.shares } else { self.drawn_shares };
        for (number, levels) in self.levels.iter().enumerate() {
            let level = &levels[usize::from(counted.pattern.code(number))];
            shares.iter_mut().zip(level).for_each(|(share, level)| *share *= level);
        }
        if let Some(same) = counted.same {
            let fits = self.classes.iter().map(|class| f64::from(u8::from(class.is_one_person() == same)));
            shares.iter_mut().zip(fits).for_each(|(share, fits)| *share *= fits);
        }
        let together = &self.together[usize::from(self.agreements.set(counted.pattern))];
        shares.iter_mut().zip(together).for_each(|(share, more)| *share *= more);
        for (&group, &bits) in population.groups.iter().zip(&counted.bits).filter(|(_, bits)| **bits != 0) {
            let rarity = 2_f64.powi(-i32::from(bits));
            for (place, share) in shares.iter_mut().enumerate() {
                *share *= if group >> place & 1 == 1 { rarity } else { 1.0 };
            }
        }
        shares
    }
}

/// What goes together among strangers.
fn together(model: &Model, population: &Population<'_>) -> Vec<Together> {
    let tables = Tables::new(model);
    let of_piece = |piece: &[Counted]| {
        let mut counts = Counts::new(model);
        for counted in piece {
            let shares = tables.likelihoods(population, counted);
            let all: f64 = shares.iter().sum();
            if all > 0.0 {
                let strangers = shares[tables.classes.len() - 1] / all;
                counts.add(counted.pattern, counted.pairs * strangers, counted.most);
            }
        }
        counts
    };
    let pieces: Vec<Counts> = population.counted.par_chunks(PIECE).map(of_piece).collect();
    let all = pieces.iter().fold(Counts::new(model), |mut all, piece| {
        all.join(piece);
        all
    });
    all.together(model)
}

/// Patterns that are not those of strangers beyond doubt.
fn telling_patterns(model: &Model, population: &Population<'_>) -> Vec<Counted> {
    let tables = Tables::new(model);
    let telling = |counted: &&Counted| {
        let shares = tables.likelihoods(population, counted);
        let all: f64 = shares.iter().sum();
        all > 0.0 && all - shares[tables.classes.len() - 1] >= NOTHING * all
    };
    population.counted.par_iter().filter(telling).copied().collect()
}

fn expect(model: &Model, population: &Population<'_>, counted: &[Counted]) -> Sums {
    let tables = Tables::new(model);
    let pieces: Vec<Sums> = counted
        .par_chunks(PIECE)
        .map(|piece| {
            let mut sums = Sums::zero(model);
            for counted in piece {
                expect_one(model, &tables, population, counted, &mut sums);
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
    tables: &Tables,
    population: &Population<'_>,
    counted: &Counted,
    sums: &mut Sums,
) {
    let shares = tables.likelihoods(population, counted);
    let all: f64 = shares.iter().sum();
    if all <= 0.0 {
        return;
    }
    for (place, &class) in tables.classes.iter().enumerate() {
        let pairs = counted.pairs * shares[place] / all;
        sums.classes[place] += pairs;
        if class == Class::Strangers || pairs == 0.0 {
            continue;
        }
        for (number, column) in model.columns.iter().enumerate() {
            let by = class.uses(column.kind);
            if class.teaches(by) {
                sums.levels[number][by as usize][usize::from(counted.pattern.code(number))] += pairs;
            }
        }
    }
}
