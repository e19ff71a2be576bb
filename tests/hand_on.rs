//! What is handed on to those who must act: workbooks with every pair, letters, tables that Excel opens, and the marks of
//! `--reveal`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use tempfile::TempDir;

use crate::support::{nation, place, records, refused, succeed, two_lists};

const HEADING: &str = "iin,surname,given_name,patronymic,birth_date,region,precinct,address";

/// Two people, each on two permanent lists and one on a special list too, whose region keeps it.
const PERMANENT: &str = "790317850014,Үлгібаев,Үлгі,Үлгіұлы,17.03.1979,A,1,Quiet street 5\n\
                         790317850014,Үлгібаев,Үлгі,Үлгіұлы,17.03.1979,B,2,Quiet street 6\n\
                         800517850026,Примеров,Пример,Примерович,17.05.1980,B,7,Loud street 1\n\
                         800517850026,Примеров,Пример,Примерович,17.05.1980,B,8,Loud street 2\n";
const SPECIAL: &str = "790317850014,Үлгібаев,Үлгі,Үлгіұлы,17.03.1979,C,44,\n";

/// A folder with these lists, a key, and a profile under which their numbers are valid.
fn lists() -> TempDir {
    let place = place();
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).unwrap();
    write("permanent.csv", &format!("{HEADING}\n{PERMANENT}"));
    write("special.csv", &format!("{HEADING}\n{SPECIAL}"));
    write("precincts.csv", "region,precinct,tec\nA,1,TEC 1\nB,2,TEC 2\nB,7,TEC 3\nB,8,TEC 3\nC,44,TEC 4\n");
    fs::write(place.path().join("key"), [7; 32]).unwrap();
    fs::copy(nation().join("profile.toml"), place.path().join("profile.toml")).unwrap();
    place
}

const CHECK: [&str; 13] = two_lists("check");

