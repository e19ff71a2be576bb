//! What a check is given.

use jiff::civil::Date;
use tizim_evidence::Evidence;
use tizim_tables::TableFile;

use crate::past::Past;
use crate::{Kind, Rules};

/// One list: a kind, its files and the day it was extracted.
#[derive(Debug)]
pub struct ListInput {
    /// What the list is for.
    pub kind: Kind,
    /// Its files, opened; many where a list came as one workbook per precinct.
    pub files: Vec<TableFile>,
    /// The day the extract was made, if known. Some verdicts hang on it.
    pub date: Option<Date>,
    /// Names of files of its folder that are no tables and were not read.
    pub passed_over: Vec<String>,
}

/// Counts of one precinct, as a table of precincts states them. A count that is not known is `None`, never zero.
#[derive(Debug, Clone, Default)]
pub struct PrecinctCounts {
    /// Region as written; empty where the table has none.
    pub region: String,
    /// Number of the precinct as written.
    pub precinct: String,
    /// What kind of precinct it is, such as a hospital; empty where the table does not say.
    pub kind: String,
    /// Voters on the list.
    pub voters: Option<u64>,
    /// Members of the commission.
    pub members: Option<u64>,
    /// Voters on the list at an earlier date.
    pub voters_before: Option<u64>,
    /// Voters added since.
    pub added: Option<u64>,
    /// Voters removed since.
    pub removed: Option<u64>,
    /// Voters added on election day.
    pub added_on_day: Option<u64>,
    /// The row may be the total of others.
    pub perhaps_total: bool,
    /// The row that states it.
    pub evidence: Option<Evidence>,
}

/// Everything that is checked together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inputs<'a> {
    /// The lists, in the order given.
    pub lists: &'a [ListInput],
    /// Counts of precincts, where there is a table of them.
    pub precincts: Option<&'a [PrecinctCounts]>,
    /// What is known from runs before.
    pub past: Past<'a>,
}

/// Which checks of rows and counts are made beside the search for second entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Checks {
    /// All that the input allows.
    #[default]
    All,
    /// None.
    None,
}

/// Which second entries are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// All of them, within lists and across.
    #[default]
    All,
    /// Those that stand on more than one of the lists: of a person's second entries the cases whose rows do.
    Across,
}

/// How to check.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The rules by which rows are taken for one person; `None` is all that the columns allow.
    pub rules: Option<Rules>,
    /// Which second entries are sought.
    pub scope: Scope,
    /// The other checks.
    pub checks: Checks,
    /// Whether aggregated checks list all their rows (up to 10,000 per precinct and code) and not only the first.
    pub detail: bool,
}
