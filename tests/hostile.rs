//! Workbooks that are damaged, or ask for more than there is: the program says so and ends, and nothing of its inside shows.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{error_of, place, tizim};

/// A sheet of four districts, as OpenDocument.
const WORKBOOK: &[u8] = include_bytes!("data/districts.ods");

/// A workbook of each format.
const WORKBOOKS: [(&str, &[u8]); 4] = [
    ("damaged.ods", WORKBOOK),
    ("damaged.xls", include_bytes!("../fuzz/corpus/xls/book.xls")),
    ("damaged.xlsb", include_bytes!("../fuzz/corpus/xlsb/book.xlsb")),
    ("damaged.xlsx", include_bytes!("../fuzz/corpus/xlsx/book.xlsx")),
];

/// Exit status and what was said, of an audit of these bytes under this name.
fn audited(name: &str, bytes: &[u8]) -> (Option<i32>, String, String) {
    let place = place();
    fs::write(place.path().join(name), bytes).unwrap();
    let done = tizim(place.path(), &["districts", "audit", name, "--format", "json"]);
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.code(), said(&done.stdout), said(&done.stderr))
}

#[test]
fn a_workbook_read_apart_is_read_whole() {
    let (status, found, said) = audited("districts.ods", WORKBOOK);
    assert_eq!(status, Some(0), "{said}");
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    let voters: Vec<_> =
        found["units"].as_array().unwrap().iter().map(|unit| unit["voters"].clone()).collect();
    assert_eq!(voters, [1000, 1200, 900, 1500]);
}

/// A workbook that asks for all memory, while whoever started the program wants every call written down: that writing needs
/// memory as well, fails, and once waited for itself for ever (seen where the program has lines of its source in it).
#[test]
fn a_workbook_that_asks_for_all_memory_ends_where_calls_are_written_down() {
    let place = place();
    fs::write(place.path().join("book.xlsb"), include_bytes!("data/asks_for_all.xlsb")).unwrap();
    for memory in ["64M", "96M"] {
        let done = Command::new(env!("CARGO_BIN_EXE_tizim"))
            .args(["districts", "audit", "book.xlsb", "--memory", memory])
            .current_dir(place.path())
            .envs([
                ("RUST_BACKTRACE", "full"),
                ("RUST_LIB_BACKTRACE", "1"),
                ("LC_ALL", "C"),
                ("NO_COLOR", "1"),
            ])
            .output()
            .unwrap();
        assert_eq!(done.status.code(), Some(2));
        let said = error_of(&done);
        assert!(said.contains("took more memory or time"), "{said}");
    }
}

/// Bytes of each format are changed, cut off and cut out. What is damaged by its structure: `fuzz/examples/structure`.
#[test]
fn damaged_workbooks_end_in_time_and_show_nothing_of_the_inside() {
    let mut state = 11_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut refused = 0;
    for (name, whole) in WORKBOOKS {
        assert!(audited(name, whole).0.is_some(), "{name}");
        for case in 0..24 {
            let mut bytes = whole.to_vec();
            match case % 3 {
                0 => (0..=case / 3).for_each(|_| bytes[random(whole.len())] ^= 1 << random(8)),
                1 => bytes.truncate(random(whole.len())),
                _ => {
                    let (from, to) = (random(whole.len()), random(whole.len()));
                    bytes.splice(from.min(to)..from.max(to), []);
                }
            }
            let begun = Instant::now();
            let (status, _, said) = audited(name, &bytes);
            assert!(matches!(status, Some(0 | 2)), "case {case}, {name}: {status:?} {said}");
            assert!(!said.contains("panicked") && !said.contains(".rs:"), "case {case}, {name}: {said}");
            // Three seconds of processor time are what a process apart may take; the rest is for a machine that does much else.
            assert!(begun.elapsed() < Duration::from_secs(60), "case {case}, {name}");
            refused += usize::from(status == Some(2));
        }
    }
    assert!(refused > 48, "{refused}");
}

