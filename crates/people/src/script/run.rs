//! Several words of Cyrillic letters in one run of text, with one byte between each and the next: sixty-four bytes at a time,
//! whatever stands where.
//!
//! What is done to one byte depends on its neighbours alone and has no branch, so the compiler does it to many at once, with
//! whatever instructions the caller is compiled for.
#![allow(clippy::inline_always, clippy::needless_bitwise_bool)]

use super::neighbours::{cyrillic, is_lead};

/// Bytes of normal form that are made.
const BYTES: usize = 64;

/// The places of the bytes, as bytes.
const NUMBERS: [u8; BYTES] = {
    let mut numbers = [0; BYTES];
    let mut at = 0;
    while at < BYTES {
        numbers[at] = at as u8;
        at += 1;
    }
    numbers
};

/// The text that they are made of: one byte more on either side.
pub(crate) const WINDOW: usize = BYTES + 2;

/// Writes the normal forms of three words, of which some may be empty, with `divider` behind each, to `place`. The first word
/// begins with the second byte of `text`; counted from there, they have these `ends`. False, with rubbish written, where
/// they do not fit, or one holds anything but the letters that [`super::word`] folds without a table.
#[inline(always)]
pub(super) fn fold(text: &[u8; WINDOW], ends: [usize; 3], divider: u8, place: &mut [u8; BYTES]) -> bool {
    let [first, second, third] = ends;
    // Two bytes a letter, and every other byte begins one.
    let whole = |start: usize, end: usize| {
        end.checked_sub(start).is_some_and(|length| {
            length % 2 == 0 && (length == 0 || text.get(1 + start).is_some_and(|byte| is_lead(*byte)))
        })
    };
    if third >= BYTES || !whole(0, first) || !whole(first + 1, second) || !whole(second + 1, third) {
        return false;
    }
    let [first, second, third] = [first as u8, second as u8, third as u8];
    let mut are_known = true;
    for (at, number) in NUMBERS.into_iter().enumerate() {
        let (before, here, behind) = (text[at], text[at + 1], text[at + 2]);
        let at_divider = (number == first) | (number == second) | (number == third);
        let letter = cyrillic(before, here, behind);
        place[at] = if at_divider { divider } else { letter.folded };
        are_known &= letter.is_known | at_divider | (number > third);
    }
    are_known
}
