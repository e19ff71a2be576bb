//! The directory of a file of columns: which columns it has, which rows stand in which block.

use std::sync::Arc;

use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

use super::frame::Frame;
use super::group::OpenGroup;
use super::handle::Handle;
use super::written::{self, Written};
use super::{BLOCK_ROWS, ColumnarProblem, cells, partitions};
use crate::bytes::source::Backing;
use crate::contained;

/// What a directory takes, once it is read, is many times its bytes.
const DIRECTORY_SHARE: u64 = 32;

/// A directory of so many bytes is always read: one of ten thousand row groups.
const LEAST_DIRECTORY: u64 = 16 << 20;

/// No list has so many rows for each byte of its file: a row of a person does not repeat the one before. A few bytes can
/// state any number of equal rows.
const MOST_ROWS_A_BYTE: u64 = 1000;

/// So many rows are read of the smallest file.
const ALWAYS_ROWS: u64 = 1 << 20;

/// What stands in a column of the table.
#[derive(Debug, Clone)]
pub(super) enum Leaf {
    /// A column of the file.
    Column { index: usize, written: Written },
    /// A column of a table in memory.
    Given,
    /// What the folder of the file says.
    Constant(String),
    /// Lists and the like.
    Unreadable,
}

/// Rows of one row group that one worker reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) rows: u64,
    pub(super) first_block: u32,
}

impl Group {
    pub(super) fn blocks(self) -> u32 {
        u32::try_from(self.rows.div_ceil(BLOCK_ROWS)).unwrap_or(u32::MAX)
    }
}

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BlockPlace {
    pub(super) group: usize,
    /// The first row of it in its row group.
    pub(super) from: u64,
    pub(super) rows: usize,
}

/// Where columns are.
#[derive(Debug, Clone)]
enum Store {
    Parquet { backing: Backing, directory: Arc<ParquetMetaData> },
    Frame(Arc<dyn Frame>),
}

/// A file of columns, opened, or a table in memory.
#[derive(Debug, Clone)]
pub(crate) struct ColumnFile {
    store: Store,
    headings: Vec<String>,
    leaves: Vec<Leaf>,
    wanted: Option<Vec<bool>>,
    groups: Vec<Group>,
    blocks: u32,
    page_bytes: u64,
}

impl ColumnFile {
    /// Reads the directory. `name`: the file below the folder that was given, whose own folders may say values.
    /// `page_bytes`: what one reader may hold of its pages.
    pub(crate) fn open(backing: Backing, name: &str, page_bytes: u64) -> Result<Self, ColumnarProblem> {
        let handle = Handle::open(&backing)?;
        let most = (page_bytes / DIRECTORY_SHARE).max(LEAST_DIRECTORY);
        if handle.directory_length().is_some_and(|length| length > most) {
            return Err(ColumnarProblem::Pages { most });
        }
        let directory = contained::run(|| match &handle {
            Handle::File(file) => ParquetMetaDataReader::new().parse_and_finish(&**file),
            Handle::Held(bytes) => ParquetMetaDataReader::new().parse_and_finish(bytes),
        });
        let directory = match directory {
            Some(Ok(directory)) => directory,
            Some(Err(ParquetError::NYI(_))) => return Err(ColumnarProblem::Encrypted),
            _ if handle.ends_encrypted() => return Err(ColumnarProblem::Encrypted),
            _ => return Err(ColumnarProblem::Directory),
        };
        let (groups, blocks) = numbered(&directory)?;
        let rows = groups.iter().fold(0_u64, |rows, group| rows.saturating_add(group.rows));
        if rows > handle.length().saturating_mul(MOST_ROWS_A_BYTE).max(ALWAYS_ROWS) {
            return Err(ColumnarProblem::Rows("there are too many"));
        }
        let (mut headings, mut leaves) = (Vec::new(), Vec::new());
        for (index, column) in directory.file_metadata().schema_descr().columns().iter().enumerate() {
            headings.push(column.path().string());
            leaves.push(
                written::of(column).map_or(Leaf::Unreadable, |written| Leaf::Column { index, written }),
            );
        }
        for (heading, value) in partitions::of_name(name) {
            if !headings.contains(&heading) {
                headings.push(heading);
                leaves.push(Leaf::Constant(value));
            }
        }
        let store = Store::Parquet { backing, directory: Arc::new(directory) };
        Ok(Self { store, headings, leaves, wanted: None, groups, blocks, page_bytes })
    }

    /// The columns of a table in memory, all whose rows are one group.
    pub(crate) fn of_frame(frame: &Arc<dyn Frame>) -> Result<Self, ColumnarProblem> {
        let headings = frame.headings();
        let group = Group { rows: frame.rows(), first_block: 0 };
        let leaf = |column| if frame.unreadable(column).is_some() { Leaf::Unreadable } else { Leaf::Given };
        let blocks = group.blocks();
        if blocks == u32::MAX {
            return Err(ColumnarProblem::Rows("there are too many"));
        }
        Ok(Self {
            store: Store::Frame(Arc::clone(frame)),
            leaves: (0..headings.len()).map(leaf).collect(),
            headings,
            wanted: None,
            groups: vec![group],
            blocks,
            page_bytes: u64::MAX,
        })
    }

