//! Every run can be ended: Ctrl-C and SIGTERM are heard whatever the program is doing, and the second one is final.

#![cfg(unix)]

use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::place;

/// Commands that take long on what [`stage`] lays out, and what stands once they are at it.
const LONG: [(&str, &str); 3] = [
    ("districts split blocks.csv --seats 6 --adjacency pairs.csv --out split.json --quiet", "pairs.csv"),
    (
        "districts assign points.csv --boundaries map.geojson --out assigned.csv --manifest made.json",
        ".partial",
    ),
    ("stats requests.json", "requests.json"),
];

/// A grid of 144 blocks, which nobody splits in a minute; two million points with a map; and a hundred thousand requests.
fn stage(place: &Path) {
    let at = |row: usize, column: usize| row * 12 + column;
    let (mut blocks, mut pairs) = (String::from("id,name,voters\n"), String::from("one,other,metres\n"));
    for (row, column) in (0..12).flat_map(|row| (0..12).map(move |column| (row, column))) {
        let block = at(row, column);
        writeln!(blocks, "{block},b{block},{}", 1000 + block * 7919 % 997).unwrap();
        if column < 11 {
            writeln!(pairs, "{block},{},1000", at(row, column + 1)).unwrap();
        }
        if row < 11 {
            writeln!(pairs, "{block},{},1000", at(row + 1, column)).unwrap();
        }
    }
    let map = r#"{"type": "Feature", "properties": {"id": 7}, "geometry": {"type": "Polygon",
        "coordinates": [[[70, 50], [74, 50], [74, 52], [70, 52], [70, 50]]]}}"#;
    let mut points = String::new();
    for point in 0..1000 {
        writeln!(points, "{point},{}.5,50.5", 69 + point % 7).unwrap();
    }
    let request = r#"{"n": 11947995, "p": "0.003", "k": 35951}"#;
    let files = [
        ("blocks.csv", blocks),
        ("pairs.csv", pairs),
        ("map.geojson", map.to_owned()),
        ("points.csv", format!("id,lon,lat\n{}", points.repeat(2000))),
        ("requests.json", format!(r#"{{"binomial": [{}]}}"#, vec![request; 100_000].join(","))),
    ];
    for (name, text) in files {
        fs::write(place.join(name), text).unwrap();
    }
}

const LIST: &str = "iin,surname,given_name,birth_date\n,Абаев,Асан,1980-01-02\n";

fn begin(place: &Path, command: &str) -> Child {
    begin_into(place, command, Stdio::null())
}

fn begin_into(place: &Path, command: &str, output: Stdio) -> Child {
    Command::new("bash")
        .args(["-c", &format!("exec {} {command}", env!("CARGO_BIN_EXE_tizim"))])
        .current_dir(place)
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(output)
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

#[test]
fn long_work_on_maps_and_numbers_ends_at_a_signal_and_leaves_nothing() {
    let place = place();
    stage(place.path());
    let mut before = names(place.path());
    before.sort();
    for (command, begun) in LONG {
        for (name, twice) in [("-INT", false), ("-TERM", false), ("-INT", true)] {
            let child = begin(place.path(), command);
            until(place.path(), begun);
            std::thread::sleep(Duration::from_millis(700));
            signal(&child, name);
            if twice {
                signal(&child, "-TERM");
            }
            let (status, said, took) = ended(child);
            assert_eq!(status, Some(130), "{command} {name}: {said}");
            let expected = if twice { Duration::from_millis(1500) } else { Duration::from_secs(8) };
            assert!(took < expected, "{command} {name} {twice}: {took:?}");
            let tidy = said.contains("interrupted, nothing was written");
            assert!(tidy || twice && said.contains("ended at once"), "{command} {name}: {said}");
            let mut after = names(place.path());
            after.sort();
            // After two at one go the next run tidies up, which the test above shows.
            for hidden in after.extract_if(.., |name| twice && name.starts_with('.')) {
                fs::remove_file(place.path().join(hidden)).unwrap();
            }
            assert_eq!(after, before, "{command} {name} {twice}");
        }
    }
}

#[test]
fn an_answer_that_came_out_in_part_is_not_said_to_be_nothing() {
    let place = place();
    stage(place.path());
    let typed = "districts assign points.csv --boundaries map.geojson --quiet";
    let mut child = begin_into(place.path(), typed, Stdio::piped());
    // Once the first byte is there, and before the rest is: nobody reads on, so it cannot be written.
    let mut output = child.stdout.take().unwrap();
    output.read_exact(&mut [0]).unwrap();
    signal(&child, "-INT");
    let (status, said, _) = ended(child);
    assert_eq!(status, Some(130), "{said}");
    assert!(said.contains("what stands on standard output is not whole"), "{said}");
}
