//! Words of registers by number, so that each is brought into normal form once.

use std::collections::HashMap;

use tizim_people::names::{can_all_be_one, normalise};

/// Normal forms of words, each made once: names and kinds of election repeat.
#[derive(Default)]
pub(super) struct Words<'a> {
    by_text: HashMap<&'a str, u32>,
    by_normal: HashMap<String, u32>,
    /// The normal forms by number.
    normals: Vec<String>,
}

impl<'a> Words<'a> {
    /// The number of a word; the empty word is 0.
    pub(super) fn number(&mut self, text: &'a str) -> u32 {
        if let Some(number) = self.by_text.get(text) {
            return *number;
        }
        let normal = normalise(text);
        let next = self.by_normal.len() as u32 + 1;
        let number =
            if normal.is_empty() { 0 } else { *self.by_normal.entry(normal.clone()).or_insert(next) };
        if number == next {
            self.normals.push(normal);
        }
        self.by_text.insert(text, number);
        number
    }

    fn normal(&self, number: u32) -> &str {
        (number as usize).checked_sub(1).and_then(|place| self.normals.get(place)).map_or("", String::as_str)
    }

    /// Whether these full names can all be one person's, two by two.
    pub(super) fn can_be_one(&self, names: &[[u32; 3]]) -> bool {
        let names: Vec<_> = names.iter().map(|name| name.map(|part| self.normal(part))).collect();
        can_all_be_one(&names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_in_their_normal_form() {
        let mut words = Words::default();
        let one = words.number("Ахметова");
        assert_eq!(words.number(" АХМЕТОВА "), one);
        assert_ne!(words.number("Ким"), one);
        assert_eq!(words.number("  "), 0);
    }
}
