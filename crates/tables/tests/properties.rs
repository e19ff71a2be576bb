//! The fast path against naive twins, on random files in tiny blocks.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{io::Write as _, sync::Mutex};

use proptest::prelude::*;
use tizim_tables::{Input, Options, Pass, Position, Record, Schema, TableFile};

const LETTERS: &str = r#"
name = "letters"
title = { en = "Letters" }
[[field]]
name = "alpha"
type = "text"
required = true
[[field]]
name = "beta"
type = "text"
[[field]]
name = "gamma"
type = "text"
"#;

fn open(bytes: &[u8]) -> TableFile {
    let options = Options { block_size: 1 << 10, ..Options::default() };
    TableFile::open(&Input::bytes("letters.csv", bytes), &Schema::from_toml(LETTERS).unwrap(), &options)
        .unwrap()
}

type Seen = (Position, Vec<String>);

fn fields(record: &Record<'_>) -> Seen {
    let values = (0..record.slots()).map(|slot| String::from_utf8(record.field(slot).to_vec()).unwrap());
    (record.position(), values.collect())
}

/// All records in the order of the file.
fn scan(file: &TableFile, threads: usize) -> Vec<Seen> {
    let seen = Mutex::new(Vec::new());
    let visit = |_| |record: &Record<'_>| seen.lock().unwrap().push(fields(record));
    file.scan(&Pass::new(threads), visit).unwrap();
    let mut seen = seen.into_inner().unwrap();
    seen.sort();
    seen
}

/// What the `csv` crate reads: physical row (blank lines are rows) and the first three fields, trimmed.
fn twin(text: &[u8]) -> Vec<(u64, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(text);
    let mut out = Vec::new();
    let mut row = 0;
    let mut at = 0;
    for record in reader.byte_records() {
        let record = record.unwrap();
        let mut start = record.position().unwrap().byte() as usize;
        // Blank lines are skipped by the reader, after it has noted the place.
        while text.get(start) == Some(&b'\n') {
            start += 1;
        }
        row += text[at..start].split(|byte| *byte == b'\n').count() as u64 - 1;
        let mut end = start;
        let mut quoted = false;
        while end < text.len() && (quoted || text[end] != b'\n') {
            quoted ^= text[end] == b'"';
            end += 1;
        }
        at = (end + 1).min(text.len());
        row += 1;
        let values: Vec<String> = (0..3)
            .map(|slot| String::from_utf8_lossy(record.get(slot).unwrap_or(b"").trim_ascii()).into_owned())
            .collect();
        let blank = record.iter().all(|value| value.trim_ascii().is_empty());
        let slipped = record.iter().skip(3).any(|value| !value.trim_ascii().is_empty());
        if row > 1 && !blank && !slipped && values.iter().any(|value| !value.is_empty()) {
            out.push((row, values));
        }
    }
    out
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z0-9 ]{0,12}",
        // Not of two letters: some are the words of a stamp.
        2 => "[А-Яа-яӘә]{3,8}",
        1 => "[a-z,\"\n]{0,20}",
        1 => "[a-z\r\n\"]{0,300}",
    ]
}

