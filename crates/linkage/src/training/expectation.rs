//! Expectation-maximisation over counted patterns.
//!
//! All pairs are its population: those that were not compared are strangers. So the share of matches is that of all pairs,
//! and agreement by chance keeps the probability that the frequencies of values give it, whatever the blocking; what
//! matches add to those frequencies is taken off.

use rayon::prelude::*;

use super::{Class, ColumnModel, Counted, MOST_CLASSES, Model, Use};
use crate::records::Kind;
use crate::watch::{Stage, Watch, go_on};

/// Patterns that one piece of work sums; fixed, so that sums are the same at any number of threads.
const PIECE: usize = 2048;
/// Pairs that the prior counts for, in each column and use.
const PRIOR_PAIRS: f64 = 20.0;
/// Largest change of a probability at which learning has come to rest.
const AT_REST: f64 = 3e-4;
/// What the prior counts for beside, as a share of the pairs: pairs that agree on little are compared least, so what is
/// learnt of the compared ones flatters; most of all for relatives, who are of no interest to blocking.
const fn prior_share(by: Use) -> f64 {
    match by {
        Use::Kin => 0.1,
        Use::Place => 0.02,
        Use::Person | Use::Chance => 0.01,
    }
}
/// Most often that a value of one person says no more for it than chance does. Surnames change, dates are guessed; the whole
/// number of a person does neither.
const fn most_unlike(kind: Kind) -> f64 {
    match kind {
        Kind::Identifier => 0.05,
        Kind::GivenName | Kind::Surname | Kind::Patronymic | Kind::FullName | Kind::Date => 0.3,
        _ => 1.0,
    }
}
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

/// A pattern whose probability of not being strangers is less adds nothing that could be seen.
const NOTHING: f64 = 1e-7;
/// After so many rounds it is looked up again which patterns these are.
const RENEWED: u32 = 8;

/// Probabilities by column, code and class, ready to be multiplied.
struct Tables {
    classes: Vec<Class>,
    shares: [f64; MOST_CLASSES],
    levels: Vec<Vec<[f64; MOST_CLASSES]>>,
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
        Self { shares: by_class(&|place| model.classes[place].share), levels: levels.collect(), classes }
    }

    /// Share and likelihood of each class for a pattern.
    fn likelihoods(&self, population: &Population<'_>, counted: &Counted) -> [f64; MOST_CLASSES] {
        let mut shares = self.shares;
        for (number, levels) in self.levels.iter().enumerate() {
            let level = &levels[usize::from(counted.pattern.code(number))];
            shares.iter_mut().zip(level).for_each(|(share, level)| *share *= level);
        }
        for (&group, &bits) in population.groups.iter().zip(&counted.bits).filter(|(_, bits)| **bits != 0) {
            let rarity = 2_f64.powi(-i32::from(bits));
            for (place, share) in shares.iter_mut().enumerate() {
                *share *= if group >> place & 1 == 1 { rarity } else { 1.0 };
            }
        }
        shares
    }
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
        let pairs = counted.pairs * population.scale * shares[place] / all;
        sums.classes[place] += pairs;
        if class == Class::Strangers || pairs == 0.0 {
            continue;
        }
        for (number, column) in model.columns.iter().enumerate() {
            let by = class.uses(column.kind) as usize;
            sums.levels[number][by][usize::from(counted.pattern.code(number))] += pairs;
        }
    }
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
            change = change.max((share - class.share).abs() / share.max(1.0 / population.possible) * 0.03);
            class.share = share.min(0.5);
            strangers -= class.share;
        }
    }
    for class in model.classes.iter_mut().filter(|class| class.class == Class::Strangers) {
        class.share = strangers.max(f64::MIN_POSITIVE);
    }
    for (number, column) in model.columns.iter_mut().enumerate() {
        for by in [Use::Person, Use::Place, Use::Kin] {
            let mut learnt = with_prior(&sums.levels[number][by as usize], prior[number].levels_of(by), by);
            if by == Use::Person {
                lowest_says_least(&mut learnt, &column.chance);
                like_itself(&mut learnt, &column.chance, most_unlike(column.kind));
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
fn with_prior(expected: &[f64], prior: &[f64], by: Use) -> Vec<f64> {
    let pairs: f64 = expected[1..].iter().sum();
    let of_prior = PRIOR_PAIRS + prior_share(by) * pairs;
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

/// No likeness must not speak more for one person than some likeness does: where it would, the two lowest levels are one.
/// A birth date that is wrong altogether is as often near the right one as any other is; if they never are, pairs with
/// dates far apart are two persons.
fn lowest_says_least(person: &mut [f64], chance: &[f64]) {
    let [_, different, next, ..] = person else { return };
    let [_, by_chance, next_by_chance, _, ..] = chance else { return };
    if *different * next_by_chance > *next * by_chance {
        let share = (*different + *next) / (by_chance + next_by_chance);
        (*different, *next) = (share * by_chance, share * next_by_chance);
    }
}

/// What tells persons apart is mostly like itself for one person. Without this bound, learning can come to rest where a
/// class of people who share half of a name (names go together by nation, and by fashion) passes for one of persons who have
/// changed all else.
fn like_itself(person: &mut [f64], chance: &[f64], most: f64) {
    let speaks_against = |code: &usize| person[*code] <= chance[*code];
    let against: Vec<usize> = (1..person.len()).filter(speaks_against).collect();
    let unlike: f64 = against.iter().map(|&code| person[code]).sum();
    let like: f64 = person[1..].iter().sum::<f64>() - unlike;
    if unlike <= most || like <= 0.0 {
        return;
    }
    for (code, share) in person.iter_mut().enumerate().skip(1) {
        *share *= if against.contains(&code) { most / unlike } else { (1.0 - most) / like };
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_mostly_like_itself() {
        let chance = [1.0, 0.9, 0.09, 0.01];
        let mut person = [1.0, 0.7, 0.05, 0.25];
        like_itself(&mut person, &chance, 0.3);
        let sum: f64 = person[1..].iter().sum();
        assert!((sum - 1.0).abs() < 1e-12 && (person[1] + person[2] - 0.3).abs() < 1e-12, "{person:?}");
        let usual = [1.0, 0.1, 0.1, 0.8];
        let mut kept = usual;
        like_itself(&mut kept, &chance, 0.3);
        assert!(kept.iter().zip(usual).all(|(kept, usual)| kept.total_cmp(&usual).is_eq()));
    }
}
