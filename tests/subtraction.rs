//! Attacks the public edition: no number of persons from 1 to 9 may be had from what two reports of the same files say.
//!
//! The attacker knows what every number is called, so the same run in the working edition, which has the same keys,
//! says what each is. Of all numbers of persons that are shown in two public reports, no sum or difference of two is a
//! number from 1 to 9; where one is hidden, it cannot be what is left of a total once the parts shown are taken off.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value as Json;

use crate::support::{document, place, succeed};

/// Sections and keys that count things.
const THINGS: [&str; 13] = [
    "precincts",
    "forms",
    "extra_forms",
    "allowed",
    "precincts_above",
    "precincts_short",
    "above",
    "short",
    "precincts_missing",
    "count",
    "seats",
    "id",
    "bytes",
];

/// Numbers of a document by their place, with `Null` for what is hidden.
pub(crate) fn numbers(document: &Json) -> BTreeMap<String, Option<f64>> {
    let mut found = BTreeMap::new();
    for section in ["lists", "counts", "totals", "levels", "coverage", "chance"] {
        walk(&document[section], section, &mut found);
    }
    for finding in document["findings"].as_array().into_iter().flatten() {
        // Checks that were not made, and files and sheets that were not read, are no persons.
        let of_things = !finding["figures"]["check"].is_null()
            || ["files", "sheets"].iter().any(|of| finding["subject"]["id"] == *of);
        let counted = ["ROLL-0", "AVC-1"].iter().any(|code| text_of(&finding["code"]).starts_with(code));
        if counted && !of_things && document["counts"].is_object() {
            let at = format!("findings/{}/{}", text_of(&finding["code"]), text_of(&finding["title"]));
            walk(&finding["count"], &at, &mut found);
        }
    }
    for input in document["manifest"]["inputs"].as_array().into_iter().flatten() {
        if !["precincts", "forms"].iter().any(|role| input["role"] == *role) {
            for key in ["rows_read", "rows_taken", "rows_rejected", "rows_set_aside"] {
                walk(&input[key], &format!("manifest/{}/{key}", input["name"]), &mut found);
            }
        }
    }
    found
}

