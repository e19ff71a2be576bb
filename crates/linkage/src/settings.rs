//! What a user may set. Everything has a default that needs no tuning.

use serde::{Deserialize, Serialize};

/// How a linkage is done. `Settings::default()` is meant for every data set; nothing here must be set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Seed of what is drawn: chance pairs, and the pairs on which the weights are learnt.
    pub seed: u64,
    /// Least probability of a pair that is handed out and joins a cluster.
    pub threshold: f64,
    /// Most pairs that are compared; `None` is [`Settings::pairs_for`] the number of records. What is left out is counted.
    pub pair_budget: Option<u64>,
    /// Largest block in which every pair is compared; larger ones are split by further keys.
    pub largest_block: u32,
    /// Most pairs on which the weights are learnt.
    pub training_pairs: u64,
    /// Most rounds of the expectation-maximisation.
    pub training_rounds: u32,
    /// Whether records of one source are compared with one another, or only those of different sources.
    pub within_sources: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 0,
            threshold: 0.5,
            pair_budget: None,
            largest_block: 100,
            training_pairs: 200_000,
            training_rounds: 200,
            within_sources: true,
        }
    }
}

impl Settings {
    /// Pairs that may be compared for so many records, where nothing is set: 12 for each and two million.
    pub fn pairs_for(&self, records: u64) -> u64 {
        self.pair_budget.unwrap_or(2_000_000 + 12 * records)
    }
}
