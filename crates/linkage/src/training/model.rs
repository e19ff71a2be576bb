//! The model: all that is learnt, to be saved, read, and used on other records of the same columns.

use serde::{Deserialize, Serialize};

use super::{Class, Use};
use crate::records::Kind;

/// What is learnt of one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnModel {
    /// Name of the column.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Names of its levels by code; code 0 is `missing`.
    pub levels: Vec<String>,
    /// Probability of each level where the pair is one person, and both values are there.
    pub person: Vec<f64>,
    /// The same where they live at one place.
    pub place: Vec<f64>,
    /// The same where they are relatives.
    pub kin: Vec<f64>,
    /// The same where they are children of the same parents.
    pub siblings: Vec<f64>,
    /// The same where they are a generation apart.
    pub apart: Vec<f64>,
    /// The same where one person lives at another place than before.
    pub elsewhere: Vec<f64>,
    /// The same by chance.
    pub chance: Vec<f64>,
    /// Levels that no training pair had, so that their probabilities are the prior's ([`Model::prior_pairs`]).
    pub unseen: Vec<String>,
}

impl ColumnModel {
    /// The code of equal values.
    pub(crate) fn same(&self) -> usize {
        self.levels.iter().position(|level| level == "same").unwrap_or(self.levels.len())
    }

    /// Probabilities by code under a use. That of a missing value is 1: it says nothing.
    pub fn levels_of(&self, by: Use) -> &[f64] {
        match by {
            Use::Person => &self.person,
            Use::Place => &self.place,
            Use::Kin => &self.kin,
            Use::Siblings => &self.siblings,
            Use::Apart => &self.apart,
            Use::Elsewhere => &self.elsewhere,
            Use::Chance => &self.chance,
        }
    }

    pub(crate) fn levels_of_mut(&mut self, by: Use) -> &mut Vec<f64> {
        match by {
            Use::Person => &mut self.person,
            Use::Place => &mut self.place,
            Use::Kin => &mut self.kin,
            Use::Siblings => &mut self.siblings,
            Use::Apart => &mut self.apart,
            Use::Elsewhere => &mut self.elsewhere,
            Use::Chance => &mut self.chance,
        }
    }
}

/// A class of pairs and how common it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassShare {
    /// The class.
    pub class: Class,
    /// Its share of all pairs, compared or not.
    pub share: f64,
}

/// Two columns on which strangers agree at once more often than if these were independent: names that are usual in one
/// nation, sex and given name, a town and its streets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Together {
    /// Name of the one column.
    pub left: String,
    /// Name of the other.
    pub right: String,
    /// How much more often, in bits.
    pub bits: f64,
}

/// All that is learnt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Classes of pairs with their shares; these add up to 1.
    pub classes: Vec<ClassShare>,
    /// The compared columns.
    pub columns: Vec<ColumnModel>,
    /// What goes together among strangers.
    pub together: Vec<Together>,
    /// Whether the expectation-maximisation came to rest; where not, all weights are provisional.
    pub converged: bool,
    /// Its rounds.
    pub rounds: u32,
    /// Pairs that the prior counts for in each column and class, beside one in a hundred of those that are learnt of: what was
    /// supposed before any pair was seen, so that no level is ever impossible.
    pub prior_pairs: f64,
    /// Pairs on which it was learnt.
    pub training_pairs: u64,
    /// Pairs of which it was known whether they are one person's.
    #[serde(default)]
    pub labelled_pairs: u64,
}

impl Model {
    /// Share of pairs that are one person: the prior before anything is compared.
    pub fn prior(&self) -> f64 {
        self.classes.iter().filter(|class| class.class.is_one_person()).map(|class| class.share).sum()
    }

    /// The classes.
    pub(crate) fn class_list(&self) -> Vec<Class> {
        self.classes.iter().map(|class| class.class).collect()
    }
}
