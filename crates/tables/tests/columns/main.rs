//! Files of columns (Parquet): the same records as from text, whatever the types, the row groups and the damage.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod bombs;
mod frames;
mod hostile;
mod made;

use made::{Column, parquet, unpacked};
use tizim_tables::{Input, Options, Pass, Position, Record, Schema, TableError, TableFile};

pub(crate) const LIST: &str = r#"
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
[[field]]
name = "region"
type = "text"
headings = { ru = ["Область"] }
"#;

pub(crate) fn open(name: &str, bytes: Vec<u8>) -> Result<TableFile, TableError> {
    TableFile::open(&Input::bytes(name, bytes), &Schema::from_toml(LIST).unwrap(), &Options::default())
}

/// Physical row and fields of every record.
pub(crate) fn rows(file: &TableFile, threads: usize) -> Result<Vec<(u64, Vec<String>)>, TableError> {
    let slots = file.fields().len();
    let mut seen: Vec<Vec<(Position, Vec<String>)>> = Vec::new();
    let collect = |_| {
        let mut records = Records(Vec::new(), slots);
        records.0.reserve(8);
        records
    };
    for records in file.scan(&Pass::new(threads), collect)? {
        seen.push(records.0);
    }
    let mut seen: Vec<_> = seen.into_iter().flatten().collect();
    seen.sort();
    Ok(seen.into_iter().map(|(at, fields)| (file.row(at).unwrap(), fields)).collect())
}

struct Records(Vec<(Position, Vec<String>)>, usize);

impl tizim_tables::Visitor for Records {
    fn record(&mut self, record: &Record<'_>) {
        self.0.push((record.position(), fields(record, self.1)));
    }
}

fn fields(record: &Record<'_>, slots: usize) -> Vec<String> {
    (0..slots).map(|slot| String::from_utf8_lossy(record.field(slot)).into_owned()).collect()
}

/// So many people who do not exist, in row groups of this size.
fn list(people: usize, group: usize) -> Vec<u8> {
    let text = |make: &dyn Fn(usize) -> Option<String>| Column::Text((0..people).map(make).collect());
    let columns = [
        ("note", text(&|at| Some(format!("note {at}")))),
        ("ИИН", text(&|at| Some(format!("9913019{at:05}")))),
        ("ФИО", text(&|at| (at % 7 != 3).then(|| format!("Үлгі \"{at}\"\tПроба\nвторая")))),
        ("Дата рождения", Column::Date((0..people).map(|at| (at % 5 != 1).then_some(at as i32)).collect())),
    ];
    parquet(&columns, group)
}

#[test]
fn rows_are_the_same_at_any_number_of_threads_and_can_be_read_again() {
    let bytes = list(20_000, 9_000);
    let file = open("roll.parquet", bytes.clone()).unwrap();
    assert_eq!(
        file.detected().to_string(),
        "`roll.parquet`: Parquet, columns iin full_name birth_date, not used: `note`"
    );
    // 9,000 rows are three blocks, the last 2,000 one.
    assert_eq!(file.blocks(), Some(7));
    let one = rows(&file, 1).unwrap();
    assert_eq!(one.len(), 20_000);
    assert_eq!(
        one[0],
        (1, vec!["991301900000".into(), "Үлгі \"0\"\tПроба вторая".into(), "1970-01-01".into()])
    );
    assert_eq!(one[3].1[1], "");
    assert_eq!((one[1].1[2].as_str(), one[19_999].0), ("", 20_000));
    let several = open("roll.parquet", bytes.clone()).unwrap();
    assert_eq!(rows(&several, 4).unwrap(), one);
    let summary = several.summary().unwrap();
    assert_eq!((summary.bytes, summary.rows.taken), (bytes.len() as u64, 20_000));
    assert_eq!(summary.blake3, blake3::hash(&bytes).to_hex().to_string());
    // Near rows, far rows, one twice, over blocks and row groups.
    let wanted = [1, 2, 2, 40, 4096, 4097, 9000, 9001, 20_000];
    let positions: Vec<Position> = wanted.iter().map(|row| several.position(*row).unwrap()).collect();
    let mut again = Vec::new();
    several.fetch(&positions, |record| again.push(fields(record, 3))).unwrap();
    let expected: Vec<_> = wanted.iter().map(|row| one[*row as usize - 1].1.clone()).collect();
    assert_eq!(again, expected);
}

