//! What the dates of a file say of how they are written.

use crate::detect::sampled::Sampled;
use crate::rows::written::undressed;
use crate::typed::day_order::{Evidence, Expected};

/// A column of dates, the one in whose values the same day is written first, and the days that may be expected in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) at: usize,
    pub(crate) beside: Option<usize>,
    pub(crate) expected: Expected,
}

/// What the dates in each of these columns say.
pub(crate) fn seen(text: &Sampled<'_>, columns: &[Column]) -> Vec<Evidence> {
    let mut evidence = vec![Evidence::default(); columns.len()];
    if columns.is_empty() {
        return evidence;
    }
    text.each_row(|_, row| {
        for (evidence, column) in evidence.iter_mut().zip(columns) {
            let cell = |at: usize| undressed(row.raw(at).trim_ascii());
            let beside = column.beside.and_then(|at| day_of(cell(at)));
            evidence.see(cell(column.at), beside, column.expected);
        }
    });
    evidence
}

/// The day that a person's number of twelve digits begins with; zeros in front of it may have been lost.
fn day_of(number: &[u8]) -> Option<[u8; 6]> {
    let digits: Vec<u8> = number.iter().copied().filter(u8::is_ascii_digit).collect();
    let lost = DIGITS.checked_sub(digits.len()).filter(|lost| *lost <= MOST_LOST)?;
    let mut day = [b'0'; 6];
    day[lost..].copy_from_slice(&digits[..6 - lost]);
    Some(day)
}

/// Digits of a person's number, and how many of them may be zeros in front.
const DIGITS: usize = 12;
const MOST_LOST: usize = 3;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::bytes::source::{Backing, Source};
    use crate::rows::quotes::Dialect;

    fn of(text: &str, first: usize) -> Evidence {
        let source = Source {
            most_unpacked: 0,
            columns: None,
            name: "x.csv".to_owned(),
            backing: Backing::Held(Arc::new(text.into())),
            size: text.len() as u64,
            compression: None,
            utf16: None,
        };
        let dialect = Dialect { delimiter: b';', line_end: b'\n' };
        let text = Sampled::new(&source, dialect, &text.as_bytes()[..first], first as u64);
        seen(&text, &[Column { at: 1, beside: Some(0), expected: Expected::default() }])[0]
    }

    #[test]
    fn rows_from_all_over_a_file_are_heard() {
        let head = "1;06/07/2019\n".repeat(100);
        let text = format!("{head}{}", "2;27/05/2019\n".repeat(1000));
        let seen = of(&text, head.len());
        // The first row behind the first look may be cut in two.
        assert_eq!((seen.open, seen.month_first, seen.day_first), (100, 0, 999));
        let text = format!("{head}{}{}", "2;27/05/2019\n".repeat(200_000), "3;05/27/2019\n".repeat(100_000));
        let seen = of(&text, head.len());
        assert!(seen.day_first > 20_000 && seen.month_first > 10_000, "{seen:?}");
        assert_eq!(of(&head, head.len()), Evidence { open: 100, ..Evidence::default() });
        let dressed = "1;=\"05/27/2019\"\n2;'05/27/2019\n3;\"05/27/2019\"\n";
        assert_eq!(of(dressed, dressed.len()).month_first, 3);
    }
}
