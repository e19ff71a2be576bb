//! Which pairs are worth comparing.
//!
//! A *round* is a set of keys that must all agree, such as the sound of the surname and day and month of birth. Rounds are
//! chosen from the columns and their frequencies alone ([`Plan`]), so that one wrong or missing value, and most twos, leave
//! a round in which the pair is still found. Blocks that are too large are split by further keys, not dropped; what is left
//! out even so is counted.
//!
//! Peter Christen, "A survey of indexing techniques for scalable record linkage and deduplication", 2012; splitting by
//! further keys after William P. McNeill, Hakan Kardes and Andrew Borthwick, "Dynamic record blocking", 2012.

mod atoms;
mod choice;
mod collect;
#[cfg(test)]
mod naive;
mod splitting;

use serde::Serialize;

use crate::comparison::Comparisons;
use crate::knowledge::{Facet, Knowledge};
use crate::records::{Records, Row};
use crate::settings::Settings;

use atoms::{Atom, atoms};
pub(crate) use collect::collect;

/// A key: one facet of one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Name of the column.
    pub column: String,
    /// Which side of the value.
    pub facet: Facet,
}

/// A set of keys that must all agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Round {
    /// The keys.
    pub keys: Vec<Key>,
    /// Numbers of these keys among all.
    pub(crate) atoms: Vec<usize>,
    /// Pairs that agree on all keys, if the keys were independent.
    pub expected_pairs: f64,
}

/// The rounds, made before anything is compared.
#[derive(Debug)]
pub struct Plan {
    pub(crate) atoms: Vec<Atom>,
    /// The rounds; none where all pairs are compared.
    pub rounds: Vec<Round>,
    /// Whether all pairs are compared, since there are no more than the budget.
    pub all_pairs: bool,
    /// Pairs that could be compared.
    pub possible_pairs: u64,
    /// Pairs that will be compared at most.
    pub budget: u64,
    /// Columns whose value alone, wrong or missing, would keep a pair from being found; empty if all is well.
    pub depends_on: Vec<String>,
    /// Estimated share of pairs of one person that share a key of some round, by what usually goes wrong.
    pub expected_recall: f64,
}

/// What was done with the pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Pairs that could be compared.
    pub possible: u64,
    /// Pairs that are compared.
    pub compared: u64,
    /// Blocks that were too large and were split by further keys.
    pub split_blocks: u64,
    /// Blocks that no key splits: only neighbours in them are compared.
    pub unsplit_blocks: u64,
    /// Records in the largest block that no key splits.
    pub largest_unsplit: u64,
    /// Pairs that share the keys of a round and are not compared in it, since its block was too large; some of them are
    /// compared in other rounds.
    pub left_out: u64,
}

impl Plan {
    /// Chooses the rounds for these records.
    pub fn new(
        records: &Records,
        comparisons: &Comparisons<'_>,
        knowledge: &dyn Knowledge,
        settings: &Settings,
    ) -> Self {
        let possible_pairs = records.possible_pairs(settings.within_sources);
        let budget = settings.pairs_for(records.len() as u64);
        let atoms = atoms(records, comparisons, knowledge);
        let all_pairs = possible_pairs <= budget;
        let chosen =
            if all_pairs { choice::Chosen::everything() } else { choice::choose(records, &atoms, budget) };
        let key = |&atom: &usize| {
            let Atom { column, facet, .. } = &atoms[atom];
            Key { column: records.columns[*column].name.clone(), facet: *facet }
        };
        let rounds = chosen.rounds.into_iter().map(|(numbers, expected_pairs)| Round {
            keys: numbers.iter().map(key).collect(),
            atoms: numbers,
            expected_pairs,
        });
        let rounds = rounds.collect();
        let name = |column: usize| records.columns[column].name.clone();
        Self {
            rounds,
            all_pairs,
            possible_pairs,
            budget,
            depends_on: chosen.depends_on.into_iter().map(name).collect(),
            expected_recall: chosen.recall,
            atoms,
        }
    }
}

/// A pair of rows as one number, the smaller first.
pub(crate) fn pair(left: Row, right: Row) -> u64 {
    u64::from(left.min(right)) << 32 | u64::from(left.max(right))
}

/// The rows of a pair.
pub(crate) fn rows(pair: u64) -> (Row, Row) {
    ((pair >> 32) as Row, pair as Row)
}
