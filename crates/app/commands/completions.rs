//! `tizim completions SHELL`.

use anyhow::Result;
use clap::Args;
use clap_complete::Shell;

use crate::arguments;
use crate::{failure, output};

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tizim completions bash > tizim.bash")]
pub(crate) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut arguments::command(), "tizim", &mut script);
    output::write(None, false, &script)?;
    Ok(failure::RAN)
}