    /// The same, of which only these columns are read.
    pub(crate) fn with_wanted(
        mut self,
        columns: impl IntoIterator<Item = usize>,
    ) -> Result<Self, ColumnarProblem> {
        let mut wanted = vec![false; self.leaves.len()];
        for column in columns {
            if let Some(is_wanted) = wanted.get_mut(column) {
                *is_wanted = true;
            }
        }
        for (column, leaf) in self.leaves.iter().enumerate().filter(|(column, _)| wanted[*column]) {
            match (leaf, &self.store) {
                (Leaf::Column { index, .. }, Store::Parquet { directory, .. }) => {
                    for group in directory.row_groups() {
                        readable(group.column(*index).compression())?;
                    }
                }
                (Leaf::Unreadable, Store::Frame(frame)) => {
                    if let Some(kind) = frame.unreadable(column) {
                        return Err(ColumnarProblem::Kind { heading: self.headings[column].clone(), kind });
                    }
                }
                _ => {}
            }
        }
        self.wanted = Some(wanted);
        Ok(self)
    }

    pub(super) fn is_wanted(&self, column: usize) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted[column])
    }

    pub(super) fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// Bytes that one reader may hold of its pages.
    pub(super) fn page_bytes(&self) -> u64 {
        self.page_bytes
    }

    /// How many blocks it has.
    pub(crate) fn blocks(&self) -> u32 {
        self.blocks
    }

    pub(super) fn groups(&self) -> &[Group] {
        &self.groups
    }

    pub(super) fn heading(&self, column: usize) -> &str {
        self.headings.get(column).map_or("", String::as_str)
    }

    /// The table, where it is one in memory.
    pub(super) fn frame(&self) -> Option<&dyn Frame> {
        match &self.store {
            Store::Frame(frame) => Some(&**frame),
            Store::Parquet { .. } => None,
        }
    }

    /// The directory of a file.
    pub(super) fn directory(&self) -> Option<&Arc<ParquetMetaData>> {
        match &self.store {
            Store::Parquet { directory, .. } => Some(directory),
            Store::Frame(_) => None,
        }
    }

    /// The bytes of a file, opened for one reader; none of a table in memory.
    pub(super) fn handle(&self) -> Result<Option<Handle>, ColumnarProblem> {
        match &self.store {
            Store::Parquet { backing, .. } => Handle::open(backing).map(Some),
            Store::Frame(_) => Ok(None),
        }
    }

    /// Where a block stands.
    pub(super) fn place(&self, block: u32) -> Option<BlockPlace> {
        let group = self.groups.partition_point(|group| group.first_block <= block).checked_sub(1)?;
        let from = u64::from(block - self.groups[group].first_block) * BLOCK_ROWS;
        let rows = self.groups[group].rows.checked_sub(from)?.min(BLOCK_ROWS);
        Some(BlockPlace { group, from, rows: usize::try_from(rows).ok().filter(|rows| *rows > 0)? })
    }

    /// Where a sample is taken: a row group, the first row in it, how many rows. A table in memory can be entered anywhere.
    fn sample_places(&self) -> Vec<(usize, u64, u64)> {
        let rows = self.groups.first().map_or(0, |group| group.rows);
        if self.frame().is_some() && rows > FIRST {
            let step = (rows - FIRST).div_ceil(PLACES as u64).max(LATER);
            let later = (FIRST..rows).step_by(usize::try_from(step).unwrap_or(usize::MAX));
            let later = later.map(|from| (0, from, LATER.min(rows - from)));
            return std::iter::once((0, 0, FIRST)).chain(later).collect();
        }
        let step = self.groups.len().div_ceil(PLACES).max(1);
        let groups = (0..self.groups.len()).step_by(step);
        groups
            .map(|group| (group, 0, self.groups[group].rows.min(if group == 0 { FIRST } else { LATER })))
            .collect()
    }

    /// The headings and some rows: the first ones, and a few of further row groups. What is no text in them is left out.
    pub(crate) fn sample(&self) -> Result<Vec<u8>, ColumnarProblem> {
        let mut text = Vec::new();
        for (at, heading) in self.headings.iter().enumerate() {
            if at > 0 {
                text.push(cells::DIVIDER);
            }
            cells::append(heading.as_bytes(), &mut text);
        }
        text.push(b'\n');
        let handle = self.handle()?;
        for (group, from, rows) in self.sample_places() {
            let rows = usize::try_from(rows).unwrap_or(0);
            if rows > 0 {
                OpenGroup::new(self, handle.as_ref(), group)?.append(self, from, rows, &mut text)?;
            }
        }
        Ok(String::from_utf8_lossy(&text).into_owned().into_bytes())
    }
}

/// Rows of a sample: of the beginning, and of further places.
const FIRST: u64 = 1000;
const LATER: u64 = 64;
const PLACES: usize = 16;

/// The row groups with the numbers of their blocks, and how many blocks there are.
fn numbered(directory: &ParquetMetaData) -> Result<(Vec<Group>, u32), ColumnarProblem> {
    let mut groups = Vec::with_capacity(directory.num_row_groups());
    let mut blocks = 0_u32;
    for group in directory.row_groups() {
        let rows = u64::try_from(group.num_rows()).map_err(|_| ColumnarProblem::Directory)?;
        let group = Group { rows, first_block: blocks };
        blocks = blocks.checked_add(group.blocks()).ok_or(ColumnarProblem::Rows("there are too many"))?;
        groups.push(group);
    }
    Ok((groups, blocks))
}

fn readable(packing: Compression) -> Result<(), ColumnarProblem> {
    match packing {
        Compression::UNCOMPRESSED
        | Compression::SNAPPY
        | Compression::GZIP(_)
        | Compression::LZ4
        | Compression::LZ4_RAW
        | Compression::ZSTD(_) => Ok(()),
        other => Err(ColumnarProblem::Packing(
            format!("{other:?}").split('(').next().unwrap_or_default().to_owned(),
        )),
    }
}
