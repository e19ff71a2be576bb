//! From rows to groups of rows that share a key.

pub(crate) mod anchors;
pub(crate) mod find;
pub(crate) mod group_batch;
pub(crate) mod group_check;
pub(crate) mod grouping;
pub(crate) mod one_list;
pub(crate) mod records;
pub(crate) mod scanner;
