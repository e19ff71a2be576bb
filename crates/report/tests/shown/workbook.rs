//! The workbook, read back by another library.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use tizim_evidence::Audit;
use tizim_report::xlsx;

use crate::invented::{Fixture, hostile, small};

fn bytes(audit: &Audit) -> Vec<u8> {
    let fixture = Fixture::new();
    let mut bytes = Cursor::new(Vec::new());
    xlsx(&fixture.report(audit), &mut bytes).unwrap();
    bytes.into_inner()
}

#[test]
fn sheets_hold_numbers_as_numbers_and_gaps_as_gaps() {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(&small::audit()))).unwrap();
    assert_eq!(book.sheet_names(), ["Summary", "Findings", "districts", "Manifest"]);
    let table = book.worksheet_range("districts").unwrap();
    assert_eq!(table.get((2, 1)), Some(&Data::Float(562_590.0)));
    assert_eq!(table.get((3, 1)), Some(&Data::String("141\u{202f}500 to 142\u{202f}499".to_owned())));
    assert!(matches!(table.get((4, 1)), None | Some(Data::Empty)));
    let findings = book.worksheet_range("Findings").unwrap();
    assert_eq!(findings.height(), 4, "headings, two places of one finding, one finding without");
    assert_eq!(findings.get((2, 9)), Some(&Data::Float(9.0)));
    let summary = book.worksheet_range("Summary").unwrap();
    let texts: Vec<String> = summary.cells().map(|(.., cell)| cell.to_string()).collect();
    assert!(texts.contains(&"not established".to_owned()));
    assert!(texts.contains(&"3.95 to 3.98".to_owned()));
}

#[test]
fn the_same_report_gives_the_same_bytes_without_a_name_in_them() {
    let audit = small::audit();
    let first = bytes(&audit);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(first, bytes(&audit));
}

#[test]
fn nothing_in_a_cell_is_a_formula() {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(&hostile::audit()))).unwrap();
    let names = book.sheet_names();
    for name in names {
        assert!(name.chars().count() <= 31);
        assert!(book.worksheet_formula(&name).map_or(true, |formulas| formulas.is_empty()));
        let range = book.worksheet_range(&name).unwrap();
        for (.., cell) in range.cells() {
            if let Data::String(text) = cell {
                assert!(text.encode_utf16().count() <= 32_767);
                assert!(!text.contains(|c: char| c.is_control() || c == '\u{202e}'), "{text:?}");
            }
        }
    }
    let findings = book.worksheet_range("Findings").unwrap();
    let texts: Vec<String> = findings.cells().map(|(.., cell)| cell.to_string()).collect();
    assert!(texts.contains(&"=cmd|' /C calc'!A0".to_owned()), "a string is kept as it is");
    assert!(texts.iter().any(|text| text.ends_with("… [cut: 40\u{202f}000 characters]")));
}
