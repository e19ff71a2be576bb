//! Opening a table: from an input to a plan by which its rows are read.

use std::{fs::File, io::Read, sync::Arc};

use crate::bytes::source::{Backing, Source, fill};
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
    let (backing, size, head) = reach(input, options)?;
    let name = input.name().to_owned();
    let mut source = Source { name: name.clone(), backing, size, compression: None, utf16: None };
    if size == 0 {
        return Err(TableError::Empty { path: name });
    }
    let kind = probe::kind(&head);
    match kind {
        Kind::Text => {}
        Kind::Compressed(compression) => source.compression = Some(compression),
        Kind::Zip | Kind::Compound => return sheets::open(input, &source, kind, schema, options, which),
        Kind::Other(found) => return Err(TableError::Binary { path: name, found, expected: "a table" }),
    }
    Ok(vec![text::open(source, Format::Csv, &[], schema, options)?])
}

/// Gets hold of the bytes; gives their number and the first of them.
fn reach(input: &Input, options: &Options) -> Result<(Backing, u64, Vec<u8>), TableError> {
    let head = |bytes: &[u8]| bytes[..bytes.len().min(4096)].to_vec();
    match &input.place {
        Place::Held(bytes) => Ok((Backing::Held(Arc::clone(bytes)), bytes.len() as u64, head(bytes))),
        Place::Stdin => {
            let cap = options.limits.held_bytes;
            let mut bytes = Vec::new();
            std::io::stdin()
                .lock()
                .take(cap.saturating_add(1))
                .read_to_end(&mut bytes)
                .map_err(|error| TableError::from_io(input.name(), error))?;
            if bytes.len() as u64 > cap {
                return Err(TableError::StdinTooLarge { cap: bytes_in_words(cap) });
            }
            bytes.shrink_to_fit();
            let (size, head) = (bytes.len() as u64, head(&bytes));
            Ok((Backing::Held(Arc::new(bytes)), size, head))
        }
        Place::File(path) => {
            let fail = |error| TableError::from_io(&path.to_string_lossy(), error);
            let data = std::fs::metadata(path).map_err(fail)?;
            if data.is_dir() {
                return Err(TableError::Folder { path: path.to_string_lossy().into_owned() });
            }
            let mut bytes = vec![0; 4096];
            let count = fill(&mut File::open(path).map_err(fail)?, &mut bytes).map_err(fail)?;
            bytes.truncate(count);
            Ok((Backing::File(path.clone()), data.len(), bytes))
        }
    }
}
