//! Why a linkage ended without a result.

/// Why a linkage gave nothing. Whatever can still be estimated is no error but a [`Note`](crate::Note) in the result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The watcher ended it.
    #[error("interrupted")]
    Cancelled,
    /// A row has another number of cells than there are columns.
    #[error("a record has {found} values, expected {expected}")]
    Width {
        /// Number of columns.
        expected: usize,
        /// Number of cells of the row.
        found: usize,
    },
    /// More records than a position of 32 bits can hold.
    #[error("more than {most} records")]
    TooMany {
        /// The most that can be taken.
        most: u64,
    },
    /// No column has two values or more, or there are fewer than two records: nothing can be estimated.
    #[error("nothing can be compared: {reason}")]
    NothingToCompare {
        /// What is missing.
        reason: &'static str,
    },
    /// A loaded model was made for other columns.
    #[error("the model knows no column `{column}` of this kind")]
    OtherColumns {
        /// Name of the column.
        column: String,
    },
}
