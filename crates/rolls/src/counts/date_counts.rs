//! How many rows have each birth date.

use tizim_people::BirthDate;

/// The first date that is counted, packed: no earlier one is read.
const FIRST: u32 = 1800 << 9;
/// Packed dates of 400 years, up to 2199.
const DATES: usize = 400 << 9;

/// Rows by whole birth date. More than 4,294,967,295 rows of one date are counted as so many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DateCounts {
    /// By packed date from [`FIRST`] on; empty until one is counted.
    counts: Vec<u32>,
}

impl DateCounts {
    #[inline]
    pub(crate) fn count(&mut self, date: BirthDate) {
        self.add_rows(date.packed(), 1);
    }

    #[inline]
    fn add_rows(&mut self, packed: u32, rows: u32) {
        if self.counts.is_empty() {
            self.counts.resize(DATES, 0);
        }
        if let Some(count) = self.counts.get_mut(packed.wrapping_sub(FIRST) as usize) {
            *count = count.saturating_add(rows);
        }
    }

    /// Adds what another has counted.
    pub(crate) fn add(&mut self, other: &Self) {
        self.counts.resize(self.counts.len().max(other.counts.len()), 0);
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            *count = count.saturating_add(*other);
        }
    }

    /// The dates that rows have, packed, and how many rows each has.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (u32, u64)> {
        (FIRST..)
            .zip(&self.counts)
            .filter(|(_, count)| **count > 0)
            .map(|(date, count)| (date, u64::from(*count)))
    }

    /// The dates of a year that rows have, packed, and how many rows each has.
    pub(crate) fn of_year(&self, year: u16) -> impl Iterator<Item = (u32, u64)> {
        let first = u32::from(year) << 9;
        let start = first.checked_sub(FIRST).map_or(usize::MAX, |start| start as usize);
        let days = self.counts.get(start..start.saturating_add(1 << 9)).unwrap_or(&[]);
        let days = (first..).zip(days).filter(|(_, count)| **count > 0);
        days.map(|(date, count)| (date, u64::from(*count)))
    }

    /// How many rows have each date of a year but its 1 January.
    pub(crate) fn of_year_without_first_of_january(&self, year: u16) -> impl Iterator<Item = u64> {
        const FIRST_OF_JANUARY: u32 = 1 << 5 | 1;
        self.of_year(year).filter(|(date, _)| date & 0x1ff != FIRST_OF_JANUARY).map(|(_, count)| count)
    }
}

#[cfg(test)]
impl FromIterator<(u32, u32)> for DateCounts {
    fn from_iter<I: IntoIterator<Item = (u32, u32)>>(rows: I) -> Self {
        let mut dates = Self::default();
        rows.into_iter().for_each(|(packed, rows)| dates.add_rows(packed, rows));
        dates
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_by_year() {
        let date = |year, day| BirthDate::full(year, 5, day).unwrap();
        let mut dates = DateCounts::default();
        let mut others = DateCounts::default();
        others.add(&dates);
        assert_eq!(others.rows().count(), 0);
        for day in [1, 1, 2] {
            dates.count(date(1950, day));
        }
        dates.count(date(1799, 1));
        dates.count(date(2200, 1));
        others.count(date(1951, 1));
        others.add(&dates);
        assert_eq!(others.of_year_without_first_of_january(1950).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(others.rows().map(|(_, rows)| rows).sum::<u64>(), 4);
        for year in [0, 1799, 2199, 2200, u16::MAX] {
            assert_eq!(others.of_year_without_first_of_january(year).count(), 0);
        }
    }
}
