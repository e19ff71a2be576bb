//! The program as a library in another one: the same answers, and the same bytes where they are written.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use tizim::library::{self, Call, Failure, Frame, FrameCells, Input};

use crate::support::{nation, place, records, succeed};

/// A table of texts in memory.
struct Texts {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Texts {
    fn read(file: &Path) -> Self {
        let mut reader = csv::Reader::from_path(file).unwrap();
        let headings = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        Self { headings, rows: rows.collect() }
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Texts({})", self.rows.len())
    }
}

impl Frame for Texts {
    fn headings(&self) -> Vec<String> {
        self.headings.clone()
    }

    fn rows(&self) -> u64 {
        self.rows.len() as u64
    }

    fn bytes(&self) -> u64 {
        1
    }

    fn unreadable(&self, _column: usize) -> Option<String> {
        None
    }

    fn write(&self, column: usize, rows: Range<u64>, into: &mut FrameCells<'_>) {
        for row in &self.rows[rows.start as usize..rows.end as usize] {
            into.text(row[column].as_bytes());
        }
    }
}

fn words(typed: &[&str]) -> Vec<OsString> {
    typed.iter().map(OsString::from).collect()
}

/// Every file of a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let named = |entry: fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap())
    };
    entries.map(named).collect()
}

/// What is asked of both, apart from where it is written.
fn asked<'a>(command: &'a str, lists: &'a [String], key: &'a str) -> Vec<&'a str> {
    let mut typed = vec!["rolls", command, "--key-file", key, "--no-timestamp", "--quiet"];
    for list in lists {
        typed.extend(["--list", list]);
    }
    typed
}

#[test]
fn what_is_written_is_what_the_program_writes() {
    let (nation, place) = (nation(), place());
    let key = place.path().join("key");
    fs::write(&key, (0..32_u8).map(|at| at.wrapping_mul(167)).collect::<Vec<_>>()).unwrap();
    let key = key.to_str().unwrap().to_owned();
    let list = |kind: &str| format!("{kind}={}", nation.join(format!("{kind}.csv")).display());
    let lists = ["permanent", "special", "temporary"].map(list);
    for (command, lists) in [("check", &lists[..]), ("link", &lists[1..])] {
        let asked = asked(command, lists, &key);
        let mut outcome = library::audit(Call { words: words(&asked), ..Call::default() }).unwrap();
        assert!(outcome.said().iter().any(|line| line.contains("special.csv")));
        for edition in [None, Some("public"), Some("working")] {
            let at = |who: &str| place.path().join(format!("{command}-{who}-{}", edition.unwrap_or("usual")));
            let (mine, theirs) = (at("library"), at("program"));
            let mut typed = asked.clone();
            typed.extend(["--out", theirs.to_str().unwrap()]);
            typed.extend(edition.iter().flat_map(|edition| ["--edition", edition]));
            succeed(nation, &typed);
            outcome.write(&mine, edition, false).unwrap();
            let (mine, theirs) = (files(&mine), files(&theirs));
            assert_eq!(mine.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
            for (name, bytes) in &theirs {
                assert!(mine[name] == *bytes, "{command} {edition:?}: {name} is another");
            }
        }
        let again = outcome.write(&place.path().join(format!("{command}-library-usual")), None, false);
        assert!(matches!(again, Err(Failure::Input { message, .. }) if message.contains("exists already")));
    }
}

#[test]
fn a_table_in_memory_gives_the_answers_of_its_file() {
    let nation = nation();
    let key: Vec<u8> = (0..32_u8).map(|at| at.wrapping_mul(167)).collect();
    let kinds = ["permanent", "special"];
    let frame = |kind: &str| {
        let file = format!("{kind}.csv");
        Input::frame(&file, Arc::new(Texts::read(&nation.join(&file))))
    };
    let call = |frames: Vec<Input>, folder: &Path| {
        let named = |kind: &str| match frames.len() {
            0 => format!("{kind}={}", folder.join(format!("{kind}.csv")).display()),
            _ => format!("{kind}={kind}.csv"),
        };
        let lists = kinds.map(named);
        let typed = ["rolls", "check", "--quiet", "--list", &lists[0], "--list", &lists[1]];
        library::audit(Call { words: words(&typed), frames, key: Some(key.clone()) }).unwrap()
    };
    let lines = |outcome: &library::Outcome, heading: u64| {
        let place = place();
        let file = place.path().join("duplicates.csv");
        fs::write(&file, outcome.rows("duplicates").unwrap().unwrap()).unwrap();
        let row = |record: &BTreeMap<String, String>| record["row"].parse::<u64>().unwrap() - heading;
        records(&file)
            .iter()
            .map(|record| {
                [
                    record["group"].clone(),
                    record["code"].clone(),
                    record["token"].clone(),
                    row(record).to_string(),
                ]
            })
            .collect::<Vec<_>>()
    };
    let of_frames = call(kinds.map(frame).to_vec(), nation);
    let (frames, files) = (lines(&of_frames, 0), lines(&call(Vec::new(), nation), 1));
    assert!(frames.len() > 10);
    let sorted = |mut lines: Vec<[String; 4]>| {
        lines.sort();
        lines
    };
    assert_eq!(sorted(frames), sorted(files));
    let document: serde_json::Value = serde_json::from_str(&of_frames.document().unwrap()).unwrap();
    assert_eq!(document["manifest"]["inputs"][0]["blake3"], "no file");
    assert_eq!(document["manifest"]["inputs"][0]["name"], "permanent.csv");
}

#[test]
fn what_cannot_be_used_says_where() {
    let failure = |typed: &[&str], frames: Vec<Input>| {
        library::audit(Call { words: words(typed), frames, key: None }).unwrap_err()
    };
    let table = |heading: &str| {
        let rows = vec![vec!["1".to_owned()]];
        Input::frame("people", Arc::new(Texts { headings: vec![heading.to_owned()], rows }))
    };
    let check = ["rolls", "check", "--list", "permanent=people"];
    match failure(&check, vec![table("colour")]) {
        Failure::Input { place, hints, .. } => {
            assert_eq!(place.file.as_deref(), Some("people"));
            assert!(place.expected.is_some() && place.shape.is_some() && !hints.is_empty());
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(failure(&["rolls", "check", "--oops"], Vec::new()), Failure::Usage(_)));
    assert!(matches!(failure(&["synth"], Vec::new()), Failure::Usage(_)));
    let short =
        library::audit(Call { words: words(&check), frames: vec![table("iin")], key: Some(vec![1; 8]) });
    assert!(matches!(short, Err(Failure::Input { message, .. }) if message.contains("8 bytes")));
}
