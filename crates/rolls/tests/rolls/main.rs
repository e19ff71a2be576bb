//! The crate through its entry, on files as users have them.

#![expect(clippy::unwrap_used, reason = "helpers of tests: what fails in them fails the test")]
#![expect(clippy::trivially_copy_pass_by_ref, reason = "helpers pass on what the entry takes by reference")]

mod admitted;
mod chance;
mod chanced;
mod edges;
#[path = "../../examples/chance_coverage/generator.rs"]
mod generator;
mod hostile;
#[path = "../../examples/chance_coverage/judged.rs"]
mod judged;
mod linked;
mod lists;
mod located;
mod nation;
mod paired;
mod precincts;
mod random;
mod reconcile;
mod reconcile_twin;
mod rows;
mod same_bytes;
mod seams;
mod support;
mod told;
mod twin;
mod verdicts;
