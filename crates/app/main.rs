//! The program `tizim`: what was typed becomes a [`session::Session`], a command turns input files into an
//! audit, and the audit is shown. One way down: arguments, inputs, the domain crate, report, output.

mod arguments;
mod audits;
mod commands;
mod data;
mod failure;
mod folder;
mod inputs;
mod manifest;
mod output;
mod progress;
mod session;
mod show;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::main(std::env::args_os())
}
