//! Regions: `Северная обл.`, `СЕВЕРНАЯ  ОБЛАСТЬ` and `Северная` are one; `Алматы қаласы` and `Алматы облысы` are two, and a
//! bare `Алматы` fits both.
//!
//! A written name is taken apart into the words that name the unit and the word for what it is ([`Written`]). What is the
//! same as what is said by [`Regions`], which knows the units of a country by all their names, and, over the tables of one
//! audit, by [`Spellings`], which has seen all that is written in them.

/// Words for what a place is.
pub(crate) const WORDS: &str = include_str!("../../../../data/words/places.toml");

mod known;
mod memo;
mod spellings;
mod written;

pub use known::{Fit, RegionError, RegionNames, Regions, UnitKind, is_unclear_key};
pub use memo::Memo;
pub use spellings::{Region, Spellings, Stray};
pub use written::Written;
