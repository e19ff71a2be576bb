//! One word of Cyrillic letters, up to sixteen letters at a time: nearly every name is such a word, and has nothing to
//! repair.
//!
//! What is done to one letter has no branch, so the compiler does it to many at once, with whatever instructions the caller
//! is compiled for.
#![allow(clippy::inline_always, clippy::needless_bitwise_bool)]

use super::table::CYRILLIC;

/// A letter of two bytes in UTF-8.
type Letter = [u8; 2];

/// Writes the normal form of a value that is one word of Cyrillic letters, which is as long, to `place`, which is as long as
/// the value. False, with rubbish written, for any other value; an empty one is none.
#[inline(always)]
pub(super) fn fold(value: &[u8], place: &mut [u8]) -> bool {
    let ((value, half), (place, rest)) = (value.as_chunks(), place.as_chunks_mut());
    if value.is_empty() || !half.is_empty() || !rest.is_empty() || value.len() != place.len() {
        return false;
    }
    match value.len() {
        8..=16 => fold_ends::<8, 16>(value, place),
        4..8 => fold_ends::<4, 8>(value, place),
        _ => None,
    }
    .unwrap_or(false)
        || fold_singly(value, place)
}

/// The same for words of at least `HALF` letters and at most `BOTH`, twice as many: the first letters and the last, some of
/// them twice.
#[inline(always)]
fn fold_ends<const HALF: usize, const BOTH: usize>(value: &[Letter], place: &mut [Letter]) -> Option<bool> {
    let mut letters = [[0; 2]; BOTH];
    *letters.first_chunk_mut::<HALF>()? = *value.first_chunk()?;
    *letters.last_chunk_mut::<HALF>()? = *value.last_chunk()?;
    let are_known = fold_known(&mut letters);
    *place.first_chunk_mut::<HALF>()? = *letters.first_chunk()?;
    *place.last_chunk_mut::<HALF>()? = *letters.last_chunk()?;
    Some(are_known)
}

/// Folds letters as the table does, and says whether all of them are letters that need no table: those of the Russian
/// alphabet, the Kazakh ones beyond it, and their neighbours whose small form is the next one.
#[inline(always)]
fn fold_known<const N: usize>(letters: &mut [Letter; N]) -> bool {
    let mut are_known = true;
    for letter in letters {
        let bytes = u16::from_le_bytes(*letter);
        // The place in the block, which begins at U+0400.
        let code = (bytes & 3) << 6 | bytes >> 8 & 63;
        let among = |first: u16, last: u16| code.wrapping_sub(first) <= last - first;
        let in_pairs = among(0x8a, 0xbf) | among(0xd0, 0xff);
        // Ґ, which is Ө in legacy fonts.
        let ghe = among(0x90, 0x91);
        let yo = (code == 0x01) | (code == 0x51);
        let i = (code == 0x06) | (code == 0x56);
        are_known &= bytes & 0xc0fc == 0x80d0;
        are_known &= among(0x10, 0x4f) | (in_pairs & !ghe) | yo | i;
        let small = code + if among(0x10, 0x2f) { 0x20 } else { 0 };
        let small = small | u16::from(in_pairs);
        let small = if yo { 0x35 } else { small };
        let small = if i { 0x56 } else { small };
        *letter = (0x80d0 | small >> 6 | (small & 63) << 8).to_le_bytes();
    }
    are_known
}

/// The same letter by letter, by the table. A word with a letter that Russian and Kazakh do not have takes a closer look: it
/// may have been read in a wrong encoding.
#[inline(never)]
fn fold_singly(value: &[Letter], place: &mut [Letter]) -> bool {
    // No branch within: the few other values are found out at the end.
    let mut is_word = true;
    for (pair, place) in value.iter().zip(place) {
        let code = usize::from(pair[0] & 3) << 6 | usize::from(pair[1] & 63);
        let letter = &CYRILLIC[code];
        is_word &= u16::from_be_bytes(*pair) & 0xfcc0 == 0xd080;
        is_word &= letter.kind != 0;
        is_word &= !matches!(code, 0x02..=0x05 | 0x07..=0x0f | 0x52..=0x55 | 0x57..=0x5f);
        *place = letter.folded;
    }
    is_word
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_letters_are_folded_as_the_table_does() {
        let mut known = 0;
        for code in 0x380..0x580_u32 {
            let Some(letter) = char::from_u32(code) else { continue };
            let mut letters = [[0; 2]; 16];
            for place in &mut letters {
                letter.encode_utf8(place);
            }
            let mut singly = letters;
            let written = letters;
            if fold_known(&mut letters) {
                assert!(fold_singly(&written, &mut singly), "{letter}");
                assert_eq!(letters, singly, "{letter}");
                known += 1;
            }
        }
        assert_eq!(known, 0x40 + 0x36 + 0x30 - 2 + 4);
        for letter in "АЯаяЁёІіӘәҒғҚқҢңӨөҰұҮүҺһ".chars() {
            let mut letters = [[0; 2]];
            letter.encode_utf8(&mut letters[0]);
            assert!(fold_known(&mut letters), "{letter}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_agree(word in "[а-яА-ЯёЁәғқңөұүһіӘҒҚҢӨҰҮҺІЇєҐ́а-яА-Яa\u{482}]{0,24}") {
            let (mut wide, mut singly) = (vec![0; word.len()], vec![0; word.len()]);
            let is_word = fold(word.as_bytes(), &mut wide);
            let ((letters, half), (places, _)) = (word.as_bytes().as_chunks(), singly.as_chunks_mut());
            let expected = !word.is_empty() && half.is_empty() && fold_singly(letters, places);
            prop_assert_eq!(is_word, expected);
            if is_word {
                prop_assert_eq!(wide, singly);
            }
        }
    }
}
