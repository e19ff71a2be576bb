//! What divides the fields of a text: tried on its first rows.

use crate::bytes::encoding::Decoder;
use crate::detect::header;
use crate::detect::sample::SampleRow;
use crate::error::TableError;
use crate::given::options::{Delimiter, Options};
use crate::given::schema::Schema;
use crate::rows::fields::{Cell, Rows, raw, unescape};
use crate::rows::plan::is_unicode;
use crate::rows::quotes::{Cutter, Dialect};

/// Rows whose widths are looked at to find the delimiter.
const SAMPLE_ROWS: usize = 200;

/// Rows behind the last one that is searched for headings, of which something is asked as well.
const ROWS_BEHIND: usize = 2;

/// Reads the rows of the sample under a delimiter.
pub(crate) struct SampleReader<'a> {
    pub(crate) body: &'a [u8],
    pub(crate) skip: usize,
    pub(crate) complete: bool,
    pub(crate) decoder: Option<Decoder>,
    pub(crate) line_end: u8,
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
        let mut split = Rows::default();
        split.split(dialect, text);
        let cell = |cell: Cell, decoder: Option<&Decoder>| {
            let raw = raw(text, cell);
            let mut plain = Vec::new();
            if cell.escaped {
                unescape(raw, &mut plain);
            } else {
                plain.extend_from_slice(raw);
            }
            let mut out = Vec::new();
            match decoder {
                Some(decoder) => decoder.decode_into(&plain, &mut out),
                None => out = plain,
            }
            String::from_utf8_lossy(&out).into_owned()
        };
        let ends = split.of(text).skip(1).map(|row| row.start() as usize).chain(std::iter::once(end));
        let widths = split.of(text).take(SAMPLE_ROWS).map(|row| row.len()).collect();
        let rows = split.of(text).take(searched.saturating_add(ROWS_BEHIND)).zip(ends).map(|(row, end)| {
            // A file in two encodings has headings in either.
            let is_other = text.get(row.start() as usize..end).is_some_and(is_unicode);
            let decoder = self.decoder.as_ref().filter(|_| !is_other);
            let cells = row.cells().map(|one| cell(one, decoder)).collect();
            SampleRow { cells, end: (end + self.skip) as u64 }
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
    let found = header::find(rows, &[], schema, options);
    widths.retain(|width| *width > 1);
    widths.sort_unstable();
    let even = widths.chunk_by(|left, right| left == right).map(<[usize]>::len).max().unwrap_or(0);
    (found.as_ref().is_some_and(|found| found.enough), found.map_or(0, |found| found.known), even)
}

/// The delimiter under which the headings are found best, with the first rows under it.
///
/// # Errors
/// [`TableError::WrongDelimiter`] where the one that was stated finds no headings and another does.
pub(crate) fn decide(
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
