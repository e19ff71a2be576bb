//! The program `tizim`; all of it is in the library beside this file, which the wheel for Python holds too.

use std::process::ExitCode;

fn main() -> ExitCode {
    let typed: Vec<_> = std::env::args_os().collect();
    ExitCode::from(tizim::main(&typed))
}
