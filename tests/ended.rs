//! Every run can be ended: Ctrl-C and SIGTERM are heard whatever the program is doing, and the second one is final.

#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::place;

const LIST: &str = "iin,surname,given_name,birth_date\n,Абаев,Асан,1980-01-02\n";

fn begin(place: &Path, command: &str) -> Child {
    Command::new("bash")
        .args(["-c", &format!("exec {} {command}", env!("CARGO_BIN_EXE_tizim"))])
        .current_dir(place)
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

/// Waits for a run to end; its exit status, what it said, and how long it took.
fn ended(mut child: Child) -> (Option<i32>, String, Duration) {
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    (child.wait().unwrap().code(), said, begun.elapsed())
}

/// Waits until something stands whose name ends so.
fn until(place: &Path, ending: &str) {
    let begun = Instant::now();
    let stands = || {
        fs::read_dir(place)
            .unwrap()
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().ends_with(ending))
    };
    while !stands() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{ending}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn names(place: &Path) -> Vec<String> {
    let names = fs::read_dir(place).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

/// These commands, ended by a signal once they write or wait, end soon with exit status 130 and leave nothing.
#[test]
fn a_signal_ends_whatever_is_being_done() {
    for (command, begun) in [
        ("synth --voters 3000000 --out nation", ".partial"),
        ("demo --voters 3000000 --out nation --quiet", ".partial"),
        ("rolls check --list permanent=- --out report --quiet", ".partial"),
        ("rolls check --list permanent=pipe --out report --quiet", ".partial"),
        ("rolls check --list permanent=list.csv --key-file pipe", "pipe"),
        ("districts audit --facts pipe", "pipe"),
        ("stats pipe", "pipe"),
        ("compare pipe pipe", "pipe"),
    ] {
        for name in ["-INT", "-TERM"] {
            let place = place();
            fs::write(place.path().join("list.csv"), LIST).unwrap();
            assert!(Command::new("mkfifo").arg(place.path().join("pipe")).status().unwrap().success());
            let mut before = names(place.path());
            let child = begin(place.path(), command);
            until(place.path(), begun);
            std::thread::sleep(Duration::from_secs(1));
            signal(&child, name);
            let (status, said, took) = ended(child);
            assert_eq!(status, Some(130), "{command} {name}: {said}");
            assert!(said.contains("interrupted, nothing was written"), "{command} {name}: {said}");
            assert!(took < Duration::from_secs(8), "{command} {name}: {took:?}");
            let mut after = names(place.path());
            after.sort();
            before.sort();
            assert_eq!(after, before, "{command} {name}");
        }
    }
}

#[test]
fn the_second_signal_ends_at_once_and_the_next_run_tidies_up() {
    let place = place();
    fs::write(place.path().join("list.csv"), LIST).unwrap();
    assert!(Command::new("mkfifo").arg(place.path().join("pipe")).status().unwrap().success());
    // A key that never comes is waited for where no work can be asked to stop.
    let child = begin(place.path(), "rolls check --list permanent=list.csv --key-file pipe --out report");
    std::thread::sleep(Duration::from_secs(1));
    signal(&child, "-INT");
    std::thread::sleep(Duration::from_millis(300));
    signal(&child, "-INT");
    let (status, said, took) = ended(child);
    assert_eq!(status, Some(130), "{said}");
    assert!(said.contains("ended at once") && took < Duration::from_millis(1500), "{took:?}: {said}");
    // Two at one go, while people's data is being written.
    let child = begin(place.path(), "synth --voters 3000000 --out nation");
    until(place.path(), ".partial");
    signal(&child, "-TERM");
    signal(&child, "-INT");
    let (status, said, _) = ended(child);
    assert_eq!(status, Some(130), "{said}");
    let (status, said, _) = ended(begin(place.path(), "synth --voters 1000 --out nation"));
    assert_eq!(status, Some(0), "{said}");
    let mut left = names(place.path());
    left.sort();
    assert_eq!(left, ["list.csv", "nation", "pipe"]);
}
