//! What is told of a table beside its values: rows that may be no records, columns that are empty in part.

/// What is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DoubtKind {
    /// Rows with the word for a total, set aside.
    Totals,
    /// Rows with the word for a total, which are records by all else: they stay.
    NamedTotals,
    /// Rows without a name whose count is the sum of others, set aside.
    Sums,
    /// Rows whose count is the sum of others, and which are records by all else: they stay.
    PerhapsSums,
    /// The same where the count is nearly the sum and the row lacks what the others are named by: they stay.
    NearlySums,
    /// Rows of signatures, dates and notes, set aside.
    Signatures,
    /// Headings that come again and numbers of columns, set aside.
    Headings,
    /// Rows with a region alone, which the rows below them were given.
    Groups,
    /// Rows that say the same as one above in every field; they are set aside.
    Repeated,
    /// Rows of one name that say different things; they stay.
    NamedTwice,
    /// Rows whose count is in thousands by its heading; it was multiplied.
    Thousands,
    /// Rows without a value in a column by which others are told apart; they stay.
    EmptyInPart,
}

impl DoubtKind {
    /// Whether rows that may be none are read as records, so that every count rests on them.
    pub fn is_perhaps_a_total(self) -> bool {
        matches!(self, Self::NamedTotals | Self::PerhapsSums | Self::NearlySums)
    }

    /// The key of its text.
    pub fn word(self) -> &'static str {
        match self {
            Self::Totals => "totals",
            Self::NamedTotals => "named_totals",
            Self::Signatures => "signatures",
            Self::Headings => "headings",
            Self::Sums => "sums",
            Self::PerhapsSums => "perhaps_sums",
            Self::NearlySums => "nearly_sums",
            Self::Groups => "groups",
            Self::Repeated => "repeated",
            Self::NamedTwice => "named_twice",
            Self::Thousands => "thousands",
            Self::EmptyInPart => "empty_in_part",
        }
    }
}

/// Something to be told of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What.
    pub kind: DoubtKind,
    /// Our name of the column, where it is about one.
    pub column: String,
    /// Physical rows, ascending. Of rows that repeat others, those others too.
    pub rows: Vec<u64>,
    /// How many rows it is about, without those that are repeated.
    pub count: u64,
}
