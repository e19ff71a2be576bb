//! Measures a check of lists: `check_speed generate N FOLDER` writes a nation's permanent and special list; `check_speed check
//! RULES CHECKS THREADS PROFILE KIND=FILE...` checks them and prints what was found, wall time and peak memory.

#![expect(clippy::print_stdout, reason = "an example that prints its measurements")]

use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use tizim_evidence::{Profile, Run};
use tizim_rolls::{
    Checks, DuplicateLine, DuplicateSink, Inputs, LineForm, ListInput, Options, RollRules, Scope, check,
};
use tizim_synth::{Settings, Shape, generate};
use tizim_tables::{Input, Schema, TableFile};

const PROFILE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/kz-2019/profile.toml"));
const SCHEMA: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/schemas/roll.toml"));

struct Csv(BufWriter<std::fs::File>);

impl DuplicateSink for Csv {
    fn form(&self) -> LineForm {
        |line, form| {
            let DuplicateLine {
                code, severity, why, list, file, row, precinct, region, token, person, ..
            } = line;
            let rule = why.word();
            let cells = format!(
                ",{code},{severity},{rule},{list},{file},{row},{precinct},{region},{token},{person}\n"
            );
            form.extend_from_slice(cells.as_bytes());
        }
    }

    fn take(&mut self, group: u64, form: &[u8]) -> std::io::Result<()> {
        write!(self.0, "{group}")?;
        self.0.write_all(form)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["generate", voters, folder] => {
            let settings = Settings { shape: Shape::Benchmark, ..Settings::new(voters.parse()?, 1, PROFILE) };
            std::fs::create_dir_all(folder)?;
            println!("{:?}", generate(&settings, Path::new(folder))?);
            Ok(())
        }
        ["check", rules, checks, threads, profile, lists @ ..] => {
            measure(rules, checks, threads, profile, lists)
        }
        _ => {
            Err("check_speed generate N FOLDER | check_speed check RULES CHECKS THREADS PROFILE KIND=FILE..."
                .into())
        }
    }
}

fn measure(
    rules: &str,
    checks: &str,
    threads: &str,
    profile: &str,
    given: &[&str],
) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let law = RollRules::from_profile(&Profile::from_toml(&std::fs::read_to_string(profile)?)?)?;
    let schema = Schema::from_toml(SCHEMA)?;
    let mut lists = Vec::new();
    for list in given {
        let (kind, file) = list.split_once('=').ok_or("KIND=FILE")?;
        let table = TableFile::open(&Input::file(file), &schema, &tizim_tables::Options::default())?;
        lists.push(ListInput {
            kind: kind.parse()?,
            files: vec![table],
            date: None,
            passed_over: Vec::new(),
        });
    }
    let options = Options {
        scope: Scope::All,
        rules: if rules == "all" { None } else { Some(rules.parse()?) },
        checks: if checks == "all" { Checks::All } else { Checks::None },
        detail: false,
    };
    let run = Run { threads: threads.parse()?, ..Run::new([7; 32]) };
    let mut sink = Csv(BufWriter::new(tempfile::tempfile()?));
    let audit = check(&Inputs { lists: &lists, ..Inputs::default() }, &law, &options, &run, &mut sink)?;
    sink.0.flush()?;
    println!("{}", audit.sections()["counts"]);
    println!("{}", audit.sections()["chance"]);
    println!("{} findings, {:.2} s, peak {}", audit.findings.len(), start.elapsed().as_secs_f64(), peak());
    Ok(())
}

/// The peak of resident memory, where the system tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |peak| peak.trim().to_owned())
}
