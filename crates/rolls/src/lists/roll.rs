//! All rows of all lists as one sequence: numbered, visited in parallel, read back one by one.
//!
//! A row's position is the number of its block among the blocks of all files, and its index in the block. Blocks of a
//! compressed file are not known before it was read once, so files get their first block number in the order of the
//! first pass.

use std::sync::OnceLock;
use std::sync::atomic::AtomicU8;

use tizim_people::names::WINDOW;
use tizim_polling::precinct::in_name;
use tizim_tables::{Position, Record, TableFile};

use crate::row::columns::Columns;
use crate::row::fields::Fields;
use crate::row::list_file::ListFile;
use crate::{ListInput, RollsError};

/// The number of blocks that positions have room for.
const MOST_BLOCKS: u64 = 1 << (40 - Position::INDEX_BITS);
/// Bytes of a row of a voter list, for estimates.
const USUAL_ROW: u64 = 128;

/// One file of one list.
#[derive(Debug)]
pub(crate) struct File<'a> {
    pub(crate) table: &'a TableFile,
    pub(crate) info: ListFile<'a>,
    pub(crate) columns: Columns,
    /// The columns that are there, by their places among all, with their slots.
    pub(crate) present: Vec<(usize, usize)>,
    /// All of them in a row that is kept in memory.
    pub(crate) cached: Columns,
    /// It belongs to a list that is short beside the others.
    pub(super) short: bool,
    pub(super) first_block: OnceLock<u64>,
}

/// All lists.
#[derive(Debug)]
pub(crate) struct Roll<'a> {
    pub(crate) files: Vec<File<'a>>,
    /// Which lists a pass over them was begun of, by [`part_bits`].
    pub(super) begun: AtomicU8,
}

impl<'a> Roll<'a> {
    pub(crate) fn new(lists: &'a [ListInput]) -> Self {
        let short = short_lists(lists);
        let files = lists.iter().zip(short).enumerate().flat_map(|(index, (list, short))| {
            list.files.iter().map(move |table| {
                let columns = Columns::named(|name| table.slot(name));
                // A number alone tells one of several files from the others.
                let alone = list.files.len() > 1 && !Columns::has(columns.precinct);
                File {
                    table,
                    info: ListFile {
                        name: table.input().name(),
                        list: index,
                        kind: list.kind,
                        extract: list.date,
                        precinct: in_name(table.input().stem(), alone),
                    },
                    columns,
                    present: columns.present().collect(),
                    cached: columns.kept(),
                    short,
                    first_block: OnceLock::new(),
                }
            })
        });
        Self { files: files.collect(), begun: AtomicU8::new(0) }
    }

