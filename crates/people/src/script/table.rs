//! The tables behind the pass: what each ASCII byte is, what each Cyrillic letter folds to, who looks like whom.

use super::{CYRILLIC_ONLY, CYRILLIC_SHARED, LATIN_ONLY, LATIN_SHARED, SIGN};

/// What an ASCII byte is to a name or an address.
#[derive(Clone, Copy)]
pub(super) enum Class {
    /// Part of a word.
    Character {
        folded: u8,
        kind: u8,
    },
    /// Parts words: spaces, full stops, commas, brackets, control characters.
    Space,
    Hyphen,
    Apostrophe,
    /// As if it were not there: double quotes.
    Nothing,
}

/// A letter of U+0400 to U+04FF; kind 0 for what is no letter (a sign and combining marks), which
/// needs a rewrite first.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    pub(super) folded: [u8; 2],
    pub(super) kind: u8,
}

/// Small letters that look alike, Latin and Cyrillic. Latin `b` stands for the `B` of capitals; `h` is both н (`H`) and
/// һ (`h`), see [`to_cyrillic`].
const PAIRS: [(char, char); 15] = [
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'һ'),
    ('i', 'і'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
    ('ə', 'ә'),
    ('h', 'н'),
];

pub(super) const ASCII: [Class; 128] = {
    let mut table = [Class::Space; 128];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {
                let folded = byte.to_ascii_lowercase();
                let kind = if has_cyrillic_twin(folded as char) { LATIN_SHARED } else { LATIN_ONLY };
                Class::Character { folded, kind }
            }
            0..=b' ' | b'.' | b',' | b';' | b':' | b'_' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | 0x7f => {
                Class::Space
            }
            b'-' => Class::Hyphen,
            b'\'' | b'`' => Class::Apostrophe,
            b'"' => Class::Nothing,
            _ => Class::Character { folded: byte, kind: SIGN },
        };
        byte += 1;
    }
    table
};

pub(super) const CYRILLIC: [Letter; 256] = {
    let mut table = [Letter { folded: [0; 2], kind: 0 }; 256];
    let mut index = 0u32;
    while index < 256 {
        let folded = fold_cyrillic(0x400 + index);
        let kind = match 0x400 + index {
            0x482..=0x489 => 0,
            _ => cyrillic_kind(folded),
        };
        table[index as usize] =
            Letter { folded: [0xc0 | (folded >> 6) as u8, 0x80 | (folded & 63) as u8], kind };
        index += 1;
    }
    table
};

const fn has_cyrillic_twin(latin: char) -> bool {
    let mut index = 0;
    while index < PAIRS.len() {
        if PAIRS[index].0 as u32 == latin as u32 {
            return true;
        }
        index += 1;
    }
    false
}

const fn cyrillic_kind(folded: u32) -> u8 {
    let mut index = 0;
    while index < PAIRS.len() {
        if PAIRS[index].1 as u32 == folded {
            return CYRILLIC_SHARED;
        }
        index += 1;
    }
    CYRILLIC_ONLY
}

/// Small letter, ё as е, and the letters that legacy Kazakh fonts left behind as the Kazakh ones they were drawn as.
const fn fold_cyrillic(code: u32) -> u32 {
    let small = match code {
        0x400..=0x40f => code + 0x50,
        0x410..=0x42f => code + 0x20,
        0x460..=0x481 | 0x48a..=0x4bf | 0x4d0..=0x4ff => code | 1,
        0x4c0 => 0x4cf,
        0x4c1..=0x4ce if code & 1 == 1 => code + 1,
        _ => code,
    };
    match small {
        0x451 => 'е' as u32,
        0x457 => 'ү' as u32,
        0x454 => 'ғ' as u32,
        0x45c => 'қ' as u32,
        0x491 => 'ө' as u32,
        other => other,
    }
}

/// A character in its small form, ASCII or Cyrillic; others are already.
pub(super) fn fold(character: char) -> char {
    match character as u32 {
        code @ 0x400..=0x4ff => char::from_u32(fold_cyrillic(code)).unwrap_or(character),
        _ => character.to_ascii_lowercase(),
    }
}

/// The small Cyrillic twin of a Latin letter, or the small letter itself. `H` is н; `h` is һ in a word that has Cyrillic
/// letters (`Жаhан`) and н in one that has none.
pub(super) fn to_cyrillic(character: char, word_has_cyrillic: bool) -> char {
    match character {
        'H' => 'н',
        'h' if !word_has_cyrillic => 'н',
        other => {
            let small = fold(other);
            PAIRS.iter().find(|(latin, _)| *latin == small).map_or(small, |(_, cyrillic)| *cyrillic)
        }
    }
}

/// The Latin twin of a small Cyrillic letter, or the letter itself.
pub(super) fn to_latin(small: char) -> char {
    PAIRS.iter().find(|(_, cyrillic)| *cyrillic == small).map_or(small, |(latin, _)| *latin)
}
