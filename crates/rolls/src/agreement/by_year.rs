//! Chance agreement on full name, birth year and place, of rows that state no whole date.
//!
//! The model: people of the row's name and year elsewhere, times the odds that two people of one name and year share a place:
//! those are taken from pairs whose whole dates show two people; the share of the region, where there are no such.
//!
//! The placebo: people of the row's name and place born one or two years before or after, for each of these years, in
//! proportion to how many were born in it. It asks nothing of how names and places hang together.

use std::collections::BTreeMap;

use tizim_stats::chance::Estimate;

use crate::Rule;
use crate::agreement::bearers::{Bearer, Bearers};
use crate::agreement::by_date::RegionTies;
use crate::agreement::parts::{Estimates, Part, empty, parts_of};
use crate::agreement::scale::OverNames;

/// Years that are shifted by.
const SHIFTS: [i32; 4] = [-2, -1, 1, 2];
/// More rows of one name than this are thinned out.
const MOST_NAMESAKES: usize = 1024;

/// What the estimates are made of.
pub(crate) struct YearChance<'a> {
    pub(crate) rule: Rule,
    pub(crate) bearers: &'a Bearers,
    /// Pairs of different people of one name and year, by region.
    pub(crate) ties: &'a RegionTies,
    /// Rows by birth year, or a fixed part of them.
    pub(crate) years: &'a BTreeMap<u16, f64>,
    /// The part of all rows that each region has, by its hash.
    pub(crate) regions: &'a BTreeMap<u32, f64>,
}

/// Sums over names.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    model: f64,
    /// Its variance, as far as chance has put people elsewhere.
    model_variance: f64,
    placebo: f64,
    placebo_variance: f64,
    /// The greater of both, over names.
    greater: OverNames,
    /// How much more than a Poisson number the count varies, since several odd rows meet one namesake.
    clumps: f64,
}

/// How often different people of one name and year share a place.
#[derive(Debug, Default)]
struct Odds {
    /// Over all places, or by region.
    usual: f64,
    by_region: BTreeMap<u32, f64>,
    /// The square of the relative error.
    doubt: f64,
}

