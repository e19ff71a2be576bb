//! The pages of a column, within an allowance: a page states its sizes itself, and a few bytes can state gigabytes.

use std::io::Read;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use parquet::basic::{Compression, Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;

use super::delta::{self, Asked};
use super::header;

/// What a value of a dictionary takes beside its bytes.
const ENTRY: u64 = 32;

/// No packing of blocks by LZ4 makes more of a byte than so many.
const LZ4_RATIO: u64 = 256;

/// What all columns of an open row group may hold together.
#[derive(Debug)]
pub(super) struct Allowance {
    most: u64,
    taken: AtomicU64,
    is_exceeded: AtomicBool,
}

impl Allowance {
    pub(super) fn new(most: u64) -> Arc<Self> {
        Arc::new(Self { most, taken: AtomicU64::new(0), is_exceeded: AtomicBool::new(false) })
    }

    /// Bytes that may be held.
    pub(super) fn most(&self) -> u64 {
        self.most
    }

    /// Whether something would have taken more than there is.
    pub(super) fn is_exceeded(&self) -> bool {
        self.is_exceeded.load(Ordering::Relaxed)
    }

    /// The error of what would take more than there is.
    pub(super) fn exceeded(&self) -> ParquetError {
        self.is_exceeded.store(true, Ordering::Relaxed);
        ParquetError::General(String::from("more than may be held"))
    }

    /// Takes so many bytes more, of which some were given back.
    fn exchange(&self, returned: u64, wanted: u64) -> Result<()> {
        self.taken.fetch_sub(returned, Ordering::Relaxed);
        let taken = self.taken.fetch_add(wanted, Ordering::Relaxed).saturating_add(wanted);
        if taken > self.most { Err(self.exceeded()) } else { Ok(()) }
    }
}

/// The bytes of a column, of which nothing is read that would take more than the allowance.
struct Measured<R> {
    bytes: R,
    packing: Compression,
    allowance: Arc<Allowance>,
    held: Mutex<Held>,
}

/// What a column holds at the moment.
#[derive(Debug, Default)]
struct Held {
    dictionary: u64,
    page: u64,
    next: Option<Next>,
}

/// The page whose header was read last.
#[derive(Debug, Clone, Copy)]
struct Next {
    start: u64,
    /// Bytes before those that are packed; `MAX` where none are.
    plain: u64,
    is_empty: bool,
}

impl<R> Drop for Measured<R> {
    fn drop(&mut self) {
        let held = self.held.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.allowance.taken.fetch_sub(held.dictionary + held.page, Ordering::Relaxed);
    }
}

impl<R: ChunkReader> Measured<R> {
    /// The page whose header was read last, if it begins here.
    fn next_at(&self, start: u64) -> Option<Next> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.next.filter(|next| next.start == start)
    }

    /// Takes what a page of these sizes needs.
    fn admit(&self, start: u64, sizes: header::Sizes) -> Result<()> {
        let is_packed = self.packing != Compression::UNCOMPRESSED;
        let unpacked = if is_packed { sizes.unpacked } else { 0 };
        let values = sizes.entries.saturating_mul(ENTRY);
        let needed = sizes.packed.saturating_add(unpacked).saturating_add(values);
        if needed > self.allowance.most {
            return Err(self.allowance.exceeded());
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let part = if sizes.entries > 0 { &mut held.dictionary } else { &mut held.page };
        let returned = std::mem::replace(part, needed);
        let plain = if sizes.is_plain { u64::MAX } else { sizes.levels };
        let start = start.saturating_add(sizes.header);
        held.next = Some(Next { start, plain, is_empty: sizes.packed == 0 });
        self.allowance.exchange(returned, needed)
    }

    /// Whether what is packed gives no more than may be, where the page's own word is not what the unpacking keeps to.
    fn unpacks_within(&self, start: u64, packed: &[u8]) -> bool {
        let plain = self.next_at(start).map_or(0, |next| next.plain);
        let Some(packed) = usize::try_from(plain).ok().and_then(|plain| packed.get(plain..)) else {
            return true;
        };
        match self.packing {
            Compression::GZIP(_) => {
                let mut unpacked = MultiGzDecoder::new(packed).take(self.allowance.most + 1);
                // What is damaged is told by who unpacks it.
                std::io::copy(&mut unpacked, &mut std::io::sink())
                    .map_or(unpacked.limit() > 0, |length| length <= self.allowance.most)
            }
            Compression::LZ4 => packed.len() as u64 * LZ4_RATIO <= self.allowance.most,
            _ => true,
        }
    }
}

impl<R: ChunkReader> Length for Measured<R> {
    fn len(&self) -> u64 {
        self.bytes.len()
    }
}

impl<R: ChunkReader> ChunkReader for Measured<R> {
    type T = R::T;

    /// What is read from somewhere on is the header of a page; behind a header that is known already it is the page, of
    /// which nothing is read this way.
    fn get_read(&self, start: u64) -> Result<R::T> {
        let known = self.next_at(start);
        if known.is_some_and(|next| !next.is_empty) {
            return self.bytes.get_read(self.bytes.len());
        }
        match header::sizes(self.bytes.get_read(start)?) {
            Some(sizes) => self.admit(start, sizes)?,
            None if known.is_some() => return self.bytes.get_read(self.bytes.len()),
            None => return Err(ParquetError::General(String::from("no header of a page"))),
        }
        self.bytes.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        if length as u64 > self.allowance.most {
            return Err(self.allowance.exceeded());
        }
        let bytes = self.bytes.get_bytes(start, length)?;
        if self.unpacks_within(start, &bytes) { Ok(bytes) } else { Err(self.allowance.exceeded()) }
    }
}

/// The pages of a column: those that are written as differences are plain.
struct Pages<R: ChunkReader> {
    inner: SerializedPageReader<Measured<R>>,
    allowance: Arc<Allowance>,
    /// Bytes of every value, where they are all as long.
    width: Option<usize>,
    may_be_missing: bool,
}

/// The pages of a column of a row group of so many rows.
pub(super) fn of<R: ChunkReader + 'static>(
    bytes: R,
    chunk: &ColumnChunkMetaData,
    rows: usize,
    allowance: &Arc<Allowance>,
) -> Result<Box<dyn PageReader>> {
    let (packing, held) = (chunk.compression(), Mutex::default());
    let measured = Measured { bytes, packing, allowance: Arc::clone(allowance), held };
    let column = chunk.column_descr();
    let width = (column.physical_type() == Type::FIXED_LEN_BYTE_ARRAY)
        .then(|| usize::try_from(column.type_length()).unwrap_or_default());
    Ok(Box::new(Pages {
        inner: SerializedPageReader::new(Arc::new(measured), chunk, rows, None)?,
        allowance: Arc::clone(allowance),
        width,
        may_be_missing: column.max_def_level() > 0,
    }))
}

