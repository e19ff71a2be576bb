//! What is handed on to those who must act: every pair of entries with both rows side by side and columns for the answer, in
//! a workbook of the report or in letters, one for each akimat or commission.
//!
//! Lines of verdicts come group by group while lists are checked, and there may be more of them than memory. They are kept
//! as they come ([`spool`]), and written when all is known, the gravest first ([`pairs`], [`letters`]).

pub(crate) mod both;
pub(crate) mod columns;
pub(crate) mod differences;
pub(crate) mod entry;
pub(crate) mod letters;
pub(crate) mod pairs;
mod reason;
pub(crate) mod reasons;
pub(crate) mod recipients;
mod sent;
pub(crate) mod spool;
