//! Input that wants to act on a spreadsheet, a browser, a terminal or a reader.

use tizim_report::{CsvTarget, findings_csv, html, json_to_writer, table_csv, text};

use super::page::parted;
use crate::invented::{Fixture, hostile};

/// Whether a character acts instead of being read; written anew, apart from the one in the source.
fn acts(character: char) -> bool {
    let code = u32::from(character);
    code < 0x20 || (0x7f..=0x9f).contains(&code) || (0x202a..=0x202e).contains(&code)
}

#[test]
fn text_cannot_act_on_a_terminal() {
    let (audit, fixture) = (hostile::audit(), Fixture::new());
    for columns in [0, 60, 100_000] {
        let page = text(&fixture.report(&audit), columns, false);
        assert!(!page.replace('\n', "").contains(acts));
        assert!(page.contains("\\u{1b}[31m"));
    }
}

#[test]
fn json_cannot_act_on_a_terminal_and_loses_nothing() {
    let (audit, fixture) = (hostile::audit(), Fixture::new());
    let mut bytes = Vec::new();
    json_to_writer(&fixture.report(&audit), &mut bytes).unwrap();
    let page = String::from_utf8(bytes).unwrap();
    assert!(!page.replace('\n', "").contains(acts));
    let document: serde_json::Value = serde_json::from_str(&page).unwrap();
    assert_eq!(document["text"], hostile::TEXTS.join(" "));
}

#[test]
fn html_holds_no_markup_of_the_input() {
    let (audit, fixture) = (hostile::audit(), Fixture::new());
    let (page, _) = parted(&html(&fixture.report(&audit)).unwrap());
    for markup in ["<script", "<img", "javascript:", "alert(1)</script"] {
        assert!(!page.contains(markup), "{markup}");
    }
    assert!(page.contains("&lt;script&gt;"));
    assert_eq!(page.matches("</style>").count(), 1, "the style is not left");
    assert!(page.contains("{{ 7 * 7 }}{% raw %}"), "templates in the input are not filled in");
    assert!(!page.replace('\n', "").contains(acts));
    assert!(page.contains("\\u{202e}"));
    assert!(page.contains("[cut: 40\u{202f}000 characters]"));
}

#[test]
fn csv_starts_no_formula() {
    let (audit, fixture) = (hostile::audit(), Fixture::new());
    let mut findings = Vec::new();
    findings_csv(&fixture.report(&audit), &mut findings, CsvTarget::Stream).unwrap();
    let mut tables = Vec::new();
    for exhibit in &audit.exhibits {
        if let tizim_evidence::Exhibit::Table(table) = exhibit {
            table_csv(false, table, &mut tables, CsvTarget::Stream).unwrap();
        }
    }
    for bytes in [findings, tables] {
        let lines = std::str::from_utf8(&bytes).unwrap().lines().count();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), lines, "a record is a line");
        for cell in records.iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            assert!(!cell.contains(acts));
        }
        assert!(records.iter().flatten().any(|cell| cell == "'=cmd|' /C calc'!A0"));
    }
}
