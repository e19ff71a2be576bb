//! The audit of absentee voting certificates: every certificate followed from form to ballot, every total
//! reconciled, every unusual rate judged.

mod audit;
mod checks;
mod given;
mod ledger;
mod shown;
mod unusual;

pub use audit::audit;
pub use given::code::Code;
pub use given::conventions::Conventions;
pub use given::home_list::{Answer, Held, HomeList, ListEntry, ListError, Located, MatchedBy, Removed};
pub use given::input::{Certificate, Clock, Complete, FormRange, Inputs, KnownVoters, Precinct, Sheet};
pub use given::named::{ListKind, Number, Published};
pub use given::rational::{NoFraction, Rational, Rounding};
pub use given::rule_id::RuleId;
pub use given::rules::{
    AvcRules, Basis, Demand, Level, Night, OtherList, OutlierRules, Polls, PublishedFigure, QuotaRule,
    TimeZone, Window,
};
pub use ledger::places::regions_that_fit;
pub use shown::example::national_example;
use tizim_evidence::Interrupted;

/// Name and version of the JSON document.
pub const SCHEMA: &str = "tizim-avc/1";

/// Why an audit came to no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AvcError {
    /// The run was cancelled.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// The voter lists could not answer.
    #[error("the voter lists could not be searched: {0}")]
    Lists(ListError),
}
