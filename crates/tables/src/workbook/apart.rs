//! Workbooks whose reader trusts what a file says of itself (`.xls`, `.xlsb`, `.ods`) are read in a process apart, under
//! limits of memory and time: a damaged file can take the terabytes that it claims, or never end, and only that process
//! dies of it.
//!
//! Both ends are here. The process reads what is asked from its standard input, then the bytes of the workbook, and shows
//! sheets on its standard output; behind each it reads one byte, what is wanted next.

use std::io::{self, Read, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::detect::detected::Format;
use crate::error::TableError;
use crate::exceeded::Exceeded;
use crate::given::options::{Limits, Options, Workbooks};
use crate::workbook::formats;
use crate::workbook::rewritten::Merged;
use crate::workbook::sheet::{Next, Sheet};

/// What is asked of the process apart.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    path: String,
    format: Format,
    sheet: Option<String>,
    bytes: u64,
    workbook_bytes: u64,
    sheet_bytes: u64,
    workbook_cells: u64,
}

/// What it says, before the text of a sheet if it shows one.
#[derive(Debug, Serialize, Deserialize)]
enum Said {
    Sheet { name: String, text: u64, merged: Vec<[u32; 4]>, from_1904: bool, hidden: bool },
    Password,
    TooLarge { what: Exceeded, cap: String },
    NoSuchSheet { sheet: String, found: String },
    Empty,
    Damaged { reason: String },
    Done,
}

/// The longest line that either end believes.
const LONGEST_LINE: u64 = 64 << 20;

/// How long an answer is waited for, beside what its size allows. The limit of processor time ends a process that works;
/// this ends one that sleeps and would never wake.
const PATIENCE: Duration = Duration::from_secs(60);
const BYTES_PER_FURTHER_SECOND: u64 = 64 << 10;

/// What the process says, with the text of a sheet.
struct Answer {
    said: Said,
    text: Vec<u8>,
}

/// Shows the sheets of a workbook that is read by a process of this command.
pub(super) fn read(
    path: &str,
    bytes: &[u8],
    format: Format,
    options: &Options,
    command: fn(u64) -> io::Result<Command>,
    visit: &mut dyn FnMut(Sheet) -> Next,
) -> Result<(), TableError> {
    let gave_up = || TableError::DamagedWorkbook {
        path: path.to_owned(),
        reason: "its reader took more memory or time than such a file needs, or broke off".to_owned(),
    };
    let no_process = |error: &io::Error| TableError::DamagedWorkbook {
        path: path.to_owned(),
        reason: format!("the process that reads such files could not be started ({})", error.kind()),
    };
    let limits = &options.limits;
    let mut command = command(bytes.len() as u64).map_err(|error| no_process(&error))?;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    // Where memory is at its end, writing down the calls needs some, fails, and waits for itself for ever.
    command.env("RUST_BACKTRACE", "0").env_remove("RUST_LIB_BACKTRACE");
    let mut child = command.spawn().map_err(|error| no_process(&error))?;
    let request = Request {
        path: path.to_owned(),
        format,
        sheet: options.sheet.clone(),
        bytes: bytes.len() as u64,
        workbook_bytes: limits.workbook_bytes,
        sheet_bytes: limits.sheet_bytes,
        workbook_cells: limits.workbook_cells,
    };
    let talk = match (child.stdin.take(), child.stdout.take()) {
        (Some(to), Some(from)) => {
            let patience = PATIENCE + Duration::from_secs(request.bytes / BYTES_PER_FURTHER_SECOND);
            let answers = answers(from, limits.sheet_bytes);
            talk(&request, bytes, to, || answers.recv_timeout(patience).ok(), visit)
        }
        _ => None,
    };
    // Whatever it was doing, nothing more is wanted of it.
    let _ = child.kill();
    let _ = child.wait();
    match talk.ok_or_else(gave_up)? {
        Said::Done | Said::Sheet { .. } => Ok(()),
        Said::Password => Err(TableError::PasswordProtected { path: path.to_owned() }),
        Said::TooLarge { what, cap } => Err(TableError::TooLarge { path: path.to_owned(), what, cap }),
        Said::NoSuchSheet { sheet, found } => {
            Err(TableError::NoSuchSheet { path: path.to_owned(), sheet, found })
        }
        Said::Empty => Err(TableError::Empty { path: path.to_owned() }),
        Said::Damaged { reason } => Err(TableError::DamagedWorkbook { path: path.to_owned(), reason }),
    }
}

/// What the process says, read by a thread of its own so that waiting can end; nothing more once it breaks off.
fn answers(mut from: ChildStdout, sheet_bytes: u64) -> Receiver<Answer> {
    let (to, answers) = mpsc::sync_channel(0);
    thread::spawn(move || {
        while let Some(answer) = read_answer(&mut from, sheet_bytes)
            && to.send(answer).is_ok()
        {}
    });
    answers
}

fn read_answer(from: &mut ChildStdout, sheet_bytes: u64) -> Option<Answer> {
    let said: Said = read_line(from)?;
    let mut text = Vec::new();
    if let Said::Sheet { text: length, .. } = said {
        if length > sheet_bytes + LONGEST_LINE {
            return None;
        }
        from.take(length).read_to_end(&mut text).ok()?;
        if text.len() as u64 != length {
            return None;
        }
    }
    Some(Answer { said, text })
}