#[test]
fn a_cell_at_the_far_end_of_many_rows_is_refused_before_it_takes_room() {
    let place = place();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["id", "region", "seats", "voters"].into_iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), heading).unwrap();
    }
    for row in 1..3000 {
        sheet.write(row, 16_383, 1).unwrap();
    }
    book.save(place.path().join("far.xlsx")).unwrap();
    let done = tizim(place.path(), &["districts", "audit", "far.xlsx", "--memory", "32M"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("the text of its sheet") && said.contains("16 MiB"), "{said}");
}

/// A gigabyte of addresses for all of the program, where a table of both would take 4.8 with eight bytes for each of them.
#[cfg(target_os = "linux")]
#[test]
fn many_claimants_and_seats_take_no_table_of_both() {
    let place = place();
    let mut claimants = "id,name,voters\n".to_owned();
    for at in 0..10_000 {
        let _ = writeln!(claimants, "{at},Claimant,{}", 1 + 37 * at);
    }
    fs::write(place.path().join("claimants.csv"), claimants).unwrap();
    let done = Command::new("sh")
        .args(["-c", "ulimit -v 1048576 && exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_tizim")])
        .args(["districts", "apportion", "claimants.csv", "--seats", "60000", "--quiet", "--threads", "2"])
        .current_dir(place.path())
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&done.stdout);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(shown.contains("were not computed"), "{shown}");
}

