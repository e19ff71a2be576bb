//! Digits as people and programs write them.

use super::IinProblem;
use super::scheme::MOST_DIGITS;

/// A place that is hidden or not legible, among digits.
pub(super) const HIDDEN: u8 = 0xff;

/// What is written without what programs and people put around a number.
fn undressed(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix('=').unwrap_or(text);
    let name = ["ИИН", "ЖСН", "IIN", "№"].into_iter().find_map(|name| text.strip_prefix(name));
    let text = name.map_or(text, |rest| rest.trim_start_matches([':', '№', ' ']));
    match text.rsplit_once(['.', ',']) {
        Some((whole, decimals)) if !decimals.is_empty() && decimals.bytes().all(|digit| digit == b'0') => {
            whole
        }
        _ => text,
    }
}

/// Places as written, cleaned of what people put between digits; as many as the longest number has.
pub(super) struct Written {
    pub(super) places: [u8; MOST_DIGITS],
    /// How many places there were, also beyond those kept.
    pub(super) length: usize,
}

impl Written {
    /// The digits; hidden places are an error.
    pub(super) fn read(value: &[u8]) -> Result<Self, IinProblem> {
        let written = Self::read_places(value)?;
        let places = &written.places[..written.length.min(MOST_DIGITS)];
        if places.contains(&HIDDEN) { Err(IinProblem::Masked) } else { Ok(written) }
    }

    /// The places, hidden ones as [`HIDDEN`].
    pub(super) fn read_places(value: &[u8]) -> Result<Self, IinProblem> {
        let text = str::from_utf8(value).map_err(|_| IinProblem::NotADigit)?;
        let text = undressed(text);
        let mut written = Self { places: [0; MOST_DIGITS], length: 0 };
        for character in text.chars() {
            let place = match character {
                '0'..='9' => character as u8 - b'0',
                '?' | '*' | '#' | '_' | 'X' | 'x' | 'Х' | 'х' | '×' | '•' | '●' | '·' | '█' | '▇' | '■'
                | '＊' => HIDDEN,
                '-'
                | '\u{2010}'..='\u{2015}'
                | '\u{2212}'
                | '\''
                | '"'
                | '`'
                | '«'
                | '»'
                | '\u{2018}'..='\u{201f}'
                | '\u{feff}'
                | '\u{200b}'..='\u{200f}'
                | '\u{00ad}' => continue,
                other if other.is_whitespace() => continue,
                _ => return Err(IinProblem::NotADigit),
            };
            if let Some(slot) = written.places.get_mut(written.length) {
                *slot = place;
            }
            written.length += 1;
        }
        if written.length == 0 { Err(IinProblem::Empty) } else { Ok(written) }
    }
}