/// A sheet as texts, row by row.
fn sheet(book: &Path, name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook(book).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The rows of a sheet below its headings, each cell under its heading.
fn table(book: &Path, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let rows = sheet(book, name);
    let headings = rows.iter().position(|row| row[0] == "Group").unwrap();
    let under = |row: &Vec<String>| rows[headings].iter().cloned().zip(row.iter().cloned()).collect();
    rows[headings + 1..].iter().map(under).collect()
}

#[test]
fn every_pair_stands_with_both_entries_side_by_side() {
    let place = lists();
    succeed(place.path(), &[&CHECK[..], &["check.xlsx"]].concat());
    let book = place.path().join("check.xlsx");
    let pairs = table(&book, "Pairs");
    let told = |side: u8, pair: &std::collections::BTreeMap<String, String>| {
        ["list", "row", "region", "precinct"]
            .map(|column| {
                let column = column[..1].to_uppercase() + &column[1..];
                pair[&format!("Entry {side}: {column}")].clone()
            })
            .join(" ")
    };
    let found: BTreeSet<[String; 3]> =
        pairs.iter().map(|pair| [pair["Code"].clone(), told(1, pair), told(2, pair)]).collect();
    let expected = [
        ["ROLL-002", "permanent 2 A 1", "permanent 3 B 2"],
        ["ROLL-002", "permanent 4 B 7", "permanent 5 B 8"],
        ["ROLL-003", "permanent 2 A 1", "special 2 C 44"],
        ["ROLL-003", "permanent 3 B 2", "special 2 C 44"],
    ];
    assert_eq!(found, expected.map(|pair| pair.map(str::to_owned)).into());
    for pair in &pairs {
        assert_eq!(pair["Entry 1: Person (masked)"].chars().filter(|letter| *letter == '.').count(), 3);
        assert_eq!(pair["What the entries share"], "identification number");
        assert!(pair["What to send to whom, and what to ask for"].starts_with("Send these rows"), "{pair:?}");
        assert!(pair["Decision"].is_empty() && pair["Token of the first entry"].len() == 14, "{pair:?}");
        assert!(!pair["Rule"].is_empty() && !pair["Severity"].is_empty());
    }
    let all = sheet(&book, "Pairs").concat().join("\n");
    assert!(!all.contains("Примеров") && !all.contains("850026"), "masked by default");
    let mut read: Xlsx<_> = calamine::open_workbook(&book).unwrap();
    assert_eq!(read.sheet_names()[..3], ["Summary", "Pairs", "Findings"]);
    let range = read.worksheet_range("Pairs").unwrap();
    assert!(range.cells().any(|(.., cell)| *cell == Data::Float(4.0)), "rows are numbers");
    succeed(place.path(), &[&CHECK[..], &["again.xlsx", "--threads", "1"]].concat());
    assert_eq!(fs::read(&book).unwrap(), fs::read(place.path().join("again.xlsx")).unwrap());
}

#[test]
fn whole_rows_are_shown_only_where_names_are_revealed() {
    let place = lists();
    succeed(place.path(), &[&CHECK[..], &["check.xlsx", "--reveal"]].concat());
    let book = place.path().join("check.xlsx");
    let pairs = table(&book, "Pairs");
    let pair = pairs.iter().find(|pair| pair["Entry 1: Row"] == "4").unwrap();
    let whole =
        ["Name", "Number", "Birth date", "Address"].map(|column| pair[&format!("Entry 2: {column}")].clone());
    assert_eq!(whole, ["Примеров Пример Примерович", "800517850026", "17.05.1980", "Loud street 2"]);
    let mut read: Xlsx<_> = calamine::open_workbook(&book).unwrap();
    for name in read.sheet_names() {
        let range = read.worksheet_range(&name).unwrap();
        let first = range.rows().next().unwrap()[0].to_string();
        assert!(first.starts_with("Names shown"), "{name}: {first}");
    }
}

#[test]
fn a_group_too_large_for_pairs_is_told_entry_by_entry() {
    let place = lists();
    let row = |precinct| format!("790317850014,Үлгібаев,Үлгі,Үлгіұлы,17.03.1979,A,{precinct},");
    let rows: Vec<String> = (1..=25).map(row).collect();
    fs::write(place.path().join("permanent.csv"), format!("{HEADING}\n{}\n", rows.join("\n"))).unwrap();
    fs::write(place.path().join("special.csv"), format!("{HEADING}\n")).unwrap();
    succeed(place.path(), &[&CHECK[..], &["check.xlsx"]].concat());
    let book = place.path().join("check.xlsx");
    assert!(table(&book, "Pairs").is_empty());
    let entries = table(&book, "Large groups");
    let precincts: Vec<&str> = entries.iter().map(|entry| entry["Precinct"].as_str()).collect();
    assert_eq!(precincts, (1..=25).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(entries.iter().map(|entry| &entry["Group"]).collect::<BTreeSet<_>>().len(), 1);
}

#[test]
fn names_that_attack_come_out_harmless() {
    let place = lists();
    let long = "я".repeat(10_000);
    let names =
        ["=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)", "\t=1", "\u{202e}moc", "\u{1b}[31m", "<b>&", &long];
    let rows: String = names
        .iter()
        .enumerate()
        .flat_map(|(number, name)| {
            let row = move |precinct: u8| {
                format!("79031785{number:04},\"{name}\",\"{name}\",X,17.03.1979,A,{precinct},\"{name}\"\n")
            };
            [row(1), row(2)]
        })
        .collect();
    fs::write(place.path().join("permanent.csv"), format!("{HEADING}\n{rows}")).unwrap();
    let typed = ["check.xlsx", "--reveal", "--rules", "name-date"];
    succeed(place.path(), &[&CHECK[..], &typed].concat());
    let mut book: Xlsx<_> = calamine::open_workbook(place.path().join("check.xlsx")).unwrap();
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).map_or(true, |formulas| formulas.is_empty()), "{name}");
        let range = book.worksheet_range(&name).unwrap();
        for (.., cell) in range.cells() {
            let text = cell.to_string();
            assert!(!text.contains(|c: char| c.is_control() || c == '\u{202e}'), "{text:?}");
        }
    }
    let pairs = table(&place.path().join("check.xlsx"), "Pairs");
    assert!(
        pairs.iter().any(|pair| pair["Entry 1: Address"] == names[0]),
        "a text stays the text that it is"
    );
    assert!(pairs.iter().any(|pair| pair["Entry 1: Name"].chars().count() > 20_000));
}

