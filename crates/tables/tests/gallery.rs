//! A gallery of messy files, one test for each nuisance. All names are invented.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::PathBuf;

use tizim_tables::{Aside, Encoding, Input, Options, Reason, Schema, Table, TableError, TableFile};

const UNITS: &str = r#"
name = "units"
title = { en = "Units" }
[[field]]
name = "id"
type = "code"
headings = { en = ["No."], ru = ["Номер участка"] }
[[field]]
name = "name"
type = "text"
headings = { en = ["Name"], ru = ["Наименование", "Название"], kk = ["Атауы"] }
[[field]]
name = "voters"
type = "count"
required = true
headings = { en = ["Number of voters"], ru = ["Число избирателей"], kk = ["Сайлаушылар саны"] }
[[field]]
name = "as_of"
type = "date"
headings = { en = ["Date"], ru = ["Дата"] }
"#;

fn units() -> Schema {
    Schema::from_toml(UNITS).unwrap()
}

fn open_with(bytes: &[u8], options: &Options) -> Result<TableFile, TableError> {
    TableFile::open(&Input::bytes("units.csv", bytes), &units(), options)
}

fn open(bytes: &[u8]) -> Result<TableFile, TableError> {
    open_with(bytes, &Options::default())
}

fn read(bytes: &[u8]) -> Table {
    let table = open(bytes).unwrap().read().unwrap();
    let rows = table.summary().rows;
    assert_eq!(rows.rows, rows.before + rows.blank + rows.read(), "{rows:?}");
    assert_eq!(table.summary().blake3, blake3::hash(bytes).to_hex().to_string());
    assert_eq!(table.summary().bytes, bytes.len() as u64);
    table
}

/// Row number, name, voters.
fn rows(table: &Table) -> Vec<(u64, Option<String>, Option<u64>)> {
    table.rows().map(|row| (row.number(), row.text("name").map(str::to_owned), row.count("voters"))).collect()
}

fn fails(bytes: &[u8]) -> String {
    let error = open(bytes).and_then(|file| file.read()).unwrap_err();
    assert!(error.hint().is_none_or(|hint| !hint.ends_with('.')));
    let text = error.to_string();
    assert!(!text.ends_with('.') && text.contains('`'), "{text}");
    text
}

fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    text.chars()
        .map(|letter| {
            if letter.is_ascii() {
                return letter as u8;
            }
            (0x80..=0xFF)
                .find(|byte| encoding.decode(&[*byte]) == letter.to_string().as_bytes())
                .unwrap_or_else(|| panic!("{letter} is not in {}", encoding.name()))
        })
        .collect()
}

const KAZAKH: &str =
    "Номер участка;Атауы;Сайлаушылар саны\n1;Қызылорда;1 200\n2;Өскемен;900\n3;Ұлытау Ғ Ң Ү Ә;7\n";

#[test]
fn plain_comma_separated() {
    let table = read(b"id,name,voters\n1,North,100\n2,\"South, lower\",200\n");
    assert_eq!(
        rows(&table),
        [(2, Some("North".into()), Some(100)), (3, Some("South, lower".into()), Some(200))]
    );
}

#[test]
fn every_delimiter() {
    for (mark, name) in [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe")] {
        let file = open("id;name;voters\n1;A;5\n2;\"B;,\t|\";6\n".replace(';', mark).as_bytes()).unwrap();
        assert_eq!(file.detected().delimiter, Some(name));
        assert_eq!(file.read().unwrap().rows().nth(1).unwrap().count("voters"), Some(6));
    }
}

