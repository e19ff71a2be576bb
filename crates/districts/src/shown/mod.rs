//! Findings, tables, charts and the document.

pub(crate) mod document;
pub(crate) mod exhibits;
pub(crate) mod findings;
