//! The number of another document, as it is compared.

/// Why a row has no other number to be compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoIdentifier {
    /// It has a valid identification number.
    ValidNumber,
    Empty,
    Masked,
    Unusable,
}

impl NoIdentifier {
    /// The word for outputs.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::ValidNumber => "valid_number",
            Self::Empty => "empty",
            Self::Masked => "masked",
            Self::Unusable => "unusable",
        }
    }
}

/// An invalid number of fewer digits says nothing.
pub(super) const LEAST_DIGITS: usize = 8;

/// The number of a document as it is compared: without the zeros before a number of digits alone, which spreadsheets take away.
pub(super) fn identifier_into(written: &str, out: &mut String) {
    out.clear();
    let letters = written.chars().filter(|letter| letter.is_alphanumeric());
    out.extend(letters.flat_map(char::to_uppercase));
    if out.bytes().all(|byte| byte.is_ascii_digit()) {
        let zeros = out.bytes().take_while(|byte| *byte == b'0').count();
        out.drain(..zeros);
    }
}

/// Whether this can tell documents apart: a few digits at least, and not one again and again.
pub(super) fn says_something(identifier: &str) -> bool {
    let mut digits = identifier.bytes().filter(u8::is_ascii_digit);
    let Some(first) = digits.next() else { return false };
    let (mut count, mut differ) = (1, false);
    for digit in digits {
        count += 1;
        differ |= digit != first;
    }
    count >= 4 && differ
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_that_a_spreadsheet_takes_away_are_no_part_of_a_number() {
        let of = |written: &str| {
            let mut number = String::new();
            identifier_into(written, &mut number);
            number
        };
        assert_eq!(of("000731204"), of("731204"));
        assert_eq!(of("№ 00 73-12-04"), of("731204"));
        assert_eq!(of("n 0731204"), "N0731204", "behind a letter they are not lost");
        assert_ne!(of("7312040"), of("731204"));
        assert!(!says_something(&of("0000000")) && says_something(&of("0007312")));
    }
}
