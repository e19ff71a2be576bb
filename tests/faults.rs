//! Faults on demand: at every call by which the program makes, writes, syncs, renames or removes a file, that call fails or
//! the program is killed. Afterwards the old report stands or the new one, whole; and nothing of people once the next run has
//! begun. `faults/kills` does the same for hours with large lists.

#![expect(clippy::print_stderr, reason = "what is skipped is said")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::support::{error_of, place, repository, succeed};

/// What may happen to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Kill,
    Eio,
    Enospc,
}

impl Fault {
    fn word(self) -> &'static str {
        match self {
            Self::Kill => "KILL",
            Self::Eio => "EIO",
            Self::Enospc => "ENOSPC",
        }
    }
}

/// The library that makes faults, compiled once; `None` where there is no compiler of C for it.
fn library() -> Option<&'static Path> {
    static LIBRARY: OnceLock<Option<(TempDir, PathBuf)>> = OnceLock::new();
    let made = LIBRARY.get_or_init(|| {
        let place = place();
        let library = place.path().join("fail.so");
        let done = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .arg(&library)
            .arg(repository("tests/faults/fail.c"))
            .arg("-ldl")
            .status();
        done.is_ok_and(|status| cfg!(target_os = "linux") && status.success()).then_some((place, library))
    });
    if made.is_none() {
        eprintln!("skipped: faults on demand need Linux and a compiler of C (`cc`)");
    }
    made.as_ref().map(|(_, library)| library.as_path())
}

/// A folder with a list and a key.
fn given() -> TempDir {
    let place = place();
    let list = "iin,surname,given_name,birth_date\n,Абаев,Асан,1980-01-02\n,Абаев,Асан,1980-01-02\n";
    fs::write(place.path().join("list.csv"), list).unwrap();
    fs::write(
        place.path().join("key"),
        (0..32_u8).map(|at| at.wrapping_mul(167).wrapping_add(13)).collect::<Vec<_>>(),
    )
    .unwrap();
    place
}

const RUN: [&str; 11] = [
    "rolls",
    "check",
    "--list",
    "permanent=list.csv",
    "--key-file",
    "key",
    "--quiet",
    "--no-timestamp",
    "--threads",
    "1",
    "--out",
];

/// The run that replaces the report of [`RUN`] with one that differs from it.
const ANOTHER: [&str; 4] = ["report", "--force", "--reveal", "--detail"];

/// Runs the program with this fault at the call of this number, and tells how many calls there were.
fn with_fault(place: &Path, further: &[&str], fault: Fault, at: u64) -> (Output, Option<u64>) {
    let log = tempfile::NamedTempFile::new().unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_tizim"))
        .args(RUN)
        .args(further)
        .current_dir(place)
        .env("LC_ALL", "C")
        .env("LD_PRELOAD", library().unwrap())
        .env("FAULT", fault.word())
        .env("FAULT_AT", at.to_string())
        .env("FAULT_LOG", log.path())
        .output()
        .unwrap();
    let calls = fs::read_to_string(log.path()).unwrap().trim().parse().ok();
    (done, calls)
}

/// Files of a folder and of those in it; `None` where it does not stand.
fn contents(folder: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.unwrap();
        found.insert(entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap_or_default());
    }
    Some(found)
}

fn names(place: &Path) -> Vec<String> {
    contents(place).unwrap().into_keys().collect()
}

