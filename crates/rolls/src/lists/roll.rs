//! All rows of all lists as one sequence: numbered, visited in parallel, read back one by one.
//!
//! A row's position is the number of its block among the blocks of all files, and its index in the block. Blocks of a
//! compressed file are not known before it was read once, so files get their first block number in the order of the
//! first pass. Large files are read by all threads, small ones side by side.

use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::civil::Date;
use tizim_dedup::Part;
use tizim_evidence::{Interrupted, Run};
use tizim_tables::{Pass, Position, Record, TableError, TableFile, Visitor};

use crate::lists::columns::Columns;
use crate::{Kind, ListInput, RollsError, Rule};

/// The number of blocks that positions have room for.
const MOST_BLOCKS: u64 = 1 << (40 - Position::INDEX_BITS);
/// Bytes of a row of a voter list, for estimates.
const USUAL_ROW: u64 = 128;
/// Files of at most so many blocks are read side by side.
const SMALL: u32 = 16;

/// One file of one list.
#[derive(Debug)]
pub(crate) struct File<'a> {
    pub(crate) table: &'a TableFile,
    /// Name as given, without folders of this machine.
    pub(crate) name: &'a str,
    /// Index of its list.
    pub(crate) list: usize,
    pub(crate) kind: Kind,
    pub(crate) extract: Option<Date>,
    pub(crate) columns: Columns,
    /// The columns that are there, by their places among all, with their slots.
    pub(crate) present: Vec<(usize, usize)>,
    /// All of them in a row that was kept.
    pub(crate) kept: Columns,
    /// A bit for each of those that tell who a row is about.
    pub(crate) identity: u8,
    /// The precinct that the file's name states, for lists of one file per precinct.
    pub(crate) precinct: Option<String>,
    /// It belongs to a list that is short beside the others.
    short: bool,
    first_block: OnceLock<u64>,
}

/// All lists.
#[derive(Debug)]
pub(crate) struct Roll<'a> {
    pub(crate) files: Vec<File<'a>>,
    /// Which lists a pass over them was begun of, by [`part_bits`].
    begun: AtomicU8,
}

/// What a pass looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Look<'a> {
    /// Every column.
    AtAll,
    /// What keys under these rules are made of; other columns read as empty.
    AtKeys(&'a [Rule]),
}

