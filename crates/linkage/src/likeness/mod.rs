//! How alike two short texts are: Jaro-Winkler and Damerau-Levenshtein, on letters in place, without allocation.

mod damerau;
mod jaro;
mod letters;
#[cfg(test)]
mod naive;

pub use damerau::edits_within;
pub(crate) use jaro::jaro_winkler_at_most;
pub use jaro::{jaro, jaro_winkler};
pub(crate) use letters::{Letters, mask};
