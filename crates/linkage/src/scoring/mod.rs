//! From a pattern to the probability that two records are one person's.

mod bounded;
#[cfg(test)]
mod naive;

use serde::{Deserialize, Serialize};

use crate::comparison::{Comparisons, Memory, Pattern};
use crate::records::{Records, Row};
use crate::training::{Agreements, Class, Frequencies, MOST_CLASSES, Model, Use};

/// What a pair most probably is, where it is no pair of strangers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairKind {
    /// One person.
    Duplicate,
    /// Two persons of one household with one birth date.
    Twins,
    /// Two persons of one household with one name, a generation apart.
    Generation,
}

/// A pair of records and what it was found to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredPair {
    /// The earlier record.
    pub left: Row,
    /// The later record.
    pub right: Row,
    /// Evidence for one person in bits: the base-2 logarithm of the odds. In a cluster of three and more, the other records
    /// have their say.
    pub weight: f64,
    /// The weight of these two records alone.
    pub alone: f64,
    /// What the pair most probably is.
    pub kind: PairKind,
    /// Levels of all columns.
    pub pattern: Pattern,
}

impl ScoredPair {
    /// Probability that the pair is one person, under the model.
    pub fn probability(&self) -> f64 {
        probability(self.weight)
    }
}

/// The probability that odds of so many bits mean.
pub fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

/// A number for each class.
pub(crate) type ByClass = [f64; MOST_CLASSES];

/// Scores pairs by a model. All likelihoods are held against that of strangers.
pub struct Scorer<'model> {
    records: &'model Records,
    comparisons: &'model Comparisons<'model>,
    frequencies: &'model Frequencies,
    classes: Vec<Class>,
    /// Logarithms of the shares, that of strangers taken off.
    shares: ByClass,
    /// Logarithms of likelihood ratios by column, code and class.
    bits: Vec<Vec<ByClass>>,
    /// By column and class: 0 where it agrees by chance as strangers do, else 1.
    rarity_counts: Vec<ByClass>,
    /// By column and class: the most that two values that are not the same can say.
    most_unequal: Vec<ByClass>,
    /// What strangers agree on at once.
    agreements: Agreements,
    /// By the set of columns that are alike: what that takes off.
    together: Vec<ByClass>,
    /// Compared columns, those that cost least first.
    order: Vec<usize>,
}

impl<'model> Scorer<'model> {
    /// A scorer for these records and this model, which was learnt on, or fits, their columns.
    pub(crate) fn new(
        records: &'model Records,
        comparisons: &'model Comparisons<'model>,
        frequencies: &'model Frequencies,
        model: &Model,
    ) -> Self {
        let classes = model.class_list();
        let by_class = |of: &dyn Fn(Class) -> f64| {
            let mut all = [f64::NEG_INFINITY; MOST_CLASSES];
            classes.iter().zip(&mut all).for_each(|(&class, one)| *one = of(class));
            all
        };
        let share = |class: Class| {
            model.classes.iter().find(|known| known.class == class).map_or(0.0, |known| known.share)
        };
        let strangers = share(Class::Strangers).log2();
        let mut bits = Vec::new();
        let mut rarity_counts = Vec::new();
        for column in &model.columns {
            let ratio = |class: Class, code: usize| {
                (column.levels_of(class.uses(column.kind))[code] / column.chance[code]).log2()
            };
            bits.push(
                (0..column.chance.len())
                    .map(|code| by_class(&|class| ratio(class, code)))
                    .collect::<Vec<_>>(),
            );
            rarity_counts
                .push(by_class(&|class| f64::from(u8::from(class.uses(column.kind) != Use::Chance))));
        }
        let most_unequal = comparisons.columns.iter().zip(&bits).map(|(comparison, bits)| {
            let codes = (1..bits.len()).filter(|&code| code != usize::from(comparison.same));
            std::array::from_fn(|place| {
                codes.clone().map(|code| bits[code][place]).fold(f64::NEG_INFINITY, f64::max)
            })
        });
        let most_unequal = most_unequal.collect();
        let agreements = Agreements::new(model);
        let together =
            agreements.sets().map(|set| agreements.by_class(set).map(|bits| bits - agreements.bits(set)));
        let together = together.collect();
        Self {
            shares: by_class(&|class| share(class).log2() - strangers),
            order: comparisons.by_cost(),
            records,
            comparisons,
            frequencies,
            classes,
            bits,
            rarity_counts,
            most_unequal,
            agreements,
            together,
        }
    }

    /// Adds what a column says to the likelihoods of all classes.
    fn add(&self, scores: &mut ByClass, place: usize, code: u8, value: u32) {
        let bits = &self.bits[place][usize::from(code)];
        if code == self.comparisons.columns[place].same {
            let rarity = self.frequencies.bits(place, value);
            for ((score, bits), counts) in scores.iter_mut().zip(bits).zip(&self.rarity_counts[place]) {
                *score += bits + rarity * counts;
            }
        } else if code != 0 {
            scores.iter_mut().zip(bits).for_each(|(score, bits)| *score += bits);
        }
    }

    /// Compares and scores two records.
    pub(crate) fn score(&self, left: Row, right: Row, memory: &mut Memory) -> ScoredPair {
        let pattern = self.comparisons.pattern(left, right, memory);
        self.score_pattern(left, right, pattern)
    }

    /// Scores two records as if both had in a compared column what the earlier one has.
    pub(crate) fn score_as_same(
        &self,
        place: usize,
        left: Row,
        right: Row,
        memory: &mut Memory,
    ) -> ScoredPair {
        let mut pattern = self.comparisons.pattern(left, right, memory);
        pattern.replace(place, self.comparisons.columns[place].same);
        self.score_pattern(left, right, pattern)
    }

    fn score_pattern(&self, left: Row, right: Row, pattern: Pattern) -> ScoredPair {
        let cells = self.records.row(left);
        let mut scores = self.shares;
        for (place, comparison) in self.comparisons.columns.iter().enumerate() {
            self.add(&mut scores, place, pattern.code(place), cells[comparison.column]);
        }
        let together = &self.together[usize::from(self.agreements.set(pattern))];
        scores.iter_mut().zip(together).for_each(|(score, bits)| *score += bits);
        let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (mut one, mut two) = (0.0, 0.0);
        for (class, score) in self.classes.iter().zip(&scores) {
            *(if class.is_one_person() { &mut one } else { &mut two }) += (score - best).exp2();
        }
        let weight = (one / two).log2().clamp(-999.0, 999.0);
        ScoredPair { left, right, weight, alone: weight, kind: self.kind(&scores, weight), pattern }
    }

    fn kind(&self, scores: &ByClass, weight: f64) -> PairKind {
        let likeliest = self.classes.iter().zip(scores).max_by(|left, right| left.1.total_cmp(right.1));
        match likeliest {
            Some((Class::Twins, _)) if weight < 0.0 => PairKind::Twins,
            Some((Class::Generation, _)) if weight < 0.0 => PairKind::Generation,
            _ => PairKind::Duplicate,
        }
    }
}