#[test]
fn each_region_gets_a_letter_with_its_own_entries_whole() {
    let place = lists();
    succeed(place.path(), &[&CHECK[..], &["report", "--reveal", "--split-by", "region"]].concat());
    let at = |name: &str| place.path().join("report").join(name);
    let sent = records(&at("letters.csv"));
    let list: Vec<[&str; 4]> = sent
        .iter()
        .map(|row| ["region", "file", "groups", "pairs"].map(|column| row[column].as_str()))
        .collect();
    assert_eq!(
        list,
        [
            ["A", "letters/A.xlsx", "1", "2"],
            ["B", "letters/B.xlsx", "2", "3"],
            ["C", "letters/C.xlsx", "1", "2"]
        ]
    );
    let front = sheet(&at("letters/A.xlsx"), "Letter").concat();
    assert!(front[0].starts_with("Names shown"), "{front:?}");
    assert!(front.iter().any(|line| line == "To: A"));
    for warning in ["No one may be removed", "Check the documents", "A complaint"] {
        assert!(front[..7].iter().any(|line| line.starts_with(warning)), "{front:?}");
    }
    let pairs = table(&at("letters/A.xlsx"), "Pairs");
    assert_eq!(pairs.len(), 2);
    for pair in &pairs {
        assert_eq!(
            (pair["Your entry: Number"].as_str(), pair["Your entry: Row"].as_str()),
            ("790317850014", "2")
        );
        assert!(!pair.contains_key("Other entry: Row") && !pair.contains_key("Other entry: Name"));
    }
    let other: BTreeSet<[&str; 3]> = pairs
        .iter()
        .map(|pair| {
            ["List", "Region", "Precinct"].map(|column| pair[&format!("Other entry: {column}")].as_str())
        })
        .collect();
    assert_eq!(other, [["permanent", "B", "2"], ["special", "C", "44"]].into());
    let all = sheet(&at("letters/A.xlsx"), "Pairs").concat().join("\n");
    assert!(!all.contains("Quiet street 6") && !all.contains("Примеров"), "of others only where they stand");
    let both = table(&at("letters/B.xlsx"), "Pairs");
    let own = both.iter().find(|pair| pair["Your entry: Row"] == "4").unwrap();
    assert_eq!(own["Other entry: Address"], "Loud street 2", "both are its own");
    let foreign = both.iter().find(|pair| pair["Your entry: Row"] == "3").unwrap();
    assert!(
        foreign["Other entry: Address"].is_empty() && foreign["Other entry: Row"].is_empty(),
        "{foreign:?}"
    );
}

#[test]
fn each_commission_of_the_table_of_precincts_gets_a_letter() {
    let place = lists();
    let typed = ["report", "--split-by", "tec", "--precincts", "precincts.csv"];
    succeed(place.path(), &[&CHECK[..], &typed].concat());
    let sent = records(&place.path().join("report/letters.csv"));
    let list: Vec<[&str; 3]> =
        sent.iter().map(|row| ["region", "tec", "pairs"].map(|column| row[column].as_str())).collect();
    assert_eq!(list, [["A", "TEC 1", "2"], ["B", "TEC 2", "2"], ["B", "TEC 3", "1"], ["C", "TEC 4", "2"]]);
    let all = sheet(&place.path().join("report/letters/B-TEC-3.xlsx"), "Pairs").concat().join("\n");
    assert!(all.contains("П. П. П., 1980") && !all.contains("Примеров"), "masked by default: {all}");
}

