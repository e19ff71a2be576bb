//! Words of registers by number, so that each is brought into normal form once.

use std::collections::HashMap;

use tizim_people::names::{NamePart, Spelling, can_all_be_one, normalise};

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

    /// Full names as far as spelling tells them apart: a number for surname and given name, and one for the patronymic
    /// (0 without one), equal where Kazakh and Russian spelling, or an ending left out, make all the difference.
    pub(super) fn spelled(&self, names: &[[u32; 3]]) -> Vec<[u32; 2]> {
        let mut known: HashMap<[u32; 3], [u32; 2]> = HashMap::new();
        let mut classes: HashMap<String, u32> = HashMap::new();
        let mut regular: HashMap<(NamePart, u32), String> = HashMap::new();
        let mut spelling = |part: NamePart, word: u32| {
            let make = || Spelling::of(part, self.normal(word)).regular();
            regular.entry((part, word)).or_insert_with(make).clone()
        };
        let mut class = |key: String| {
            let next = classes.len() as u32 + 1;
            *classes.entry(key).or_insert(next)
        };
        let spelled = |name: &[u32; 3]| {
            *known.entry(*name).or_insert_with(|| {
                let [surname, given_name, patronymic] = *name;
                let surname = spelling(NamePart::Surname, surname);
                let given_name = spelling(NamePart::GivenName, given_name);
                let father =
                    if patronymic == 0 { 0 } else { class(spelling(NamePart::Patronymic, patronymic)) };
                [class(format!("{surname} {given_name}")), father]
            })
        };
        names.iter().map(spelled).collect()
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

    #[test]
    fn spellings_of_one_name_are_one() {
        let mut words = Words::default();
        let mut name = |parts: [&'static str; 3]| parts.map(|part| words.number(part));
        let names = [
            name(["Қасымов", "Ұлан", "Серікұлы"]),
            name(["Касымов", "Улан", "Серикович"]),
            name(["Kassymov", "Ulan", ""]),
            name(["Касымов", "Улан", "Болатович"]),
            name(["Касенов", "Улан", "Серикович"]),
        ];
        let spelled = words.spelled(&names);
        assert_eq!(spelled[0], spelled[1]);
        assert_eq!((spelled[2][0], spelled[2][1]), (spelled[0][0], 0));
        assert_eq!(spelled[3][0], spelled[0][0]);
        assert_ne!(spelled[3][1], spelled[0][1]);
        assert_ne!(spelled[4][0], spelled[0][0]);
    }
}
