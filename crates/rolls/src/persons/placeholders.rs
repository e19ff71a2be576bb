//! Birth dates that so many rows share that they say nothing of anyone.

use std::collections::BTreeSet;

use tizim_people::BirthDate;

use crate::persons::heaped::HeapedDays;

/// Birth dates that say nothing, such as the first of January of a year in which many do not know their birthday.
#[derive(Debug, Default, Clone)]
pub struct PlaceholderDates {
    dates: BTreeSet<BirthDate>,
    heaped: HeapedDays,
}

impl PlaceholderDates {
    /// Whether this is one of them.
    pub fn contains(&self, date: BirthDate) -> bool {
        self.dates.contains(&date)
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.dates.is_empty()
    }

    /// The same, where birthdays heap on these days of the year.
    pub(crate) fn heaping_on(self, heaped: HeapedDays) -> Self {
        Self { heaped, ..self }
    }

    /// Whether birthdays heap on this day of the year: the date says something, but chance does not tell how much.
    pub(crate) fn is_heaped(&self, date: BirthDate) -> bool {
        self.heaped.contains(date.packed())
    }

    /// The days of the year on which birthdays heap.
    pub(crate) fn heaped(&self) -> &HeapedDays {
        &self.heaped
    }
}

impl FromIterator<BirthDate> for PlaceholderDates {
    fn from_iter<I: IntoIterator<Item = BirthDate>>(dates: I) -> Self {
        Self { dates: dates.into_iter().collect(), heaped: HeapedDays::default() }
    }
}
