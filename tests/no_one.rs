//! A person in the place of a place: whatever stands there, in whichever table and output, nobody is shown, and places stay.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use calamine::{Reader, Xlsx};

use crate::support::{error_of, place, tizim};

/// What may stand in the place of a place, and the surname and the given name of whose it is.
const PERSONS: [(&str, &str, &str); 15] = [
    ("Выдумщиков Ерасыл", "Выдумщиков", "Ерасыл"),
    ("Ерасыл Выдумщиков", "Выдумщиков", "Ерасыл"),
    ("ВЫДУМЩИКОВ ЕРАСЫЛ", "Выдумщиков", "Ерасыл"),
    ("Е. Выдумщиков", "Выдумщиков", "Ерасыл"),
    ("Выдумщиков Е.", "Выдумщиков", "Ерасыл"),
    ("Е.Т. Выдумщиков", "Выдумщиков", "Ерасыл"),
    ("Vydumshchikov Yerasyl", "Выдумщиков", "Ерасыл"),
    ("Y. Vydumshchikov", "Выдумщиков", "Ерасыл"),
    ("Г. Выдумщиков", "Выдумщиков", "Ерасыл"),
    // What a web page writes for a blank cuts the field in two.
    ("Выдумщиков&nbsp;Ерасыл", "Выдумщиков", "Ерасыл"),
    ("Сочинбек Айзере", "Сочинбек", "Айзере"),
    ("СОЧИНБЕК АЙЗЕРЕ", "Сочинбек", "Айзере"),
    ("Тю Ян", "Тю", "Ян"),
    ("ул. Придуманная 12", "Выдумщиков", "Ерасыл"),
    ("yerasyl@pochta.example", "Выдумщиков", "Ерасыл"),
];

/// The same with digits and marks beside the name: known by the name in its row alone.
const BESIDE: [&str; 9] = [
    "Выдумщиков Ерасыл, т. 8 705 555 12 34",
    "Выдумщиков Ерасыл Тимурович, 12",
    "12 Выдумщиков Ерасыл",
    "Ерасыл Выдумщиков 1962",
    "Выдумщиков Е.Т., кв. 5",
    "Выдумщиков Е.Т. (сын)",
    "(Выдумщиков Ерасыл)",
    "Выдумщиков_Ерасыл_Тимурович",
    "Выдумщиков - Ерасыл*",
];

/// Words of which none may be shown, in small letters.
const NEVER: [&str; 7] =
    ["выдумщиков", "vydumshchikov", "ерасыл", "сочинбек", "тю ян", "придуманная", "pochta"];

/// Places that are called after persons, or as persons are, and stand in several rows; and those that say what they are.
const PLACES: [&str; 8] = [
    "Магжан Жумабаев",
    "Турар Рыскулов",
    "Жаңа Жол",
    "Магжана Жумабаева район",
    "Шал ақын ауданы",
    "Байдибек",
    "А. Байтурсынов ауылы",
    "Школа ул. Тихая 12",
];

/// All that a run says and writes; the cells of a workbook among it.
fn all_of(folder: &Path, typed: &[&str]) -> String {
    let done = tizim(folder, typed);
    assert!(done.status.success(), "{typed:?}: {}", error_of(&done));
    let mut all = error_of(&done) + &String::from_utf8_lossy(&done.stdout);
    let out = folder.join("out");
    let mut folders = vec![out.clone()];
    while let Some(one) = folders.pop() {
        for entry in fs::read_dir(&one).into_iter().flatten().flatten() {
            let path = entry.path();
            let _ = writeln!(all, "{}", path.display());
            match path.extension().and_then(|ending| ending.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("xlsx") => all += &cells(&path),
                _ => all += &String::from_utf8_lossy(&fs::read(&path).unwrap()),
            }
        }
    }
    let _ = fs::remove_dir_all(&out);
    let _ = fs::remove_file(&out);
    all
}

/// The cells of a workbook.
fn cells(path: &Path) -> String {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let sheets = book.worksheets();
    sheets.iter().flat_map(|(_, sheet)| sheet.cells().map(|(_, _, cell)| format!("{cell}\n"))).collect()
}