/// A well-formed file: fields, whether each is quoted though it need not be, CRLF or not, blank lines, ragged rows.
fn file() -> impl Strategy<Value = Vec<u8>> {
    let row = (prop::collection::vec((value(), any::<bool>()), 0..5), any::<bool>());
    (prop::collection::vec(row, 0..120), any::<bool>()).prop_map(|(rows, last_end)| {
        // What stands directly below headings may be more of them.
        let mut out = b"alpha,beta,gamma\n17,5,900\n".to_vec();
        for (mut fields, crlf) in rows {
            // Where a row has more fields than the others, and nothing in the last, it depends on how many others have.
            if let Some((beyond, _)) = fields.get_mut(3).filter(|(value, _)| value.trim_ascii().is_empty()) {
                "x".clone_into(beyond);
            }
            for (at, (value, quoted)) in fields.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                // A lone first letter b of a total or signature cannot arise: letters are lower-case Latin.
                if *quoted || value.contains(['"', ',', '\n', '\r']) {
                    out.push(b'"');
                    out.extend_from_slice(value.replace('"', "\"\"").as_bytes());
                    out.push(b'"');
                } else {
                    out.extend_from_slice(value.as_bytes());
                }
            }
            out.extend_from_slice(if crlf { b"\r\n" } else { b"\n" });
        }
        if !last_end {
            out.pop();
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_records_as_the_csv_crate(text in file()) {
        let table = open(&text);
        let seen = scan(&table, 1);
        let numbered: Vec<(u64, Vec<String>)> =
            seen.iter().map(|(position, values)| (table.row(*position).unwrap(), values.clone())).collect();
        prop_assert_eq!(&numbered, &twin(&text));
        let summary = table.summary().unwrap();
        prop_assert_eq!(summary.blake3, blake3::hash(&text).to_hex().to_string());
        prop_assert_eq!(summary.rows.rows, summary.rows.before + summary.rows.blank + summary.rows.read());
        // The same at three threads, again, and compressed.
        prop_assert_eq!(&seen, &scan(&open(&text), 3));
        prop_assert_eq!(&seen, &scan(&table, 2));
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&text).unwrap();
        let packed = open(&gzip.finish().unwrap());
        prop_assert_eq!(&seen, &scan(&packed, 2));
        // Single records again.
        let wanted: Vec<Position> = seen.iter().map(|(position, _)| *position).step_by(3).collect();
        for table in [&table, &packed] {
            let mut again = Vec::new();
            table.fetch(&wanted, |record| again.push(fields(record))).unwrap();
            let expected: Vec<Seen> = seen.iter().step_by(3).cloned().collect();
            prop_assert_eq!(again, expected);
            for (position, _) in &seen {
                prop_assert_eq!(table.position(table.row(*position).unwrap()), Some(*position));
            }
        }
    }

    /// Any bytes at all: nothing panics, rows add up, and threads and blocks make no difference.
    #[test]
    fn any_bytes_at_all(body in prop::collection::vec(prop_oneof![
        Just(b"\"".to_vec()), Just(b",".to_vec()), Just(b"\n".to_vec()), Just(b"a".to_vec()),
        Just(b"\r".to_vec()), Just(b"\xd0".to_vec()), Just("ә".as_bytes().to_vec()), Just(b"b\0".to_vec()),
        Just(b"xyz xyz xyz".to_vec()),
    ], 0..1200)) {
        let text = [&b"alpha,beta,gamma\n"[..], "Ұлытау Қостанай Прибрежный Загородный,1,2\n".repeat(9).as_bytes(), &body.concat()].concat();
        let options = Options::default();
        let schema = Schema::from_toml(LETTERS).unwrap();
        let Ok(large) = TableFile::open(&Input::bytes("letters.csv", text.clone()), &schema, &options) else {
            return Ok(());
        };
        let small = open(&text);
        let rows = |table: &TableFile, threads| -> Vec<(u64, Vec<String>)> {
            scan(table, threads).into_iter().map(|(at, values)| (table.row(at).unwrap(), values)).collect()
        };
        let expected = rows(&large, 1);
        prop_assert_eq!(&rows(&small, 1), &expected);
        prop_assert_eq!(&rows(&small, 3), &expected);
        prop_assert_eq!(small.rejects(), large.rejects());
        prop_assert_eq!(small.summary(), large.summary());
        // A pass that wants one slot sees the same rows.
        let narrow = open(&text);
        let seen = Mutex::new(Vec::new());
        let visit = |_| |record: &Record<'_>| {
            let value = String::from_utf8(record.field(1).to_vec()).unwrap();
            seen.lock().unwrap().push((record.position(), value));
        };
        narrow.scan(&Pass::new(2).wanting(&[1]), visit).unwrap();
        let mut seen = seen.into_inner().unwrap();
        seen.sort();
        let wanted: Vec<(Position, String)> =
            scan(&small, 1).into_iter().map(|(at, values)| (at, values[1].clone())).collect();
        prop_assert_eq!(seen, wanted);
        prop_assert_eq!(narrow.rejects(), small.rejects());
        prop_assert_eq!(narrow.summary(), small.summary());
    }
}
