//! Workbooks of several sheets: none of them is passed over without a word.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{document, place};

/// Rows of a sheet, and whether it is hidden.
type Page<'a> = (&'a str, &'a [&'a [&'a str]], bool);

fn book(path: &Path, pages: &[Page<'_>]) {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows, hidden) in pages {
        let page = book.add_worksheet();
        page.set_name(*name).unwrap();
        page.set_hidden(*hidden);
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                page.write(row, column, *cell).unwrap();
            }
        }
    }
    book.save(path).unwrap();
}

/// The audit of the districts of a workbook, and the titles of what could not be checked.
fn audit(pages: &[Page<'_>]) -> (Json, Vec<String>) {
    let place = place();
    book(&place.path().join("d.xlsx"), pages);
    let audit = document(place.path(), &["districts", "audit", "d.xlsx", "--format", "json", "--quiet"]);
    let told = audit["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "DIST-090");
    let told = told.map(|finding| format!("{} {}", finding["severity"], finding["title"])).collect();
    (audit, told)
}

const HEADINGS: &[&str] = &["Округ", "Избиратели"];

#[test]
fn a_sheet_for_each_region_is_a_part_of_the_districts() {
    let (first, second): (&[&[&str]], &[&[&str]]) =
        (&[HEADINGS, &["1", "101"], &["2", "102"]], &[HEADINGS, &["3", "103"], &["4", "104"]]);
    let (audit, told) = self::audit(&[("А", first, false), ("Б", second, false)]);
    assert_eq!((&audit["totals"]["voters"], told.len()), (&Json::from(410), 1), "{told:?}");
    assert!(told[0].starts_with("\"info\"") && told[0].contains("А, Б"), "{told:?}");
    assert!(audit["units"][0]["region"].is_null());
    // Where each sheet is called by a region, its rows are of that region, and districts may be numbered anew.
    let anew: &[&[&str]] = &[HEADINGS, &["1", "104"], &["2", "105"]];
    let (audit, told) = self::audit(&[("Алая область", first, false), ("Белая область", anew, false)]);
    assert_eq!((&audit["totals"]["voters"], told.len()), (&Json::from(412), 1), "{told:?}");
    assert_eq!(audit["units"][3]["region"], "Белая область");
    assert_eq!(audit["units"][3]["id"], "Белая область, 2");
}

#[test]
fn a_sheet_with_the_same_districts_is_told_and_not_added() {
    let (now, before): (&[&[&str]], &[&[&str]]) =
        (&[HEADINGS, &["1", "101"], &["2", "102"]], &[HEADINGS, &["1", "91"], &["2", "92"]]);
    let summary: &[&[&str]] = &[HEADINGS, &["все вместе", "203"], &["прочие", "0"]];
    for other in [before, summary] {
        let (audit, told) = self::audit(&[("2023", now, false), ("2019", other, false)]);
        assert_eq!(audit["totals"]["voters"], 203);
        assert!(
            told.iter().any(|title| title.starts_with("\"warning\"") && title.contains("2019")),
            "{told:?}"
        );
    }
}

#[test]
fn hidden_sheets_are_told() {
    let rows: &[&[&str]] = &[HEADINGS, &["1", "101"], &["2", "102"]];
    let more: &[&[&str]] = &[HEADINGS, &["3", "900"]];
    let (audit, told) = self::audit(&[("А", rows, false), ("Тайна", more, true), ("Пусто", &[], true)]);
    assert_eq!(audit["totals"]["voters"], 203);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("\"warning\"") && told[0].contains("Тайна"), "{told:?}");
    // The same of lists, the name of the sheet for whoever has the file alone.
    let place = place();
    let list: &[&[&str]] = &[&["Фамилия", "Имя", "Дата рождения"], &["Примеров", "Мера", "01.02.1970"]];
    book(&place.path().join("l.xlsx"), &[("А", list, false), ("Тайна", list, true)]);
    for (edition, shows) in [("working", true), ("public", false)] {
        let typed = [
            "rolls",
            "check",
            "--list",
            "permanent=l.xlsx",
            "--edition",
            edition,
            "--out",
            edition,
            "--quiet",
        ];
        crate::support::tizim(place.path(), &typed);
        let text = fs::read_to_string(place.path().join(edition).join("summary.json")).unwrap();
        assert!(text.contains("FILE#SHEET"), "{edition}");
        assert_eq!(text.contains("Тайна"), shows, "{edition}");
    }
}

#[test]
fn one_odd_sheet_does_not_keep_the_regions_from_being_read() {
    let first: &[&[&str]] = &[HEADINGS, &["1", "101"], &["2", "102"]];
    let odd: &[&[&str]] = &[&["Регион", "Избиратели"], &["Абай", "203"], &["Павлодарская", "203"]];
    for (name, rows) in [("Свод", odd), ("Лист1", odd), ("Итого", first)] {
        let pages = [(name, rows, false), ("Абай", first, false), ("Павлодарская", first, false)];
        let (audit, told) = self::audit(&pages);
        assert_eq!(audit["totals"]["voters"], 406, "{name}");
        let ids: Vec<&str> =
            audit["units"].as_array().unwrap().iter().map(|unit| unit["id"].as_str().unwrap()).collect();
        assert!(ids.contains(&"Павлодарская, 2"), "{ids:?}");
        let of = |text: &str| told.iter().filter(|told| told.contains(text)).count();
        assert_eq!((of("called by regions"), of("Only the first")), (1, 0), "{told:?}");
        assert!(told.iter().any(|told| told.starts_with("\"warning\"") && told.contains(name)), "{told:?}");
    }
}

/// The report on a workbook of one list or table, given so.
fn report(pages: &[Page<'_>], typed: &[&str]) -> Json {
    let place = place();
    book(&place.path().join("b.xlsx"), pages);
    document(place.path(), &[typed, &["--profile", "kz-2019", "--format", "json", "--quiet"]].concat())
}

fn codes(report: &Json) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn a_sheet_for_each_region_states_it_for_precincts_and_lists() {
    let precincts: &[&[&str]] =
        &[&["Участок", "Избиратели", "Бланков"], &["1", "900", "9"], &["2", "800", "8"]];
    let others: &[&[&str]] = &[&["Участок", "Избиратели", "Бланков"], &["1", "700", "7"], &["2", "600", "6"]];
    let summary: &[&[&str]] =
        &[&["Участок", "Избиратели", "Бланков"], &["1", "1600", "16"], &["2", "1400", "14"]];
    let pages =
        [("Акмолинская", precincts, false), ("Павлодарская", others, false), ("Сводный", summary, false)];
    let audit = report(&pages, &["avc", "audit", "--precincts", "b.xlsx"]);
    assert!(!codes(&audit).contains(&"AVC-013"), "{:?}", codes(&audit));
    assert_eq!(audit["manifest"]["inputs"].as_array().unwrap().len(), 2);
    let told = audit["findings"].as_array().unwrap();
    let about =
        |id: &str| told.iter().filter(|told| told["subject"]["id"] == format!("sheets-{id}-b.xlsx")).count();
    assert_eq!((about("regions"), about("odd")), (1, 1));
    // The same person in precinct 1 of two regions is not twice in one precinct.
    let list: &[&[&str]] = &[
        &["ФИО", "Год рождения", "Участок", "Адрес"],
        &["Мерин Опыт Пробович", "1961", "1", "ул. Новая, 7"],
    ];
    let audit = report(
        &[("Акмолинская", list, false), ("Павлодарская", list, false)],
        &["rolls", "check", "--list", "permanent=b.xlsx"],
    );
    assert!(
        codes(&audit).contains(&"ROLL-002") && !codes(&audit).contains(&"ROLL-001"),
        "{:?}",
        codes(&audit)
    );
    // Sheets that are called otherwise state none.
    let audit = report(
        &[("Север", list, false), ("Часть 2", list, false)],
        &["rolls", "check", "--list", "permanent=b.xlsx"],
    );
    assert!(!codes(&audit).contains(&"ROLL-002"), "{:?}", codes(&audit));
}

#[test]
fn a_sheet_with_a_row_for_each_other_sheet_sums_them() {
    let headings: &[&str] = &["Участок", "Избиратели", "Бланков"];
    let (first, second): (&[&[&str]], &[&[&str]]) =
        (&[headings, &["31", "640", "6"], &["32", "550", "5"]], &[headings, &["31", "710", "7"]]);
    let sums: &[&[&str]] =
        &[headings, &["Костанайская обл.", "1190", "11"], &["Павлодарская область", "710", "7"]];
    let further: &[&[&str]] = &[headings, &["33", "1190", "11"], &["34", "710", "7"]];
    for (rows, inputs) in [(sums, 2), (further, 3)] {
        let pages = [
            ("Лист1", rows, false),
            ("Костанайская область", first, false),
            ("Павлодарская область", second, false),
        ];
        let audit = report(&pages, &["avc", "audit", "--precincts", "b.xlsx"]);
        assert_eq!(audit["manifest"]["inputs"].as_array().unwrap().len(), inputs);
        let is_odd = |told: &&Json| told["subject"]["id"] == "sheets-odd-b.xlsx";
        let odd: Vec<&Json> = audit["findings"].as_array().unwrap().iter().filter(is_odd).collect();
        assert_eq!(odd.len(), 3 - inputs);
        assert!(odd.iter().all(|told| told["title"].as_str().unwrap().contains("Лист1")), "{odd:?}");
    }
}

#[test]
fn sheets_that_are_called_by_precincts_are_no_copies() {
    let list: &[&[&str]] = &[
        &["ФИО", "Дата рождения", "Область", "Адрес"],
        &["Мерин Опыт Пробович", "03.04.1961", "Абай", "ул. Новая, 7"],
        &["Мерина Проба Опытовна", "05.06.1963", "Абай", "ул. Новая, 7"],
    ];
    for (names, inputs) in [(["Участок № 45", "Участок № 46"], 2), (["Лист1", "Лист2"], 1)]
    {
        let pages = names.map(|name| (name, list, false));
        let audit = report(&pages, &["rolls", "check", "--list", "permanent=b.xlsx"]);
        assert_eq!(audit["manifest"]["inputs"].as_array().unwrap().len(), inputs, "{names:?}");
    }
}

#[test]
fn a_table_that_is_given_twice_is_one() {
    let rows: &[&[&str]] = &[HEADINGS, &["1", "101"], &["2", "102"], &["3", "103"]];
    let shuffled: &[&[&str]] = &[&["Округа области"], HEADINGS, &["3", "103"], &["1", "101"], &["2", "102"]];
    for again in [rows, shuffled] {
        let (audit, told) = self::audit(&[("Лист1", rows, false), ("Лист2", again, false)]);
        assert_eq!(audit["totals"]["voters"], 306);
        assert!(
            told.len() == 1 && told[0].contains("the same as d.xlsx") && told[0].contains("Лист2"),
            "{told:?}"
        );
    }
    let rows: &[&[&str]] = &[
        &["Область", "Участок", "Избиратели", "Бланков"],
        &["Север", "1", "900", "40"],
        &["Север", "2", "800", "8"],
    ];
    let shuffled: &[&[&str]] = &[&["Сведения"], rows[0], rows[2], rows[1]];
    let once = report(&[("Лист1", rows, false)], &["avc", "audit", "--precincts", "b.xlsx"]);
    for again in [rows, shuffled] {
        let pages = [("Лист1", rows, false), ("Лист2", again, false)];
        let twice = report(&pages, &["avc", "audit", "--precincts", "b.xlsx"]);
        assert_eq!((&twice["totals"], &twice["quota"]), (&once["totals"], &once["quota"]));
        let mut codes = [codes(&once), vec!["AVC-090"]].concat();
        codes.sort_unstable();
        assert_eq!(
            self::codes(&twice).iter().copied().collect::<std::collections::BTreeSet<_>>(),
            codes.iter().copied().collect()
        );
        let told = twice["findings"].as_array().unwrap();
        assert_eq!(told.iter().filter(|told| told["subject"]["id"] == "sheets-repeated-b.xlsx").count(), 1);
    }
    // Two regions are two, whatever their figures.
    let same: &[&[&str]] = &[HEADINGS, &["1", "101"], &["2", "102"]];
    let (audit, _) = self::audit(&[("Абай", same, false), ("Павлодарская", same, false)]);
    assert_eq!(audit["totals"]["voters"], 406);
}
