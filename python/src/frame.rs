//! A data frame of a caller: its batches, collected once, as the program reads columns.

use std::fmt;
use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, Time32MillisecondType,
    Time32SecondType, Time64MicrosecondType, Time64NanosecondType, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema, TimeUnit};
use tizim::library::{Frame, FrameCells};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// A data frame, column by column.
pub(crate) struct ArrowFrame {
    headings: Vec<String>,
    types: Vec<DataType>,
    /// Per batch its columns.
    batches: Vec<Vec<ArrayRef>>,
    /// Where each batch begins, and behind the last where it ends.
    starts: Vec<u64>,
    bytes: u64,
}

impl fmt::Debug for ArrowFrame {
    // Never what stands in it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ArrowFrame({} columns, {} rows)", self.headings.len(), self.rows())
    }
}

impl ArrowFrame {
    /// A frame without rows.
    pub(crate) fn new(schema: &Schema) -> Self {
        Self {
            headings: schema.fields().iter().map(|field| field.name().clone()).collect(),
            types: schema.fields().iter().map(|field| field.data_type().clone()).collect(),
            batches: Vec::new(),
            starts: vec![0],
            bytes: 0,
        }
    }

    /// Appends rows.
    pub(crate) fn push(&mut self, batch: &RecordBatch) {
        if batch.num_rows() == 0 {
            return;
        }
        let size = |column: &ArrayRef| column.to_data().get_slice_memory_size().unwrap_or(0) as u64;
        self.bytes += batch.columns().iter().map(size).sum::<u64>();
        self.starts.push(self.rows() + batch.num_rows() as u64);
        self.batches.push(batch.columns().to_vec());
    }

    /// The number of rows.
    pub(crate) fn count(&self) -> u64 {
        self.starts.last().copied().unwrap_or(0)
    }
}

impl Frame for ArrowFrame {
    fn headings(&self) -> Vec<String> {
        self.headings.clone()
    }

    fn rows(&self) -> u64 {
        self.count()
    }

    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn unreadable(&self, column: usize) -> Option<String> {
        self.types.get(column).and_then(unreadable)
    }

    fn write(&self, column: usize, rows: Range<u64>, into: &mut FrameCells<'_>) {
        let first = self.starts.partition_point(|start| *start <= rows.start).saturating_sub(1);
        for (batch, start) in self.batches.iter().zip(&self.starts).skip(first) {
            if *start >= rows.end {
                break;
            }
            let Some(array) = batch.get(column) else { return };
            let from = rows.start.saturating_sub(*start) as usize;
            let to = ((rows.end - start) as usize).min(array.len());
            write(array, from..to, into);
        }
    }
}

/// What a type is called where its values are no cells of a table; `None` where they are.
fn unreadable(of: &DataType) -> Option<String> {
    let what = match of {
        DataType::List(_)
        | DataType::LargeList(_)
        | DataType::ListView(_)
        | DataType::LargeListView(_)
        | DataType::FixedSizeList(..) => "lists",
        DataType::Struct(_) | DataType::Map(..) | DataType::Union(..) => "structures",
        DataType::Duration(_) | DataType::Interval(_) => "lengths of time",
        DataType::RunEndEncoded(..) => "values in run-end encoding",
        DataType::Timestamp(_, Some(zone)) if !is_utc(zone) => {
            return Some(format!("moments in the time zone {zone}, of which the day is not plain"));
        }
        DataType::Decimal32(_, scale)
        | DataType::Decimal64(_, scale)
        | DataType::Decimal128(_, scale)
        | DataType::Decimal256(_, scale)
            if *scale < 0 =>
        {
            "decimal numbers with a negative scale"
        }
        DataType::Dictionary(_, values) => return unreadable(values),
        _ => return None,
    };
    Some(what.to_owned())
}

fn is_utc(zone: &str) -> bool {
    matches!(zone, "UTC" | "Etc/UTC" | "GMT" | "Z" | "+00:00" | "-00:00" | "00:00")
}

/// Parts of a second.
fn parts(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}

/// Writes some rows of an array.
fn write(array: &ArrayRef, rows: Range<usize>, into: &mut FrameCells<'_>) {
    match array.data_type() {
        DataType::Utf8 => each(array.as_string::<i32>(), rows, into, |array, row, into| {
            into.text(array.value(row).as_bytes());
        }),
        DataType::LargeUtf8 => each(array.as_string::<i64>(), rows, into, |array, row, into| {
            into.text(array.value(row).as_bytes());
        }),
        DataType::Utf8View => each(array.as_string_view(), rows, into, |array, row, into| {
            into.text(array.value(row).as_bytes());
        }),
        DataType::Binary => {
            each(array.as_binary::<i32>(), rows, into, |array, row, into| into.text(array.value(row)));
        }
        DataType::LargeBinary => {
            each(array.as_binary::<i64>(), rows, into, |array, row, into| into.text(array.value(row)));
        }
        DataType::BinaryView => {
            each(array.as_binary_view(), rows, into, |array, row, into| into.text(array.value(row)));
        }
        DataType::FixedSizeBinary(_) => {
            each(array.as_fixed_size_binary(), rows, into, |array, row, into| into.text(array.value(row)));
        }
        DataType::Boolean => {
            each(array.as_boolean(), rows, into, |array, row, into| into.flag(array.value(row)));
        }
        DataType::Dictionary(..) => dictionary(array, rows, into),
        of => numbers(array, of, rows, into),
    }
}