/// Sees rows, one visitor per worker.
pub(crate) trait RowVisitor: Send {
    /// The rows that follow are of this file.
    fn begin(&mut self, file: usize);
    /// One row.
    fn row(&mut self, position: u64, record: &Record<'_>);
    /// A block of so many rows has been seen. Those put into `wanted` are shown once more.
    fn block(&mut self, rows: u64, wanted: &mut Vec<u64>);
    /// A row that is shown once more, with all its columns.
    fn whole(&mut self, _position: u64, _record: &Record<'_>) {}
}

impl<'a> Roll<'a> {
    pub(crate) fn new(lists: &'a [ListInput]) -> Self {
        let short = short_lists(lists);
        let files = lists.iter().zip(short).enumerate().flat_map(|(index, (list, short))| {
            list.files.iter().map(move |table| {
                let columns = Columns::of(table);
                let stated = list.files.len() > 1 && !Columns::has(columns.precinct);
                File {
                    table,
                    name: table.input().name(),
                    list: index,
                    kind: list.kind,
                    extract: list.date,
                    columns,
                    present: columns.present().collect(),
                    kept: columns.kept(),
                    identity: columns
                        .present()
                        .filter(|(column, _)| *column < Columns::IDENTITY)
                        .fold(0, |bits, (column, _)| bits | 1 << column),
                    precinct: stated.then(|| number_in(table.input().stem())).flatten(),
                    short,
                    first_block: OnceLock::new(),
                }
            })
        });
        Self { files: files.collect(), begun: AtomicU8::new(0) }
    }

    /// About how many rows there are, by the size of the files; `None` where a file is compressed or not a file.
    pub(crate) fn estimated_rows(&self) -> Option<u64> {
        let rows = |file: &File<'_>| match file.table.detected().compression {
            None => file.table.input().size().map(|size| size / USUAL_ROW),
            Some(_) => None,
        };
        self.files.iter().map(rows).sum()
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
        let mut long = self.files.iter().filter(|file| !file.short).map(|file| file.list);
        let first = long.next();
        self.has_short_lists() && long.all(|list| Some(list) == first)
    }

    /// Whether rows at these positions, ascending, stand on more than one list; after a scan.
    pub(crate) fn are_across(&self, positions: &[u64]) -> bool {
        let list = |position: Option<&u64>| self.locate(*position?).map(|(file, _)| self.files[file].list);
        list(positions.first()) != list(positions.last())
    }

    /// Bytes of the lists that are short beside the others.
    pub(crate) fn short_bytes(&self) -> u64 {
        self.files.iter().filter(|file| file.short).filter_map(|file| file.table.input().size()).sum()
    }

    /// Visits every row of these lists once and gives the visitors back.
    pub(crate) fn scan<V: RowVisitor>(
        &self,
        run: &Run,
        threads: usize,
        part: Part,
        look: Look<'_>,
        make: &(dyn Fn() -> V + Sync),
    ) -> Result<Vec<V>, RollsError> {
        let chosen: Vec<usize> = (0..self.files.len())
            .filter(|index| part == Part::All || self.files[*index].short == (part == Part::Anchors))
            .collect();
        let total = chosen.iter().map(|index| self.files[*index].table.input().size()).sum::<Option<u64>>();
        let begun = self.begun.fetch_or(part_bits(part), Ordering::Relaxed);
        let scan = Scan {
            roll: self,
            stage: if begun & part_bits(part) == 0 { "reading" } else { "reading again" },
            run,
            look,
            make,
            pool: Mutex::new(Vec::new()),
            bytes: AtomicU64::new(0),
            total: total.unwrap_or(0),
        };
        self.number_blocks()?;
        let mut rest = chosen.as_slice();
        while !rest.is_empty() {
            let (these, others) = rest.split_at(self.small_files(rest, threads).max(1));
            if these.iter().any(|index| self.files[*index].first_block.get().is_none()) {
                self.number_blocks()?;
            }
            match these {
                [index] => scan.file(*index, threads)?,
                several => scan.side_by_side(several, threads)?,
            }
            rest = others;
        }
        self.number_blocks()?;
        Ok(scan.pool.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Gives files their first block, in their order, as far as it is known how many blocks those before have.
    fn number_blocks(&self) -> Result<(), RollsError> {
        let mut next = 0;
        for file in &self.files {
            let first = *file.first_block.get_or_init(|| next);
            let Some(blocks) = file.table.blocks() else { break };
            // Before it was read a file is taken to have as many blocks as it can.
            next = next.max(first + u64::from(blocks));
        }
        if next > MOST_BLOCKS { Err(RollsError::TooLarge) } else { Ok(()) }
    }

    /// How many of these files, from the first on, are small and of known size.
    fn small_files(&self, files: &[usize], threads: usize) -> usize {
        let small = |index: &&usize| self.files[**index].table.blocks().is_some_and(|blocks| blocks <= SMALL);
        if threads <= 1 { 0 } else { files.iter().take_while(small).count() }
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
                return Err(RollsError::Changed { file: self.files[file].name.to_owned() });
            }
        }
        Ok(())
    }
}

/// One pass.
struct Scan<'a, V> {
    roll: &'a Roll<'a>,
    /// What the pass is called in the progress.
    stage: &'static str,
    run: &'a Run,
    look: Look<'a>,
    make: &'a (dyn Fn() -> V + Sync),
    pool: Mutex<Vec<V>>,
    bytes: AtomicU64,
    /// Bytes of all files; 0 where one of them is not a file.
    total: u64,
}

