#![doc = include_str!("../README.md")]

mod budget;
mod difference;
mod error;
mod fetching;
mod filter;
mod find;
mod fingerprint;
mod found;
mod grouping;
mod hot;
mod index;
mod lists;
mod pass;
mod plan;
mod records;
mod settings;
mod slice_records;
mod statistics;
mod store;
mod strength;
mod table;
mod threads;
mod verify;
mod watch;

pub use difference::{DifferenceStatistics, Side, SliceSides, TwoSides, Unpaired, difference};
pub use error::Error;
pub use find::find_groups;
pub use fingerprint::{SeededHash, seeded_hash};
pub use found::{Found, Group, HotKey};
pub use records::{MOST_RULES, POSITION_BITS, Part, Position, Records, RuleSet, Scan, Visitor};
pub use settings::{LARGEST_GROUP, LEAST_MEMORY, Rule, Scope, Settings};
pub use slice_records::SliceRecords;
pub use statistics::Statistics;
pub use strength::Strength;
pub use threads::on_each;
pub use watch::{Stage, Unwatched, Watch};

/// The stages of a search, one by one, for benches. Not part of the interface.
#[doc(hidden)]
pub mod stages;