/// The same of numbers, days and moments; what is none of them is missing.
fn numbers(array: &ArrayRef, of: &DataType, rows: Range<usize>, into: &mut FrameCells<'_>) {
    match of {
        DataType::Int8 => of_type::<Int8Type>(array, rows, into, |value, into| into.whole(value.into())),
        DataType::Int16 => of_type::<Int16Type>(array, rows, into, |value, into| into.whole(value.into())),
        DataType::Int32 => of_type::<Int32Type>(array, rows, into, |value, into| into.whole(value.into())),
        DataType::Int64 => of_type::<Int64Type>(array, rows, into, |value, into| into.whole(value)),
        DataType::UInt8 => of_type::<UInt8Type>(array, rows, into, |value, into| into.unsigned(value.into())),
        DataType::UInt16 => {
            of_type::<UInt16Type>(array, rows, into, |value, into| into.unsigned(value.into()));
        }
        DataType::UInt32 => {
            of_type::<UInt32Type>(array, rows, into, |value, into| into.unsigned(value.into()));
        }
        DataType::UInt64 => of_type::<UInt64Type>(array, rows, into, |value, into| into.unsigned(value)),
        DataType::Float16 => {
            of_type::<Float16Type>(array, rows, into, |value, into| into.single(value.to_f32()));
        }
        DataType::Float32 => of_type::<Float32Type>(array, rows, into, |value, into| into.single(value)),
        DataType::Float64 => of_type::<Float64Type>(array, rows, into, |value, into| into.number(value)),
        DataType::Date32 => of_type::<Date32Type>(array, rows, into, |days, into| into.day(days.into())),
        DataType::Date64 => {
            of_type::<Date64Type>(array, rows, into, |since, into| into.day(since.div_euclid(DAY)));
        }
        DataType::Decimal32(_, scale) => of_type::<Decimal32Type>(array, rows, into, |value, into| {
            into.decimal(&value.to_be_bytes(), u32::from(scale.unsigned_abs()));
        }),
        DataType::Decimal64(_, scale) => of_type::<Decimal64Type>(array, rows, into, |value, into| {
            into.decimal(&value.to_be_bytes(), u32::from(scale.unsigned_abs()));
        }),
        DataType::Decimal128(_, scale) => of_type::<Decimal128Type>(array, rows, into, |value, into| {
            into.decimal(&value.to_be_bytes(), u32::from(scale.unsigned_abs()));
        }),
        DataType::Decimal256(_, scale) => of_type::<Decimal256Type>(array, rows, into, |value, into| {
            into.decimal(&value.to_be_bytes(), u32::from(scale.unsigned_abs()));
        }),
        DataType::Timestamp(unit, zone) => moments(array, *unit, zone.is_some(), rows, into),
        DataType::Time32(unit) | DataType::Time64(unit) => times(array, *unit, rows, into),
        _ => rows.for_each(|_| into.missing()),
    }
}

fn moments(array: &ArrayRef, unit: TimeUnit, is_utc: bool, rows: Range<usize>, into: &mut FrameCells<'_>) {
    let write = |since: i64, into: &mut FrameCells<'_>| into.moment(since, parts(unit), is_utc);
    match unit {
        TimeUnit::Second => of_type::<TimestampSecondType>(array, rows, into, write),
        TimeUnit::Millisecond => of_type::<TimestampMillisecondType>(array, rows, into, write),
        TimeUnit::Microsecond => of_type::<TimestampMicrosecondType>(array, rows, into, write),
        TimeUnit::Nanosecond => of_type::<TimestampNanosecondType>(array, rows, into, write),
    }
}

fn times(array: &ArrayRef, unit: TimeUnit, rows: Range<usize>, into: &mut FrameCells<'_>) {
    match unit {
        TimeUnit::Second => {
            of_type::<Time32SecondType>(array, rows, into, |since, into| into.time(since.into(), 1));
        }
        TimeUnit::Millisecond => {
            of_type::<Time32MillisecondType>(array, rows, into, |since, into| into.time(since.into(), 1_000));
        }
        TimeUnit::Microsecond => {
            of_type::<Time64MicrosecondType>(array, rows, into, |since, into| into.time(since, 1_000_000));
        }
        TimeUnit::Nanosecond => {
            of_type::<Time64NanosecondType>(array, rows, into, |since, into| into.time(since, 1_000_000_000));
        }
    }
}

/// Values that stand once in a dictionary, under the keys of the rows.
fn dictionary(array: &ArrayRef, rows: Range<usize>, into: &mut FrameCells<'_>) {
    let slice = array.slice(rows.start, rows.len());
    let Some(slice) = slice.as_any_dictionary_opt() else {
        return rows.for_each(|_| into.missing());
    };
    let values = slice.values();
    if values.is_empty() {
        return rows.for_each(|_| into.missing());
    }
    for (row, key) in slice.normalized_keys().into_iter().enumerate() {
        if slice.keys().is_null(row) {
            into.missing();
        } else {
            write(values, key..key + 1, into);
        }
    }
}

/// Writes rows of numbers of one type.
#[inline]
fn of_type<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    rows: Range<usize>,
    into: &mut FrameCells<'_>,
    value: impl Fn(T::Native, &mut FrameCells<'_>),
) {
    each(array.as_primitive::<T>(), rows, into, |array, row, into| value(array.value(row), into));
}

/// Writes rows that may be missing.
#[inline]
fn each<A: Array>(
    array: &A,
    rows: Range<usize>,
    into: &mut FrameCells<'_>,
    value: impl Fn(&A, usize, &mut FrameCells<'_>),
) {
    if array.null_count() == 0 {
        return rows.for_each(|row| value(array, row, into));
    }
    for row in rows {
        if array.is_null(row) { into.missing() } else { value(array, row, into) }
    }
}
