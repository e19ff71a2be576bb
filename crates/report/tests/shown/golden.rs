//! A small audit, letter by letter. After a change that is meant, run with `UPDATE_GOLDEN=1` and read the
//! difference.

use std::path::Path;

use tizim_evidence::{Exhibit, Message};
use tizim_report::{CsvTarget, Edition, findings_csv, json, json_text, json_to_writer, table_csv, text};

use crate::invented::{Fixture, small};

fn check(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    assert_eq!(actual, expected, "{name} differs");
}

#[test]
fn json_is_the_contract() {
    let (audit, fixture) = (small::audit(), Fixture::new());
    let report = fixture.report(&audit);
    let mut bytes = Vec::new();
    json_to_writer(&report, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    check("small.json", &text);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document, json(&report));
    let keys: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["schema", "profile", "edition", "totals", "counts", "findings", "notes", "manifest"]);
}

#[test]
fn the_public_json_says_nothing_of_persons() {
    let (audit, fixture) = (small::audit(), Fixture::new());
    let mut report = fixture.report(&audit);
    report.edition = Edition::Public;
    let mut bytes = Vec::new();
    json_to_writer(&report, &mut bytes).unwrap();
    check("small-public.json", &String::from_utf8(bytes).unwrap());
}

#[test]
fn text_is_readable_without_colour() {
    let (audit, fixture) = (small::audit(), Fixture::new());
    let report = fixture.report(&audit);
    let plain = text(&report, 80, false);
    check("small.txt", &plain);
    let coloured = text(&report, 80, true);
    assert!(coloured.contains("\x1b[1;31mVIOLATION\x1b[0m"));
    let mut stripped = String::new();
    for (number, part) in coloured.split('\x1b').enumerate() {
        stripped.push_str(if number == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(stripped, plain, "colour carries no words");
}

#[test]
fn csv_has_one_line_per_finding_and_place() {
    let (audit, fixture) = (small::audit(), Fixture::new());
    let mut bytes = Vec::new();
    findings_csv(&fixture.report(&audit), &mut bytes, CsvTarget::Stream).unwrap();
    check("small.csv", &String::from_utf8(bytes).unwrap());
    let mut bytes = Vec::new();
    findings_csv(&fixture.report(&audit), &mut bytes, CsvTarget::File).unwrap();
    assert!(bytes.starts_with("\u{feff}code,severity,".as_bytes()));
}

#[test]
fn a_table_is_written_under_its_keys() {
    let audit = small::audit();
    let Exhibit::Table(table) = &audit.exhibits[0] else { panic!("the first exhibit is a table") };
    let mut bytes = Vec::new();
    table_csv(false, table, &mut bytes, CsvTarget::Stream).unwrap();
    let expected = "id,voters,deviation\n10,562590,0.3559\n29,141500 to 142499,-0.6578\n30,,\n";
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}

#[test]
fn a_report_with_names_says_so_everywhere() {
    let (audit, fixture) = (small::audit(), Fixture::new());
    let mut report = fixture.report(&audit);
    assert!(json(&report).get("revealed").is_none());
    report.reveal = true;
    assert_eq!(json(&report)["revealed"], true);
    let mark = "Names shown";
    assert!(text(&report, 80, false).matches(mark).count() >= 2);
    assert!(tizim_report::html(&report).unwrap().matches(mark).count() >= 5);
}

/// A reader that went away.
struct Closed;

impl std::io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_went_away_is_told_apart() {
    let (audit, fixture) = (small::audit(), Fixture::new());
    let report = fixture.report(&audit);
    assert!(json_to_writer(&report, Closed).unwrap_err().is_broken_pipe());
    assert!(findings_csv(&report, Closed, CsvTarget::File).unwrap_err().is_broken_pipe());
    assert!(findings_csv(&report, Closed, CsvTarget::Stream).unwrap_err().is_broken_pipe());
}

/// Keeps the size of the largest part that it was handed.
#[derive(Default)]
struct Parts {
    largest: usize,
    whole: Vec<u8>,
}

impl std::io::Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.largest = self.largest.max(bytes.len());
        self.whole.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_large_document_is_handed_on_part_by_part() {
    let (mut audit, fixture) = (small::audit(), Fixture::new());
    let finding = audit.findings[0].clone().titled(Message::new("example.\u{9b}.ж"));
    audit.findings.extend(std::iter::repeat_n(finding, 4000));
    let report = fixture.report(&audit);
    let mut parts = Parts::default();
    json_to_writer(&report, &mut parts).unwrap();
    assert!(parts.whole == json_text(&report).unwrap().into_bytes(), "another document than in one piece");
    assert!(parts.whole.len() > 1 << 20 && parts.largest <= 1 << 18, "{} held at once", parts.largest);
}
