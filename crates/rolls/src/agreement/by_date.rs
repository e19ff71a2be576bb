//! Chance agreement on full name and whole birth date.
//!
//! The model: two people of one name and birth year, who are not one person, have the same day with the chance `q` that two
//! rows of that year have; so each pair of other days stands for `q / (1 - q)` pairs of one day ([`tizim_stats::chance`]).
//!
//! The placebo: pairs of one name whose dates differ by 1 to 30 days, or by a year to the day, are as many for each of these
//! 31 shifts, to either side, as pairs of different people on one day would be twice. It asks nothing of how days and names
//! hang together, nor of how dates are spread, as long as neighbouring days are alike.
//!
//! Days on which birthdays heap and dates that are placeholders are taken out of both.

use std::collections::BTreeMap;

use tizim_people::BirthDate;
use tizim_stats::chance::{Estimate, SameFirst, same_value};

use crate::agreement::parts::{Estimates, Part, empty, parts_of};
use crate::agreement::scale::{NamePairs, OverNames, Scale};
use crate::agreement::shifts::{MOST_DAYS, day_number, stands_for};
use crate::counts::chance::is_first_of_january;
use crate::counts::date_counts::DateCounts;
use crate::counts::name_sample::SampledRow;
use crate::persons::placeholders::PlaceholderDates;

/// More rows of one name than this are thinned out, so that a name that all bear costs no more than others.
const MOST_NAMESAKES: usize = 2048;

/// What the estimates are made of.
pub(crate) struct DateChance<'a> {
    /// In the order of names and dates.
    pub(crate) rows: &'a [SampledRow],
    /// For how many names each sampled one stands.
    pub(crate) weight: f64,
    /// Pairs of one name and birth year of all rows but those of a 1 January, as counters give them.
    pub(crate) same_year: &'a [(u16, SameFirst)],
    pub(crate) dates: &'a DateCounts,
    pub(crate) placeholders: &'a PlaceholderDates,
    /// The list that a position is of.
    pub(crate) list_of: &'a dyn Fn(u64) -> usize,
}

/// Sums over the names of a sample, of one part of the pairs.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    model: OverNames,
    /// Pairs at one of the shifts.
    shifted: OverNames,
}

/// What one name gives.
#[derive(Debug, Clone, Copy, Default)]
struct OfName {
    model: f64,
    shifted: f64,
}

/// How often different people of one name and birth year are of one region, for the rules by place.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct RegionTies {
    /// Pairs of one region, by its hash.
    pub(crate) same: BTreeMap<u32, f64>,
    /// Pairs of which one is of the region, and one of another.
    pub(crate) crossing: BTreeMap<u32, f64>,
}

/// A row with its day.
struct Day {
    row: SampledRow,
    year: u16,
    /// Days since a day long ago.
    number: i32,
    anniversary: u32,
    list: usize,
}

