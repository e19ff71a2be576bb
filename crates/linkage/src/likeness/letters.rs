//! The letters of many texts, one after another.

use crate::records::Values;

/// Letters of every value of a column, as 16-bit codes (letters beyond the basic plane are folded into it).
#[derive(Debug)]
pub(crate) struct Letters {
    codes: Vec<u16>,
    ends: Vec<usize>,
}

impl Letters {
    /// The letters of every value.
    pub(crate) fn of(values: &Values) -> Self {
        let mut letters = Self { codes: Vec::new(), ends: vec![0] };
        for (_, text) in values.iter() {
            letters.codes.extend(codes(text));
            letters.ends.push(letters.codes.len());
        }
        letters
    }

    /// The letters of one value.
    pub(crate) fn get(&self, number: u32) -> &[u16] {
        let number = number as usize;
        &self.codes[self.ends[number - 1]..self.ends[number]]
    }
}

/// The letters of a text as 16-bit codes.
pub(crate) fn codes(text: &str) -> impl Iterator<Item = u16> {
    text.chars().map(|letter| (letter as u32 ^ (letter as u32 >> 16)) as u16)
}