fn text_of(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

/// Numbers that sentences give of rows and cases: in tens, with a mark that it is more.
pub(crate) fn sentences_give_tens(report: &Json) -> Result<(), TestCaseError> {
    for finding in report["findings"].as_array().into_iter().flatten() {
        let title = text_of(&finding["title"]);
        let words: Vec<&str> = title.split_whitespace().collect();
        for pair in words.windows(2).filter(|pair| ["rows", "row", "cases", "case"].contains(&pair[1])) {
            let is_exact = pair[0].parse::<u64>().is_ok_and(|number| number > 0);
            prop_assert!(!is_exact, "{title}");
        }
    }
    Ok(())
}

fn walk(value: &Json, at: &str, found: &mut BTreeMap<String, Option<f64>>) {
    match value {
        Json::Object(members) => {
            for (name, member) in members.iter().filter(|(name, _)| !THINGS.contains(&name.as_str())) {
                // Checks that were not made and precincts are counted in groups, not persons.
                let of_things = name == "groups"
                    && ["090", "020", "021", "023", "024"].iter().any(|code| at.ends_with(code));
                if !of_things {
                    walk(member, &format!("{at}/{name}"), found);
                }
            }
        }
        Json::Array(members) => {
            for (number, member) in members.iter().enumerate() {
                walk(member, &format!("{at}/{number}"), found);
            }
        }
        Json::Number(number) => {
            found.insert(at.to_owned(), number.as_f64());
        }
        Json::String(text) if text == "<10" || text == "*" => {
            found.insert(at.to_owned(), None);
        }
        _ => {}
    }
}

/// What follows for a hidden part from a total and the other parts: its least and most value, where every number shown
/// may be up to `slack` more than it says.
fn bounds(total: Option<f64>, others: &[Option<f64>], slack: f64) -> (f64, f64) {
    let (least, most) = total.map_or((1.0, 9.0), |total| (total, total + slack));
    let shown: f64 = others.iter().flatten().sum();
    let counted = others.iter().flatten().filter(|other| **other > 0.0).count() as f64;
    let hidden = others.iter().filter(|other| other.is_none()).count() as f64;
    ((least - shown - counted * slack - 9.0 * hidden).max(0.0), (most - shown).min(9.0))
}

/// No two of the numbers differ by 1 to 9, and none is 1 to 9 itself.
pub(crate) fn nothing_by_subtraction(reports: &[Json]) -> Result<(), TestCaseError> {
    let shown: Vec<(String, f64)> = reports
        .iter()
        .flat_map(numbers)
        .filter_map(|(at, number)| number.map(|number| (at, number)))
        .collect();
    let by_value: BTreeSet<i64> = shown.iter().map(|(_, number)| *number as i64).collect();
    for (at, number) in &shown {
        for less in 0..10 {
            let differs = less > 0 && *number >= 10.0 && by_value.contains(&(*number as i64 - less));
            prop_assert!(!differs, "{at} is {number}, and {} is shown too", number - less as f64);
        }
        prop_assert!(!(1.0..10.0).contains(number), "{at} is {number}");
    }
    Ok(())
}

/// Rows read are those taken, rejected and set aside: what is hidden stays open.
fn rows_stay_open(report: &Json) -> Result<(), TestCaseError> {
    for input in report["manifest"]["inputs"].as_array().into_iter().flatten() {
        let of = |key: &str| input[key].as_f64();
        let parts = ["rows_taken", "rows_rejected", "rows_set_aside"].map(of);
        for hidden in (0..3).filter(|part| parts[*part].is_none()) {
            let others: Vec<Option<f64>> =
                (0..3).filter(|part| *part != hidden).map(|part| parts[part]).collect();
            let (least, most) = bounds(of("rows_read"), &others, 9.0);
            prop_assert!(least < most, "{input}: exactly {least}");
        }
    }
    Ok(())
}

/// Every level adds up to the next.
fn levels_stay_open(report: &Json) -> Result<(), TestCaseError> {
    let units = |level: &str| report["levels"][level].as_array().cloned().unwrap_or_default();
    let nation = &report["levels"]["nation"];
    for (measure, side) in
        ["issued", "used"].iter().flat_map(|measure| [(measure, "reported"), (measure, "counted")])
    {
        let cells: Vec<Option<f64>> =
            units("precinct").iter().map(|unit| unit[*measure][side].as_f64()).collect();
        if nation[*measure][side].is_null() {
            continue;
        }
        for hidden in (0..cells.len()).filter(|cell| cells[*cell].is_none()) {
            let others: Vec<Option<f64>> =
                (0..cells.len()).filter(|cell| *cell != hidden).map(|cell| cells[cell]).collect();
            let (least, most) = bounds(nation[*measure][side].as_f64(), &others, 9.0);
            prop_assert!(least < most || least == 0.0, "{measure} {side}: exactly {least} of {nation}");
        }
    }
    Ok(())
}

/// A list: who stands in it, how often, and what is wrong with some rows.
pub(crate) fn list(rows: &[(usize, u8)]) -> String {
    let mut text = String::from("iin,surname,given_name,birth_date,region,precinct,address\n");
    for (person, fault) in rows {
        let (day, month, year) = (1 + person % 28, 1 + person / 28 % 12, 60 + person % 30);
        // Century digit 9: nobody alive can hold such a number.
        let iin = match fault {
            0 => String::new(),
            1 => "12345".to_owned(),
            _ => format!("{year:02}{month:02}{day:02}9{person:05}"),
        };
        let name = ["Абаев", "Беков", "Серіков", "Омаров", "Жұмабаев"][person % 5];
        let date =
            if *fault == 2 { "31.02.1980".to_owned() } else { format!("{day:02}.{month:02}.19{year:02}") };
        let _ = match fault {
            // More fields than headings; a total below the list; a row of nothing: set aside, each in another way.
            12 => writeln!(text, "{iin},{name}{person},Асан,{date},R,{},улица,дом,{person}", person % 4),
            13 => writeln!(text, "Итого,{person},,,,,"),
            14 => writeln!(text, ",,,,,,"),
            _ => {
                writeln!(text, "{iin},{name}{person},Асан,{date},R,{},\"ул. Абая, д. {person}\"", person % 4)
            }
        };
    }
    text
}

/// Rows of a list: who, and what is wrong.
pub(crate) type Rows = Vec<(usize, u8)>;

pub(crate) fn lists() -> impl Strategy<Value = (Rows, Rows)> {
    let rows = |most: usize| prop::collection::vec((0_usize..60, 0_u8..15), 1..most);
    (rows(70), rows(25))
}

fn certificates(folder: &Path, precincts: &[(u64, u64, u64)]) {
    let mut table = String::from(
        "precinct,region,tec,voters,forms,issued_reported,used_reported,returned_reported,left_over_reported,voted\n",
    );
    let mut register = String::from("serial,home_precinct,issued_at,used_precinct,used_at\n");
    let mut serial = 1000;
    for (number, (voters, issued, used)) in precincts.iter().enumerate() {
        let forms = issued + 7;
        let used = used.min(issued);
        let _ = writeln!(
            table,
            "{number},R{},T{},{voters},{forms},{issued},{used},7,,{}",
            number % 2,
            number % 3,
            voters / 2
        );
        for place in 0..*issued {
            serial += 1;
            let use_of = if place < *used {
                format!("{},2019-06-09 12:00", (number + 1) % precincts.len())
            } else {
                ",".to_owned()
            };
            let _ = writeln!(register, "{serial},{number},2019-06-01 10:00,{use_of}");
        }
    }
    fs::write(folder.join("precincts.csv"), table).unwrap();
    fs::write(folder.join("certificates.csv"), register).unwrap();
}

/// What one run shows in the public edition.
pub(crate) fn public(folder: &Path, typed: &[&str]) -> Json {
    document(
        folder,
        &[typed, &["--edition", "public", "--format", "json", "--no-timestamp", "--quiet"]].concat(),
    )
}

/// Numbers in the sentences and figures that text and page show of persons: none is below ten.
fn texts_agree(folder: &Path, typed: &[&str], secret: &[&str]) {
    for format in ["text", "csv", "html"] {
        let shown = succeed(
            folder,
            &[typed, &["--edition", "public", "--format", format, "--no-timestamp", "--quiet"]].concat(),
        );
        for words in secret {
            assert!(!shown.contains(words), "{format}: {words}");
        }
    }
}

/// The same lists under one name in two folders, and with rejects written out: nothing more is shown of how many rows are
/// wrong, nor whose folders they lay in.
fn what_is_named_says_nothing(place: &Path, permanent: &Rows, special: &Rows) -> Result<(), TestCaseError> {
    for (folder, rows) in [("Quillfeather-north", permanent), ("Quillfeather-south", special)] {
        fs::create_dir_all(place.join(folder)).unwrap();
        fs::write(place.join(folder).join("list.csv"), list(rows)).unwrap();
    }
    let typed = [
        "rolls",
        "check",
        "--list",
        "permanent=Quillfeather-north/list.csv",
        "--list",
        "special=Quillfeather-south/list.csv",
    ];
    let report = public(place, &typed);
    nothing_by_subtraction(std::slice::from_ref(&report))?;
    rows_stay_open(&report)?;
    let kept = ["--edition", "public", "--out", "kept", "--force", "--no-timestamp", "--quiet"];
    succeed(place, &[&typed[..], &kept].concat());
    for entry in fs::read_dir(place.join("kept")).unwrap() {
        let path = entry.unwrap().path();
        prop_assert!(!path.ends_with("rejects.csv") && !path.ends_with("duplicates.csv"), "{path:?}");
        prop_assert!(!fs::read_to_string(&path).unwrap().contains("Quillfeather"), "{path:?}");
    }
    let kept = crate::support::json_file(&place.join("kept/summary.json"));
    nothing_by_subtraction(&[report, kept])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_number_of_persons_on_lists_can_be_had((permanent, special) in lists()) {
        let place = place();
        fs::write(place.path().join("permanent.csv"), list(&permanent)).unwrap();
        fs::write(place.path().join("special.csv"), list(&special)).unwrap();
        let typed = ["rolls", "check", "--list", "permanent=permanent.csv", "--list", "special=special.csv"];
        let reports = [
            public(place.path(), &typed),
            public(place.path(), &[&typed[..], &["--rules", "name-date"]].concat()),
            public(place.path(), &[&typed[..], &["--rules", "iin", "--detail"]].concat()),
        ];
        nothing_by_subtraction(&reports)?;
        for report in &reports {
            rows_stay_open(report)?;
            sentences_give_tens(report)?;
        }
        what_is_named_says_nothing(place.path(), &permanent, &special)?;
    }

    #[test]
    fn no_number_of_certificates_can_be_had(precincts in prop::collection::vec((30_u64..900, 0_u64..25, 0_u64..25), 1..8)) {
        let place = place();
        certificates(place.path(), &precincts);
        let typed = ["avc", "audit", "--precincts", "precincts.csv", "--certificates", "certificates.csv", "--profile", "kz-2019"];
        let reports = [public(place.path(), &typed)];
        nothing_by_subtraction(&reports)?;
        rows_stay_open(&reports[0])?;
        levels_stay_open(&reports[0])?;
        let forms: u64 = precincts.iter().map(|(_, issued, _)| issued + 7).sum();
        prop_assert_eq!(&reports[0]["totals"]["forms"], &serde_json::json!(forms), "forms are no persons");
        prop_assert_eq!(&reports[0]["totals"]["returned_reported"], "*", "forms less these are certificates");
        prop_assert_eq!(&reports[0]["levels"]["precinct"][0]["returned"]["reported"], "*");
        prop_assert_eq!(&reports[0]["totals"]["precincts"], &serde_json::json!(precincts.len()));
    }
}

#[test]
fn what_was_hidden_shows_in_no_format() {
    let place = place();
    // 40 people, of whom three stand twice: 43 rows, 3 groups of 6 rows, one of them without a number.
    let mut rows: Vec<(usize, u8)> = (0..40).map(|person| (person, 9)).collect();
    rows.extend([(3, 9), (4, 9), (5, 9)]);
    rows[20].1 = 0;
    fs::write(place.path().join("permanent.csv"), list(&rows)).unwrap();
    let typed = ["rolls", "check", "--list", "permanent=permanent.csv"];
    texts_agree(place.path(), &typed, &["43 rows", "3 groups", ">43<", ",43,"]);
    let text = succeed(place.path(), &[&typed[..], &["--edition", "public", "--quiet"]].concat());
    assert!(text.contains("40+ rows") && text.contains("<10"), "{text}");
}

#[test]
fn a_public_folder_holds_no_rows_of_persons_and_can_be_verified() {
    let place = place();
    let mut rows: Vec<(usize, u8)> = (0..40).map(|person| (person, 9)).collect();
    rows[7].1 = 2;
    fs::write(place.path().join("permanent.csv"), list(&rows)).unwrap();
    fs::write(place.path().join("key"), [7; 32]).unwrap();
    let typed =
        ["rolls", "check", "--list", "permanent=permanent.csv", "--edition", "public", "--out", "report"];
    succeed(place.path(), &[&typed[..], &["--key-file", "key", "--no-timestamp", "--quiet"]].concat());
    let names: BTreeSet<String> = fs::read_dir(place.path().join("report"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        names.iter().map(String::as_str).collect::<Vec<_>>(),
        ["findings.csv", "manifest.json", "report.html", "summary.json"]
    );
    let manifest = crate::support::json_file(&place.path().join("report/manifest.json"));
    assert_eq!(manifest["manifest"]["inputs"][0]["rows_read"], 40);
    let said = succeed(place.path(), &["verify", "report", "--key-file", "key"]);
    assert!(said.starts_with("verified"), "{said}");
    let page = fs::read_to_string(place.path().join("report/report.html")).unwrap();
    assert!(!page.contains(".csv\"") && !page.contains(".json\""), "a public page links to no file");
}

#[test]
fn what_was_not_read_is_counted_and_not_named() {
    let place = place();
    let lists = place.path().join("lists");
    fs::create_dir(&lists).unwrap();
    let rows: Vec<(usize, u8)> = (0..40).map(|person| (person, 9)).collect();
    fs::write(lists.join("list.csv"), list(&rows)).unwrap();
    fs::write(lists.join("complaint of Quillfeather.pdf"), "%PDF-1.4").unwrap();
    fs::write(lists.join("note on Quillfeather.txt"), "Quillfeather has moved away.\n").unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in list(&rows[..12]).lines().enumerate() {
        for (column, cell) in cells.split(',').enumerate() {
            sheet.write(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), cell).unwrap();
        }
    }
    book.add_worksheet().set_name("Quillfeather").unwrap().write(0, 0, "moved away").unwrap();
    book.save(lists.join("book.xlsx")).unwrap();
    let typed =
        ["rolls", "check", "--list", "permanent=lists", "--edition", "public", "--no-timestamp", "--quiet"];
    for format in ["text", "json", "csv", "html"] {
        let shown = succeed(place.path(), &[&typed[..], &["--format", format]].concat());
        assert!(!shown.contains("Quillfeather"), "{format}: {shown}");
    }
    succeed(place.path(), &[&typed[..], &["--out", "report"]].concat());
    for entry in fs::read_dir(place.path().join("report")).unwrap() {
        let shown = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!shown.contains("Quillfeather") && !shown.contains("moved away"), "{shown}");
    }
    let counted = public(place.path(), &["rolls", "check", "--list", "permanent=lists"]);
    let counted = counted["findings"].as_array().unwrap().iter().filter(|one| one["code"] == "ROLL-090");
    let counts: Vec<(String, i64)> = counted
        .filter(|one| ["files", "sheets"].contains(&one["subject"]["id"].as_str().unwrap()))
        .map(|one| (one["subject"]["id"].as_str().unwrap().to_owned(), one["count"].as_i64().unwrap()))
        .collect();
    assert!(
        counts.contains(&("files".to_owned(), 2)) && counts.contains(&("sheets".to_owned(), 1)),
        "{counts:?}"
    );
}
