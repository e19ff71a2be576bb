//! A stream cut into blocks of whole rows.
//!
//! Segments of a fixed size are read one after another by whichever worker is free; a block is a segment up to its
//! last row end, with what the segment before left over in front. So the numbering of blocks depends on the file
//! and the size alone.

use std::{io::Read, sync::Arc};

use crate::{
    error::TableError,
    quotes::{Cutter, Dialect},
    scan::ByteCounter,
    source::{SharedHash, Source, fill},
};

/// A piece of the stream; its buffer is used again and again.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) number: u32,
    /// Where the buffer starts in the stream.
    pub(crate) offset: u64,
    buffer: Vec<u8>,
    filled: usize,
    segment: usize,
    rows: (usize, usize),
    /// Whether the stream ends here.
    pub(crate) last: bool,
}

impl Block {
    /// The whole rows of the block.
    pub(crate) fn text(&self) -> &[u8] {
        &self.buffer[self.rows.0..self.rows.1]
    }

    /// Where they start in the stream.
    pub(crate) fn text_offset(&self) -> u64 {
        self.offset + self.rows.0 as u64
    }

    /// The bytes that were read for this block, for the hash.
    pub(crate) fn segment(&self) -> &[u8] {
        &self.buffer[self.segment..self.filled]
    }
}

/// Cuts a stream into blocks.
pub(crate) struct BlockReader<'a> {
    source: &'a Source,
    reader: Box<dyn Read + Send>,
    counter: Arc<ByteCounter>,
    dialect: Dialect,
    size: usize,
    skip: usize,
    row_bytes: usize,
    carry: Vec<u8>,
    offset: u64,
    next: u32,
    ended: bool,
    cutter: Cutter,
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
            reader,
            counter,
            dialect,
            size,
            skip,
            row_bytes,
            carry: Vec::new(),
            offset: 0,
            next: 0,
            ended: false,
            cutter: Cutter::default(),
        })
    }

    /// Bytes of the file that were read since the last call.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.counter.take()
    }

    /// Reads the next block; `false` at the end.
    pub(crate) fn next(&mut self, block: &mut Block) -> Result<bool, TableError> {
        if self.ended {
            return Ok(false);
        }
        let segment = self.carry.len();
        if block.buffer.len() < segment + self.size {
            block.buffer.resize(segment + self.size, 0);
        }
        block.buffer[..segment].copy_from_slice(&self.carry);
        self.carry.clear();
        let count = fill(&mut *self.reader, &mut block.buffer[segment..segment + self.size])
            .map_err(|error| self.source.failure(error, self.offset + segment as u64))?;
        let filled = segment + count;
        let start = if self.next == 0 { self.skip.min(filled) } else { 0 };
        self.ended = count < self.size;
        let end = if self.ended {
            filled
        } else {
            let end = self.cutter.last_row_end(self.dialect, &block.buffer[start..filled]);
            end.map_or(start, |end| start + end)
        };
        self.carry.extend_from_slice(&block.buffer[end..filled]);
        if self.carry.len() > self.row_bytes {
            return Err(TableError::RowTooLong {
                path: self.source.name.clone(),
                offset: self.offset + end as u64,
                cap: crate::error::bytes_in_words(self.row_bytes as u64),
            });
        }
        block.number = self.next;
        block.offset = self.offset;
        block.filled = filled;
        block.segment = segment;
        block.rows = (start, end);
        block.last = self.ended;
        self.offset += end as u64;
        self.next += 1;
        Ok(true)
    }
}
