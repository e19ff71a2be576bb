//! Counts over all rows, whatever their precinct.

/// Counts of all rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RowTotals {
    pub(crate) rows: u64,
    pub(crate) without_number: u64,
    pub(crate) masked_numbers: u64,
    /// Names with an illegible character, by which nobody is compared.
    pub(crate) illegible_names: u64,
    pub(crate) unreadable_dates: u64,
    pub(crate) placeholder_dates: u64,
    /// Perhaps under age: the year alone is given, and it is the one in question.
    pub(crate) age_undetermined: u64,
}

impl RowTotals {
    /// Adds what another has counted.
    pub(crate) fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.without_number += other.without_number;
        self.masked_numbers += other.masked_numbers;
        self.illegible_names += other.illegible_names;
        self.unreadable_dates += other.unreadable_dates;
        self.placeholder_dates += other.placeholder_dates;
        self.age_undetermined += other.age_undetermined;
    }
}
