//! What the user may state about a file instead of having it detected, and the caps that hold for every file.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::bytes::encoding::Encoding;
use crate::error::TableError;
use crate::given::places::Places;
use crate::typed::day_order::{Day, DayWindow};

/// A character that divides fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// The tabulator.
    Tab,
    /// `|`
    Pipe,
}

impl Delimiter {
    /// All that are tried, in the order in which ties are settled.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    /// The byte.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    /// The name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Pipe => "pipe",
        }
    }

    /// Reads `,`, `comma`, `\t`, `tab` and so on.
    ///
    /// # Errors
    /// [`TableError::UnknownDelimiter`] for anything else.
    pub fn parse(given: &str) -> Result<Self, TableError> {
        Ok(match given.to_lowercase().as_str() {
            "," | "comma" => Self::Comma,
            ";" | "semicolon" => Self::Semicolon,
            "\t" | "\\t" | "tab" => Self::Tab,
            "|" | "pipe" => Self::Pipe,
            _ => {
                return Err(TableError::UnknownDelimiter {
                    given: crate::typed::shape::heading_for_display(given),
                });
            }
        })
    }
}

/// Caps that keep a hostile or mistaken file from filling the memory.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of standard input, or of a pipe, that may be held.
    pub held_bytes: u64,
    /// Bytes of text to which a compressed file may unpack; they are read as they come, and not held.
    pub unpacked_bytes: u64,
    /// Bytes that a workbook may have, and to which it may unpack.
    pub workbook_bytes: u64,
    /// Bytes that the text of one sheet may have, and what all its sheets share.
    pub sheet_bytes: u64,
    /// Bytes that one thread may hold of the pages of a file of columns, and once more of the text of a few thousand rows.
    pub page_bytes: u64,
    /// Cells that a sheet may have.
    pub workbook_cells: u64,
    /// Bytes of one row, quoted line ends included.
    pub row_bytes: usize,
    /// Rejects that are kept one by one; all are counted.
    pub rejects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            held_bytes: 512 << 20,
            unpacked_bytes: 16 << 30,
            workbook_bytes: 1 << 30,
            sheet_bytes: 512 << 20,
            page_bytes: 128 << 20,
            workbook_cells: 50_000_000,
            row_bytes: 16 << 20,
            rejects: 100_000,
        }
    }
}

/// Where workbooks are read whose reader trusts what a file says of itself: those before Excel 2007 (`.xls`), binary ones
/// (`.xlsb`) and those of OpenDocument (`.ods`). A damaged one can take any memory, and any time.
#[derive(Debug, Clone, Copy, Default)]
pub enum Workbooks {
    /// Nowhere: they are refused.
    #[default]
    Refused,
    /// In this process: for files that are known to be whole.
    Here,
    /// In a process that the function starts for a workbook of so many bytes, and that calls [`crate::serve_workbook`] under
    /// limits of its own.
    Apart(fn(u64) -> std::io::Result<std::process::Command>),
}

/// Which of the user's headings stand for our fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    entries: BTreeMap<String, Vec<String>>,
    /// What holds for one kind of table only, by its name.
    of_tables: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
