//! Files that are read whole, up to a size: none of them is long, and a device or a pipe may never end.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Of a key.
pub(crate) const KEY: u64 = 1 << 20;
/// Of a profile, facts, standards or names of columns.
pub(crate) const STATED: u64 = 16 << 20;
/// Of requests for statistics, and of a manifest.
pub(crate) const REQUESTS: u64 = 64 << 20;
/// Of a report that is compared.
pub(crate) const REPORT: u64 = 1 << 30;

/// The bytes of a file of at most so many.
///
/// # Errors
/// Where it cannot be read, or has more.
pub(crate) fn bytes(path: impl AsRef<Path>, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let reason = format!("it has more than the {} MiB that are read of such a file", most >> 20);
        return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
    }
    Ok(bytes)
}

/// The same of a file of text.
///
/// # Errors
/// As [`bytes`], or where it is not in UTF-8.
pub(crate) fn text(path: impl AsRef<Path>, most: u64) -> io::Result<String> {
    String::from_utf8(bytes(path, most)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "stream did not contain valid UTF-8"))
}
