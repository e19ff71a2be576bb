//! What is handed on of probable duplicates: a workbook with every pair, letters, and the answers that come back.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use calamine::{Reader, Xlsx};
use tempfile::TempDir;

use crate::support::{json_file, place, records, refused, succeed, two_lists};

/// A nation of a thousand with errors, and a key.
fn nation() -> &'static Path {
    static NATION: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = NATION.get_or_init(|| {
        let place = place();
        let typed = ["synth", "--voters", "1000", "--seed", "8", "--errors", "--out", "nation"];
        succeed(place.path(), &typed);
        let nation = place.path().join("nation");
        fs::write(nation.join("key"), [5; 32]).unwrap();
        (place, nation)
    });
    path
}

const USUAL: [&str; 13] = two_lists("link");

fn link(out: &str, more: &[&str]) -> PathBuf {
    succeed(nation(), &[&USUAL[..], &[out], more].concat());
    nation().join(out)
}

/// A sheet as texts, row by row.
fn sheet(book: &Path, name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook(book).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The rows of the pairs, each cell under its heading.
fn pairs(book: &Path) -> Vec<BTreeMap<String, String>> {
    let rows = sheet(book, "Pairs");
    let headings = rows.iter().position(|row| row[0] == "Pair").unwrap();
    let under = |row: &Vec<String>| rows[headings].iter().cloned().zip(row.iter().cloned()).collect();
    rows[headings + 1..].iter().map(under).collect()
}

/// Whether somebody is to look into a pair.
fn is_asked(pair: &BTreeMap<String, String>) -> bool {
    ["Warning", "Notice"].contains(&pair["Severity"].as_str())
}

/// A workbook of all pairs, and a folder with letters, made once.
fn made() -> &'static [PathBuf; 2] {
    static MADE: OnceLock<[PathBuf; 2]> = OnceLock::new();
    MADE.get_or_init(|| [link("leads.xlsx", &[]), link("letters", &["--split-by", "region"])])
}

/// Which rows a pair of a workbook is about: file and row of both.
fn rows_of(pair: &BTreeMap<String, String>) -> [String; 4] {
    ["Entry 1: File", "Entry 1: Row", "Entry 2: File", "Entry 2: Row"].map(|heading| pair[heading].clone())
}

#[test]
fn every_pair_stands_in_the_workbook_with_its_evidence_in_words_and_bits() {
    let [book, folder] = made();
    let told = pairs(book);
    let mut expected = records(&folder.join("pairs.csv"));
    expected.extend(records(&folder.join("households.csv")));
    assert!(expected.len() > 50 && told.len() == expected.len());
    let by_rows: BTreeMap<[String; 4], &BTreeMap<String, String>> =
        told.iter().map(|pair| (rows_of(pair), pair)).collect();
    for pair in &expected {
        let rows = ["left_file", "left_row", "right_file", "right_row"].map(|column| pair[column].clone());
        let told = by_rows[&rows];
        assert_eq!((&told["Code"], &told["Token of the first entry"]), (&pair["code"], &pair["token_left"]));
        let bits: f64 = told["Evidence in all, in bits"].parse().unwrap();
        assert!((bits - pair["weight"].parse::<f64>().unwrap()).abs() < 0.01);
        // What stands in brackets adds up to the whole.
        let cells = [
            "What speaks for one person, with evidence in bits",
            "What speaks against it, with evidence in bits",
            "Evidence beside the columns, in bits",
        ];
        let parts = cells.iter().flat_map(|cell| told[*cell].split("; ")).filter(|part| !part.is_empty());
        let of_part = |part: &str| -> f64 {
            let bits = part.rsplit_once('(').unwrap().1.trim_end_matches(')');
            bits.replace('\u{2212}', "-").parse().unwrap()
        };
        let sum: f64 = parts.map(of_part).sum();
        assert!((sum - bits).abs() < 1.0, "{sum} of {bits}: {told:?}");
        let is_one = pair["code"] == "ROLL-040";
        assert_eq!(
            told["What to send to whom, and what to ask for"].starts_with("Look at both rows"),
            is_one
        );
        assert!(is_one || told["What it would be, if it is one person"].is_empty());
        assert!(told["Decision"].is_empty());
    }
    let spelled = told.iter().any(|pair| {
        pair["What speaks for one person, with evidence in bits"].contains("another spelling of the same (")
    });
    assert!(spelled, "likeness is told in words");
    let notes = sheet(book, "Pairs")[..5].concat().join("\n");
    assert!(notes.contains("a lead, a reason to look") && notes.contains("No one may be removed"));
    let numbers: Vec<u64> = told.iter().map(|pair| pair["Pair"].parse().unwrap()).collect();
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (1..=told.len() as u64).collect::<Vec<_>>(), "each pair has a number of its own");
    let again = link("again.xlsx", &["--threads", "1"]);
    assert_eq!(fs::read(book).unwrap(), fs::read(again).unwrap());
}

