//! Archives taken apart and put together, so that what is inside can be damaged.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The name of an entry, and its bytes.
pub type Entry = (String, Vec<u8>);

/// The entries of an archive, unpacked; empty where it is none.
pub fn entries(bytes: &[u8]) -> Vec<Entry> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(at) else { return Vec::new() };
        let Ok(name) = entry.name().map(|name| name.into_owned()) else { return Vec::new() };
        let mut unpacked = Vec::new();
        if entry.read_to_end(&mut unpacked).is_err() {
            return Vec::new();
        }
        found.push((name, unpacked));
    }
    found
}

/// An archive of these entries, deflated or stored; of entries of one name, the first.
pub fn packed(entries: &[Entry], stored: bool) -> Option<Vec<u8>> {
    let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        if archive.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).is_ok()
        {
            archive.write_all(bytes).ok()?;
        }
    }
    Some(archive.finish().ok()?.into_inner())
}
