//! Two versions of a list, held against each other through the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support::{document, json_file, nation, place, records, succeed};

/// What was changed in a later version of the home list, by physical row of the earlier one.
type Changed = BTreeMap<&'static str, BTreeSet<u64>>;

const GONE: &str = "gone";
const MOVED: &str = "moved";
const RENAMED: &str = "renamed";
const WITHOUT_NUMBER: &str = "without number";
const TWICE: &str = "twice";

/// Writes both versions. Only rows are changed whose number no other row has; no field is quoted before the address, which
/// stands behind all that is changed.
fn change(folder: &Path) -> Changed {
    let home = fs::read_to_string(nation().join("permanent.csv")).unwrap();
    fs::copy(nation().join("profile.toml"), folder.join("profile.toml")).unwrap();
    fs::write(folder.join("january.csv"), &home).unwrap();
    fs::write(folder.join("key"), [3; 32]).unwrap();
    let number = |line: &'_ str| line.split(',').next().unwrap_or_default().to_owned();
    let mut holders: BTreeMap<String, u64> = BTreeMap::new();
    for line in home.lines() {
        *holders.entry(number(line)).or_default() += 1;
    }
    let mut changed = Changed::new();
    let mut later = String::new();
    for (row, line) in (1_u64..).zip(home.lines()) {
        let mut cells: Vec<String> = line.splitn(8, ',').map(str::to_owned).collect();
        let is_one = row > 1 && !cells[0].is_empty() && holders[&number(line)] == 1;
        let what = match row % 100 {
            3 => GONE,
            5 => MOVED,
            7 => RENAMED,
            11 => WITHOUT_NUMBER,
            13 => TWICE,
            _ => "",
        };
        if is_one && !what.is_empty() {
            changed.entry(what).or_default().insert(row);
            match what {
                GONE => continue,
                MOVED => "77777".clone_into(&mut cells[6]),
                RENAMED => "Переименованная".clone_into(&mut cells[1]),
                WITHOUT_NUMBER => cells[0].clear(),
                _ => writeln!(later, "{line}").unwrap(),
            }
        }
        writeln!(later, "{}", cells.join(",")).unwrap();
    }
    fs::write(folder.join("july.csv"), later).unwrap();
    changed
}

/// Compares both versions into a folder.
fn reconcile(folder: &Path, out: &str, more: &[&str]) {
    let typed = ["rolls", "reconcile", "january.csv", "july.csv", "--profile", "profile.toml", "--quiet"];
    succeed(folder, &[&typed[..], &["--no-timestamp", "--out", out], more].concat());
}

#[test]
fn every_change_is_found_and_none_invented() {
    let place = place();
    let changed = change(place.path());
    reconcile(place.path(), "report", &["--split-by", "region"]);
    let report = place.path().join("report");
    let lines = records(&report.join("differences.csv"));
    let rows = |what: &str, field: &str| -> BTreeSet<u64> {
        let wanted = lines.iter().filter(|line| line["what"] == what && line["fields"].contains(field));
        wanted.map(|line| line["row_a"].parse().unwrap()).collect()
    };
    assert_eq!(rows("only-in-a", ""), changed[GONE]);
    assert_eq!(rows("changed", "precinct"), changed[MOVED]);
    let renamed: BTreeSet<u64> =
        ["name", "other_person", "spelling"].iter().flat_map(|field| rows("changed", field)).collect();
    assert_eq!(renamed, changed[RENAMED]);
    assert_eq!(rows("by-name", ""), changed[WITHOUT_NUMBER]);
    let twice = lines.iter().filter(|line| line["what"] == "more-often-in-b").count();
    assert_eq!(twice, changed[TWICE].len());
    let all: usize = changed.values().map(BTreeSet::len).sum();
    assert!(lines.len() == all && all > 500, "{} {all}", lines.len());
    // The files of the regions hold the same lines: one of two regions stands in both.
    let mut split = BTreeSet::new();
    for entry in fs::read_dir(report.join("regions")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for line in records(&path) {
            assert!(line["region_a"] == name || line["region_b"] == name, "{name} {line:?}");
            split.insert(line);
        }
    }
    assert_eq!(split, lines.into_iter().collect());
}

/// Russian text in Windows-1251.
fn windows_1251(text: &str) -> Vec<u8> {
    let byte = |letter: char| match letter {
        'А'..='я' => (letter as u32 - 0x410 + 0xc0) as u8,
        'ё' => 0xb8,
        '№' => 0xb9,
        other => u8::try_from(other).unwrap(),
    };
    text.chars().map(byte).collect()
}

#[test]
fn another_format_and_encoding_is_the_same_list() {
    let place = place();
    let heading = "ИИН;Фамилия;Имя;Отчество;Дата рождения;Регион;Участок";
    let rows = [
        "910907898330;Трофимова;Ольга;Николаевна;07.09.1991;Область Абай;№ 1",
        "921105745734;Чистяков;Игорь;Фёдорович;05.11.1992;Область Абай;№ 2",
    ];
    let text = format!("{heading}\n{}\n", rows.join("\n"));
    fs::write(place.path().join("akimat.csv"), windows_1251(&text)).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let register = [
        ["iin", "surname", "given_name", "patronymic", "birth_date", "region", "precinct"],
        ["921105745734", "ЧИСТЯКОВ", "ИГОРЬ", "ФЕДОРОВИЧ", "1992-11-05", "Абай облысы", "2"],
        ["910907898330", "Трофимова", "Ольга", "Николаевна", "1991-09-07", "Абай облысы", "1"],
    ];
    for (row, cells) in (0..).zip(register) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save(place.path().join("register.xlsx")).unwrap();
    let typed = ["rolls", "reconcile", "akimat.csv", "register.xlsx", "--format", "json", "--quiet"];
    let document = document(place.path(), &typed);
    assert_eq!(document["answer"]["a"]["same"], 2, "{}", document["answer"]);
    assert_eq!(document["answer"]["b"]["rows"], 2);
}

