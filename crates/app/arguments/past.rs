//! Options about runs before: what was decided, and what was found.

use std::path::PathBuf;

use clap::Args;

/// What is known from before.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Earlier runs")]
pub(crate) struct PastOptions {
    /// Answers to pairs that were found before (CSV or XLSX; with --key-file): what they clear stays cleared until a row
    /// changes; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) decisions: Vec<String>,

    /// Report folder of an earlier run of this command (with --key-file): groups keep their numbers, and the report says what
    /// is new, still there and gone
    #[arg(long, value_name = "DIR")]
    pub(crate) previous: Option<PathBuf>,
}