#[test]
fn every_encoding() {
    let russian = "Номер участка;Название;Число избирателей\n1;Прибрежный;1200\n2;Щорсово;900\n";
    let wide = |text: &str, high_first: bool, mark: bool| -> Vec<u8> {
        let marked = format!("{}{text}", if mark { "\u{feff}" } else { "" });
        marked
            .encode_utf16()
            .flat_map(|u| if high_first { u.to_be_bytes() } else { u.to_le_bytes() })
            .collect()
    };
    let cases: Vec<(Vec<u8>, Encoding, bool, &str)> = vec![
        (KAZAKH.into(), Encoding::Utf8, false, "Қызылорда"),
        (format!("\u{feff}{KAZAKH}").into(), Encoding::Utf8, true, "Қызылорда"),
        (encode(KAZAKH, Encoding::Kz1048), Encoding::Kz1048, false, "Қызылорда"),
        (encode(KAZAKH, Encoding::Pt154), Encoding::Pt154, false, "Қызылорда"),
        (encode(russian, Encoding::Windows1251), Encoding::Windows1251, false, "Прибрежный"),
        (encode(russian, Encoding::Cp866), Encoding::Cp866, false, "Прибрежный"),
        (wide(KAZAKH, false, true), Encoding::Utf16Le, true, "Қызылорда"),
        (wide(KAZAKH, false, false), Encoding::Utf16Le, false, "Қызылорда"),
        (wide(KAZAKH, true, true), Encoding::Utf16Be, true, "Қызылорда"),
        (wide(KAZAKH, true, false), Encoding::Utf16Be, false, "Қызылорда"),
    ];
    for (bytes, encoding, mark, first) in cases {
        let file = open(&bytes).unwrap();
        assert_eq!((file.detected().encoding, file.detected().byte_order_mark), (Some(encoding), mark));
        let table = read(&bytes);
        assert_eq!(rows(&table)[0], (2, Some(first.to_owned()), Some(1200)), "{encoding:?}");
    }
}

#[test]
fn a_stated_encoding_is_obeyed_or_refused() {
    let bytes = encode(KAZAKH, Encoding::Kz1048);
    let mut options = Options { encoding: Some(Encoding::Utf8), ..Options::default() };
    assert!(matches!(open_with(&bytes, &options), Err(TableError::WrongEncoding { .. })));
    options.encoding = Some(Encoding::Kz1048);
    assert!(open_with(&bytes, &options).is_ok());
}

#[test]
fn title_rows_are_skipped_and_column_numbers_set_aside() {
    let text = "Сведения о числе избирателей\n\nпо состоянию на 1 января\nНомер участка;Название;Число избирателей;Дата\n1;2;3;4\n\n5;Прибрежный;10;01.01.2023\n;;;\n";
    let table = read(text.as_bytes());
    assert_eq!(rows(&table), [(7, Some("Прибрежный".into()), Some(10))]);
    let tally = table.summary().rows;
    assert_eq!((tally.before, tally.blank, tally.column_numbers, tally.taken), (4, 2, 1, 1));
}

#[test]
fn the_heading_row_can_be_given() {
    let text = "a,b\nid,name,voters\nid,name,voters\n1,A,2\n";
    let options = Options { header_row: Some(3), ..Options::default() };
    let file = open_with(text.as_bytes(), &options).unwrap();
    assert_eq!(file.detected().header_row, 3);
    assert_eq!(rows(&file.read().unwrap()), [(4, Some("A".into()), Some(2))]);
    let options = Options { header_row: Some(99), ..Options::default() };
    assert!(matches!(
        open_with(text.as_bytes(), &options),
        Err(TableError::HeadingRowAbsent { row: 99, seen: 4, .. })
    ));
}

#[test]
fn no_heading_shows_shapes_and_no_values() {
    let text = fails(b"1,Qaiyrbek,100\n2,Aigerim,200\n");
    assert!(text.contains("`voters`") && text.contains("`Aaaaaaaa`") && !text.contains("Qaiyrbek"), "{text}");
    let text = fails(b"id,name,people\n1,A,100\n");
    assert!(text.contains("`people`"), "{text}");
}

