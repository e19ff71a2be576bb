//! Addresses of Cyrillic letters, digits and plain signs, as nearly all are: what each byte becomes depends on its neighbours
//! alone, and is found for many at once; then words and numbers are copied whole.
//!
//! Whatever else an address holds (Latin letters, quotation marks, `№`, an apostrophe), it goes letter by letter through
//! [`crate::script`], which gives the same for these.
#![allow(clippy::inline_always, clippy::needless_bitwise_bool)]

use super::short_form_in;
use crate::script::neighbours;

/// Bytes that are looked at at once.
const BLOCK: usize = 64;
/// The longest address, in bytes.
const LONGEST: usize = 3 * BLOCK;
/// Bytes that are copied at once, and may be copied in vain.
const COPIED: usize = 32;

/// What a byte is part of.
const LETTER: u8 = 1;
const SIGN: u8 = 2;
const SPACE: u8 = 4;
const HYPHEN: u8 = 8;
/// A byte that takes a closer look.
const OTHER: u8 = 16;

/// An address, with a blank before it and blanks behind; what its bytes fold to, and what each is part of.
struct Bytes {
    text: [u8; LONGEST + 2],
    folded: [u8; LONGEST + COPIED],
    class: [u8; LONGEST + COPIED],
}

/// Appends the normal form of an address to `out`; false, with nothing appended, where it takes a closer look.
#[inline]
pub(super) fn append(value: &[u8], out: &mut Vec<u8>) -> bool {
    if value.len() > LONGEST {
        return false;
    }
    let mut bytes =
        Bytes { text: [b' '; LONGEST + 2], folded: [0; LONGEST + COPIED], class: [SPACE; LONGEST + COPIED] };
    bytes.text[1..=value.len()].copy_from_slice(value);
    if !(Classify { bytes: &mut bytes, blocks: value.len().div_ceil(BLOCK) }).run() {
        return false;
    }
    let start = out.len();
    // A blank may part any two bytes.
    out.resize(start + 2 * value.len() + COPIED, 0);
    let end = start + copy_words(&bytes, value.len(), &mut out[start..]);
    out.truncate(end);
    true
}

/// The first step, compiled for each kind of processor.
struct Classify<'b> {
    bytes: &'b mut Bytes,
    blocks: usize,
}

impl Classify<'_> {
    #[inline]
    fn run(self) -> bool {
        // Conditions on so many bytes are quicker in vectors than in the masks of wider ones.
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            return simd.vectorize(self);
        }
        pulp::Arch::new().dispatch(self)
    }
}

impl pulp::NullaryFnOnce for Classify<'_> {
    type Output = bool;

    #[inline(always)]
    fn call(self) -> bool {
        let Bytes { text, folded, class } = self.bytes;
        let mut seen = 0;
        let blocks = folded.as_chunks_mut::<BLOCK>().0.iter_mut().zip(class.as_chunks_mut::<BLOCK>().0);
        for (number, (folded, class)) in blocks.take(self.blocks).enumerate() {
            let Some(text) = text.get(number * BLOCK..).and_then(|text| text.first_chunk()) else {
                return false;
            };
            seen |= classify(text, folded, class);
        }
        seen & OTHER == 0
    }
}

/// What a block of bytes folds to and is part of; returns all of the latter together.
#[inline(always)]
fn classify(text: &[u8; BLOCK + 2], folded: &mut [u8; BLOCK], class: &mut [u8; BLOCK]) -> u8 {
    let mut seen = 0;
    for at in 0..BLOCK {
        let [before, here, behind] = [text[at], text[at + 1], text[at + 2]];
        let letter = neighbours::cyrillic(before, here, behind);
        folded[at] = if letter.is_known { letter.folded } else { here };
        let is_space = (here <= b' ')
            | (here == b'.')
            | (here == b',')
            | (here == b':')
            | (here == b';')
            | (here == b'_')
            | (here == b'(')
            | (here == b')')
            | (here == b'[')
            | (here == b']')
            | (here == b'{')
            | (here == b'}')
            | (here == 0x7f);
        let is_other = ((here | 0x20).wrapping_sub(b'a') <= b'z' - b'a')
            | (here == b'"')
            | (here == b'\'')
            | (here == b'`')
            | (here >= 0x80);
        let ascii = if here == b'-' { HYPHEN } else { SIGN };
        let ascii = if is_other { OTHER } else { ascii };
        let ascii = if is_space { SPACE } else { ascii };
        class[at] = if letter.is_known { LETTER } else { ascii };
        seen |= class[at];
    }
    seen
}

/// Copies words and numbers with a blank between each and the next; returns where they end.
#[inline]
fn copy_words(bytes: &Bytes, length: usize, out: &mut [u8]) -> usize {
    let class = |at: usize| bytes.class.get(at).copied().unwrap_or(SPACE);
    let (mut at, mut end) = (0, 0);
    loop {
        while class(at) & (SPACE | HYPHEN) != 0 && at < length {
            at += 1;
        }
        if at >= length {
            return end;
        }
        if end > 0 {
            out[end] = b' ';
            end += 1;
        }
        let start = end;
        let of = class(at);
        loop {
            let run = run(&bytes.class, at, of);
            copy(&bytes.folded, at, run, out, end);
            (at, end) = (at + run, end + run);
            // Hyphens between letters are one within the word.
            if of != LETTER || class(at) != HYPHEN {
                break;
            }
            let behind = at + run_of_hyphens(&bytes.class, at);
            if class(behind) != LETTER {
                break;
            }
            out[end] = b'-';
            (at, end) = (behind, end + 1);
        }
        if of == LETTER {
            end = short_form_in(out, start, end);
        }
    }
}

/// How many bytes from here on are part of the same.
#[inline]
fn run(class: &[u8], at: usize, of: u8) -> usize {
    let same = u128::from_le_bytes([of; 16]);
    let mut length = 0;
    while let Some(these) = class.get(at + length..).and_then(|rest| rest.first_chunk()) {
        let differing = u128::from_le_bytes(*these) ^ same;
        if differing != 0 {
            return length + differing.trailing_zeros() as usize / 8;
        }
        length += 16;
    }
    length
}

#[cold]
fn run_of_hyphens(class: &[u8], at: usize) -> usize {
    run(class, at, HYPHEN)
}

/// Copies so many bytes, and perhaps some that will be written over.
#[inline]
fn copy(from: &[u8], at: usize, length: usize, to: &mut [u8], end: usize) {
    for step in (0..length).step_by(COPIED) {
        let source = from.get(at + step..).and_then(|rest| rest.first_chunk::<COPIED>());
        let place = to.get_mut(end + step..).and_then(|rest| rest.first_chunk_mut::<COPIED>());
        if let (Some(source), Some(place)) = (source, place) {
            *place = *source;
        }
    }
}
