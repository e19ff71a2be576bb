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
const MOST_BLOCKS: usize = 3;
/// The longest address, in bytes.
const LONGEST: usize = MOST_BLOCKS * BLOCK;
/// Bytes that are copied at once, and may be copied in vain.
const COPIED: usize = 32;

/// What a byte is part of; nothing of these where it parts words.
const LETTER: u8 = 1;
const SIGN: u8 = 2;
/// A byte that takes a closer look.
const OTHER: u8 = 4;

/// An address, with a blank before it and blanks behind, and what its bytes fold to.
struct Bytes {
    text: [u8; LONGEST + 2],
    folded: [u8; LONGEST + COPIED],
}

/// Which bytes of a block are parts of words, and which of numbers and signs: a bit each, the first the lowest.
#[derive(Clone, Copy, Default)]
struct Runs {
    letters: u64,
    signs: u64,
}

/// Appends the normal form of an address to `out`; false, with nothing appended, where it takes a closer look.
#[inline]
pub(super) fn append(value: &[u8], out: &mut Vec<u8>) -> bool {
    if value.len() > LONGEST {
        return false;
    }
    let mut bytes = Bytes { text: [b' '; LONGEST + 2], folded: [0; LONGEST + COPIED] };
    let mut runs = [Runs::default(); MOST_BLOCKS];
    bytes.text[1..=value.len()].copy_from_slice(value);
    let runs = &mut runs[..value.len().div_ceil(BLOCK)];
    if !(Fold { bytes: &mut bytes, runs }).run() {
        return false;
    }
    let start = out.len();
    // A blank may part any two bytes.
    out.resize(start + 2 * value.len() + COPIED, 0);
    let end = Words::new(&bytes, &mut out[start..]).copy(runs);
    out.truncate(start + end);
    true
}

/// The first step, compiled for each kind of processor.
struct Fold<'b> {
    bytes: &'b mut Bytes,
    runs: &'b mut [Runs],
}

impl Fold<'_> {
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

impl pulp::NullaryFnOnce for Fold<'_> {
    type Output = bool;

    #[inline(always)]
    fn call(self) -> bool {
        let Self { bytes: Bytes { text, folded }, runs } = self;
        for (at, runs) in (0..).step_by(BLOCK).zip(runs) {
            let text = text.get(at..).and_then(|text| text.first_chunk());
            let folded = folded.get_mut(at..).and_then(|folded| folded.first_chunk_mut());
            let (Some(text), Some(folded)) = (text, folded) else { return false };
            match fold(text, folded) {
                Some(found) => *runs = found,
                None => return false,
            }
        }
        true
    }
}

/// What a block of bytes folds to and is part of; `None` where one takes a closer look.
#[inline(always)]
fn fold(text: &[u8; BLOCK + 2], folded: &mut [u8; BLOCK]) -> Option<Runs> {
    let mut class = [0; BLOCK];
    let mut seen = 0;
    for at in 0..BLOCK {
        let [before, here, behind] = [text[at], text[at + 1], text[at + 2]];
        let letter = neighbours::cyrillic(before, here, behind);
        folded[at] = if letter.is_known { letter.folded } else { here };
        let is_other = ((here | 0x20).wrapping_sub(b'a') <= b'z' - b'a')
            | (here == b'"')
            | (here == b'\'')
            | (here == b'`')
            | (here >= 0x80);
        // Blanks and controls; full stop and comma; colon and semicolon; round brackets; square and curly brackets, the
        // underscore and the last control. A hyphen counts here too.
        let parts = (here <= b' ')
            | (here & 0xfd == b',')
            | (here & 0xfe == b':')
            | (here & 0xfe == b'(')
            | (here & 0xd9 == b'Y')
            | (here == b'-');
        let ascii = if parts { 0 } else { SIGN };
        let ascii = if is_other { OTHER } else { ascii };
        class[at] = if letter.is_known { LETTER } else { ascii };
        seen |= class[at];
    }
    (seen & OTHER == 0).then(|| Runs { letters: bits(&class, LETTER), signs: bits(&class, SIGN) })
}

/// A bit for each byte that holds this one.
#[inline(always)]
fn bits(bytes: &[u8; BLOCK], wanted: u8) -> u64 {
    let mut bits = 0;
    for (number, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
        let ones = (u64::from_le_bytes(*eight) / u64::from(wanted)) & 0x0101_0101_0101_0101;
        // The lowest bit of each byte into the highest byte.
        bits |= (ones.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * number);
    }
    bits
}

/// The second step: words and numbers are copied one after the other, with a blank between each and the next.
struct Words<'b> {
    bytes: &'b Bytes,
    out: &'b mut [u8],
    /// Where the output ends, and where its last word began, if it is one.
    end: usize,
    word: Option<usize>,
    /// Where what was copied last ended in the address.
    behind: usize,
}

impl<'b> Words<'b> {
    fn new(bytes: &'b Bytes, out: &'b mut [u8]) -> Self {
        Self { bytes, out, end: 0, word: None, behind: 0 }
    }

    /// Copies all of them; returns where they end.
    #[inline]
    fn copy(mut self, runs: &[Runs]) -> usize {
        let mut before = Runs::default();
        let (mut from, mut is_letter, mut is_sign) = (0, false, false);
        for (first, runs) in (0..).step_by(BLOCK).zip(runs) {
            let changed = |now: u64, before: u64| now ^ (now << 1 | before >> 63);
            let mut changes = changed(runs.letters, before.letters) | changed(runs.signs, before.signs);
            while changes != 0 {
                let bit = changes.trailing_zeros();
                changes &= changes - 1;
                let at = first + bit as usize;
                self.run(from, at, is_letter, is_sign);
                from = at;
                is_letter = runs.letters >> bit & 1 == 1;
                is_sign = runs.signs >> bit & 1 == 1;
            }
            before = *runs;
        }
        self.run(from, runs.len() * BLOCK, is_letter, is_sign);
        self.end_word();
        self.end
    }

    /// Copies the bytes between these places, if they are a word or a number.
    #[inline]
    fn run(&mut self, from: usize, to: usize, is_letter: bool, is_sign: bool) {
        if !is_letter && !is_sign {
            return;
        }
        if is_letter && self.word.is_some() && self.is_hyphen_before(from) {
            self.put(b'-');
        } else {
            self.end_word();
            if self.end > 0 {
                self.put(b' ');
            }
            self.word = is_letter.then_some(self.end);
        }
        let mut at = from;
        while at < to {
            let source = self.bytes.folded.get(at..).and_then(|rest| rest.first_chunk::<COPIED>());
            let place = self.out.get_mut(self.end + at - from..);
            if let (Some(source), Some(place)) =
                (source, place.and_then(|rest| rest.first_chunk_mut::<COPIED>()))
            {
                *place = *source;
            }
            at += COPIED;
        }
        self.end += to - from;
        self.behind = to;
    }

    /// Whether nothing but hyphens stands between what was copied last and this place.
    #[inline]
    fn is_hyphen_before(&self, at: usize) -> bool {
        // The text has one byte more in front.
        self.bytes
            .text
            .get(self.behind + 1..=at)
            .is_some_and(|gap| gap.first() == Some(&b'-') && gap.iter().all(|byte| *byte == b'-'))
    }

    #[inline]
    fn put(&mut self, byte: u8) {
        if let Some(place) = self.out.get_mut(self.end) {
            *place = byte;
        }
        self.end += 1;
    }

    /// Gives the last word its short form, if it has one.
    #[inline]
    fn end_word(&mut self) {
        if let Some(start) = self.word.take() {
            self.end = short_form_in(self.out, start, self.end);
        }
    }
}
