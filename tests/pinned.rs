//! What others build on, pinned by golden files: tokens, finding codes, JSON keys, CSV headings, bytes.

mod keys;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::blessed;
use crate::past;
use crate::support::{document, json_file, nation, place, records, repository, succeed};

/// A small home list and a special list whose people are masked under a key of sevens.
fn people() -> TempDir {
    let place = place();
    for name in ["home.csv", "special.csv", "profile.toml"] {
        let from = if name == "profile.toml" {
            nation().join(name)
        } else {
            repository("tests/pinned/people").join(name)
        };
        fs::copy(from, place.path().join(name)).unwrap();
    }
    fs::write(place.path().join("key"), [7; 32]).unwrap();
    let lists = ["--list", "permanent=home.csv", "--list", "special=special.csv"];
    let made = ["--key-file", "key", "--no-timestamp", "--quiet", "--out", "report"];
    succeed(place.path(), &[&["rolls", "check", "--profile", "profile.toml"][..], &lists, &made].concat());
    place
}

#[test]
fn one_person_has_one_token_in_every_version() {
    let place = people();
    let duplicates = fs::read_to_string(place.path().join("report/duplicates.csv")).unwrap();
    blessed::matches("people/duplicates.csv", &duplicates);
    let manifest = json_file(&place.path().join("report/manifest.json"));
    blessed::matches("people/key-id.txt", &format!("{}\n", manifest["manifest"]["key_id"].as_str().unwrap()));
}