/// A row about a person can be taken for the heading row; nothing of it is shown but shapes.
#[test]
fn a_data_row_taken_for_the_headings_shows_shapes_alone() {
    let roll =
        Schema::from_toml(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/schemas/roll.toml")))
            .unwrap();
    let text = "ИИН;Фамилия;Имя;Телефон;Код 980101300123;77012345678\n980101300123;Примеров;Проба;x;;\n";
    let open = |text: &str, options: &Options| {
        TableFile::open(&Input::bytes("roll.csv", text.as_bytes()), &roll, options)
    };
    let secret = |text: &str| ["980101", "Примеров", "Проба"].iter().any(|part| text.contains(part));
    let columns = |text: &str| tizim_tables::ColumnMap::from_toml(text).unwrap();
    let second = Options { header_row: Some(2), ..Options::default() };
    let error = open(text, &second).unwrap_err().to_string();
    assert!(!secret(&error) && error.contains("999999999999"), "{error}");
    let mapped = Options { columns: columns("[columns]\niin = \"IIN of voter\"\n"), ..second.clone() };
    let error = open(text, &mapped).unwrap_err();
    assert!(matches!(error, TableError::MappedHeadingAbsent { .. }));
    assert!(!secret(&error.to_string()), "{error}");
    let placed = Options { columns: columns("[columns]\niin = \"#1\"\nsurname = \"#2\"\n"), ..second };
    let file = open(text, &placed).unwrap();
    let said = format!("{} {:?}", file.detected(), file.detected());
    assert!(!secret(&said) && said.contains("Ааааа"), "{said}");
    let file = open(text, &Options::default());
    let said = file.unwrap().detected().to_string();
    assert!(!secret(&said) && said.contains("Ааа 999999999999"), "{said}");
    let file = open("ИИН;Фамилия;Должность;Код 7701\n980101300123;Примеров;x;\n", &Options::default());
    let said = file.unwrap().detected().to_string();
    assert!(said.contains("`Должность`") && said.contains("`Ааа 9999`"), "{said}");
    let file = open("Фамилия;Иванов Иван\nПримеров;x\n", &Options::default()).unwrap();
    assert_eq!(file.detected().unused, ["Аааааа Аааа"]);
}

#[test]
fn totals_and_signatures_of_a_roll_are_set_aside() {
    let roll =
        Schema::from_toml(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/schemas/roll.toml")))
            .unwrap();
    let taken = |text: &str| {
        let file = TableFile::open(&Input::bytes("r.csv", text.as_bytes()), &roll, &Options::default());
        let rows = file.unwrap().read().unwrap().summary().rows;
        (rows.taken, rows.set_aside())
    };
    let people = "980101300123;Примеров;Проба;01.01.1998\n;Аким;Проба;\n";
    let foot = "Итого;42;;\n;Всего по участку;;\n;Всего по участку;42;\nПредседатель;Сериков А.Б.;;\n;Секретарь;____;\n";
    assert_eq!(taken(&format!("ИИН;Фамилия;Имя;Дата рождения\n{people}{foot}")), (2, 5));
    let people = "1;Примеров Проба;980101300123;01.01.1998\n2;Мо Проба;;\n";
    let foot = ";Итого;42;\nВсего по участку;;42;\n;Председатель;Сериков А.Б.;\n";
    assert_eq!(taken(&format!("№;ФИО;ИИН;Дата рождения\n{people}{foot}")), (2, 3));
}

#[test]
fn quotes_across_lines_and_row_numbers() {
    let table = read(b"id,name,voters\n1,\"two\nlines\",5\n\n2,\"say \"\"yes\"\"\",6\r\n3,x\"y,7\n");
    assert_eq!(
        rows(&table),
        [
            (2, Some("two\nlines".into()), Some(5)),
            (4, Some("say \"yes\"".into()), Some(6)),
            (5, Some("x\"y".into()), Some(7)),
        ]
    );
}

#[test]
fn an_unclosed_quote_swallows_nothing() {
    let table = read(b"id,name,voters\n1,\"lost,5\n2,B,6\n3,C,7\n");
    assert_eq!(rows(&table)[1..], [(3, Some("B".into()), Some(6)), (4, Some("C".into()), Some(7))]);
    let reject = &table.rejects()[0];
    assert_eq!((reject.row, reject.reason), (2, Reason::UnclosedQuote));
}

#[test]
fn nul_bytes_and_undecodable_bytes_are_rejects() {
    let table = read(
        &[
            b"id,name,voters\n1,A\0,5\n2,\xff\xfe\xd0\xb0,6\n3,C,7\n4,",
            "Прибрежный и Загородный".as_bytes(),
            b",8\n",
        ]
        .concat(),
    );
    assert_eq!(rows(&table)[..2], [(2, None, Some(5)), (3, None, Some(6))]);
    let reasons: Vec<_> =
        table.rejects().iter().map(|reject| (reject.row, reject.column.as_str(), reject.reason)).collect();
    assert_eq!(reasons, [(2, "name", Reason::NulByte), (3, "name", Reason::Undecodable)]);
    assert!(table.rows().next().unwrap().is_rejected("name"));
    assert_eq!(table.summary().rows.fields_rejected, 2);
}

#[test]
fn ragged_rows() {
    let table = read(b"id,name,voters\n1,A\n2,B,6,,\n4,D,8,,\n3,C,7,extra\n");
    assert_eq!(rows(&table)[..2], [(2, Some("A".into()), None), (3, Some("B".into()), Some(6))]);
    assert_eq!(table.rejects().len(), 1);
    assert_eq!((table.rejects()[0].row, table.rejects()[0].reason), (5, Reason::TooManyFields));
    assert_eq!((table.summary().rows.rejected, table.summary().rows.taken), (1, 3));
    // One row alone that is wider than the others has slipped, even if the last of its fields is empty; where the row of
    // headings is as wide, or all rows are, it has not.
    let table = read(b"id,name,voters,as_of\n1,A,5,\n2,B,C,6,\n3,D,7,\n");
    assert_eq!(rows(&table), [(2, Some("A".into()), Some(5)), (4, Some("D".into()), Some(7))]);
    assert_eq!((table.rejects()[0].row, table.rejects()[0].reason), (3, Reason::TooManyFields));
    for whole in [
        "id,name,voters,,\n1,A,5\n2,B,6,,\n",
        "id,name,voters\n1,A,5,\n2,B,6,\n",
        "id,name,voters\n2,B,6,,\n",
    ] {
        let table = read(whole.as_bytes());
        assert_eq!(
            rows(&table).last(),
            Some(&(whole.lines().count() as u64, Some("B".into()), Some(6))),
            "{whole}"
        );
        assert!(table.rejects().is_empty(), "{whole}");
    }
    // A column that nobody gave a heading is no slip: its rows are read, and told.
    let table = read(b"id,name,voters,\n1,A,5,seen\n2,B,6,seen\n3,C,C,7,\n");
    assert_eq!(rows(&table), [(2, Some("A".into()), Some(5)), (3, Some("B".into()), Some(6))]);
    let reasons: Vec<_> = table.rejects().iter().map(|reject| (reject.row, reject.reason)).collect();
    assert_eq!(reasons, [(2, Reason::NoHeading), (3, Reason::NoHeading), (4, Reason::TooManyFields)]);
}

#[test]
fn headings_that_come_again() {
    // Joined byte by byte, in other letters, in two forms of one heading, and the numbers of the columns.
    let table = read(
        "id,name,voters,date,source\n7,A,5,N,x\n\u{feff}id,name,voters,date,source\nID,NAME,VOTERS,DATE,SOURCE\n\
         1,2,3,4,5\n8,B,6,N,x\nНомер участка,Название,Число избирателей,Дата,Источник\n"
            .as_bytes(),
    );
    assert_eq!(rows(&table), [(2, Some("A".into()), Some(5)), (6, Some("B".into()), Some(6))]);
    assert_eq!((table.summary().rows.repeated_heading, table.summary().rows.column_numbers), (3, 1));
    // In another order they are the headings of another table.
    let error =
        open_with(b"id,name,voters,region\n7,A,5,N\nvoters,id,name,region\n5,8,B,N\n", &Options::default());
    let error = error.unwrap().read().unwrap_err().to_string();
    assert!(error.contains("row 3"), "{error}");
}

#[test]
fn duplicate_headings() {
    let text = fails(b"id,voters,Voters\n1,2,3\n");
    assert!(text.contains("columns 2 and 3"), "{text}");
    let mut options = Options::default();
    options.columns.insert("voters", vec!["voters#2".into()]);
    let table = open_with(b"id,voters,voters\n1,2,3\n", &options).unwrap().read().unwrap();
    assert_eq!(table.rows().next().unwrap().count("voters"), Some(3));
}

#[test]
fn a_columns_file_maps_and_joins() {
    let columns = tizim_tables::ColumnMap::from_toml(
        "[columns]\nvoters = \"Electors\"\nname = [\"Town\", \"Part\"]\nphone = \"Tel\"\n",
    )
    .unwrap();
    let options = Options { columns, ..Options::default() };
    let file =
        open_with(b"Electors,Town,Part,Tel\n5,Upper,\"\"\"West\"\"\",1\n6,Lower,,2\n", &options).unwrap();
    assert!(file.has("phone") && !file.has("id"));
    let table = file.read().unwrap();
    assert_eq!(
        rows(&table),
        [(2, Some("Upper \"West\"".into()), Some(5)), (3, Some("Lower".into()), Some(6))]
    );
    assert!(matches!(open_with(b"voters\n1\n", &options), Err(TableError::MappedHeadingAbsent { .. })));
}

#[test]
fn totals_and_signatures_are_set_aside() {
    let text = "id;name;voters;as_of\n1;A;10;\n2;B;20;\n;Итого;30;\n\nПредседатель комиссии;;__________;\nМ.П.;;;\n19.03.2023;;;\n";
    let table = read(text.as_bytes());
    assert_eq!(table.len(), 2);
    assert_eq!(table.totals().map(|row| row.count("voters")).collect::<Vec<_>>(), [Some(30)]);
    let aside: Vec<_> = table.set_aside().iter().map(|aside| (aside.row, aside.aside)).collect();
    assert_eq!(
        aside,
        [(4, Aside::Total), (6, Aside::Signature), (7, Aside::Signature), (8, Aside::Signature)]
    );
}

#[test]
fn of_which_is_no_record_and_neither_is_the_part_behind_it() {
    let text = "id;name;region;voters\n1;A;N;10\n;в том числе:;;\n;из них город;;6\n2;B;N;20\nоның ішінде;;;\n;of which rural;;4\n";
    let table = read(text.as_bytes());
    let aside: Vec<_> = table.set_aside().iter().map(|aside| (aside.row, aside.aside)).collect();
    assert_eq!(aside, [3, 4, 6, 7].map(|row| (row, Aside::Total)));
    assert_eq!(table.len(), 2);
}

#[test]
fn numbers_that_are_none_are_rejected_and_the_row_is_kept() {
    let table = read("id;name;voters\n1;A;-5\n2;B;н/д\n3;C;12,5\n4;D;many\n;;x\n".as_bytes());
    assert_eq!(table.len(), 4);
    assert_eq!(table.summary().rows.rejected, 1);
    let reasons: Vec<_> = table.rejects().iter().map(|reject| (reject.row, reject.reason)).collect();
    assert_eq!(
        reasons,
        [
            (2, Reason::Negative),
            (4, Reason::Fraction),
            (5, Reason::NotANumber),
            (6, Reason::NothingUsable),
            (6, Reason::NotANumber),
        ]
    );
    assert_eq!(table.rejects()[2].found_shape, "aaaa");
    assert_eq!(
        (table.rows().nth(1).unwrap().count("voters"), table.rows().nth(1).unwrap().is_rejected("voters")),
        (None, false)
    );
}

#[test]
fn empty_files() {
    for bytes in [&b""[..], b"\n\n  \n", b"\xef\xbb\xbf"] {
        assert!(matches!(open(bytes), Err(TableError::Empty { .. })), "{bytes:?}");
    }
    assert_eq!(read(b"id,voters\n").len(), 0);
    assert_eq!(read(b"id,voters").len(), 0);
}

#[test]
fn a_wrong_delimiter_is_named() {
    let options = Options { delimiter: Some(tizim_tables::Delimiter::Tab), ..Options::default() };
    let error = open_with(b"id;voters\n1;2\n", &options).unwrap_err();
    assert!(matches!(error, TableError::WrongDelimiter { given: "tab", found: "semicolon", .. }), "{error}");
}

#[test]
fn other_kinds_of_file() {
    for bytes in [
        &b"%PDF-1.7 ..."[..],
        b"\x89PNG\r\n",
        b"PK\x03\x04 nothing",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..",
        b"<html><table>",
    ] {
        let text = fails(bytes);
        assert!(text.contains("is a ") || text.contains("is not a ") || text.contains("is an "), "{text}");
    }
    let noise: Vec<u8> =
        (0..4000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8 & 0x1f).collect();
    assert!(open(&noise).is_err());
}

#[test]
fn old_macintosh_line_ends() {
    assert_eq!(
        rows(&read(b"id,name,voters\r1,A,5\r\r2,B,6")),
        [(2, Some("A".into()), Some(5)), (4, Some("B".into()), Some(6))]
    );
}

#[test]
fn compressed_files() {
    use std::io::Write as _;
    let text = "id,name,voters\n1,A,5\n2,B,6\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
    for bytes in [&gzip, &zstd] {
        let file = open(bytes).unwrap();
        assert!(file.detected().compression.is_some());
        assert_eq!(rows(&read(bytes)).len(), 2);
        let cut = &bytes[..bytes.len() - 6];
        assert!(fails(cut).contains("damaged"));
    }
}

#[test]
fn files_and_folders() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    let text = |name: &str| path(name).to_string_lossy().into_owned();
    let open_path = |name: &str| TableFile::open(&Input::file(path(name)), &units(), &Options::default());
    assert!(matches!(open_path("absent.csv"), Err(TableError::NotFound { .. })));
    assert!(matches!(
        TableFile::open(&Input::file(folder.path()), &units(), &Options::default()),
        Err(TableError::Folder { .. })
    ));
    assert!(matches!(tizim_tables::expand(&text("")), Err(TableError::EmptyFolder { skipped: 0, .. })));
    std::fs::create_dir(path("north")).unwrap();
    for name in ["b.csv", "a.csv.gz", "~$a.xlsx", ".hidden.csv", "notes.docx", "north/c.CSV"] {
        std::fs::write(path(name), "id,voters\n1,2\n").unwrap();
    }
    let names = |given: &str| -> Vec<String> {
        tizim_tables::expand(&text(given))
            .unwrap()
            .inputs
            .iter()
            .map(|input| input.name().to_owned())
            .collect()
    };
    assert_eq!(names(""), ["a.csv.gz", "b.csv", "north/c.CSV"]);
    assert_eq!(tizim_tables::expand(&text("")).unwrap().passed_over, ["notes.docx"]);
    assert_eq!(names("*.csv"), ["b.csv"]);
    assert_eq!(names("b.csv"), ["b.csv"]);
    assert!(matches!(tizim_tables::expand(&text("*.ods")), Err(TableError::NoMatch { .. })));
    assert!(matches!(tizim_tables::expand(&text("absent")), Err(TableError::NotFound { .. })));
    assert_eq!(open_path("b.csv").unwrap().read().unwrap().len(), 1);
}

#[test]
fn every_row_is_counted_once_and_where_it_belongs() {
    let table = read(
        "Список участков;;;\n\nНомер участка;Название;Число избирателей;Дата\n1;2;3;4\n1;Север;100;\n2;Юг;200;\n;;;\n\
         Номер участка;Название;Число избирателей;Дата\n;;много;\n4;Восток;300;\nИтого;;600;\n\
         Председатель комиссии;;;\n"
            .as_bytes(),
    );
    let rows = table.summary().rows;
    assert_eq!((rows.rows, rows.before, rows.blank), (12, 3, 1));
    assert_eq!((rows.taken, rows.rejected, rows.set_aside()), (3, 1, 4), "{rows:?}");
    let kinds = (rows.column_numbers, rows.repeated_heading, rows.total, rows.signature);
    assert_eq!(kinds, (1, 1, 1, 1));
    assert_eq!(rows.read(), 8);
}
