//! Rows into fields, on raw bytes.
//!
//! Nearly all text quotes its fields as RFC 4180 has it, within one line, or not at all. Then it follows from the
//! number of quotation marks before a delimiter alone whether it divides fields, and sixty-four bytes are decided
//! together. Everything else goes mark by mark through [`crate::rows::quotes`]; where both apply, both say the same.

use crate::bytes::masks;
use crate::rows::fields::Rows;
use crate::rows::quotes::{Dialect, Partner, partner};
use crate::rows::regular::FindRegular;

use memchr::memchr3_iter;

impl Rows {
    /// Splits a text of whole rows, of which the last may lack its line end.
    pub(crate) fn split(&mut self, dialect: Dialect, text: &[u8]) {
        self.exact = !self.split_regular(dialect, text);
        if self.exact {
            self.split_exactly(dialect, text);
        }
    }

    /// Splits the whole rows of a text that may go on, and returns the end of the last of them; none, with nothing split,
    /// where that takes more than counting quotation marks.
    pub(crate) fn split_head(&mut self, dialect: Dialect, text: &[u8]) -> Option<usize> {
        self.exact = false;
        let regular = self.find_regular(dialect, text).is_some();
        let last = self.row_ends[..self.rows].last().copied().filter(|_| regular)?;
        self.fields = last.fields as usize;
        Some(self.behind(last))
    }

    /// Splits a text in which every quotation mark opens a field, closes one or is doubled, and no line end is
    /// quoted; says whether the text is of that kind.
    fn split_regular(&mut self, dialect: Dialect, text: &[u8]) -> bool {
        let quoted = self.find_regular(dialect, text);
        if text.last().is_some_and(|last| *last != dialect.line_end) {
            self.end_row(text.len(), false);
        }
        quoted == Some(false)
    }

    /// Finds the ends of fields and rows in such a text, and whether it ends within a quoted field; none, with rubbish
    /// found, where the text is of another kind.
    fn find_regular(&mut self, dialect: Dialect, text: &[u8]) -> Option<bool> {
        self.clear();
        masks::with_best(FindRegular { rows: self, dialect, text })
    }

