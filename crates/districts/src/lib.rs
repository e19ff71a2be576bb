#![doc = include_str!("../README.md")]

mod apportion;
mod audit;
mod bounds;
mod code;
mod error;
mod forced;
mod given;
mod judge;
mod measure;
mod shown;
mod turnout;

pub use apportion::{
    Allocation, Apportionment, Claimant, Method, NextClaim, Optima, Optimum, Outcome, allocate, apportion,
    impossible, smallest_house,
};
pub use audit::audit;
pub use code::Code;
pub use error::{Among, DistrictsError};
pub use forced::least_theil;
pub use given::drawing::{Demand, DrawingRule, Origin};
pub use given::facts::{CountRange, Facts, KnownTotals};
pub use given::grade::Grade;
pub use given::limits::{LARGEST_COUNT, LARGEST_HOUSE};
pub use given::names::{join_earlier, join_facts, join_regions, join_results, join_turnout};
pub use given::results::PartyResult;
pub use given::rules::{DistrictRules, DistrictSection, Force, Measure, Standard};
pub use given::units::{Basis, Districts, Drawn, Electorate, Estimate, Region, StatedTotal, Unit};
pub use judge::compare::{Comparison, compare};
pub use judge::judgement::Verdict;
pub use measure::decomposition::{Part, Split, add_up, split_index};
pub use measure::distortion::{Distortion, PartyEffects};
pub use measure::exact::deviation;
pub use measure::index::Index;
pub use measure::lorenz::{Dominance, Majority, lorenz_dominance, lorenz_points, smallest_majority};
pub use shown::distortion::add_results;
pub use turnout::{ObservedSample, TurnoutDay, TurnoutSeries};

/// Name and version of the JSON document of [`audit`].
pub const SCHEMA: &str = "tizim-districts/1";
