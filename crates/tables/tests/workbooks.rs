//! Workbooks, as precincts and commissions send them. All names are invented.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tizim_tables::{Input, Limits, Options, Pass, Record, Schema, TableError, TableFile};

const LIST: &str = r#"
name = "list"
title = { en = "List" }
[[field]]
name = "iin"
type = "code"
required = true
telling = true
headings = { ru = ["ИИН"] }
[[field]]
name = "full_name"
type = "text"
headings = { ru = ["ФИО"] }
[[field]]
name = "birth_date"
type = "date"
headings = { ru = ["Дата рождения"] }
"#;

fn precinct() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Пусто").unwrap();
    let sheet = book.add_worksheet().set_name("Список").unwrap();
    let date = Format::new().set_num_format("dd.mm.yyyy");
    sheet.write(1, 0, "Список избирателей участка № 12").unwrap();
    for (column, heading) in ["№ п/п", "ФИО", "Дата\nрождения", "ИИН"].iter().enumerate()
    {
        sheet.write(3, column as u16, *heading).unwrap();
        sheet.write(4, column as u16, column as u32 + 1).unwrap();
    }
    for (row, name, iin) in
        [(5, "Үлгібаев, Үлгі \"Кіші\"", 1_301_950_012.0), (7, "Примерова Проба", 991_301_950_012.0)]
    {
        sheet.write(row, 0, row - 4).unwrap();
        sheet.write(row, 1, name).unwrap();
        let moment = ExcelDateTime::from_ymd(1999, 12, 31).unwrap();
        sheet.write_with_format(row, 2, &moment, &date).unwrap();
        sheet.write(row, 3, iin).unwrap();
    }
    sheet.write(9, 1, "Председатель комиссии ____________").unwrap();
    sheet.write(10, 1, "М.П.").unwrap();
    book.save_to_buffer().unwrap()
}

fn open(name: &str, bytes: &[u8], options: &Options) -> Result<TableFile, TableError> {
    TableFile::open(&Input::bytes(name, bytes), &Schema::from_toml(LIST).unwrap(), options)
}

#[test]
fn a_precinct_workbook() {
    let bytes = precinct();
    let file = open("12.xlsx", &bytes, &Options::default()).unwrap();
    assert_eq!((file.detected().sheet.as_deref(), file.detected().header_row), (Some("Список"), 4));
    let table = file.read().unwrap();
    let rows: Vec<_> = table
        .rows()
        .map(|row| (row.number(), row.text("full_name"), row.text("birth_date"), row.text("iin")))
        .collect();
    assert_eq!(
        rows,
        [
            (6, Some("Үлгібаев, Үлгі \"Кіші\""), Some("1999-12-31"), Some("1301950012")),
            (8, Some("Примерова Проба"), Some("1999-12-31"), Some("991301950012")),
        ]
    );
    let tally = table.summary().rows;
    assert_eq!(
        (tally.rows, tally.before, tally.blank, tally.column_numbers, tally.signature),
        (11, 4, 2, 1, 2)
    );
    assert_eq!(table.summary().blake3, blake3::hash(&bytes).to_hex().to_string());
    let seen = std::sync::Mutex::new(0);
    file.scan(&Pass::new(2), |_| |_: &Record<'_>| *seen.lock().unwrap() += 1).unwrap();
    assert_eq!(seen.into_inner().unwrap(), 2);
}

#[test]
fn a_workbook_can_be_freed_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("12.xlsx");
    std::fs::write(&path, precinct()).unwrap();
    let file =
        TableFile::open(&Input::file(path), &Schema::from_toml(LIST).unwrap(), &Options::default()).unwrap();
    file.release();
    assert_eq!(file.read().unwrap().len(), 2);
}

#[test]
fn sheets_caps_and_names() {
    let bytes = precinct();
    let sheet = |name: &str| Options { sheet: Some(name.to_owned()), ..Options::default() };
    assert!(open("12.xlsx", &bytes, &sheet("список")).is_ok());
    assert!(matches!(open("12.xlsx", &bytes, &sheet("Другой")), Err(TableError::NoSuchSheet { .. })));
    let small = |limits| Options { limits, ..Options::default() };
    let cells = small(Limits { workbook_cells: 3, ..Limits::default() });
    assert!(matches!(open("12.xlsx", &bytes, &cells), Err(TableError::TooLarge { .. })));
    let unpacked = small(Limits { workbook_bytes: 2000, ..Limits::default() });
    assert!(matches!(open("12.xlsx", &bytes, &unpacked), Err(TableError::TooLarge { .. })));
    // A workbook under another name, a cut one, an encrypted one.
    assert!(matches!(open("12.csv", &bytes, &Options::default()), Err(TableError::Binary { .. })));
    assert!(matches!(
        open("12.xlsx", &bytes[..bytes.len() / 2], &Options::default()),
        Err(TableError::DamagedWorkbook { .. })
    ));
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &wide].concat();
    assert!(matches!(
        open("12.xlsx", &locked, &Options::default()),
        Err(TableError::PasswordProtected { .. })
    ));
}

