//! Where duplicates go row by row: there may be more of them than memory.

use crate::{Code, Kind, Rule};
use tizim_evidence::Severity;

/// One line of `duplicates.csv`: one row of one group under one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DuplicateLine<'a> {
    /// Number of the group, from 1; the same for all codes and rows of a group.
    pub group: u64,
    /// Finding code.
    pub code: Code,
    /// How grave.
    pub severity: Severity,
    /// What the rows share.
    pub rule: Rule,
    /// Kind of list.
    pub list: Kind,
    /// File name as given, without folders of this machine.
    pub file: &'a str,
    /// Physical row of the sheet.
    pub row: u64,
    /// Precinct as written.
    pub precinct: &'a str,
    /// Region as written.
    pub region: &'a str,
    /// The person's token under the key of the run.
    pub token: &'a str,
    /// Initials and birth year; the full name where names are revealed.
    pub person: &'a str,
    /// Photo, page or line that the row was taken from, where the list says.
    pub source_ref: &'a str,
}

/// Takes the lines, group by group. The lines of a group come together, by code and then in the order of the input.
pub trait DuplicateSink {
    /// Takes one line.
    ///
    /// # Errors
    /// Where it cannot be written; the check ends.
    fn line(&mut self, line: &DuplicateLine<'_>) -> std::io::Result<()>;
}

/// Keeps nothing.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoSink;

impl DuplicateSink for NoSink {
    fn line(&mut self, _line: &DuplicateLine<'_>) -> std::io::Result<()> {
        Ok(())
    }
}
