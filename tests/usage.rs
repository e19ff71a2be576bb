//! How the program behaves towards its user: exit status, refusals, editions, what is written and what is not.

use std::fs;
use std::path::Path;

use crate::support::{document, error_of, place, refused, succeed, tizim};

const DISTRICTS: &str = "id,name,region,seats,voters\n1,North,A,1,1200\n2,South,A,1,800\n3,East,B,1,1000\n";

fn with_districts() -> tempfile::TempDir {
    let place = place();
    fs::write(place.path().join("districts.csv"), DISTRICTS).unwrap();
    place
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_built_in_districts_show_what_is_published() {
    let place = place();
    let audit = document(place.path(), &["districts", "audit", "--format", "json"]);
    assert_eq!(audit["profile"], "kz-2023");
    assert!((audit["totals"]["quota"].as_f64().unwrap() - 414_915.5).abs() < 0.05);
    let unit =
        |id: &str| audit["units"].as_array().unwrap().iter().find(|unit| unit["id"] == id).unwrap().clone();
    assert!((unit("10")["deviation"].as_f64().unwrap() - 0.3559).abs() < 1e-4);
    let ulytau = &unit("28")["deviation"];
    let (low, high) = (ulytau["low"].as_f64().unwrap(), ulytau["high"].as_f64().unwrap());
    assert!(low < -0.6578 && -0.6577 < high && high - low < 0.003, "{ulytau}");
    let ratio = &audit["indices"]["max_min_ratio"];
    let (low, high) = (ratio["low"].as_f64().unwrap(), ratio["high"].as_f64().unwrap());
    assert!((3.945..3.955).contains(&low) && (3.97..3.98).contains(&high), "{ratio}");
    assert!(audit["units"].as_array().unwrap().len() == 29);
}

#[test]
fn exit_status_follows_fail_on() {
    let place = with_districts();
    let status = |severity: &str| {
        let typed = ["districts", "audit", "districts.csv", "--fail-on", severity, "--quiet"];
        tizim(place.path(), &typed).status.code().unwrap()
    };
    assert_eq!(status("never"), 0, "finding something is success");
    assert_eq!(status("info"), 1);
    assert_eq!(status("violation"), 0, "no standard of equality binds in this profile");
}

#[test]
fn comparing_fails_on_what_is_new_alone() {
    let place = with_districts();
    let equal = "id,name,region,seats,voters\n1,A,N,1,1000\n2,B,S,1,1001\n";
    std::fs::write(place.path().join("equal.csv"), equal).unwrap();
    for (table, report) in [("districts.csv", "unequal.json"), ("equal.csv", "equal.json")] {
        succeed(place.path(), &["districts", "audit", table, "--format", "json", "--out", report, "--quiet"]);
    }
    let status = |before: &str, after: &str, severity: &str| {
        let typed = ["compare", before, after, "--fail-on", severity, "--quiet"];
        tizim(place.path(), &typed).status.code().unwrap()
    };
    assert_eq!(status("equal.json", "unequal.json", "warning"), 1);
    assert_eq!(status("equal.json", "unequal.json", "violation"), 0);
    assert_eq!(status("equal.json", "unequal.json", "never"), 0);
    assert_eq!(status("unequal.json", "equal.json", "warning"), 0, "what is gone is no news to fail on");
    assert_eq!(status("unequal.json", "unequal.json", "info"), 0);
}

#[test]
fn usage_errors_exit_with_2() {
    let place = with_districts();
    for arguments in [
        &["frobnicate"][..],
        &["districts", "audit", "districts.csv", "--format", "pdf"],
        &["districts", "apportion", "districts.csv"],
        &["rolls", "check"],
        &["rolls", "check", "--list", "roll.csv"],
        &["rolls", "check", "--list", "permanent=districts.csv", "--scope", "across"],
        &["rolls", "check", "--list", "permanent=districts.csv", "--scope", "within"],
        &["districts", "audit", "--profile", "zz-1999"],
        &["districts", "audit", "districts.csv", "--threads", "0"],
        &["districts", "audit", "districts.csv", "--key-file", "districts.csv", "--memory", "1"],
    ] {
        refused(place.path(), arguments);
    }
}

#[test]
fn names_are_not_shown_in_the_public_edition() {
    let place = with_districts();
    fs::write(place.path().join("roll.csv"), "iin,surname,given_name\n,Примеров,Пример\n").unwrap();
    let both = ["--reveal", "--edition", "public"];
    for arguments in [
        &["rolls", "check", "--list", "permanent=roll.csv"][..],
        &["avc", "audit", "--list", "permanent=roll.csv"],
        &["districts", "audit", "districts.csv"],
        &["districts", "apportion", "districts.csv", "--seats", "3"],
    ] {
        let said = refused(place.path(), &[arguments, &both[..]].concat());
        assert!(said.contains("--reveal") && said.contains("--edition working"), "{arguments:?}: {said}");
    }
    let roll = ["rolls", "check", "--list", "permanent=roll.csv", "--quiet"];
    for alone in [&["--reveal"][..], &["--edition", "public"], &["--reveal", "--edition", "working"]] {
        succeed(place.path(), &[&roll[..], alone].concat());
    }
}

#[test]
fn a_complete_region_that_is_none_or_several_is_refused() {
    let place = place();
    let table = "region,precinct,voters,forms,issued_reported\nг. Лесной,1,1000,10,1\nЛесной обл.,1,1000,10,1\nЮжная,1,1000,10,1\n";
    fs::write(place.path().join("precincts.csv"), table).unwrap();
    let typed = |name| ["avc", "audit", "--precincts", "precincts.csv", "--quiet", "--complete", name];
    let said = refused(place.path(), &typed("Лесной"));
    assert!(said.contains("г. Лесной") && said.contains("Лесной обл."), "{said}");
    let said = refused(place.path(), &typed("Алматы"));
    assert!(said.contains("Алматы қаласы") || said.contains("город Алматы"), "{said}");
    for clear in ["г. Лесной", "Лесной область", "Южная", "all"] {
        succeed(place.path(), &typed(clear));
    }
}

#[test]
fn nothing_is_overwritten_without_force() {
    let place = with_districts();
    let typed = ["districts", "audit", "districts.csv", "--out", "report.html", "--quiet"];
    succeed(place.path(), &typed);
    let before = fs::read(place.path().join("report.html")).unwrap();
    assert!(before.starts_with(b"<!DOCTYPE html>") || before.starts_with(b"<!doctype html>"));
    let error = refused(place.path(), &typed);
    assert!(error.contains("exists already") && error.contains("hint:"), "{error}");
    succeed(place.path(), &[&typed[..], &["--force"]].concat());
    assert_eq!(names(place.path()), ["districts.csv", "report.html"], "nothing else is left");
}

#[test]
fn a_refused_run_writes_nothing() {
    let place = place();
    fs::write(place.path().join("empty.csv"), "").unwrap();
    refused(place.path(), &["districts", "audit", "empty.csv", "--out", "report.html"]);
    refused(place.path(), &["rolls", "check", "--list", "permanent=empty.csv", "--out", "report"]);
    assert_eq!(names(place.path()), ["empty.csv"]);
}

#[test]
fn files_that_cannot_be_used_are_refused_with_a_reason() {
    let place = place();
    let folder = place.path();
    fs::create_dir(folder.join("folder")).unwrap();
    fs::write(folder.join("empty.csv"), "").unwrap();
    fs::write(folder.join("headless.csv"), "1,2,3\n4,5,6\n").unwrap();
    fs::write(folder.join("picture.csv"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    fs::write(folder.join("page.pdf"), b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n").unwrap();
    for (file, word) in [
        ("absent.csv", "absent.csv"),
        ("folder", "folder"),
        ("empty.csv", "empty"),
        ("headless.csv", "heading"),
        ("picture.csv", "picture.csv"),
        ("page.pdf", "PDF"),
    ] {
        let error = refused(folder, &["districts", "audit", file]);
        assert!(error.contains(word), "{file}: {error}");
        assert!(!error.contains("panicked"), "{file}: {error}");
    }
}

#[test]
fn tables_are_read_as_users_have_them() {
    let place = place();
    let folder = place.path();
    let plain = DISTRICTS.replace(',', ";");
    let russian = "Список округов\n\n№;Наименование;Область;Количество мандатов;Число избирателей\n1;Север;А;1;1 200\n2;Юг;А;1;800\n3;Восток;Б;1;1 000\nИтого;;;3;3 000\n";
    fs::write(folder.join("semicolons.csv"), &plain).unwrap();
    fs::write(folder.join("bom.csv"), format!("\u{feff}{DISTRICTS}")).unwrap();
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(plain.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(folder.join("utf16.csv"), utf16).unwrap();
    fs::write(folder.join("crlf.csv"), DISTRICTS.replace('\n', "\r\n")).unwrap();
    fs::write(folder.join("tabs.tsv"), DISTRICTS.replace(',', "\t")).unwrap();
    let windows: Vec<u8> = russian.chars().map(windows_1251).collect();
    fs::write(folder.join("windows.csv"), windows).unwrap();
    fs::write(folder.join("russian.csv"), russian).unwrap();
    for file in
        ["semicolons.csv", "bom.csv", "utf16.csv", "crlf.csv", "tabs.tsv", "windows.csv", "russian.csv"]
    {
        let audit = document(folder, &["districts", "audit", file, "--format", "json", "--quiet"]);
        assert_eq!(audit["totals"]["voters"], 3000, "{file}");
        assert_eq!(audit["totals"]["seats"], 3, "{file}");
        let input = &audit["manifest"]["inputs"][0];
        let sum = ["rows_taken", "rows_rejected", "rows_set_aside"]
            .map(|key| input[key].as_u64().unwrap())
            .iter()
            .sum::<u64>();
        assert_eq!(input["rows_read"], sum, "{file}");
    }
}

fn windows_1251(letter: char) -> u8 {
    match letter {
        'А'..='я' => (letter as u32 - 'А' as u32 + 0xC0) as u8,
        '№' => 0xB9,
        _ => u8::try_from(letter).unwrap(),
    }
}

#[test]
fn what_was_detected_is_said_and_kept() {
    let place = with_districts();
    let output = tizim(place.path(), &["districts", "audit", "districts.csv", "--format", "json"]);
    assert!(error_of(&output).contains("comma"), "{}", error_of(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("read_as") && !text.contains(place.path().to_str().unwrap()),
        "no folders of this machine"
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let place = with_districts();
    let run = |threads: &str, format: &str| {
        let typed = ["districts", "audit", "districts.csv", "--threads", threads, "--format", format];
        fs::write(place.path().join("key"), [1; 32]).unwrap();
        succeed(place.path(), &[&typed[..], &["--no-timestamp", "--key-file", "key", "--quiet"]].concat())
    };
    for format in ["text", "json", "csv", "html"] {
        assert_eq!(run("1", format), run("8", format), "{format}");
    }
}

#[test]
fn terminals_and_spreadsheets_are_safe_from_input() {
    let place = place();
    let hostile = "id,name,region,seats,voters\n1,=cmd|' /C calc'!A0,<script>alert(1)</script>,1,9000\n2,\u{1b}[31mred,A,1,100\n";
    fs::write(place.path().join("d.csv"), hostile).unwrap();
    for format in ["text", "json", "csv", "html"] {
        let shown = succeed(place.path(), &["districts", "audit", "d.csv", "--format", format, "--quiet"]);
        assert!(!shown.contains('\u{1b}'), "{format}");
        if format == "html" {
            assert!(!shown.contains("<script>alert"), "{format}");
        }
        if format == "csv" {
            assert!(!shown.contains(",=cmd") && !shown.contains("\n=cmd"), "{format}");
        }
    }
}

#[test]
fn a_column_file_maps_headings() {
    let place = place();
    fs::write(place.path().join("d.csv"), "Kennung;Wer;Wahlberechtigte\n1;Nord;500\n2;Süd;700\n").unwrap();
    fs::write(
        place.path().join("c.toml"),
        "[columns]\nid = 'Kennung'\nname = 'Wer'\nvoters = 'Wahlberechtigte'\n",
    )
    .unwrap();
    let typed = ["districts", "audit", "d.csv", "--columns", "c.toml", "--format", "json", "--quiet"];
    assert_eq!(document(place.path(), &typed)["totals"]["voters"], 1200);
    fs::write(
        place.path().join("c.toml"),
        "[columns]\nid = 'Kennung'\nvoters = 'Wahlberechtigte'\nvotters = 'Wer'\n",
    )
    .unwrap();
    let told = tizim(place.path(), &["districts", "audit", "d.csv", "--columns", "c.toml"]);
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("`votters`") && !told.contains("`voters`"), "{told}");
}

#[test]
fn templates_come_back_as_tables() {
    let place = place();
    for language in ["en", "ru", "kk"] {
        let form = succeed(place.path(), &["template", "districts", "--lang", language]);
        let columns = form.trim_end().split(',').count();
        let schema = document(place.path(), &["schema", "districts"]);
        let fields: Vec<&str> = schema["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        assert!(columns > 3 && columns <= fields.len(), "{language}: {form}");
    }
}

#[test]
fn the_worked_example_of_2019_says_what_it_cannot_show() {
    let place = place();
    let audit = document(place.path(), &["avc", "audit", "--format", "json", "--quiet"]);
    assert_eq!(audit["profile"], "kz-2019");
    let text = audit.to_string();
    for figure in ["35951", "22502", "11947995"] {
        assert!(text.contains(figure), "{figure}");
    }
    assert!(!audit["findings"].as_array().unwrap().iter().any(|finding| finding["severity"] == "violation"));
    assert!(audit["findings"].as_array().unwrap().iter().any(|finding| finding["code"] == "AVC-090"));
}

#[test]
fn a_page_is_public_unless_asked_for_and_all_else_is_working() {
    let place = with_districts();
    let person = "iin,surname,given_name,birth_date,region,precinct\n";
    let twice = "801017900018,Ким,Анна,1980-10-17,A,1\n801017900018,Ким,Анна,1980-10-17,A,2\n";
    fs::write(place.path().join("roll.csv"), format!("{person}{twice}")).unwrap();
    fs::write(place.path().join("key"), [1; 32]).unwrap();
    let run = |format: &str, edition: &[&str]| {
        let typed = ["rolls", "check", "--list", "permanent=roll.csv", "--key-file", "key", "--no-timestamp"];
        succeed(place.path(), &[&typed[..], &["--quiet", "--format", format], edition].concat())
    };
    let document: serde_json::Value = serde_json::from_str(&run("json", &[])).unwrap();
    let second =
        document["findings"].as_array().unwrap().iter().find(|one| one["code"] == "ROLL-002").unwrap();
    let token = second["subject"]["id"].as_str().unwrap();
    assert_eq!(token.len(), 14, "a person is named by token");
    for format in ["html", "json", "csv"] {
        let names = |edition: &[&str]| run(format, edition).contains(token);
        let [public, working] = ["public", "working"].map(|edition| names(&["--edition", edition]));
        assert_eq!((public, working, names(&[])), (false, true, format != "html"), "{format}");
    }
}

#[test]
fn rows_of_every_input_add_up() {
    let place = place();
    let table = "id,name,voters\n1,North,1200\n2,South,800\n,,many\n3,East,1000\nTotal,,3100\n";
    let people = "surname,given_name,birth_date,region,precinct\n1,2,3,4,5\nКим,Анна,1980-10-17,A,1\n,,,,\nИтого,,,,2\n";
    fs::write(place.path().join("d.csv"), table).unwrap();
    fs::write(place.path().join("roll.csv"), people).unwrap();
    let rows = |audit: &serde_json::Value| {
        let input = &audit["manifest"]["inputs"][0];
        ["rows_read", "rows_taken", "rows_rejected", "rows_set_aside"].map(|key| input[key].as_u64().unwrap())
    };
    let districts = document(place.path(), &["districts", "audit", "d.csv", "--format", "json"]);
    assert_eq!(rows(&districts), [5, 3, 1, 1]);
    let typed = ["rolls", "check", "--list", "permanent=roll.csv", "--format", "json"];
    let rolls = document(place.path(), &typed);
    assert_eq!(rows(&rolls), [3, 1, 0, 2]);
}
