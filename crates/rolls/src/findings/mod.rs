//! What is told: findings, lines of `duplicates.csv`, what could not be checked, the document.

pub(crate) mod candidate;
pub(crate) mod chance;
pub(crate) mod chance_chart;
pub(crate) mod collector;
pub(crate) mod coverage;
pub(crate) mod crossings;
pub(crate) mod files_alike;
mod headline;
pub(crate) mod marks;
pub(crate) mod next_steps;
pub(crate) mod not_made;
pub(crate) mod outcome;
pub(crate) mod places;
pub(crate) mod possible;
pub(crate) mod report;
pub(crate) mod row_findings;
pub(crate) mod shown;
pub mod sink;
pub(crate) mod words;
