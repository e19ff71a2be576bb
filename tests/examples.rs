//! The examples of the README and of every help text are run as they stand.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{error_of, nation, place, repository, succeed, tizim};

/// Runs `$ tizim …` lines in a folder, through a shell because examples redirect. `demo` runs in a test of its own.
fn run_all(folder: &Path, text: &str, source: &str) -> usize {
    let bin = Path::new(env!("CARGO_BIN_EXE_tizim")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(bin.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();
    let joined = text.replace("\\\n", " ");
    let lines = joined.lines().filter_map(|line| line.trim().strip_prefix("$ tizim "));
    let mut run = 0;
    for line in lines {
        let output = Command::new("sh")
            .args(["-euc", &format!("tizim {line}")])
            .current_dir(folder)
            .env("PATH", &path)
            .env("NO_COLOR", "1")
            .env("LC_ALL", "C")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{source}: `tizim {line}`\n{}{said}", error_of(&output));
        run += 1;
    }
    run
}

/// A folder that holds what the examples speak of.
fn stage() -> tempfile::TempDir {
    let place = place();
    for entry in fs::read_dir(nation()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), place.path().join(entry.file_name())).unwrap();
        }
    }
    for version in ["january.csv", "july.csv"] {
        fs::copy(nation().join("permanent.csv"), place.path().join(version)).unwrap();
    }
    let regions = "id,name,voters\nA,North,1200\nB,South,3400\nC,East,560\n";
    fs::write(place.path().join("regions.csv"), regions).unwrap();
    let blocks = "id,name,voters,district\nA,A,120,1\nB,B,90,1\nC,C,110,2\nD,D,95,2\n";
    fs::write(place.path().join("blocks.csv"), blocks).unwrap();
    fs::write(place.path().join("neighbours.csv"), "one,other,metres\nA,B,900\nB,D,700\nA,C,800\nC,D,950\n")
        .unwrap();
    let requests = r#"{"binomial": [{"n": 172543, "p": "0.01", "k": 0}]}"#;
    fs::write(place.path().join("requests.json"), requests).unwrap();
    let people = "first,last,born,mail\nAnn,Smith,1971-05-24,ann@a.example\nAnne,Smith,1971-05-24,ann@a.example\n\
                  John,Miller,1980-01-30,j@b.example\nMary,Taylor,1966-11-02,mary@c.example\n";
    fs::write(place.path().join("people.csv"), people).unwrap();
    let columns = "[columns]\ngiven_name = 'first'\nsurname = 'last'\nbirth_date = 'born'\nemail = 'mail'\n";
    fs::write(place.path().join("people.toml"), columns).unwrap();
    fs::write(place.path().join("key"), [7; 32]).unwrap();
    for (name, as_named) in [("map.geojson", "districts.geojson"), ("points.csv", "addresses.csv")] {
        fs::copy(repository("tests/cases/in").join(name), place.path().join(as_named)).unwrap();
    }
    for report in ["report-may", "report-june"] {
        succeed(place.path(), &["avc", "audit", "--format", "json", "--out", report, "--quiet"]);
    }
    place
}

/// The help text of a command and of all below it.
fn help(words: &[&str], texts: &mut Vec<String>) {
    let place = place();
    let text = succeed(place.path(), &[words, &["--help"]].concat());
    let commands =
        text.split("Commands:\n").nth(1).unwrap_or("").split("\n\n").next().unwrap_or("").to_owned();
    texts.push(text);
    for line in commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let word = line.split_whitespace().next().unwrap();
        if word != "help" {
            help(&[words, &[word]].concat(), texts);
        }
    }
}

#[test]
fn of_every_help_text() {
    let place = stage();
    let mut texts = Vec::new();
    help(&[], &mut texts);
    assert!(texts.len() > 12, "all commands were found");
    for text in &texts {
        let command = text.lines().next().unwrap_or_default().to_owned();
        run_all(place.path(), text, &command);
    }
}

/// In every language: the same commands, but for the language they ask for.
#[test]
fn of_the_readme() {
    let examples = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with("$ "));
        lines.map(|line| line.split(" --lang ").next().unwrap_or_default().to_owned()).collect()
    };
    let english = fs::read_to_string(repository("README.md")).unwrap();
    for name in ["README.md", "README.ru.md", "README.kk.md"] {
        let place = stage();
        let readme = fs::read_to_string(repository(name)).unwrap();
        assert!(run_all(place.path(), &readme, name) >= 6, "{name} shows examples");
        assert_eq!(examples(&readme), examples(&english), "{name} shows other commands than README.md");
    }
}

#[test]
fn every_command_has_an_example() {
    let mut texts = Vec::new();
    help(&[], &mut texts);
    for text in texts.iter().filter(|text| !text.contains("\nCommands:\n")) {
        assert!(text.contains("$ tizim "), "no example in: {}", text.lines().next().unwrap_or_default());
    }
}

#[test]
fn completions_and_manual_name_every_command() {
    let place = place();
    for arguments in [&["completions", "bash"][..], &["man"]] {
        let output = tizim(place.path(), arguments);
        let text = String::from_utf8(output.stdout).unwrap();
        for word in ["districts", "rolls", "avc", "synth", "verify", "compare", "template"] {
            assert!(text.contains(word), "{arguments:?} {word}");
        }
    }
}
