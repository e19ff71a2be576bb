//! One file per command: its arguments, what it needs, the audit it asks for, and what it writes.

pub(crate) mod avc_audit;
pub(crate) mod check_files;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod difference_files;
pub(crate) mod districts_apportion;
pub(crate) mod districts_assign;
pub(crate) mod districts_audit;
mod districts_map;
pub(crate) mod districts_split;
pub(crate) mod duplicate_file;
pub(crate) mod letter_files;
mod link_files;
mod located_points;
pub(crate) mod man;
mod map_faults;
pub(crate) mod past_files;
pub(crate) mod rolls_check;
pub(crate) mod rolls_link;
pub(crate) mod rolls_reconcile;
pub(crate) mod schema;
pub(crate) mod stats;
pub(crate) mod synth;
pub(crate) mod template;
pub(crate) mod verify;

use std::ffi::OsString;

use anyhow::Result;
use clap::{ArgMatches, FromArgMatches};

use crate::arguments::{Cli, Tool, command};
use crate::audits::{self, Entry};
use crate::failure;
use crate::{interrupt, usage};

/// What was typed.
#[derive(Debug)]
pub(crate) enum Typed {
    /// An audit with its arguments.
    Audit(&'static Entry, ArgMatches),
    /// Another command.
    Tool(Tool),
}

/// Runs what was typed and says how it ended.
pub(crate) fn main(typed: &[OsString]) -> u8 {
    let typed = match parse(typed.iter().cloned()) {
        Ok(typed) => typed,
        Err(error) => {
            // Help and version are no errors; a pipe that closes while they are shown is none either.
            let status = if error.use_stderr() { failure::UNUSABLE } else { failure::RAN };
            let _ = usage::print(typed, error);
            return status;
        }
    };
    interrupt::watch();
    match execute(typed) {
        Ok(status) => status,
        Err(error) => failure::conclude(&error),
    }
}

/// Reads a command line.
///
/// # Errors
/// Where it is none of this program, or asks for help.
pub(crate) fn parse(typed: impl IntoIterator<Item = OsString>) -> Result<Typed, clap::Error> {
    let matches = command().try_get_matches_from(typed)?;
    if let Some((group, inner)) = matches.subcommand()
        && let Some((name, arguments)) = inner.subcommand()
        && let Some(entry) = audits::find(group, name)
    {
        return Ok(Typed::Audit(entry, arguments.clone()));
    }
    Ok(Typed::Tool(Cli::from_arg_matches(&matches)?.tool))
}

/// Runs one command; the exit status where it ran.
///
/// # Errors
/// Where the input cannot be used or the run was interrupted.
pub(crate) fn execute(typed: Typed) -> Result<u8> {
    match typed {
        Typed::Audit(entry, arguments) => (entry.run)(&arguments),
        Typed::Tool(tool) => match tool {
            Tool::Demo(arguments) => demo::run(&arguments),
            Tool::Synth(arguments) => synth::run(&arguments),
            Tool::Verify(arguments) => verify::run(&arguments),
            Tool::Compare(arguments) => compare::run(&arguments),
            Tool::Stats(arguments) => stats::run(&arguments),
            Tool::Template(arguments) => template::run(&arguments),
            Tool::Schema(arguments) => schema::run(&arguments),
            Tool::Completions(arguments) => completions::run(&arguments),
            Tool::Man(arguments) => man::run(&arguments),
        },
    }
}
