//! Tests of the map: each room against values computed elsewhere, and all of it against broken input.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod hostile;
mod locating;
mod measuring;
mod mending;
mod neighbours;
mod reading;
mod real;
mod splitting;
mod sums;
mod support;
mod validity;
