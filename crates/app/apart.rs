//! The process in which workbooks of old formats are read: this program again, under limits. A damaged workbook can ask for
//! any memory or never end; then that process dies of it, and this one says so.

use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitCode};
use std::sync::OnceLock;

use crate::failure;

/// What stands in place of a command's name.
pub(crate) const WORD: &str = "read-workbook-apart";

/// Memory that such a process may take beside what the program itself needs.
static MEMORY: OnceLock<u64> = OnceLock::new();

/// Room for the program itself.
const PROGRAM: u64 = 192 << 20;
/// Seconds of processor time, and so many bytes a further second.
const SECONDS: u64 = 2;
const BYTES_PER_SECOND: u64 = 512 << 10;

/// States once how much memory may be taken.
pub(crate) fn allow(memory: u64) {
    let _ = MEMORY.set(memory);
}

/// How the program is called where it is a library, and the process is another program: its path and the words before ours.
static CALLED: OnceLock<(OsString, Vec<OsString>)> = OnceLock::new();

/// States once how the program is called.
pub(crate) fn called(program: OsString, words: Vec<OsString>) {
    let _ = CALLED.set((program, words));
}

/// The command that reads a workbook of so many bytes.
pub(crate) fn command(bytes: u64) -> io::Result<Command> {
    let mut command = match CALLED.get() {
        Some((program, words)) => {
            let mut command = Command::new(program);
            command.args(words);
            command
        }
        None => Command::new(std::env::current_exe()?),
    };
    let memory = MEMORY.get().copied().unwrap_or(512 << 20).saturating_add(PROGRAM);
    let seconds = SECONDS + bytes / BYTES_PER_SECOND;
    command.arg(WORD).arg(memory.to_string()).arg(seconds.to_string());
    Ok(command)
}

/// Is that process: takes its limits upon itself, and reads what it is asked to.
pub(crate) fn run(limits: impl Iterator<Item = String>) -> ExitCode {
    let limits: Vec<u64> = limits.filter_map(|limit| limit.parse().ok()).collect();
    let [memory, seconds] = limits[..] else { return ExitCode::from(failure::UNUSABLE) };
    let served = limit(memory, seconds)
        .and_then(|()| tizim_tables::serve_workbook(io::stdin().lock(), io::stdout().lock()));
    ExitCode::from(if served.is_ok() { failure::RAN } else { failure::UNUSABLE })
}

#[cfg(unix)]
fn limit(memory: u64, seconds: u64) -> io::Result<()> {
    use rlimit::Resource;

    Resource::AS.set(memory, memory)?;
    Resource::CPU.set(seconds, seconds)?;
    Resource::CORE.set(0, 0)
}

/// Elsewhere a panic is all that is kept from the program itself.
#[cfg(not(unix))]
fn limit(_memory: u64, _seconds: u64) -> io::Result<()> {
    Ok(())
}
