//! Findings, tables, charts and the document.

mod charts;
pub(crate) mod councils;
pub(crate) mod distortion;
pub(crate) mod document;
pub(crate) mod exhibits;
pub(crate) mod findings;
pub(crate) mod headline;
pub(crate) mod key_figures;
mod map;
mod seats;
pub(crate) mod without;
pub(crate) mod words;
