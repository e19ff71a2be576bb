//! What the reader must be told beside the pairs.

use serde::Serialize;

/// Something that limits the result. None of these is an error; each must be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "note", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// The expectation-maximisation did not come to rest: all weights are provisional.
    NotConverged {
        /// Its rounds.
        rounds: u32,
    },
    /// A column is empty, or has one value for all: it was not compared.
    SilentColumn {
        /// Name of the column.
        column: String,
    },
    /// There is no room for more columns: this one was not compared.
    ColumnBeyond {
        /// Name of the column.
        column: String,
    },
    /// Levels that no training pair had: their weights are the prior's.
    UnseenLevels {
        /// Name of the column.
        column: String,
        /// The levels.
        levels: Vec<String>,
    },
    /// Every round of blocking needs this column: pairs in which it is wrong or missing are not found.
    DependsOn {
        /// Name of the column.
        column: String,
    },
    /// Blocks were too large for all pairs to be compared.
    LeftOut {
        /// Pairs that were left out, at most.
        pairs: u64,
        /// Blocks that no key splits.
        unsplit_blocks: u64,
        /// Records in the largest of them.
        largest: u64,
    },
    /// A value was taken for a placeholder: it was counted as missing.
    Placeholder {
        /// Name of the column.
        column: String,
        /// Number of the value in the column.
        value: u32,
        /// Records that have it.
        records: u64,
    },
}
