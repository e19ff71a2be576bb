//! Text that is no name of a person: the normal form of words and numbers.
//!
//! Small letters, look-alikes repaired as in [names](crate::names), punctuation, brackets, quotes and № as one space,
//! digits and letters parted (`12А` is `12 а`), a hyphen between two letters kept, other hyphens as spaces, a slash
//! kept. No word is replaced: what a word means is for others to say.

use crate::script::{self, Style};

struct Text;

impl Style for Text {
    const PARTS_AT_DIGITS: bool = true;
    const GROWTH: usize = 3;
    const NEEDS_LETTER: bool = false;

    fn word(_: &mut [u8], _: usize, end: usize) -> usize {
        end
    }
}

/// Appends the normal form of a text, given in UTF-8, to `out`. Applying it twice is the same as once.
pub fn fold_into(value: &[u8], out: &mut Vec<u8>) {
    script::normalise::<Text>(value, out);
}

/// The normal form as a string of its own.
///
/// ```
/// use tizim_people::text::fold;
/// assert_eq!(fold("Участок №12-А"), "участок 12 а");
/// assert_eq!(fold("Северо–Казахстанская обл."), "северо-казахстанская обл");
/// ```
pub fn fold(value: &str) -> String {
    let mut out = Vec::with_capacity(value.len() + 8);
    fold_into(value.as_bytes(), &mut out);
    String::from_utf8(out).unwrap_or_default()
}
