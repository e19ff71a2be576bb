//! Letters: one pass over the bytes of a text that folds case and repairs look-alikes.
//!
//! Names and addresses share it. The fast path reads ASCII and the Cyrillic block U+0400 to U+04FF (lead bytes D0 to D3)
//! through two tables (words of Cyrillic letters alone through none) and allocates nothing; at anything else the text is first
//! rewritten by the `unicode` module (composition, unusual spaces, hyphens and quotes) and then takes the same pass.
//!
//! # Whose word is it?
//! A word is judged by the letters that only one script has. If it has a letter that is Cyrillic beyond doubt, or none
//! that is Latin beyond doubt, its look-alikes become Cyrillic; otherwise they become Latin. So `Иваноb` and `ACEP` are
//! Cyrillic words, and `Smіth` with a Cyrillic `і` is a Latin one.

pub(crate) mod neighbours;
mod run;
mod table;
mod unicode;
mod word;

pub(crate) use run::WINDOW;
use table::{ASCII, CYRILLIC, Class};

/// A letter that only Cyrillic has.
const CYRILLIC_ONLY: u8 = 1;
/// A Cyrillic letter with a Latin look-alike.
const CYRILLIC_SHARED: u8 = 2;
/// A letter that only Latin has.
const LATIN_ONLY: u8 = 4;
/// A Latin letter with a Cyrillic look-alike.
const LATIN_SHARED: u8 = 8;
/// A letter of another script.
const OTHER_LETTER: u8 = 16;
/// A digit or a sign.
const SIGN: u8 = 32;
/// Any letter.
const LETTER: u8 = CYRILLIC_ONLY | CYRILLIC_SHARED | LATIN_ONLY | LATIN_SHARED | OTHER_LETTER;

/// What names and addresses do differently.
pub(crate) trait Style {
    /// Parts words between a digit and a letter, and at hyphens that do not stand between two letters.
    const PARTS_AT_DIGITS: bool;
    /// How many times longer than the text its normal form can be: a Latin letter may become a Cyrillic one of two bytes,
    /// and a space may part it from what stands before.
    const GROWTH: usize;
    /// Whether a text without any letter is no text.
    const NEEDS_LETTER: bool;
    /// May replace the word `buffer[start..end]`, lower case and repaired; returns its new end. The buffer has room.
    fn word(buffer: &mut [u8], start: usize, end: usize) -> usize;
}

/// Writes the normal form of a name that is one word of Cyrillic letters to `place`, which is as long: so is the form. False,
/// with rubbish written, for any other name.
#[inline(always)]
#[allow(clippy::inline_always)]
pub(crate) fn cyrillic_word(value: &[u8], place: &mut [u8]) -> bool {
    word::fold(value, place)
}

/// The same of three names that stand side by side in a text, each with `divider` behind it; see [`run::fold`].
#[inline(always)]
#[allow(clippy::inline_always)]
pub(crate) fn cyrillic_words(
    text: &[u8; WINDOW],
    ends: [usize; 3],
    divider: u8,
    place: &mut [u8; WINDOW - 2],
) -> bool {
    run::fold(text, ends, divider, place)
}

/// Appends the normal form of `value` to `out`.
pub(crate) fn normalise<S: Style>(value: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    if !S::PARTS_AT_DIGITS {
        out.resize(start + value.len(), 0);
        if word::fold(value, &mut out[start..]) {
            return;
        }
        out.truncate(start);
    }
    if !run::<S>(value, false, out) {
        out.truncate(start);
        let rewritten = unicode::rewrite(&String::from_utf8_lossy(value));
        run::<S>(rewritten.as_bytes(), true, out);
    }
}

/// Appends to `out`; false, with rubbish appended, if `value` must be rewritten first.
#[inline]
fn run<S: Style>(value: &[u8], rewritten: bool, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.resize(start + S::GROWTH * value.len() + 8, 0);
    let mut pass = Pass::<S> {
        input: value,
        buffer: out,
        start,
        at: start,
        word_in: 0,
        word_out: start,
        word: 0,
        all: 0,
        last: 0,
        pending: b' ',
        style: std::marker::PhantomData,
    };
    if !pass.read(rewritten) {
        return false;
    }
    pass.end_word(value.len());
    let end = if S::NEEDS_LETTER && pass.all & LETTER == 0 { start } else { pass.at };
    out.truncate(end);
    true
}

/// The state of one pass.
struct Pass<'a, S> {
    input: &'a [u8],
    buffer: &'a mut [u8],
    /// Where the output began, and where it stands.
    start: usize,
    at: usize,
    /// Where the present word began, in and out.
    word_in: usize,
    word_out: usize,
    /// The kinds of letters of the present word, of all words, and of the last character.
    word: u8,
    all: u8,
    last: u8,
    /// What stands between the last character and the next: nothing (0), an apostrophe, a hyphen or a space.
    pending: u8,
    style: std::marker::PhantomData<S>,
}

