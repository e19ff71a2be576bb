//! Opening delimited text: a file of its own, or a sheet of a workbook.

use std::sync::Arc;

use crate::bytes::encoding::{Decoder, Encoding};
use crate::bytes::source::{Source, fill};
use crate::detect::binding;
use crate::detect::bound::BoundField;
use crate::detect::content;
use crate::detect::decided::{self, SAMPLE};
use crate::detect::delimiter::{self, SampleReader};
use crate::detect::detected::{Detected, Format, MappedColumn};
use crate::detect::header;
use crate::detect::planned;
use crate::detect::probe::{self, Kind};
use crate::detect::shown::Shown;
use crate::detect::thousands;
use crate::error::TableError;
use crate::given::options::Options;
use crate::given::schema::Schema;
use crate::rows::plan::Plan;
use crate::rows::scan::ByteCounter;
use crate::workbook::rewritten::Merged;

/// What opening a table yields.
pub(crate) struct Opened {
    pub(crate) source: Source,
    pub(crate) plan: Plan,
    pub(crate) detected: Detected,
    pub(crate) fields: Vec<BoundField>,
    /// Bytes of a byte order mark at the start of the stream.
    pub(crate) skip: usize,
    /// Size and hash of a workbook, whose text is not its file.
    pub(crate) workbook: Option<(u64, blake3::Hash)>,
}

/// The first bytes of the stream, and whether they are all of it.
fn sample(source: &Source) -> Result<(Vec<u8>, bool), TableError> {
    let mut reader = source.stream(&Arc::new(ByteCounter::default()), None)?;
    let mut bytes = vec![0; SAMPLE];
    let count = fill(&mut *reader, &mut bytes).map_err(|error| source.failure(error, 0))?;
    bytes.truncate(count);
    Ok((bytes, count < SAMPLE))
}

/// Opens a text. `merged`: cells of a sheet that were made one.
///
/// # Errors
/// Any [`TableError`] that makes the whole text unusable.
pub(crate) fn open(
    mut source: Source,
    format: Format,
    merged: &[Merged],
    schema: &Schema,
    options: &Options,
) -> Result<Opened, TableError> {
    let (mut text, mut complete) = sample(&source)?;
    if source.compression.is_some() && probe::kind(&text) != Kind::Text {
        return Err(TableError::Binary {
            path: source.name,
            found: "a compressed file of something else than text",
            expected: "compressed delimited text",
        });
    }
    let mut mark = text.starts_with(b"\xef\xbb\xbf");
    let utf16 = utf16(&text, options);
    if utf16.is_some() {
        mark = text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff");
        source.utf16 = utf16;
        (text, complete) = sample(&source)?;
    }
    let encoding = decided::encoding(&source, &text, mark, options)?;
    let skip = if utf16.is_none() && encoding == Encoding::Utf8 && mark { 3 } else { 0 };
    let body = &text[skip..];
    refuse_no_text(&source.name, body, complete)?;
    let line_end = line_end(body);
    let reader = SampleReader { body, skip, complete, decoder: Decoder::new(encoding), line_end };
    let (delimiter, rows) = delimiter::decide(&source.name, &reader, schema, options)?;
    let found = header::find(&rows, merged, schema, options);
    if let (None, Some(row)) = (&found, options.header_row) {
        return Err(TableError::HeadingRowAbsent { path: source.name, row, seen: rows.len() as u64 });
    }
    let mut fields = binding::bind(&source.name, &rows, found.as_ref(), schema, options)?;
    let at = found.as_ref().map_or(0, |found| found.at);
    let headings = headings(found.as_ref().map_or(&rows[at].cells, |found| &found.cells));
    let is_text = format == Format::Csv;
    let detected = Detected {
        encoding: is_text.then_some(match utf16 {
            Some(true) => Encoding::Utf16Be,
            Some(false) => Encoding::Utf16Le,
            None => encoding,
        }),
        byte_order_mark: is_text && mark,
        delimiter: is_text.then(|| delimiter.name()),
        header_row: at as u64 + 1,
        compression: source.compression,
        ..described(&source.name, format, &headings, &fields, schema, options)
    };
    let plan = planned::plan(
        &planned::Text {
            source: &source,
            sample: &reader,
            encoding,
            delimiter,
            line_end,
            of_sheet: !is_text,
        },
        &rows,
        found.as_ref(),
        &headings,
        &fields,
        schema,
        options,
    );
    thousands::mark(&mut fields, &plan.heads.rows);
    Ok(Opened { source, plan, detected, fields, skip, workbook: None })
}

/// Whether a text is UTF-16, as it is stated or seen, and with the high bytes first.
fn utf16(text: &[u8], options: &Options) -> Option<bool> {
    match options.encoding {
        Some(Encoding::Utf16Le) if !text.starts_with(b"\xfe\xff") => Some(false),
        Some(Encoding::Utf16Le | Encoding::Utf16Be) => Some(true),
        Some(_) => None,
        None => content::utf16(text),
    }
}

/// Refuses what holds nothing, and what is no text.
fn refuse_no_text(path: &str, body: &[u8], complete: bool) -> Result<(), TableError> {
    if complete && body.iter().all(u8::is_ascii_whitespace) {
        return Err(TableError::Empty { path: path.to_owned() });
    }
    let zeros = memchr::memchr_iter(0, body).count();
    if zeros * 20 > body.len() {
        return Err(TableError::Binary {
            path: path.to_owned(),
            found: "a binary file",
            expected: "a table",
        });
    }
    Ok(())
}

/// The byte at which lines end: a carriage return where there is no line feed.
fn line_end(body: &[u8]) -> u8 {
    if memchr::memchr(b'\n', body).is_none() && memchr::memchr(b'\r', body).is_some() { b'\r' } else { b'\n' }
}

/// The headings up to the last that is not empty.
fn headings(cells: &[String]) -> Vec<String> {
    let count = cells.iter().rposition(|heading| !heading.trim().is_empty()).map_or(0, |last| last + 1);
    cells[..count].to_vec()
}

/// What can be said of a file by its headings.
fn described(
    name: &str,
    format: Format,
    headings: &[String],
    fields: &[BoundField],
    schema: &Schema,
    options: &Options,
) -> Detected {
    let shown = Shown::new(headings, schema, options);
    let used: Vec<usize> = fields.iter().flat_map(|field| field.columns.iter().copied()).collect();
    let column = |field: &BoundField| MappedColumn {
        field: field.name.clone(),
        headings: field.headings.iter().map(|heading| shown.cell(heading)).collect(),
    };
    let unused = headings
        .iter()
        .enumerate()
        .filter(|(column, heading)| !used.contains(column) && !heading.trim().is_empty())
        .map(|(_, heading)| shown.cell(heading));
    Detected {
        name: name.to_owned(),
        format,
        compression: None,
        sheet: None,
        sheets_not_read: Vec::new(),
        sheets_repeated: Vec::new(),
        hidden_sheets: Vec::new(),
        encoding: None,
        byte_order_mark: false,
        delimiter: None,
        header_row: 0,
        columns: fields.iter().map(column).collect(),
        unused: unused.collect(),
    }
}
