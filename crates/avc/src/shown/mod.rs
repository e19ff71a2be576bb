//! The audit in the shape that is shown.

pub(crate) mod answer;
pub(crate) mod document;
pub(crate) mod example;
pub(crate) mod tables;
pub(crate) mod totals;
pub(crate) mod words;
