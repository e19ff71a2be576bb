//! The workbook, read back by another library.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use tizim_evidence::{Audit, Exhibit};
use tizim_report::xlsx;

use crate::invented::{Fixture, hostile, rich, small};

fn bytes(audit: &Audit) -> Vec<u8> {
    let fixture = Fixture::new();
    let mut bytes = Cursor::new(Vec::new());
    xlsx(&fixture.report(audit), [], None, &mut bytes).unwrap();
    bytes.into_inner()
}

#[test]
fn sheets_hold_numbers_as_numbers_and_gaps_as_gaps() {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(&small::audit()))).unwrap();
    assert_eq!(book.sheet_names(), ["Summary", "Findings", "districts"]);
    let table = book.worksheet_range("districts").unwrap();
    let headings: Vec<String> = table.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
    assert!(headings[1].ends_with(": from") && headings[2].ends_with(": to"), "{headings:?}");
    let bounds = |row: u32| [table.get_value((row, 1)).cloned(), table.get_value((row, 2)).cloned()];
    assert_eq!(bounds(2), [562_590.0, 562_590.0].map(|exact| Some(Data::Float(exact))));
    assert_eq!(bounds(3), [141_500.0, 142_499.0].map(|bound| Some(Data::Float(bound))));
    assert!(bounds(4).iter().all(|cell| matches!(cell, None | Some(Data::Empty))));
    let findings = book.worksheet_range("Findings").unwrap();
    assert_eq!(findings.height(), 4, "headings, two places of one finding, one finding without");
    assert_eq!(findings.get((2, 9)), Some(&Data::Float(9.0)));
    // Figures by the name and in the form that the page has, and not by the keys that programs read.
    assert_eq!(findings.get((3, 6)), Some(&Data::String("Deviation from quota: -65.8\u{a0}%".to_owned())));
    let summary = book.worksheet_range("Summary").unwrap();
    let texts: Vec<String> = summary.cells().map(|(.., cell)| cell.to_string()).collect();
    assert!(texts.contains(&"not established".to_owned()));
    assert!(texts.contains(&"3.95 to 3.98".to_owned()));
}

#[test]
fn charts_are_drawn_beside_their_numbers() {
    let audit = rich::audit();
    let charts = audit.exhibits.iter().filter_map(|exhibit| match exhibit {
        Exhibit::Chart(chart) => Some(chart),
        _ => None,
    });
    let charts: Vec<_> = charts.collect();
    let bytes = bytes(&audit);
    let holds = |name: &str| bytes.windows(name.len()).any(|window| window == name.as_bytes());
    for (place, chart) in charts.iter().enumerate() {
        assert!(holds(&format!("xl/charts/chart{}.xml", place + 1)), "{}", chart.id);
    }
    assert!(!charts.is_empty() && !holds(&format!("xl/charts/chart{}.xml", charts.len() + 1)));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    for chart in charts {
        let range = book.worksheet_range(chart.id).unwrap();
        let marks: usize = chart.series.iter().map(|series| series.marks.len()).sum();
        let numbers =
            range.rows().filter(|row| row.iter().any(|cell| matches!(cell, Data::Float(_)))).count();
        let known = |mark: &&tizim_evidence::Mark| mark.x.bounds().is_some();
        let known = chart.series.iter().flat_map(|series| &series.marks).filter(known).count();
        assert!(numbers == known && known <= marks, "{}: {numbers} of {known}", chart.id);
    }
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
