//! What the audit asks of voter lists, without knowing how they are kept.
//!
//! The questions come in one batch, so that an adapter answers them in one pass over a roll of millions of rows with
//! a table of the few hundred thousand holders.

use tizim_evidence::{Evidence, Finding};
use tizim_polling::Holder;

/// One certificate whose holder is asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held<'a> {
    /// Who holds it.
    pub holder: Holder<'a>,
    /// Serial as written.
    pub serial: &'a str,
    /// Region of the home precinct; empty where unknown.
    pub home_region: &'a str,
    /// Home precinct; empty where unknown.
    pub home_precinct: &'a str,
    /// Region of the precinct of use; empty where unknown.
    pub used_region: &'a str,
    /// Precinct of use; empty where it is not known to be used.
    pub used_precinct: &'a str,
}

/// An answer that may be wanting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so, and the list that would show it is there.
    No,
    /// The list that would show it is not there, or lacks the columns.
    #[default]
    Unknown,
}

/// How a person was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchedBy {
    /// By names and birth date or year: a lead.
    Name,
    /// By the identification number.
    Identifier,
}

/// Whether an entry says that it was taken off its list: struck off, died, removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Removed {
    /// It does not, or not plainly.
    #[default]
    No,
    /// It was, by election day: it makes nobody a voter there.
    InTime,
    /// It was, after election day: until then it stood.
    TooLate,
}

/// One entry of the holder on a voter list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEntry {
    /// Kind of list: `permanent`, `special`, `temporary`, `supplementary` …
    pub kind: String,
    /// Where it stands.
    pub evidence: Evidence,
    /// Region of the entry; empty where unknown.
    pub region: String,
    /// Precinct of the entry; empty where unknown.
    pub precinct: String,
    /// How the holder was recognised.
    pub matched_by: MatchedBy,
    /// The mark in the holder's row, where the list has such a column: `Some("")` is a row without a mark.
    pub mark: Option<String>,
    /// Whether mark or column say that the entry was taken off its list.
    pub removed: Removed,
    /// The serial in the holder's row, where the list has such a column: `Some("")` is a row without a serial.
    pub avc_serial: Option<String>,
}

/// What the lists say of one holder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Located {
    /// Whether the permanent list of the home precinct is among the lists given and holds the person.
    pub on_home_list: Answer,
    /// Every entry of the person on any list given, in a stable order.
    pub entries: Vec<ListEntry>,
}

/// Why the lists could not answer.
pub type ListError = Box<dyn std::error::Error + Send + Sync>;

/// Voter lists that can be asked about holders.
pub trait HomeList {
    /// The kinds of list that are there: `permanent`, `special`, `temporary`, `supplementary` …
    fn kinds(&self) -> Vec<String>;

    /// What the lists say of each holder, in the order asked.
    ///
    /// # Errors
    /// Where a list cannot be read.
    fn locate(&self, held: &[Held<'_>]) -> Result<Vec<Located>, ListError>;

    /// What is to be told of their rows, once they were searched: rows that could not be read or were set aside.
    fn told(&self) -> Vec<Finding> {
        Vec::new()
    }
}
