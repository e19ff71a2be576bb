//! What was typed: the command line as `clap` reads it, before anything is opened or checked.

mod common;
mod past;
mod values;

use clap::{CommandFactory, Parser, Subcommand};

pub(crate) use common::{ColorChoice, Common, EditionChoice, FailOn, Format, TableOptions};
pub(crate) use past::PastOptions;
pub(crate) use values::{ListArgument, MemorySize};

use crate::{audits, commands, language};

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
    pub(crate) tool: Tool,
}

/// The commands that are no audits.
#[derive(Debug, Subcommand)]
pub(crate) enum Tool {
    Demo(commands::demo::Arguments),
    Synth(commands::synth::Arguments),
    Verify(commands::verify::Arguments),
    Compare(commands::compare::Arguments),
    Stats(commands::stats::Arguments),
    Template(commands::template::Arguments),
    Schema(commands::schema::Arguments),
    Completions(commands::completions::Arguments),
    Man(commands::man::Arguments),
}

/// The whole command line: tools and audits.
pub(crate) fn command() -> clap::Command {
    audits::with_commands(Cli::command().arg(language::option()), "demo")
}