/// In each format, as a working edition.
fn in_every_format(folder: &Path, typed: &[&str]) -> String {
    let formats = ["text", "json", "csv", "csv-excel", "html"];
    let with = |more: &[&str]| all_of(folder, &[typed, &["--edition", "working"], more].concat());
    let written: Vec<String> = formats.iter().map(|format| with(&["--format", format])).collect();
    written.concat()
        + &with(&["--format", "xlsx", "--out", "out.xlsx", "--force"])
        + &{
            let cells = cells(&folder.join("out.xlsx"));
            fs::remove_file(folder.join("out.xlsx")).unwrap();
            cells
        }
}

fn shows_nobody(all: &str, what: &str) {
    let all = all.to_lowercase();
    for word in NEVER {
        if let Some(at) = all.find(word) {
            let around: String =
                all[..at].chars().rev().take(80).collect::<Vec<_>>().into_iter().rev().collect();
            panic!("{what}: {around}[{word}]");
        }
    }
}

/// A table of precincts names nobody: a value is judged by the others of its column.
#[test]
fn in_tables_of_precincts_a_person_is_unlike_the_others() {
    let place = place();
    let mut table = "region;precinct;tec;voters;forms;members\n".to_owned();
    let mut row = |region: &str, precinct: &str, tec: &str| {
        let _ = writeln!(table, "{region};{precinct};{tec};1000;90;9");
    };
    for at in 1..=90 {
        row("Акмолинская область", &at.to_string(), "Целиноградская ТИК");
    }
    for (at, (name, ..)) in PERSONS.iter().enumerate() {
        row(name, &(100 + at).to_string(), "Целиноградская ТИК");
        row("Акмолинская область", name, "Целиноградская ТИК");
        row("Акмолинская область", &(200 + at).to_string(), name);
    }
    for name in PLACES {
        for again in 0..3 {
            row("Акмолинская область", name, &format!("Целиноградская ТИК {again}"));
        }
    }
    fs::write(place.path().join("p.csv"), table).unwrap();
    let all =
        in_every_format(place.path(), &["avc", "audit", "--precincts", "p.csv", "--profile", "kz-2019"]);
    shows_nobody(&all, "avc audit");
    for name in PLACES {
        assert!(all.contains(name), "{name}");
    }
    shows_nobody(&in_every_format(place.path(), &["rolls", "check", "--precincts", "p.csv"]), "rolls check");
}

/// In a row about a person, what agrees with the name in it is never a place, whatever the others of its column are.
#[test]
fn in_lists_the_name_of_its_row_is_no_place() {
    let place = place();
    let mut list = "region;precinct;settlement;surname;given_name;birth_date\n".to_owned();
    let mut whole = "region;precinct;ФИО;birth_date\n".to_owned();
    let mut certificates =
        "serial;home_region;home_precinct;surname;given_name;birth_date;used_region;used_precinct\n"
            .to_owned();
    let names = ["Мера", "Проба", "Опыт"];
    for at in 0..60 {
        let (region, settlement) = [("Северная", "Жаңа Жол"), ("Южный Край", "Ақ Қайың")][at % 2];
        let given = names[at % 3];
        let _ = writeln!(list, "{region};{};{settlement};Примеров{at};{given};01.02.1970", at % 7);
        let _ = writeln!(whole, "{region};{};Примеров{at} {given};01.02.1970", at % 7);
        let _ = writeln!(certificates, "B{at:07};{region};{at};Примеров{at};{given};1970;{region};5");
        let _ = writeln!(certificates, "C{at:07};{region};{at};Примеров{at};{given};1970;{region};6");
    }
    let beside = BESIDE.iter().map(|text| (*text, "Выдумщиков", "Ерасыл"));
    for (at, (name, surname, given)) in &PERSONS.into_iter().chain(beside).enumerate().collect::<Vec<_>>() {
        for (region, precinct) in [("Северная", *name), (*name, "4"), (*name, "4"), ("Северная", *name)]
        {
            let _ = writeln!(list, "{region};{precinct};{name};{surname};{given};01.02.19{:02}", at + 10);
            let _ = writeln!(whole, "{region};{precinct};{surname} {given};01.02.19{:02}", at + 10);
            let _ = writeln!(
                certificates,
                "A{at:07};{region};{precinct};{surname};{given};1960;{region};{precinct}"
            );
        }
    }
    let address = "с. Пустое, Придуманная 14";
    let _ = writeln!(list, "{address};4;Ақ Қайың;Примеров;Мера;01.02.1970");
    let _ = writeln!(whole, "\"{address}\";4;Примеров Мера;01.02.1970");
    for (name, text) in [("list.csv", list), ("whole.csv", whole), ("c.csv", certificates)] {
        fs::write(place.path().join(name), text).unwrap();
    }
    for list in ["permanent=list.csv", "permanent=whole.csv"] {
        let out = ["--out", "out", "--force", "--edition", "working"];
        let check = [&["rolls", "check", "--list", list, "--split-by", "region"], &out[..]].concat();
        let link = [&["rolls", "link", "--list", list], &out[..]].concat();
        let first = list.trim_start_matches("permanent=");
        let reconcile = [&["rolls", "reconcile", first, "list.csv"], &out[..]].concat();
        for typed in [check, link, reconcile] {
            shows_nobody(&all_of(place.path(), &typed), &typed.join(" "));
        }
    }
    let typed = ["avc", "audit", "--certificates", "c.csv", "--profile", "kz-2019"];
    shows_nobody(&in_every_format(place.path(), &typed), "certificates");
}

