//! What was found out about a file, for stderr and for the manifest.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::bytes::encoding::Encoding;
use crate::rows::reject::Tally;

/// What kind of file a table was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// Delimited text.
    Csv,
    /// A workbook of Excel 2007 and later (xlsx, xlsm).
    Xlsx,
    /// A binary workbook of Excel 2007 and later.
    Xlsb,
    /// A workbook of Excel before 2007.
    Xls,
    /// A workbook of OpenDocument.
    Ods,
    /// A file of columns.
    Parquet,
    /// A table that another program holds in memory.
    Frame,
}

impl Format {
    /// The name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Xlsx => "XLSX",
            Self::Xlsb => "XLSB",
            Self::Xls => "XLS",
            Self::Ods => "ODS",
            Self::Parquet => "Parquet",
            Self::Frame => "a table in memory",
        }
    }
}

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// gzip
    Gzip,
    /// Zstandard
    Zstd,
}

impl Compression {
    /// The name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }
}

/// Which of their columns make one of our fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MappedColumn {
    /// Our name.
    pub field: String,
    /// Their headings, those that are not plainly headings as their shapes.
    pub headings: Vec<String>,
}

/// What was found out about a file, or stated by the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detected {
    /// The name of the file, without folders.
    pub name: String,
    /// What kind of file it is.
    pub format: Format,
    /// How it is compressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<Compression>,
    /// The sheet that was read, in a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Its other visible sheets that hold something and were not read, fit to be shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sheets_not_read: Vec<String>,
    /// Its other visible sheets that hold the same as this one; fit to be shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sheets_repeated: Vec<String>,
    /// Its hidden sheets that hold something, which are not read; fit to be shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hidden_sheets: Vec<String>,
    /// The encoding, of a text file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Whether a byte order mark stands at the start.
    pub byte_order_mark: bool,
    /// What divides the fields, of a text file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<&'static str>,
    /// The physical row of the headings; the first line is 1. 0 where no row holds them.
    pub header_row: u64,
    /// Our fields and their headings.
    pub columns: Vec<MappedColumn>,
    /// Headings that stand for none of our fields, those that are not plainly headings as their shapes.
    pub unused: Vec<String>,
}

impl fmt::Display for Detected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`: {}", self.name, self.format.name())?;
        if let Some(compression) = self.compression {
            write!(formatter, " in {}", compression.name())?;
        }
        if let Some(encoding) = self.encoding {
            write!(formatter, ", {}", encoding.name())?;
            if self.byte_order_mark {
                write!(formatter, " with byte order mark")?;
            }
        }
        if let Some(delimiter) = self.delimiter {
            write!(formatter, ", divided by {delimiter}")?;
        }
        if let Some(sheet) = &self.sheet {
            write!(formatter, ", sheet `{}`", crate::typed::shape::heading_for_display(sheet))?;
        }
        if !self.sheets_not_read.is_empty() {
            write!(
                formatter,
                " (further sheets that hold something and are not read: {})",
                self.sheets_not_read.len()
            )?;
        }
        if !self.hidden_sheets.is_empty() {
            write!(
                formatter,
                " (hidden sheets that hold something and are not read: {})",
                self.hidden_sheets.len()
            )?;
        }
        match self.header_row {
            0 => formatter.write_str(", ")?,
            row => write!(formatter, ", headings in row {row}, ")?,
        }
        let columns: Vec<&str> = self.columns.iter().map(|column| column.field.as_str()).collect();
        write!(formatter, "columns {}", columns.join(" "))?;
        if !self.unused.is_empty() {
            let shown: Vec<String> = self
                .unused
                .iter()
                .take(8)
                .map(|heading| format!("`{}`", crate::typed::shape::heading_for_display(heading)))
                .collect();
            let more = if self.unused.len() > 8 { ", …" } else { "" };
            write!(formatter, ", not used: {}{more}", shown.join(", "))?;
        }
        Ok(())
    }
}

impl FileSummary {
    /// What stands in place of the hash where no file was read but a table in memory.
    pub const NO_FILE: &str = "no file";

    /// The hash by which two files are known to hold the same bytes; `None` where no file was read.
    pub fn content(&self) -> Option<&str> {
        (self.blake3 != Self::NO_FILE).then_some(self.blake3.as_str())
    }
}

/// What the manifest says of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FileSummary {
    /// The name of the file, without folders.
    pub name: String,
    /// Its size; of a table in memory the bytes that it takes there.
    pub bytes: u64,
    /// The BLAKE3 of its bytes, in hexadecimal; [`FileSummary::NO_FILE`] of a table in memory.
    pub blake3: String,
    /// How its rows add up.
    pub rows: Tally,
}
