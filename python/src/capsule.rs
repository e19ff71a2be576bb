//! Arrow's C interface as Python has it (the PyCapsule protocol): the one room with unsafe code.
//!
//! A capsule holds a pointer to a struct that its maker has filled, under a name that says which struct it is. What is unsafe
//! is to believe that, and nothing else is done here:
//! - coming in, the name is checked, and the struct is moved out of the capsule (`from_raw` leaves an empty one behind, whose
//!   release callback is null, so that the capsule's own destructor frees nothing twice), as the protocol asks of whoever
//!   takes it;
//! - going out, the struct stands at the beginning of what the capsule owns. Whoever takes it empties it in place; whatever is
//!   still there when the capsule goes is released by `Drop`.
//!
//! That the struct is filled as Arrow's specification says is on the maker, as everywhere in one process; the `arrow` crates
//! read it from there on.
#![expect(unsafe_code, reason = "structs behind pointers, as the C interface has them")]

use std::ffi::CStr;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{RecordBatch, RecordBatchReader, StructArray};
use arrow_schema::{ArrowError, Schema};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

/// The stream of an object that has one; `None` where it has none.
pub(crate) fn stream_of(
    object: &Bound<'_, PyAny>,
) -> PyResult<Option<Result<RecordBatchStreamReader, ArrowError>>> {
    if !object.hasattr("__arrow_c_stream__")? {
        return Ok(None);
    }
    let capsule = object.call_method0("__arrow_c_stream__")?;
    let pointer = pointer::<FFI_ArrowArrayStream>(&capsule, STREAM)?;
    // SAFETY: a capsule of this name holds such a struct, and it is alive as long as `capsule` is.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer) };
    Ok(Some(RecordBatchStreamReader::try_new(stream)))
}

/// The one batch of an object that has no stream but an array; `None` where it has none.
pub(crate) fn batch_of(object: &Bound<'_, PyAny>) -> PyResult<Option<Result<RecordBatch, ArrowError>>> {
    if !object.hasattr("__arrow_c_array__")? {
        return Ok(None);
    }
    let capsules = object.call_method0("__arrow_c_array__")?;
    let capsules = capsules.cast::<PyTuple>()?;
    let (schema, array) = (capsules.get_item(0)?, capsules.get_item(1)?);
    let schema = pointer::<FFI_ArrowSchema>(&schema, SCHEMA)?;
    let array = pointer::<FFI_ArrowArray>(&array, ARRAY)?;
    // SAFETY: capsules of these names hold such structs, and both are alive as long as `capsules` is.
    let (schema, array) = unsafe { (FFI_ArrowSchema::from_raw(schema), FFI_ArrowArray::from_raw(array)) };
    // SAFETY: the array is of the type of the schema that came with it.
    let data = unsafe { from_ffi(array, &schema) };
    Ok(Some(data.and_then(|data| {
        if !matches!(data.data_type(), arrow_schema::DataType::Struct(_)) {
            return Err(ArrowError::SchemaError("no table".to_owned()));
        }
        Ok(RecordBatch::from(StructArray::from(data)))
    })))
}

/// A stream of batches as a capsule.
pub(crate) fn stream_capsule(
    py: Python<'_>,
    batches: Box<dyn RecordBatchReader + Send>,
) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(batches), STREAM)
}

/// A schema as a capsule.
pub(crate) fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema)
        .map_err(|error| PyTypeError::new_err(format!("this schema cannot be handed out: {error}")))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// Where the struct of a capsule of this name is.
fn pointer<T>(object: &Bound<'_, PyAny>, name: &CStr) -> PyResult<*mut T> {
    let capsule = object.cast::<PyCapsule>()?;
    Ok(capsule.pointer_checked(Some(name))?.as_ptr().cast())
}