/// What stands alone in its column may be named after anybody: two that look alike stay two, and the country is no person.
#[test]
fn two_names_of_one_shape_are_two_places() {
    let place = place();
    let mut table = "region;precinct;voters\n".to_owned();
    for at in 1..=24 {
        let _ = writeln!(table, "Акмолинская область;{at};900");
    }
    table += "Акмолинская область;Мадина Опытова;1600\nАкмолинская область;Мариам Пробова;1700\n";
    fs::write(place.path().join("p.csv"), table).unwrap();
    let audit = crate::support::document(
        place.path(),
        &["avc", "audit", "--precincts", "p.csv", "--profile", "kz-2019", "--format", "json"],
    );
    assert!(!audit["findings"].to_string().contains("AVC-013"));
    assert!(audit.to_string().contains("24900"));

    let mut table = "name;voters\nСеверный район;900\nЮжный район;1000\nЗападный район;950\n".to_owned();
    table += "Новая Придумка;980\nМалая Придумка;970\nНижний район;940\n";
    fs::write(place.path().join("d.csv"), table).unwrap();
    let audit = crate::support::document(place.path(), &["districts", "audit", "d.csv", "--format", "json"]);
    let named = |name: &str| {
        audit["units"].as_array().unwrap().iter().any(|unit| unit["name"] == name || unit["id"] == name)
    };
    assert!(named("Новая Придумка") && named("Малая Придумка"));

    for nation in ["Республика Казахстан", "Қазақстан Республикасы"] {
        let table = format!(
            "name;voters\nСеверная область;500\nЮжная область;700\nЗападная область;600\nВосточная область;400\n{nation};2200\n"
        );
        fs::write(place.path().join("a.csv"), table).unwrap();
        let typed = ["districts", "apportion", "a.csv", "--seats", "22", "--format", "json"];
        let answer = crate::support::document(place.path(), &typed);
        assert_eq!(answer["totals"]["voters"], 2200, "{nation}");
    }
}

/// Each region of the built-in data and of the profile, under each of its names, once among the others: all are shown.
#[test]
fn regions_of_the_country_and_villages_are_places() {
    let place = place();
    let profile = fs::read_to_string(crate::support::repository("data/kz-2023/profile.toml")).unwrap();
    let profile: toml::Table = toml::from_str(&profile).unwrap();
    let units = profile["regions"].as_array().unwrap().iter();
    let names = units.flat_map(|unit| {
        let one = ["en", "ru", "kk"].into_iter().filter_map(|language| unit.get(language)?.as_str());
        let also = unit.get("also").and_then(|also| also.as_array()).into_iter().flatten();
        one.chain(also.filter_map(|name| name.as_str())).map(str::to_owned).collect::<Vec<_>>()
    });
    let mut names: Vec<String> = names.collect();
    for table in ["districts.csv", "regions.csv"] {
        let path = crate::support::repository("data/kz-2023").join(table);
        for record in crate::support::records(&path) {
            names.extend(
                record.into_iter().filter(|(head, _)| head.starts_with("name")).map(|(_, name)| name),
            );
        }
    }
    names.extend(["Абай", "Жамбыл", "Алматы", "Байдибек", "район Шал акына"].map(str::to_owned));
    assert!(names.len() > 100);
    let mut table = "id;name;region;voters\n".to_owned();
    for (at, name) in names.iter().enumerate() {
        let _ = writeln!(table, "{at};\"{name}\";\"{name}\";1000");
    }
    fs::write(place.path().join("d.csv"), table).unwrap();
    let audit = crate::support::document(place.path(), &["districts", "audit", "d.csv", "--format", "json"]);
    let units = audit["units"].as_array().unwrap();
    assert_eq!(units.len(), names.len());
    for (unit, name) in units.iter().zip(&names) {
        assert_eq!(unit["name"].as_str(), Some(name.trim()));
        // Regions are shown by the profile's name.
        let region = unit["region"].as_str().unwrap().to_lowercase();
        assert!(!region.contains("ааа") && !region.contains("aaa"), "{name}: {region}");
    }
}

