//! One record of CSV, cell by cell, appended to a buffer of the caller's.
//!
//! Nearly all cells hold letters, digits and spaces. One look at the bytes of a text tells whether it can be copied as it
//! stands, must be put into quotes, or must first be made harmless; only the last case builds a new text.

mod harmless;

use tizim_evidence::Value;

pub(crate) use self::harmless::starts_formula;
use self::harmless::{Need, guarded, quote};

/// How cells are parted and numbers written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// What stands between two cells: a comma, a semicolon, a tab or a stroke.
    pub separator: u8,
    /// Whether a comma stands before the decimals.
    pub decimal_comma: bool,
}

impl Dialect {
    /// For programs: comma between cells, point before decimals.
    pub const PLAIN: Self = Self { separator: b',', decimal_comma: false };
}

/// Appends the cells of one record to a buffer; nothing in them can do harm in a spreadsheet.
///
/// ```
/// use tizim_report::CsvRecord;
///
/// let mut line = Vec::new();
/// let mut record = CsvRecord::new(&mut line);
/// record.text("=1+1").count(7).text("К. В., 1984");
/// record.end();
/// assert_eq!(String::from_utf8_lossy(&line), "'=1+1,7,\"К. В., 1984\"\n");
/// ```
#[derive(Debug)]
pub struct CsvRecord<'b> {
    bytes: &'b mut Vec<u8>,
    dialect: Dialect,
    /// Where the record begins.
    start: usize,
    /// A cell stands before the next one.
    follows: bool,
}

impl<'b> CsvRecord<'b> {
    /// A record without cells at the end of the buffer.
    pub fn new(bytes: &'b mut Vec<u8>) -> Self {
        Self::of(bytes, Dialect::PLAIN)
    }

    /// The same in another dialect.
    pub(crate) fn of(bytes: &'b mut Vec<u8>, dialect: Dialect) -> Self {
        let start = bytes.len();
        Self { bytes, dialect, start, follows: false }
    }

    /// The rest of a record whose first cells are written elsewhere.
    pub fn rest(bytes: &'b mut Vec<u8>) -> Self {
        Self { follows: true, ..Self::new(bytes) }
    }

    /// A cell of text: disarmed where a spreadsheet would run it, in quotes where it needs them.
    #[inline]
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.part();
        match Need::of(text) {
            Need::Nothing => self.bytes.extend_from_slice(text.as_bytes()),
            Need::Frame => {
                self.bytes.push(b'"');
                self.bytes.extend_from_slice(text.as_bytes());
                self.bytes.push(b'"');
            }
            Need::Quotes => quote(text, self.bytes),
            Need::Care => {
                let harmless = guarded(text);
                if harmless.contains([',', '"', char::from(self.dialect.separator)]) {
                    quote(&harmless, self.bytes);
                } else {
                    self.bytes.extend_from_slice(harmless.as_bytes());
                }
            }
        }
        self
    }

    /// A cell of one of the program's own words: letters, digits, and hyphens between them. They are not looked at, so nothing
    /// that was read can be one.
    #[inline]
    pub fn word(&mut self, word: &'static str) -> &mut Self {
        debug_assert_eq!(Need::of(word), Need::Nothing, "{word}");
        self.part();
        self.bytes.extend_from_slice(word.as_bytes());
        self
    }

    /// A cell of a whole number.
    #[inline]
    pub fn count(&mut self, count: u64) -> &mut Self {
        self.part();
        self.bytes.extend_from_slice(itoa::Buffer::new().format(count).as_bytes());
        self
    }

    /// A cell of any value; what was not established is empty.
    pub fn value(&mut self, value: &Value) -> &mut Self {
        match value {
            Value::Text(text)
            | Value::Day(text)
            | Value::Place(text)
            | Value::Code { code: text, .. }
            | Value::Named { id: text, .. } => self.text(text),
            Value::Word { code, .. } => self.text(code),
            Value::List(values) => {
                let shown = values.iter().map(plain).filter(|one| !one.is_empty()).collect::<Vec<_>>();
                self.text(&shown.join("; "))
            }
            other => {
                let mut text = plain(other);
                if self.dialect.decimal_comma {
                    text = text.replace('.', ",");
                }
                self.part();
                // A number is no formula, and its minus needs no mark in front; only a separator in it needs quotes.
                if text.as_bytes().contains(&self.dialect.separator) {
                    text = format!("\"{text}\"");
                }
                self.bytes.extend_from_slice(text.as_bytes());
                self
            }
        }
    }

    /// Ends the record. One that is a single empty cell is written as a pair of quotes, since a blank line is none.
    pub fn end(self) {
        if self.bytes.len() == self.start && self.follows {
            self.bytes.extend_from_slice(b"\"\"");
        }
        self.bytes.push(b'\n');
    }

    /// Cells that [`CsvRecord::rest`] made and did not end.
    #[inline]
    pub fn cells(&mut self, cells: &[u8]) -> &mut Self {
        self.bytes.extend_from_slice(cells);
        self
    }

    /// Ends the record with cells that [`CsvRecord::new`] made and ended.
    #[inline]
    pub fn end_with_record(mut self, record: &[u8]) {
        self.part();
        self.bytes.extend_from_slice(record);
    }

    /// Ends the record with cells that [`CsvRecord::rest`] made and ended.
    #[inline]
    pub fn end_with(self, rest: &[u8]) {
        self.bytes.extend_from_slice(rest);
    }

    #[inline]
    fn part(&mut self) {
        if self.follows {
            self.bytes.push(self.dialect.separator);
        }
        self.follows = true;
    }
}

