//! `tizim stats FILE.json`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::{failure, output};

/// Evaluate tails, intervals and adjustments on requests, so that anyone can check our numbers
///
/// The file holds lists of requests: `binomial` and `poisson`, `hypergeometric`, `beta_binomial`, `intervals`,
/// `multiple_testing`, `funnel`. The answer has the same shape, with every answer filled in. Memory: the file.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tizim stats requests.json")]
pub(crate) struct Arguments {
    /// Requests, as JSON
    #[arg(value_name = "FILE.json")]
    file: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let name = arguments.file.display();
    let text = std::fs::read(&arguments.file).with_context(|| format!("cannot read `{name}`"))?;
    let requests =
        serde_json::from_slice(&text).with_context(|| format!("`{name}` is not JSON of the expected shape"))?;
    let answers = tizim_stats::requests::evaluate(&requests);
    let mut bytes = serde_json::to_vec_pretty(&answers)?;
    bytes.push(b'\n');
    output::write(None, false, &bytes)?;
    Ok(failure::RAN)
}