#[test]
fn sheets_that_are_not_read_are_named_and_instructions_are_passed_over() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Инструкция").unwrap().write(0, 0, "Заполните второй лист").unwrap();
    for name in ["Участок 1", "Участок 2"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "ИИН").unwrap().write(1, 0, "751008659192").unwrap();
    }
    book.add_worksheet().set_name("Лист4").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let schema = Schema::from_toml(LIST).unwrap();
    let table =
        TableFile::open(&Input::bytes("a.xlsx", bytes.clone()), &schema, &Options::default()).unwrap();
    assert_eq!(table.detected().sheet.as_deref(), Some("Участок 1"));
    assert_eq!(table.detected().sheets_not_read, ["Инструкция", "Участок 2"]);
    let stated = Options { sheet: Some("участок 2".to_owned()), ..Options::default() };
    let table = TableFile::open(&Input::bytes("a.xlsx", bytes), &schema, &stated).unwrap();
    assert_eq!(table.detected().sheet.as_deref(), Some("Участок 2"));
    assert!(table.detected().sheets_not_read.is_empty(), "whoever names a sheet knows of the others");
}

/// A workbook of one sheet, of which the parts with this name are rewritten.
fn forged(name_of_part: &str, rewrite: impl Fn(&str) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};

    let mut archive = zip::ZipArchive::new(Cursor::new(precinct())).unwrap();
    let mut forged = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut part = Vec::new();
        entry.read_to_end(&mut part).unwrap();
        if name.ends_with(name_of_part) {
            part = rewrite(&String::from_utf8(part).unwrap()).into_bytes();
        }
        forged.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        forged.write_all(&part).unwrap();
    }
    forged.finish().unwrap().into_inner()
}

/// A part of the archive that many sheets are would be unpacked for each of them.
#[test]
fn sheets_that_are_one_part_or_without_number_are_damage() {
    let again = |count: usize, id: fn(usize) -> String| {
        forged("workbook.xml", |text| {
            let further =
                |at| format!(r#"<sheet name="more {at}" sheetId="{at}" r:id="{}"/></sheets>"#, id(at));
            let all: String = (90..90 + count).map(|at| further(at).replace("</sheets>", "")).collect();
            text.replace("</sheets>", &format!("{all}</sheets>"))
        })
    };
    for book in [again(1, |_| "rId1".to_owned()), again(10_001, |at| format!("rId{at}"))] {
        let error = open("12.xlsx", &book, &Options::default()).unwrap_err();
        assert!(matches!(error, TableError::DamagedWorkbook { .. }), "{error:?}");
    }
    open("12.xlsx", &forged("workbook.xml", str::to_owned), &Options::default()).unwrap();
}

/// The texts that sheets share, said to be two thousand million: room for them is not made.
#[test]
fn more_shared_texts_than_stand_in_it_are_damage() {
    let book = forged("sharedStrings.xml", |text| {
        let (before, after) = text.split_once("uniqueCount=\"").unwrap();
        let rest = after.split_once('"').unwrap().1;
        format!("{before}uniqueCount=\"2147483647\"{rest}")
    });
    let error = open("12.xlsx", &book, &Options::default()).unwrap_err();
    assert!(matches!(error, TableError::DamagedWorkbook { .. }), "{error:?}");
}

/// A sheet of people in which some cells are written where told, beside five ordinary rows.
fn sheet_with(more: &[(u32, u16, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["ФИО", "ИИН", "Дата рождения"]) {
        sheet.write(0, column, heading).unwrap();
    }
    for row in 1..6_u32 {
        sheet.write(row, 0, "Учебнов Пример").unwrap();
        sheet.write(row, 1, format!("99123199000{row}")).unwrap();
        sheet.write(row, 2, "31.12.1999").unwrap();
    }
    for (row, column, text) in more {
        sheet.write(*row, *column, *text).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn read_rows(bytes: &[u8]) -> (Vec<u64>, Vec<(u64, &'static str)>) {
    let table = open("l.xlsx", bytes, &Options::default()).unwrap().read().unwrap();
    let rejects = table.rejects().iter().map(|reject| (reject.row, reject.reason.code())).collect();
    (table.rows().map(|row| row.number()).collect(), rejects)
}

/// As in delimited text: which of its fields stands under which heading cannot be told.
#[test]
fn a_row_of_a_sheet_that_slipped_is_set_aside() {
    let slipped = [(3, 0, ""), (3, 1, "Учебнов Пример"), (3, 2, "991231990003"), (3, 3, "31.12.1999")];
    assert_eq!(read_rows(&sheet_with(&slipped)), (vec![2, 3, 5, 6], vec![(4, "too-many-fields")]));
    // What stands apart from the table is a note beside it.
    assert_eq!(read_rows(&sheet_with(&[(3, 5, "сверено")])), (vec![2, 3, 4, 5, 6], vec![(4, "no-heading")]));
    // A column that most rows fill is one of theirs, though nothing stands above it.
    let column: Vec<_> = (1..5).map(|row| (row, 3, "сверено")).collect();
    let (rows, rejects) = read_rows(&sheet_with(&column));
    assert_eq!((rows.len(), rejects.len(), rejects[0]), (5, 4, (2, "no-heading")));
}
