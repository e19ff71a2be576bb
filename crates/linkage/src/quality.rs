//! How good the result is if the model is right, where nobody has labelled a pair. It is the model's opinion of itself: for a
//! working edition, never for a headline.

use serde::Serialize;

use crate::link::Linked;
use crate::scoring::PairKind;

/// Precision and recall at a threshold, by the model's own probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimated {
    /// Least probability of the pairs that are counted.
    pub threshold: f64,
    /// Pairs at or above it.
    pub pairs: u64,
    /// How many of them are expected to be of two different people: what the probabilities leave to one, added up.
    pub different: f64,
    /// Expected share of these that are one person; none where there are no pairs.
    pub precision: Option<f64>,
    /// Expected share of all pairs of one person that are among these, those included that were never compared; none where
    /// the model expects no pair.
    pub recall: Option<f64>,
}

impl Linked {
    /// Estimates precision and recall at this threshold. Below that of the settings no pair is known, so it is raised to
    /// that.
    pub fn estimated(&self, threshold: f64) -> Estimated {
        let threshold = threshold.max(self.threshold);
        let probabilities: Vec<f64> = (self.of_kind(PairKind::Duplicate))
            .map(crate::ScoredPair::probability)
            .filter(|&probability| probability >= threshold)
            .collect();
        let expected: f64 = probabilities.iter().sum();
        let all = self.model.prior() * self.coverage.possible as f64;
        Estimated {
            threshold,
            pairs: probabilities.len() as u64,
            different: probabilities.len() as f64 - expected,
            precision: (!probabilities.is_empty()).then(|| expected / probabilities.len() as f64),
            recall: (all >= 1.0).then(|| (expected / all).min(1.0)),
        }
    }
}
