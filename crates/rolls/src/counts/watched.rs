//! What the first pass is to look at beside keys.

use crate::counts::addresses::AddressCounts;
use crate::counts::row_marks::RowMarks;
use crate::counts::sketch::NameYears;
use crate::law::RollRules;

/// What is looked at in the first pass.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watched<'a> {
    pub(crate) law: &'a RollRules,
    /// Whether rows are checked one by one, and counted per precinct.
    pub(crate) rows: bool,
    /// Whether birth dates are counted, to find placeholders.
    pub(crate) dates: bool,
    /// Whether rows with masked numbers are counted.
    pub(crate) masked: bool,
    /// Where names are counted per birth year.
    pub(crate) names: Option<&'a NameYears>,
    /// Where voters are counted per address.
    pub(crate) addresses: Option<&'a AddressCounts>,
    /// Where rows are marked by their names, and by their address.
    pub(crate) name_marks: Option<&'a RowMarks>,
    pub(crate) address_marks: Option<&'a RowMarks>,
    /// How many rows of evidence are kept per precinct and reason.
    pub(crate) samples: usize,
    pub(crate) seed: u64,
}