/// Asks, and shows what comes; how it ended, or `None` where the process broke off or was waited for in vain.
fn talk(
    request: &Request,
    bytes: &[u8],
    mut to: ChildStdin,
    answer: impl Fn() -> Option<Answer>,
    visit: &mut dyn FnMut(Sheet) -> Next,
) -> Option<Said> {
    write_line(&mut to, request).ok()?;
    to.write_all(bytes).ok()?;
    to.flush().ok()?;
    loop {
        let Answer { said, text } = answer()?;
        let Said::Sheet { name, merged, from_1904, hidden, .. } = said else { return Some(said) };
        let merged = merged
            .into_iter()
            .map(|[top, bottom, left, right]| Merged { rows: (top, bottom), columns: (left, right) });
        let next = visit(Sheet { name, text, merged: merged.collect(), from_1904, hidden });
        if next == Next::Stop {
            return Some(Said::Done);
        }
        to.write_all(&[u8::from(next == Next::Whole)]).ok()?;
        to.flush().ok()?;
    }
}

/// The other end: reads a workbook as it is asked to, and shows its sheets.
///
/// # Errors
/// Where the one who asked has gone, or asks for nothing that this version knows.
pub fn serve(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let request: Request =
        read_line(&mut input).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut bytes = Vec::new();
    input.by_ref().take(request.bytes).read_to_end(&mut bytes)?;
    let options = Options {
        sheet: request.sheet,
        limits: Limits {
            workbook_bytes: request.workbook_bytes,
            sheet_bytes: request.sheet_bytes,
            workbook_cells: request.workbook_cells,
            ..Limits::default()
        },
        workbooks: Workbooks::Here,
        ..Options::default()
    };
    let mut broken = None;
    let result = formats::read(&request.path, &bytes, request.format, &options, &mut |sheet| {
        let asked = show(&sheet, &mut output).and_then(|()| {
            let mut wanted = [0];
            input.read_exact(&mut wanted)?;
            Ok(if wanted == [1] { Next::Whole } else { Next::FirstCell })
        });
        asked.unwrap_or_else(|error| {
            broken = Some(error);
            Next::Stop
        })
    });
    if let Some(error) = broken {
        return Err(error);
    }
    let said = match result {
        Ok(()) => Said::Done,
        Err(TableError::PasswordProtected { .. }) => Said::Password,
        Err(TableError::TooLarge { what, cap, .. }) => Said::TooLarge { what, cap },
        Err(TableError::NoSuchSheet { sheet, found, .. }) => Said::NoSuchSheet { sheet, found },
        Err(TableError::Empty { .. }) => Said::Empty,
        Err(TableError::DamagedWorkbook { reason, .. }) => Said::Damaged { reason },
        Err(_) => Said::Damaged { reason: "it cannot be read".to_owned() },
    };
    write_line(&mut output, &said)?;
    output.flush()
}

fn show(sheet: &Sheet, output: &mut impl Write) -> io::Result<()> {
    let merged =
        sheet.merged.iter().map(|cells| [cells.rows.0, cells.rows.1, cells.columns.0, cells.columns.1]);
    let said = Said::Sheet {
        name: sheet.name.clone(),
        text: sheet.text.len() as u64,
        merged: merged.collect(),
        from_1904: sheet.from_1904,
        hidden: sheet.hidden,
    };
    write_line(output, &said)?;
    output.write_all(&sheet.text)?;
    output.flush()
}

/// A value as one line of JSON behind its length.
fn write_line(to: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let line = serde_json::to_vec(value)?;
    to.write_all(&(line.len() as u64).to_le_bytes())?;
    to.write_all(&line)
}

fn read_line<T: for<'d> Deserialize<'d>>(from: &mut impl Read) -> Option<T> {
    let mut length = [0; 8];
    from.read_exact(&mut length).ok()?;
    let length = u64::from_le_bytes(length);
    if length > LONGEST_LINE {
        return None;
    }
    let mut line = Vec::new();
    from.take(length).read_to_end(&mut line).ok()?;
    serde_json::from_slice(&line).ok()
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use super::{Request, answers, talk};
    use crate::detect::detected::Format;
    use crate::workbook::sheet::Next;

    #[test]
    fn a_process_that_never_answers_is_not_waited_for() {
        let mut child =
            Command::new("sleep").arg("100").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let request = Request {
            path: "book.xlsb".to_owned(),
            format: Format::Xlsb,
            sheet: None,
            bytes: 3,
            workbook_bytes: 1 << 20,
            sheet_bytes: 1 << 20,
            workbook_cells: 1000,
        };
        let answers = answers(from, 1 << 20);
        let answer = || answers.recv_timeout(Duration::from_millis(20)).ok();
        let said = talk(&request, b"abc", to, answer, &mut |_| Next::Stop);
        assert!(said.is_none());
        assert!(child.try_wait().unwrap().is_none(), "it had ended by itself");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