/// A value without words of any language; what was not established is empty.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Integer(count)
        | Value::Persons(count)
        | Value::Tens(count)
        | Value::Rest { rest: count, .. } => count.to_string(),
        Value::Share(share) => share.value().to_string(),
        Value::Derived(value) => plain(value),
        Value::Real(real) | Value::Stated(real) if real.is_finite() => real.to_string(),
        Value::Interval(bounds) if bounds.low.is_finite() && bounds.high.is_finite() => {
            format!("{} to {}", bounds.low, bounds.high)
        }
        Value::Text(text)
        | Value::Day(text)
        | Value::Place(text)
        | Value::Code { code: text, .. }
        | Value::Named { id: text, .. } => text.clone(),
        Value::Word { code, .. } => (*code).to_owned(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tizim_evidence::Interval;

    fn cell(value: &Value) -> String {
        let mut bytes = Vec::new();
        CsvRecord::rest(&mut bytes).value(value);
        String::from_utf8(bytes[1..].to_vec()).unwrap()
    }

    #[test]
    fn formulas_are_disarmed_and_numbers_left() {
        let expected = [
            ("=1+1", "'=1+1"),
            ("+7 701", "'+7 701"),
            ("-cmd", "'-cmd"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\\t=1"),
            ("\r=1", "'\\r=1"),
            ("＝1", "'＝1"),
            ("x;=1+1", "x;'=1+1"),
            ("-3.2", "-3.2"),
            ("-3", "-3"),
            ("-3-2", "'-3-2"),
            ("-", "'-"),
            ("a=b", "a=b"),
            ("two\nlines", "two\\nlines"),
        ];
        for (text, guarded) in expected {
            assert_eq!(cell(&text.into()), guarded);
        }
    }

    #[test]
    fn values_are_written_plainly() {
        let bounds = Interval { low: 3.95, high: 3.98, tight: true };
        let values =
            [(-3.2).into(), 0.into(), Value::Missing, bounds.into(), true.into(), vec!["a", "=b"].into()];
        assert_eq!(values.each_ref().map(cell), ["-3.2", "0", "", "3.95 to 3.98", "true", "a; =b"]);
    }

    /// Every cell is what another writer of CSV makes of the text without formulas.
    fn is_as_elsewhere(cells: &[&str]) {
        let mut ours = Vec::new();
        let mut record = CsvRecord::new(&mut ours);
        for cell in cells {
            record.text(cell);
        }
        record.end();
        let mut theirs = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        theirs.write_record(cells.iter().map(|cell| guarded(cell).into_owned())).unwrap();
        assert_eq!(ours, theirs.into_inner().unwrap(), "{cells:?}");
    }

    #[test]
    fn cells_are_written_as_elsewhere() {
        for code in (0..=0x0010_ffff).filter_map(char::from_u32) {
            let alone = code.to_string();
            is_as_elsewhere(&[&alone, &format!("a{code}b"), &format!("=;{code}\"")]);
        }
        is_as_elsewhere(&[""]);
        is_as_elsewhere(&["", ""]);
        is_as_elsewhere(&["", "a"]);
        is_as_elsewhere(&["И. П. С., 1984", "a \"b\" c", "\"", "x|-1", ";=", "12", "-0.5", "№ 12"]);
    }

    #[test]
    fn a_spreadsheet_of_the_country_reads_the_same_cells() {
        let cells = [
            Value::from("a;b"),
            "a,b".into(),
            "a|b".into(),
            "=1;-2".into(),
            (-0.5).into(),
            1234.into(),
            Interval { low: 1.5, high: 2.0, tight: true }.into(),
            "1.5".into(),
            Value::Missing,
        ];
        let read = ["a;b", "a,b", "a|b", "'=1;'-2", "-0,5", "1234", "1,5 to 2", "1.5", ""];
        for separator in *b",;\t|" {
            let mut bytes = Vec::new();
            let mut record = CsvRecord::of(&mut bytes, Dialect { separator, decimal_comma: true });
            for cell in &cells {
                record.value(cell);
            }
            record.end();
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(&*bytes);
            let record = reader.records().next().unwrap().unwrap();
            assert_eq!(record.iter().collect::<Vec<_>>(), read, "{}", char::from(separator));
        }
    }

    #[test]
    fn counts_are_digits() {
        let mut bytes = Vec::new();
        let mut record = CsvRecord::new(&mut bytes);
        record.count(0).count(u64::MAX).count(1_000_000);
        record.end();
        assert_eq!(bytes, b"0,18446744073709551615,1000000\n");
    }
}