#[test]
fn a_file_on_disk_and_columns_that_its_folders_state() {
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("Область=Алматы%20облысы/part-0.parquet");
    std::fs::create_dir(part.parent().unwrap()).unwrap();
    std::fs::write(&part, list(3, 3)).unwrap();
    std::fs::write(folder.path().join("_SUCCESS"), "").unwrap();
    let found = tizim_tables::expand(folder.path().to_str().unwrap()).unwrap();
    let schema = Schema::from_toml(LIST).unwrap();
    let file = TableFile::open(&found.inputs[0], &schema, &Options::default()).unwrap();
    let table = file.read().unwrap();
    let row = table.rows().next_back().unwrap();
    assert_eq!(
        (row.number(), row.text("region"), row.text("iin")),
        (3, Some("Алматы облысы"), Some("991301900002"))
    );
    // A file that changes while it is read is refused.
    std::fs::write(&part, list(4, 3)).unwrap();
    assert!(matches!(file.read(), Err(TableError::Changed { .. })));
}

#[test]
fn types_come_as_people_write_them() {
    let columns = [
        ("ИИН", Column::Whole(vec![Some(1_301_950_012), None, Some(-5)])),
        ("ФИО", Column::Number(vec![Some(12.0), Some(f64::NAN), Some(0.5)])),
        ("Дата рождения", Column::Micros(vec![Some(946_598_400_000_000), Some(61_000_001), None])),
        ("Область", Column::Flag(vec![Some(true), Some(false), None])),
    ];
    let file = open("typed.parquet", parquet(&columns, 2)).unwrap();
    let read: Vec<Vec<String>> = rows(&file, 1).unwrap().into_iter().map(|(_, fields)| fields).collect();
    assert_eq!(read[0], ["1301950012", "12", "1999-12-31", "true"]);
    assert_eq!(read[1], ["", "", "1970-01-01T00:01:01", "false"]);
    assert_eq!(read[2], ["-5", "0.5", "", ""]);
}

#[test]
fn packed_and_not_packed_are_read_alike() {
    let columns = [("ИИН", Column::Text((0..300).map(|at| Some(format!("{:012}", at % 9))).collect()))];
    let packed = open("p.parquet", parquet(&columns, 100)).unwrap();
    let bare = open("u.parquet", unpacked(&columns, 100)).unwrap();
    assert_eq!(rows(&packed, 2).unwrap(), rows(&bare, 1).unwrap());
}

/// Written by pyarrow 26.0.1 (dictionaries, second kind of pages, snappy), DuckDB 2.0.0 (gzip) and Polars 2.1.0 (lz4) from one
/// table of sixty people who do not exist.
#[test]
fn files_of_other_writers_are_read_alike() {
    let path = |writer: &str| {
        let file = format!("{writer}.parquet");
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/columns/data").join(file)
    };
    let read =
        |writer: &str| rows(&open("roll.parquet", std::fs::read(path(writer)).unwrap()).unwrap(), 2).unwrap();
    let of_pyarrow = read("pyarrow");
    assert_eq!(of_pyarrow.len(), 60);
    assert_eq!(of_pyarrow[2].1, ["991301950002", "Үлгі Проба 2", "1972-03-11", "KZ-71"]);
    assert_eq!(of_pyarrow[4].1[1], "");
    assert_eq!(read("duckdb"), of_pyarrow);
    assert_eq!(read("polars"), of_pyarrow);
}

#[test]
fn texts_written_as_differences_are_read_as_others() {
    let text = |make: &dyn Fn(usize) -> Option<String>| Column::Text((0..3000).map(make).collect());
    let columns = [
        ("ИИН", text(&|at| Some(format!("9913019{at:05}")))),
        ("ФИО", text(&|at| (at % 7 != 3).then(|| format!("Үлгі {}", at / 3)))),
    ];
    let plain = rows(&open("plain.parquet", parquet(&columns, 1000)).unwrap(), 1).unwrap();
    for (encoding, version) in made::DIFFERENCES {
        let file = open("differences.parquet", made::differences(&columns, encoding, version)).unwrap();
        assert_eq!(rows(&file, 2).unwrap(), plain, "{encoding:?} {version:?}");
    }
}
