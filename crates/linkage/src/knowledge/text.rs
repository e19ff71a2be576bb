//! Places, texts and categories.

use super::Comparator;
use crate::likeness::{Letters, edits_within, jaro_winkler};
use crate::records::Values;

/// Compares towns, districts and postcodes.
pub(super) struct Areas {
    letters: Letters,
}

impl Areas {
    pub(super) fn new(values: &Values) -> Self {
        Self { letters: Letters::of(values) }
    }
}

impl Comparator for Areas {
    fn levels(&self) -> &'static [&'static str] {
        &["different", "same start", "near"]
    }

    fn level(&self, left: u32, right: u32) -> u8 {
        let (left, right) = (self.letters.get(left), self.letters.get(right));
        let longest = left.len().max(right.len());
        let has_digits = |text: &[u16]| text.iter().any(|letter| (48..58).contains(letter));
        let code = has_digits(left) && has_digits(right);
        let near = edits_within(1, left, right).is_some() || !code && jaro_winkler(left, right) >= 0.9;
        if longest >= 4 && near {
            2
        } else {
            let start = left.iter().zip(right).take_while(|(left, right)| left == right).count();
            u8::from(start * 2 >= longest.max(4))
        }
    }
}

/// Compares texts without a form of their own.
pub(super) struct Texts {
    letters: Letters,
}

impl Texts {
    pub(super) fn new(values: &Values) -> Self {
        Self { letters: Letters::of(values) }
    }
}

impl Comparator for Texts {
    fn levels(&self) -> &'static [&'static str] {
        &["different", "distant", "alike", "near"]
    }

    fn level(&self, left: u32, right: u32) -> u8 {
        let alike = jaro_winkler(self.letters.get(left), self.letters.get(right));
        [0.75, 0.85, 0.93].iter().filter(|&&bound| alike >= bound).count() as u8
    }
}

/// Categories are the same or not.
pub(super) struct Categories;

impl Comparator for Categories {
    fn levels(&self) -> &'static [&'static str] {
        &["different"]
    }

    fn level(&self, _left: u32, _right: u32) -> u8 {
        0
    }

    fn is_cheap(&self) -> bool {
        true
    }
}