    /// What holds for all rows of each file.
    pub(crate) fn infos(&self) -> Vec<&ListFile<'a>> {
        self.files.iter().map(|file| &file.info).collect()
    }

    /// Rows that were taken of all files; after a scan.
    pub(crate) fn rows_taken(&self) -> u64 {
        self.files.iter().filter_map(|file| file.table.summary()).map(|file| file.rows.taken).sum()
    }

    /// About how many rows there are, by the size of the files; `None` where a file is compressed or not a file.
    pub(crate) fn estimated_rows(&self) -> Option<u64> {
        self.files.iter().map(File::estimated_rows).sum()
    }

    /// About how many rows a list has, by the size of its files; `None` where a file is compressed or not a file.
    pub(crate) fn estimated_rows_of(&self, list: usize) -> Option<u64> {
        let files = self.files.iter().filter(|file| file.info.list == list);
        files.map(File::estimated_rows).sum()
    }

    /// The files of these lists, as indices.
    pub(crate) fn files_of(&self, is_wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.files.len()).filter(|index| is_wanted(self.files[*index].info.list)).collect()
    }

    /// Whether a file has a column for numbers of other documents.
    pub(crate) fn has_identifiers(&self) -> bool {
        self.files.iter().any(|file| Columns::has(file.columns.identifier))
    }

    /// Every position is below this.
    pub(crate) fn position_bound(&self) -> u64 {
        let blocks: Option<u64> = self.files.iter().map(|file| file.table.blocks().map(u64::from)).sum();
        blocks.map_or(MOST_BLOCKS, |blocks| blocks.clamp(1, MOST_BLOCKS)) << Position::INDEX_BITS
    }

    /// Whether some lists are short beside the others: these are anchors, and can be read before the others.
    pub(crate) fn has_short_lists(&self) -> bool {
        self.files.iter().any(|file| file.short)
    }

    /// Whether rows on more than one list always include one on a list that is short beside the others.
    pub(crate) fn meets_on_short_lists(&self) -> bool {
        let mut long = self.files.iter().filter(|file| !file.short).map(|file| file.info.list);
        let first = long.next();
        self.has_short_lists() && long.all(|list| Some(list) == first)
    }

    /// Whether rows at these positions, ascending, stand on more than one list; after a scan.
    pub(crate) fn are_across(&self, positions: &[u64]) -> bool {
        let list =
            |position: Option<&u64>| self.locate(*position?).map(|(file, _)| self.files[file].info.list);
        list(positions.first()) != list(positions.last())
    }

    /// Bytes of the lists that are short beside the others.
    pub(crate) fn short_bytes(&self) -> u64 {
        self.files.iter().filter(|file| file.short).filter_map(|file| file.table.input().size()).sum()
    }

    /// Gives files their first block, in their order, as far as it is known how many blocks those before have.
    pub(super) fn number_blocks(&self) -> Result<(), RollsError> {
        let mut next = 0;
        for file in &self.files {
            let first = *file.first_block.get_or_init(|| next);
            let Some(blocks) = file.table.blocks() else { break };
            // Before it was read a file is taken to have as many blocks as it can.
            next = next.max(first + u64::from(blocks));
        }
        if next > MOST_BLOCKS { Err(RollsError::TooLarge) } else { Ok(()) }
    }

    /// The file of a position, and the position in it; after a scan.
    pub(crate) fn locate(&self, position: u64) -> Option<(usize, Position)> {
        let local = Position::unpack(position & ((1 << Position::INDEX_BITS) - 1));
        let block = position >> Position::INDEX_BITS;
        let after =
            self.files.partition_point(|file| file.first_block.get().is_some_and(|first| *first <= block));
        let index = after.checked_sub(1)?;
        let first = *self.files[index].first_block.get()?;
        let block = u32::try_from(block - first).ok()?;
        Some((index, Position { block, index: local.index }))
    }

    /// The physical row of a position; after a scan.
    pub(crate) fn row(&self, position: u64) -> Option<(usize, u64)> {
        let (file, position) = self.locate(position)?;
        Some((file, self.files[file].table.row(position)?))
    }

    /// Reads single rows back: positions ascending, none twice.
    pub(crate) fn fetch(
        &self,
        positions: &[u64],
        mut each: impl FnMut(u64, usize, &Record<'_>),
    ) -> Result<(), RollsError> {
        let mut rest = positions;
        let mut local = Vec::new();
        while let Some((file, _)) = rest.first().and_then(|position| self.locate(*position)) {
            let first = self.files[file].first_block.get().copied().unwrap_or(0);
            let next = self.files.get(file + 1).and_then(|file| file.first_block.get().copied());
            let end = next.map_or(u64::MAX, |block| block << Position::INDEX_BITS);
            local.clear();
            let here = rest.iter().take_while(|position| **position < end);
            local.extend(here.map(|position| Position::unpack(position - (first << Position::INDEX_BITS))));
            let (these, others) = rest.split_at(local.len());
            rest = others;
            let mut seen = 0;
            self.files[file].table.fetch(&local, |record| {
                let position = record.position();
                each(
                    (first + u64::from(position.block)) << Position::INDEX_BITS | u64::from(position.index),
                    file,
                    record,
                );
                seen += 1;
            })?;
            if seen != these.len() {
                return Err(RollsError::Changed { file: self.files[file].info.name.to_owned() });
            }
        }
        Ok(())
    }
}

impl File<'_> {
    fn estimated_rows(&self) -> Option<u64> {
        match self.table.detected().compression {
            None => self.table.input().size().map(|size| size / USUAL_ROW),
            Some(_) => None,
        }
    }
}

impl Fields for Record<'_> {
    #[inline]
    fn field(&self, slot: usize) -> &[u8] {
        Record::field(self, slot)
    }

    #[inline]
    fn side_by_side(&self, slots: [usize; 3]) -> Option<(&[u8; WINDOW], [usize; 3])> {
        Record::side_by_side(self, slots)
    }
}

/// A list is short if the others have so many times as many bytes.
const SHORT: u64 = 8;
/// Bytes of the longest list that is called short.
const LONGEST_SHORT: u64 = 1 << 28;

/// Which lists are short beside the others; none where some file's size does not tell how many blocks it has.
fn short_lists(lists: &[ListInput]) -> Vec<bool> {
    let bytes = |list: &ListInput| {
        let sizes = list.files.iter().map(|table| table.blocks().and_then(|_| table.input().size()));
        sizes.sum::<Option<u64>>()
    };
    let Some(bytes) = lists.iter().map(bytes).collect::<Option<Vec<u64>>>() else {
        return vec![false; lists.len()];
    };
    let total: u64 = bytes.iter().sum();
    let short: Vec<bool> =
        bytes.iter().map(|bytes| *bytes <= LONGEST_SHORT && bytes * (SHORT + 1) <= total).collect();
    // Many lists of one length are short beside each other.
    if short.contains(&false) { short } else { vec![false; lists.len()] }
}
