//! What can be wrong with a file as a whole.
//!
//! A single bad row never becomes a [`TableError`]; it becomes a [`crate::Reject`]. An error here means that the
//! file cannot be used at all. The texts name what was expected and the shape of what was found, never a value
//! of a field. [`TableError::hint`] says what the user can do about it.

use thiserror::Error;

use crate::exceeded::Exceeded;

/// Why a file (or a pattern of files) cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TableError {
    /// Nothing stands at this path.
    #[error("there is no file `{path}`")]
    NotFound {
        /// The path as it was given.
        path: String,
    },
    /// A folder was given where one file is expected.
    #[error("`{path}` is a folder, expected a file")]
    Folder {
        /// The path as it was given.
        path: String,
    },
    /// A folder holds no table.
    #[error("the folder `{path}` holds no table: {skipped} other files were passed over")]
    EmptyFolder {
        /// The path as it was given.
        path: String,
        /// How many hidden, lock or unknown files stand in it.
        skipped: usize,
    },
    /// A pattern matched no table.
    #[error("no table matches the pattern `{pattern}`")]
    NoMatch {
        /// The pattern as it was given.
        pattern: String,
    },
    /// A pattern that is not one.
    #[error("`{pattern}` is not a valid pattern: {reason}")]
    BadPattern {
        /// The pattern as it was given.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The operating system refuses to read the file.
    #[error("no permission to read `{path}`")]
    PermissionDenied {
        /// The path as it was given.
        path: String,
    },
    /// Reading failed.
    #[error("`{path}` could not be read: {source}")]
    Read {
        /// The name of the file.
        path: String,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// The file has no bytes, or nothing but white space.
    #[error("`{path}` is empty, expected a heading row and at least one row")]
    Empty {
        /// The name of the file.
        path: String,
    },
    /// A file of another kind stands where a table is expected.
    #[error("`{path}` is {found}, expected {expected}")]
    Binary {
        /// The name of the file.
        path: String,
        /// What it is, for example "a PDF document".
        found: &'static str,
        /// What would have been read.
        expected: &'static str,
    },
    /// No row holds the headings that this kind of table needs.
    #[error("`{path}` has no heading row for {table}: expected {expected}, found {found}")]
    NoHeading {
        /// The name of the file.
        path: String,
        /// The name of the schema.
        table: String,
        /// The columns that are needed.
        expected: String,
        /// The headings (or the shape) of the row that came nearest.
        found: String,
    },
    /// The row given as the heading row does not exist.
    #[error("`{path}` has no row {row} to take headings from: the first {seen} rows were searched")]
    HeadingRowAbsent {
        /// The name of the file.
        path: String,
        /// The row that was given.
        row: u64,
        /// How many rows were seen.
        seen: u64,
    },
    /// Below the rows of one table stand those of another, with its columns in another order.
    #[error(
        "`{path}` has other headings in row {row}: what follows stands in other columns than what is above"
    )]
    OtherHeadings {
        /// The name of the file.
        path: String,
        /// The row of the other headings, counted from 1.
        row: u64,
    },
    /// A heading stands over several columns, and none of them is said to be the total.
    #[error(
        "`{path}` has `{heading}` over several columns, {choice}: expected one that is the total, or a choice"
    )]
    SpanningHeading {
        /// The name of the file.
        path: String,
        /// The heading over them.
        heading: String,
        /// The words below it.
        choice: String,
    },
    /// Two columns carry the same heading.
    #[error(
        "`{path}` has the heading `{heading}` in columns {first} and {second}, expected one column for `{field}`"
    )]
    DuplicateHeading {
        /// The name of the file.
        path: String,
        /// The heading, as it stands.
        heading: String,
        /// Our name of the field.
        field: String,
        /// The first column, counted from 1.
        first: usize,
        /// The second column, counted from 1.
        second: usize,
    },
    /// The columns file names a heading that the table does not have.
    #[error("`{path}` has no column `{heading}`, which the columns file names for `{field}`: found {found}")]
    MappedHeadingAbsent {
        /// The name of the file.
        path: String,
        /// The heading that was asked for.
        heading: String,
        /// Our name of the field.
        field: String,
        /// The headings that are there.
        found: String,
    },
    /// The delimiter given does not divide the file.
    #[error("`{path}` is not divided by {given}: with it no heading row is found, with {found} one is")]
    WrongDelimiter {
        /// The name of the file.
        path: String,
        /// The delimiter that was given, in words.
        given: &'static str,
        /// The delimiter that would work, in words.
        found: &'static str,
    },
    /// The encoding given does not decode the file.
    #[error(
        "`{path}` is not {given}: {invalid} of the first {seen} bytes outside ASCII do not decode, it looks like {found}"
    )]
    WrongEncoding {
        /// The name of the file.
        path: String,
        /// The encoding that was given.
        given: &'static str,
        /// Bytes that do not decode.
        invalid: u64,
        /// Bytes that were looked at.
        seen: u64,
        /// The encoding that fits best.
        found: &'static str,
    },
    /// No encoding of this name is known.
    #[error(
        "`{name}` is not an encoding known here: expected one of utf-8, utf-16le, utf-16be, windows-1251, kz-1048, pt154, cp866"
    )]
    UnknownEncoding {
        /// The name that was given.
        name: String,
    },
    /// A delimiter that is none.
    #[error("`{given}` is not a delimiter known here: expected comma, semicolon, tab or pipe")]
    UnknownDelimiter {
        /// What was given.
        given: String,
    },
    /// The workbook is encrypted.
    #[error("`{path}` is protected by a password, expected a workbook that opens without one")]
    PasswordProtected {
        /// The name of the file.
        path: String,
    },
    /// The workbook cannot be read.
    #[error("`{path}` is not a readable workbook: {reason}")]
    DamagedWorkbook {
        /// The name of the file.
        path: String,
        /// What the reader of the format says.
        reason: String,
    },
    /// The file of columns cannot be read.
    #[error("`{path}` is not a readable Parquet file: {reason}")]
    DamagedColumns {
        /// The name of the file.
        path: String,
        /// What is wrong with it, without anything that stands in it.
        reason: String,
    },
    /// A column of a table in memory holds what is no cell of a table.
    #[error("`{path}`, column `{heading}`: expected text, numbers or days, found {kind}")]
    UnreadableColumn {
        /// The name of the table.
        path: String,
        /// The heading of the column.
        heading: String,
        /// What it holds, in the words of whoever holds it.
        kind: String,
    },
    /// A column of a table in memory gives fewer cells than the table has rows.
    #[error("`{path}`, column `{heading}`: it ends before the rows of the table do")]
    BrokenColumn {
        /// The name of the table.
        path: String,
        /// The heading of the column.
        heading: String,
    },
    /// The workbook has no sheet of that name.
    #[error("`{path}` has no sheet `{sheet}`: found {found}")]
    NoSuchSheet {
        /// The name of the file.
        path: String,
        /// The sheet that was asked for.
        sheet: String,
        /// The sheets that are there.
        found: String,
    },
    /// The file unpacks to more than the cap: a decompression bomb, or not a table for this program.
    #[error("`{path}` is too large: {what} exceeds the cap of {cap}")]
    TooLarge {
        /// The name of the file.
        path: String,
        /// What was counted.
        what: Exceeded,
        /// The cap, in words.
        cap: String,
    },
    /// Standard input, a pipe or a device does not fit into the memory given.
    #[error("{path} holds more than the {cap} that may be held in memory")]
    StreamTooLarge {
        /// The name of the pipe.
        path: String,
        /// The cap, in words.
        cap: String,
    },
    /// A compressed file is cut off or damaged.
    #[error("`{path}` is damaged: its {compression} data ends or breaks after {bytes} bytes of text")]
    DamagedCompression {
        /// The name of the file.
        path: String,
        /// `gzip` or `zstd`.
        compression: &'static str,
        /// Bytes that could be unpacked before.
        bytes: u64,
    },
    /// One row is longer than any row of a table.
    #[error("`{path}` has a row of more than {cap} at byte {offset}, expected a table of short rows")]
    RowTooLong {
        /// The name of the file.
        path: String,
        /// Where the row starts, in bytes of text from 0.
        offset: u64,
        /// The cap, in words.
        cap: String,
    },
    /// The file changed while it was read, or between two passes over it.
    #[error("`{path}` changed while it was being read: {what}")]
    Changed {
        /// The name of the file.
        path: String,
        /// What is no longer as it was, in words.
        what: &'static str,
    },
    /// A schema file does not follow the form.
    #[error("the schema is not valid: {reason}")]
    Schema {
        /// What is wrong with it.
        reason: String,
    },
    /// A columns file does not follow the form.
    #[error("the columns file is not valid: {reason}")]
    Columns {
        /// What is wrong with it.
        reason: String,
    },
    /// The run was stopped from outside.
    #[error("reading `{path}` was interrupted")]
    Interrupted {
        /// The name of the file.
        path: String,
    },
}

