//! One file per question that the ledger answers.

pub(crate) mod balance;
mod clocks;
pub(crate) mod coverage;
pub(crate) mod holders;
pub(crate) mod membership;
mod own;
pub(crate) mod quota;
pub(crate) mod range_checks;
pub(crate) mod reconcile;
mod removed;
pub(crate) mod required;
pub(crate) mod serial_checks;
pub(crate) mod times;
pub(crate) mod uses;
mod words;
