//! The synthetic nation, read back and held against its own truth.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files has failed")]

mod certificates_truth;
mod nation;
mod pairs;
mod rolls_truth;
mod support;