impl<S: Style> Pass<'_, S> {
    #[inline]
    fn read(&mut self, rewritten: bool) -> bool {
        let input = self.input;
        let mut index = 0;
        while let Some(&byte) = input.get(index) {
            if byte & 0xfc == 0xd0
                && let Some(&next) = input.get(index + 1)
                && next & 0xc0 == 0x80
            {
                let letter = &CYRILLIC[usize::from(byte & 3) << 6 | usize::from(next & 63)];
                if letter.kind == 0 {
                    return false;
                }
                self.begin(index, letter.kind);
                index += self.cyrillic_run(index);
            } else if byte < 0x80 {
                self.ascii(index, byte);
                index += 1;
            } else if rewritten {
                let length = unicode::length(byte).min(input.len() - index);
                let sequence = &input[index..index + length];
                self.begin(index, unicode::kind(sequence));
                self.buffer[self.at..self.at + length].copy_from_slice(sequence);
                self.at += length;
                index += length;
            } else {
                return false;
            }
        }
        true
    }

    /// Copies the run of Cyrillic letters that begins at `index`; returns its length in bytes. Most bytes of most names
    /// pass here, so there is no state to keep and no bound to check.
    #[inline]
    fn cyrillic_run(&mut self, index: usize) -> usize {
        let (mut kinds, mut length) = (0, 0);
        let places = self.buffer[self.at..].chunks_exact_mut(2);
        for (pair, place) in self.input[index..].chunks_exact(2).zip(places) {
            let letter = &CYRILLIC[usize::from(pair[0] & 3) << 6 | usize::from(pair[1] & 63)];
            if pair[0] & 0xfc != 0xd0 || pair[1] & 0xc0 != 0x80 || letter.kind == 0 {
                break;
            }
            kinds |= letter.kind;
            place.copy_from_slice(&letter.folded);
            length += 2;
        }
        self.word |= kinds;
        self.at += length;
        length
    }

    #[inline]
    fn ascii(&mut self, index: usize, byte: u8) {
        match ASCII[usize::from(byte)] {
            Class::Character { folded, kind } => {
                self.begin(index, kind);
                self.buffer[self.at] = folded;
                self.at += 1;
            }
            Class::Space => {
                self.end_word(index);
                if self.pending != b'-' || S::PARTS_AT_DIGITS {
                    self.pending = b' ';
                }
            }
            Class::Hyphen => {
                if !S::PARTS_AT_DIGITS {
                    self.end_word(index);
                    self.pending = b'-';
                } else if self.pending != b' ' {
                    self.pending = b'-';
                }
            }
            Class::Apostrophe => {
                if self.pending == 0 {
                    self.pending = b'\'';
                }
            }
            Class::Nothing => {}
        }
    }

    /// Before a character of a word: writes what is pending, and starts a new word where one starts.
    #[inline]
    fn begin(&mut self, index: usize, kind: u8) {
        if S::PARTS_AT_DIGITS {
            let parts = (self.last & LETTER == 0) != (kind & LETTER == 0);
            let both_letters = self.last & LETTER != 0 && kind & LETTER != 0;
            if (self.pending == 0 && parts)
                || (self.pending == b'-' && !both_letters)
                || (self.pending == b'\'' && parts)
            {
                self.end_word(index);
                self.pending = b' ';
            }
        }
        if self.pending != 0 {
            self.separate(index);
        }
        self.word |= kind;
        if S::PARTS_AT_DIGITS {
            self.last = kind;
        }
    }

    #[cold]
    #[inline(never)]
    fn separate(&mut self, index: usize) {
        let inside_word = self.pending == b'\'' || (S::PARTS_AT_DIGITS && self.pending == b'-');
        if self.at > self.start {
            self.buffer[self.at] = self.pending;
            self.at += 1;
        }
        if !inside_word {
            self.word_in = index;
            self.word_out = self.at;
            self.word = 0;
        }
        self.pending = 0;
    }

    /// After a word: repairs its look-alikes and lets the style see it.
    #[inline]
    fn end_word(&mut self, index: usize) {
        let kinds = self.word;
        if kinds == 0 {
            return;
        }
        if kinds & LATIN_SHARED != 0 && (kinds & CYRILLIC_ONLY != 0 || kinds & LATIN_ONLY == 0) {
            self.repair(index, true);
        } else if kinds & CYRILLIC_SHARED != 0 && kinds & LATIN_ONLY != 0 && kinds & CYRILLIC_ONLY == 0 {
            self.repair(index, false);
        }
        self.at = S::word(self.buffer, self.word_out, self.at);
        self.all |= kinds;
        self.word = 0;
        self.last = 0;
        if self.pending == b'\'' || self.pending == 0 {
            self.pending = b' ';
        }
    }

    /// Writes the present word again in one script, from the input, where capital and small `H` still differ.
    #[cold]
    #[inline(never)]
    fn repair(&mut self, index: usize, to_cyrillic: bool) {
        let has_cyrillic = self.word & (CYRILLIC_ONLY | CYRILLIC_SHARED) != 0;
        let Ok(word) = str::from_utf8(&self.input[self.word_in..index]) else { return };
        let mut at = self.word_out;
        let mut pending = 0;
        for character in word.chars() {
            match u8::try_from(character).ok().filter(u8::is_ascii).map(|byte| ASCII[usize::from(byte)]) {
                Some(Class::Nothing) => continue,
                Some(Class::Apostrophe) => {
                    if pending == 0 {
                        pending = b'\'';
                    }
                    continue;
                }
                Some(Class::Hyphen) => {
                    pending = b'-';
                    continue;
                }
                _ => {}
            }
            if pending != 0 {
                self.buffer[at] = pending;
                at += 1;
                pending = 0;
            }
            let letter = if to_cyrillic {
                table::to_cyrillic(character, has_cyrillic)
            } else {
                table::to_latin(table::fold(character))
            };
            at += letter.encode_utf8(&mut self.buffer[at..]).len();
        }
        self.at = at;
    }
}