#[test]
fn a_manifest_cannot_act_on_the_terminal_nor_forge_a_line() {
    let place = place();
    let list = "iin,surname,given_name,birth_date\n,А,Б,1980-01-02\n";
    fs::write(place.path().join("list.csv"), list).unwrap();
    let typed = ["rolls", "check", "--list", "permanent=list.csv", "--out", "report", "--quiet"];
    assert_eq!(tizim(place.path(), &typed).status.code(), Some(0));
    let manifest = place.path().join("report/manifest.json");
    let forged = fs::read_to_string(&manifest).unwrap();
    assert!(forged.contains("findings.csv"));
    fs::write(&manifest, forged.replace("findings.csv", "zz\\u001b[2J\\nverified: 5 files\\u202e")).unwrap();
    let done = tizim(place.path(), &["verify", "report", "--inputs", "."]);
    let shown = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert_ne!(done.status.code(), Some(0), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\u{202e}']) && shown.contains("zz"), "{shown:?}");
    assert!(!shown.lines().any(|line| line.starts_with("verified")), "{shown:?}");
}

/// Names with a line end, a title for the terminal and a mark that turns the text around: nothing of them acts, whoever
/// quotes them, and none begins a line.
#[cfg(target_os = "linux")]
#[test]
fn names_begin_no_line_and_act_on_no_terminal() {
    let place = place();
    let name = "a\u{1b}]0;title\u{7}\nverified: all is well\u{202e}.csv";
    let list = "iin,surname,given_name,birth_date\n,А,Б,1980-01-02\n";
    fs::write(place.path().join(name), list).unwrap();
    let permanent = format!("permanent={name}");
    let absent = format!("permanent=no{name}");
    let typed: [&[&str]; 8] = [
        &["rolls", "check", "--list", &permanent],
        &["rolls", "check", "--list", &absent],
        &["rolls", "check", name],
        &["rolls", "check", "--list", name],
        &["rolls", "check", "--list", &permanent, "--rules", name],
        &["rolls", "check", "--list", &permanent, "--key-file", name],
        &["districts", "audit", name, name],
        &[name],
    ];
    for language in ["C", "ru_RU.UTF-8"] {
        for words in typed {
            let done = Command::new(env!("CARGO_BIN_EXE_tizim"))
                .args(words)
                .current_dir(place.path())
                // As on a terminal, where what is typed is not stripped of what acts.
                .envs([("CLICOLOR_FORCE", "1"), ("LC_ALL", language)])
                .output()
                .unwrap();
            let said = error_of(&done);
            assert!(
                !said.contains(['\u{7}', '\u{202e}']) && !said.contains("\u{1b}]"),
                "{words:?}: {said:?}"
            );
            assert!(!said.lines().any(|line| line.starts_with("verified")), "{words:?}: {said}");
        }
    }
}

/// A manifest says how its report is made again. One that says to write elsewhere, or names files elsewhere, is refused.
#[test]
fn a_manifest_makes_verify_write_and_read_nothing_elsewhere() {
    let place = place();
    let at = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    fs::create_dir(place.path().join("inputs")).unwrap();
    fs::write(at("inputs/list.csv"), "iin,surname,given_name,birth_date\n,А,Б,1980-01-02\n").unwrap();
    fs::write(at("elsewhere.csv"), "iin,surname,given_name,birth_date\n,В,Г,1980-01-02\n").unwrap();
    fs::write(at("inputs/map.geojson"), include_bytes!("../fuzz/corpus/repair/tie.geojson")).unwrap();
    let typed = ["rolls", "check", "--list", "permanent=inputs/list.csv", "--out", "report", "--quiet"];
    assert_eq!(tizim(place.path(), &typed).status.code(), Some(0));
    let whole = crate::support::json_file(&place.path().join("report/manifest.json"));
    let evil = at("evil");
    let map = ["boundaries", "map.geojson", "repair", ""];
    let cases: [(&str, Vec<[&str; 2]>); 7] = [
        ("districts audit", vec![[map[0], map[1]], [map[2], map[3]], ["repaired", &evil]]),
        ("districts audit", vec![[map[0], map[1]], ["repair", "--repaired=evil"]]),
        ("districts audit", vec![[map[0], map[1]], [map[2], map[3]], ["repaired=evil", ""]]),
        ("districts audit --boundaries=inputs/map.geojson --repair --repaired=evil", vec![]),
        ("rolls check", vec![["list", "permanent=list.csv"], ["out", &evil]]),
        ("rolls check", vec![["list", "permanent=../elsewhere.csv"]]),
        ("compare", vec![["", "elsewhere.csv"], ["", "elsewhere.csv"]]),
    ];
    for (command, settings) in cases {
        let mut forged = whole.clone();
        forged["manifest"]["command"] = command.into();
        let named = settings.iter().map(|[name, value]| serde_json::json!({ "name": name, "value": value }));
        forged["manifest"]["settings"] = named.collect::<Vec<_>>().into();
        fs::write(at("report/manifest.json"), forged.to_string()).unwrap();
        let done = tizim(place.path(), &["verify", "report", "--inputs", "inputs"]);
        assert_eq!(done.status.code(), Some(2), "{command} {settings:?}: {}", error_of(&done));
        assert!(!place.path().join("evil").exists(), "{command} {settings:?}");
        let said = error_of(&done);
        let is_told = ["does not know", "no report is made again", "is not in `inputs`"];
        assert!(is_told.iter().any(|told| said.contains(told)), "{command} {settings:?}: {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn input_without_end_is_refused() {
    let place = place();
    fs::write(place.path().join("list.csv"), "iin,surname,given_name,birth_date\n,А,Б,1980-01-02\n").unwrap();
    let list = ["rolls", "check", "--list", "permanent=list.csv"];
    let endless: [&[&str]; 7] = [
        &[&list[..], &["--key-file", "/dev/zero"]].concat(),
        &[&list[..], &["--columns", "/dev/zero"]].concat(),
        &[&list[..], &["--profile", "/dev/zero"]].concat(),
        &["districts", "audit", "--facts", "/dev/zero"],
        &["districts", "audit", "--standards", "/dev/zero"],
        &["stats", "/dev/zero"],
        &["compare", "/dev/zero", "/dev/zero"],
    ];
    for typed in endless {
        let done = tizim(place.path(), typed);
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{typed:?}: {said}");
        assert!(said.contains("it has more than the"), "{typed:?}: {said}");
    }
    let done = tizim(place.path(), &[&list[..], &["--threads", "100000"]].concat());
    assert_eq!(done.status.code(), Some(2));
    // A document with an end, whose values would take a hundred times its size.
    fs::write(place.path().join("wide.json"), format!("[{}0]", "0,".repeat(9_000_000))).unwrap();
    let done = tizim(place.path(), &["compare", "wide.json", "wide.json"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(error_of(&done).contains("holds more than 8000000 values"), "{}", error_of(&done));
}
