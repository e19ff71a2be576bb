//! Addresses: words of the street and numbers of house and flat.

use super::Comparator;
use crate::likeness::{Letters, jaro_winkler, jaro_winkler_at_most, mask};
use crate::records::Values;

/// Likeness from which two words are taken for one.
const NEAR: f64 = 0.9;

/// Compares addresses word by word, whatever their order.
pub(super) struct Addresses {
    letters: Letters,
}

impl Addresses {
    pub(super) fn new(values: &Values) -> Self {
        Self { letters: Letters::of(values) }
    }
}

impl Comparator for Addresses {
    fn levels(&self) -> &'static [&'static str] {
        &["different", "same numbers", "same street", "near"]
    }

    fn level(&self, left: u32, right: u32) -> u8 {
        let (left, right) = (self.letters.get(left), self.letters.get(right));
        let (numbers_left, words_left) = parts(left);
        let (numbers_right, words_right) = parts(right);
        let numbers = !numbers_left.is_empty() && same(&numbers_left, &numbers_right);
        let words = words_in_common(&words_left, &words_right);
        match (words, numbers) {
            (true, true) => 3,
            (true, false) if numbers_left.is_empty() && numbers_right.is_empty() => 3,
            (true, false) => 2,
            (false, true) => 1,
            (false, false) => 0,
        }
    }
}

type Words<'letters> = smallvec::SmallVec<[&'letters [u16]; 8]>;

/// Words with a digit, and the others.
fn parts(letters: &[u16]) -> (Words<'_>, Words<'_>) {
    let digit = |letter: &u16| (u16::from(b'0')..=u16::from(b'9')).contains(letter);
    letters.split(|&letter| letter == u16::from(b' ')).partition(|word| word.iter().any(digit))
}

fn same<'letters>(left: &Words<'letters>, right: &Words<'letters>) -> bool {
    left.len() == right.len() && left.iter().all(|word| right.contains(word))
}

/// Whether the letters of most words of the shorter one stand in words of the other.
fn words_in_common<'letters>(left: &Words<'letters>, right: &Words<'letters>) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let (mut found, mut all) = (0, 0);
    for word in short {
        all += word.len();
        if long.iter().any(|other| word == other || near(word, other)) {
            found += word.len();
        }
    }
    all > 0 && found * 3 >= all * 2
}

/// Whether two words are one but for a slip.
fn near(word: &[u16], other: &[u16]) -> bool {
    let lengths = word.len() > 3 && word.len().abs_diff(other.len()) <= 3;
    lengths
        && jaro_winkler_at_most(word, mask(word), other, mask(other)) >= NEAR
        && jaro_winkler(word, other) >= NEAR
}