#[test]
fn the_page_calls_a_pair_by_the_number_of_the_workbook() {
    let [book, _] = made();
    let rows = sheet(book, "link-waterfall");
    let headings = rows.iter().position(|row| row[0] == "Pair").unwrap();
    let weights = rows[headings + 1..].iter().filter(|row| row[4] == "total");
    let told: BTreeMap<String, String> = pairs(book)
        .into_iter()
        .map(|pair| (pair["Pair"].clone(), pair["Evidence in all, in bits"].clone()))
        .collect();
    let weights: Vec<[String; 2]> = weights.map(|row| [row[0].clone(), row[6].clone()]).collect();
    assert_eq!(weights.len(), 20);
    for [pair, bits] in weights {
        assert_eq!(told[&pair], bits, "pair {pair}");
    }
}

#[test]
fn names_stand_whole_only_where_they_are_revealed() {
    let masked = sheet(&made()[0], "Pairs").concat().join("\n");
    let people = records(&nation().join("permanent.csv"));
    for person in people.iter().filter(|person| person["surname"].chars().count() > 3) {
        assert!(!masked.contains(&format!("{} {}", person["surname"], person["given_name"])));
        assert!(person["iin"].len() != 12 || !masked.contains(&person["iin"]));
    }
    let told = pairs(&link("whole.xlsx", &["--reveal"]));
    let row: usize = told[0]["Entry 1: Row"].parse().unwrap();
    let person = &people[row - 2];
    assert_eq!(told[0]["Entry 1: File"], "permanent.csv");
    assert_eq!(
        (&told[0]["Entry 1: Number"], &told[0]["Entry 1: Address"]),
        (&person["iin"], &person["address"])
    );
}

#[test]
fn letters_hold_what_somebody_is_to_look_into_and_answers_come_back() {
    let [book, first] = made();
    let sent = records(&first.join("letters.csv"));
    let all = pairs(book);
    // Two people are nobody's task, nor are two numbers or what the law allows: all these are for information.
    let asked = all.iter().filter(|pair| is_asked(pair)).count();
    assert!(asked > 30 && asked < all.len(), "{asked} of {}", all.len());
    let own = |row: &BTreeMap<String, String>| row["pairs"].parse::<usize>().unwrap();
    let places = |pair: &&BTreeMap<String, String>| {
        is_asked(pair) && pair["Entry 1: Region"] != pair["Entry 2: Region"]
    };
    let twice = all.iter().filter(places).count();
    assert_eq!(sent.iter().map(own).sum::<usize>(), asked + twice, "a pair of two regions is in two letters");

    let letter = first.join(&sent[0]["file"]);
    let front = sheet(&letter, "Letter").concat();
    assert!(front.iter().any(|line| line.starts_with("Each pair is a lead")), "{front:?}");
    let rows = sheet(&letter, "Pairs");
    let headings = rows.iter().position(|row| row[0] == "Pair").unwrap();
    let decision = rows[headings].iter().position(|heading| heading == "Decision").unwrap();
    let mut back = rust_xlsxwriter::Workbook::new();
    let answers = back.add_worksheet();
    for (place, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let cell = if place > headings && column == decision { "explained" } else { cell };
            answers.write_string(place as u32, column as u16, cell).unwrap();
        }
    }
    back.save(nation().join("back.xlsx")).unwrap();
    let second = link("second", &["--split-by", "region", "--decisions", "back.xlsx"]);
    let after = &records(&second.join("letters.csv"))[0];
    let counts =
        |row: &BTreeMap<String, String>| ["file", "pairs", "open", "explained"].map(|of| row[of].clone());
    let pairs = sent[0]["pairs"].clone();
    assert_eq!(counts(after), ["", &pairs, "0", &pairs], "answered pairs are counted and not sent again");
    let summary = json_file(&second.join("summary.json"));
    assert_eq!(summary["counts"]["ROLL-040"]["cleared"].to_string(), pairs);
}

#[test]
fn commissions_get_letters_by_the_table_of_precincts() {
    let precincts = records(&nation().join("permanent.csv"));
    let mut table = "region,precinct,tec\n".to_owned();
    for row in &precincts {
        let office = if row["precinct"].ends_with('7') { "TEC 7" } else { "" };
        writeln!(table, "{},{},{office}", row["region"], row["precinct"]).unwrap();
    }
    fs::write(nation().join("tecs.csv"), table).unwrap();
    let folder = link("tecs", &["--split-by", "tec", "--precincts", "tecs.csv"]);
    let sent = records(&folder.join("letters.csv"));
    let offices = sent.iter().filter(|row| row["tec"] == "TEC 7").count();
    assert!(offices > 0 && offices < sent.len(), "{sent:?}");
    let manifest = json_file(&folder.join("manifest.json")).to_string();
    assert!(manifest.contains("tecs.csv") && manifest.contains("split-by"), "{manifest}");
}

#[test]
fn letters_that_could_go_nowhere_are_refused() {
    for (typed, said) in [
        (&["--split-by", "region"][..], "--out"),
        (&["--split-by", "region", "--out", "a.xlsx"], "--out"),
        (&["--split-by", "region", "--out", "a", "--edition", "public"], "--edition public"),
        (&["--split-by", "tec", "--out", "a"], "--precincts"),
    ] {
        let error = refused(nation(), &[&USUAL[..11], typed].concat());
        assert!(error.contains(said), "{typed:?}: {error}");
    }
}
