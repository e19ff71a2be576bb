//! What a sheet of rows is called and how its columns are written.

use tizim_evidence::ColumnKind;

/// A sheet of rows: what stands above them, and their columns.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Its name, which is made such as a workbook takes and no other sheet has.
    pub name: String,
    /// Heading of the sheet; none where the first row is to be that of the headings.
    pub title: String,
    /// Lines between the heading and the table.
    pub notes: Vec<String>,
    /// The columns, in the order of the values of a row.
    pub columns: Vec<SheetColumn>,
}

/// A column of a sheet.
#[derive(Debug, Clone)]
pub struct SheetColumn {
    /// Heading.
    pub title: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Width in characters.
    pub width: u16,
    /// Words to choose from, where a reader is to fill it in with one of them.
    pub choices: Vec<String>,
    /// Whether a reader is to fill it in.
    pub to_fill: bool,
}

impl SheetColumn {
    /// A column of words.
    pub fn text(title: impl Into<String>, width: u16) -> Self {
        Self { title: title.into(), kind: ColumnKind::Text, width, choices: Vec::new(), to_fill: false }
    }

    /// A column of whole numbers.
    pub fn count(title: impl Into<String>, width: u16) -> Self {
        Self { kind: ColumnKind::Count, ..Self::text(title, width) }
    }

    /// A column that a reader is to fill in, with one of these words where there are any.
    pub fn to_fill(title: impl Into<String>, width: u16, choices: Vec<String>) -> Self {
        Self { choices, to_fill: true, ..Self::text(title, width) }
    }
}
