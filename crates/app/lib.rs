//! The program `tizim`: what was typed becomes a `session::Session`, a command turns input files into an
//! audit, and the audit is shown. One way down: arguments, inputs, the domain crate, report, output.

mod apart;
mod arguments;
mod audits;
mod bounded;
mod commands;
mod compared;
mod data;
mod failure;
mod file_names;
mod folder;
mod found;
mod given;
mod hand_on;
mod help;
mod inputs;
mod interrupt;
mod key;
mod language;
pub mod library;
mod listing;
mod located;
mod manifest;
mod ordered;
mod output;
mod phrases;
mod progress;
mod session;
mod show;
mod usage;

use std::ffi::OsString;

/// Runs the program as it was called: its own name, then what was typed. The exit status.
pub fn main(typed: &[OsString]) -> u8 {
    let mut words = typed.iter().skip(1).map(|word| word.to_string_lossy().into_owned());
    if words.next().as_deref() == Some(apart::WORD) {
        return apart::run(words);
    }
    language::settle(typed);
    commands::main(typed)
}
