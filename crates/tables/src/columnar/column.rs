//! One column of a row group, read from front to back.

use parquet::column::page::PageReader;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{AsBytes, DataType, Int96};
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescPtr;

use super::cells::Cells;
use super::written::{self, Written};

/// A column that is being read.
pub(super) struct Column {
    reader: ColumnReader,
    written: Written,
    /// The level of a value that is there; 0 where each is.
    present: i16,
    levels: Vec<i16>,
    pub(super) cells: Cells,
}

macro_rules! each_kind {
    ($reader:expr, $name:ident => $work:expr) => {
        match $reader {
            ColumnReader::BoolColumnReader($name) => $work,
            ColumnReader::Int32ColumnReader($name) => $work,
            ColumnReader::Int64ColumnReader($name) => $work,
            ColumnReader::Int96ColumnReader($name) => $work,
            ColumnReader::FloatColumnReader($name) => $work,
            ColumnReader::DoubleColumnReader($name) => $work,
            ColumnReader::ByteArrayColumnReader($name) => $work,
            ColumnReader::FixedLenByteArrayColumnReader($name) => $work,
        }
    };
}

impl Column {
    pub(super) fn new(descriptor: ColumnDescPtr, written: Written, pages: Box<dyn PageReader>) -> Self {
        let present = descriptor.max_def_level();
        let reader = get_column_reader(descriptor, pages);
        Self { reader, written, present, levels: Vec::new(), cells: Cells::default() }
    }

    /// Passes over rows; fewer than asked for where the column ends before.
    pub(super) fn skip(&mut self, rows: usize) -> Result<usize, ParquetError> {
        each_kind!(&mut self.reader, reader => reader.skip_records(rows))
    }

    /// Reads the cells of the next rows; fewer than asked for where the column ends before, or soon after their text has
    /// more than `most` bytes.
    pub(super) fn read(&mut self, rows: usize, most: usize) -> Result<usize, ParquetError> {
        let Self { reader, written, present, levels, cells } = self;
        let written = *written;
        let mut into = Into { present: *present, most, levels, cells };
        match reader {
            ColumnReader::BoolColumnReader(reader) => into.read(reader, rows, |value, out| {
                out.extend_from_slice(if *value { b"true" } else { b"false" });
            }),
            ColumnReader::Int32ColumnReader(reader) => {
                into.read(reader, rows, |value, out| written::whole(i64::from(*value), written, out))
            }
            ColumnReader::Int64ColumnReader(reader) => {
                into.read(reader, rows, |value, out| written::whole(*value, written, out))
            }
            ColumnReader::Int96ColumnReader(reader) => {
                into.read(reader, rows, |value: &Int96, out| written::int96(value, out))
            }
            ColumnReader::FloatColumnReader(reader) => {
                // Through its own digits: 0.1 in 32 bits is 0.1 to people.
                into.read(reader, rows, |value, out| {
                    written::number(value.to_string().parse().unwrap_or(f64::NAN), out);
                })
            }
            ColumnReader::DoubleColumnReader(reader) => {
                into.read(reader, rows, |value, out| written::number(*value, out))
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                into.read(reader, rows, |value, out| written::bytes(value.as_bytes(), written, out))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                into.read(reader, rows, |value, out| written::bytes(value.as_bytes(), written, out))
            }
        }
    }
}

/// Where cells are written to.
struct Into<'c> {
    present: i16,
    /// Bytes of text beyond which nothing more is written.
    most: usize,
    levels: &'c mut Vec<i16>,
    cells: &'c mut Cells,
}

impl Into<'_> {
    fn read<T: DataType>(
        &mut self,
        reader: &mut ColumnReaderImpl<T>,
        rows: usize,
        mut write: impl FnMut(&T::T, &mut Vec<u8>),
    ) -> Result<usize, ParquetError> {
        self.cells.clear();
        self.levels.clear();
        let mut values: Vec<T::T> = Vec::new();
        let levels = (self.present > 0).then_some(&mut *self.levels);
        let (read, ..) = reader.read_records(rows, levels, None, &mut values)?;
        if self.present == 0 {
            for value in &values {
                write(value, &mut self.cells.text);
                self.cells.end();
                if self.cells.text.len() > self.most {
                    break;
                }
            }
            return Ok(read);
        }
        let mut values = values.iter();
        for level in self.levels.iter() {
            if *level == self.present
                && let Some(value) = values.next()
            {
                write(value, &mut self.cells.text);
            }
            self.cells.end();
            if self.cells.text.len() > self.most {
                break;
            }
        }
        Ok(read)
    }
}
