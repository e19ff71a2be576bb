//! Golden files: what the program promises, one line each, held against what it does now.
//!
//! A difference fails, whichever way it goes. An addition is blessed in the commit that makes it, by
//! `TIZIM_BLESS=1 cargo test --test tizim`; the diff of the golden file is then what a reviewer reads. A line
//! that goes is a contract that breaks: programs of others read it.

use std::fmt::Write as _;
use std::fs;

use crate::support::repository;

/// The environment variable that writes the golden files anew.
const BLESS: &str = "TIZIM_BLESS";

/// Holds `text` against the golden file `name` below `tests/pinned`.
pub(crate) fn matches(name: &str, text: &str) {
    matches_file(&format!("tests/pinned/{name}"), text, "pinned");
}

/// Holds `text` against a golden file of the repository; `tests` names the tests that bless it.
pub(crate) fn matches_file(name: &str, text: &str, tests: &str) {
    let path = repository(name);
    if std::env::var_os(BLESS).is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        return;
    }
    let pinned = fs::read_to_string(&path).unwrap_or_default();
    assert!(pinned == text, "{}", told(name, &pinned, text, tests));
}

/// What a reviewer must know about a difference.
fn told(name: &str, pinned: &str, now: &str, tests: &str) -> String {
    let only = |these: &str, others: &str| -> Vec<String> {
        these.lines().filter(|line| !others.lines().any(|other| other == *line)).map(str::to_owned).collect()
    };
    let (gone, new) = (only(pinned, now), only(now, pinned));
    let mut told = format!("{name} is not what the program does now\n");
    for (sign, lines) in [('-', &gone), ('+', &new)] {
        for line in lines {
            writeln!(told, "{sign} {line}").unwrap();
        }
    }
    told.push_str(if gone.is_empty() && new.is_empty() {
        "the same lines stand in another order"
    } else if gone.is_empty() {
        "nothing is gone: an addition"
    } else {
        "lines with - are gone: whoever reads them is left without, so say in CHANGELOG.md why"
    });
    write!(told, "; to accept: {BLESS}=1 cargo test --test tizim {tests}, and commit the file").unwrap();
    told
}

#[test]
fn what_is_gone_is_told_apart_from_what_is_new() {
    let told_of = |pinned: &str, now: &str| told("x.txt", pinned, now, "pinned");
    assert!(told_of("a\nb\n", "a\nc\n").contains("- b\n+ c\nlines with - are gone"));
    assert!(told_of("a\n", "a\nc\n").contains("now\n+ c\nnothing is gone"));
    assert!(told_of("a\nb\n", "b\na\n").contains("another order"));
}
