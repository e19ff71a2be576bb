//! The distinct values of one column.

/// Each distinct value of a column once, numbered from 1 by content; 0 is the missing value.
#[derive(Clone, Debug, Default)]
pub struct Values {
    text: String,
    /// Where each value ends, from number 0 (the empty one) on.
    ends: Vec<usize>,
    counts: Vec<u32>,
}

impl Values {
    /// No value but the missing one.
    pub(crate) fn new() -> Self {
        Self { text: String::new(), ends: vec![0], counts: vec![0] }
    }

    pub(crate) fn push(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.counts.push(0);
        (self.ends.len() - 1) as u32
    }

    pub(crate) fn count_up(&mut self, number: u32) {
        self.counts[number as usize] += 1;
    }

    /// Counts the records of a value as having none.
    pub(crate) fn forget(&mut self, number: u32) {
        self.counts[0] += std::mem::take(&mut self.counts[number as usize]);
    }

    /// How many value numbers there are, the missing one included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no value but the missing one.
    pub fn is_empty(&self) -> bool {
        self.ends.len() <= 1
    }

    /// The value of this number; empty for 0.
    pub fn text(&self, number: u32) -> &str {
        let number = number as usize;
        if number == 0 { "" } else { &self.text[self.ends[number - 1]..self.ends[number]] }
    }

    /// How many records have this value; of 0: how many have none.
    pub fn count(&self, number: u32) -> u32 {
        self.counts[number as usize]
    }

    /// All values in the order of their numbers, from 1, without the missing one.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..self.len() as u32).map(|number| (number, self.text(number)))
    }
}
