//! The crate through its entry, on files as users have them.

mod hostile;
mod lists;
mod located;
mod nation;
mod precincts;
mod random;
mod rows;
mod same_bytes;
mod support;
mod twin;
mod verdicts;