impl TableError {
    /// What the user can do, in one sentence without a full stop, where there is something to say.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Folder { .. } => {
                "give one file, or a pattern such as `lists/*.xlsx` where several are allowed"
            }
            Self::EmptyFolder { .. } => {
                "tables are files that end in csv, tsv, txt, xlsx, xlsm, xlsb, xls or ods, also with .gz or .zst"
            }
            Self::NoMatch { .. } | Self::BadPattern { .. } => {
                "put the pattern in quotation marks so that the shell does not expand it"
            }
            Self::Binary { .. } => "save the table as CSV or XLSX and give that file",
            Self::NoHeading { .. } => {
                "name the heading row with `--header-row`, or the headings with `--columns FILE.toml`"
            }
            Self::SpanningHeading { .. } => {
                "name the column with `--columns FILE.toml`, by its place such as `#3`"
            }
            Self::OtherHeadings { .. } => "cut the file there and give both parts, each with its headings",
            Self::HeadingRowAbsent { .. } => "rows are counted from 1, blank lines and title rows included",
            Self::DuplicateHeading { .. } => {
                "rename one of the two in the file, or name another column with `--columns FILE.toml`"
            }
            Self::MappedHeadingAbsent { .. } => {
                "write the heading as it stands in the file; what holds for one table only stands under `[columns.precincts]` and the like"
            }
            Self::WrongDelimiter { .. } => "leave out `--delimiter` to have it detected",
            Self::WrongEncoding { .. } => "leave out `--encoding` to have it detected",
            Self::PasswordProtected { .. } => {
                "open it in a spreadsheet program and save it without a password"
            }
            Self::DamagedWorkbook { .. } => {
                "open it in a spreadsheet program and save it anew, or export it as CSV; if it is whole, raise `--memory`"
            }
            Self::DamagedColumns { .. } => {
                "fetch or write it again, with the packing `snappy` or `zstd` and without encryption"
            }
            Self::UnreadableColumn { .. } => "write its values as text, or leave the column out",
            Self::NoSuchSheet { .. } => "leave out `--sheet` to take the first sheet that is not empty",
            Self::TooLarge { what, .. } => what.hint(),
            Self::StreamTooLarge { .. } => "save it to a file first and give the file, or raise `--memory`",
            Self::DamagedCompression { .. } => "fetch or pack the file again",
            Self::RowTooLong { .. } => "check that the file is a table with line ends",
            Self::Changed { .. } => "run again when nobody writes to the file",
            _ => return None,
        })
    }

    /// The table that it is about, as it was named, where it is about one.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::NotFound { path, .. }
            | Self::Folder { path, .. }
            | Self::EmptyFolder { path, .. }
            | Self::PermissionDenied { path, .. }
            | Self::Read { path, .. }
            | Self::Empty { path, .. }
            | Self::Binary { path, .. }
            | Self::NoHeading { path, .. }
            | Self::HeadingRowAbsent { path, .. }
            | Self::OtherHeadings { path, .. }
            | Self::SpanningHeading { path, .. }
            | Self::DuplicateHeading { path, .. }
            | Self::MappedHeadingAbsent { path, .. }
            | Self::WrongDelimiter { path, .. }
            | Self::WrongEncoding { path, .. }
            | Self::PasswordProtected { path, .. }
            | Self::DamagedWorkbook { path, .. }
            | Self::DamagedColumns { path, .. }
            | Self::UnreadableColumn { path, .. }
            | Self::BrokenColumn { path, .. }
            | Self::NoSuchSheet { path, .. }
            | Self::TooLarge { path, .. }
            | Self::StreamTooLarge { path, .. }
            | Self::DamagedCompression { path, .. }
            | Self::RowTooLong { path, .. }
            | Self::Changed { path, .. }
            | Self::Interrupted { path, .. } => Some(path),
            Self::NoMatch { .. }
            | Self::BadPattern { .. }
            | Self::UnknownEncoding { .. }
            | Self::UnknownDelimiter { .. }
            | Self::Schema { .. }
            | Self::Columns { .. } => None,
        }
    }

    /// Turns an error of the operating system into the error of this crate that says it best.
    pub(crate) fn from_io(path: &str, source: std::io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound { path },
            std::io::ErrorKind::PermissionDenied => Self::PermissionDenied { path },
            std::io::ErrorKind::IsADirectory => Self::Folder { path },
            _ => Self::Read { path, source },
        }
    }
}

/// A number of bytes as people say it.
pub(crate) fn bytes_in_words(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KiB", bytes >> 10),
        1_048_576..1_073_741_824 => format!("{} MiB", bytes >> 20),
        _ => format!("{} GiB", bytes >> 30),
    }
}
