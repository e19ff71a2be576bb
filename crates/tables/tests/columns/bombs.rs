//! Files of columns of a few bytes that state gigabytes: refused before anyone takes memory for them.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, GzipLevel, ZstdLevel};
use parquet::file::metadata::{
    ColumnChunkMetaData, FileMetaData, ParquetMetaData, ParquetMetaDataWriter, RowGroupMetaData,
};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::SchemaDescriptor;
use tizim_tables::{Exceeded, Input, Limits, Options, Schema, TableError, TableFile};

use crate::LIST;

/// Numbers as Thrift writes them.
fn varint(mut number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
    out
}

fn number(value: i32) -> Vec<u8> {
    [vec![0x15], varint(u64::from(((value << 1) ^ (value >> 31)).cast_unsigned()))].concat()
}

/// What a page says of itself.
struct Page {
    /// 0: values, 2: a dictionary.
    kind: i32,
    unpacked: i32,
    values: i32,
    encoding: i32,
}

const DATA: Page = Page { kind: 0, unpacked: 0, values: 1, encoding: 0 };
const DICTIONARY: Page = Page { kind: 2, ..DATA };
const BY_DICTIONARY: i32 = 8;

impl Page {
    fn of(&self, packed: &[u8]) -> Vec<u8> {
        let mut out = [number(self.kind), number(self.unpacked), number(packed.len() as i32)].concat();
        let own = [number(self.values), number(self.encoding)].concat();
        if self.kind == 2 {
            out.extend([vec![0x4c], own, vec![0, 0]].concat());
        } else {
            out.extend([vec![0x2c], own, number(3), number(3), vec![0, 0]].concat());
        }
        out.extend_from_slice(packed);
        out
    }
}

/// A file of one column, all of whose values are there, with these pages.
fn file(pages: &[Vec<u8>], packing: Compression, rows: i64) -> Vec<u8> {
    let message = Arc::new(parse_message_type("message list { required binary ИИН (STRING); }").unwrap());
    let schema = Arc::new(SchemaDescriptor::new(message));
    let mut out = b"PAR1".to_vec();
    let chunk = ColumnChunkMetaData::builder(schema.column(0))
        .set_compression(packing)
        .set_encodings(vec![Encoding::PLAIN, Encoding::RLE_DICTIONARY])
        .set_num_values(rows)
        .set_data_page_offset(4)
        .set_total_compressed_size(pages.iter().map(Vec::len).sum::<usize>() as i64);
    out.extend(pages.concat());
    let group = RowGroupMetaData::builder(Arc::clone(&schema))
        .set_num_rows(rows)
        .set_total_byte_size(100)
        .add_column_metadata(chunk.build().unwrap());
    let of_file = FileMetaData::new(1, rows, None, None, schema, None);
    let directory = ParquetMetaData::new(of_file, vec![group.build().unwrap()]);
    ParquetMetaDataWriter::new(&mut out, &directory).finish().unwrap();
    out
}

const LIMITS: Limits = Limits {
    held_bytes: 1 << 30,
    unpacked_bytes: 1 << 20,
    workbook_bytes: 1 << 20,
    sheet_bytes: 1 << 20,
    page_bytes: 1 << 20,
    workbook_cells: 1000,
    row_bytes: 1 << 20,
    rejects: 10,
};

/// How many rows it has, or why it is not read.
fn read(bytes: Vec<u8>) -> Result<usize, TableError> {
    let options = Options { limits: LIMITS, ..Options::default() };
    let schema = Schema::from_toml(LIST).unwrap();
    let file = TableFile::open(&Input::bytes("bomb.parquet", bytes), &schema, &options)?;
    crate::rows(&file, 2).map(|rows| rows.len())
}

fn exceeded(bytes: Vec<u8>) -> Exceeded {
    match read(bytes) {
        Err(TableError::TooLarge { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

fn text(value: &str) -> Vec<u8> {
    [&(value.len() as u32).to_le_bytes()[..], value.as_bytes()].concat()
}

#[test]
fn a_page_as_it_should_be_is_read() {
    let plain = Page { unpacked: 9, ..DATA }.of(&text("99130"));
    assert_eq!(read(file(&[plain], Compression::UNCOMPRESSED, 1)).unwrap(), 1);
}

#[test]
fn a_page_that_states_gigabytes_is_refused_before_it_takes_room() {
    let unpacked = i32::MAX;
    for packing in [Compression::SNAPPY, Compression::ZSTD(ZstdLevel::default()), Compression::LZ4_RAW] {
        let page = Page { unpacked, ..DATA }.of(b"twelve bytes");
        assert_eq!(exceeded(file(&[page], packing, 1)), Exceeded::Pages, "{packing:?}");
    }
    // A dictionary of two thousand million values: of each something would be held.
    let dictionary = Page { values: i32::MAX, unpacked: 9, ..DICTIONARY }.of(&text("99130"));
    assert_eq!(exceeded(file(&[dictionary], Compression::UNCOMPRESSED, 1)), Exceeded::Pages);
}

#[test]
fn what_a_page_unpacks_to_is_counted_whatever_it_states() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&vec![0; 3 << 20]).unwrap();
    let page = Page { unpacked: 9, ..DATA }.of(&gzip.finish().unwrap());
    assert_eq!(exceeded(file(&[page], Compression::GZIP(GzipLevel::default()), 1)), Exceeded::Pages);
}

#[test]
fn the_text_of_some_rows_is_bounded_and_that_of_all() {
    // Each of four thousand rows is one text of 100 kB.
    let long = text(&"9".repeat(100_000));
    let dictionary = Page { unpacked: long.len() as i32, ..DICTIONARY }.of(&long);
    let run = |rows: u64| [vec![1], varint(rows << 1), vec![0]].concat();
    let rows = Page { unpacked: 4, values: 4096, encoding: BY_DICTIONARY, ..DATA }.of(&run(4096));
    assert_eq!(exceeded(file(&[dictionary, rows], Compression::UNCOMPRESSED, 4096)), Exceeded::Pages);
    // A million rows, in a hundred bytes; a thousand million no file of a hundred bytes has.
    let short = text("9");
    let dictionary = Page { unpacked: short.len() as i32, ..DICTIONARY }.of(&short);
    let many = |rows: i32| {
        let page = Page { unpacked: 6, values: rows, encoding: BY_DICTIONARY, ..DATA };
        let pages = [dictionary.clone(), page.of(&run(rows as u64))];
        file(&pages, Compression::UNCOMPRESSED, i64::from(rows))
    };
    assert!(many(1_000_000).len() < 500);
    assert_eq!(exceeded(many(1_000_000)), Exceeded::Unpacked);
    let error = read(many(1_000_000_000)).unwrap_err();
    assert!(matches!(error, TableError::DamagedColumns { .. }), "{error:?}");
}

#[test]
fn differences_that_state_any_number_of_values_are_damage() {
    const LENGTHS: i32 = 6;
    const PREFIXES: i32 = 7;
    // Blocks of 128 in four groups; two to the forty values; the first is 0.
    let header = [varint(128), varint(4), varint(1 << 40), varint(0)].concat();
    for encoding in [LENGTHS, PREFIXES] {
        let page = Page { unpacked: 20, encoding, ..DATA }.of(&header);
        let error = read(file(&[page], Compression::UNCOMPRESSED, 1)).unwrap_err();
        assert!(matches!(error, TableError::DamagedColumns { .. }), "{error:?}");
    }
}
