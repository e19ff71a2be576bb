//! The cells of one column of a block, one behind the other.

/// What divides the cells of a row.
pub(crate) const DIVIDER: u8 = b'\t';

/// Cells that were written one behind the other.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub(super) text: Vec<u8>,
    ends: Vec<usize>,
}

impl Cells {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Ends a cell.
    #[inline]
    pub(super) fn end(&mut self) {
        self.ends.push(self.text.len());
    }

    fn cell(&self, row: usize) -> &[u8] {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[row]]
    }

    /// Whether a cell may hold what divides cells or rows, or a quotation mark.
    fn is_special(&self) -> bool {
        is_special(&self.text)
    }
}

fn is_special(text: &[u8]) -> bool {
    memchr::memchr3(DIVIDER, b'\n', b'"', text).is_some() || memchr::memchr(b'\r', text).is_some()
}

/// Appends so many rows of these columns; one without cells is empty in every row.
pub(super) fn append_rows(columns: &[Option<&Cells>], rows: usize, out: &mut Vec<u8>) {
    let special: Vec<bool> = columns.iter().map(|column| column.is_some_and(Cells::is_special)).collect();
    for row in 0..rows {
        for (at, column) in columns.iter().enumerate() {
            if at > 0 {
                out.push(DIVIDER);
            }
            let Some(column) = column else { continue };
            if special[at] {
                append(column.cell(row), out);
            } else {
                out.extend_from_slice(column.cell(row));
            }
        }
        out.push(b'\n');
    }
}

/// Appends a cell, in quotation marks where it needs them; ends of lines in it become blanks.
pub(super) fn append(cell: &[u8], out: &mut Vec<u8>) {
    if !is_special(cell) {
        out.extend_from_slice(cell);
        return;
    }
    out.push(b'"');
    for &byte in cell {
        match byte {
            b'"' => out.extend_from_slice(b"\"\""),
            b'\n' | b'\r' => out.push(b' '),
            other => out.push(other),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_columns() {
        let mut one = Cells::default();
        for cell in ["a", "", "say \"b\"\tor\nc"] {
            one.text.extend_from_slice(cell.as_bytes());
            one.end();
        }
        let mut out = Vec::new();
        append_rows(&[Some(&one), None], 3, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "a\t\n\t\n\"say \"\"b\"\"\tor c\"\t\n");
        one.clear();
        assert!(!one.is_special());
    }
}
