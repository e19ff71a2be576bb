//! Birth dates that so many rows share that they say nothing of anyone.

use std::collections::BTreeSet;

use tizim_people::BirthDate;

/// Birth dates that say nothing, such as the first of January of a year in which many do not know their birthday.
#[derive(Debug, Default, Clone)]
pub struct PlaceholderDates(BTreeSet<BirthDate>);

impl PlaceholderDates {
    /// Whether this is one of them.
    pub fn contains(&self, date: BirthDate) -> bool {
        self.0.contains(&date)
    }
}

impl FromIterator<BirthDate> for PlaceholderDates {
    fn from_iter<I: IntoIterator<Item = BirthDate>>(dates: I) -> Self {
        Self(dates.into_iter().collect())
    }
}
