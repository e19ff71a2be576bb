//! Files as offices leave them, through the program: dates, totals, signatures, sheets, slipped rows.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{document, place, records, succeed};

/// Findings of a code about something.
fn told<'a>(audit: &'a Json, subject: &str) -> Vec<&'a Json> {
    let findings = audit["findings"].as_array().unwrap();
    findings
        .iter()
        .filter(|finding| finding["subject"]["id"].as_str().unwrap().starts_with(subject))
        .collect()
}

/// The rows that the evidence of findings names.
fn rows(findings: &[&Json]) -> Vec<u64> {
    let evidence = findings.iter().flat_map(|finding| finding["evidence"].as_array().unwrap());
    evidence.map(|place| place["row"].as_u64().unwrap()).collect()
}

/// A list with these birth dates, checked into a folder; the rejects as row and reason, and the report.
fn list_of_dates(folder: &Path, dates: &[&str]) -> (Vec<(u64, String)>, Json) {
    let mut list = "region,precinct,surname,given_name,patronymic,birth_date\n".to_owned();
    for (at, date) in dates.iter().enumerate() {
        let letters = ["а", "б", "в", "г", "д", "е", "ж", "з", "и", "к"];
        let name: String =
            format!("{at:05}").chars().map(|digit| letters[digit as usize - '0' as usize]).collect();
        let _ = writeln!(list, "N,1,Про{name},Мера,Опытовна,{date}");
    }
    fs::write(folder.join("list.csv"), list).unwrap();
    let typed = [
        "rolls",
        "check",
        "--list",
        "permanent=list.csv",
        "--quiet",
        "--out",
        "report",
        "--force",
        "--no-timestamp",
    ];
    succeed(folder, &typed);
    let rejects = records(&folder.join("report/rejects.csv"));
    let rejects = rejects.iter().map(|reject| {
        assert_eq!((reject["column"].as_str(), reject["found_shape"].as_str()), ("birth_date", "99/99/9999"));
        (reject["row"].parse().unwrap(), reject["reason"].clone())
    });
    (rejects.collect(), crate::support::json_file(&folder.join("report/summary.json")))
}

#[test]
fn one_date_does_not_outvote_a_column_of_a_list() {
    let place = place();
    let mut dates = ["27/05/1980", "06/07/1981", "13/01/1975"].repeat(2000);
    dates[4000] = "05/27/1980";
    let (rejects, report) = list_of_dates(place.path(), &dates);
    assert_eq!(rejects, [(4002, "not-day-first".to_owned())]);
    assert_eq!(told(&report, "day-order-birth_date-list.csv").len(), 1);
    // The same the other way round.
    let mut dates = ["05/27/1980", "07/06/1981", "01/13/1975"].repeat(2000);
    dates[7] = "27/05/1980";
    let (rejects, report) = list_of_dates(place.path(), &dates);
    assert_eq!(rejects, [(9, "not-month-first".to_owned())]);
    let told = told(&report, "day-order-birth_date-list.csv");
    assert_eq!((told.len(), &told[0]["severity"]), (1, &Json::from("notice")));
    // Where about as many say one as the other, none is read, and the reason says so.
    let dates = ["05/27/1980", "27/05/1980", "07/06/1981"].repeat(20);
    let (rejects, report) = list_of_dates(place.path(), &dates);
    assert!(
        rejects.len() == 60 && rejects.iter().all(|(_, reason)| reason == "order-unclear"),
        "{rejects:?}"
    );
    assert_eq!(self::told(&report, "day-order-birth_date-list.csv").len(), 1);
    // Nothing is told where the day stands first, as everywhere.
    let (rejects, report) = list_of_dates(place.path(), &["27/05/1980", "07/06/1981"]);
    assert!(rejects.is_empty() && self::told(&report, "day-order").is_empty());
}

#[test]
fn dates_of_certificates_are_read_by_most_rows_and_the_others_told() {
    let place = place();
    let head = "serial;home_region;home_precinct;issued_at;surname;given_name;birth_date;used_at\n";
    let audit = |dates: &[&str], used: &str| {
        let row = |(at, date): (usize, &&str)| format!("A00000{at:02};N;1;{date};Проба;Мера;1980;{used}\n");
        let rows: String = (10..).zip(dates).map(row).collect();
        fs::write(place.path().join("c.csv"), format!("{head}{rows}")).unwrap();
        document(
            place.path(),
            &["avc", "audit", "--certificates", "c.csv", "--profile", "kz-2019", "--format", "json"],
        )
    };
    let month_first = ["05/27/2019 10:00", "05/28/2019 10:00", "05/29/2019 10:00", "06/07/2019 10:00"];
    let outlier = [&month_first[..], &["27/05/2019 10:00"]].concat();
    let read = audit(&outlier, "06/09/2019 11:00");
    assert_eq!(rows(&told(&read, "unreadable-issued_at")), [6]);
    assert!(told(&read, "unreadable-issued_at")[0]["title"].as_str().unwrap().contains("month first"));
    // Dates of use say nothing of themselves; they are read as the others of their file, and both are told.
    assert_eq!(told(&read, "day-order-issued_at").len(), 1);
    assert_eq!(told(&read, "day-order-used_at").len(), 1);
    let codes = |audit: &Json| {
        audit["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "AVC-004").count()
    };
    assert_eq!(codes(&read), 0, "all are within the window with the month first");
    let tie = audit(&["05/27/2019", "27/05/2019"], "");
    assert_eq!(rows(&told(&tie, "unreadable-issued_at")), [2, 3]);
}
