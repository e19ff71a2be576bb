//! A call from Python: the work goes on in a thread of its own without the interpreter's lock, and Ctrl-C is heard meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use tizim::library::{self, Failure};

pyo3::import_exception!(tizim, InputError);

/// How long Ctrl-C may go unheard.
const HEARD_AFTER: Duration = Duration::from_millis(30);
/// How long the work may take to end once it was asked to.
const GRACE: Duration = Duration::from_secs(5);
/// As much as the main thread of a program has.
const STACK: usize = 8 << 20;

/// Does a piece of work without the interpreter's lock; it may ask whether it is to stop.
///
/// # Errors
/// What a signal handler of Python raised meanwhile (`KeyboardInterrupt`), or what the failure stands for.
pub(crate) fn work<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce(&AtomicBool) -> Result<T, Failure> + Send + 'static,
) -> PyResult<T> {
    let (done, waiting) = mpsc::channel();
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    thread::Builder::new()
        .stack_size(STACK)
        // After an interruption nobody waits for it any more.
        .spawn(move || done.send(work(&asked)))
        .map_err(|error| PyRuntimeError::new_err(format!("no thread can be started: {error}")))?;
    let waiting = std::sync::Mutex::new(waiting);
    let wait = |time: Duration| {
        let waiting = waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        waiting.recv_timeout(time)
    };
    loop {
        match py.detach(|| wait(HEARD_AFTER)) {
            Ok(result) => return result.map_err(|failure| raised(py, failure)),
            Err(RecvTimeoutError::Timeout) => {
                if let Err(raised) = py.check_signals() {
                    stop.store(true, Ordering::Relaxed);
                    library::cancel();
                    let _ = py.detach(|| wait(GRACE));
                    return Err(raised);
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("the work broke off; this is a fault of tizim"));
            }
        }
    }
}

/// The exception that a failure stands for.
pub(crate) fn raised(py: Python<'_>, failure: Failure) -> PyErr {
    match failure {
        Failure::Usage(message) => PyValueError::new_err(message.trim_end().to_owned()),
        Failure::Interrupted => PyKeyboardInterrupt::new_err(()),
        Failure::Input { message, hints, place } => {
            let error = InputError::new_err((message,));
            let value = error.value(py);
            // An exception of Python takes attributes.
            let _ = value.setattr("hints", hints);
            let _ = value.setattr("file", place.file);
            let _ = value.setattr("row", place.row);
            let _ = value.setattr("column", place.column);
            let _ = value.setattr("expected", place.expected);
            let _ = value.setattr("shape", place.shape);
            error
        }
    }
}

/// An input that cannot be used, told here.
pub(crate) fn input_error(py: Python<'_>, message: String, file: &str, column: Option<String>) -> PyErr {
    let place = library::Place { file: Some(file.to_owned()), column, ..library::Place::default() };
    raised(py, Failure::Input { message, hints: Vec::new(), place: Box::new(place) })
}
