//! Opening a table: from an input to a plan by which its rows are read.

use std::fs::{self, File};
use std::io::Read;
use std::sync::Arc;

use crate::bytes::source::{Backing, Source, fill};
use crate::bytes::stamp::Stamp;
use crate::detect::columns;
use crate::detect::detected::Format;
use crate::detect::probe::{self, Kind};
use crate::detect::sheets::{self, Which};
use crate::detect::text::{self, Opened};
use crate::error::{TableError, bytes_in_words};
use crate::given::input::{Input, Place};
use crate::given::options::Options;
use crate::given::schema::Schema;

/// Opens a table: a text, the sheet of a workbook, or all its sheets that are such tables. At least one.
pub(crate) fn open(
    input: &Input,
    schema: &Schema,
    options: &Options,
    which: Which,
) -> Result<Vec<Opened>, TableError> {
    if let Place::Frame(frame) = &input.place {
        return Ok(vec![columns::open_frame(input, frame, schema, options)?]);
    }
    let (backing, size, head) = reach(input, options)?;
    let name = input.name().to_owned();
    let mut source = Source {
        name: name.clone(),
        backing,
        size,
        compression: None,
        utf16: None,
        most_unpacked: options.limits.unpacked_bytes,
        columns: None,
    };
    if size == 0 {
        return Err(TableError::Empty { path: name });
    }
    let kind = probe::kind(&head);
    match kind {
        Kind::Text => {}
        Kind::Compressed(compression) => source.compression = Some(compression),
        Kind::Zip | Kind::Compound => return sheets::open(input, &source, kind, schema, options, which),
        Kind::Columns => return Ok(vec![columns::open(input, source, schema, options)?]),
        Kind::Other(found) => return Err(TableError::Binary { path: name, found, expected: "a table" }),
    }
    Ok(vec![text::open(source, Format::Csv, &[], schema, options)?])
}

/// Gets hold of the bytes; gives their number and the first of them.
fn reach(input: &Input, options: &Options) -> Result<(Backing, u64, Vec<u8>), TableError> {
    let head = |bytes: &[u8]| bytes[..bytes.len().min(4096)].to_vec();
    match &input.place {
        Place::Frame(_) => Ok((Backing::Held(Arc::default()), 0, Vec::new())),
        Place::Held(bytes) => Ok((Backing::Held(Arc::clone(bytes)), bytes.len() as u64, head(bytes))),
        Place::Stdin => {
            let bytes = drained(std::io::stdin().lock(), "standard input", options)?;
            let (size, head) = (bytes.len() as u64, head(&bytes));
            Ok((Backing::Held(Arc::new(bytes)), size, head))
        }
        Place::File(path) => {
            let fail = |error| TableError::from_io(&path.to_string_lossy(), error);
            if fs::metadata(path).map_err(fail)?.is_dir() {
                return Err(TableError::Folder { path: path.to_string_lossy().into_owned() });
            }
            let mut file = File::open(path).map_err(fail)?;
            let data = file.metadata().map_err(fail)?;
            if !data.is_file() {
                // A pipe or a device gives its bytes once.
                let bytes = drained(file, input.name(), options)?;
                let (size, head) = (bytes.len() as u64, head(&bytes));
                return Ok((Backing::Held(Arc::new(bytes)), size, head));
            }
            let mut bytes = vec![0; 4096];
            let count = fill(&mut file, &mut bytes).map_err(fail)?;
            bytes.truncate(count);
            Ok((Backing::File(path.clone(), Stamp::of(&data)), data.len(), bytes))
        }
    }
}

/// All that comes out of a pipe, as far as it may be held.
fn drained(from: impl Read, name: &str, options: &Options) -> Result<Vec<u8>, TableError> {
    let cap = options.limits.held_bytes;
    let mut bytes = Vec::new();
    from.take(cap.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| TableError::from_io(name, error))?;
    if bytes.len() as u64 > cap {
        return Err(TableError::StreamTooLarge { path: name.to_owned(), cap: bytes_in_words(cap) });
    }
    bytes.shrink_to_fit();
    Ok(bytes)
}
