//! One set of regional electorates, measured against the rules: best allocations, the one used, house sizes.

use super::claims::Claims;
use crate::apportion::Optima;
use crate::{Index, Method, allocate, apportion::optima, impossible, smallest_house};

/// Largest house that is tried.
pub(crate) const LARGEST_HOUSE_TRIED: u64 = 20_000;

/// The inequality between regions under one measure: least over all allocations, and under the one used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Between {
    pub(crate) least: f64,
    pub(crate) used: f64,
}

impl Between {
    /// What the allocation used adds to the least value; a difference in the last bits of a float is none.
    pub(crate) fn added(self) -> f64 {
        let added = self.used - self.least;
        if added > 1e-12 * (1.0 + self.least) { added } else { 0.0 }
    }
}

/// What one set of electorates says.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) voters: Vec<u64>,
    /// Seats by method, in the order of [`Method::ALL`].
    pub(crate) methods: Vec<(Method, Vec<u64>)>,
    pub(crate) optima: Optima,
    pub(crate) ratio: Option<Between>,
    pub(crate) theil: Between,
    pub(crate) mal: Between,
    pub(crate) range: Option<Between>,
    /// MAL with no minimum, to see what that rule costs.
    pub(crate) mal_without_minimum: f64,
    /// By tolerance.
    pub(crate) impossible: Vec<Vec<usize>>,
    /// By tolerance.
    pub(crate) houses: Vec<Option<u64>>,
}

pub(crate) fn measure(claims: &Claims, voters: &[u64], tolerances: &[f64], minimum: u64) -> Measured {
    let used: Vec<u64> = claims.regions.iter().map(|region| region.used).collect();
    let best = optima(voters, claims.house, minimum);
    let people: Vec<f64> = voters.iter().map(|&count| count as f64).collect();
    let index = |index: Index, seats: &[u64]| {
        index.of(&people, &seats.iter().map(|&seats| seats as u32).collect::<Vec<_>>())
    };
    let least_theil = least_theil(voters, claims.house, minimum);
    let between = |which: Index, least: f64| Between { least, used: index(which, &used) };
    Measured {
        methods: Method::ALL
            .into_iter()
            .filter_map(|method| Some((method, allocate(method, voters, claims.house, minimum).ok()?.seats)))
            .collect(),
        ratio: best.ratio.as_ref().map(|optimum| between(Index::MaxMinRatio, optimum.value())),
        theil: between(Index::TheilT, index(Index::TheilT, &least_theil)),
        mal: between(Index::Mal, best.mal.value()),
        range: best.range.as_ref().map(|optimum| between(Index::TotalRange, optimum.value())),
        mal_without_minimum: optima(voters, claims.house, 0).mal.value(),
        impossible: tolerances
            .iter()
            .map(|&limit| impossible(voters, claims.house, limit, minimum))
            .collect(),
        houses: tolerances
            .iter()
            .map(|&limit| smallest_house(voters, limit, minimum.max(1), LARGEST_HOUSE_TRIED))
            .collect(),
        optima: best,
        voters: voters.to_vec(),
    }
}

/// The allocation with the least Theil T between claimants.
///
/// With the electorates fixed, Theil T is a sum over claimants of `s/S ln(s/(S p))`, convex in the seats `s` of each:
/// so giving each further seat where it adds least is exact (Gross 1956). The tests try every allocation.
///
/// ```
/// assert_eq!(tizim_districts::least_theil(&[300, 100], 4, 1), [3, 1]);
/// ```
pub fn least_theil(voters: &[u64], seats: u64, minimum: u64) -> Vec<u64> {
    let total: f64 = voters.iter().map(|&count| count as f64).sum();
    let term = |claimant: usize, own: u64| {
        let own = own as f64;
        if own == 0.0 { 0.0 } else { own * (own * total / (seats as f64 * voters[claimant] as f64)).ln() }
    };
    let mut shared = vec![minimum; voters.len()];
    for _ in 0..seats.saturating_sub(minimum * voters.len() as u64) {
        let added = |claimant: usize| term(claimant, shared[claimant] + 1) - term(claimant, shared[claimant]);
        let Some(next) = (0..voters.len()).min_by(|&a, &b| added(a).total_cmp(&added(b))) else { break };
        shared[next] += 1;
    }
    shared
}
