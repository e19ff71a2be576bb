//! `tizim man`.

use anyhow::Result;
use clap::{Args, Command};

use crate::arguments;
use crate::{failure, output};

/// Print the manual page, all commands included
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tizim man > tizim.1")]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<u8> {
    let mut command = arguments::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    sections(&command, &mut page)?;
    output::write(None, false, &page)?;
    Ok(failure::RAN)
}

/// Appends the pages of the commands below this one, so that one file holds the whole manual.
fn sections(command: &Command, page: &mut Vec<u8>) -> Result<()> {
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let name = inner.get_bin_name().unwrap_or_else(|| inner.get_name()).to_owned();
        page.extend_from_slice(format!(".SH COMMAND {}\n", name.to_uppercase()).as_bytes());
        let man = clap_mangen::Man::new(inner.clone());
        man.render_synopsis_section(page)?;
        man.render_description_section(page)?;
        man.render_options_section(page)?;
        sections(inner, page)?;
    }
    Ok(())
}
