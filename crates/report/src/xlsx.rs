//! A workbook: Summary, Findings, one sheet per table and map, Manifest.
//!
//! Every text is written as a string, so that nothing is ever a formula or a link. A value that was not
//! established is an empty cell; bounds are a text. The workbook names no author, host or time: its creation
//! date is fixed, so that the same report gives the same bytes.

mod formats;
mod pen;
mod sheets;
mod tiles;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{Seek, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use tizim_evidence::{Audit, Exhibit};

use self::pen::Pen;
use crate::{Report, ReportError};

/// Rows that a worksheet holds.
const MAX_ROWS: u32 = 1_048_576;

/// Writes the report as a workbook.
///
/// A worksheet holds 1,048,576 rows; where a table has more, its last row says how many are left. A text of
/// more than 32,767 characters is cut, and says so.
///
/// # Errors
/// Where the writer fails.
pub fn xlsx(report: &Report<'_>, writer: impl Write + Seek + Send) -> Result<(), ReportError> {
    let audit = report.view();
    let mut workbook = build(report, &audit, MAX_ROWS)?;
    workbook.save_to_writer(writer)?;
    Ok(())
}

fn build(report: &Report<'_>, audit: &Audit, max_rows: u32) -> Result<Workbook, ReportError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let pen = Pen::new(report, max_rows);
    let catalogue = report.catalogue;
    let mut names = BTreeSet::new();
    let summary = workbook.add_worksheet();
    summary.set_name(sheet_name(catalogue.word("report.sheet.summary"), &mut names))?;
    pen.summary(summary, audit)?;
    let findings = workbook.add_worksheet();
    findings.set_name(sheet_name(catalogue.word("report.sheet.findings"), &mut names))?;
    pen.findings(findings, audit)?;
    // The name is taken before the tables ask for theirs.
    let manifest_name = sheet_name(catalogue.word("report.sheet.manifest"), &mut names);
    for exhibit in &audit.exhibits {
        let table = match exhibit {
            Exhibit::Table(table) => Cow::Borrowed(table),
            Exhibit::Map(map) => Cow::Owned(crate::map::table(map)),
            _ => continue,
        };
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(table.id, &mut names))?;
        pen.table(sheet, &table)?;
        if let Exhibit::Map(map) = exhibit
            && map.is_of_tiles()
        {
            let sheet = workbook.add_worksheet();
            sheet.set_name(sheet_name(&format!("{}-tiles", map.id), &mut names))?;
            pen.tiles(sheet, map)?;
        }
    }
    let manifest = workbook.add_worksheet();
    manifest.set_name(manifest_name)?;
    pen.manifest(manifest, audit)?;
    Ok(workbook)
}

/// A name that Excel takes for a sheet: at most 31 characters, none of `[]:*?/\`, and not taken.
fn sheet_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let safe = |character: char| {
        let forbidden = matches!(character, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
        if forbidden || crate::visible::acts(character) { '-' } else { character }
    };
    let base: String = wanted.chars().map(safe).take(28).collect();
    let base = if base.trim().is_empty() { "-".to_owned() } else { base };
    let mut name = base.clone();
    let mut number = 2;
    // `History` is a name that Excel keeps for itself.
    while name.eq_ignore_ascii_case("history") || !taken.insert(name.to_lowercase()) {
        name = format!("{} {number}", base.chars().take(24).collect::<String>());
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;
    use tizim_evidence::{Column, ColumnKind, Manifest, Message, Privacy, Profile, Table};

    #[test]
    fn names_of_sheets_are_such_as_excel_takes() {
        let mut taken = BTreeSet::new();
        let mut name = |wanted: &str| sheet_name(wanted, &mut taken);
        assert_eq!(name("districts"), "districts");
        assert_eq!(name("Districts"), "Districts 2");
        assert_eq!(name("a[]:*?/\\'b\n"), "a--------b-");
        assert_eq!(name(&"ж".repeat(40)).chars().count(), 28);
        assert_eq!(name(&"ж".repeat(41)).chars().count(), 26);
        assert_eq!(name("History"), "History 2");
        assert_eq!(name(""), "-");
    }

    #[test]
    fn a_full_sheet_says_how_many_rows_are_left() {
        let catalogue = words::tests::english();
        let profile = "[profile]\nid = 'x'\ntitle = 'X'\ncountry = 'XX'\nelection_day = '2030-03-17'";
        let profile = Profile::from_toml(profile).unwrap();
        let manifest = serde_json::json!({
            "tool": "tizim", "version": "0", "schema_version": 1, "command": "x", "profile": "x",
            "profile_blake3": "", "settings": [], "seed": 0, "key_id": null, "inputs": []
        });
        let manifest: Manifest = serde_json::from_value(manifest).unwrap();
        let mut audit = Audit::new("x/1", Message::new("report.heading.summary"));
        audit.exhibits.push(Exhibit::Table(Table {
            id: "rows",
            title: Message::new("report.column.row"),
            note: None,
            columns: vec![Column::new("row", Message::new("report.column.row"), ColumnKind::Count)],
            rows: (0..30i64).map(|row| vec![row.into()]).collect(),
            privacy: Privacy::Open,
        }));
        let report = Report {
            audit: &audit,
            manifest: &manifest,
            profile: &profile,
            catalogue: &catalogue,
            edition: crate::Edition::Working,
            reveal: false,
        };
        let mut bytes = std::io::Cursor::new(Vec::new());
        build(&report, &audit, 20).unwrap().save_to_writer(&mut bytes).unwrap();
        let mut book: calamine::Xlsx<_> = calamine::Reader::new(bytes).unwrap();
        let range = calamine::Reader::worksheet_range(&mut book, "rows").unwrap();
        assert_eq!(range.height(), 20);
        let last = range.get((19, 0)).unwrap().to_string();
        assert_eq!(last, "A worksheet holds no more rows. 13 more stand in the CSV.");
    }
}
