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

use crate::json::shown_figures;
use crate::public::shown_count;
use crate::{Report, ReportError, visible};

/// Where the CSV goes, which decides on the byte order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvTarget {
    /// A file: starts with the mark, without which Excel takes the text for Windows-1251.
    File,
    /// Standard output or a pipe: no mark, which other programs would take for part of the first heading.
    Stream,
}

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
    writer: csv::Writer<W>,
}

impl<W: Write> CsvWriter<W> {
    /// Starts a table with these headings.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn new<'h>(
        mut writer: W,
        target: CsvTarget,
        headings: impl IntoIterator<Item = &'h str>,
    ) -> Result<Self, ReportError> {
        if target == CsvTarget::File {
            writer.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(writer);
        writer.write_record(headings.into_iter().map(guarded))?;
        Ok(Self { writer })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn record(&mut self, values: &[Value]) -> Result<(), ReportError> {
        self.writer.write_record(values.iter().map(cell))?;
        Ok(())
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn finish(mut self) -> Result<(), ReportError> {
        self.writer.flush()?;
        Ok(())
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
    let mut writer = CsvWriter::new(writer, target, FINDING_HEADINGS)?;
    for finding in &audit.findings {
        for record in finding_records(report, finding) {
            writer.record(&record)?;
        }
    }
    writer.finish()
}

/// The lines of one finding, as they stand in CSV and workbook.
pub(crate) fn finding_records(
    report: &Report<'_>,
    finding: &Finding,
) -> impl Iterator<Item = [Value; FINDING_HEADINGS.len()]> {
    let title = report.catalogue.text(&finding.title);
    let figures = serde_json::to_string(&shown_figures(finding)).unwrap_or_default();
    let source = finding.source.as_ref().map(tizim_evidence::SourceRef::citation);
    let places = finding.evidence.iter().map(Some).chain(finding.evidence.is_empty().then_some(None));
    let record = move |place: Option<&Evidence>| {
        [
            finding.code.into(),
            finding.severity.word().into(),
            finding.subject.kind.into(),
            (&finding.subject.id).into(),
            shown_count(finding),
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

/// Writes a table of the audit under its keys. For the public edition take the table from [`Report::view`].
///
/// # Errors
/// Where the writer fails.
pub fn table_csv(table: &Table, writer: impl Write, target: CsvTarget) -> Result<(), ReportError> {
    let mut writer = CsvWriter::new(writer, target, table.columns.iter().map(|column| column.key))?;
    for row in &table.rows {
        writer.record(row)?;
    }
    writer.finish()
}

/// A value as a cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => guarded(text),
        Value::List(values) => {
            guarded(&values.iter().map(plain).filter(|one| !one.is_empty()).collect::<Vec<_>>().join("; "))
        }
        other => plain(other),
    }
}

/// A value without words of any language; what was not established is empty.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Integer(count) => count.to_string(),
        Value::Real(real) if real.is_finite() => real.to_string(),
        Value::Interval(bounds) if bounds.low.is_finite() && bounds.high.is_finite() => {
            format!("{} to {}", bounds.low, bounds.high)
        }
        Value::Text(text) => text.clone(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

/// A text that no spreadsheet takes for a formula.
fn guarded(text: &str) -> String {
    let shown = visible(text);
    if is_plain_number(text) {
        return shown.into_owned();
    }
    let mut cell = String::with_capacity(shown.len() + 1);
    if starts_formula(text) {
        cell.push('\'');
    }
    let mut cuts = false;
    for character in shown.chars() {
        if cuts && is_formula_sign(character) {
            cell.push('\'');
        }
        cuts = matches!(character, ';' | '|');
        cell.push(character);
    }
    cell
}

fn starts_formula(text: &str) -> bool {
    text.starts_with(|first| is_formula_sign(first) || matches!(first, '\t' | '\r' | '\n'))
}

fn is_formula_sign(character: char) -> bool {
    matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// Whether the text is a number as a spreadsheet reads one: digits with at most one minus and one point.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tizim_evidence::Interval;

    #[test]
    fn formulas_are_disarmed_and_numbers_left() {
        let expected = [
            ("=1+1", "'=1+1"),
            ("+7 701", "'+7 701"),
            ("-cmd", "'-cmd"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\\t=1"),
            ("\r=1", "'\\r=1"),
            ("＝1", "'＝1"),
            ("x;=1+1", "x;'=1+1"),
            ("-3.2", "-3.2"),
            ("-3", "-3"),
            ("-3-2", "'-3-2"),
            ("-", "'-"),
            ("a=b", "a=b"),
            ("two\nlines", "two\\nlines"),
        ];
        for (text, cell) in expected {
            assert_eq!(guarded(text), cell);
        }
    }

    #[test]
    fn values_are_written_plainly() {
        let bounds = Interval { low: 3.95, high: 3.98, tight: true };
        let values =
            [(-3.2).into(), 0.into(), Value::Missing, bounds.into(), true.into(), vec!["a", "=b"].into()];
        assert_eq!(values.each_ref().map(cell), ["-3.2", "0", "", "3.95 to 3.98", "true", "a; =b"]);
    }
}
