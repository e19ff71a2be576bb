//! Parts of the pairs, for which an expectation of its own is told: between lists, within a region.

use std::collections::BTreeMap;

use tizim_stats::chance::{Estimate, Expected, covering};

use crate::Scope;
use crate::counts::chance::{Chance, ChancePart};
use crate::verdict::agreeing::AgreeingPairs;

/// A part of the pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Every pair.
    All,
    /// Pairs of rows of two lists.
    Between,
    /// Pairs of rows of one list.
    Within,
    /// Pairs of rows of one region, by the region's hash.
    Region(u32),
}

/// The expectation of a part by either way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Estimates {
    pub(crate) model: Option<Estimate>,
    pub(crate) placebo: Option<Estimate>,
}

impl Estimates {
    fn expected(&self) -> Option<Expected> {
        let both: Vec<Estimate> = self.model.into_iter().chain(self.placebo).collect();
        covering(&both).ok().flatten()
    }

    fn part(this: Option<&Self>, observed: u64) -> ChancePart {
        let expected = this.and_then(Self::expected);
        ChancePart {
            observed,
            expected: expected.map(|chance| chance.expected),
            low: expected.map(|chance| chance.low),
            high: expected.map(|chance| chance.high),
        }
    }
}

/// Every part that is told, with nothing in it yet: a part in which no pair is seen has an expectation too.
pub(crate) fn empty<S: Default>(regions: impl Iterator<Item = u32>) -> BTreeMap<Part, S> {
    let regions = regions.filter(|region| *region != 0).map(Part::Region);
    [Part::All, Part::Between, Part::Within]
        .into_iter()
        .chain(regions)
        .map(|part| (part, S::default()))
        .collect()
}

/// Of which parts a pair is, by the lists and regions of its rows.
pub(crate) fn parts_of(lists: [usize; 2], regions: [u32; 2]) -> impl Iterator<Item = Part> {
    let by_list = if lists[0] == lists[1] { Part::Within } else { Part::Between };
    let region = (regions[0] == regions[1] && regions[0] != 0).then_some(Part::Region(regions[0]));
    [Part::All, by_list].into_iter().chain(region)
}

/// Regions by their hashes.
pub(crate) struct Regions<'a> {
    /// That of a region as it is compared.
    pub(crate) hash: &'a dyn Fn(&str) -> u32,
    /// As they are written.
    pub(crate) written: BTreeMap<u32, String>,
}

/// What is told of a rule: the agreeing pairs, and what chance gives of them, part by part; `lists` is how many there are.
pub(crate) fn told(
    agreeing: &AgreeingPairs,
    estimates: &BTreeMap<Part, Estimates>,
    (scope, lists): (Scope, usize),
    regions: &Regions<'_>,
) -> Chance {
    let whole = estimates.get(&if scope == Scope::All { Part::All } else { Part::Between });
    let all = Estimates::part(whole, agreeing.open);
    let mut by_region: BTreeMap<String, ChancePart> = BTreeMap::new();
    if scope == Scope::All {
        let of_observed = agreeing.by_region.iter().map(|(region, pairs)| ((regions.hash)(region), *pairs));
        let observed: BTreeMap<u32, u64> = of_observed.collect();
        for (hash, region) in &regions.written {
            let estimate = estimates.get(&Part::Region(*hash));
            let pairs = observed.get(hash).copied();
            if estimate.is_some() || pairs.is_some() {
                by_region.insert(region.clone(), Estimates::part(estimate, pairs.unwrap_or(0)));
            }
        }
    }
    let several = lists > 1 && scope == Scope::All;
    let part = |part, observed| several.then(|| Estimates::part(estimates.get(&part), observed));
    Chance {
        observed: agreeing.open,
        expected: all.expected,
        low: all.low,
        high: all.high,
        on_first_of_january: None,
        on_heaped_days: None,
        model: whole.and_then(|whole| whole.model).map(|model| model.expected),
        placebo: whole.and_then(|whole| whole.placebo).map(|placebo| placebo.expected),
        within_lists: part(Part::Within, agreeing.open - agreeing.between_lists),
        between_lists: part(Part::Between, agreeing.between_lists),
        regions: by_region,
        not_established: all.expected.is_none().then_some("nothing_to_compare"),
    }
}
