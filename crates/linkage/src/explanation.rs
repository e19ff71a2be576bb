//! Why a pair has its weight: the prior, then each column's evidence in bits, adding up to the weight (a waterfall).

use serde::Serialize;

use crate::comparison::{Comparisons, Pattern};
use crate::records::Records;
use crate::scoring::ScoredPair;
use crate::training::{Class, Frequencies, Model};

/// One column's part in a weight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Name of the column.
    pub column: String,
    /// Name of the level.
    pub level: String,
    /// Bits for (positive) or against (negative) one person: how much more probable this level is for one person than for
    /// two strangers.
    pub bits: f64,
    /// How many of these bits come from the value being rare (positive) or common (negative).
    pub rarity: f64,
}

/// The whole waterfall: `prior + steps + together + cluster = weight`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// Bits before anything was compared: how rare pairs of one person are among all.
    pub prior: f64,
    /// Column by column.
    pub steps: Vec<Step>,
    /// Bits that are taken back or given since columns are no independent evidence: what a household shares, or what changes
    /// together when people move.
    pub together: f64,
    /// Bits that the other records of the cluster give.
    pub cluster: f64,
    /// The weight.
    pub weight: f64,
}

/// Explains pairs.
pub(crate) fn explain(
    records: &Records,
    comparisons: &Comparisons<'_>,
    frequencies: &Frequencies,
    model: &Model,
    pair: &ScoredPair,
) -> Explanation {
    let prior = (model.prior() / (1.0 - model.prior())).log2();
    let step = |(place, column): (usize, &crate::training::ColumnModel)| {
        let code = usize::from(pair.pattern.code(place));
        let comparison = &comparisons.columns[place];
        let same = code == usize::from(comparison.same);
        let rarity =
            if same { frequencies.bits(place, records.cell(comparison.column, pair.left)) } else { 0.0 };
        let bits = if code == 0 {
            0.0
        } else {
            (column.levels_of(Class::Same.uses(column.kind))[code] / column.chance[code]).log2() + rarity
        };
        Step { column: column.name.clone(), level: column.levels[code].clone(), bits, rarity }
    };
    let steps: Vec<Step> = model.columns.iter().enumerate().map(step).collect();
    let sum: f64 = steps.iter().map(|step| step.bits).sum();
    Explanation {
        prior,
        together: pair.alone - prior - sum,
        cluster: pair.weight - pair.alone,
        steps,
        weight: pair.weight,
    }
}

/// The names of the levels of a pattern, by compared column.
pub(crate) fn level_names(comparisons: &Comparisons<'_>, pattern: Pattern) -> Vec<&'static str> {
    comparisons
        .columns
        .iter()
        .enumerate()
        .map(|(place, comparison)| comparison.level_name(pattern.code(place)))
        .collect()
}
