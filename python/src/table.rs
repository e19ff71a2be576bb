//! Tables that come out: columns of Arrow, which every library of data frames takes without a copy.

use std::sync::Arc;

use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, RecordBatchIterator, StringArray};
use arrow_schema::{Field, Schema, SchemaRef};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::capsule;

/// Headings under which whole numbers stand.
const WHOLE: [&str; 6] = ["group", "row", "count", "left_row", "right_row", "cluster"];
/// Headings under which numbers with a fraction stand.
const NUMBERS: [&str; 2] = ["probability", "weight"];

/// A table of results. Every library of data frames takes it as it is: `polars.DataFrame(table)`,
/// `pandas.DataFrame.from_arrow(table)`, `pyarrow.table(table)`, and DuckDB by its name in a query. Cells that state nothing
/// are null.
#[pyclass(frozen, module = "tizim")]
#[derive(Debug)]
pub(crate) struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    pub(crate) fn of(columns: Vec<(&str, ArrayRef)>) -> PyResult<Self> {
        let field = |(name, array): &(&str, ArrayRef)| Field::new(*name, array.data_type().clone(), true);
        let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(broken)?;
        Ok(Self { schema, batches: vec![batch] })
    }

    /// From a text with headings; empty cells are missing.
    pub(crate) fn of_csv(text: &[u8]) -> PyResult<Self> {
        // A report with names in it is marked in a line before the headings.
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text);
        let headings = reader.byte_headers().map_err(broken)?.clone();
        let mut columns: Vec<Column> = headings.iter().map(Column::under).collect();
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(broken)? {
            for (column, cell) in columns.iter_mut().zip(&record) {
                column.push(cell);
            }
        }
        let names: Vec<String> =
            headings.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        let arrays = columns.into_iter().map(Column::finish);
        Self::of(names.iter().map(String::as_str).zip(arrays).collect())
    }

    pub(crate) fn wholes(values: impl IntoIterator<Item = Option<i64>>) -> ArrayRef {
        Arc::new(values.into_iter().collect::<Int64Array>())
    }

    /// Texts, those that are empty missing.
    pub(crate) fn texts(values: impl IntoIterator<Item = String>) -> ArrayRef {
        let filled = |value: String| (!value.is_empty()).then_some(value);
        Arc::new(values.into_iter().map(filled).collect::<StringArray>())
    }
}

fn broken(error: impl std::fmt::Display) -> PyErr {
    PyRuntimeError::new_err(format!("a table of results is broken: {error}"))
}

/// A column that is being filled.
enum Column {
    Whole(Int64Builder),
    Number(Float64Builder),
    Text(StringBuilder),
}

impl Column {
    fn under(heading: &[u8]) -> Self {
        let is = |known: &[&str]| known.iter().any(|known| known.as_bytes() == heading);
        match () {
            () if is(&WHOLE) => Self::Whole(Int64Builder::new()),
            () if is(&NUMBERS) => Self::Number(Float64Builder::new()),
            () => Self::Text(StringBuilder::new()),
        }
    }

    fn push(&mut self, cell: &[u8]) {
        let text = String::from_utf8_lossy(cell);
        match self {
            Self::Whole(column) => column.append_option(text.parse().ok()),
            Self::Number(column) => column.append_option(text.parse().ok()),
            Self::Text(column) => column.append_option((!text.is_empty()).then_some(text)),
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Whole(mut column) => Arc::new(column.finish()),
            Self::Number(mut column) => Arc::new(column.finish()),
            Self::Text(mut column) => Arc::new(column.finish()),
        }
    }
}

#[pymethods]
impl Table {
    /// Number of rows.
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Names of the columns, in their order.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __repr__(&self) -> String {
        format!("<tizim.Table: {} rows, columns {}>", self.__len__(), self.column_names().join(", "))
    }

    /// The rows as a stream of Arrow's C interface; may be called again and again.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // Another schema is a wish; whoever has it converts.
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        capsule::stream_capsule(py, Box::new(RecordBatchIterator::new(batches, Arc::clone(&self.schema))))
    }

    /// The types of the columns, by Arrow's C interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema_capsule(py, &self.schema)
    }

    /// The table as a frame of pandas (3 or later).
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pandas")?.getattr("DataFrame")?.call_method1("from_arrow", (slf,))
    }

    /// The table as a frame of Polars.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// The table as one of pyarrow.
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }
}

#[cfg(test)]
mod tests {
    use arrow_schema::DataType;

    use super::*;

    #[test]
    fn a_text_becomes_columns() {
        let table = Table::of_csv(b"group,code,row\n1,ROLL-001,7\n1,,\n").unwrap();
        assert_eq!(table.column_names(), ["group", "code", "row"]);
        let types: Vec<_> = table.schema.fields().iter().map(|field| field.data_type().clone()).collect();
        assert_eq!(types, [DataType::Int64, DataType::Utf8, DataType::Int64]);
        assert_eq!(table.batches[0].column(1).null_count(), 1);
    }
}
