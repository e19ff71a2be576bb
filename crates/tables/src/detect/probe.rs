//! The first look into a file: what kind it is, by the bytes at its start rather than by its name.

use crate::detect::detected::{Compression, Format};
use crate::error::TableError;

/// What the first bytes promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text, or nothing that is known.
    Text,
    /// A compressed stream.
    Compressed(Compression),
    /// A ZIP archive: a workbook, perhaps.
    Zip,
    /// A compound file of older Office programs: an old or an encrypted workbook, perhaps.
    Compound,
    /// A file of columns.
    Columns,
    /// Something that is no table.
    Other(&'static str),
}

/// Judges by the first bytes.
pub(crate) fn kind(head: &[u8]) -> Kind {
    const OTHERS: [(&[u8], &str); 11] = [
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"II*\x00", "a picture"),
        (b"MM\x00*", "a picture"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xbc\xaf", "a 7-Zip archive"),
        (b"SQLite format 3", "an SQLite database"),
        (b"{\\rtf", "an RTF document"),
        (b"\x7fELF", "a program"),
    ];
    if head.starts_with(b"\x1f\x8b") {
        return Kind::Compressed(Compression::Gzip);
    }
    if head.starts_with(b"\x28\xb5\x2f\xfd") {
        return Kind::Compressed(Compression::Zstd);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Kind::Compound;
    }
    if head.starts_with(b"PAR1") || head.starts_with(b"PARE") {
        return Kind::Columns;
    }
    if let Some((_, found)) = OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Kind::Other(found);
    }
    let start: String = String::from_utf8_lossy(&head[..head.len().min(512)]).to_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    if ["<!doctype html", "<html", "<table", "<head", "<body", "<meta"]
        .iter()
        .any(|tag| start.starts_with(tag))
    {
        return Kind::Other("a web page");
    }
    if start.starts_with("<?xml") {
        return Kind::Other("an XML document");
    }
    Kind::Text
}

/// Which workbook a ZIP archive is, by the names in it.
pub(crate) fn zip_format(path: &str, names: &[String]) -> Result<Format, TableError> {
    let has = |name: &str| names.iter().any(|entry| entry.eq_ignore_ascii_case(name));
    let found = if has("xl/workbook.xml") {
        return Ok(Format::Xlsx);
    } else if has("xl/workbook.bin") {
        return Ok(Format::Xlsb);
    } else if has("word/document.xml") {
        "a Word document"
    } else if has("content.xml") && has("mimetype") {
        return Ok(Format::Ods);
    } else {
        "a ZIP archive"
    };
    Err(TableError::Binary { path: path.to_owned(), found, expected: "a table" })
}

/// Which workbook a compound file is, by the names of its streams.
pub(crate) fn compound_format(path: &str, bytes: &[u8]) -> Result<Format, TableError> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    if has("EncryptedPackage") {
        return Err(TableError::PasswordProtected { path: path.to_owned() });
    }
    if has("Workbook") || has("Book") {
        return Ok(Format::Xls);
    }
    Err(TableError::Binary { path: path.to_owned(), found: "an old Office document", expected: "a table" })
}
