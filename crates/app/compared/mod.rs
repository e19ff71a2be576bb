//! What is new, gone or changed between two reports, as a report of its own.

pub(crate) mod differences;
pub(crate) mod documents;
mod in_words;
mod shown;
mod tables;

pub(crate) use shown::audit;
