//! The program `tizim`; all of it is in the library beside this file, which the wheel for Python holds too.

use std::process::ExitCode;

fn main() -> ExitCode {
    tizim::main(&std::env::args_os().collect::<Vec<_>>())
}
