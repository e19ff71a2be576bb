//! Attacks what is published and what is handed on, in each language: the public edition says no more in one language or table
//! than in another, no letter is written of it, and a letter says of other offices' entries only where they stand.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use calamine::{Reader, Xlsx};
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::subtraction::{Rows, list, lists, nothing_by_subtraction, public};
use crate::support::{records, succeed, tizim};

const LANGUAGES: [&str; 3] = ["en", "ru", "kk"];

/// Whole numbers of a sentence, however their thousands are parted.
fn numbers_of(text: &str) -> BTreeSet<u64> {
    let parts = [',', '\u{a0}', '\u{202f}'];
    let letters: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let joins = |at: usize| {
        parts.contains(&letters[at])
            && at > 0
            && is_digit(at - 1)
            && (1..=3).all(|behind| is_digit(at + behind))
            && !is_digit(at + 4)
    };
    let joined: String = (0..letters.len()).filter(|at| !joins(*at)).map(|at| letters[at]).collect();
    let numbers = joined.split(|letter: char| !letter.is_ascii_digit());
    numbers.filter_map(|number| number.parse().ok()).collect()
}

/// The same findings, with the same counts, and no number in a sentence that the English one does not have.
fn says_no_more(one: &Json, english: &Json) -> Result<(), TestCaseError> {
    let findings = |report: &Json| report["findings"].as_array().cloned().unwrap_or_default();
    let [one, english] = [findings(one), findings(english)];
    prop_assert_eq!(one.len(), english.len());
    for (one, english) in one.iter().zip(&english) {
        prop_assert_eq!(&one["count"], &english["count"]);
        let [said, in_english] = [one, english].map(|finding| numbers_of(&finding["title"].to_string()));
        prop_assert!(said.is_subset(&in_english), "{} / {}", one["title"], english["title"]);
    }
    Ok(())
}

/// A table of the public edition has the counts of its document and no others.
fn tables_say_no_more(folder: &Path, typed: &[&str], report: &Json) -> Result<(), TestCaseError> {
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    let counts: BTreeSet<String> =
        findings.iter().map(|finding| finding["count"].to_string().trim_matches('"').to_owned()).collect();
    for (format, delimiter) in [("csv", b','), ("csv-excel", b';')] {
        let more = [
            "--edition",
            "public",
            "--format",
            format,
            "--output-delimiter",
            ";",
            "--no-timestamp",
            "--quiet",
        ];
        let more: Vec<&str> = if format == "csv" { [&more[..4], &more[6..]].concat() } else { more.to_vec() };
        let table = succeed(folder, &[typed, &more].concat());
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let headings = reader.headers().unwrap().clone();
        let at = headings.iter().position(|heading| heading == "count").unwrap();
        for record in reader.records() {
            let count = record.unwrap()[at].to_owned();
            prop_assert!(counts.contains(&count) || count.is_empty(), "{format}: {count} of {counts:?}");
        }
    }
    Ok(())
}

/// With letters asked for, the public edition is refused and nothing is written.
fn no_letter_is_public(folder: &Path, typed: &[&str]) -> Result<(), TestCaseError> {
    for by in ["region", "tec"] {
        let more = [
            "--split-by",
            by,
            "--precincts",
            "precincts.csv",
            "--edition",
            "public",
            "--out",
            "letters",
            "--quiet",
        ];
        let done = tizim(folder, &[typed, &more].concat());
        prop_assert_eq!(done.status.code(), Some(2));
        prop_assert!(!folder.join("letters").exists());
    }
    Ok(())
}

/// All cells of a workbook.
fn cells(path: &Path) -> String {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let sheets = book.worksheets();
    sheets.iter().flat_map(|(_, sheet)| sheet.cells().map(|(_, _, cell)| format!("{cell}\n"))).collect()
}

/// The list of the second region: the same people, who live elsewhere there.
fn elsewhere(rows: &Rows) -> String {
    list(rows).replace(",R,", ",Q,").replace("ул. Абая, д. ", "ул. Дальняя, д. 77")
}

/// A letter shows nobody's name, number or date, and of entries of other offices no address either.
fn letters_say_where(folder: &Path, language: &str, typed: &[&str]) -> Result<(), TestCaseError> {
    for by in ["region", "tec"] {
        let more = ["--split-by", by, "--precincts", "precincts.csv", "--lang", language, "--out", "sent"];
        succeed(folder, &[typed, &more, &["--force", "--no-timestamp", "--quiet"]].concat());
        let sent = records(&folder.join("sent/letters.csv"));
        let mut texts: Vec<(String, String)> = sent
            .iter()
            .filter(|row| !row["file"].is_empty())
            .map(|row| (row["region"].clone(), cells(&folder.join("sent").join(&row["file"]))))
            .collect();
        texts.push((String::new(), fs::read_to_string(folder.join("sent/letters.csv")).unwrap()));
        for (region, text) in texts {
            for name in ["Абаев", "Беков", "Серіков", "Омаров", "Жұмабаев"] {
                let shown = (0..60).find(|person| text.contains(&format!("{name}{person}")));
                prop_assert!(shown.is_none(), "{language} {by} {region}: {name}{shown:?}");
            }
            let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
            let is_number = |word: &&&str| word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit());
            prop_assert!(words.iter().find(is_number).is_none(), "{language} {by} {region}: a number");
            let other = match region.as_str() {
                "R" => "Дальняя",
                "Q" => "Абая",
                _ => continue,
            };
            prop_assert!(!text.contains(other), "{language} {by} {region}: {other}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_had_from_another_language_a_table_or_a_letter((permanent, special) in lists()) {
        let place = crate::support::place();
        let folder = place.path();
        fs::write(folder.join("permanent.csv"), list(&permanent)).unwrap();
        fs::write(folder.join("special.csv"), elsewhere(&special)).unwrap();
        let precincts: String = (0..4).flat_map(|at| ["R", "Q"].map(|region| format!("{region},{at},{region} ТИК {},900\n", at % 2))).collect();
        fs::write(folder.join("precincts.csv"), format!("region,precinct,tec,voters\n{precincts}")).unwrap();
        let lists = ["--list", "permanent=permanent.csv", "--list", "special=special.csv"];
        let check = [&["rolls", "check"], &lists[..]].concat();
        let link = [&["rolls", "link"], &lists[..]].concat();
        let reconcile = vec!["rolls", "reconcile", "permanent.csv", "special.csv"];
        for typed in [&check, &link, &reconcile] {
            let reports: Vec<Json> = LANGUAGES
                .iter()
                .map(|language| public(folder, &[&typed[..], &["--lang", language]].concat()))
                .collect();
            nothing_by_subtraction(&reports)?;
            for (language, report) in LANGUAGES.iter().zip(&reports) {
                says_no_more(report, &reports[0])?;
                tables_say_no_more(folder, &[&typed[..], &["--lang", language]].concat(), report)?;
            }
        }
        for typed in [&check, &link] {
            no_letter_is_public(folder, typed)?;
        }
        for language in LANGUAGES {
            letters_say_where(folder, language, &check)?;
        }
    }
}
