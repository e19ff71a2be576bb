//! What is checked: lists of any kinds, all their files as one sequence of rows.

pub(crate) mod evidence;
pub(crate) mod inputs;
pub(crate) mod roll;
pub(crate) mod row_cache;
pub(crate) mod scan;