/// A workbook as somebody sends it back: this answer to every pair.
fn answered(book: &Path, answer: &str, to: &Path) {
    let rows = sheet(book, "Pairs");
    let headings = rows.iter().position(|row| row[0] == "Group").unwrap();
    let decision = rows[headings].iter().position(|heading| heading == "Decision").unwrap();
    let mut back = rust_xlsxwriter::Workbook::new();
    let front = back.add_worksheet();
    front.write_string(0, 0, "Letter").unwrap();
    let pairs = back.add_worksheet();
    for (place, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let cell = if place > headings && column == decision { answer } else { cell };
            pairs.write_string(place as u32, column as u16, cell).unwrap();
        }
    }
    back.save(to).unwrap();
}

#[test]
fn answers_in_a_letter_are_read_back_and_counted() {
    let place = lists();
    let at = |name: &str| place.path().join(name);
    succeed(place.path(), &[&CHECK[..], &["first", "--split-by", "region"]].concat());
    answered(&at("first/letters/A.xlsx"), "объяснено", &at("back.xlsx"));
    let typed = ["second", "--split-by", "region", "--decisions", "back.xlsx"];
    succeed(place.path(), &[&CHECK[..], &typed].concat());
    let count = |folder: &str, region: &str| {
        let sent = records(&at(folder).join("letters.csv"));
        let row = sent.iter().find(|row| row["region"] == region).unwrap();
        ["file", "pairs", "open", "explained", "reopened"].map(|column| row[column].clone())
    };
    assert_eq!(count("first", "A"), ["letters/A.xlsx", "2", "2", "0", "0"]);
    assert_eq!(count("second", "A")[0], "", "nothing is open there");
    assert_eq!(count("second", "A")[1..], ["2", "0", "2", "0"]);
    assert!(!at("second/letters/A.xlsx").exists());
    let moved = PERMANENT.replace("Quiet street 5", "Noisy street 5");
    fs::write(at("permanent.csv"), format!("{HEADING}\n{moved}")).unwrap();
    let typed = ["third", "--split-by", "region", "--decisions", "back.xlsx"];
    succeed(place.path(), &[&CHECK[..], &typed].concat());
    assert_eq!(count("third", "A"), ["letters/A.xlsx", "2", "0", "0", "2"]);
    let pairs = table(&at("third/letters/A.xlsx"), "Pairs");
    assert!(pairs.iter().all(|pair| pair["What is left open"].contains("an entry has changed since")));
    succeed(place.path(), &[&CHECK[..], &["check.xlsx", "--force", "--decisions", "back.xlsx"]].concat());
}

#[test]
fn letters_that_could_go_nowhere_are_refused() {
    let place = lists();
    let check = [&CHECK[..10], &["--quiet"]].concat();
    for (typed, said) in [
        (&["--split-by", "region"][..], "--out"),
        (&["--split-by", "region", "--out", "a.xlsx"], "--out"),
        (&["--split-by", "region", "--out", "a", "--edition", "public"], "--edition public"),
        (&["--split-by", "tec", "--out", "a"], "--precincts"),
    ] {
        let error = refused(place.path(), &[&check[..], typed].concat());
        assert!(error.contains(said), "{typed:?}: {error}");
    }
}

#[cfg(unix)]
#[test]
fn what_holds_names_is_for_nobody_else() {
    use std::os::unix::fs::PermissionsExt;

    let place = lists();
    let mode = |name: &str| fs::metadata(place.path().join(name)).unwrap().permissions().mode() & 0o777;
    succeed(place.path(), &[&CHECK[..], &["report", "--reveal", "--split-by", "region"]].concat());
    for folder in ["report", "report/letters"] {
        assert_eq!(mode(folder), 0o700, "{folder}");
    }
    let files = [
        "duplicates.csv",
        "findings.csv",
        "letters.csv",
        "letters/A.xlsx",
        "manifest.json",
        "report.html",
        "summary.json",
    ];
    for file in files {
        assert_eq!(mode(&format!("report/{file}")), 0o600, "{file}");
    }
    for file in ["check.xlsx", "check.json", "check.html", "check.csv"] {
        succeed(place.path(), &[&CHECK[..], &[file, "--reveal"]].concat());
        assert_eq!(mode(file), 0o600, "{file}");
    }
    succeed(place.path(), &[&CHECK[..], &["masked"]].concat());
    succeed(place.path(), &[&CHECK[..], &["masked.json"]].concat());
    assert_eq!([mode("masked"), mode("masked.json")].map(|mode| mode & 0o077 != 0), [true, true]);
}

