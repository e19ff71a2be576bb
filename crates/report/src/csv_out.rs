//! Tables as CSV that a spreadsheet opens without running anything in it.
//!
//! UTF-8, comma, a quote where needed, one line feed per line. A number is written plainly (point, no separators), a share
//! as a fraction, bounds as `3.95 to 3.98`, yes and no as `true` and `false`, what was not established as
//! an empty cell.
//!
//! A spreadsheet runs a cell that starts with `=`, `+`, `-`, `@`, a tab or a carriage return (or the full-width
//! forms of the signs) as a formula. Such a text gets an apostrophe in front; a plain number such as `-3.2`
//! stays a number. The same is done after a semicolon or tab within a text, where a spreadsheet of another
//! country cuts. Characters that act ([`visible`](crate::visible)) are written as escapes, so that every
//! record is one line.

use std::io::Write;

use tizim_evidence::{Evidence, Finding, Table, Value};

use crate::csv_record::{CsvRecord, Dialect};
use crate::{Report, ReportError};

/// Where the CSV goes, which decides on the byte order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvTarget {
    /// A file: starts with the mark, without which Excel takes the text for Windows-1251.
    File,
    /// Standard output or a pipe: no mark, which other programs would take for part of the first heading.
    Stream,
    /// A spreadsheet of a country: with the mark, and in the dialect that it opens with a double click.
    Spreadsheet(Dialect),
}

impl CsvTarget {
    fn dialect(self) -> Dialect {
        match self {
            Self::File | Self::Stream => Dialect::PLAIN,
            Self::Spreadsheet(dialect) => dialect,
        }
    }
}

/// The heading of the column that marks every row of a table with names in full, and what stands in it.
const NAMES_SHOWN: (&str, &str) = ("names_shown", "do-not-publish");

/// Writes records whose cells can do no harm in a spreadsheet.
///
/// ```
/// use tizim_report::{CsvTarget, CsvWriter};
///
/// let mut bytes = Vec::new();
/// let mut writer = CsvWriter::new(&mut bytes, CsvTarget::Stream, ["file", "row"])?;
/// writer.record(&["=cmd|' /C calc'!A0".into(), 7.into()])?;
/// writer.finish()?;
/// assert_eq!(String::from_utf8_lossy(&bytes), "file,row\n'=cmd|' /C calc'!A0,7\n");
/// # Ok::<(), tizim_report::ReportError>(())
/// ```
#[derive(Debug)]
pub struct CsvWriter<W: Write> {
    writer: W,
    dialect: Dialect,
    /// Whether every record is marked as one of a table with names in full.
    marked: bool,
    /// Records that wait to be written together.
    waiting: Vec<u8>,
}

/// Bytes that wait at most.
const WAITING: usize = 1 << 16;

impl<W: Write> CsvWriter<W> {
    /// Starts a table with these headings.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn new<'h>(
        writer: W,
        target: CsvTarget,
        headings: impl IntoIterator<Item = &'h str>,
    ) -> Result<Self, ReportError> {
        Self::marked(false, writer, target, headings)
    }

    /// The same of a table that may hold names in full: where it does (`revealed`), a first column says so in every row.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn marked<'h>(
        revealed: bool,
        writer: W,
        target: CsvTarget,
        headings: impl IntoIterator<Item = &'h str>,
    ) -> Result<Self, ReportError> {
        let mut waiting = Vec::with_capacity(WAITING + (WAITING >> 2));
        if target != CsvTarget::Stream {
            waiting.extend_from_slice("\u{feff}".as_bytes());
        }
        let dialect = target.dialect();
        let mut record = CsvRecord::of(&mut waiting, dialect);
        if revealed {
            record.word(NAMES_SHOWN.0);
        }
        for heading in headings {
            record.text(heading);
        }
        record.end();
        Ok(Self { writer, dialect, marked: revealed, waiting })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn record(&mut self, values: &[Value]) -> Result<(), ReportError> {
        self.with(|mut record| {
            for value in values {
                record.value(value);
            }
            record.end();
        })
    }

    /// Writes one record, which `fill` gives its cells and ends.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn with(&mut self, fill: impl FnOnce(CsvRecord<'_>)) -> Result<(), ReportError> {
        let mut record = CsvRecord::of(&mut self.waiting, self.dialect);
        if self.marked {
            record.word(NAMES_SHOWN.1);
        }
        fill(record);
        if self.waiting.len() >= WAITING {
            self.writer.write_all(&self.waiting)?;
            self.waiting.clear();
        }
        Ok(())
    }

    /// Writes what is still held back, and gives the writer back.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn finish(mut self) -> Result<W, ReportError> {
        self.writer.write_all(&self.waiting)?;
        self.writer.flush()?;
        Ok(self.writer)
    }
}

/// The headings of [`findings_csv`].
pub(crate) const FINDING_HEADINGS: [&str; 12] = [
    "code",
    "severity",
    "subject_kind",
    "subject_id",
    "count",
    "title",
    "figures",
    "file",
    "list",
    "row",
    "rule",
    "source",
];

/// Writes one line per finding and piece of evidence, and one for a finding without evidence. `figures` is a
/// JSON object.
///
/// # Errors
/// Where the writer fails.
pub fn findings_csv(report: &Report<'_>, writer: impl Write, target: CsvTarget) -> Result<(), ReportError> {
    let audit = report.view();
    let mut writer = CsvWriter::marked(report.reveal, writer, target, FINDING_HEADINGS)?;
    for finding in &audit.findings {
        for record in finding_records(report, finding) {
            writer.record(&record)?;
        }
    }
    writer.finish()?;
    Ok(())
}

/// The lines of one finding, as they stand in CSV and workbook.
pub(crate) fn finding_records(
    report: &Report<'_>,
    finding: &Finding,
) -> impl Iterator<Item = [Value; FINDING_HEADINGS.len()]> {
    let title = report.catalogue.text(&finding.title);
    let figures = serde_json::to_string(&finding.figures).unwrap_or_default();
    let source = finding.source.as_ref().map(tizim_evidence::SourceRef::citation);
    let places = finding.evidence.iter().map(Some).chain(finding.evidence.is_empty().then_some(None));
    let record = move |place: Option<&Evidence>| {
        [
            finding.code.into(),
            finding.severity.word().into(),
            finding.subject.kind.into(),
            (&finding.subject.id).into(),
            finding.cases(),
            (&title).into(),
            (&figures).into(),
            place.map(|place| place.file.as_str()).into(),
            place.and_then(|place| place.list.as_deref()).into(),
            place.map(|place| place.row).into(),
            (&finding.rule).into(),
            source.as_deref().into(),
        ]
    };
    places.map(record).collect::<Vec<_>>().into_iter()
}

/// Writes a table of the audit under its keys, marked in every row where names are shown (`revealed`). For the public edition
/// take the table from [`Report::view`].
///
/// # Errors
/// Where the writer fails.
pub fn table_csv(
    revealed: bool,
    table: &Table,
    writer: impl Write,
    target: CsvTarget,
) -> Result<(), ReportError> {
    let mut writer =
        CsvWriter::marked(revealed, writer, target, table.columns.iter().map(|column| column.key))?;
    for row in &table.rows {
        writer.record(row)?;
    }
    writer.finish()?;
    Ok(())
}
