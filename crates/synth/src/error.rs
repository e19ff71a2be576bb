//! What can go wrong.

use std::path::PathBuf;

/// Why no nation was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SynthError {
    /// None, or too many.
    #[error("a synthetic nation has 1 to {most} voters, not {asked}", most = crate::MOST_VOTERS)]
    Voters {
        /// How many were asked for.
        asked: u64,
    },
    /// The base profile is no TOML, or lacks an election day.
    #[error("the base profile cannot be used: {reason}")]
    Profile {
        /// Why.
        reason: String,
    },
    /// A file could not be written.
    #[error("`{}` cannot be written: {source}", path.display())]
    Write {
        /// The file, as far as the caller named it.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The threads could not be started.
    #[error("worker threads cannot be started: {0}")]
    Threads(String),
    /// The run was stopped from outside.
    #[error("interrupted")]
    Interrupted,
}
