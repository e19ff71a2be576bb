//! `duplicates.csv`, written as the lines come.

use std::io::Write;

use anyhow::{Context, Result};
use tizim_report::{CsvRecord, CsvTarget, CsvWriter};
use tizim_rolls::{Answer, DuplicateLine, DuplicateSink, LineForm, Since, Standing};

use crate::folder::ReportFolder;
use crate::output::NewFile;

/// `duplicates.csv`, written as the lines come.
pub(crate) struct DuplicateFile<W: Write = NewFile> {
    writer: CsvWriter<W>,
    /// The end of every line of the present group: whether the earlier run had it.
    since: &'static [u8],
    closed: Vec<u64>,
}

impl DuplicateFile {
    /// Creates it in a folder; `reveal` says that it holds names in full.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn create(folder: &ReportFolder, reveal: bool, name: &str) -> Result<Self> {
        Self::to(folder.create(name)?, reveal)
    }
}

impl<W: Write> DuplicateFile<W> {
    /// Writes to `out`; `reveal` says that names in full are among the lines.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn to(out: W, reveal: bool) -> Result<Self> {
        let headings = [
            "group", "code", "severity", "rule", "list", "file", "row", "precinct", "region", "token",
            "person", "values", "state", "decision", "since",
        ];
        let writer = CsvWriter::marked(reveal, out, CsvTarget::Stream, headings)?;
        Ok(Self { writer, since: b",\n", closed: Vec::new() })
    }

    /// Groups of the earlier run that are gone.
    pub(crate) fn closed(&self) -> &[u64] {
        &self.closed
    }

    /// What all lines were written to.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn finish(self) -> Result<W> {
        self.writer.finish().context("`duplicates.csv` could not be written")
    }
}

impl<W: Write> DuplicateSink for DuplicateFile<W> {
    fn form(&self) -> LineForm {
        duplicate_line
    }

    fn take(&mut self, group: u64, form: &[u8]) -> std::io::Result<()> {
        let since = self.since;
        let fill = |mut record: CsvRecord<'_>| {
            record.count(group).cells(form);
            record.end_with(since);
        };
        self.writer.with(fill).map_err(std::io::Error::other)
    }

    fn begin(&mut self, _group: u64, since: Option<Since>) {
        self.since = match since {
            None => b",\n",
            Some(Since::New) => b",new\n",
            Some(Since::Persisting) => b",persisting\n",
        };
    }

    fn end(&mut self, closed: &[u64]) {
        self.closed = closed.to_vec();
    }
}

/// A line, without the number of its group before it and without what ends it.
pub(crate) fn duplicate_line(line: &DuplicateLine<'_>, form: &mut Vec<u8>) {
    let mut record = CsvRecord::rest(form);
    record
        .word(line.code.word())
        .word(line.severity.word())
        .word(line.why.word())
        .word(line.list.word())
        .text(line.file)
        .count(line.row)
        .text(line.precinct)
        .text(line.region)
        .text(line.token)
        .text(line.person)
        .text(line.values)
        .word(line.standing.map_or("", Standing::word))
        .word(line.standing.and_then(Standing::cleared).map_or("", Answer::word));
}