#[test]
fn every_table_of_text_with_names_says_so_in_its_first_column() {
    let place = lists();
    succeed(place.path(), &[&CHECK[..], &["report", "--reveal", "--split-by", "region"]].concat());
    let reconcile =
        ["rolls", "reconcile", "permanent.csv", "special.csv", "--reveal", "--split-by", "region", "--quiet"];
    let rest = ["--profile", "profile.toml", "--out", "differences"];
    succeed(place.path(), &[&reconcile[..], &rest].concat());
    for file in [
        "report/duplicates.csv",
        "report/findings.csv",
        "report/letters.csv",
        "differences/differences.csv",
        "differences/findings.csv",
        "differences/regions/A.csv",
    ] {
        let text = fs::read_to_string(place.path().join(file)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() > 1 && lines[0].starts_with("names_shown,"), "{file}: {}", lines[0]);
        assert!(lines[1..].iter().all(|line| line.starts_with("do-not-publish,")), "{file}");
    }
    let masked = succeed(place.path(), &[&CHECK[..12], &["--format", "csv"]].concat());
    assert!(masked.starts_with("code,"));
}

#[test]
fn tables_for_excel_have_the_mark_and_the_separator_asked_for() {
    let place = lists();
    let table = |more: &[&str]| {
        fs::write(place.path().join("d.csv"), "id,voters\n1,100\n2,100\n3,600\n").unwrap();
        succeed(
            place.path(),
            &[&["districts", "audit", "d.csv", "--quiet", "--lang", "en"][..], more].concat(),
        )
    };
    let plain = table(&["--format", "csv"]);
    assert!(plain.starts_with("code,severity,"));
    let excel = table(&["--format", "csv-excel"]);
    assert_eq!(excel.strip_prefix('\u{feff}').unwrap(), plain, "in English the separator is a comma");
    let semicolons = table(&["--format", "csv-excel", "--output-delimiter", "semicolon"]);
    assert!(semicolons.starts_with("\u{feff}code;severity;"), "{semicolons}");
    let read = |text: &str, separator: u8| -> Vec<csv::StringRecord> {
        let reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
        reader.into_records().map(Result::unwrap).collect()
    };
    assert_eq!(read(&plain, b','), read(&semicolons, b';'), "the same cells");
    let typed = ["districts", "audit", "d.csv", "--format", "csv", "--output-delimiter", ";", "--quiet"];
    let error = refused(place.path(), &typed);
    assert!(error.contains("csv-excel"), "{error}");
    succeed(place.path(), &[&CHECK[..], &["report"]].concat());
    let duplicates = fs::read_to_string(place.path().join("report/duplicates.csv")).unwrap();
    assert!(duplicates.starts_with("group,code,"), "for programs it is the same in every language");
}

#[test]
fn sheets_are_named_in_the_language_of_the_workbook() {
    let place = place();
    let list =
        "surname,given_name,birth_date,region,precinct\nКим,Ольга,1970-01-02,A,1\nКим,Ольга,1970-01-02,A,1\n";
    fs::write(place.path().join("list.csv"), list).unwrap();
    let named = |language: &str, name: &str| {
        let typed =
            ["rolls", "check", "--list", "permanent=list.csv", "--format", "xlsx", "--lang", language];
        succeed(place.path(), &[&typed[..], &["--quiet", "--out", name]].concat());
        let book: Xlsx<_> = calamine::open_workbook(place.path().join(name)).unwrap();
        book.sheet_names()
    };
    assert!(named("en", "en.xlsx").contains(&"rolls-codes".to_owned()));
    for (language, file) in [("ru", "ru.xlsx"), ("kk", "kk.xlsx")] {
        let names = named(language, file);
        let foreign = |name: &&String| name.chars().any(|letter| letter.is_ascii_alphabetic());
        assert!(names.len() > 3 && !names.iter().any(|name| foreign(&name)), "{names:?}");
    }
}
