//! Finds equal keys in sets of records too large for memory: keyed fingerprints, partitioned grouping, verified groups.

mod budget;
mod chunks;
mod error;
mod fetching;
mod filter;
mod find;
mod fingerprint;
mod found;
mod grouping;
mod hot;
mod index;
mod pass;
mod plan;
mod records;
mod settings;
mod slice_records;
mod statistics;
mod store;
mod table;
mod threads;
mod verify;
mod watch;

pub use error::Error;
pub use find::find_groups;
pub use found::{Found, Group, HotKey};
pub use records::{MOST_RULES, POSITION_BITS, Part, Position, Records, RuleSet, Scan, Visitor};
pub use settings::{LARGEST_GROUP, LEAST_MEMORY, Rule, Scope, Settings};
pub use slice_records::SliceRecords;
pub use statistics::Statistics;
pub use watch::{Stage, Unwatched, Watch};
