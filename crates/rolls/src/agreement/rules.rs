//! Every rule by name of a check, with what chance gives of its pairs.

use std::collections::BTreeMap;

use tizim_evidence::Run;

use crate::agreement::bearers::{Bearers, Reading, some_of, years};
use crate::agreement::by_date::{DateChance, RegionTies};
use crate::agreement::by_digits;
use crate::agreement::by_year::YearChance;
use crate::agreement::namesakes::rows_of;
use crate::agreement::parts::{Estimates, Part, Regions, told};
use crate::agreement::scale::Scale;
use crate::counts::chance::Chance;
use crate::counts::name_sample::{SampledRow, short_hash};
use crate::counts::odd_rows::OddRows;
use crate::counts::row_marks::{Alike, MarkSet, RowMarks};
use crate::counts::row_summary::RowSummary;
use crate::counts::sketch::NameYears;
use crate::lists::roll::Roll;
use crate::row::normal::region_key;
use crate::verdict::agreeing::AgreeingPairs;
use crate::{RollsError, Rule, Scope};

/// Years before and after, of which namesakes are looked at.
const YEARS: i16 = 2;
/// Odd rows of which all namesakes are looked for.
const FEW: u64 = 1 << 12;
/// Rows of other names that are read beside those of a sample.
const STRANGERS: usize = 2048;

/// What the first pass has seen, as far as chance is about it.
pub(crate) struct Seen<'a> {
    pub(crate) run: &'a Run,
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) scope: Scope,
    pub(crate) summary: &'a RowSummary,
    /// Counters of names by year; none where names were not counted.
    pub(crate) names: Option<&'a NameYears>,
    pub(crate) marks: Option<&'a RowMarks>,
    /// Rows without a whole date, where they were counted.
    pub(crate) undated: &'a OddRows,
    pub(crate) counts_undated: bool,
    /// Rows with masked numbers.
    pub(crate) masked: &'a OddRows,
    pub(crate) reading: Reading<'a>,
}