#[test]
fn a_report_is_made_again_and_compared() {
    let place = place();
    change(place.path());
    fs::copy(nation().join("special.csv"), place.path().join("special.csv")).unwrap();
    let more = ["--key-file", "key", "--list", "special=special.csv", "--split-by", "region"];
    reconcile(place.path(), "report", &more);
    let said = succeed(place.path(), &["verify", "report", "--key-file", "key", "--inputs", "."]);
    assert!(said.starts_with("verified: "), "{said}");
    for threads in ["1", "3"] {
        let out = format!("again-{threads}");
        reconcile(place.path(), &out, &[&more[..], &["--threads", threads, "--memory", "16M"]].concat());
        let files =
            |folder: &str| json_file(&place.path().join(folder).join("manifest.json"))["files"].clone();
        assert_eq!(files(&out), files("report"));
    }
    let compared = document(place.path(), &["compare", "report", "again-1", "--format", "json", "--quiet"]);
    assert!(compared["findings"].as_array().unwrap().is_empty());
}

#[test]
fn the_public_edition_has_no_rows_and_tens_alone() {
    let place = place();
    change(place.path());
    reconcile(place.path(), "public", &["--edition", "public"]);
    let public = place.path().join("public");
    assert!(!public.join("differences.csv").exists() && !public.join("regions").exists());
    let answer = json_file(&public.join("summary.json"))["answer"]["a"].clone();
    for (key, count) in answer.as_object().unwrap() {
        let in_tens = count.as_u64().is_some_and(|count| count % 10 == 0);
        assert!(in_tens || count == "<10", "{key} {count}");
    }
    reconcile(place.path(), "report", &[]);
    let person = &records(&place.path().join("report/differences.csv"))[0]["token"];
    for file in ["public/summary.json", "public/report.html", "report/report.html", "report/findings.csv"] {
        let text = fs::read_to_string(place.path().join(file)).unwrap();
        assert!(!text.contains(person.as_str()) && !text.contains("Переименованная"), "{file}");
    }
    // Under a key, since one token in a million has four letters x.
    reconcile(place.path(), "revealed", &["--reveal", "--key-file", "key"]);
    let revealed = fs::read_to_string(place.path().join("revealed/differences.csv")).unwrap();
    assert!(revealed.contains("only-in-a") && !revealed.contains("xxxx"));
    let names = records(&place.path().join("revealed/differences.csv"));
    assert!(names.iter().all(|line| line["person"].split(' ').count() >= 3));
}

#[test]
fn every_difference_stands_in_the_workbook_in_words() {
    use calamine::{Reader, Xlsx};

    let place = place();
    let changed = change(place.path());
    reconcile(place.path(), "report", &["--key-file", "key"]);
    reconcile(place.path(), "book.xlsx", &["--key-file", "key", "--lang", "en"]);
    let lines = records(&place.path().join("report/differences.csv"));
    let mut book: Xlsx<_> = calamine::open_workbook(place.path().join("book.xlsx")).unwrap();
    let sheet = book.worksheet_range("Differences").unwrap();
    let rows: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let headings = rows.iter().position(|row| row[0] == "What").unwrap();
    assert!(rows[..headings].concat().join(" ").contains("No one may be removed"));
    let told: Vec<BTreeMap<&str, &str>> = rows[headings + 1..]
        .iter()
        .map(|row| rows[headings].iter().map(String::as_str).zip(row.iter().map(String::as_str)).collect())
        .collect();
    assert_eq!(told.len(), lines.len());
    let words = [
        ("only-in-a", "in this list alone"),
        ("changed", "in both under one number, with other data"),
        ("by-name", "in both by full name and birth date"),
        ("more-often-in-b", "listed more often than in the other list"),
    ];
    for (line, told) in lines.iter().zip(&told) {
        let word = words.iter().find(|(code, _)| *code == line["what"]).unwrap().1;
        assert_eq!(told["What"], word);
        for (heading, column) in
            [("A: Row", "row_a"), ("B: Row", "row_b"), ("A: Precinct", "precinct_a"), ("Token", "token")]
        {
            assert_eq!(told[heading], line[column], "{line:?}");
        }
        let lists = [("A", "row_a"), ("B", "row_b")].into_iter().filter(|(_, row)| !line[*row].is_empty());
        let lists: Vec<&str> = lists.map(|(list, _)| list).collect();
        assert_eq!(told["In list"].split(", ").collect::<Vec<_>>(), lists);
    }
    let moved = told.iter().filter(|told| told["What differs"].contains("precinct")).count();
    assert_eq!(moved, changed[MOVED].len());
    // The public edition has no rows.
    reconcile(place.path(), "public.xlsx", &["--lang", "en", "--edition", "public"]);
    let book: Xlsx<_> = calamine::open_workbook(place.path().join("public.xlsx")).unwrap();
    assert!(!book.sheet_names().contains(&"Differences".to_owned()));
}
