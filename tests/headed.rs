//! Headings inside a table: rows that hold nothing but the name of a place.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value as Json;

use crate::support::{document, json_file, place, records, succeed};

/// The places, as region and number, of the rows that agree by name in a list of these lines, and the report.
fn checked(lines: &str) -> (Vec<(String, String, String)>, Json) {
    let place = place();
    fs::write(place.path().join("l.csv"), lines).unwrap();
    let list = ["rolls", "check", "--list", "permanent=l.csv", "--quiet", "--no-timestamp", "--out", "r"];
    succeed(place.path(), &list);
    let rows = records(&place.path().join("r/duplicates.csv"));
    let rows = rows.iter().map(|row| (row["code"].clone(), row["region"].clone(), row["precinct"].clone()));
    (rows.collect(), json_file(&place.path().join("r/summary.json")))
}

/// The titles of findings about something.
fn told<'a>(audit: &'a Json, subject: &str) -> Vec<&'a str> {
    let findings = audit["findings"].as_array().unwrap().iter();
    let about = findings.filter(|finding| finding["subject"]["id"].as_str().unwrap().starts_with(subject));
    about.map(|finding| finding["title"].as_str().unwrap()).collect()
}

const HEADINGS: &str = "№;ФИО;Дата рождения;Адрес\n";
const ONE: &str = "1;Образцов Пример Опытович;17.02.1961;ул. Тихая, 3\n";
const OTHER: &str = "2;Пробина Мера Тестовна;23.09.1974;ул. Тихая, 4\n";

#[test]
fn rows_below_a_heading_are_of_the_precinct_that_it_names() {
    let lines =
        format!("{HEADINGS}Избирательный участок № 31;;;\n{ONE}{OTHER}№ 32 сайлау учаскесі;;;\n{ONE}");
    let (rows, audit) = checked(&lines);
    let at = |precinct: &str| ("ROLL-002".to_owned(), String::new(), precinct.to_owned());
    assert_eq!(rows, [at("31"), at("32")]);
    let said = told(&audit, "headed-given-precinct");
    assert!(
        said.len() == 1 && said[0].contains("2 rows of l.csv are headings") && said[0].contains("(3)"),
        "{said:?}"
    );
    let input = &audit["manifest"]["inputs"][0];
    assert_eq!([&input["rows_taken"], &input["rows_rejected"], &input["rows_set_aside"]], [3, 0, 2]);
}

#[test]
fn regions_hold_over_their_precincts_and_precincts_do_not_over_regions() {
    let lines = format!(
        "Жамбылская область\n{HEADINGS};7-й участок;;\n{ONE};8-й участок (СШ № 3);;\n{OTHER}Туркестанская область;;;\n{OTHER}7-й участок\n{ONE}"
    );
    let (rows, audit) = checked(&lines);
    let places: Vec<(&str, &str)> = rows.iter().map(|row| (row.1.as_str(), row.2.as_str())).collect();
    let (one, other) = ("Жамбылская область", "Туркестанская область");
    assert!(places.contains(&(one, "7")) && places.contains(&(other, "7")), "{rows:?}");
    assert!(places.contains(&(one, "8")) && places.contains(&(other, "")), "{rows:?}");
    assert_eq!(told(&audit, "headed-given-").len(), 2);
}

#[test]
fn a_heading_that_names_no_known_place_ends_what_stands_above() {
    let lines = format!(
        "{HEADINGS}Участок № 31;;;\n{ONE}{OTHER}Родильный дом;;;\n{ONE}Участок № 33;;;\n;Пробина;;\n{OTHER}"
    );
    let (rows, audit) = checked(&lines);
    let places: Vec<&str> = rows.iter().map(|row| row.2.as_str()).collect();
    assert_eq!(places, ["31", "", "31", "33"], "{rows:?}");
    let said = told(&audit, "headed-ended-precinct");
    assert!(said.len() == 1 && said[0].contains("1 row of l.csv holds"), "{said:?}");
    // A surname alone in the column of names heads nothing.
    let input = &audit["manifest"]["inputs"][0];
    assert_eq!([&input["rows_taken"], &input["rows_rejected"], &input["rows_set_aside"]], [5, 0, 3]);
}