    /// Splits any text, mark by mark.
    fn split_exactly(&mut self, dialect: Dialect, text: &[u8]) {
        self.clear();
        let mut start = 0;
        let mut stray = false;
        let mut passed = 0;
        for at in memchr3_iter(dialect.delimiter, dialect.line_end, b'"', text) {
            if at < passed {
                continue;
            }
            if text[at] == b'"' {
                if at == start {
                    match partner(dialect, text, at, true) {
                        Partner::At(mark) => passed = mark + 1,
                        Partner::Stray | Partner::Unknown => stray = true,
                    }
                }
                continue;
            }
            if text[at] == dialect.line_end {
                self.end_row(at, stray);
            } else {
                self.end_field(at, stray);
            }
            stray = false;
            start = at + 1;
        }
        if self.row_ends[..self.rows].last().map_or(0, |&end| self.behind(end)) < text.len() {
            self.end_row(text.len(), stray);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rows::fields::{Cell, Fields, raw, unescape};
    use crate::rows::quotes::Cutter;

    const COMMA: Dialect = Dialect { delimiter: b',', line_end: b'\n' };

    impl Rows {
        fn found(&self) -> (&[u32], Vec<u32>) {
            let rows = self.row_ends[..self.rows].iter().map(|end| end.fields);
            (&self.bounds[1..=self.fields], rows.collect())
        }
    }

    impl Fields<'_> {
        fn ends_with(&self, byte: u8) -> bool {
            self.bounds.last().is_some_and(|end| self.text.get(*end as usize) == Some(&byte))
        }
    }

    fn split(text: &[u8], exactly: bool) -> Option<Rows> {
        let mut rows = Rows::default();
        if exactly {
            rows.split_exactly(COMMA, text);
            Some(rows)
        } else {
            rows.split_regular(COMMA, text).then_some(rows)
        }
    }

    fn fields(text: &str) -> Vec<Vec<String>> {
        let mut rows = Rows::default();
        rows.split(COMMA, text.as_bytes());
        let field = |cell: Cell| {
            let bytes = raw(text.as_bytes(), cell);
            let mut plain = Vec::new();
            if cell.escaped {
                unescape(bytes, &mut plain);
            } else {
                plain.extend_from_slice(bytes);
            }
            String::from_utf8_lossy(&plain).into_owned()
        };
        let fields = |row: Fields<'_>| row.cells().map(field).collect();
        let all: Vec<Vec<String>> = rows.of(text.as_bytes()).map(fields).collect();
        let single = (0..).map_while(|index| rows.row(text.as_bytes(), index));
        assert_eq!(single.map(fields).collect::<Vec<Vec<String>>>(), all);
        all
    }

    #[test]
    fn reads_what_is_written() {
        assert_eq!(fields(""), Vec::<Vec<String>>::new());
        assert_eq!(fields("\n"), [[""]]);
        assert_eq!(fields("a,\"b,c\"\r\n\"d\"\"e\",\r\n\"\",f"), [["a", "b,c"], ["d\"e", ""], ["", "f"]]);
        assert_eq!(fields("\"a\"x,b\n\"c,d\n"), [["ax", "b"], ["\"c", "d"]]);
        assert_eq!(fields("a \"b\", c\n"), [["a \"b\"", " c"]]);
    }

    #[test]
    fn usual_text_is_regular() {
        let long = format!("{},\"{}\"\r\n", "x".repeat(63), "y,".repeat(100));
        for text in ["a,b\n", "\"a,b\",\"c\"\"d\"\r\n", "\"\",\"\"\"\"\n", "\"a\"", &long] {
            assert!(split(text.as_bytes(), false).is_some(), "{text}");
        }
        for text in ["a,\"b\nc\"\n", "a\"b\n", "\"a\"b\n", "\"a\n", " \"a\"\n"] {
            assert!(split(text.as_bytes(), false).is_none(), "{text}");
        }
    }

    fn text() -> impl Strategy<Value = Vec<u8>> {
        let usual = prop::collection::vec(("[a-z]{0,9}", prop::bool::weighted(0.3), "[,\n]|\r\n"), 0..1500);
        let usual = usual.prop_map(|fields| {
            let field = |(text, quoted, end): (String, bool, String)| {
                let text = if quoted {
                    format!("\"{}\"", text.replace('q', ",").replace('d', "\"\""))
                } else {
                    text
                };
                text + &end
            };
            fields.into_iter().map(field).collect::<String>().into_bytes()
        });
        let any = prop::collection::vec(prop::sample::select(b"ab,\n\"\r".to_vec()), 0..200);
        prop_oneof![usual, any]
    }

    proptest! {
        #[test]
        fn whole_rows_are_those_before_the_cut(text in text()) {
            let mut head = Rows::default();
            if let Some(end) = head.split_head(COMMA, &text) {
                prop_assert_eq!(Cutter::default().last_row_end(COMMA, &text), Some(end));
                let whole = split(&text[..end], true).unwrap();
                prop_assert_eq!(head.found(), whole.found());
            }
        }

        #[test]
        fn both_ways_agree(text in text()) {
            let exact = split(&text, true).unwrap();
            if let Some(regular) = split(&text, false) {
                prop_assert_eq!(regular.found(), exact.found());
            }
        }

        #[test]
        fn long_fields_are_counted(text in text()) {
            if let Some(rows) = split(&text, false) {
                for row in rows.of(&text).filter(|row| row.ends_with(COMMA.line_end)) {
                    let long = (0..row.len()).filter(|field| row.written(*field).is_some_and(|(_, bytes)| bytes.len() > 3));
                    prop_assert_eq!(row.filled as usize, long.count());
                }
            }
        }
    }
}
