//! The stable codes of the findings about maps.

/// A finding code of the audit of maps. Codes are never renumbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Crosses a border that the profile forbids to cross.
    Crosses,
    /// Not contiguous.
    NotContiguous,
    /// A gap, an overlap, or invalid geometry.
    Geometry,
    /// Parts do not add up to what is stated.
    Sums,
    /// A check that could not be made, and why.
    NotChecked,
}

impl Code {
    /// All codes, ascending.
    pub const ALL: [Self; 5] =
        [Self::Crosses, Self::NotContiguous, Self::Geometry, Self::Sums, Self::NotChecked];

    /// The code as it is written everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Self::Crosses => "DIST-002",
            Self::NotContiguous => "DIST-003",
            Self::Geometry => "DIST-004",
            Self::Sums => "DIST-005",
            Self::NotChecked => "DIST-090",
        }
    }
}
