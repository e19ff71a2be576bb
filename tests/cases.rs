//! The program by cases: what is typed, and exit status, standard output and standard error that follow.
//!
//! `cases/*.case` holds commands and what came of them; `cases/in` is copied to where they run, one folder per file of
//! cases. After `=>` stands what of standard output is kept: members of the JSON document (`/totals/voters`), or its
//! first lines (`first 3`). New and changed files are told by name. `TIZIM_BLESS=1` writes what comes of the commands.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::blessed;
use crate::support::{place, repository, succeed, tizim};

fn check(name: &str) {
    let file = repository("tests/cases").join(format!("{name}.case"));
    let place = place();
    for input in fs::read_dir(repository("tests/cases/in")).unwrap() {
        let input = input.unwrap();
        fs::copy(input.path(), place.path().join(input.file_name())).unwrap();
    }
    let mut text = String::new();
    // What was written below a command before is made anew.
    let kept = |line: &&str| line.is_empty() || line.starts_with(['#', '$']);
    for line in fs::read_to_string(file).unwrap().lines().filter(kept) {
        writeln!(text, "{line}").unwrap();
        if let Some(typed) = line.strip_prefix("$ tizim ") {
            run(place.path(), typed, &mut text);
        }
    }
    blessed::matches_file(&format!("tests/cases/{name}.case"), &text, "cases");
}

fn run(folder: &Path, typed: &str, text: &mut String) {
    let (typed, wanted) = typed.split_once(" => ").unwrap_or((typed, ""));
    let before = files(folder);
    let output = tizim(folder, &typed.split_whitespace().collect::<Vec<_>>());
    if output.status.code() != Some(0) {
        writeln!(text, "status {}", output.status.code().unwrap()).unwrap();
    }
    let shown = String::from_utf8(output.stdout).unwrap();
    for line in chosen(&shown, wanted) {
        writeln!(text, "  {}", visible(&line)).unwrap();
    }
    for line in String::from_utf8(output.stderr).unwrap().lines() {
        writeln!(text, "! {}", visible(line)).unwrap();
    }
    let changed: BTreeSet<String> = files(folder)
        .into_iter()
        .filter(|(name, digest)| before.get(name) != Some(digest))
        .map(|(name, _)| name)
        .collect();
    for name in changed {
        writeln!(text, "+ {name}").unwrap();
    }
}

/// What of standard output is kept.
fn chosen(shown: &str, wanted: &str) -> Vec<String> {
    if let Some(count) = wanted.strip_prefix("first ") {
        return shown
            .lines()
            .filter(|line| !line.is_empty())
            .take(count.parse().unwrap())
            .map(str::to_owned)
            .collect();
    }
    if wanted.is_empty() {
        return shown.lines().map(str::to_owned).collect();
    }
    let document: Json = serde_json::from_str(shown).unwrap_or_default();
    let member = |pointer: &str| document.pointer(pointer).map_or("absent".to_owned(), Json::to_string);
    wanted.split_whitespace().map(|pointer| format!("{pointer} {}", member(pointer))).collect()
}

/// What acts on a terminal is written as an escape.
fn visible(line: &str) -> String {
    line.trim_end().replace('\u{1b}', "\\e")
}

/// Files below a folder with their contents; folders of a whole nation or report by their names alone.
fn files(folder: &Path) -> BTreeMap<String, u64> {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            for (below, digest) in files(&entry.path()) {
                found.insert(format!("{name}/{below}"), digest);
            }
        } else {
            let mut hasher = DefaultHasher::new();
            fs::read(entry.path()).unwrap().hash(&mut hasher);
            found.insert(name, hasher.finish());
        }
    }
    found
}

macro_rules! cases {
    ($($test:ident: $name:literal,)*) => {
        $(
            #[test]
            fn $test() {
                check($name);
            }
        )*
        const ALL: &[&str] = &[$($name),*];
    };
}
cases! {
    districts_audit: "districts-audit",
    districts_apportion: "districts-apportion",
    districts_assign: "districts-assign",
    districts_split: "districts-split",
    rolls_check: "rolls-check",
    rolls_link: "rolls-link",
    rolls_reconcile: "rolls-reconcile",
    avc_audit: "avc-audit",
    other_commands: "other-commands",
}

/// A command and one of its options.
type Option = (String, String);

/// Every option of a command and of all below it, from the help texts.
fn options(words: &[&str], found: &mut BTreeSet<Option>) {
    let help = succeed(place().path(), &[words, &["--help"]].concat());
    let names = help.lines().filter_map(|line| {
        let line = line.trim_start();
        let long = line
            .strip_prefix("--")
            .or_else(|| line.strip_prefix('-')?.split_once(", --").map(|(_, long)| long))?;
        Some(long.split([' ', '=', '[']).next().unwrap().to_owned())
    });
    let named: Vec<String> = names.filter(|name| !["help", "version", ""].contains(&name.as_str())).collect();
    found.extend(named.into_iter().map(|name| (words.join(" "), name)));
    let below = help.split("Commands:\n").nth(1).unwrap_or("").split("\n\n").next().unwrap_or("");
    for line in below.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let word = line.split_whitespace().next().unwrap();
        if word != "help" {
            options(&[words, &[word]].concat(), found);
        }
    }
}

#[test]
fn every_option_of_every_command_has_a_case() {
    let mut known = BTreeSet::new();
    options(&[], &mut known);
    assert!(known.len() > 100, "{known:?}");
    let mut tried = String::new();
    for name in ALL {
        tried.push_str(&fs::read_to_string(repository("tests/cases").join(format!("{name}.case"))).unwrap());
    }
    let commands: Vec<&str> = tried.lines().filter_map(|line| line.strip_prefix("$ tizim ")).collect();
    let without: Vec<String> = known
        .iter()
        .filter(|(command, option)| {
            let option = format!("--{option}");
            let has = |typed: &str| typed.split_whitespace().any(|word| word == option);
            !commands.iter().any(|typed| typed.starts_with(command.as_str()) && has(typed))
        })
        .map(|(command, option)| format!("tizim {command} --{option}"))
        .collect();
    assert!(without.is_empty(), "options without a case in tests/cases: {without:#?}");
}
