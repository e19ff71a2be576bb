//! Where duplicates go row by row: there may be more of them than memory.

use tizim_evidence::Severity;

use crate::past::{Since, Standing};
use crate::probable::Likeness;
use crate::row::whole::WholeRow;
use crate::verdict::group::SecondEntryBasis;
use crate::{Code, Kind, Rule};

/// One line of `duplicates.csv`: one row of one group under one code.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DuplicateLine<'a> {
    /// Finding code.
    pub code: Code,
    /// How grave.
    pub severity: Severity,
    /// Why the rows are told together.
    pub why: Why<'a>,
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
    /// The digest of all that the row states; empty where none is made.
    pub values: &'a str,
    /// How the rows of the group stand by the decisions on them.
    pub standing: Option<Standing>,
    /// What the verdict goes by, where it is about second entries of one person.
    pub basis: Option<SecondEntryBasis>,
    /// The rows of the verdict that this one is a pair with, for a sink that asks for pairs: bit `n` for the `n`-th row,
    /// counted from 0 and always behind this one. None of a verdict on more than [`MOST_PAIRED`] rows.
    pub partners: u32,
    /// The row as it is written, where names are revealed.
    pub whole: Option<&'a WholeRow>,
}

/// Why rows are told together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Why<'a> {
    /// They share what this rule asks for.
    Rule(Rule),
    /// They are alike: a lead.
    Likeness(&'a Likeness),
}

impl Why<'_> {
    /// The word of the rule; `likeness` where there is none.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.word(),
            Self::Likeness(_) => "likeness",
        }
    }
}

/// Rows of a verdict that are told as pairs; of more, each is told by itself.
pub const MOST_PAIRED: usize = 20;

/// Appends a line in the form in which [`DuplicateSink::take`] wants it, without the number of its group.
pub type LineForm = fn(&DuplicateLine<'_>, &mut Vec<u8>);

/// Takes the lines, group by group. The lines of a group come together, by code and then in the order of the input.
///
/// A line is made in two steps, because groups are judged in parallel and get their numbers in order: first it is put
/// into the form in which it is kept, wherever its group is judged; then it is taken, in its place.
pub trait DuplicateSink {
    /// The form of a line.
    fn form(&self) -> LineForm;

    /// Whether lines are to say which rows are pairs; it costs a judgement of each pair.
    fn wants_pairs(&self) -> bool {
        false
    }

    /// Takes the next line. `group` counts from 1 and is the same for all codes and rows of a group.
    ///
    /// # Errors
    /// Where it cannot be written; the check ends.
    fn take(&mut self, group: u64, form: &[u8]) -> std::io::Result<()>;

    /// The lines of a group follow. Where an earlier run is known, `since` tells whether it had the group.
    fn begin(&mut self, group: u64, since: Option<Since>) {
        let _ = (group, since);
    }

    /// All groups were taken. These groups of the earlier run are gone.
    fn end(&mut self, closed: &[u64]) {
        let _ = closed;
    }
}

/// Keeps nothing.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoSink;

impl DuplicateSink for NoSink {
    fn form(&self) -> LineForm {
        |_, _| {}
    }

    fn take(&mut self, _group: u64, _form: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
}
