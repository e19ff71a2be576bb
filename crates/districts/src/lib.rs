//! Malapportionment: how unequal districts are, against which standards, and how much of that was required.
//!
//! Pure numbers: the crate opens no file. [`audit`] judges districts of which each figure may be known, bounded or
//! unknown; [`apportion()`] shares seats between claimants by every method in use and by exact optimisation;
//! [`compare`] says what changed between two tables.
//!
//! All shares and deviations are fractions. Verdicts are made in whole numbers; a value that the input only bounds
//! is an interval that holds every completion of the input.

mod decomposition;
mod document;
mod error;
mod exact;
mod exhibits;
mod facts;
mod findings;
mod forced;
mod index;
mod lorenz;
mod prepare;
mod rules;
mod standards;
mod units;

mod apportion;
mod assess;
mod audit;
mod bounds;
mod compare;

pub use apportion::{
    Allocation, Apportionment, Claimant, Method, NextClaim, Optima, Optimum, Outcome, allocate, apportion,
    impossible, smallest_house,
};
pub use audit::audit;
pub use compare::{Comparison, compare};
pub use decomposition::{Part, Split, add_up, split_index};
pub use error::DistrictsError;
pub use exact::deviation;
pub use facts::{CountRange, Facts, KnownTotals};
pub use forced::least_theil;
pub use index::Index;
pub use lorenz::{Dominance, Majority, lorenz_dominance, lorenz_points, smallest_majority};
pub use rules::{Demand, DistrictRules, DistrictSection, DrawingRule, Force, Measure, Origin, Standard};
pub use standards::Verdict;
pub use units::{Basis, Districts, Electorate, Estimate, LARGEST_COUNT, LARGEST_HOUSE, Region, Unit};

/// Name and version of the JSON document of [`audit`].
pub const SCHEMA: &str = "tizim-districts/1";