impl YearChance<'_> {
    /// The estimates by part; the model is none where nothing tells how often people share a place.
    pub(crate) fn estimates(&self) -> BTreeMap<Part, Estimates> {
        let odds = self.odds();
        let mut sums: BTreeMap<Part, Sums> = empty(self.regions.keys().copied());
        for namesakes in self.bearers.rows.chunk_by(|one, other| one.name == other.name) {
            let step = namesakes.len().div_ceil(MOST_NAMESAKES);
            let kept: Vec<&Bearer> = namesakes.iter().step_by(step).collect();
            let counted = self.bearers.scale.counted(namesakes[0].name);
            for (part, found) in self.of_name(&kept, odds.as_ref(), (step * step) as f64) {
                let sums = sums.entry(part).or_default();
                sums.add(&found);
                sums.greater.add(found.model.max(found.placebo), counted);
            }
        }
        let scale = &self.bearers.scale;
        let (weight, doubt) = (scale.pairs, scale.doubt);
        // Without odd rows there is nothing that chance could give.
        let smallest = if self.bearers.odd == 0 { 0.0 } else { weight / SHIFTS.len() as f64 };
        let estimates = sums.into_iter().map(|(part, sums)| {
            let beyond = scale.variance(&sums.greater) + weight * sums.clumps;
            let model = odds.as_ref().map(|odds| {
                let expected = weight * sums.model;
                let variance =
                    weight * weight * sums.model_variance + (odds.doubt + doubt) * expected * expected;
                Estimate { expected, variance: variance + beyond }
            });
            let expected = weight * sums.placebo;
            let seen = weight * weight * sums.placebo_variance + doubt * expected * expected;
            let placebo = Estimate { expected, variance: seen + smallest * smallest / 2.0 + beyond };
            (part, Estimates { model, placebo: Some(placebo) })
        });
        estimates.collect()
    }

    fn place(&self, row: &Bearer) -> u32 {
        if self.rule == Rule::NameYearAddress { row.address } else { row.region }
    }

    /// The odds of sharing a place, by pairs of two whole dates of one year.
    fn odds(&self) -> Option<Odds> {
        let (mut same, mut other) = (0.0, 0.0);
        let mut by_region: BTreeMap<u32, [f64; 2]> = BTreeMap::new();
        if self.rule == Rule::NameYearRegion {
            for (region, pairs) in &self.ties.same {
                by_region.entry(*region).or_default()[0] += 2.0 * pairs;
                same += 2.0 * pairs;
            }
            for (region, pairs) in &self.ties.crossing {
                by_region.entry(*region).or_default()[1] += pairs;
                other += pairs;
            }
        } else {
            for namesakes in self.bearers.rows.chunk_by(|one, other| one.name == other.name) {
                let dated: Vec<&Bearer> = namesakes.iter().filter(|row| row.date.is_some()).collect();
                for (at, one) in dated.iter().enumerate() {
                    for next in dated[at + 1..].iter().take(MOST_NAMESAKES) {
                        if one.year != next.year || one.date == next.date || one.shares_number(next) {
                        } else if self.place(one) == self.place(next) && self.place(one) != 0 {
                            same += 2.0;
                        } else {
                            other += 2.0;
                        }
                    }
                }
            }
        }
        let has_none = same + other <= 0.0;
        if has_none && (self.rule == Rule::NameYearAddress || self.regions.len() < 2) {
            return None;
        }
        let share = |region: &u32| self.regions.get(region).copied().unwrap_or(0.0).min(0.999);
        // One pair's worth of what the share of a region alone would give.
        let independent = |region: &u32| share(region) / (1.0 - share(region));
        let regions = self.regions.keys().map(|region| {
            let [same, other] = by_region.get(region).copied().unwrap_or_default();
            (*region, (same + independent(region)) / (other + 1.0))
        });
        Some(Odds {
            usual: same / (other + 1.0),
            by_region: if self.rule == Rule::NameYearRegion { regions.collect() } else { BTreeMap::new() },
            doubt: if has_none { 0.25 } else { 2.0 / (same + 1.0) },
        })
    }

    fn of_name(&self, rows: &[&Bearer], odds: Option<&Odds>, stands_for: f64) -> BTreeMap<Part, Sums> {
        let mut of_name: BTreeMap<Part, Sums> = BTreeMap::new();
        // Odd rows of one name, year and place meet the same namesakes.
        let mut meeting: BTreeMap<(u16, u32), f64> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.is_undated()) {
            *meeting.entry((row.year, self.place(row))).or_default() += 1.0;
        }
        for (at, one) in rows.iter().enumerate().filter(|(_, row)| row.is_undated()) {
            let place = self.place(one);
            let together = meeting.get(&(one.year, place)).copied().unwrap_or(1.0);
            for (_, other) in rows.iter().enumerate().filter(|(next, row)| *next != at && row.year != 0) {
                if place == 0 || self.place(other) == 0 || one.shares_number(other) {
                    continue;
                }
                // A pair of two odd rows is met from both sides.
                let once = if other.is_undated() { 0.5 } else { 1.0 } * stands_for;
                let is_here = self.place(other) == place;
                let shift = i32::from(other.year) - i32::from(one.year);
                let mut found = Sums::default();
                if shift == 0 && !is_here {
                    let odds =
                        odds.map_or(0.0, |odds| odds.by_region.get(&place).copied().unwrap_or(odds.usual));
                    found.model = odds * once;
                    found.model_variance = odds * odds * once * together;
                } else if is_here && SHIFTS.contains(&shift) {
                    let each = self.of_year(one.year) / self.of_year(other.year) / SHIFTS.len() as f64;
                    found.placebo = each * once;
                    found.placebo_variance = each * each * once * together;
                    found.clumps = each * once * (together - 1.0);
                } else {
                    continue;
                }
                // A pair elsewhere stands for pairs within the region of the odd row.
                for part in parts_of([one.list, other.list], [one.region; 2]) {
                    of_name.entry(part).or_default().add(&found);
                }
            }
        }
        of_name
    }

    fn of_year(&self, year: u16) -> f64 {
        self.years.get(&year).copied().unwrap_or(0.0).max(1.0)
    }
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.model += other.model;
        self.model_variance += other.model_variance;
        self.placebo += other.placebo;
        self.placebo_variance += other.placebo_variance;
        self.clumps += other.clumps;
    }
}

