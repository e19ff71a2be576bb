//! Voter rolls: kinds of list, keys, duplicates, which second entry is lawful, row checks.
//!
//! [`check()`] takes lists of any kinds ([`ListInput`]), finds the rows that are one person's within and across all of them,
//! and judges each group by the profile ([`RollRules`]): which second entry is lawful, which is not, and which the input
//! does not tell. In the same pass it checks the rows themselves, and from them, or from a table of precincts alone
//! ([`PrecinctCounts`]), the counts of precincts.
//!
//! Rooms that judge; they know no file:
//!
//! | room | step |
//! |---|---|
//! | [`law`] | rules of agreement, which second entry is lawful |
//! | `row` | a row in normal form ([`RowReader`]), its keys, its entry ([`EntryReader`]), from [`Fields`] kept anywhere |
//! | `persons` | who is who within a group |
//! | `verdict` | which pairs of entries are lawful ([`GroupRules::verdicts`]) |
//! | `past` | decisions on pairs, and groups of an earlier run ([`Past`]) |
//! | `counts` | the other checks: precincts, addresses, dates |
//! | `agreement` | what chance explains of agreement by name: [`Chance`], by a model and a placebo |
//!
//! Rooms that pass over files:
//!
//! | room | step |
//! |---|---|
//! | `lists` | all files of all lists as one sequence of rows, and rows found again |
//! | `admitted` | windows of lists, and additions against certificates of residence |
//! | `list_check` | the check as a whole: what is counted of every row, and the turns in which groups are sought |
//! | `search` | from rows to groups that share a key, and to the verdicts on these |
//! | [`locate`] | where given persons stand, for the audit of certificates |
//! | `probable` | rows that may be one person's though no key is equal ([`link()`]), by `tizim-linkage` |
//! | `row_keys` | keys and normal forms of rows, for those who group them by other means |
//! | [`reconcile`] | two versions of one list, or one list of two keepers, held against each other |
//! | `findings` | what is told, and lines of `duplicates.csv` for a [`sink`] |
//!
//! An entry on two lists is what is found here: whether anyone voted twice no list can tell.

mod admitted;
mod agreement;
mod check;
mod counts;
mod error;
mod findings;
pub mod law;
mod list_check;
mod lists;
pub mod locate;
mod past;
mod persons;
mod probable;
pub mod reconcile;
mod row;
mod row_keys;
mod search;
mod verdict;

/// Codes as people read them: what a page, a workbook or a letter says in place of the code.
pub mod in_words {
    pub use crate::findings::next_steps::step;
    pub use crate::findings::shown::{doubts, kind, meaning, rule};
    pub use crate::probable::in_words::{column, doubts as doubts_of_likeness, level};
}

pub use check::check;
pub use counts::chance;
pub use counts::chance::{Chance, ChancePart};
pub use error::RollsError;
pub use findings::collector::{CodeCount, MOST_FINDINGS};
pub use findings::report::{input_records, rejects};
pub use findings::sink;
pub use findings::sink::{DuplicateLine, DuplicateSink, LineForm, MOST_PAIRED, NoSink, Why};
pub use law::code::Code;
pub use law::rule::{Rule, Rules, UnknownRule};
pub use law::{RollRules, Unusual};
pub use lists::inputs::{Checks, Inputs, ListInput, Options, PrecinctCounts, Scope};
pub use past::{
    Answer, DecidedRow, Decision, DecisionState, Decisions, Earlier, MetDecision, Past, Since, Standing,
};
pub use persons::placeholders::PlaceholderDates;
pub use probable::{
    ClusterRow, Label, Lawfulness, Likeness, LinkOptions, LinkedLists, LinkedPair, ReviewPair, RowAt,
    Stratum, link,
};
pub use row::columns::Columns;
pub use row::entry::Entry;
pub use row::entry_reader::{EntryReader, RowPlace};
pub use row::fields::{Fields, KeptFields};
pub use row::list_file::ListFile;
pub use row::reader::{RowReader, RowRules};
pub use row::whole::WholeRow;
pub use row_keys::{NormalRow, RowKeys, normal_rows, row_keys};
pub use tizim_linkage::Model as LinkModel;
pub use tizim_polling::{Kind, UnknownKind};
pub use verdict::group::{GroupRules, GroupVerdict, SecondEntryBasis};
pub use verdict::partners::Undetermined;
