//! What is counted of every row beside its keys, and judged by precinct, address, date and chance.

pub(crate) mod additions;
pub(crate) mod address_hash;
pub(crate) mod addresses;
pub(crate) mod births;
pub mod chance;
pub(crate) mod counters;
pub(crate) mod coverage;
pub(crate) mod crowds;
pub(crate) mod date_counts;
pub(crate) mod faults;
pub(crate) mod file_notes;
pub(crate) mod odd_rows;
pub(crate) mod precinct_checks;
pub(crate) mod precincts;
pub(crate) mod row_checks;
pub(crate) mod row_marks;
pub(crate) mod row_set;
pub(crate) mod row_summary;
pub(crate) mod row_totals;
pub(crate) mod sexes;
pub(crate) mod sketch;
pub(crate) mod tallies;
pub(crate) mod unread_dates;
pub(crate) mod unstated;
pub(crate) mod watched;