impl DateChance<'_> {
    /// The estimates by part, how regions and names hang together, and what the sample stands for.
    pub(crate) fn estimates(&self) -> (BTreeMap<Part, Estimates>, RegionTies, Scale) {
        let odds = self.odds();
        let mut ties = RegionTies::default();
        let of_names: Vec<(NamePairs, BTreeMap<Part, OfName>)> = self
            .rows
            .chunk_by(|one, other| one.name == other.name)
            .filter(|namesakes| namesakes.len() > 1)
            .map(|namesakes| {
                let parts = self.of_name(namesakes, &odds, &mut ties);
                let model = parts.get(&Part::All).map_or(0.0, |all| all.model);
                let counted = counted(namesakes, &odds);
                (NamePairs { name: namesakes[0].name, model, counted }, parts)
            })
            .collect();
        let scale = self.scale(&odds, &of_names.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        let mut sums: BTreeMap<Part, Sums> = empty(self.rows.iter().map(|row| row.region));
        for (name, parts) in &of_names {
            for (part, found) in parts {
                let (sums, counted) = (sums.entry(*part).or_default(), scale.counted(name.name));
                sums.model.add(found.model, counted);
                sums.shifted.add(found.shifted, counted);
            }
        }
        let each = stands_for(self.placeholders);
        let estimates = sums.into_iter().map(|(part, Sums { model, shifted })| {
            let expected = scale.pairs * model.sum;
            let variance = scale.doubt * expected * expected + scale.variance(&model);
            let mut placebo = Estimate::of_events(shifted.sum, scale.pairs * each);
            // The events of the sample are a Poisson number already.
            let seen = shifted.sum * (scale.pairs * each).powi(2);
            placebo.variance += scale.doubt * placebo.expected * placebo.expected
                + (each * each * scale.variance(&shifted) - seen).max(0.0);
            (part, Estimates { model: Some(Estimate { expected, variance }), placebo: Some(placebo) })
        });
        (estimates.collect(), ties, scale)
    }

    /// Whether agreement on this date is left to neither way.
    fn is_out(&self, date: BirthDate) -> bool {
        !date.is_whole() || self.placeholders.is_heaped(date) || self.placeholders.contains(date)
    }

    /// By year, the odds that two rows have one day.
    fn odds(&self) -> BTreeMap<u16, f64> {
        let mut odds = BTreeMap::new();
        for date in self.rows.iter().filter_map(SampledRow::date) {
            odds.entry(date.year()).or_insert_with(|| {
                let kept = self.dates.of_year(date.year()).filter(|(packed, _)| {
                    BirthDate::from_packed(*packed).is_some_and(|date| !self.is_out(date))
                });
                let same = same_value(kept.map(|(_, rows)| rows)).unwrap_or(0.0);
                if same < 1.0 { same / (1.0 - same) } else { 0.0 }
            });
        }
        odds
    }

    /// What the rows of one name give, by part.
    fn of_name(
        &self,
        namesakes: &[SampledRow],
        odds: &BTreeMap<u16, f64>,
        ties: &mut RegionTies,
    ) -> BTreeMap<Part, OfName> {
        let step = namesakes.len().div_ceil(MOST_NAMESAKES);
        let stands_for = (step * step) as f64;
        let rows: Vec<Day> = namesakes.iter().step_by(step).filter_map(|row| self.day(row)).collect();
        let mut of_name: BTreeMap<Part, OfName> = BTreeMap::new();
        for (at, one) in rows.iter().enumerate() {
            for other in rows[at + 1..].iter().take_while(|other| other.year <= one.year + 1) {
                let days = other.number - one.number;
                let same_year = one.year == other.year && days != 0;
                let by_year = one.anniversary == other.anniversary && one.year != other.year;
                let shifted = (1..=MOST_DAYS).contains(&days) || by_year;
                if !(same_year || shifted) || one.row.shares_number(&other.row) {
                    continue;
                }
                let chance =
                    if same_year { odds.get(&one.year).copied().unwrap_or(0.0) * stands_for } else { 0.0 };
                let regions = [one.row.region, other.row.region];
                for part in parts_of([one.list, other.list], regions) {
                    let found = of_name.entry(part).or_default();
                    found.model += chance;
                    found.shifted += if shifted { stands_for } else { 0.0 };
                }
                if same_year {
                    ties.count(regions, stands_for);
                }
            }
        }
        of_name
    }

    fn day(&self, row: &SampledRow) -> Option<Day> {
        let date = row.date().filter(|date| !self.is_out(*date))?;
        let (month, day) = (date.month()?, date.day()?);
        Some(Day {
            row: *row,
            year: date.year(),
            number: day_number(date.year(), month, day),
            anniversary: row.date & 0x1ff,
            list: (self.list_of)(row.position),
        })
    }

    fn scale(&self, odds: &BTreeMap<u16, f64>, names: &[NamePairs]) -> Scale {
        let of_year = |year: &u16| odds.get(year).copied().unwrap_or(0.0);
        let years = || self.same_year.iter();
        let counted = years().map(|(year, same)| same.pairs * of_year(year)).sum();
        let variance = years().map(|(year, same)| same.variance * of_year(year).powi(2)).sum();
        Scale::of(self.weight, names, counted, variance)
    }
}

/// The pairs of one name and birth year, by the odds of each year, that the counters count.
fn counted(namesakes: &[SampledRow], odds: &BTreeMap<u16, f64>) -> f64 {
    let usual = namesakes.iter().filter_map(SampledRow::date).filter(|date| !is_first_of_january(*date));
    let years: Vec<u16> = usual.map(BirthDate::year).collect();
    let pairs = |rows: &[u16]| (rows.len() * (rows.len() - 1) / 2) as f64;
    years
        .chunk_by(|one, other| one == other)
        .map(|rows| odds.get(&rows[0]).copied().unwrap_or(0.0) * pairs(rows))
        .sum()
}

