//! The bytes of a file as a stream, whatever holds them: a file, memory, a compressed file, UTF-16.

use std::{
    fs::File,
    io::{Cursor, Read, Seek, SeekFrom},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use crate::bytes::encoding::Utf16Decoder;
use crate::bytes::stamp::Stamp;
use crate::columnar::ColumnFile;
use crate::detect::detected::Compression;
use crate::error::{TableError, bytes_in_words};
use crate::exceeded::Exceeded;
use crate::rows::scan::ByteCounter;

/// Bytes that can be read again and again.
#[derive(Debug, Clone)]
pub(crate) enum Backing {
    /// A file on disk, as it was when it was opened.
    File(PathBuf, Stamp),
    /// Bytes in memory.
    Held(Arc<Vec<u8>>),
}

/// A stream of text in UTF-8 or in an 8-bit code page, that can be read again and again.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) backing: Backing,
    pub(crate) size: u64,
    pub(crate) compression: Option<Compression>,
    /// UTF-16, with the high byte first or not.
    pub(crate) utf16: Option<bool>,
    /// Bytes to which it may unpack.
    pub(crate) most_unpacked: u64,
    /// Of a file of columns: it has no stream, and its rows are made into text block by block.
    pub(crate) columns: Option<Arc<ColumnFile>>,
}

/// A hash that a reader far below feeds.
pub(crate) type SharedHash = Arc<Mutex<blake3::Hasher>>;

impl Source {
    /// Whether an offset in the stream is an offset in the file.
    pub(crate) fn is_direct(&self) -> bool {
        self.compression.is_none() && self.utf16.is_none() && self.columns.is_none()
    }

    /// Opens the stream from its start. The raw bytes are counted, and hashed where a hash is given.
    pub(crate) fn stream(
        &self,
        counter: &Arc<ByteCounter>,
        hash: Option<SharedHash>,
    ) -> Result<Box<dyn Read + Send>, TableError> {
        let raw: Box<dyn Read + Send> = match &self.backing {
            Backing::File(path, _) => {
                Box::new(File::open(path).map_err(|error| TableError::from_io(&self.name, error))?)
            }
            Backing::Held(bytes) => Box::new(Cursor::new(SharedBytes(Arc::clone(bytes)))),
        };
        let raw = Counting { inner: raw, counter: Arc::clone(counter), hash };
        let fail = |error| TableError::from_io(&self.name, error);
        let text: Box<dyn Read + Send> = match self.compression {
            None => Box::new(raw),
            Some(Compression::Gzip) => Box::new(flate2::read::MultiGzDecoder::new(BigReads::new(raw))),
            Some(Compression::Zstd) => Box::new(zstd::Decoder::new(raw).map_err(fail)?),
        };
        let text = match self.compression {
            Some(_) => Box::new(Unpacking { inner: text, left: self.most_unpacked }),
            None => text,
        };
        Ok(match self.utf16 {
            None => text,
            Some(high_first) => Box::new(Utf16Reader::new(text, high_first)),
        })
    }

    /// A reader of single stretches; only where the source is direct.
    pub(crate) fn random(&self) -> Result<RandomReader, TableError> {
        Ok(match &self.backing {
            Backing::File(path, _) => {
                RandomReader::File(File::open(path).map_err(|error| TableError::from_io(&self.name, error))?)
            }
            Backing::Held(bytes) => RandomReader::Held(Arc::clone(bytes)),
        })
    }

    /// Refuses a file that is no longer as it was when it was opened.
    ///
    /// # Errors
    /// [`TableError::Changed`].
    pub(crate) fn unchanged(&self) -> Result<(), TableError> {
        let Backing::File(path, stamp) = &self.backing else { return Ok(()) };
        match stamp.difference(path) {
            None => Ok(()),
            Some(what) => Err(TableError::Changed { path: self.name.clone(), what }),
        }
    }

    /// Turns an error from the stream into one of ours; `bytes` were read before.
    pub(crate) fn failure(&self, error: std::io::Error, bytes: u64) -> TableError {
        match self.compression {
            Some(_)
                if error
                    .get_ref()
                    .is_some_and(<dyn std::error::Error + Send + Sync>::is::<UnpacksToMore>) =>
            {
                TableError::TooLarge {
                    path: self.name.clone(),
                    what: Exceeded::Unpacked,
                    cap: bytes_in_words(self.most_unpacked),
                }
            }
            Some(compression) if error.raw_os_error().is_none() => TableError::DamagedCompression {
                path: self.name.clone(),
                compression: compression.name(),
                bytes,
            },
            _ => TableError::from_io(&self.name, error),
        }
    }
}

/// Reads stretches of a file or of memory.
pub(crate) enum RandomReader {
    File(File),
    Held(Arc<Vec<u8>>),
}

impl RandomReader {
    /// Fills the buffer from this offset on; gives the number of bytes that were there.
    pub(crate) fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::File(file) => {
                file.seek(SeekFrom::Start(offset))?;
                fill(file, buffer)
            }
            Self::Held(bytes) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                let length = buffer.len().min(bytes.len() - start);
                buffer[..length].copy_from_slice(&bytes[start..start + length]);
                Ok(length)
            }
        }
    }
}

/// Reads until the buffer is full or nothing is left.
pub(crate) fn fill(reader: &mut dyn Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

struct SharedBytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A stream that is unpacked, up to a size.
struct Unpacking {
    inner: Box<dyn Read + Send>,
    left: u64,
}

#[derive(Debug, thiserror::Error)]
#[error("it unpacks to more than the cap")]
struct UnpacksToMore;

impl Read for Unpacking {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left =
            self.left.checked_sub(count as u64).ok_or_else(|| std::io::Error::other(UnpacksToMore))?;
        Ok(count)
    }
}

struct Counting<R> {
    inner: R,
    counter: Arc<ByteCounter>,
    hash: Option<SharedHash>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.counter.add(count as u64);
        if let Some(hash) = &self.hash {
            hash.lock().unwrap_or_else(PoisonError::into_inner).update(&buffer[..count]);
        }
        Ok(count)
    }
}

/// Asks the reader below for large pieces only.
struct BigReads<R>(std::io::BufReader<R>);

impl<R: Read> BigReads<R> {
    fn new(inner: R) -> Self {
        Self(std::io::BufReader::with_capacity(128 << 10, inner))
    }
}

impl<R: Read> Read for BigReads<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

struct Utf16Reader {
    inner: Box<dyn Read + Send>,
    decoder: Utf16Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    first: bool,
    finished: bool,
}

impl Utf16Reader {
    fn new(inner: Box<dyn Read + Send>, high_first: bool) -> Self {
        let decoder = Utf16Decoder::new(high_first);
        Self {
            inner,
            decoder,
            raw: vec![0; 64 << 10],
            text: Vec::new(),
            given: 0,
            first: true,
            finished: false,
        }
    }
}

impl Read for Utf16Reader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.text.len() && !self.finished {
            self.text.clear();
            self.given = 0;
            let count = fill(&mut *self.inner, &mut self.raw)?;
            if count == 0 {
                self.decoder.finish(&mut self.text);
                self.finished = true;
            } else {
                self.decoder.push(&self.raw[..count], &mut self.text);
            }
            if std::mem::take(&mut self.first) && self.text.starts_with("\u{feff}".as_bytes()) {
                self.given = 3;
            }
        }
        let waiting = &self.text[self.given..];
        let count = waiting.len().min(buffer.len());
        buffer[..count].copy_from_slice(&waiting[..count]);
        self.given += count;
        Ok(count)
    }
}
