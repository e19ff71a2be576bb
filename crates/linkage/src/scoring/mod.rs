//! From a pattern to the probability that two records are one person's.

use serde::{Deserialize, Serialize};

use crate::comparison::{Comparisons, Memory, Pattern};
use crate::records::{Records, Row};
use crate::training::{Class, Frequencies, Model, Use};

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
    /// Evidence for one person in bits: the base-2 logarithm of the odds.
    pub weight: f64,
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

/// Scores pairs by a model.
pub struct Scorer<'model> {
    records: &'model Records,
    comparisons: &'model Comparisons<'model>,
    frequencies: &'model Frequencies,
    classes: Vec<Class>,
    shares: Vec<f64>,
    /// Logarithms by column, code and class.
    logs: Vec<Vec<Vec<f64>>>,
    /// By column: in which classes it agrees by chance.
    by_chance: Vec<Vec<bool>>,
}

/// Base-2 logarithms of the likelihood of each class, its share included.
pub(crate) type Scores = smallvec::SmallVec<[f64; 6]>;

impl<'model> Scorer<'model> {
    /// A scorer for these records and this model, which was learnt on, or fits, their columns.
    pub(crate) fn new(
        records: &'model Records,
        comparisons: &'model Comparisons<'model>,
        frequencies: &'model Frequencies,
        model: &Model,
    ) -> Self {
        let classes = model.class_list();
        let logs = model.columns.iter().map(|column| {
            let codes = 0..column.chance.len();
            let of = |code: usize| {
                classes.iter().map(|class| column.levels_of(class.uses(column.kind))[code].log2()).collect()
            };
            codes.map(of).collect()
        });
        let by_chance = model
            .columns
            .iter()
            .map(|column| classes.iter().map(|class| class.uses(column.kind) == Use::Chance).collect());
        Self {
            records,
            comparisons,
            frequencies,
            shares: model.classes.iter().map(|class| class.share.log2()).collect(),
            logs: logs.collect(),
            by_chance: by_chance.collect(),
            classes,
        }
    }

    /// Likelihoods of all classes for a pair of this pattern.
    pub(crate) fn scores(&self, left: Row, pattern: Pattern) -> Scores {
        let mut scores: Scores = self.shares.iter().copied().collect();
        for (place, comparison) in self.comparisons.columns.iter().enumerate() {
            let code = pattern.code(place);
            if code == 0 {
                continue;
            }
            for (score, log) in scores.iter_mut().zip(&self.logs[place][usize::from(code)]) {
                *score += log;
            }
            if code == comparison.same {
                let bits = self.frequencies.bits(place, self.records.cell(comparison.column, left));
                for (score, &by_chance) in scores.iter_mut().zip(&self.by_chance[place]) {
                    *score -= if by_chance { bits } else { 0.0 };
                }
            }
        }
        scores
    }

    /// Compares and scores two records.
    pub(crate) fn score(&self, left: Row, right: Row, memory: &mut Memory) -> ScoredPair {
        let pattern = self.comparisons.pattern(left, right, memory);
        let scores = self.scores(left, pattern);
        let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (mut one, mut two) = (0.0, 0.0);
        for (class, score) in self.classes.iter().zip(&scores) {
            *(if class.is_one_person() { &mut one } else { &mut two }) += (score - best).exp2();
        }
        let weight = (one / two).log2().clamp(-999.0, 999.0);
        ScoredPair { left, right, weight, kind: self.kind(&scores, weight), pattern }
    }

    fn kind(&self, scores: &Scores, weight: f64) -> PairKind {
        let likeliest = self.classes.iter().zip(scores).max_by(|left, right| left.1.total_cmp(right.1));
        match likeliest {
            Some((Class::Twins, _)) if weight < 0.0 => PairKind::Twins,
            Some((Class::Generation, _)) if weight < 0.0 => PairKind::Generation,
            _ => PairKind::Duplicate,
        }
    }
}
