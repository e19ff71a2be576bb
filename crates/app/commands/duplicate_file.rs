//! `duplicates.csv`, written as the lines come.

use anyhow::{Context, Result};
use tizim_report::{CsvRecord, CsvTarget, CsvWriter};
use tizim_rolls::{DuplicateLine, DuplicateSink, LineForm};

use crate::folder::ReportFolder;
use crate::output::NewFile;

/// `duplicates.csv`, written as the lines come.
pub(crate) struct DuplicateFile {
    writer: CsvWriter<NewFile>,
}

impl DuplicateFile {
    /// Creates it in a folder; `reveal` says that it holds names in full.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn create(folder: &ReportFolder, reveal: bool, name: &str) -> Result<Self> {
        let headings = [
            "group", "code", "severity", "rule", "list", "file", "row", "precinct", "region", "token",
            "person",
        ];
        Ok(Self { writer: CsvWriter::marked(reveal, folder.create(name)?, CsvTarget::Stream, headings)? })
    }

    /// The file, with all lines in it.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn finish(self) -> Result<NewFile> {
        self.writer.finish().context("`duplicates.csv` could not be written")
    }
}

impl DuplicateSink for DuplicateFile {
    fn form(&self) -> LineForm {
        duplicate_line
    }

    fn take(&mut self, group: u64, form: &[u8]) -> std::io::Result<()> {
        let fill = |mut record: CsvRecord<'_>| {
            record.count(group);
            record.end_with(form);
        };
        self.writer.with(fill).map_err(std::io::Error::other)
    }
}

/// A line, without the number of its group.
pub(crate) fn duplicate_line(line: &DuplicateLine<'_>, form: &mut Vec<u8>) {
    let mut record = CsvRecord::rest(form);
    record
        .word(line.code.word())
        .word(line.severity.word())
        .word(line.rule.word())
        .word(line.list.word())
        .text(line.file)
        .count(line.row)
        .text(line.precinct)
        .text(line.region)
        .text(line.token)
        .text(line.person);
    record.end();
}
