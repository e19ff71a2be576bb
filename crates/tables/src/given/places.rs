//! The names of places: whoever opens a table knows them, and `tables` does not. By them a row of nothing but a place's name is
//! known, and that such a name is no person's.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

/// What a place is, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// A unit of the country.
    Region,
    /// A part of one.
    District,
    /// A polling precinct.
    Precinct,
}

/// A place that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPlace {
    /// What it is.
    pub kind: PlaceKind,
    /// Its name or number.
    pub name: String,
}

/// Knows the names of places.
pub trait Places: Debug + Send + Sync {
    /// Whether a text is the name of a region of the country: none of these is taken for a person's.
    fn knows(&self, text: &str) -> bool;

    /// The places that a text names which is nothing else than that; none where it is anything else, such as a name and what
    /// is said of it.
    fn named(&self, text: &str) -> Vec<NamedPlace>;

    /// Whether two names are one place's.
    fn are_one(&self, kind: PlaceKind, one: &str, other: &str) -> bool;
}
