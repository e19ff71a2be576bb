//! One word of Cyrillic letters, eight letters at a time: nearly every name is such a word, and has nothing to repair.

use wide::i16x8;

use super::table::CYRILLIC;

/// Bytes of the letters that are folded together.
const WIDTH: usize = 16;

/// Writes the normal form of a value that is one word of Cyrillic letters, which is as long, to `place`, which is as long as
/// the value. False, with rubbish written, for any other value; an empty one is none.
#[inline]
pub(super) fn fold(value: &[u8], place: &mut [u8]) -> bool {
    if !value.len().is_multiple_of(2) || value.is_empty() || value.len() != place.len() {
        return false;
    }
    fold_wide(value, place).unwrap_or(false) || fold_singly(value, place)
}

/// The same for words of 4 to 16 letters. The last letters are folded together, and so are the first: some of them twice.
#[inline]
fn fold_wide(value: &[u8], place: &mut [u8]) -> Option<bool> {
    if let (Some(head), Some(tail)) = (value.first_chunk::<WIDTH>(), value.last_chunk::<WIDTH>()) {
        if value.len() > 2 * WIDTH {
            return None;
        }
        let (head, tail) = (fold_eight(head), fold_eight(tail));
        *place.first_chunk_mut()? = head.0;
        *place.last_chunk_mut()? = tail.0;
        return Some(head.1 && tail.1);
    }
    let mut both = [0; WIDTH];
    let (low, high) = both.split_at_mut(WIDTH / 2);
    low.copy_from_slice(value.first_chunk::<{ WIDTH / 2 }>()?);
    high.copy_from_slice(value.last_chunk::<{ WIDTH / 2 }>()?);
    let (folded, are_letters) = fold_eight(&both);
    let (low, high) = folded.split_at(WIDTH / 2);
    place.first_chunk_mut::<{ WIDTH / 2 }>()?.copy_from_slice(low);
    place.last_chunk_mut::<{ WIDTH / 2 }>()?.copy_from_slice(high);
    Some(are_letters)
}

/// Folds eight letters as the table does, and says whether all of them are letters that need no table: those of the Russian
/// alphabet, the Kazakh ones beyond it, and their neighbours whose small form is the next one.
#[inline]
fn fold_eight(letters: &[u8; WIDTH]) -> ([u8; WIDTH], bool) {
    let all = i16x8::splat;
    let (pairs, _) = letters.as_chunks::<2>();
    let mut words = [0; WIDTH / 2];
    for (word, pair) in words.iter_mut().zip(pairs) {
        *word = i16::from_le_bytes(*pair);
    }
    let words = i16x8::new(words);
    let two_bytes = (words & all(0xc0fc_u16 as i16)).simd_eq(all(0x80d0_u16 as i16));
    // The place in the block, which begins at U+0400.
    let code: i16x8 = ((words & all(3)) << 6) | ((words >> 8) & all(63));
    let between = |first: i16, last: i16| code.simd_gt(all(first - 1)) & code.simd_lt(all(last + 1));
    let capital = between(0x10, 0x2f);
    let small = between(0x30, 0x4f);
    let in_pairs = between(0x8a, 0xbf) | between(0xd0, 0xff);
    // Ґ, which is Ө in legacy fonts.
    let ghe = code.simd_eq(all(0x90)) | code.simd_eq(all(0x91));
    let yo = code.simd_eq(all(0x01)) | code.simd_eq(all(0x51));
    let capital_i = code.simd_eq(all(0x06));
    let small_i = code.simd_eq(all(0x56));
    let known = capital | small | (in_pairs & !ghe) | yo | capital_i | small_i;
    let folded = (code + (capital & all(0x20)) + (capital_i & all(0x50))) | (in_pairs & all(1));
    let folded = (yo & all(0x35)) | (!yo & folded);
    let words: i16x8 = all(0x80d0_u16 as i16) | (folded >> 6) | ((folded & all(63)) << 8);
    let mut folded = [0; WIDTH];
    for (pair, word) in folded.as_chunks_mut::<2>().0.iter_mut().zip(words.to_array()) {
        *pair = word.to_le_bytes();
    }
    (folded, (two_bytes & known).all())
}

/// The same letter by letter, by the table.
fn fold_singly(value: &[u8], place: &mut [u8]) -> bool {
    // No branch within: the few other values are found out at the end.
    let mut is_word = true;
    for (pair, place) in value.as_chunks::<2>().0.iter().zip(place.as_chunks_mut::<2>().0) {
        let letter = &CYRILLIC[usize::from(pair[0] & 3) << 6 | usize::from(pair[1] & 63)];
        is_word &= u16::from_be_bytes(*pair) & 0xfcc0 == 0xd080;
        is_word &= letter.kind != 0;
        *place = letter.folded;
    }
    is_word
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn eight_letters_are_folded_as_one() {
        let mut known = 0;
        for code in 0x380..0x580_u32 {
            let Some(letter) = char::from_u32(code) else { continue };
            let eight = String::from_iter([letter; 8]);
            let (folded, are_letters) = fold_eight(eight.as_bytes().first_chunk().unwrap());
            if are_letters {
                let mut singly = [0; WIDTH];
                assert!(fold_singly(eight.as_bytes(), &mut singly), "{letter}");
                assert_eq!(folded, singly, "{letter}");
                known += 1;
            }
        }
        assert_eq!(known, 0x40 + 0x36 + 0x30 - 2 + 4);
        for letter in "АЯаяЁёІіӘәҒғҚқҢңӨөҰұҮүҺһ".chars() {
            assert!(
                fold_eight(String::from_iter([letter; 8]).as_bytes().first_chunk().unwrap()).1,
                "{letter}"
            );
        }
    }

    proptest! {
        #[test]
        fn both_ways_agree(word in "[а-яА-ЯёЁәғқңөұүһіӘҒҚҢӨҰҮҺІЇєҐ́а-яА-Яa\u{482}]{0,24}") {
            let (mut wide, mut singly) = (vec![0; word.len()], vec![0; word.len()]);
            let is_word = fold(word.as_bytes(), &mut wide);
            let expected = !word.is_empty() && word.len().is_multiple_of(2) && fold_singly(word.as_bytes(), &mut singly);
            prop_assert_eq!(is_word, expected);
            if is_word {
                prop_assert_eq!(wide, singly);
            }
        }
    }
}
