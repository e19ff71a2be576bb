//! Lines of the tables that are written beside the page: pairs, and the rows of clusters.

use tizim_linkage::{PairKind, ScoredPair};

use super::judging::Judgement;
use super::told::Told;
use super::{ClusterRow, LinkedPair};

/// Pairs at or above the threshold, and twins, households and generations below it.
pub(super) fn pairs(of: &Told<'_, '_>) -> (Vec<LinkedPair>, Vec<LinkedPair>) {
    let pair = |(pair, judgement): (&ScoredPair, &Judgement)| LinkedPair {
        left: of.gathered.at(pair.left),
        right: of.gathered.at(pair.right),
        probability: pair.probability(),
        weight: pair.weight,
        code: judgement.code,
        levels: of.linkage.levels(pair),
    };
    let told = |(one, _): &(&ScoredPair, &Judgement)| {
        one.kind == PairKind::Duplicate || one.probability() >= of.settings.threshold
    };
    let (above, below): (Vec<_>, Vec<_>) = of.judged().partition(told);
    (above.into_iter().map(pair).collect(), below.into_iter().map(pair).collect())
}

/// The rows of the clusters.
pub(super) fn clusters(of: &Told<'_, '_>) -> Vec<ClusterRow> {
    let clusters = of.linked.clusters.members.iter().zip(1_u64..);
    clusters
        .flat_map(|(members, cluster)| members.iter().map(move |row| (*row, cluster)))
        .map(|(row, cluster)| ClusterRow {
            cluster,
            at: of.gathered.at(row),
            token: of.gathered.rows.get(&row).map_or("", |row| row.token.as_str()).to_owned(),
        })
        .collect()
}
