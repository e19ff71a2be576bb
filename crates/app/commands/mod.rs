//! One file per command: its arguments, what it needs, the audit it asks for, and what it writes.

pub(crate) mod avc_audit;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod districts_apportion;
pub(crate) mod districts_audit;
pub(crate) mod man;
pub(crate) mod rolls_check;
pub(crate) mod schema;
pub(crate) mod stats;
pub(crate) mod synth;
pub(crate) mod template;
pub(crate) mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::arguments::{Avc, Cli, Command, Districts, Rolls};
use crate::failure;

/// Runs what was typed and says how it ended.
pub(crate) fn main(typed: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(typed) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; a pipe that closes while they are shown is none either.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { failure::UNUSABLE } else { failure::RAN });
        }
    };
    match execute(cli.command) {
        Ok(status) => ExitCode::from(status),
        Err(error) => failure::conclude(&error),
    }
}

/// Runs one command; the exit status where it ran.
///
/// # Errors
/// Where the input cannot be used or the run was interrupted.
pub(crate) fn execute(command: Command) -> Result<u8> {
    match command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Districts(Districts::Audit(arguments)) => districts_audit::run(&arguments),
        Command::Districts(Districts::Apportion(arguments)) => districts_apportion::run(&arguments),
        Command::Rolls(Rolls::Check(arguments)) => rolls_check::run(&arguments),
        Command::Avc(Avc::Audit(arguments)) => avc_audit::run(&arguments),
        Command::Synth(arguments) => synth::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Stats(arguments) => stats::run(&arguments),
        Command::Template(arguments) => template::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}
