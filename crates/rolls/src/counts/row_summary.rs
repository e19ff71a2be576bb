//! What all workers saw of the rows, put together.

use std::collections::{BTreeMap, BTreeSet};

use tizim_polling::{Regions, precinct};

use crate::counts::date_counts::DateCounts;
use crate::counts::name_sample::NameSample;
use crate::counts::row_checks::RowChecks;
use crate::counts::row_totals::RowTotals;
use crate::counts::tallies::PrecinctTally;
use crate::counts::unread_dates::UnreadDates;
use crate::counts::unread_marks::UnreadMarks;
use crate::counts::unstated::Unstated;
use crate::row::place::place_key;

/// So many precincts may have fewer than two rows on average: twenty times as many as Kazakhstan has of any size.
const MOST_SMALL_PRECINCTS: u64 = 200_000;

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
    /// Marks that are not understood, by file.
    pub(crate) marks: BTreeMap<usize, UnreadMarks>,
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

    /// A file whose precincts are nearly as many as its rows, and how many: another column was taken for the precinct.
    /// Each would be a unit with findings of its own, which no one could read and no memory hold.
    pub(crate) fn precinct_in_each_row(&self) -> Option<(usize, u64)> {
        if self.precincts.len() as u64 <= MOST_SMALL_PRECINCTS {
            return None;
        }
        let mut files: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
        for tally in self.precincts.values() {
            let (precincts, rows) = files.entry(tally.file).or_default();
            *precincts += 1;
            *rows += tally.rows.values().sum::<u64>();
        }
        let slipped = |(file, (precincts, rows))| {
            (precincts > MOST_SMALL_PRECINCTS && rows < 2 * precincts).then_some((file, precincts))
        };
        files.into_iter().find_map(slipped)
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
        for (file, marks) in part.marks {
            self.marks.entry(file).or_default().add(marks);
        }
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

#[cfg(test)]
mod tests {
    use tizim_polling::Kind;

    use super::*;

    fn summary(precincts: u64, rows: u64) -> RowSummary {
        let tally =
            |file| PrecinctTally { file, rows: [(Kind::Permanent, rows)].into(), ..PrecinctTally::default() };
        let mut summary = RowSummary::default();
        summary.precincts.extend((0..precincts).map(|at| (at.to_string(), tally(1))));
        summary.precincts.insert("another".to_owned(), tally(0));
        summary
    }

    #[test]
    fn many_precincts_of_a_row_are_another_column() {
        let most = MOST_SMALL_PRECINCTS;
        assert_eq!(summary(most + 1, 1).precinct_in_each_row(), Some((1, most + 1)));
        assert_eq!(summary(most, 1).precinct_in_each_row(), None);
        assert_eq!(summary(most + 1, 2).precinct_in_each_row(), None);
    }
}
