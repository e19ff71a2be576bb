//! Findings, tables, charts and the document.

pub(crate) mod councils;
pub(crate) mod document;
pub(crate) mod exhibits;
pub(crate) mod findings;
pub(crate) mod headline;
pub(crate) mod without;
pub(crate) mod words;
