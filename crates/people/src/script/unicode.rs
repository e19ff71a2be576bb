//! The rare texts: those with a character that is neither ASCII nor in the Cyrillic block.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{CYRILLIC_ONLY, LATIN_ONLY, LATIN_SHARED, OTHER_LETTER, SIGN};

/// Composes (NFC), so that a decomposed й or ё is whole; drops the combining marks that are left (a stress mark says
/// nothing), quotes and invisible characters; makes every kind of space, hyphen and apostrophe the ASCII one and № a space; makes
/// letters outside ASCII and Cyrillic small, whose look-alikes ө and ә come from Latin ɵ and ə.
pub(super) fn rewrite(text: &str) -> String {
    let mut rewritten = String::with_capacity(text.len());
    for character in text.nfc() {
        match character {
            '\0'..='\x7f' => rewritten.push(character),
            'ɵ' | 'Ɵ' => rewritten.push('ө'),
            'ə' | 'Ə' | 'ǝ' | 'Ǝ' => rewritten.push('ə'),
            'İ' => rewritten.push('i'),
            'ς' => rewritten.push('σ'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
                rewritten.push('-');
            }
            '\u{2018}'..='\u{201b}'
            | '\u{2b9}'
            | '\u{2bb}'..='\u{2bd}'
            | '\u{2032}'
            | '\u{b4}'
            | '\u{ff07}' => rewritten.push('\''),
            '«'
            | '»'
            | '\u{201c}'..='\u{201f}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
            | '\u{482}' => {}
            '\u{400}'..='\u{4ff}' if !is_combining_mark(character) => rewritten.push(character),
            '№' => rewritten.push(' '),
            other if other.is_whitespace() || other.is_control() => rewritten.push(' '),
            other if is_combining_mark(other) => {}
            other => {
                rewritten.extend(other.to_lowercase().filter(|character| !is_combining_mark(*character)));
            }
        }
    }
    // What was dropped may have stood between two that compose (Hangul).
    rewritten.nfc().collect()
}

/// How many bytes the sequence has that this byte begins.
pub(super) fn length(lead: u8) -> usize {
    match lead {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}

/// The kind of a rewritten character outside ASCII and the Cyrillic block.
pub(super) fn kind(sequence: &[u8]) -> u8 {
    match str::from_utf8(sequence).ok().and_then(|text| text.chars().next()) {
        Some('ə') => LATIN_SHARED,
        Some('\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') => {
            LATIN_ONLY
        }
        Some('\u{500}'..='\u{52f}') => CYRILLIC_ONLY,
        Some(other) if other.is_alphabetic() => OTHER_LETTER,
        _ => SIGN,
    }
}
