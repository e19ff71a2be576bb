//! From pairs to persons.
//!
//! Pairs are joined from the strongest down. Before two clusters become one, all their records are held against one another:
//! a chain (A like B, B like C, A not at all like C) is not one person, and no cluster holds two records of a source that
//! is free of duplicates, so that such sources are matched one to one. This is average linkage on log odds (Robert R. Sokal
//! and Charles D. Michener, "A statistical method for evaluating systematic relationships", 1958) that begins only from
//! pairs above the threshold.

use hashbrown::{HashMap, HashSet};
use std::hash::RandomState;

use crate::comparison::{Comparisons, Memory};
use crate::records::{Records, Row};
use crate::scoring::{PairKind, ScoredPair, Scorer};
use crate::watch::{Stage, Watch, go_on};

/// One pair weighs at most so many bits, for or against, when two clusters are held against one another.
const MOST_BITS: f64 = 20.0;
/// Largest cluster of which all pairs are handed out.
const MOST_COMPLETED: usize = 64;
/// Pairs of records that are looked at before two clusters are joined.
const MOST_LOOKED_AT: usize = 256;

/// Records that are taken for one person's.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Clusters {
    /// The records of each cluster of two and more, in their order; clusters in the order of their first record.
    pub members: Vec<Vec<Row>>,
    /// Pairs above the threshold that were not joined, since their clusters are not one person's. By weight, the largest
    /// first.
    pub refused: Vec<ScoredPair>,
}

/// Joins the duplicates among these pairs. Returns the clusters, and all pairs as the clusters leave them: those of other
/// kinds, and of duplicates those inside clusters, with those that are below the threshold alone.
///
/// # Errors
/// Where it was cancelled.
pub(crate) fn join(
    records: &Records,
    scorer: &Scorer<'_>,
    comparisons: &Comparisons<'_>,
    pairs: Vec<ScoredPair>,
    least: f64,
    watch: &dyn Watch,
) -> Result<(Clusters, Vec<ScoredPair>), crate::Error> {
    let mut memory = comparisons.memory();
    let (mut order, mut kept): (Vec<ScoredPair>, Vec<ScoredPair>) =
        pairs.into_iter().partition(|pair| pair.kind == PairKind::Duplicate);
    // Equal weights are ordered by what the records say, not by where they stand.
    order.sort_by_cached_key(|pair| {
        let (left, right) = (content(records, pair.left), content(records, pair.right));
        (std::cmp::Reverse(ordered(pair.weight)), left.min(right), left.max(right), pair.left, pair.right)
    });
    let mut joining = Joining::default();
    for (done, pair) in order.iter().enumerate() {
        if done % 4096 == 0 {
            go_on(watch)?;
            watch.progress(Stage::Clustering, done as u64, order.len() as u64);
        }
        let (one, other) = (joining.cluster(pair.left), joining.cluster(pair.right));
        if one != other && joining.can_be_one(records, scorer, &mut memory, (one, other), least) {
            joining.merge(one, other);
        }
    }
    let (inside, refused): (Vec<_>, Vec<_>) = order.into_iter().partition(|pair| joining.is_together(pair));
    kept.retain(|pair| !joining.is_together(pair));
    let completed = |pair: &ScoredPair| (3..=MOST_COMPLETED).contains(&joining.size(pair.left));
    kept.extend(inside.into_iter().filter(|pair| !completed(pair)));
    let members = joining.finish();
    for members in members.iter().filter(|members| (3..=MOST_COMPLETED).contains(&members.len())) {
        kept.extend(all_pairs(members, scorer, &mut memory, least));
    }
    kept.sort_unstable_by_key(|pair| (pair.left, pair.right));
    Ok((Clusters { members, refused }, kept))
}

/// All pairs of a cluster. Those that are below the threshold alone have the mean weight of all.
fn all_pairs(members: &[Row], scorer: &Scorer<'_>, memory: &mut Memory, least: f64) -> Vec<ScoredPair> {
    let mut pairs = Vec::new();
    for (place, &left) in members.iter().enumerate() {
        pairs.extend(members[place + 1..].iter().map(|&right| scorer.score(left, right, memory)));
    }
    let together = mean(pairs.iter().map(|pair| pair.alone)).max(least);
    for pair in &mut pairs {
        pair.kind = PairKind::Duplicate;
        if pair.alone < least {
            pair.weight = together;
        }
    }
    pairs
}

/// The mean of weights, none of which counts for more than [`MOST_BITS`]; the same in whatever order they come.
fn mean(weights: impl Iterator<Item = f64>) -> f64 {
    let mut weights: Vec<f64> = weights.map(|weight| weight.clamp(-MOST_BITS, MOST_BITS)).collect();
    weights.sort_unstable_by(f64::total_cmp);
    weights.iter().sum::<f64>() / weights.len().max(1) as f64
}

/// A number that orders as the weight does.
fn ordered(weight: f64) -> i64 {
    let bits = weight.to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

pub(crate) fn content(records: &Records, row: Row) -> u64 {
    records.row(row).iter().fold(0, |hash, &cell| crate::training::mixed(hash ^ u64::from(cell)))
}

#[derive(Default)]
struct Joining {
    cluster_of: HashMap<Row, usize, RandomState>,
    members: Vec<Vec<Row>>,
}

impl Joining {
    fn cluster(&mut self, row: Row) -> usize {
        *self.cluster_of.entry(row).or_insert_with(|| {
            self.members.push(vec![row]);
            self.members.len() - 1
        })
    }

    /// Whether both records are in one cluster.
    fn is_together(&self, pair: &ScoredPair) -> bool {
        let cluster = self.cluster_of.get(&pair.left);
        cluster.is_some() && cluster == self.cluster_of.get(&pair.right)
    }

    /// Number of records in the cluster of a record.
    fn size(&self, row: Row) -> usize {
        self.cluster_of.get(&row).map_or(1, |&cluster| self.members[cluster].len())
    }

    fn can_be_one(
        &self,
        records: &Records,
        scorer: &Scorer<'_>,
        memory: &mut Memory,
        (one, other): (usize, usize),
        least: f64,
    ) -> bool {
        let (one, other) = (&self.members[one], &self.members[other]);
        let pure = |row: &&Row| records.sources[records.source(**row)].free_of_duplicates;
        let sources: HashSet<usize, RandomState> =
            one.iter().filter(pure).map(|&row| records.source(row)).collect();
        if other.iter().filter(pure).any(|&row| sources.contains(&records.source(row))) {
            return false;
        }
        if one.len() == 1 && other.len() == 1 {
            return true;
        }
        let looked_at =
            one.iter().flat_map(|&left| other.iter().map(move |&right| (left, right))).take(MOST_LOOKED_AT);
        mean(looked_at.map(|(left, right)| scorer.score(left.min(right), left.max(right), memory).weight))
            >= least
    }

    fn merge(&mut self, one: usize, other: usize) {
        let (keep, give) =
            if self.members[one].len() >= self.members[other].len() { (one, other) } else { (other, one) };
        for row in std::mem::take(&mut self.members[give]) {
            self.cluster_of.insert(row, keep);
            self.members[keep].push(row);
        }
    }

    fn finish(self) -> Vec<Vec<Row>> {
        let mut members: Vec<Vec<Row>> =
            self.members.into_iter().filter(|members| members.len() > 1).collect();
        for rows in &mut members {
            rows.sort_unstable();
        }
        members.sort_unstable();
        members
    }
}