struct ColumnsFile {
    columns: BTreeMap<String, Stated>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stated {
    Headings(OneOrMore),
    OfTable(BTreeMap<String, OneOrMore>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn headings(self, name: &str) -> Result<Vec<String>, TableError> {
        match self {
            Self::One(heading) => Ok(vec![heading]),
            Self::More(headings) if headings.is_empty() => {
                Err(TableError::Columns { reason: format!("the list of headings for `{name}` is empty") })
            }
            Self::More(headings) => Ok(headings),
        }
    }
}

impl ColumnMap {
    /// Reads a columns file: `[columns]`, our name = their heading, or a list of headings whose values are joined
    /// by a space. Names that no schema knows become further fields. What stands under `[columns.precincts]` holds for
    /// tables of that name alone ([`ColumnMap::of_table`]).
    ///
    /// # Errors
    /// [`TableError::Columns`] where the file is not TOML of that form.
    pub fn from_toml(text: &str) -> Result<Self, TableError> {
        // What a parser says of a fault may quote the file, and the file may be a list of people given by mistake.
        let file: ColumnsFile = toml::from_str(text).map_err(|error| {
            let before = error.span().map_or(0, |span| text[..span.start].matches('\n').count());
            let form = "expected `[columns]` and below it lines such as `voters = \"Heading\"`";
            TableError::Columns { reason: format!("line {}: {form}", before + 1) }
        })?;
        let mut map = Self::default();
        for (name, headings) in file.columns {
            match headings {
                Stated::Headings(stated) => map.insert(&name, stated.headings(&name)?),
                Stated::OfTable(columns) => {
                    let of_table = map.of_tables.entry(name).or_default();
                    for (name, stated) in columns {
                        let headings = stated.headings(&name)?;
                        of_table.insert(name, headings);
                    }
                }
            }
        }
        Ok(map)
    }

    /// What holds for a table that goes by these names, the last one the closest: what stands under them, and of the rest
    /// what does not stand there.
    #[must_use]
    pub fn of_table(&self, names: &[&str]) -> Self {
        let mut entries = self.entries.clone();
        for own in names.iter().filter_map(|name| self.of_tables.get(*name)) {
            entries.extend(own.iter().map(|(name, headings)| (name.clone(), headings.clone())));
        }
        Self { entries, of_tables: BTreeMap::new() }
    }

    /// Leaves out the entries that do not hold.
    pub fn retain(&mut self, mut holds: impl FnMut(&str) -> bool) {
        self.entries.retain(|name, _| holds(name));
    }

    /// The tables that something is stated for, each with the names of its columns.
    pub fn tables(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
        self.of_tables.iter().map(|(table, columns)| (table.as_str(), columns.keys().map(String::as_str)))
    }

    /// Says that our field `name` is made of these columns.
    pub fn insert(&mut self, name: &str, headings: Vec<String>) {
        self.entries.insert(name.to_owned(), headings);
    }

    /// The entries in the order of our names.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.entries.iter().map(|(name, headings)| (name.as_str(), headings.as_slice()))
    }

    /// Whether nothing was stated.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.of_tables.is_empty()
    }
}

/// What the user states about a file; everything left out is detected.
#[derive(Debug, Clone)]
pub struct Options {
    /// The encoding of the text.
    pub encoding: Option<Encoding>,
    /// What divides the fields.
    pub delimiter: Option<Delimiter>,
    /// The physical row of the headings; the first line is 1.
    pub header_row: Option<u64>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Their headings for our fields.
    pub columns: ColumnMap,
    /// The day that the table is about, such as that of a poll: where every date of a column can be read both ways, those near
    /// it are meant.
    pub about: Option<Day>,
    /// The days in which the dates of a field lie that are as they should be, by our name of it: they decide where every date
    /// of a column can be read both ways.
    pub windows: BTreeMap<String, DayWindow>,
    /// The names of places: rows that hold nothing else head those below them, and none is taken for a person's.
    pub places: Option<Arc<dyn Places>>,
    /// Caps.
    pub limits: Limits,
    /// Where workbooks of the formats that cannot be trusted are read.
    pub workbooks: Workbooks,
    /// Bytes read at a time; a power of two from 1 KiB to 512 KiB, anything else is rounded to one. Block numbers
    /// depend on it, so it is the same for all passes and all thread counts.
    pub block_size: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            encoding: None,
            delimiter: None,
            header_row: None,
            sheet: None,
            columns: ColumnMap::default(),
            about: None,
            windows: BTreeMap::new(),
            places: None,
            limits: Limits::default(),
            workbooks: Workbooks::default(),
            block_size: 1 << 18,
        }
    }
}