#[cfg(test)]
mod tests {
    use tizim_people::BirthDate;

    use super::*;
    use crate::agreement::scale::Scale;
    use crate::row::entry::Number;

    fn bearer(name: u64, year: u16, day: Option<u8>, region: u32) -> Bearer {
        let date = day.and_then(|day| BirthDate::full(year, 5, day));
        Bearer { name, year, date, region, address: 0, list: 0, number: Number::Missing }
    }

    fn estimates(rows: Vec<Bearer>, weight: f64, ties: &RegionTies) -> Estimates {
        let chance = YearChance {
            rule: Rule::NameYearRegion,
            bearers: &Bearers { rows, scale: Scale::of_names(weight), odd: 1 },
            ties,
            years: &BTreeMap::from([(1978, 50.0), (1979, 100.0), (1980, 100.0), (1981, 200.0)]),
            regions: &BTreeMap::from([(1, 0.25), (2, 0.75)]),
        };
        chance.estimates()[&Part::All]
    }

    #[test]
    fn namesakes_of_other_years_are_the_placebo() {
        // One row without a day; namesakes of its region one year before, one after (of twice as many), two before (of half).
        let rows = vec![
            bearer(7, 1980, None, 1),
            bearer(7, 1979, Some(3), 1),
            bearer(7, 1981, Some(3), 1),
            bearer(7, 1978, Some(3), 1),
            bearer(7, 1980, Some(3), 1),
            bearer(7, 1979, Some(4), 2),
        ];
        let placebo = estimates(rows, 1.0, &RegionTies::default()).placebo.unwrap();
        assert!((placebo.expected - (1.0 + 0.5 + 2.0) / 4.0).abs() < 1e-12, "{placebo:?}");
    }

    #[test]
    fn namesakes_elsewhere_are_the_model() {
        let rows = vec![bearer(7, 1980, None, 1), bearer(7, 1980, Some(3), 2), bearer(7, 1980, Some(9), 2)];
        // By the share of the region: 0.25 to 0.75, of two namesakes elsewhere.
        let independent = estimates(rows.clone(), 1.0, &RegionTies::default()).model.unwrap();
        assert!((independent.expected - 2.0 / 3.0).abs() < 1e-12, "{independent:?}");
        // Of 100 people with a namesake, 60 have him in their region: names are regional.
        let ties = RegionTies {
            same: BTreeMap::from([(1, 30.0)]),
            crossing: BTreeMap::from([(1, 40.0), (2, 40.0)]),
        };
        let regional = estimates(rows, 1.0, &ties).model.unwrap();
        assert!((regional.expected - 2.0 * (60.0 + 1.0 / 3.0) / 41.0).abs() < 1e-12, "{regional:?}");
    }

    #[test]
    fn a_pair_of_two_odd_rows_counts_once() {
        let rows = vec![bearer(7, 1980, None, 1), bearer(7, 1979, None, 1)];
        let found = estimates(rows, 3.0, &RegionTies::default()).placebo.unwrap();
        // Each meets the other at one of four shifts, as half a pair, and stands for three.
        assert!((found.expected - 3.0 * 0.25).abs() < 1e-12, "{found:?}");
    }
}
