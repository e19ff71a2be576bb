//! Values that stand for no name.

use super::FILE;
use crate::words::{compiled, count};

/// What people write where there is no name, in normal form.
const WORDS: [&str; count(FILE, "absent")] = compiled(FILE, "absent");

/// How many bits tell the words by their first four bytes.
const BITS: u32 = 11;

/// A bit for every word that has four bytes, and for `ххх`, at the place that [`place`] gives.
const STARTS: [u64; 1 << (BITS - 6)] = {
    let mut starts = [0; 1 << (BITS - 6)];
    let mut index = 0;
    while index <= WORDS.len() {
        let word = if index < WORDS.len() { WORDS[index] } else { "хх" };
        if let Some(bytes) = word.as_bytes().first_chunk() {
            let place = place(*bytes);
            starts[place >> 6] |= 1 << (place & 63);
        }
        index += 1;
    }
    starts
};

/// Four bytes spread over the bits.
const fn place(bytes: [u8; 4]) -> usize {
    (u32::from_le_bytes(bytes).wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize
}

/// Whether a normal form stands for "no name".
#[inline]
pub(super) fn is_placeholder(normal: &[u8]) -> bool {
    // What begins otherwise needs no closer look.
    let likely = match normal.first_chunk() {
        Some(bytes) => {
            let place = place(*bytes);
            STARTS[place >> 6] >> (place & 63) & 1 == 1
        }
        None => !normal.is_empty(),
    };
    likely && is_one_of_the_words(normal)
}

#[cold]
#[inline(never)]
fn is_one_of_the_words(normal: &[u8]) -> bool {
    // XXX, which the look-alike repair makes Cyrillic.
    let crosses = normal.len() >= 6 && normal.chunks(2).all(|letter| letter == "х".as_bytes());
    crosses || WORDS.iter().any(|word| word.as_bytes() == normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_by_its_first_letters() {
        for word in WORDS.iter().chain(&["ххх", "хххх"]) {
            assert!(is_placeholder(word.as_bytes()), "{word}");
        }
        for name in ["хх", "нестеров", "беков", "жомарт", "көшербаев", "отаров", "null-петров", "", "ю", "n/"]
        {
            assert!(!is_placeholder(name.as_bytes()), "{name}");
        }
    }
}
