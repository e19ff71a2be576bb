//! `tizim stats FILE.json`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use tizim_stats::requests::{self, Request};

use crate::{bounded, failure, output};

/// Evaluate tails, intervals and adjustments on requests, so that anyone can check our numbers
///
/// The file holds lists of requests: `binomial` and `poisson`, `hypergeometric`, `beta_binomial`, `intervals`,
/// `multiple_testing`, `funnel`. The answer has the same shape, with every answer filled in; an entry that cannot be
/// answered says why, and the exit status is then 2. Memory: the file.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tizim stats requests.json")]
pub(crate) struct Arguments {
    /// Requests, as JSON
    #[arg(value_name = "FILE.json")]
    file: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let name = arguments.file.display();
    let text =
        bounded::text(&arguments.file, bounded::REQUESTS).with_context(|| format!("cannot read `{name}`"))?;
    let request = Request::from_json(&text).with_context(|| format!("in `{name}`"))?;
    let answers = requests::evaluate(&request);
    let mut text = tizim_report::harmless_json(serde_json::to_string_pretty(&answers)?);
    text.push('\n');
    output::write(None, false, text.as_bytes())?;
    // The answers that could be given are given; whoever asked in a script must not take the others for answered.
    Ok(if answers.errors == 0 { failure::RAN } else { failure::UNUSABLE })
}
