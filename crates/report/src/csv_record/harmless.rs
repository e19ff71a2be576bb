//! What a text needs before it can be a cell: quotes, or care, so that no spreadsheet takes it for a formula.

use std::borrow::Cow;

use crate::visible;

/// What a text needs before it can be a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Nothing,
    /// Quotes around it; it holds none itself.
    Frame,
    Quotes,
    /// It may hold characters that act or that a spreadsheet runs.
    Care,
}

/// Nothing to be done about this byte.
const COMMON: u8 = 0;
/// The cell needs quotes.
const FRAMED: u8 = 1;
/// The cell needs quotes, and this one is doubled.
const QUOTED: u8 = 2;
/// Acts at the start of a cell; elsewhere common.
const SIGN: u8 = 4;
/// Needs a closer look.
const RARE: u8 = 8;

/// What each byte of a text asks for. Letters of two bytes from U+0400 on (Cyrillic) are common; what follows other first
/// bytes is looked at closely.
const BYTES: [u8; 256] = {
    let mut bytes = [COMMON; 256];
    let mut byte = 0;
    while byte < 256 {
        bytes[byte] = match byte as u8 {
            b',' => FRAMED,
            b'"' => QUOTED,
            b'=' | b'+' | b'-' | b'@' => SIGN,
            0..=0x1f | 0x7f | b';' | b'|' | 0xc0..=0xcf | 0xd4..=0xff => RARE,
            _ => COMMON,
        };
        byte += 1;
    }
    bytes
};

impl Need {
    /// By one look at its bytes.
    #[inline]
    pub(super) fn of(text: &str) -> Self {
        let starts = text.bytes().next().is_some_and(|first| BYTES[usize::from(first)] == SIGN);
        let all = text.bytes().fold(COMMON, |all, byte| all | BYTES[usize::from(byte)]);
        if starts || all & RARE != 0 {
            Self::Care
        } else if all & QUOTED != 0 {
            Self::Quotes
        } else if all & FRAMED != 0 {
            Self::Frame
        } else {
            Self::Nothing
        }
    }
}

/// Appends a text in quotes, its own doubled.
pub(super) fn quote(text: &str, bytes: &mut Vec<u8>) {
    bytes.push(b'"');
    for (index, part) in text.split('"').enumerate() {
        if index > 0 {
            bytes.extend_from_slice(b"\"\"");
        }
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes.push(b'"');
}

/// A text that no spreadsheet takes for a formula.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if is_plain_number(text) {
        return shown;
    }
    let mut cell = String::with_capacity(shown.len() + 1);
    if starts_formula(text) {
        cell.push('\'');
    }
    let mut cuts = false;
    for character in shown.chars() {
        if cuts && is_formula_sign(character) {
            cell.push('\'');
        }
        cuts = matches!(character, ';' | '|');
        cell.push(character);
    }
    Cow::Owned(cell)
}

/// Whether a spreadsheet would take the text for a formula.
pub(crate) fn starts_formula(text: &str) -> bool {
    text.starts_with(|first| is_formula_sign(first) || matches!(first, '\t' | '\r' | '\n'))
}

fn is_formula_sign(character: char) -> bool {
    matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// Whether the text is a number as a spreadsheet reads one: digits with at most one minus and one point.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}
