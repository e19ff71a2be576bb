//! Voter rolls: kinds of list, keys, duplicates, which second entry is lawful, row checks.
//!
//! [`check()`] takes lists of any kinds ([`ListInput`]), finds the rows that are one person's within and across all of them,
//! and judges each group by the profile ([`RollRules`]): which second entry is lawful, which is not, and which the input
//! does not tell. In the same pass it checks the rows themselves, and from them, or from a table of precincts alone
//! ([`PrecinctCounts`]), the counts of precincts.
//!
//! | module | step |
//! |---|---|
//! | `roll`, `columns` | all files of all lists as one sequence of rows |
//! | `person`, `keys`, `records` | rows in normal form, their keys, handed to the search |
//! | `grouping`, `docket` | groups of positions, put up for judgement |
//! | `judging`, `evidence`, `harvest` | their rows read back, on all threads |
//! | `identity`, `compatible` | who is who within a group |
//! | `verdict`, `certificate`, [`law`] | which pairs of entries are lawful |
//! | `judged`, `candidate`, `collector`, [`sink`] | counts, findings, lines of `duplicates.csv` |
//! | `row_checks`, `date_counts`, `precinct_checks`, `additions`, `addresses` | the other checks |
//! | `sketch`, [`chance`] | how many agreements by name chance alone would give |
//! | [`locate`] | where given persons stand, for the audit of certificates |
//!
//! An entry on two lists is what is found here: whether anyone voted twice no list can tell.

mod additions;
mod addresses;
mod candidate;
mod certificate;
pub mod chance;
mod check;
mod code;
mod collector;
mod columns;
mod compatible;
mod date_counts;
mod docket;
mod entry;
mod error;
mod evidence;
mod grouping;
mod harvest;
mod identity;
mod inputs;
mod judged;
mod judging;
mod keys;
mod kind;
pub mod law;
pub mod locate;
mod person;
mod place;
mod possible;
mod precinct_checks;
mod records;
mod report;
mod roll;
mod row_checks;
mod row_findings;
mod row_set;
mod rule;
mod scanner;
pub mod sink;
mod sketch;
mod verdict;
mod words;

pub use chance::Chance;
pub use check::check;
pub use code::Code;
pub use collector::{CodeCount, MOST_FINDINGS};
pub use error::RollsError;
pub use inputs::{Checks, Inputs, ListInput, Options, PrecinctCounts, Scope};
pub use kind::{Kind, UnknownKind};
pub use law::RollRules;
pub use report::{input_records, rejects};
pub use rule::{Rule, Rules, UnknownRule};
pub use sink::{DuplicateLine, DuplicateSink, LineForm, NoSink};
