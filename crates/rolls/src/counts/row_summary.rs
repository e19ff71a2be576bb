//! What all workers saw of the rows, put together.

use std::collections::{BTreeMap, BTreeSet};

use tizim_polling::{Regions, precinct};

use crate::counts::date_counts::DateCounts;
use crate::counts::name_sample::NameSample;
use crate::counts::row_checks::RowChecks;
use crate::counts::row_totals::RowTotals;
use crate::counts::tallies::PrecinctTally;
use crate::counts::unread_dates::UnreadDates;
use crate::counts::unstated::Unstated;
use crate::row::place::place_key;

/// What all workers saw.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct RowSummary {
    /// By what identifies the precinct.
    pub(crate) precincts: BTreeMap<String, PrecinctTally>,
    pub(crate) totals: RowTotals,
    /// Rows by whole birth date.
    pub(crate) dates: DateCounts,
    /// All rows of some names.
    pub(crate) names: NameSample,
    /// By file.
    pub(crate) unread: BTreeMap<usize, UnreadDates>,
    /// Regions as written, every spelling.
    pub(crate) regions: BTreeSet<String>,
    /// Rows by file whose precinct a spreadsheet has turned into a date.
    pub(crate) dated_precincts: BTreeMap<usize, u64>,
    /// Rows without a region or without a precinct.
    pub(crate) unstated: Unstated,
}

impl RowSummary {
    /// What is told of how places are written, before spellings of one place are put together.
    fn note(&mut self, tally: &PrecinctTally) {
        if !self.regions.contains(&tally.region) {
            self.regions.insert(tally.region.clone());
        }
        if precinct::is_date(&tally.precinct) {
            *self.dated_precincts.entry(tally.file).or_default() += tally.rows.values().sum::<u64>();
        }
    }

    /// Puts the workers' parts together; the order of the parts does not matter.
    pub(crate) fn of(parts: Vec<RowChecks<'_>>, regions: &Regions) -> Self {
        let mut summary = Self::default();
        for part in parts {
            summary.merge(part, regions);
        }
        summary
    }

    /// Adds what a worker has counted.
    pub(crate) fn merge(&mut self, part: RowChecks<'_>, regions: &Regions) {
        let samples = part.watched.samples;
        self.totals.add(&part.totals);
        self.dates.add(&part.dates);
        self.names.add(part.sample);
        self.unstated.add(part.unstated);
        for (file, unread) in part.unread {
            self.unread.entry(file).or_default().add(unread);
        }
        for tally in part.precincts.into_tallies() {
            self.note(&tally);
            let key = place_key(regions, &tally.region, &tally.precinct, tally.file);
            let entry = self.precincts.entry(key).or_insert_with(|| PrecinctTally {
                region: tally.region.clone(),
                precinct: tally.precinct.clone(),
                file: tally.file,
                ..PrecinctTally::default()
            });
            entry.add(tally, samples);
        }
    }
}
