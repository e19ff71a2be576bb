//! Opening a table: from an input to a plan by which its rows are read.

use std::{fs::File, io::Read, sync::Arc};

use crate::bytes::encoding::{Decoder, Encoding};
use crate::bytes::source::{Backing, Source, fill};
use crate::detect::content;
use crate::detect::detected::{Detected, Format, MappedColumn};
use crate::detect::header::{self, SampleRow};
use crate::detect::probe::{self, Kind};
use crate::given::input::{Input, Place};
use crate::given::options::{Delimiter, Options};
use crate::given::schema::Schema;
use crate::rows::engine::{Plan, SlotPlan};
use crate::rows::foot::{self, Gate};
use crate::rows::quotes::{Cutter, Dialect};
use crate::rows::scan::ByteCounter;
use crate::rows::split::{self, Cell};
use crate::typed::shape;
use crate::typed::table_file::BoundField;
use crate::workbook::archive;
use crate::{
    error::{TableError, bytes_in_words},
    workbook,
};

/// Bytes of text that are looked at before anything is decided.
const SAMPLE: usize = 256 << 10;

/// Rows whose widths are looked at to find the delimiter.
const SAMPLE_ROWS: usize = 200;

/// Rows behind the last one that is searched for headings, of which something is asked as well.
const ROWS_BEHIND: usize = 2;

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

/// Opens a table.
pub(crate) fn open(input: &Input, schema: &Schema, options: &Options) -> Result<Opened, TableError> {
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
        Kind::Zip | Kind::Compound => return open_workbook(input, &source, kind, schema, options),
        Kind::Other(found) => return Err(TableError::Binary { path: name, found, expected: "a table" }),
    }
    open_text(source, Format::Csv, None, schema, options)
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

/// The bytes of a workbook, whole.
fn whole(source: &Source, options: &Options) -> Result<Arc<Vec<u8>>, TableError> {
    match &source.backing {
        Backing::Held(bytes) => Ok(Arc::clone(bytes)),
        Backing::File(path) => {
            let cap = options.limits.workbook_bytes;
            if source.size > cap {
                return Err(TableError::TooLarge {
                    path: source.name.clone(),
                    what: "the size of the workbook",
                    cap: bytes_in_words(cap),
                });
            }
            Ok(Arc::new(std::fs::read(path).map_err(|error| TableError::from_io(&source.name, error))?))
        }
    }
}

fn open_workbook(
    input: &Input,
    source: &Source,
    kind: Kind,
    schema: &Schema,
    options: &Options,
) -> Result<Opened, TableError> {
    let bytes = whole(source, options)?;
    let path = source.name.as_str();
    let format = if kind == Kind::Zip {
        let names: Vec<String> = archive::entries(&bytes).into_iter().map(|entry| entry.name).collect();
        if names.is_empty() {
            return Err(TableError::DamagedWorkbook {
                path: path.to_owned(),
                reason: "the archive is cut off or has no directory".to_owned(),
            });
        }
        probe::zip_format(path, &names)?
    } else {
        probe::compound_format(path, &bytes)?
    };
    if matches!(input.ending().as_str(), "csv" | "tsv" | "tab" | "txt") {
        return Err(TableError::Binary {
            path: path.to_owned(),
            found: "a workbook under the name of a text file",
            expected: "delimited text",
        });
    }
    let first = workbook::read(path, &bytes, format, options)?;
    let others = first.others.clone();
    let mut name = first.name.clone();
    let mut opened = open_sheet(source, format, first, schema, options);
    // A sheet of instructions may stand before the table.
    if matches!(opened, Err(TableError::NoHeading { .. })) {
        for other in &others {
            let stated = Options { sheet: Some(other.clone()), ..options.clone() };
            let sheet = workbook::read(path, &bytes, format, &stated)?;
            if let Ok(found) = open_sheet(source, format, sheet, schema, options) {
                (name, opened) = (other.clone(), Ok(found));
                break;
            }
        }
    }
    let mut opened = opened?;
    let others = others.iter().filter(|other| **other != name);
    opened.detected.sheets_not_read = others.map(|other| shape::heading_for_display(other)).collect();
    opened.workbook = Some((bytes.len() as u64, blake3::hash(&bytes)));
    Ok(opened)
}

fn open_sheet(
    source: &Source,
    format: Format,
    sheet: workbook::Sheet,
    schema: &Schema,
    options: &Options,
) -> Result<Opened, TableError> {
    let text = Source {
        name: source.name.clone(),
        size: sheet.text.len() as u64,
        backing: Backing::Held(Arc::new(sheet.text)),
        compression: None,
        utf16: None,
    };
    let mut stated = options.clone();
    stated.encoding = Some(Encoding::Utf8);
    stated.delimiter = Some(Delimiter::Comma);
    open_text(text, format, Some(sheet.name), schema, &stated)
}

/// The first bytes of the stream, and whether they are all of it.
fn sample(source: &Source) -> Result<(Vec<u8>, bool), TableError> {
    let mut reader = source.stream(&Arc::new(ByteCounter::default()), None)?;
    let mut bytes = vec![0; SAMPLE];
    let count = fill(&mut *reader, &mut bytes).map_err(|error| source.failure(error, 0))?;
    bytes.truncate(count);
    Ok((bytes, count < SAMPLE))
}

