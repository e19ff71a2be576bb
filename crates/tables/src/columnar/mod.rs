//! Parquet, and tables in memory: columns, read as the text that their rows would be written as.
//!
//! Only the columns that a table wants are decoded. A block is a fixed number of rows of one row group, so where a row
//! stands follows from the directory of the file alone, blocks can be made by all threads at once, and one is made again
//! without the others. The first row is row 1: there is no row of headings.

pub(crate) mod blocks;
mod cells;
mod column;
mod delta;
pub(crate) mod file;
pub(crate) mod frame;
mod group;
mod handle;
mod header;
mod pages;
mod partitions;
mod varint;
mod written;

pub(crate) use blocks::Stretch;
pub(crate) use file::ColumnFile;

/// Rows of a block.
const BLOCK_ROWS: u64 = 4096;

/// Why a file of columns cannot be read, without anything that stands in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ColumnarProblem {
    #[error("its directory is damaged or cut off")]
    Directory,
    #[error("it is encrypted")]
    Encrypted,
    #[error("a column is packed by {0}")]
    Packing(String),
    #[error("row group {group} is damaged in column {column}")]
    Damaged { group: usize, column: usize },
    #[error("{most}")]
    Pages { most: u64 },
    #[error("{most}")]
    Text { most: u64 },
    #[error("it has no rows that can be numbered: {0}")]
    Rows(&'static str),
    #[error("{heading}: {kind}")]
    Kind { heading: String, kind: String },
    #[error("{heading}")]
    Broken { heading: String },
}
