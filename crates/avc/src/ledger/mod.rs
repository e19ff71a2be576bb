//! Every certificate from form to ballot, every precinct in its levels.

pub(crate) mod context;
pub(crate) mod entry;
mod given_twice;
pub(crate) mod levels;
pub(crate) mod places;
pub(crate) mod ranges;
pub(crate) mod register;
pub(crate) mod row;
pub(crate) mod tally;