/// Every `step`-th call of a run meets this fault; each time the report is as it was or as it was to be, and what the run
/// leaves goes with the next.
fn sweep(fault: Fault, replacing: bool, step: usize) {
    if library().is_none() {
        return;
    }
    let place = given();
    let at = place.path();
    let further: &[&str] = if replacing { &ANOTHER } else { &["report"] };
    if replacing {
        succeed(at, &[&RUN[..], &["report"]].concat());
    }
    let before = contents(&at.join("report"));
    let spare = given();
    if replacing {
        succeed(spare.path(), &[&RUN[..], &["report"]].concat());
    }
    let (done, calls) = with_fault(spare.path(), further, fault, 0);
    assert!(done.status.success(), "{}", error_of(&done));
    let after = contents(&spare.path().join("report"));
    assert!(after.is_some() && before != after);
    let calls = calls.unwrap();
    assert!(calls > 20, "{calls}");
    for call in (1..=calls).step_by(step) {
        let (done, _) = with_fault(at, further, fault, call);
        let stands = contents(&at.join("report"));
        assert!(stands == before || stands == after, "{fault:?} at {call} of {calls}: {:?}", names(at));
        let status = done.status.code();
        if fault == Fault::Kill {
            assert_eq!(status, None, "{fault:?} at {call} of {calls}");
        } else {
            assert!(matches!(status, Some(0 | 2)), "{fault:?} at {call} of {calls}: {}", error_of(&done));
            assert!(status == Some(2) || stands == after, "{fault:?} at {call}: said to be written");
        }
        // The next run, whatever it is and even where it is refused, removes what is left.
        let next = Command::new(env!("CARGO_BIN_EXE_tizim"))
            .args(RUN)
            .args(further)
            .current_dir(at)
            .env("LC_ALL", "C")
            .output()
            .unwrap();
        let stood = !replacing && stands.is_some();
        assert_eq!(
            next.status.code(),
            Some(if stood { 2 } else { 0 }),
            "{fault:?} at {call}: {}",
            error_of(&next)
        );
        assert_eq!(names(at), ["key", "list.csv", "report"], "{fault:?} at {call} of {calls}");
        assert_eq!(contents(&at.join("report")), after);
        fs::remove_dir_all(at.join("report")).unwrap();
        if let Some(before) = &before {
            fs::create_dir(at.join("report")).unwrap();
            for (name, bytes) in before {
                fs::write(at.join("report").join(name), bytes).unwrap();
            }
        }
    }
}

#[test]
fn a_kill_while_a_report_is_written() {
    sweep(Fault::Kill, false, 1);
}

#[test]
fn a_kill_while_a_report_is_replaced() {
    sweep(Fault::Kill, true, 1);
}

#[test]
fn a_broken_disk() {
    sweep(Fault::Eio, true, 2);
}

#[test]
fn a_full_disk() {
    sweep(Fault::Enospc, false, 3);
}

/// A disk of a few pages, in a name space of its own; skipped where none may be made.
#[test]
fn a_disk_that_fills_up() {
    let place = given();
    let program = env!("CARGO_BIN_EXE_tizim");
    let script = format!(
        "mkdir small && mount -t tmpfs -o size=32k none small || exit 77
         {program} {} small/report 2> said; echo $? > status; ls -A small > left",
        RUN.join(" ")
    );
    let done = Command::new("unshare")
        .args(["-rm", "bash", "-c", &script])
        .current_dir(place.path())
        .env("LC_ALL", "C")
        .output();
    if !done.as_ref().is_ok_and(|done| done.status.success()) {
        eprintln!("skipped: no small disk can be mounted here");
        return;
    }
    let read = |name: &str| fs::read_to_string(place.path().join(name)).unwrap();
    assert_eq!((read("status").trim(), read("left").trim()), ("2", ""), "{}", read("said"));
    assert!(read("said").contains("cannot write"), "{}", read("said"));
}

#[cfg(unix)]
#[test]
fn a_limit_of_file_sizes_and_a_full_device() {
    let place = given();
    let program = env!("CARGO_BIN_EXE_tizim");
    let shell = |command: &str| {
        let done = Command::new("bash")
            .args(["-c", command])
            .current_dir(place.path())
            .env("LC_ALL", "C")
            .output()
            .unwrap();
        (done.status.code(), error_of(&done))
    };
    let run = RUN.join(" ");
    let (status, said) = shell(&format!("trap '' XFSZ; ulimit -f 4; exec {program} {run} report"));
    assert_eq!(status, Some(2), "{said}");
    assert_eq!(names(place.path()), ["key", "list.csv"], "{said}");
    if Path::new("/dev/full").exists() {
        let (status, said) =
            shell(&format!("{program} rolls check --list permanent=list.csv --quiet > /dev/full"));
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains("cannot write to standard output"), "{said}");
    }
}
