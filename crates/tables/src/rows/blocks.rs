//! A stream cut into blocks of whole rows.
//!
//! Segments of a fixed size are read one after another by whichever worker is free; a block is a segment up to its
//! last row end, with what the segment before left over in front. So the numbering of blocks depends on the file
//! and the size alone. In most text finding the last row end is finding all of them, and the rows stay found.
//!
//! Reading a segment and cutting the one before go on side by side: each is done in the order of the segments, by one
//! worker at a time.

use std::{
    io::Read,
    sync::{Arc, Condvar, Mutex, PoisonError},
};

use crate::bytes::source::{SharedHash, Source, fill};
use crate::columnar::Stretch;
use crate::error::{TableError, bytes_in_words};
use crate::rows::fields::Rows;
use crate::rows::quotes::{Cutter, Dialect};
use crate::rows::scan::ByteCounter;

/// Room in front of a segment for what the one before leaves over; where that is more, the segment moves.
const ROOM: usize = 8 << 10;

/// A piece of the stream; its buffers are used again and again.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) number: u32,
    buffer: Vec<u8>,
    /// Where the segment stands in the buffer, and the whole rows.
    segment: (usize, usize),
    whole: (usize, usize),
    /// Where the whole rows start in the stream.
    text_offset: u64,
    /// The rows, where they were found on the way to the last one's end.
    rows: Rows,
    is_split: bool,
    /// Whether the stream ends here.
    pub(crate) last: bool,
    /// Of a file of columns: the stretch of blocks that this worker is at.
    pub(crate) stretch: Stretch,
}

impl Block {
    /// The whole rows of the block.
    pub(crate) fn text(&self) -> &[u8] {
        &self.buffer[self.whole.0..self.whole.1]
    }

    /// The same, split.
    pub(crate) fn split(&mut self, dialect: Dialect) -> (&[u8], &Rows) {
        let text = &self.buffer[self.whole.0..self.whole.1];
        if !self.is_split {
            self.rows.split(dialect, text);
            self.is_split = true;
        }
        (text, &self.rows)
    }

    /// Fills the block with whole rows that are made.
    pub(crate) fn made<E>(
        &mut self,
        make: impl FnOnce(&mut Stretch, &mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.buffer.clear();
        let made = make(&mut self.stretch, &mut self.buffer);
        self.whole = (0, self.buffer.len());
        (self.segment, self.text_offset, self.is_split) = ((0, 0), 0, false);
        made
    }

    /// Where they start in the stream.
    pub(crate) fn text_offset(&self) -> u64 {
        self.text_offset
    }

    /// The bytes that were read for this block, for the hash.
    pub(crate) fn segment(&self) -> &[u8] {
        &self.buffer[self.segment.0..self.segment.1]
    }

    /// Puts what was left over in front of the segment, and returns where it begins.
    fn put_in_front(&mut self, carry: &[u8]) -> usize {
        let (from, to) = self.segment;
        if carry.len() > from {
            let needed = carry.len() + (to - from);
            if self.buffer.len() < needed {
                self.buffer.resize(needed, 0);
            }
            self.buffer.copy_within(from..to, carry.len());
            self.segment = (carry.len(), needed);
        }
        let begin = self.segment.0 - carry.len();
        self.buffer[begin..self.segment.0].copy_from_slice(carry);
        begin
    }
}

/// Cuts a stream into blocks.
pub(crate) struct BlockReader<'a> {
    source: &'a Source,
    counter: Arc<ByteCounter>,
    dialect: Dialect,
    size: usize,
    skip: usize,
    row_bytes: usize,
    reading: Mutex<Reading>,
    cutting: Mutex<Cutting>,
    /// Another segment's turn to be cut has come.
    turn: Condvar,
}

struct Reading {
    reader: Box<dyn Read + Send>,
    next: u32,
    ended: bool,
}

#[derive(Default)]
struct Cutting {
    next: u32,
    /// What the segment before left over, and where it starts in the stream.
    carry: Vec<u8>,
    offset: u64,
    /// A row was too long, or a worker broke off: what follows cannot be cut.
    failed: bool,
    cutter: Cutter,
}

/// Wakes those who wait for their turn once this one is over.
struct Turn<'a>(&'a Condvar);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.notify_all();
    }
}

impl<'a> BlockReader<'a> {
    /// Starts at the start of the stream, of which the first `skip` bytes (a byte order mark) are no text.
    pub(crate) fn new(
        source: &'a Source,
        dialect: Dialect,
        size: usize,
        skip: usize,
        row_bytes: usize,
        hash: Option<SharedHash>,
    ) -> Result<Self, TableError> {
        let counter = Arc::new(ByteCounter::default());
        let reader = source.stream(&counter, hash)?;
        Ok(Self {
            source,
            counter,
            dialect,
            size,
            skip,
            row_bytes,
            reading: Mutex::new(Reading { reader, next: 0, ended: false }),
            cutting: Mutex::default(),
            turn: Condvar::new(),
        })
    }

    /// Bytes of the file that were read since the last call.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.counter.take()
    }

    /// Reads the next block; `false` at the end. May be called from several threads at once.
    pub(crate) fn next(&self, block: &mut Block) -> Result<bool, TableError> {
        Ok(self.read(block)? && self.cut(block)?)
    }

    /// Reads the next segment.
    fn read(&self, block: &mut Block) -> Result<bool, TableError> {
        if block.buffer.len() < ROOM + self.size {
            block.buffer.resize(ROOM + self.size, 0);
        }
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if reading.ended {
            return Ok(false);
        }
        let read = fill(&mut *reading.reader, &mut block.buffer[ROOM..ROOM + self.size]);
        reading.ended = !matches!(read, Ok(count) if count == self.size);
        block.number = reading.next;
        block.last = reading.ended;
        reading.next += 1;
        let before = u64::from(block.number) * self.size as u64;
        let count = read.map_err(|error| self.source.failure(error, before))?;
        block.segment = (ROOM, ROOM + count);
        Ok(true)
    }

    /// Cuts the segment behind its last whole row, when its turn has come; `false` where it never comes.
    fn cut(&self, block: &mut Block) -> Result<bool, TableError> {
        // Whatever happens, nobody waits in vain.
        let _turn = Turn(&self.turn);
        let cutting = self.cutting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut cutting = self
            .turn
            .wait_while(cutting, |cutting| cutting.next != block.number && !cutting.failed)
            .unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut cutting.failed, true) {
            return Ok(false);
        }
        let begin = block.put_in_front(&cutting.carry);
        let filled = block.segment.1;
        let start = if block.number == 0 { begin + self.skip.min(filled - begin) } else { begin };
        let text = &block.buffer[start..filled];
        let split = if block.last { None } else { block.rows.split_head(self.dialect, text) };
        let end = match split {
            Some(end) => start + end,
            None if block.last => filled,
            None => cutting.cutter.last_row_end(self.dialect, text).map_or(start, |end| start + end),
        };
        block.whole = (start, end);
        block.is_split = split.is_some();
        block.text_offset = cutting.offset + (start - begin) as u64;
        cutting.offset += (end - begin) as u64;
        cutting.carry.clear();
        cutting.carry.extend_from_slice(&block.buffer[end..filled]);
        cutting.next += 1;
        cutting.failed = cutting.carry.len() > self.row_bytes;
        if cutting.failed {
            return Err(TableError::RowTooLong {
                path: self.source.name.clone(),
                offset: cutting.offset,
                cap: bytes_in_words(self.row_bytes as u64),
            });
        }
        Ok(true)
    }
}
