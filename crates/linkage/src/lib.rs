#![doc = include_str!("../README.md")]

pub mod blocking;
pub mod clusters;
pub mod comparison;
mod error;
pub mod explanation;
#[cfg(test)]
mod invented;
pub mod knowledge;
mod learning;
pub mod likeness;
mod link;
mod note;
mod quality;
pub mod records;
pub mod scoring;
mod settings;
pub mod training;
mod watch;

pub use blocking::{Coverage, Plan};
pub use clusters::Clusters;
pub use error::Error;
pub use explanation::{Explanation, Step};
pub use knowledge::{ByText, Comparator, Facet, Forms, Knowledge, Plain};
pub use learning::Labelled;
pub use link::{Linkage, Linked};
pub use note::Note;
pub use quality::Estimated;
pub use records::{Column, Kind, Placeholder, Records, RecordsBuilder, Row, Source, Values};
pub use scoring::{PairKind, ScoredPair, probability};
pub use settings::Settings;
pub use training::{Class, Model};
pub use watch::{Stage, Unwatched, Watch};
