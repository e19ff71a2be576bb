//! Learning the weights without labels, or with those that there are.
//!
//! The model is Ivan P. Fellegi and Alan B. Sunter's ("A theory for record linkage", 1969), its probabilities learnt by
//! expectation-maximisation (A. P. Dempster, N. M. Laird and D. B. Rubin, 1977; William E. Winkler, "Using the EM algorithm
//! for weight computation in the Fellegi-Sunter model of record linkage", 1988), with more than two classes of pairs
//! (see [`Class`]), so that what a household shares is not counted as evidence for one person, and with what strangers agree on
//! at once ([`Together`]), so that two people of one nation or town are not either. A pair of which it is known what it is
//! counts as that (Michael D. Larsen and Donald B. Rubin, "Iterative automated record linkage using mixture models", 2001).

mod agreement;
mod bounds;
mod chance_levels;
mod class;
mod counting;
mod drawn;
mod expectation;
mod frequency;
mod maximisation;
mod model;
#[cfg(test)]
mod naive;
mod start;

pub(crate) use class::MOST_CLASSES;
pub use class::{Class, Use};
pub use model::{ClassShare, ColumnModel, Model, Together};

pub(crate) use agreement::Agreements;

pub(crate) use chance_levels::{chance_levels, mixed};
pub(crate) use counting::{Counted, Training, count_patterns, shift_groups};
pub(crate) use drawn::{Drawn, drawn};
pub(crate) use expectation::{Population, maximise};
pub(crate) use frequency::Frequencies;
use maximisation::PRIOR_PAIRS;
pub(crate) use start::{fitted, start};
