//! Workbooks. XLSX is read here; the older formats in a process apart, as the program does, which the variable `TIZIM` names.

use std::io;
use std::process::Command;

use tizim_tables::{Input, Limits, Options, TableFile, Workbooks};

const DISTRICTS: &str = include_str!("../../data/schemas/districts.toml");

/// What the program gives a workbook that it reads apart: bytes of memory, seconds.
const MEMORY: &str = "301989888";
const SECONDS: &str = "3";

fn apart(_bytes: u64) -> io::Result<Command> {
    let program = std::env::var_os("TIZIM").ok_or_else(|| io::Error::other("TIZIM names no program"))?;
    let mut command = Command::new(program);
    command.args(["read-workbook-apart", MEMORY, SECONDS]);
    Ok(command)
}

fn read(name: &str, data: &[u8], workbooks: Workbooks) {
    let limits = Limits { workbook_bytes: 64 << 20, sheet_bytes: 32 << 20, ..Limits::default() };
    let options = Options { limits, workbooks, ..Options::default() };
    let schema = crate::tables::schema(DISTRICTS);
    for file in TableFile::open_every(&Input::bytes(name, data), &schema, &options).into_iter().flatten() {
        let _ = file.read();
    }
}

pub(crate) fn xlsx(data: &[u8]) {
    read("fuzzed.xlsx", data, Workbooks::Refused);
}

/// Whether there is a program that can be asked; says once that there is none.
fn has_program() -> bool {
    use std::sync::Once;

    static SAID: Once = Once::new();
    let has = std::env::var_os("TIZIM").is_some();
    if !has {
        SAID.call_once(|| eprintln!("skipped: workbooks read apart need TIZIM=/path/to/tizim"));
    }
    has
}

pub(crate) fn xls(data: &[u8]) {
    if has_program() {
        read("fuzzed.xls", data, Workbooks::Apart(apart));
    }
}

pub(crate) fn xlsb(data: &[u8]) {
    if has_program() {
        read("fuzzed.xlsb", data, Workbooks::Apart(apart));
    }
}

pub(crate) fn ods(data: &[u8]) {
    if has_program() {
        read("fuzzed.ods", data, Workbooks::Apart(apart));
    }
}
