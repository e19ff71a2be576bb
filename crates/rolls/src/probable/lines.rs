//! Lines of the tables that are written beside the page: pairs, and the rows of clusters.

use tizim_linkage::{PairKind, ScoredPair};
use tizim_people::Token;

use super::joined::Joined;
use super::judging::Judgement;
use super::told::Told;
use super::{ClusterRow, LinkedPair};

/// Pairs at or above the threshold, and twins, households and generations below it.
pub(super) fn pairs(of: &Told<'_, '_>) -> (Vec<LinkedPair>, Vec<LinkedPair>) {
    let pair = |(pair, judgement): (&ScoredPair, &Judgement)| {
        let [left, right] = [of.gathered.rows.get(&pair.left)?, of.gathered.rows.get(&pair.right)?];
        Some(LinkedPair {
            left: of.gathered.at(left),
            right: of.gathered.at(right),
            probability: pair.probability(),
            weight: pair.weight,
            code: judgement.code,
            levels: of.linkage.levels(pair),
            tokens: [left.token, right.token],
            values: left.values.zip(right.values).map(<[Token; 2]>::from),
            since: of.since(pair),
            standing: judgement.standing,
        })
    };
    let told = |(one, _): &(&ScoredPair, &Judgement)| {
        one.kind == PairKind::Duplicate || one.probability() >= of.settings.threshold
    };
    let (above, below): (Vec<_>, Vec<_>) = of.judged().partition(told);
    (above.into_iter().filter_map(pair).collect(), below.into_iter().filter_map(pair).collect())
}

/// The rows of the clusters.
pub(super) fn clusters(of: &Told<'_, '_>, joined: &Joined) -> Vec<ClusterRow> {
    let rows =
        joined.clusters.iter().flat_map(|(cluster, rows)| rows.iter().map(move |row| (*cluster, *row)));
    rows.filter_map(|(cluster, row)| {
        let seen = of.gathered.rows.get(&row)?;
        Some(ClusterRow { cluster, at: of.gathered.at(seen), token: seen.token })
    })
    .collect()
}