/// `*.rs` files below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Whether this is written as a finding code is: `ROLL-001`.
fn is_code(word: &str) -> bool {
    let known = ["DIST", "ROLL", "AVC"];
    word.split_once('-').is_some_and(|(domain, number)| {
        known.contains(&domain) && number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[test]
fn finding_codes() {
    let mut files = Vec::new();
    for domain in ["boundaries", "districts", "rolls", "avc"] {
        sources(&repository("crates").join(domain).join("src"), &mut files);
    }
    let mut codes = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        codes.extend(text.split('"').filter(|word| is_code(word)).map(str::to_owned));
    }
    blessed::matches("codes.txt", &lines(codes));
}

fn lines(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().fold(String::new(), |mut text, word| {
        writeln!(text, "{word}").unwrap();
        text
    })
}

/// The document of a command in the synthetic nation.
fn of_nation(typed: &[&str]) -> Json {
    document(nation(), &[typed, &["--profile", "profile.toml", "--format", "json", "--quiet"]].concat())
}

const LISTS: [&str; 12] = [
    "--list",
    "permanent=permanent.csv@2019-06-08",
    "--list",
    "special=special.csv",
    "--list",
    "temporary=temporary.csv",
    "--list",
    "supplementary=supplementary.csv",
    "--list",
    "avc=avc.csv",
    "--list",
    "residence-certificates=residence-certificates.csv",
];
const ROLLS: [&str; 4] = ["rolls", "check", "--precincts", "precincts.csv"];
const AVC: [&str; 8] = [
    "avc",
    "audit",
    "--precincts",
    "precincts.csv",
    "--certificates",
    "certificates.csv",
    "--forms",
    "forms.csv",
];

#[test]
fn json_keys_of_rolls() {
    let working = of_nation(&[&ROLLS[..], &LISTS].concat());
    blessed::matches("keys/rolls-check.txt", &keys::of(&working));
    blessed::matches("verdicts-rolls.txt", &verdicts(&working));
    let public = of_nation(&[&ROLLS[..], &LISTS, &["--edition", "public"]].concat());
    blessed::matches("keys/rolls-check-public.txt", &keys::of(&public));
}

#[test]
fn json_keys_of_two_lists_compared() {
    let typed = ["rolls", "reconcile", "permanent.csv@2019-06-08", "special.csv", "--list", "avc=avc.csv"];
    blessed::matches("keys/rolls-reconcile.txt", &keys::of(&of_nation(&typed)));
}

#[test]
fn json_keys_and_headings_of_probable_duplicates() {
    let (_place, folder) = past::nation();
    let first = past::run(&folder, "link", "first", &[]);
    let pair = &records(&first.join("pairs.csv"))[0];
    let answer = format!(
        "token_left,token_right,decision\n{},{},explained\n",
        pair["token_left"], pair["token_right"]
    );
    fs::write(folder.join("answers.csv"), answer).unwrap();
    let typed = ["--decisions", "answers.csv", "--previous", "first"];
    let second = past::run(&folder, "link", "second", &typed);
    blessed::matches("keys/rolls-link.txt", &keys::of(&json_file(&second.join("summary.json"))));
    let mut found = BTreeMap::new();
    tables(&second, "rolls link", &mut found);
    let headings = found.iter().map(|(title, heading)| format!("{title}: {heading}"));
    blessed::matches("headings-link.txt", &lines(headings));
}

#[test]
fn json_keys_of_certificates() {
    let working = of_nation(&[&AVC[..], &LISTS[..10]].concat());
    blessed::matches("keys/avc-audit.txt", &keys::of(&working));
    blessed::matches("verdicts-avc.txt", &verdicts(&working));
    let public = of_nation(&[&AVC[..], &LISTS[..10], &["--edition", "public"]].concat());
    blessed::matches("keys/avc-audit-public.txt", &keys::of(&public));
    let built_in = document(place().path(), &["avc", "audit", "--format", "json", "--quiet"]);
    blessed::matches("keys/avc-audit-built-in.txt", &keys::of(&built_in));
}

#[test]
fn json_keys_of_districts() {
    let built_in = document(place().path(), &["districts", "audit", "--format", "json", "--quiet"]);
    blessed::matches("keys/districts-audit-built-in.txt", &keys::of(&built_in));
    blessed::matches("verdicts-districts.txt", &verdicts(&built_in));
    let typed = ["districts", "audit", "districts.csv", "--by", "region", "--against", "districts.csv"];
    blessed::matches("keys/districts-audit.txt", &keys::of(&of_nation(&typed)));
    let place = place();
    fs::write(place.path().join("b.csv"), "id,rayon,voters,district\nA,R,9,1\nB,R,8,2\nC,S,7,2\n").unwrap();
    fs::write(place.path().join("n.csv"), "one,other\nA,B\nB,C\n").unwrap();
    let typed = ["districts", "split", "b.csv", "--seats", "2", "--adjacency", "n.csv", "--limit", "0.9"];
    let split = document(place.path(), &[&typed[..], &["--format", "json", "--quiet"]].concat());
    blessed::matches("keys/districts-split.txt", &keys::of(&split));
    let typed = ["districts", "apportion", "districts.csv", "--seats", "40"];
    blessed::matches("keys/districts-apportion.txt", &keys::of(&of_nation(&typed)));
}

#[test]
fn json_keys_of_maps() {
    let of_map = |more: &[&str]| {
        let place = place();
        crate::overlays::stage(place.path());
        crate::overlays::stage_further(place.path());
        let typed = ["districts", "audit", "districts.csv", "--format", "json", "--quiet", "--boundaries"];
        let found = document(place.path(), &[&typed[..], more].concat());
        keys::of(&serde_json::json!({"map": found["map"]}))
    };
    let all = ["broken.geojson", "--blocks", "rayons.geojson", "--points", "points.csv", "--repair"];
    blessed::matches("keys/map.txt", &of_map(&[&all[..], &["--against", "earlier.geojson"]].concat()));
    let blocks = ["rayons.geojson", "--blocks", "now.csv", "--against-blocks", "then.csv"];
    blessed::matches("keys/map-of-blocks.txt", &of_map(&blocks));
    let place = place();
    for input in ["map.geojson", "points.csv"] {
        fs::copy(repository("tests/cases/in").join(input), place.path().join(input)).unwrap();
    }
    let typed = ["districts", "assign", "points.csv", "--boundaries", "map.geojson", "--quiet"];
    succeed(place.path(), &[&typed[..], &["--out", "a.csv", "--manifest", "m.json"]].concat());
    blessed::matches(
        "keys/districts-assign-manifest.txt",
        &keys::of(&json_file(&place.path().join("m.json"))),
    );
}

#[test]
fn json_keys_of_the_other_commands() {
    let place = place();
    for (report, more) in [("before.json", &[][..]), ("after.json", &["--results", "r.csv"])] {
        fs::write(place.path().join("d.csv"), "id,voters\n1,100\n2,100\n3,600\n").unwrap();
        fs::write(place.path().join("r.csv"), "id,party,votes,seats\n1,A,90,1\n2,A,80,1\n3,B,500,1\n")
            .unwrap();
        let typed = ["districts", "audit", "d.csv", "--format", "json", "--quiet", "--out", report];
        succeed(place.path(), &[&typed[..], more].concat());
    }
    blessed::matches(
        "keys/districts-audit-results.txt",
        &keys::of(&json_file(&place.path().join("after.json"))),
    );
    fs::write(place.path().join("other.csv"), "id,voters\n1,300\n2,300\n3,300\n").unwrap();
    let typed = ["districts", "audit", "other.csv", "--format", "json", "--quiet", "--out", "other.json"];
    succeed(place.path(), &typed);
    let compared =
        document(place.path(), &["compare", "before.json", "other.json", "--format", "json", "--quiet"]);
    blessed::matches("keys/compare.txt", &keys::of(&compared));
    fs::copy(repository("crates/stats/tests/golden_quota_stats.json"), place.path().join("requests.json"))
        .unwrap();
    blessed::matches("keys/stats.txt", &keys::of(&document(place.path(), &["stats", "requests.json"])));
    blessed::matches("keys/schema.txt", &keys::of(&document(place.path(), &["schema", "roll"])));
    let manifest = json_file(&people().path().join("report/manifest.json"));
    blessed::matches("keys/report-folder.txt", &keys::of(&manifest));
    blessed::matches("keys/manifest.txt", &keys::of(&manifest["manifest"]));
}

/// Which severity a code has under which rule in the synthetic nation.
fn verdicts(document: &Json) -> String {
    let findings = document["findings"].as_array().unwrap().iter();
    let words: BTreeSet<String> = findings
        .map(|finding| {
            let word = |key: &str| finding[key].as_str().unwrap_or("-").to_owned();
            format!("{} {} {}", word("code"), word("severity"), word("rule"))
        })
        .collect();
    lines(words)
}

#[test]
fn csv_headings() {
    let place = place();
    fs::write(place.path().join("key"), [7; 32]).unwrap();
    let typed = ["--profile", "profile.toml", "--key-file", "key", "--quiet", "--out", "report"];
    for name in ["permanent.csv", "special.csv", "precincts.csv", "districts.csv", "profile.toml"] {
        fs::copy(nation().join(name), place.path().join(name)).unwrap();
    }
    succeed(place.path(), &[&ROLLS[..], &LISTS[..4], &typed].concat());
    let lists = ["rolls", "reconcile", "permanent.csv", "special.csv", "--profile", "profile.toml"];
    succeed(place.path(), &[&lists[..], &["--quiet", "--out", "compared"]].concat());
    let mut found = BTreeMap::new();
    for (title, folder) in [
        ("rolls check", place.path().join("report")),
        ("rolls reconcile", place.path().join("compared")),
        ("synth", nation().to_owned()),
    ] {
        tables(&folder, title, &mut found);
    }
    let answers: [(&str, &[&str]); 3] = [
        ("districts audit", &["districts", "audit", "districts.csv", "--format", "csv", "--quiet"]),
        (
            "districts apportion",
            &["districts", "apportion", "districts.csv", "--seats", "40", "--format", "csv"],
        ),
        ("avc audit", &["avc", "audit", "--format", "csv", "--quiet"]),
    ];
    for (title, typed) in answers {
        found.insert(title.to_owned(), heading(&succeed(place.path(), typed)));
    }
    for input in ["map.geojson", "points.csv"] {
        fs::copy(repository("tests/cases/in").join(input), place.path().join(input)).unwrap();
    }
    let typed = ["districts", "assign", "points.csv", "--boundaries", "map.geojson", "--quiet"];
    found.insert("districts assign".into(), heading(&succeed(place.path(), &typed)));
    let typed = ["compare", "report", "report", "--format", "csv", "--quiet"];
    found.insert("compare".into(), heading(&succeed(place.path(), &typed)));
    let help = succeed(place.path(), &["template", "--help"]);
    // A profile has no headings.
    for kind in kinds(&help).into_iter().filter(|kind| kind != "profile") {
        for language in ["en", "ru", "kk"] {
            let form = succeed(place.path(), &["template", &kind, "--lang", language]);
            found.insert(format!("template {kind} {language}"), heading(&form));
        }
    }
    blessed::matches(
        "headings.txt",
        &lines(found.iter().map(|(title, heading)| format!("{title}: {heading}"))),
    );
}

/// The headings of every CSV file in a folder and below.
fn tables(folder: &Path, title: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{title} {}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            tables(&path, &name, found);
        } else if path.extension().is_some_and(|ending| ending == "csv") {
            found.insert(name, heading(&fs::read_to_string(&path).unwrap()));
        }
    }
}

fn heading(table: &str) -> String {
    table.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_owned()
}

/// The tables that a help text says there are forms for.
fn kinds(help: &str) -> Vec<String> {
    let list = help.split("[possible values: ").nth(1).unwrap().split(']').next().unwrap();
    list.split(',').map(|word| word.trim().to_owned()).collect()
}

#[test]
fn files_of_a_report_folder() {
    let place = people();
    let files = fs::read_dir(place.path().join("report")).unwrap();
    let names: BTreeSet<String> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    blessed::matches("files.txt", &lines(names));
}