#[test]
fn what_rows_state_is_never_overruled() {
    let headings = "Участок;ФИО;Дата рождения;Адрес\n";
    let row = |precinct: &str, row: &str| format!("{precinct}{}", &row[1..]);
    let lines = format!(
        "{headings}Участок № 31;;;\n{}{}Участок № 32;;;\n{}",
        row("31", ONE),
        row("31", OTHER),
        row("33", ONE)
    );
    let (rows, audit) = checked(&lines);
    let precincts: Vec<&str> = rows.iter().map(|row| row.2.as_str()).collect();
    assert_eq!(precincts, ["31", "33"]);
    assert_eq!(told(&audit, "headed-apart-precinct").len(), 1);
    assert!(told(&audit, "headed-given").is_empty());
}

#[test]
fn a_place_below_its_rows_is_given_to_none() {
    let lines = format!("{HEADINGS}{ONE}Участок № 31;;;\n{OTHER}{ONE}Участок № 32;;;\n");
    let (rows, audit) = checked(&lines);
    assert!(rows.iter().all(|row| row.2.is_empty()), "{rows:?}");
    assert_eq!(told(&audit, "headed-unclear-precinct").len(), 1);
}

#[test]
fn headings_hold_across_the_blocks_of_a_long_list() {
    let mut lines = HEADINGS.to_owned();
    for precinct in 1..=3 {
        let _ = writeln!(lines, "Участок № {precinct};;;");
        for at in 0..9000 {
            let letter = |at: u32| char::from_u32('а' as u32 + at % 30).unwrap();
            let name: String = [at, at / 30, at / 900].map(letter).into_iter().collect();
            let _ = writeln!(
                lines,
                "{at};Про{name}{precinct} Мера Опытовна;{:02}.0{}.1970;",
                1 + at % 28,
                1 + at % 9
            );
        }
        lines.push_str(OTHER);
    }
    assert!(lines.len() > 1 << 20);
    let (rows, audit) = checked(&lines);
    let precincts: Vec<&str> = rows.iter().map(|row| row.2.as_str()).collect();
    assert_eq!(precincts, ["1", "2", "3"]);
    assert_eq!(audit["manifest"]["inputs"][0]["rows_set_aside"], 3);
}

#[test]
fn a_table_of_precincts_without_a_column_of_regions_has_them_as_headings() {
    let place = place();
    let part = |region: &str, forms: u32| format!("{region};;;\n1;1000;10;{forms}\n2;900;9;4\n");
    let lines = format!(
        "Участок;Избиратели;Бланков;Выдано\n{}{}",
        part("Жамбылская область", 3),
        part("Абай облысы", 4)
    );
    fs::write(place.path().join("p.csv"), lines).unwrap();
    let audit =
        document(place.path(), &["avc", "audit", "--precincts", "p.csv", "--quiet", "--format", "json"]);
    let codes: Vec<&str> = audit["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    assert!(!codes.contains(&"AVC-013"), "{codes:?}");
    assert_eq!(told(&audit, "headed-given-region").len(), 1);
    assert_eq!(audit["manifest"]["inputs"][0]["rows_taken"], 4);
}

#[test]
fn units_that_are_called_as_regions_head_nothing() {
    let place = place();
    let lines = "№;Наименование;Избиратели\n1;Жамбылская область;500\n;Абайская область;\n3;Туркестанская область;700\n";
    fs::write(place.path().join("d.csv"), lines).unwrap();
    let audit = document(place.path(), &["districts", "audit", "d.csv", "--quiet", "--format", "json"]);
    assert!(told(&audit, "headed").is_empty());
}
