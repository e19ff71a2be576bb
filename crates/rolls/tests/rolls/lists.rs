//! Several files of one kind, and what the document says of them.

use tizim_rolls::{Kind, Options, input_records, rejects};

use crate::support::{HEADING, line, list_of, run, said_with};

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
    assert_eq!(said.audit.document["lists"][0]["kind"], "permanent");
    assert_eq!(said.audit.document["lists"][0]["date"], "2023-03-01");
    assert_eq!(said.audit.document["lists"][1]["rows"], 1);
    // The same rows are found again whatever was rejected between them. Without a column for it the file is the precinct.
    let rows = |code: &str| {
        let lines = said.lines.iter().filter(|line| line.code == code);
        lines.map(|line| (line.file.as_str(), line.row)).collect::<Vec<_>>()
    };
    assert_eq!(rows("ROLL-001"), [("a/1.csv", 2), ("a/1.csv", 5)]);
    assert_eq!(rows("ROLL-002"), [("a/1.csv", 2), ("a/1.csv", 5), ("b/2.csv", 2)]);
    let _ = rejects(&lists).count();
}
