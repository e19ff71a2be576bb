//! Regions as the lists and the table of precincts write them, told apart once all of them were seen.

use tizim_polling::Regions;
use tizim_polling::region::Spellings;

use crate::PrecinctCounts;

/// The tables, as a finding names them.
pub(crate) const LISTS: &str = "lists";
/// The same of the table of precincts.
pub(crate) const PRECINCTS: &str = "precincts";

/// All spellings of regions: in rows of the lists, and in the table of precincts.
pub(crate) fn spellings<'w>(
    known: &Regions,
    listed: impl IntoIterator<Item = &'w str>,
    stated: &[PrecinctCounts],
) -> Spellings {
    let mut spellings = Spellings::new(known);
    let mut see = |table: &'static str, written: &str| {
        if !tizim_tables::is_missing(written.trim().as_bytes()) {
            spellings.see(table, written);
        }
    };
    for row in stated {
        see(PRECINCTS, &row.region);
    }
    for region in listed {
        see(LISTS, region);
    }
    spellings
}