impl RegionTies {
    fn count(&mut self, [one, other]: [u32; 2], pairs: f64) {
        if one == 0 || other == 0 {
        } else if one == other {
            *self.same.entry(one).or_default() += pairs;
        } else {
            *self.crossing.entry(one).or_default() += pairs;
            *self.crossing.entry(other).or_default() += pairs;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days of a year.
    const YEAR: f64 = 365.25;

    fn row(name: u64, date: (u16, u8, u8), position: u64) -> SampledRow {
        let date = BirthDate::full(date.0, date.1, date.2).unwrap().packed();
        SampledRow { name, date, region: 1 + (position % 2) as u32, number: 0, masked: false, position }
    }

    fn estimates(rows: &[SampledRow], weight: f64) -> BTreeMap<Part, Estimates> {
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        // Every day of the years before and after has a hundred rows.
        let days = (1979..=1982_u32).flat_map(|year| {
            (1..=12_u32).flat_map(move |month| (1..=28).map(move |day| (year << 9 | month << 5 | day, 100)))
        });
        let placeholders = PlaceholderDates::default();
        let chance = DateChance {
            rows: &rows,
            weight,
            same_year: &[],
            dates: &days.collect(),
            placeholders: &placeholders,
            list_of: &|position| (position % 2) as usize,
        };
        chance.estimates().0
    }

    #[test]
    fn pairs_of_other_days_stand_for_those_of_one() {
        // Three namesakes of one year: days 10 and 190 apart, and one born on the same day a year later.
        let rows = [
            row(7, (1980, 5, 1), 0),
            row(7, (1980, 5, 11), 1),
            row(7, (1980, 11, 17), 2),
            row(7, (1981, 5, 1), 3),
        ];
        let all = estimates(&rows, 1.0)[&Part::All];
        // 335 usual days of 100 rows each: q = (335 · 100 · 99) / (33,500 · 33,499); three pairs of q / (1 - q).
        let same = 99.0 / 33_499.0;
        let model = all.model.unwrap();
        assert!((model.expected - 3.0 * same / (1.0 - same)).abs() < 1e-12, "{model:?}");
        // Two pairs at one of 31 shifts, each to two sides.
        let placebo = all.placebo.unwrap();
        assert!((placebo.expected - 2.0 / 62.0 / (1.0 - 1.0 / YEAR)).abs() < 1e-12, "{placebo:?}");
    }

    #[test]
    fn one_person_twice_is_no_chance() {
        let plain = [row(7, (1980, 5, 1), 0), row(7, (1980, 5, 11), 1)];
        let numbered = plain.map(|row| SampledRow { number: 9, ..row });
        for (rows, pairs) in [(plain, 1.0), (numbered, 0.0)] {
            let all = estimates(&rows, 1.0)[&Part::All];
            let events = all.placebo.unwrap().expected * 62.0 * (1.0 - 1.0 / YEAR);
            assert!((events - pairs).abs() < 1e-9, "{events}");
        }
        // The same rows twice agree on the day: no pair of other days comes of it.
        let twice = [row(7, (1980, 5, 1), 0), row(7, (1980, 5, 1), 1)];
        assert!(estimates(&twice, 1.0)[&Part::All].model.unwrap().expected <= 0.0);
    }

    #[test]
    fn parts_add_up() {
        let rows: Vec<SampledRow> =
            (0..28).map(|number| row(number % 3, (1980, 5, 1 + number as u8), number)).collect();
        let found = estimates(&rows, 1.0);
        let model =
            |part| found.get(&part).map_or(0.0, |estimates: &Estimates| estimates.model.unwrap().expected);
        assert!((model(Part::Within) + model(Part::Between) - model(Part::All)).abs() < 1e-12);
        assert!((model(Part::Region(1)) + model(Part::Region(2)) - model(Part::Within)).abs() < 1e-12);
        // A sample of one name in four stands for four times as many.
        let four = estimates(&rows, 4.0)[&Part::All];
        assert!((four.model.unwrap().expected - 4.0 * model(Part::All)).abs() < 1e-12);
        assert!(four.model.unwrap().variance > 0.0);
    }

    #[test]
    fn a_name_that_all_bear_costs_no_more() {
        let rows: Vec<SampledRow> = (0..60_000)
            .map(|number| {
                row(7, (1980 + (number % 2) as u16, 2 + (number % 11) as u8, 1 + (number % 28) as u8), number)
            })
            .collect();
        let all = estimates(&rows, 1.0)[&Part::All].model.unwrap();
        // 30,000 of one year make 4.5e8 pairs, of which one in about 336 agrees.
        assert!(all.expected.is_finite() && all.expected > 1e6, "{all:?}");
    }
}