/// Pieces from the middle and the end, where the source allows it: the first names may all be plain ASCII.
fn further_pieces(source: &Source) -> Vec<Vec<u8>> {
    const PIECE: usize = 64 << 10;
    let mut pieces = Vec::new();
    if source.is_direct()
        && source.size > (SAMPLE + 4 * PIECE) as u64
        && let Ok(mut reader) = source.random()
    {
        for quarter in 1..=4 {
            let mut piece = vec![0; PIECE];
            let offset = (source.size - PIECE as u64) / 4 * quarter;
            if let Ok(count) = reader.read_at(offset, &mut piece) {
                piece.truncate(count);
                pieces.push(piece);
            }
        }
    }
    pieces
}

fn open_text(
    mut source: Source,
    format: Format,
    sheet: Option<String>,
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
    let utf16 = match options.encoding {
        Some(Encoding::Utf16Le) if !text.starts_with(b"\xfe\xff") => Some(false),
        Some(Encoding::Utf16Le | Encoding::Utf16Be) => Some(true),
        Some(_) => None,
        None => content::utf16(&text),
    };
    if utf16.is_some() {
        mark = text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff");
        source.utf16 = utf16;
        (text, complete) = sample(&source)?;
    }
    let encoding = decide_encoding(&source, &text, mark, options)?;
    let skip = if utf16.is_none() && encoding == Encoding::Utf8 && mark { 3 } else { 0 };
    let body = &text[skip..];
    if complete && body.iter().all(u8::is_ascii_whitespace) {
        return Err(TableError::Empty { path: source.name });
    }
    let zeros = memchr::memchr_iter(0, body).count();
    if zeros * 20 > body.len() {
        return Err(TableError::Binary { path: source.name, found: "a binary file", expected: "a table" });
    }
    let line_end = if memchr::memchr(b'\n', body).is_none() && memchr::memchr(b'\r', body).is_some() {
        b'\r'
    } else {
        b'\n'
    };
    let reader = SampleReader { body, skip, complete, decoder: Decoder::new(encoding), line_end };
    let (delimiter, rows) = decide_delimiter(&source.name, &reader, schema, options)?;
    let found = header::find(&rows, schema, options);
    if let (None, Some(row)) = (&found, options.header_row) {
        return Err(TableError::HeadingRowAbsent { path: source.name, row, seen: rows.len() as u64 });
    }
    let fields = header::bind(&source.name, &rows, found.as_ref(), schema, options)?;
    let at = found.map_or(0, |found| found.at);
    let mut headings: Vec<String> = rows[at].cells.clone();
    while headings.last().is_some_and(|heading| heading.trim().is_empty()) {
        headings.pop();
    }
    let shown = header::Shown::new(&headings, schema, options);
    let encoding_of_file = match utf16 {
        Some(true) => Encoding::Utf16Be,
        Some(false) => Encoding::Utf16Le,
        None => encoding,
    };
    let is_text = format == Format::Csv;
    let used: Vec<usize> = fields.iter().flat_map(|field| field.columns.iter().copied()).collect();
    let detected = Detected {
        name: source.name.clone(),
        format,
        compression: source.compression,
        sheet,
        sheets_not_read: Vec::new(),
        encoding: is_text.then_some(encoding_of_file),
        byte_order_mark: is_text && mark,
        delimiter: is_text.then(|| delimiter.name()),
        header_row: at as u64 + 1,
        columns: fields
            .iter()
            .map(|field| MappedColumn {
                field: field.name.clone(),
                headings: field.headings.iter().map(|heading| shown.cell(heading)).collect(),
            })
            .collect(),
        unused: headings
            .iter()
            .enumerate()
            .filter(|(column, heading)| !used.contains(column) && !heading.trim().is_empty())
            .map(|(_, heading)| shown.cell(heading))
            .collect(),
    };
    let numbering = rows.get(at + 1).filter(|row| foot::numbers_columns(&row.cells)).map(|_| rows[at].end);
    let telling = |field: &BoundField| schema.field(&field.name).is_some_and(|field| field.telling);
    let who = |name: &str| schema.persons && schema.any_of.iter().flatten().any(|known| known == name);
    let plan = Plan {
        dialect: Dialect { delimiter: delimiter.byte(), line_end },
        gate: Gate::new(encoding, &headings),
        headings,
        slots: fields
            .iter()
            .map(|field| SlotPlan {
                columns: field.columns.clone(),
                telling: telling(field),
                who: who(&field.name) || (schema.persons && telling(field)),
            })
            .collect(),
        decoder: Decoder::new(encoding),
        data_start: rows[at].end,
        numbering,
        most_rejects: options.limits.rejects,
    };
    Ok(Opened { source, plan, detected, fields, skip, workbook: None })
}

