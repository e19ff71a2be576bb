//! What a byte of a Cyrillic letter folds to, as far as the bytes on either side tell: without a branch, so that the compiler
//! does it to many at once.
#![allow(clippy::inline_always, clippy::needless_bitwise_bool)]

/// A byte among its neighbours.
pub(crate) struct Byte {
    /// What it folds to, if it is known.
    pub(crate) folded: u8,
    /// Whether it is part of a letter that [`super::word`] folds without a table.
    pub(crate) is_known: bool,
}

/// What a byte between two others is, in text that is valid UTF-8.
#[inline(always)]
pub(crate) fn cyrillic(before: u8, here: u8, behind: u8) -> Byte {
    // The second byte of a letter.
    let capital = (before == 0xd0) & among(here, 0x90, 0xaf);
    let in_pairs = ((before == 0xd2) & among(here, 0x8a, 0xbf) & !among(here, 0x90, 0x91))
        | ((before == 0xd3) & among(here, 0x90, 0xbf));
    let yo = ((before == 0xd0) & (here == 0x81)) | ((before == 0xd1) & (here == 0x91));
    let i = ((before == 0xd0) & (here == 0x86)) | ((before == 0xd1) & (here == 0x96));
    let russian = ((before == 0xd0) & among(here, 0x90, 0xbf)) | ((before == 0xd1) & among(here, 0x80, 0x8f));
    let small = (here ^ if capital { 0x20 } else { 0 }) | u8::from(in_pairs);
    let small = if yo { 0xb5 } else { small };
    let small = if i { 0x96 } else { small };
    let is_second = russian | in_pairs | yo | i;
    // The first byte of one.
    let begins = is_lead(here) & (behind & 0xc0 == 0x80);
    let to_second_half = (here == 0xd0) & (among(behind, 0xa0, 0xaf) | (behind == 0x86));
    let to_first_half = (here == 0xd1) & (behind == 0x91);
    let lead = here ^ u8::from(to_second_half | to_first_half);
    Byte { folded: if begins { lead } else { small }, is_known: begins | is_second }
}

/// Whether a letter of U+0400 to U+04FF begins with this byte.
#[inline(always)]
pub(super) fn is_lead(byte: u8) -> bool {
    byte & 0xfc == 0xd0
}

#[inline(always)]
fn among(byte: u8, first: u8, last: u8) -> bool {
    byte.wrapping_sub(first) <= last - first
}
