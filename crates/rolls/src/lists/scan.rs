//! Passes over all rows, in parallel: large files are read by all threads, small ones side by side.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use tizim_dedup::{Part, on_each};
use tizim_evidence::{Interrupted, Run};
use tizim_tables::{Pass, Position, Record, TableError, Visitor};

use crate::lists::roll::Roll;
use crate::{RollsError, Rule};

/// Files of at most so many blocks are read side by side.
const SMALL: u32 = 16;

/// Rows that a worker visits by position at one go.
const VISITED_AT_ONCE: usize = 1 << 11;

/// What a pass looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Look<'a> {
    /// Every column.
    AtAll,
    /// What keys under these rules are made of; other columns read as empty.
    AtKeys {
        rules: &'a [Rule],
        /// Region and precinct as well.
        places: bool,
    },
    /// What two versions of a list are compared by: number, names, birth, sex, region and precinct, and removals.
    Versions,
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

impl Roll<'_> {
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
        let begun = self.begun.fetch_or(part_bits(part), Ordering::Relaxed);
        let stage = if begun & part_bits(part) == 0 { "reading" } else { "reading again" };
        self.pass(run, threads, (&chosen, stage), look, make)
    }

    /// Visits every row of these files once more, after a scan, and gives the visitors back.
    pub(crate) fn scan_files<V: RowVisitor>(
        &self,
        run: &Run,
        threads: usize,
        files: &[usize],
        look: Look<'_>,
        make: &(dyn Fn() -> V + Sync),
    ) -> Result<Vec<V>, RollsError> {
        self.pass(run, threads, (files, "reading again"), look, make)
    }

    /// Visits every row of these files, in a pass that is called so in the progress. Files are to be read first in their
    /// order.
    pub(crate) fn scan_named<V: RowVisitor>(
        &self,
        run: &Run,
        threads: usize,
        (files, stage): (&[usize], &'static str),
        look: Look<'_>,
        make: &(dyn Fn() -> V + Sync),
    ) -> Result<Vec<V>, RollsError> {
        self.pass(run, threads, (files, stage), look, make)
    }

    fn pass<V: RowVisitor>(
        &self,
        run: &Run,
        threads: usize,
        (chosen, stage): (&[usize], &'static str),
        look: Look<'_>,
        make: &(dyn Fn() -> V + Sync),
    ) -> Result<Vec<V>, RollsError> {
        let total = chosen.iter().map(|index| self.files[*index].table.input().size()).sum::<Option<u64>>();
        let scan = Scan {
            roll: self,
            stage,
            run,
            look,
            make,
            pool: Mutex::new(Vec::new()),
            bytes: AtomicU64::new(0),
            total: total.unwrap_or(0),
        };
        self.number_blocks()?;
        let mut rest = chosen;
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

    /// Visits the rows at these positions, ascending and none twice, after a scan, and gives the visitors back.
    pub(crate) fn visit<V: RowVisitor>(
        &self,
        run: &Run,
        threads: usize,
        positions: &[u64],
        make: &(dyn Fn() -> V + Sync),
    ) -> Result<Vec<V>, RollsError> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut visitor = make();
            let mut begun = None;
            loop {
                let from = next.fetch_add(VISITED_AT_ONCE, Ordering::Relaxed).min(positions.len());
                let these = &positions[from..positions.len().min(from + VISITED_AT_ONCE)];
                if these.is_empty() {
                    return Ok(visitor);
                }
                if run.is_cancelled() {
                    return Err(Interrupted.into());
                }
                self.fetch(these, |position, file, record| {
                    if begun.replace(file) != Some(file) {
                        visitor.begin(file);
                    }
                    visitor.row(position, record);
                })?;
                visitor.block(these.len() as u64, &mut Vec::new());
            }
        };
        on_each(threads, &work).into_iter().collect()
    }

    /// How many of these files, from the first on, are small and of known size.
    fn small_files(&self, files: &[usize], threads: usize) -> usize {
        let small = |index: &&usize| self.files[**index].table.blocks().is_some_and(|blocks| blocks <= SMALL);
        if threads <= 1 { 0 } else { files.iter().take_while(small).count() }
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
        let wanted = match self.look {
            Look::AtAll => None,
            Look::AtKeys { rules, places } => Some(file.columns.of_keys(rules, places)),
            Look::Versions => Some(file.columns.of_content()),
        };
        if let Some(wanted) = wanted {
            slots = wanted;
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
        on_each(threads, &|| {
            while let Some(&index) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                let Err(error) = self.file(index, 1) else { continue };
                // The first file in order is named, however the threads ran.
                next.store(files.len(), Ordering::Relaxed);
                let mut failure = failure.lock().unwrap_or_else(PoisonError::into_inner);
                if failure.as_ref().is_none_or(|(at, _)| index < *at) {
                    *failure = Some((index, error));
                }
            }
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

/// A bit for the short lists and one for the others.
pub(crate) fn part_bits(part: Part) -> u8 {
    match part {
        Part::All => 0b11,
        Part::Anchors => 0b01,
        Part::Others => 0b10,
    }
}
