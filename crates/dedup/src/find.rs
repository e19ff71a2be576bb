//! The search itself.

use std::ops::ControlFlow;

use crate::error::Error;
use crate::found::Found;
use crate::records::Records;
use crate::settings::Settings;
use crate::statistics::Statistics;
use crate::watch::Watch;

/// Finds the groups of records that share a key, and hands each to `sink`.
///
/// Results come rule by rule, within a rule by their smallest position: the same order at any number of threads and
/// with any memory and key. They are handed out on the calling thread. If `sink` breaks, the search ends with
/// [`Error::Stopped`].
///
/// # Errors
/// See [`Error`].
pub fn find_groups<R: Records>(
    records: &R,
    settings: &Settings,
    watch: &dyn Watch,
    sink: &mut dyn FnMut(Found<'_>) -> ControlFlow<()>,
) -> Result<Statistics, Error<R::Error>> {
    let _ = (records, settings, watch, sink);
    Err(Error::Cancelled)
}
