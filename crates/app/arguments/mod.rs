//! What was typed: the command line as `clap` reads it, before anything is opened or checked.

mod common;
mod values;

use clap::{Parser, Subcommand};

pub(crate) use common::{ColorChoice, Common, EditionChoice, FailOn, Format, Language, TableOptions};
pub(crate) use values::{ListArgument, MemorySize};

use crate::commands;

/// Are the districts equal, is anyone on two lists, and do the absentee certificates add up?
///
/// tizim audits electoral districts, voter rolls and absentee voting certificates offline, on one laptop, with
/// evidence that others can check: every finding names its rule, its source, the rows it rests on and the
/// innocent explanations to exclude first. People are masked unless you ask otherwise.
#[derive(Debug, Parser)]
#[command(name = "tizim", version, propagate_version = true, max_term_width = 100)]
#[command(
    after_help = "Start here:\n  $ tizim demo --out tizim-demo\n\nExit status: 0 the command ran; 1 findings at or above --fail-on; \
                  2 usage, or input that cannot be used; 130 interrupted."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(commands::demo::Arguments),
    #[command(subcommand)]
    Districts(Districts),
    #[command(subcommand)]
    Rolls(Rolls),
    #[command(subcommand)]
    Avc(Avc),
    Synth(commands::synth::Arguments),
    Verify(commands::verify::Arguments),
    Compare(commands::compare::Arguments),
    Stats(commands::stats::Arguments),
    Template(commands::template::Arguments),
    Schema(commands::schema::Arguments),
    Completions(commands::completions::Arguments),
    Man(commands::man::Arguments),
}

/// Electoral districts: are they equal, and what was forced?
#[derive(Debug, Subcommand)]
pub(crate) enum Districts {
    Audit(commands::districts_audit::Arguments),
    Apportion(commands::districts_apportion::Arguments),
}

/// Voter rolls: is anyone on two lists, or twice on one?
#[derive(Debug, Subcommand)]
pub(crate) enum Rolls {
    Check(commands::rolls_check::Arguments),
}

/// Absentee voting certificates: do they add up?
#[derive(Debug, Subcommand)]
pub(crate) enum Avc {
    Audit(commands::avc_audit::Arguments),
}
