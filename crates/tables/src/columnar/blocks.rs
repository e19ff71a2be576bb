//! The blocks of a file of columns: each worker takes a stretch of them, and makes its text by itself.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::group::OpenGroup;
use super::handle::Handle;
use super::{ColumnFile, ColumnarProblem};
use crate::bytes::source::Source;
use crate::error::{TableError, bytes_in_words};
use crate::exceeded::Exceeded;
use crate::rows::blocks::Block;
use crate::rows::scan::Position;

/// Blocks that a worker takes at a time of a file of few row groups. What stands before them in their row group is passed
/// over page by page, and the page in which they begin is unpacked once more.
const STRETCH: u32 = 16;

/// Of so many row groups each is one worker's, as a whole.
const MANY_GROUPS: usize = 8;

/// Hands out blocks.
pub(crate) struct ColumnBlocks<'a> {
    name: &'a str,
    file: &'a ColumnFile,
    size: u64,
    next: Mutex<u32>,
    read: AtomicU64,
    /// Bytes of text that were made, and how many may be: a file of a few bytes can state any number of rows.
    made: AtomicU64,
    most_made: u64,
}

/// The stretch that a worker is at, with its row group.
#[derive(Default)]
pub(crate) struct Stretch {
    next: u32,
    end: u32,
    handle: Option<Handle>,
    open: Option<OpenGroup>,
}

impl std::fmt::Debug for Stretch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Stretch({}..{})", self.next, self.end)
    }
}

impl<'a> ColumnBlocks<'a> {
    pub(crate) fn new(source: &'a Source, file: &'a ColumnFile) -> Self {
        Self {
            name: &source.name,
            file,
            size: source.size,
            next: Mutex::new(0),
            read: AtomicU64::new(0),
            made: AtomicU64::new(0),
            most_made: if file.frame().is_some() { u64::MAX } else { source.most_unpacked },
        }
    }

    /// Bytes of the file that were read since the last call, as far as they follow from the rows.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.read.swap(0, Ordering::Relaxed)
    }

    /// Makes the next block; `false` at the end. May be called from several threads at once.
    pub(crate) fn next(&self, block: &mut Block) -> Result<bool, TableError> {
        if block.stretch.next == block.stretch.end {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let blocks = self.file.blocks();
            block.stretch.next = *next;
            // A stretch ends with its row group.
            let end = self.file.place(*next).map_or(blocks, |place| {
                let group = self.file.groups()[place.group];
                group.first_block + group.blocks()
            });
            let whole_groups = self.file.groups().len() >= MANY_GROUPS;
            *next = if whole_groups { end } else { next.saturating_add(STRETCH).min(end) };
            block.stretch.end = *next;
        }
        if block.stretch.next == block.stretch.end {
            return Ok(false);
        }
        let number = block.stretch.next;
        block.stretch.next += 1;
        self.read.fetch_add(self.size / u64::from(self.file.blocks().max(1)), Ordering::Relaxed);
        block.number = number;
        block
            .made(|stretch, text| {
                let Some(place) = self.file.place(number) else { return Ok(()) };
                stretch.append(self.file, place.group, place.from, place.rows, text)?;
                let bytes = text.len() as u64;
                if self.made.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes) > self.most_made {
                    return Err(ColumnarProblem::Text { most: self.most_made });
                }
                Ok(())
            })
            .map_err(|problem| failure(self.name, &problem))?;
        Ok(true)
    }
}

impl Stretch {
    /// Appends the text of rows; forwards in a row group that is open, else it is opened.
    fn append(
        &mut self,
        file: &ColumnFile,
        group: usize,
        from: u64,
        rows: usize,
        text: &mut Vec<u8>,
    ) -> Result<(), ColumnarProblem> {
        let mut open = match self.open.take() {
            Some(open) if open.number == group && open.at() <= from => open,
            _ => {
                let handle = match self.handle.take() {
                    Some(handle) => Some(handle),
                    None => file.handle()?,
                };
                let open = OpenGroup::new(file, handle.as_ref(), group)?;
                self.handle = handle;
                open
            }
        };
        open.append(file, from, rows, text)?;
        self.open = Some(open);
        Ok(())
    }
}

/// Rows that lie closer together than this are made in one go.
const GAP: u32 = 32;

/// Takes the text of some rows, the position of the first of them, and the positions that are wanted.
type Showing<'s> = dyn FnMut(&[u8], Position, &[Position]) + 's;

/// Shows the text of the stretches in which these rows are, with the position of the first of each; positions ascend.
pub(crate) fn again(
    name: &str,
    file: &ColumnFile,
    positions: &[Position],
    show: &mut Showing<'_>,
) -> Result<(), TableError> {
    let mut stretch = Stretch::default();
    let mut text = Vec::new();
    let mut rest = positions;
    while let Some(&first) = rest.first() {
        let Some(place) = file.place(first.block) else { break };
        let is_near =
            |pair: &[Position]| pair[1].block == first.block && pair[1].index - pair[0].index <= GAP;
        let count = 1 + rest.windows(2).take_while(|pair| is_near(pair)).count();
        let (these, others) = rest.split_at(count);
        let rows = (these[count - 1].index - first.index) as usize + 1;
        text.clear();
        let from = place.from + u64::from(first.index);
        stretch
            .append(file, place.group, from, rows.min(place.rows), &mut text)
            .map_err(|problem| failure(name, &problem))?;
        show(&text, first, these);
        rest = others;
    }
    Ok(())
}

/// The error of a file for a problem of it.
pub(crate) fn failure(name: &str, problem: &ColumnarProblem) -> TableError {
    let path = name.to_owned();
    match problem {
        ColumnarProblem::Kind { heading, kind } => {
            TableError::UnreadableColumn { path, heading: heading.clone(), kind: kind.clone() }
        }
        ColumnarProblem::Pages { most } => {
            TableError::TooLarge { path, what: Exceeded::Pages, cap: bytes_in_words(*most) }
        }
        ColumnarProblem::Text { most } => {
            TableError::TooLarge { path, what: Exceeded::Unpacked, cap: bytes_in_words(*most) }
        }
        ColumnarProblem::Broken { heading } => TableError::BrokenColumn { path, heading: heading.clone() },
        _ => TableError::DamagedColumns { path, reason: problem.to_string() },
    }
}