/// Districts, councils, blocks and claimants are named after nobody's papers.
#[test]
fn districts_councils_and_blocks_show_nobody() {
    let place = place();
    let persons = [
        "Выдумщиков Ерасыл Тимурович",
        "Выдумщикова Е.Т.",
        "+7 701 555 12 34",
        "610504747691",
        "yerasyl@pochta.example",
    ];
    let districts = |named: &str| {
        let mut table = "id;name;region;council;voters\n".to_owned();
        for at in 1..=40 {
            let _ = writeln!(table, "{at};Округ {at};Акмолинская область;Маслихат {};{}", at % 2, 900 + at);
        }
        for (at, person) in persons.iter().enumerate() {
            let _ = writeln!(table, "{};{};{}", 50 + at, named.replace("PERSON", person), 2000 + at);
        }
        table
    };
    let named: [(&str, &str); 3] = [
        ("name", "PERSON;Акмолинская область;Маслихат 1"),
        ("region", "Округ;PERSON;Маслихат 1"),
        ("council", "Округ;Акмолинская область;PERSON"),
    ];
    let never = |all: &str, what: &str| {
        shows_nobody(all, what);
        for number in ["610504747691", "555 12 34"] {
            assert!(!all.contains(number), "{what}: {number}");
        }
    };
    for (what, named) in named {
        fs::write(place.path().join("d.csv"), districts(named)).unwrap();
        for more in [&[][..], &["--by", "council"]] {
            let typed = [&["districts", "audit", "d.csv"], more].concat();
            never(&in_every_format(place.path(), &typed), what);
        }
    }
    let mut claimants = "name;voters\nСеверная область;500\nЮжная область;700\n".to_owned();
    let mut blocks = "id;name;voters\n".to_owned();
    let mut pairs = "one;other\n".to_owned();
    for (at, person) in persons.iter().enumerate() {
        let _ = writeln!(claimants, "{person};{}", 300 + at);
        let _ = writeln!(blocks, "{at};{person};{}", 300 + at);
        let _ = writeln!(pairs, "{at};{}", (at + 1) % persons.len());
    }
    for (name, text) in [("a.csv", claimants), ("b.csv", blocks), ("n.csv", pairs)] {
        fs::write(place.path().join(name), text).unwrap();
    }
    let apportion = ["districts", "apportion", "a.csv", "--seats", "20"];
    never(&in_every_format(place.path(), &apportion), "apportion");
    let split = ["districts", "split", "b.csv", "--seats", "2", "--adjacency", "n.csv"];
    never(&in_every_format(place.path(), &split), "split");
    let square = |at: usize, name: &str| {
        let (west, east) = (70 + at, 71 + at);
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{at}","name":"{name}","region":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},50],[{east},50],[{east},51],[{west},51],[{west},50]]]}}}}"#
        )
    };
    let features: Vec<String> = persons.iter().enumerate().map(|(at, person)| square(at, person)).collect();
    let map = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    fs::write(place.path().join("m.geojson"), map).unwrap();
    let map = ["districts", "audit", "d.csv", "--boundaries", "m.geojson"];
    never(&in_every_format(place.path(), &map), "map");
    let split = ["districts", "split", "b.csv", "--seats", "2", "--boundaries", "m.geojson"];
    never(&in_every_format(place.path(), &split), "split by a map");
    fs::write(place.path().join("points.csv"), "id;lon;lat\nyerasyl@pochta.example;70.5;50.5\n").unwrap();
    let assign = ["districts", "assign", "points.csv", "--boundaries", "m.geojson", "--format", "csv"];
    never(&all_of(place.path(), &assign), "assign");
}