impl<V: RowVisitor> Scan<'_, V> {
    /// Visits one file.
    fn file(&self, index: usize, threads: usize) -> Result<(), RollsError> {
        let interrupted = || self.run.is_cancelled();
        let progress = |bytes| {
            let done = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
            self.run.progress.report(self.stage, done, self.total);
        };
        let mut pass = Pass::new(threads).interrupted_by(&interrupted).progress(&progress);
        let file = &self.roll.files[index];
        let slots;
        if let Look::AtKeys(rules) = self.look {
            slots = file.columns.of_keys(rules);
            pass = pass.wanting(&slots);
        }
        let first = file.first_block.get().copied().unwrap_or(0);
        let workers = file.table.scan(&pass, |_| {
            let spare = self.pool.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut visitor = spare.unwrap_or_else(self.make);
            visitor.begin(index);
            Worker { visitor, first, rows: 0, wanted: Vec::new() }
        });
        let workers = match workers {
            Err(TableError::Interrupted { .. }) => return Err(Interrupted.into()),
            other => other?,
        };
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        pool.extend(workers.into_iter().map(|worker| worker.visitor));
        Ok(())
    }

    /// Visits small files, each by one thread.
    fn side_by_side(&self, files: &[usize], threads: usize) -> Result<(), RollsError> {
        let next = AtomicUsize::new(0);
        let failure: Mutex<Option<(usize, RollsError)>> = Mutex::new(None);
        let work = || {
            loop {
                let Some(&index) = files.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
                let result = self.file(index, 1);
                if let Err(error) = result {
                    // The first file in order is named, however the threads ran.
                    next.store(files.len(), Ordering::Relaxed);
                    let mut failure = failure.lock().unwrap_or_else(PoisonError::into_inner);
                    if failure.as_ref().is_none_or(|(at, _)| index < *at) {
                        *failure = Some((index, error));
                    }
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(work);
            }
            work();
        });
        match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some((_, error)) => Err(error),
            None => Ok(()),
        }
    }
}

/// A visitor at work in one file.
struct Worker<V> {
    visitor: V,
    first: u64,
    rows: u64,
    wanted: Vec<u64>,
}

impl<V> Worker<V> {
    #[inline]
    fn position(&self, record: &Record<'_>) -> u64 {
        let position = record.position();
        let block = self.first + u64::from(position.block);
        block << Position::INDEX_BITS | u64::from(position.index)
    }
}

impl<V: RowVisitor> Visitor for Worker<V> {
    #[inline]
    fn record(&mut self, record: &Record<'_>) {
        self.visitor.row(self.position(record), record);
        self.rows += 1;
    }

    fn whole(&mut self, record: &Record<'_>) {
        self.visitor.whole(self.position(record), record);
    }

    fn block_done(&mut self, _block: u32, wanted: &mut Vec<u32>) {
        self.visitor.block(std::mem::take(&mut self.rows), &mut self.wanted);
        wanted.extend(self.wanted.drain(..).map(|position| Position::unpack(position).index));
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

/// A bit for the short lists and one for the others.
pub(crate) fn part_bits(part: Part) -> u8 {
    match part {
        Part::All => 0b11,
        Part::Anchors => 0b01,
        Part::Others => 0b10,
    }
}

/// The number that a file's name states, where it states exactly one.
fn number_in(stem: &str) -> Option<String> {
    let name = stem.rsplit('/').next().unwrap_or(stem);
    let mut numbers = name.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let number = numbers.next()?;
    numbers.next().is_none().then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precincts_are_taken_from_names_that_state_one_number() {
        assert_eq!(number_in("Участок №12").as_deref(), Some("12"));
        assert_eq!(number_in("2023/precinct-138").as_deref(), Some("138"));
        assert_eq!(number_in("12.03"), None);
        assert_eq!(number_in("list"), None);
    }
}
