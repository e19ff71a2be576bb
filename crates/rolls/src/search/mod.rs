//! From rows to groups of rows that share a key.

pub(crate) mod docket;
pub(crate) mod grouping;
pub(crate) mod judging;
pub(crate) mod records;
pub(crate) mod scanner;
