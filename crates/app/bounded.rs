//! Files that are read whole, up to a size: none of them is long, and a device or a pipe may never end.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::output;

/// Of a key.
pub(crate) const KEY: u64 = 1 << 20;
/// Of a profile, facts, standards or names of columns.
pub(crate) const STATED: u64 = 4 << 20;
/// Of requests for statistics, and of a manifest.
pub(crate) const REQUESTS: u64 = 64 << 20;
/// Of a report that is compared.
pub(crate) const REPORT: u64 = 1 << 30;

/// The bytes of an input of this run, of at most so many; no output replaces it.
///
/// # Errors
/// Where it cannot be read, or has more.
pub(crate) fn bytes(path: impl AsRef<Path>, most: u64) -> io::Result<Vec<u8>> {
    let path = path.as_ref();
    if path == Path::new("-") && !path.exists() {
        let reason = "standard input is read for tables alone; give a file, or /dev/stdin";
        return Err(io::Error::new(io::ErrorKind::NotFound, reason));
    }
    output::protect(path);
    held(path, most)
}

/// The same of a file that is no input.
///
/// # Errors
/// As [`bytes`].
pub(crate) fn held(path: impl AsRef<Path>, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let reason = format!("it has more than the {} MiB that are read of such a file", most >> 20);
        return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
    }
    Ok(bytes)
}

/// The same as [`bytes`] of a file of text.
///
/// # Errors
/// As [`bytes`], or where it is not in UTF-8.
pub(crate) fn text(path: impl AsRef<Path>, most: u64) -> io::Result<String> {
    String::from_utf8(bytes(path, most)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "stream did not contain valid UTF-8"))
}
