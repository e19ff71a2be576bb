//! From pairs to a model: which pairs are learnt of, and what is known of some of them.

use rayon::prelude::*;

use crate::Error;
use crate::blocking;
use crate::clusters;
use crate::comparison::Comparison;
use crate::link::Linkage;
use crate::records::Row;
use crate::training::{
    Counted, Frequencies, Model, Population, Training, chance_levels, count_patterns, drawn, maximise, mixed,
    shift_groups, start,
};
use crate::watch::Watch;

/// Two records of which it is known whether they are one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// A record.
    pub left: Row,
    /// Another.
    pub right: Row,
    /// Whether both are one person's.
    pub same: bool,
}

impl Linkage<'_> {
    /// Learns the weights from these pairs, and others that are drawn.
    pub(crate) fn learn(
        &self,
        pairs: &[u64],
        labels: &[Labelled],
        watch: &dyn Watch,
    ) -> Result<(Model, Frequencies), Error> {
        let chances = chance_levels(self.records, &self.comparisons, self.settings.seed);
        let possible = self.plan.possible_pairs as f64;
        let mut model = start(self.records, &self.comparisons, chances.clone(), possible);
        let labels = self.known(labels);
        let mut training = self.training_pairs(pairs);
        model.training_pairs = training.len() as u64;
        model.labelled_pairs = labels.len() as u64;
        let (groups, group_of) = shift_groups(&self.comparisons, &model.class_list());
        let frequencies = self.frequencies();
        let scale = pairs.len() as f64 / training.len().max(1) as f64;
        training.retain(|pair| labels.binary_search_by_key(pair, |(known, _)| *known).is_err());
        let draws = (self.settings.within_sources, self.settings.seed);
        let drawn = if self.plan.all_pairs {
            Vec::new()
        } else {
            drawn(self.records, &self.comparisons, pairs, self.plan.possible_pairs, draws)
        };
        let training = Training { pairs: &training, stand_for: scale, labelled: &labels, drawn: &drawn };
        let counted = count_patterns(self.records, &self.comparisons, &frequencies, &group_of, training);
        let population = Population {
            counted: &counted,
            groups: &groups,
            possible,
            swappable: self.comparisons.swappable(),
            present: self.present(),
        };
        maximise(&mut model, &population, &chances, self.settings.training_rounds, watch)?;
        Self::unseen_levels(&mut model, &counted);
        Ok((model, frequencies))
    }

    /// Pairs of which it is known what they are, each once and in order; of none that contradict each other.
    fn known(&self, labels: &[Labelled]) -> Vec<(u64, bool)> {
        let rows = self.records.len() as Row;
        let is_pair = |label: &&Labelled| label.left != label.right && label.left.max(label.right) < rows;
        let pair = |label: &Labelled| {
            (blocking::pair(label.left.min(label.right), label.left.max(label.right)), label.same)
        };
        let mut known: Vec<(u64, bool)> = labels.iter().filter(is_pair).map(pair).collect();
        known.sort_unstable();
        known.dedup();
        let of_one = known.chunk_by(|one, other| one.0 == other.0).filter(|labels| labels.len() == 1);
        of_one.flatten().copied().collect()
    }

    /// The pairs on which to learn, drawn by what the records say, so that their order is of no account.
    fn training_pairs(&self, pairs: &[u64]) -> Vec<u64> {
        if pairs.len() as u64 <= self.settings.training_pairs {
            return pairs.to_vec();
        }
        let share = self.settings.training_pairs as f64 / pairs.len() as f64;
        let bound = (share * u64::MAX as f64) as u64;
        let rows = (0..self.records.len() as Row).into_par_iter();
        let hashes: Vec<u64> = rows.map(|row| clusters::content(self.records, row)).collect();
        let drawn = |&pair: &u64| {
            let (left, right) = blocking::rows(pair);
            let sum = hashes[left as usize].wrapping_add(hashes[right as usize]);
            mixed(sum ^ self.settings.seed) <= bound
        };
        pairs.par_iter().copied().filter(drawn).collect()
    }

    fn present(&self) -> Vec<f64> {
        let all = self.records.len() as f64;
        let present = |comparison: &Comparison<'_>| {
            let missing = f64::from(self.records.values[comparison.column].count(0));
            ((all - missing) / all).powi(2)
        };
        self.comparisons.columns.iter().map(present).collect()
    }

    fn unseen_levels(model: &mut Model, counted: &[Counted]) {
        for (place, column) in model.columns.iter_mut().enumerate() {
            let seen =
                |code: usize| counted.iter().any(|counted| usize::from(counted.pattern.code(place)) == code);
            column.unseen = (1..column.levels.len())
                .filter(|&code| !seen(code))
                .map(|code| column.levels[code].clone())
                .collect();
        }
    }
}
