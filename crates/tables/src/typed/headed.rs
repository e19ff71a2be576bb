//! What is told of headings inside a table: rows that hold nothing but the name of a place.

use crate::given::places::PlaceKind;

/// What became of the headings that name one kind of place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headed {
    /// What they name.
    pub kind: PlaceKind,
    /// Our name of the field that they state; empty where the table has none for it.
    pub field: String,
    /// Their physical rows, ascending.
    pub rows: Vec<u64>,
    /// How many rows below them, which state nothing themselves, were given what they state.
    pub below: u64,
    /// Those of them whose rows below state another place themselves, which is used.
    pub apart: Vec<u64>,
    /// Rows with nothing but a text that names no known place: what stands above is not given to the rows below them.
    pub ended: Vec<u64>,
    /// What became of them.
    pub is_used: Use,
}

/// Whether rows are given what headings inside their table state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// They are, unless they state it themselves.
    Given,
    /// They are not: rows above the first heading state nothing, so that it cannot be told whether one stands above its rows
    /// or below them.
    Unclear,
    /// They are not: such a table has no field for it.
    NoField,
}
