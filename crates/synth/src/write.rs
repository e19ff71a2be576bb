//! CSV out: quoting where it is needed, numbers without formatting machinery, a count of rows.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::SynthError;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRows {
    /// Its path inside the folder: `permanent.csv`, `truth/rolls.csv`.
    pub name: String,
    /// Rows, without the heading; lines of `profile.toml`.
    pub rows: u64,
}

/// Appends a field, in quotes if it holds a comma, a quote or a line break.
pub(crate) fn field(text: &[u8], out: &mut Vec<u8>) {
    if text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        out.push(b'"');
        for byte in text {
            if *byte == b'"' {
                out.push(b'"');
            }
            out.push(*byte);
        }
        out.push(b'"');
    } else {
        out.extend_from_slice(text);
    }
}

/// Appends a number in decimal.
pub(crate) fn number(mut value: u64, out: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends a number in decimal with leading zeros.
pub(crate) fn padded(value: u64, width: usize, out: &mut Vec<u8>) {
    let mut rest = value;
    let start = out.len();
    out.resize(start + width, b'0');
    for place in out[start..].iter_mut().rev() {
        *place = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
}

/// A file being written.
pub(crate) struct Sheet {
    writer: BufWriter<File>,
    path: PathBuf,
    name: String,
    rows: u64,
}

impl Sheet {
    /// Creates `out`/`name` with its heading; `name` may hold one folder.
    pub(crate) fn create(out: &Path, name: &str, heading: &str) -> Result<Self, SynthError> {
        let path = out.join(name);
        let failed = |source| SynthError::Write { path: path.clone(), source };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut writer = BufWriter::with_capacity(1 << 16, File::create(&path).map_err(failed)?);
        writer.write_all(heading.as_bytes()).and_then(|()| writer.write_all(b"\n")).map_err(failed)?;
        Ok(Self { writer, path, name: name.to_owned(), rows: 0 })
    }

    /// Writes whole lines, `rows` of them.
    pub(crate) fn lines(&mut self, lines: &[u8], rows: u64) -> Result<(), SynthError> {
        self.rows += rows;
        self.writer.write_all(lines).map_err(|source| SynthError::Write { path: self.path.clone(), source })
    }

    /// Writes one row of fields, quoted where needed.
    pub(crate) fn row<T: AsRef<[u8]>>(&mut self, fields: &[T]) -> Result<(), SynthError> {
        let mut line = Vec::with_capacity(128);
        for (index, text) in fields.iter().enumerate() {
            if index > 0 {
                line.push(b',');
            }
            field(text.as_ref(), &mut line);
        }
        line.push(b'\n');
        self.lines(&line, 1)
    }

    /// Flushes; says what was written.
    pub(crate) fn finish(mut self) -> Result<FileRows, SynthError> {
        self.writer.flush().map_err(|source| SynthError::Write { path: self.path.clone(), source })?;
        Ok(FileRows { name: self.name, rows: self.rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_numbers() {
        let mut out = Vec::new();
        field(b"a \"b\", c", &mut out);
        out.push(b' ');
        number(0, &mut out);
        number(1_234_567_890_123, &mut out);
        out.push(b' ');
        padded(42, 7, &mut out);
        assert_eq!(out, b"\"a \"\"b\"\", c\" 01234567890123 0000042");
    }
}
