//! The shared library of the wheel: the program, and what the Python files beside it call. Their public functions and types are
//! described there (`tizim/*.py`); here are words in, tables in, tables out.

mod call;
mod capsule;
mod frame;
mod table;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{RecordBatchReader, ffi_stream::RecordBatchStreamReader};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use tizim::library::{self, Call, Input};

use crate::frame::ArrowFrame;
use crate::table::Table;

/// A table of a caller, collected once.
#[pyclass(frozen, module = "tizim._tizim")]
struct Frame(Arc<ArrowFrame>);

#[pymethods]
impl Frame {
    /// Collects the rows of anything that has them as a stream or an array of Arrow's C interface. The stream is read once,
    /// without the interpreter's lock; `name` is what errors call it.
    #[new]
    fn new(py: Python<'_>, data: &Bound<'_, PyAny>, name: String) -> PyResult<Self> {
        let refused = |name: &str| {
            let message = format!("`{name}`: what it hands out is no table of Arrow's C interface");
            call::input_error(py, message, name, None)
        };
        if let Some(stream) = capsule::stream_of(data)? {
            let stream = stream.map_err(|_| refused(&name))?;
            let collected = call::work(py, move |stop| Ok(collect(stream, stop)))?;
            let frame = collected.map_err(|rows| {
                let message = format!("`{name}`: its stream broke off after {rows} rows; nothing was read");
                call::input_error(py, message, &name, None)
            })?;
            return Ok(Self(Arc::new(frame)));
        }
        if let Some(batch) = capsule::batch_of(data)? {
            let batch = batch.map_err(|_| refused(&name))?;
            let mut frame = ArrowFrame::new(&batch.schema());
            frame.push(&batch);
            return Ok(Self(Arc::new(frame)));
        }
        let kind = data.get_type().fully_qualified_name()?;
        Err(PyTypeError::new_err(format!(
            "`{name}` is a {kind}: expected a path, or a table with `__arrow_c_stream__` such as a frame of pandas 3, Polars, \
             DuckDB or pyarrow"
        )))
    }

    fn __len__(&self) -> usize {
        self.0.count() as usize
    }
}

/// All batches of a stream; how many rows came, where it breaks off. Why is not told: a producer's text may hold values.
fn collect(stream: RecordBatchStreamReader, stop: &AtomicBool) -> Result<ArrowFrame, u64> {
    let mut frame = ArrowFrame::new(&stream.schema());
    for batch in stream {
        match batch {
            Ok(batch) if !stop.load(Ordering::Relaxed) => frame.push(&batch),
            _ => return Err(frame.count()),
        }
    }
    Ok(frame)
}