fn decide_encoding(
    source: &Source,
    text: &[u8],
    mark: bool,
    options: &Options,
) -> Result<Encoding, TableError> {
    if source.utf16.is_some() {
        return Ok(Encoding::Utf8);
    }
    let further = further_pieces(source);
    let mut pieces = vec![text];
    pieces.extend(further.iter().map(Vec::as_slice));
    match options.encoding {
        Some(Encoding::Utf8) => {
            let share = content::utf8_share(text);
            if share.bad > 4 && share.bad > share.good {
                return Err(TableError::WrongEncoding {
                    path: source.name.clone(),
                    given: Encoding::Utf8.name(),
                    invalid: share.bad,
                    seen: text.iter().filter(|byte| !byte.is_ascii()).count() as u64,
                    found: content::best(&pieces).name(),
                });
            }
            Ok(Encoding::Utf8)
        }
        Some(stated) => {
            let high: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii()).collect();
            let invalid =
                memchr::memchr_iter(crate::bytes::encoding::UNDECODABLE, &stated.decode(&high)).count();
            if invalid > 4 && invalid * 20 > high.len() {
                return Err(TableError::WrongEncoding {
                    path: source.name.clone(),
                    given: stated.name(),
                    invalid: invalid as u64,
                    seen: high.len() as u64,
                    found: content::best(&pieces).name(),
                });
            }
            Ok(stated)
        }
        None if mark => Ok(Encoding::Utf8),
        None => Ok(content::best(&pieces)),
    }
}

/// Reads the rows of the sample under a delimiter.
struct SampleReader<'a> {
    body: &'a [u8],
    skip: usize,
    complete: bool,
    decoder: Option<Decoder>,
    line_end: u8,
}

impl SampleReader<'_> {
    /// The rows up to and behind those that are searched for headings, and the widths of the first rows.
    fn rows(&self, delimiter: Delimiter, searched: usize) -> (Vec<SampleRow>, Vec<usize>) {
        let dialect = Dialect { delimiter: delimiter.byte(), line_end: self.line_end };
        let end = if self.complete {
            self.body.len()
        } else {
            Cutter::default().last_row_end(dialect, self.body).unwrap_or(self.body.len())
        };
        let text = &self.body[..end];
        let mut split = split::Rows::default();
        split.split(dialect, text);
        let cell = |cell: Cell| {
            let raw = split::raw(text, cell);
            let mut plain = Vec::new();
            if cell.escaped {
                split::unescape(raw, &mut plain);
            } else {
                plain.extend_from_slice(raw);
            }
            let mut out = Vec::new();
            match &self.decoder {
                Some(decoder) => decoder.decode_into(&plain, &mut out),
                None => out = plain,
            }
            String::from_utf8_lossy(&out).into_owned()
        };
        let ends = split.of(text).skip(1).map(|row| row.start() as usize).chain(std::iter::once(end));
        let widths = split.of(text).take(SAMPLE_ROWS).map(|row| row.len()).collect();
        let rows = split.of(text).take(searched.saturating_add(ROWS_BEHIND)).zip(ends).map(|(row, end)| {
            SampleRow { cells: row.cells().map(cell).collect(), end: (end + self.skip) as u64 }
        });
        (rows.collect(), widths)
    }
}

/// How well a delimiter fits: enough headings, known headings, even rows.
fn fit(
    rows: &[SampleRow],
    mut widths: Vec<usize>,
    schema: &Schema,
    options: &Options,
) -> (bool, usize, usize) {
    let found = header::find(rows, schema, options);
    widths.retain(|width| *width > 1);
    widths.sort_unstable();
    let even = widths.chunk_by(|left, right| left == right).map(<[usize]>::len).max().unwrap_or(0);
    (found.as_ref().is_some_and(|found| found.enough), found.map_or(0, |found| found.known), even)
}

fn decide_delimiter(
    path: &str,
    reader: &SampleReader<'_>,
    schema: &Schema,
    options: &Options,
) -> Result<(Delimiter, Vec<SampleRow>), TableError> {
    let stated = options.header_row.map_or(0, |row| usize::try_from(row).unwrap_or(0));
    let tried = |delimiter| {
        let (rows, widths) = reader.rows(delimiter, header::SEARCHED.max(stated));
        (fit(&rows, widths, schema, options), delimiter, rows)
    };
    if let Some(given) = options.delimiter {
        let (fit, _, rows) = tried(given);
        if !fit.0 {
            let other =
                Delimiter::ALL.into_iter().filter(|other| *other != given).map(tried).find(|(fit, ..)| fit.0);
            if let Some((_, other, _)) = other {
                return Err(TableError::WrongDelimiter {
                    path: path.to_owned(),
                    given: given.name(),
                    found: other.name(),
                });
            }
        }
        return Ok((given, rows));
    }
    let mut best = tried(Delimiter::Comma);
    let others = [Delimiter::Semicolon, Delimiter::Tab, Delimiter::Pipe];
    // Whatever is not there divides no better than a comma.
    let present = |delimiter: &Delimiter| memchr::memchr(delimiter.byte(), reader.body).is_some();
    for delimiter in others.into_iter().filter(present) {
        let other = tried(delimiter);
        if other.0 > best.0 {
            best = other;
        }
    }
    Ok((best.1, best.2))
}