impl<R: ChunkReader> Pages<R> {
    /// A page of differences as a plain one; any other as it is.
    fn plain(&self, mut page: Page) -> Result<Page> {
        let (levels, values) = match &page {
            Page::DataPage { buf, num_values, .. } if self.may_be_missing => {
                let length = buf.first_chunk().map_or(0, |length| u32::from_le_bytes(*length));
                ((length as usize).saturating_add(4), *num_values)
            }
            Page::DataPage { num_values, .. } => (0, *num_values),
            Page::DataPageV2 { num_values, def_levels_byte_len, rep_levels_byte_len, .. } => {
                ((*def_levels_byte_len as usize).saturating_add(*rep_levels_byte_len as usize), *num_values)
            }
            Page::DictionaryPage { .. } => return Ok(page),
        };
        let (Page::DataPage { buf, encoding, .. } | Page::DataPageV2 { buf, encoding, .. }) = &mut page
        else {
            return Ok(page);
        };
        let has_prefixes = match encoding {
            Encoding::DELTA_BYTE_ARRAY => true,
            Encoding::DELTA_LENGTH_BYTE_ARRAY => false,
            _ => return Ok(page),
        };
        let most = usize::try_from(self.allowance.most).unwrap_or(usize::MAX);
        let asked = Asked { values: values as usize, has_prefixes, width: self.width, most };
        let damaged = || ParquetError::General(String::from("differences that are none"));
        let levels = buf.get(..levels).ok_or_else(damaged)?;
        let plain = delta::plain(&buf[levels.len()..], asked).ok_or_else(damaged)?;
        *buf = [levels, &plain].concat().into();
        *encoding = Encoding::PLAIN;
        Ok(page)
    }
}

impl<R: ChunkReader> Iterator for Pages<R> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl<R: ChunkReader> PageReader for Pages<R> {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.inner.get_next_page()?;
        page.map(|page| self.plain(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.inner.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.inner.skip_next_page()
    }

    fn supports_deferred_dictionary(&self) -> bool {
        self.inner.supports_deferred_dictionary()
    }

    fn take_deferred_dictionary(&mut self) -> Result<Option<Page>> {
        self.inner.take_deferred_dictionary()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.inner.at_record_boundary()
    }
}
