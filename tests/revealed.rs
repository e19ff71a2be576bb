//! With names in full every file of every folder about people is marked, and the folder is for nobody else.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx};

use crate::support::{json_file, records, succeed};

/// What every page and every sheet says first.
const WARNING: &str = "Names shown: this report holds names of voters in full.";

/// All files in a folder and those in it; each folder is open to this user alone.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder), 0o700, "{}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
            found.push(path);
        }
    }
    found
}

fn is_marked(path: &Path) -> bool {
    let text = || fs::read_to_string(path).unwrap();
    match path.extension().unwrap().to_str().unwrap() {
        "csv" => {
            let mut reader = csv::Reader::from_path(path).unwrap();
            let is_first = reader.headers().unwrap().get(0) == Some("names_shown");
            is_first && reader.records().all(|record| record.unwrap().get(0) == Some("do-not-publish"))
        }
        "json" => {
            let document = json_file(path);
            let settings = document["manifest"]["settings"].as_array().into_iter().flatten();
            document["revealed"] == true || settings.into_iter().any(|setting| setting["name"] == "reveal")
        }
        "html" => text().contains(WARNING),
        "xlsx" => {
            let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
            let sheets = book.worksheets();
            let says = |sheet: &calamine::Range<calamine::Data>| {
                sheet.rows().take(2).flatten().any(|cell| cell.to_string().starts_with(WARNING))
            };
            !sheets.is_empty() && sheets.iter().all(|(_, sheet)| says(sheet))
        }
        other => panic!("a file of a kind that nobody looks at: {other}"),
    }
}

#[test]
fn every_file_of_every_folder_about_people_is_marked() {
    let (_keep, nation) = crate::past::nation();
    let list = fs::read_to_string(nation.join("permanent.csv")).unwrap();
    // A row that slipped makes a file of rejects, and two that changed make differences.
    let newer =
        list.replacen("Үлгі көшесі 5,", "Үлгі көшесі 6,x,y,", 1).replacen(",KZ-10,2,", ",KZ-10,3,", 2);
    fs::write(nation.join("newer.csv"), newer).unwrap();
    fs::write(nation.join("permanent.csv"), list + "Слипшийся,А,1980-01-01,KZ-10,1,Ж,,x,y\n").unwrap();
    let names = |out: &Path| {
        let mut names: Vec<String> =
            files(out).iter().map(|path| path.strip_prefix(out).unwrap().display().to_string()).collect();
        names.sort();
        names
    };
    let run = |out: &str, typed: &[&str]| {
        let usual = ["--reveal", "--key-file", "key", "--quiet", "--lang", "en", "--out", out];
        succeed(&nation, &[typed, &usual].concat());
        let out = nation.join(out);
        for file in files(&out) {
            assert!(is_marked(&file), "{}", file.display());
        }
        names(&out)
    };
    // Earlier runs that showed no names: what is taken from them is marked too.
    for (command, out) in [("check", "check-before"), ("link", "link-before")] {
        crate::past::run(&nation, command, out, &[]);
    }
    let pairs = records(&nation.join("link-before/pairs.csv"));
    let answer = format!(
        "token_left,token_right,decision,who,when,note\n{},{},rejected,A,2023-02-02,\n",
        pairs[0]["token_left"], pairs[0]["token_right"]
    );
    fs::write(nation.join("answers.csv"), answer).unwrap();
    let permanent = ["--list", "permanent=permanent.csv"];
    let past = |before| [&permanent[..], &["--split-by", "region", "--previous", before]].concat();
    let answers = ["--decisions", "answers.csv"];
    let check = [&["rolls", "check"], &past("check-before")[..], &answers].concat();
    let link = [&["rolls", "link", "--review", "8"], &past("link-before")[..], &answers].concat();
    let reconcile = ["rolls", "reconcile", "permanent.csv", "newer.csv", "--split-by", "region"];
    for (out, typed, expected) in [
        (
            "check",
            &check[..],
            &["duplicates.csv", "rejects.csv", "closed.csv", "decisions.csv", "letters.csv"][..],
        ),
        (
            "link",
            &link,
            &[
                "pairs.csv",
                "households.csv",
                "clusters.csv",
                "model.json",
                "review.csv",
                "review.xlsx",
                "letters.csv",
            ],
        ),
        ("reconcile", &reconcile, &["differences.csv", "rejects.csv"]),
    ] {
        let written = run(out, typed);
        for name in expected {
            assert!(written.iter().any(|file| file == name), "{out}: no {name} among {written:?}");
        }
    }
    // Weights that stand among names serve again.
    run("again", &[&["rolls", "link", "--model", "link/model.json"], &permanent[..]].concat());
}