impl Seen<'_> {
    /// What chance gives of the agreeing pairs, by rule.
    ///
    /// # Errors
    /// A row that cannot be read back.
    pub(crate) fn chance(
        &self,
        rules: &[Rule],
        agreeing: &mut BTreeMap<Rule, AgreeingPairs>,
    ) -> Result<BTreeMap<Rule, Chance>, RollsError> {
        let estimated =
            |rule: &&Rule| rule.is_by_name() && (**rule != Rule::NameDigits || self.masked.count() > 0);
        let mut pairs = |rule: Rule| agreeing.remove(&rule).unwrap_or_default();
        let Some(names) = self.names else {
            let observed = |rule: &Rule| {
                let pairs = pairs(*rule);
                let chance = Chance {
                    not_established: Some("not_counted"),
                    ..Chance::observed(pairs.open + pairs.on_first_of_january + pairs.on_heaped_days)
                };
                (*rule, chance)
            };
            return Ok(rules.iter().filter(estimated).map(observed).collect());
        };
        let rows = self.summary.names.sorted();
        let list_of =
            |position: u64| self.roll.locate(position).map_or(0, |(file, _)| self.roll.files[file].info.list);
        // Where every row is at hand, counters tell nothing more.
        let complete = self.summary.names.is_complete();
        let same_year = if complete { Vec::new() } else { names.pairs() };
        let by_date = DateChance {
            rows: &rows,
            weight: self.summary.names.weight(),
            same_year: &same_year,
            dates: &self.summary.dates,
            placeholders: self.reading.placeholders,
            list_of: &list_of,
        };
        let (of_dates, ties, scale) = by_date.estimates();
        let mut undated = None;
        let mut found = BTreeMap::new();
        for rule in rules.iter().filter(estimated) {
            let agreeing = pairs(*rule);
            let chance = match rule {
                Rule::NameDate => Chance {
                    on_first_of_january: Some(agreeing.on_first_of_january),
                    on_heaped_days: Some(agreeing.on_heaped_days),
                    ..self.told(&agreeing, &of_dates)
                },
                Rule::NameDigits => self.told(&agreeing, &self.of_digits(&rows, &scale)?),
                _ => {
                    if undated.is_none() {
                        undated = Some(self.undated(&rows, &scale)?);
                    }
                    let bearers = undated.as_ref().unwrap_or(&NONE);
                    self.told(&agreeing, &of_years(*rule, bearers, &rows, &ties))
                }
            };
            found.insert(*rule, chance);
        }
        Ok(found)
    }

    fn told(&self, agreeing: &AgreeingPairs, estimates: &BTreeMap<Part, Estimates>) -> Chance {
        let lists = self.roll.files.iter().map(|file| file.info.list + 1).max().unwrap_or(0);
        let of = |written: &str| {
            let normal = region_key(self.reading.regions, written);
            (short_hash(self.reading.seed, normal.as_bytes()), written.to_owned())
        };
        // Of several spellings the last in the order of letters.
        let written: BTreeMap<u32, String> = self.summary.regions.iter().map(|region| of(region)).collect();
        let regions = Regions { hash: &|normal| short_hash(self.reading.seed, normal.as_bytes()), written };
        told(agreeing, estimates, (self.scope, lists), &regions)
    }

    fn of_digits(&self, rows: &[SampledRow], scale: &Scale) -> Result<BTreeMap<Part, Estimates>, RollsError> {
        Ok(by_digits::estimates(&self.masked(rows, scale)?, self.reading.reader.law.people.iin.digits()))
    }

    /// The namesakes of rows without a whole date.
    fn undated(&self, rows: &[SampledRow], scale: &Scale) -> Result<Bearers, RollsError> {
        let placeholders = self.reading.placeholders;
        let is_odd =
            |row: &SampledRow| row.date().is_some_and(|date| !date.is_whole() || placeholders.contains(date));
        if placeholders.is_empty() && self.counts_undated {
            let sought = |marks: &RowMarks, odd: &[u64]| marks.of_rows_near(odd, YEARS);
            if let Some(mut found) = self.namesakes(self.undated, rows, 0, sought)? {
                found.keep_near(YEARS.unsigned_abs());
                return Ok(found);
            }
        }
        self.reading.of_sample(rows, scale, 0, is_odd)
    }

    /// The namesakes of rows with masked numbers, and other people.
    fn masked(&self, rows: &[SampledRow], scale: &Scale) -> Result<Bearers, RollsError> {
        let sought = |marks: &RowMarks, odd: &[u64]| marks.of_rows(odd, Alike::ByNames);
        match self.namesakes(self.masked, rows, STRANGERS, sought)? {
            Some(found) => Ok(found),
            None => self.reading.of_sample(rows, scale, STRANGERS, |row| row.masked),
        }
    }

    /// All rows of the names of the odd ones, and so many others, where the odd ones are few and the sample does not hold all
    /// rows anyway. Which rows these are hangs on the lists alone, how they are found on memory as well.
    fn namesakes(
        &self,
        odd: &OddRows,
        rows: &[SampledRow],
        strangers: usize,
        sought: impl Fn(&RowMarks, &[u64]) -> MarkSet,
    ) -> Result<Option<Bearers>, RollsError> {
        let (false, true) = (self.summary.names.is_complete(), odd.count() <= FEW) else { return Ok(None) };
        let Some(positions) = odd.positions() else { return Ok(None) };
        let reader = self.reading.reader;
        let names = self.reading.names(positions)?;
        let marked =
            self.marks.and_then(|marks| marks.rows_with(&sought(marks, positions), self.roll.rows_taken()));
        let mut found = match marked {
            Some(found) => found,
            None if names.is_empty() => Vec::new(),
            None => rows_of(self.roll, self.run, reader.law.row_rules(), &names)?,
        };
        let mut bearers = self.reading.bearers(&found)?;
        bearers.retain(|bearer| names.contains(&bearer.name));
        if !bearers.is_empty() && strangers > 0 {
            found = some_of(rows, strangers).collect();
            found.sort_unstable();
            let strangers = self.reading.bearers(&found)?;
            bearers.extend(strangers.into_iter().filter(|bearer| !names.contains(&bearer.name)));
            bearers.sort_by_key(|bearer| bearer.name);
        }
        Ok(Some(Bearers { rows: bearers, scale: Scale::WHOLE, odd: odd.count() }))
    }
}

/// The estimates of a rule by year and place.
fn of_years(
    rule: Rule,
    bearers: &Bearers,
    rows: &[SampledRow],
    ties: &RegionTies,
) -> BTreeMap<Part, Estimates> {
    let mut regions: BTreeMap<u32, f64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.region != 0) {
        *regions.entry(row.region).or_default() += 1.0 / rows.len() as f64;
    }
    YearChance { rule, bearers, ties, years: &years(rows), regions: &regions }.estimates()
}

/// No rows at all.
static NONE: Bearers = Bearers { rows: Vec::new(), scale: Scale::WHOLE, odd: 0 };
