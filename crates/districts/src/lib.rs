#![doc = include_str!("../README.md")]

mod apportion;
mod assess;
mod audit;
mod bounds;
mod compare;
mod decomposition;
mod distortion;
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
mod window;

pub use apportion::{
    Allocation, Apportionment, Claimant, Method, NextClaim, Optima, Optimum, Outcome, allocate, apportion,
    impossible, smallest_house,
};
pub use audit::audit;
pub use compare::{Comparison, compare};
pub use decomposition::{Part, Split, add_up, split_index};
pub use distortion::{Distortion, PartyEffects, PartyResult, add_results};
pub use error::DistrictsError;
pub use exact::deviation;
pub use facts::{CountRange, Facts, KnownTotals};
pub use forced::least_theil;
pub use index::Index;
pub use lorenz::{Dominance, Majority, lorenz_dominance, lorenz_points, smallest_majority};
pub use rules::{Demand, DistrictRules, DistrictSection, DrawingRule, Force, Measure, Origin, Standard};
pub use standards::Verdict;
pub use units::{
    Basis, Districts, Electorate, Estimate, LARGEST_COUNT, LARGEST_HOUSE, Region, StatedTotal, Unit,
};

/// Name and version of the JSON document of [`audit`].
pub const SCHEMA: &str = "tizim-districts/1";
