//! The records: columns of interned values, each distinct value once.
//!
//! A record is a row of 32-bit value numbers, one per column; 0 is a missing value. Twelve million rows of eight columns
//! take 400 MB beside their distinct values. Values are numbered by their content alone, so nothing that follows
//! depends on the order of rows.

mod builder;
mod column;
mod placeholders;
mod values;

pub use builder::RecordsBuilder;
pub use column::{Column, Kind};
pub use placeholders::Placeholder;
pub use values::Values;

/// Position of a record: the number of its `push`, from 0.
pub type Row = u32;

/// One list of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name, for the reader.
    pub name: String,
    /// Whether it is known that nobody stands in it twice: then no two records of it are paired, and each has at most one
    /// partner in every other such source.
    pub free_of_duplicates: bool,
}

/// Records of one or several sources, ready to be linked.
#[derive(Debug)]
pub struct Records {
    pub(crate) columns: Vec<Column>,
    pub(crate) values: Vec<Values>,
    /// Value numbers, row after row, so that a record is in one place of memory.
    pub(crate) cells: Vec<u32>,
    pub(crate) sources: Vec<Source>,
    pub(crate) source_of: Vec<u16>,
    pub(crate) placeholders: Vec<Placeholder>,
}

impl Records {
    /// Number of records.
    pub fn len(&self) -> usize {
        self.source_of.len()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.source_of.is_empty()
    }

    /// The columns, in the order in which values were pushed.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The distinct values of a column, in normal form.
    pub fn values(&self, column: usize) -> &Values {
        &self.values[column]
    }

    /// The number of the value that a record has in a column; 0 where it is missing.
    pub fn cell(&self, column: usize, row: Row) -> u32 {
        self.row(row)[column]
    }

    /// The value numbers of a record, by column.
    pub(crate) fn row(&self, row: Row) -> &[u32] {
        let start = row as usize * self.columns.len();
        &self.cells[start..start + self.columns.len()]
    }

    /// The value that a record has in a column, in normal form; empty where it is missing.
    pub fn text(&self, column: usize, row: Row) -> &str {
        self.values[column].text(self.cell(column, row))
    }

    /// Values that stood where nothing is known, and count as missing.
    pub fn placeholders(&self) -> &[Placeholder] {
        &self.placeholders
    }

    /// The sources.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Which source a record is of.
    pub fn source(&self, row: Row) -> usize {
        self.source_of[row as usize] as usize
    }

    /// Whether these two records may be one person's at all under the settings: not the same record, not both of a source
    /// without duplicates, and of different sources where only these are compared.
    pub(crate) fn may_pair(&self, within_sources: bool, left: Row, right: Row) -> bool {
        let source = self.source_of[left as usize];
        left != right
            && (source != self.source_of[right as usize]
                || within_sources && !self.sources[source as usize].free_of_duplicates)
    }

    /// Number of pairs that [`may_pair`](Self::may_pair).
    pub(crate) fn possible_pairs(&self, within_sources: bool) -> u64 {
        self.possible(within_sources, self.source_of.iter().copied())
    }

    /// Number of pairs of these records that [`may_pair`](Self::may_pair).
    pub(crate) fn possible_pairs_of(&self, within_sources: bool, rows: &[Row]) -> u64 {
        self.possible(within_sources, rows.iter().map(|&row| self.source_of[row as usize]))
    }

    fn possible(&self, within_sources: bool, records: impl Iterator<Item = u16>) -> u64 {
        let mut sizes = vec![0_u64; self.sources.len()];
        for source in records {
            sizes[source as usize] += 1;
        }
        let pairs = |size: u64| size * size.saturating_sub(1) / 2;
        let apart = sizes.iter().zip(&self.sources);
        let barred: u64 = apart
            .filter(|(_, source)| !within_sources || source.free_of_duplicates)
            .map(|(&size, _)| pairs(size))
            .sum();
        pairs(sizes.iter().sum()) - barred
    }
}
