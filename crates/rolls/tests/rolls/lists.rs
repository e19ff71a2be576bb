//! Several files of one kind, and what the document says of them.

use tizim_rolls::{Kind, Options, input_records, rejects};

use crate::support::{HEADING, line, list_of, run, said_with, sheets};

#[test]
fn every_row_is_accounted_for() {
    let row = line(&[("surname", "Ким"), ("given_name", "Анна"), ("birth_date", "1980-05-17")]);
    let empty = line(&[("sex", "?")]);
    let lines = [row.clone(), empty, String::new(), row];
    let files = [("a/1.csv", HEADING, &lines[..]), ("b/2.csv", HEADING, &lines[..1])];
    let lists = [list_of(Kind::Permanent, &files, Some("2023-03-01"))];
    let said = said_with(&lists, None, &Options::default(), &run(2)).unwrap();
    let records = input_records(&lists);
    assert_eq!(records.len(), 2);
    assert!(records.iter().all(tizim_evidence::InputRecord::adds_up));
    assert_eq!(said.audit.sections()["lists"][0]["kind"], "permanent");
    assert_eq!(said.audit.sections()["lists"][0]["date"], "2023-03-01");
    assert_eq!(said.audit.sections()["lists"][1]["rows"], 1);
    // The same rows are found again whatever was rejected between them. Without a column for it the file is the precinct.
    let rows = |code: &str| {
        let lines = said.lines.iter().filter(|line| line.code == code);
        lines.map(|line| (line.file.as_str(), line.row)).collect::<Vec<_>>()
    };
    assert_eq!(rows("ROLL-001"), [("a/1.csv", 2), ("a/1.csv", 5)]);
    assert_eq!(rows("ROLL-002"), [("a/1.csv", 2), ("a/1.csv", 5), ("b/2.csv", 2)]);
    let _ = rejects(&lists).count();
}

#[test]
fn dates_that_cannot_be_read_are_told() {
    let row = |birth: &str| line(&[("surname", "Ким"), ("given_name", "Анна"), ("birth_date", birth)]);
    let lines: Vec<String> =
        ["1980-05-17", "31.02.1980", "Петрович", "", "-", "01.01.1900"].map(row).to_vec();
    for checks in [tizim_rolls::Checks::All, tizim_rolls::Checks::None] {
        let files = [("a.csv", HEADING, &lines[..]), ("b.csv", HEADING, &lines[2..3])];
        let lists = [list_of(Kind::Permanent, &files, None)];
        let options = Options { checks, ..Options::default() };
        let said = said_with(&lists, None, &options, &run(2)).unwrap();
        let told: Vec<String> = rejects(&lists)
            .map(|reject| {
                let reason = reject.reason.code();
                format!("{} {} {} {reason} {}", reject.file, reject.row, reject.column, reject.found_shape)
            })
            .collect();
        let expected = [
            "a.csv 3 birth_date no-such-day 99.99.9999",
            "a.csv 4 birth_date not-a-date Аааааааа",
            "b.csv 2 birth_date not-a-date Аааааааа",
        ];
        assert_eq!(told, expected);
        let findings = said.findings("ROLL-090");
        let finding = findings.iter().find(|finding| finding.subject.id == "birth_date").unwrap();
        assert_eq!((finding.count, finding.severity), (3, tizim_evidence::Severity::Notice));
        assert_eq!(finding.evidence.iter().map(|place| place.row).collect::<Vec<_>>(), [3, 4, 2]);
        assert_eq!(lists[0].files[0].summary().unwrap().rows.fields_rejected, 2);
    }
}

#[test]
fn totals_and_signatures_are_no_voters() {
    let voter = |birth: &str| line(&[("surname", "Ким"), ("given_name", "Анна"), ("birth_date", birth)]);
    let foot = [
        "Итого,42,,,,,,,,,,,".to_owned(),
        ",Всего по участку,,,,,,,,,,,".to_owned(),
        "Председатель,Сериков А.Б.,,,,,,,,,,,".to_owned(),
    ];
    let lines: Vec<String> = [voter("1980-05-17"), voter("1981-05-17")].into_iter().chain(foot).collect();
    let lists = [list_of(Kind::Permanent, &[("a.csv", HEADING, &lines)], None)];
    let said = said_with(&lists, None, &Options::default(), &run(1)).unwrap();
    assert_eq!(said.audit.sections()["lists"][0]["taken"], 2);
    assert!(said.findings("ROLL-010").is_empty());
}

#[test]
fn sheets_of_one_workbook_are_not_one_list_twice() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (number, name) in [(1, "Анна"), (2, "Мария")] {
        let sheet = book.add_worksheet().set_name(format!("Участок {number}")).unwrap();
        for (column, (heading, value)) in
            [("surname", "Ким"), ("given_name", name), ("birth_date", "1980-05-17")].into_iter().enumerate()
        {
            sheet.write(0, column as u16, heading).unwrap().write(1, column as u16, value).unwrap();
        }
    }
    let book = book.save_to_buffer().unwrap();
    let told = |files: Vec<tizim_tables::TableFile>| {
        let list =
            tizim_rolls::ListInput { kind: Kind::Permanent, files, date: None, passed_over: Vec::new() };
        let said = said_with(&[list], None, &Options::default(), &run(2)).unwrap();
        let key = |finding: &tizim_evidence::Finding| finding.title.key == "rolls.why.files_of_one_content";
        said.findings("ROLL-090")
            .iter()
            .filter(|finding| key(finding))
            .map(|finding| finding.count)
            .sum::<u64>()
    };
    assert_eq!(told(sheets("book.xlsx", &book)), 0);
    let twice = [sheets("book.xlsx", &book), sheets("copy.xlsx", &book)].into_iter().flatten().collect();
    assert_eq!(told(twice), 2, "each of the two sheets stands in both workbooks");
}
