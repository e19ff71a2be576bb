//! Opening columns, of a file or in memory: its headings and a sample of its rows are looked at as those of a text are.

use std::path::Path;
use std::sync::Arc;

use crate::bytes::encoding::Encoding;
use crate::bytes::hash;
use crate::bytes::source::{Backing, Source};
use crate::columnar::frame::Frame;
use crate::columnar::{ColumnFile, blocks};
use crate::detect::detected::{Detected, Format};
use crate::detect::text::{self, Opened};
use crate::error::TableError;
use crate::given::input::Input;
use crate::given::options::{Delimiter, Options};
use crate::given::schema::Schema;
use crate::rows::plan::Plan;

/// Opens a file of columns.
///
/// # Errors
/// [`TableError::DamagedColumns`], and those of [`text::open`].
pub(crate) fn open(
    input: &Input,
    source: Source,
    schema: &Schema,
    options: &Options,
) -> Result<Opened, TableError> {
    let opened = ColumnFile::open(source.backing.clone(), input.name(), options.limits.page_bytes);
    let file = opened.map_err(|problem| blocks::failure(&source.name, &problem))?;
    let hash = whole_hash(&source)?;
    of_columns(file, (source, Format::Parquet, hash), schema, options)
}

/// Opens a table in memory; its hash is that of nothing, for it is no file.
///
/// # Errors
/// [`TableError::UnreadableColumn`] where a column that is wanted holds lists or the like, and those of [`text::open`].
pub(crate) fn open_frame(
    input: &Input,
    frame: &Arc<dyn Frame>,
    schema: &Schema,
    options: &Options,
) -> Result<Opened, TableError> {
    let source = Source {
        name: input.name().to_owned(),
        backing: Backing::Held(Arc::default()),
        size: frame.bytes(),
        compression: None,
        utf16: None,
        most_unpacked: 0,
        columns: None,
    };
    let file = ColumnFile::of_frame(frame).map_err(|problem| blocks::failure(&source.name, &problem))?;
    of_columns(file, (source, Format::Frame, blake3::hash(&[])), schema, options)
}

fn of_columns(
    file: ColumnFile,
    (source, format, hash): (Source, Format, blake3::Hash),
    schema: &Schema,
    options: &Options,
) -> Result<Opened, TableError> {
    let fail = |problem| blocks::failure(&source.name, &problem);
    let sample = file.sample().map_err(fail)?;
    let as_text =
        Source { size: sample.len() as u64, backing: Backing::Held(Arc::new(sample)), ..source.clone() };
    // Whatever was said of texts is not meant for columns.
    let options = Options {
        encoding: Some(Encoding::Utf8),
        delimiter: Some(Delimiter::Tab),
        header_row: Some(1),
        ..options.clone()
    };
    let opened = text::open(as_text, format, &[], schema, &options)?;
    let wanted = opened.fields.iter().flat_map(|field| field.columns.iter().copied());
    let file = file.with_wanted(wanted).map_err(fail)?;
    Ok(Opened {
        // There is no row of headings above the rows.
        plan: Plan { data_start: 0, numbering: None, ..opened.plan },
        detected: Detected { header_row: 0, ..opened.detected },
        workbook: Some((source.size, hash)),
        source: Source { columns: Some(Arc::new(file)), ..source },
        ..opened
    })
}

/// The hash of the file, which is not read from front to back later on.
fn whole_hash(source: &Source) -> Result<blake3::Hash, TableError> {
    match &source.backing {
        Backing::File(path, _) => {
            hash::of_path(path as &Path).map_err(|error| TableError::from_io(&source.name, error))
        }
        Backing::Held(bytes) => Ok(blake3::hash(bytes)),
    }
}
