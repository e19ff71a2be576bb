//! Small files of columns.

use std::sync::Arc;

use parquet::basic::{Compression, Encoding, GzipLevel, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

/// The values of a column.
pub(crate) enum Column {
    Text(Vec<Option<String>>),
    Whole(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
    Flag(Vec<Option<bool>>),
    /// Days since 1970.
    Date(Vec<Option<i32>>),
    /// Millionths of a second since 1970, of the place.
    Micros(Vec<Option<i64>>),
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Whole(values) | Self::Micros(values) => values.len(),
            Self::Number(values) => values.len(),
            Self::Flag(values) => values.len(),
            Self::Date(values) => values.len(),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "binary X (STRING)",
            Self::Whole(_) => "int64 X",
            Self::Number(_) => "double X",
            Self::Flag(_) => "boolean X",
            Self::Date(_) => "int32 X (DATE)",
            Self::Micros(_) => "int64 X (TIMESTAMP(MICROS,false))",
        }
    }
}

fn write<T: DataType>(group: &mut SerializedRowGroupWriter<'_, Vec<u8>>, values: Vec<Option<T::T>>) {
    let mut column = group.next_column().unwrap().unwrap();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let there: Vec<T::T> = values.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&there, Some(&levels), None).unwrap();
    column.close().unwrap();
}

fn file(columns: &[(&str, Column)], group: usize, properties: WriterProperties) -> Vec<u8> {
    // Names with blanks are no names to the parser of messages, so they are put in afterwards.
    let named = |(name, column): &(&str, Column)| {
        let kind = column.kind().replace('X', &name.replace(' ', "~"));
        format!("optional {kind};")
    };
    let message = format!("message list {{ {} }}", columns.iter().map(named).collect::<String>());
    let schema = Arc::new(parse_message_type(&message).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    let rows = columns.first().map_or(0, |(_, column)| column.len());
    for from in (0..rows).step_by(group) {
        let range = from..(from + group).min(rows);
        let mut group = writer.next_row_group().unwrap();
        for (_, column) in columns {
            match column {
                Column::Text(values) => {
                    let bytes =
                        |value: &Option<String>| value.as_ref().map(|text| ByteArray::from(text.as_str()));
                    write::<ByteArrayType>(&mut group, values[range.clone()].iter().map(bytes).collect());
                }
                Column::Whole(values) | Column::Micros(values) => {
                    write::<Int64Type>(&mut group, values[range.clone()].to_vec());
                }
                Column::Number(values) => write::<DoubleType>(&mut group, values[range.clone()].to_vec()),
                Column::Flag(values) => write::<BoolType>(&mut group, values[range.clone()].to_vec()),
                Column::Date(values) => write::<Int32Type>(&mut group, values[range.clone()].to_vec()),
            }
        }
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

fn packed_by(packing: Compression) -> WriterProperties {
    WriterProperties::builder().set_compression(packing).build()
}

/// A file with these columns, packed, in row groups of so many rows.
pub(crate) fn parquet(columns: &[(&str, Column)], group: usize) -> Vec<u8> {
    file(columns, group, packed_by(Compression::ZSTD(ZstdLevel::default())))
}

/// The same, not packed.
pub(crate) fn unpacked(columns: &[(&str, Column)], group: usize) -> Vec<u8> {
    file(columns, group, packed_by(Compression::UNCOMPRESSED))
}

/// The ways in which texts are written as differences.
pub(crate) const DIFFERENCES: [(Encoding, WriterVersion); 4] = [
    (Encoding::DELTA_LENGTH_BYTE_ARRAY, WriterVersion::PARQUET_1_0),
    (Encoding::DELTA_LENGTH_BYTE_ARRAY, WriterVersion::PARQUET_2_0),
    (Encoding::DELTA_BYTE_ARRAY, WriterVersion::PARQUET_1_0),
    (Encoding::DELTA_BYTE_ARRAY, WriterVersion::PARQUET_2_0),
];

/// The same, written as differences and packed by gzip, in several pages.
pub(crate) fn differences(columns: &[(&str, Column)], encoding: Encoding, version: WriterVersion) -> Vec<u8> {
    let properties = WriterProperties::builder()
        .set_dictionary_enabled(false)
        .set_encoding(encoding)
        .set_writer_version(version)
        .set_data_page_row_count_limit(700)
        .set_write_batch_size(100)
        .set_compression(Compression::GZIP(GzipLevel::default()));
    file(columns, 1000, properties.build())
}
