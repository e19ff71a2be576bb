//! The letters of many texts, one after another.

use crate::records::Values;

/// Letters of every value of a column, as 16-bit codes (letters beyond the basic plane are folded into it).
#[derive(Debug)]
pub(crate) struct Letters {
    codes: Vec<u16>,
    ends: Vec<usize>,
    /// Which letters each value has.
    masks: Vec<u32>,
}

impl Letters {
    /// The letters of every value.
    pub(crate) fn of(values: &Values) -> Self {
        let mut letters = Self { codes: Vec::new(), ends: vec![0], masks: vec![0] };
        for (_, text) in values.iter() {
            letters.codes.extend(codes(text));
            let start = letters.ends[letters.ends.len() - 1];
            letters.masks.push(mask(&letters.codes[start..]));
            letters.ends.push(letters.codes.len());
        }
        letters
    }

    /// The letters of one value.
    pub(crate) fn get(&self, number: u32) -> &[u16] {
        let number = number as usize;
        &self.codes[self.ends[number - 1]..self.ends[number]]
    }

    /// Which letters one value has.
    pub(crate) fn mask(&self, number: u32) -> u32 {
        self.masks[number as usize]
    }
}

/// Which letters a text has: a bit for each of 32 classes of letters.
pub(crate) fn mask(letters: &[u16]) -> u32 {
    letters.iter().fold(0, |mask, letter| mask | 1 << (letter % 32))
}

/// The letters of a text as 16-bit codes.
pub(crate) fn codes(text: &str) -> impl Iterator<Item = u16> {
    text.chars().map(|letter| (letter as u32 ^ (letter as u32 >> 16)) as u16)
}