/// What is asked for.
fn asked(words: Vec<OsString>, frames: Vec<(String, PyRef<'_, Frame>)>, key: Option<Vec<u8>>) -> Call {
    let input = |(name, frame): (String, PyRef<'_, Frame>)| {
        Input::frame(&name, Arc::clone(&frame.0) as Arc<dyn library::Frame>)
    };
    Call { words, frames: frames.into_iter().map(input).collect(), key }
}

/// What an audit has found.
#[pyclass(frozen, module = "tizim._tizim")]
struct Outcome(Arc<Mutex<library::Outcome>>);

impl Outcome {
    fn with<T: Send + 'static>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut library::Outcome) -> Result<T, library::Failure> + Send + 'static,
    ) -> PyResult<T> {
        let held = Arc::clone(&self.0);
        call::work(py, move |_| work(&mut held.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

#[pymethods]
impl Outcome {
    fn document(&self, py: Python<'_>) -> PyResult<String> {
        self.with(py, |outcome| outcome.document())
    }

    fn page(&self, py: Python<'_>) -> PyResult<String> {
        self.with(py, |outcome| outcome.page())
    }

    fn text(&self, py: Python<'_>) -> PyResult<String> {
        self.with(py, |outcome| outcome.text())
    }

    fn said(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        self.with(py, |outcome| Ok(outcome.said()))
    }

    /// A table of rows by its name, or nothing.
    fn rows(&self, py: Python<'_>, name: String) -> PyResult<Option<Table>> {
        let rows = self.with(py, move |outcome| outcome.rows(&name))?;
        rows.map(|text| Table::of_csv(&text)).transpose()
    }

    /// The same as the text of its file.
    fn csv<'py>(&self, py: Python<'py>, name: String) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let rows = self.with(py, move |outcome| outcome.rows(&name))?;
        Ok(rows.map(|text| PyBytes::new(py, &text)))
    }

    fn write(&self, py: Python<'_>, out: PathBuf, edition: Option<String>, force: bool) -> PyResult<()> {
        self.with(py, move |outcome| outcome.write(&out, edition.as_deref(), force))
    }
}

#[pyfunction]
fn audit(
    py: Python<'_>,
    words: Vec<OsString>,
    frames: Vec<(String, PyRef<'_, Frame>)>,
    key: Option<Vec<u8>>,
) -> PyResult<Outcome> {
    let asked = asked(words, frames, key);
    call::work(py, move |_| library::audit(asked)).map(|outcome| Outcome(Arc::new(Mutex::new(outcome))))
}

/// Points with their districts: the table, how many came out how, what was said.
type Assigned = (Table, Vec<(&'static str, u64)>, Vec<String>);

#[pyfunction]
fn assign(
    py: Python<'_>,
    words: Vec<OsString>,
    frames: Vec<(String, PyRef<'_, Frame>)>,
) -> PyResult<Assigned> {
    let asked = asked(words, frames, None);
    let assigned = call::work(py, move |_| library::assign(asked))?;
    Ok((Table::of_csv(&assigned.lines)?, assigned.counts.into_iter().collect(), assigned.said))
}

#[pyfunction]
fn keys(
    py: Python<'_>,
    words: Vec<OsString>,
    frames: Vec<(String, PyRef<'_, Frame>)>,
    key: Option<Vec<u8>>,
    table: String,
    rules: Option<String>,
) -> PyResult<Table> {
    let asked = asked(words, frames, key);
    let keys = call::work(py, move |_| library::keys(asked, &table, rules.as_deref()))?;
    let halves = |rule: &str| [format!("{rule}_hi"), format!("{rule}_lo")];
    let names: Vec<[String; 2]> = keys.of_rules.iter().map(|(rule, _)| halves(rule)).collect();
    let mut columns = vec![("row", Table::wholes(keys.rows.iter().map(|row| Some(*row as i64))))];
    for ([high, low], (_, keys)) in names.iter().zip(&keys.of_rules) {
        columns.push((high, Table::wholes(keys.iter().map(|key| key.map(|key| (key >> 64) as i64)))));
        columns.push((low, Table::wholes(keys.iter().map(|key| key.map(|key| key as i64)))));
    }
    Table::of(columns)
}

#[pyfunction]
fn normalise(
    py: Python<'_>,
    words: Vec<OsString>,
    frames: Vec<(String, PyRef<'_, Frame>)>,
    table: String,
) -> PyResult<Table> {
    let asked = asked(words, frames, None);
    let rows = call::work(py, move |_| library::normalise(asked, &table))?;
    let name = |part: usize| Table::texts(rows.iter().map(|row| row.names[part].clone()));
    let iin = rows.iter().map(|row| row.iin.map_or_else(String::new, |iin| format!("{:012}", iin.number())));
    Table::of(vec![
        ("row", Table::wholes(rows.iter().map(|row| Some(row.row as i64)))),
        ("iin", Table::texts(iin)),
        ("surname", name(0)),
        ("given_name", name(1)),
        ("patronymic", name(2)),
        ("birth_date", Table::texts(rows.iter().map(|row| row.birth_date.clone()))),
        ("region", Table::texts(rows.iter().map(|row| row.region.clone()))),
        ("precinct", Table::texts(rows.iter().map(|row| row.precinct.clone()))),
        ("address", Table::texts(rows.iter().map(|row| row.address.clone()))),
    ])
}

/// Files of the report, whether it was made again under the same key, what differs.
#[pyfunction]
fn verify(
    py: Python<'_>,
    folder: PathBuf,
    inputs: PathBuf,
    key_file: Option<PathBuf>,
) -> PyResult<(usize, bool, Vec<String>)> {
    let verified = call::work(py, move |_| library::verify(folder, inputs, key_file))?;
    Ok((verified.files, verified.same_key, verified.differences))
}

/// Runs a command that writes files.
#[pyfunction]
fn run(py: Python<'_>, words: Vec<OsString>) -> PyResult<u8> {
    call::work(py, move |_| library::run(words))
}

/// Runs the program as it was called; its exit status.
#[pyfunction]
fn program(py: Python<'_>, words: Vec<OsString>) -> u8 {
    py.detach(|| tizim::main(&words))
}

/// States how the program is called where it has to call itself.
#[pyfunction]
fn called(program: OsString, words: Vec<OsString>) {
    library::called(program, words);
}

#[pymodule(gil_used = false)]
mod _tizim {
    #[pymodule_export]
    use super::{Frame, Outcome, Table, assign, audit, called, keys, normalise, program, run, verify};

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
