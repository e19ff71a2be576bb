//! One column for the whole name, taken apart.

use super::FILE;
use crate::words::{compiled, count};

/// The parts of a name, as slices of the value that was split.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct FullName<'a> {
    /// Surname, or empty.
    pub surname: &'a str,
    /// Given name or names, or empty.
    pub given_name: &'a str,
    /// Patronymic, or empty: many people have none.
    pub patronymic: &'a str,
}

/// Shows which parts are there.
impl std::fmt::Debug for FullName<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let has = |part: &str| if part.is_empty() { "" } else { "Аааа" };
        formatter
            .debug_struct("FullName")
            .field("surname", &has(self.surname))
            .field("given_name", &has(self.given_name))
            .field("patronymic", &has(self.patronymic))
            .finish()
    }
}

/// Words that, apart, make the word before them a patronymic.
const SUFFIX_WORDS: [&str; count(FILE, "patronymic_words")] = compiled(FILE, "patronymic_words");

/// Endings of a patronymic in one word.
const ENDINGS: [&str; count(FILE, "patronymic_endings")] = compiled(FILE, "patronymic_endings");

/// Splits `Иванов Иван Иванович` into surname, given name and patronymic.
///
/// The order is surname, given name, patronymic. A patronymic is known by its ending (-ович, -евна, -ұлы, -қызы and
/// their kin), with ұлы, қызы, оглы, кызы also as a word of its own, `Болат ұлы`. If it stands in the middle of three
/// words, the order was given name, patronymic, surname. With two words of which the second is a patronymic, there is no
/// surname. A third word that is no patronymic by its ending is one by its place; further words belong to the given name.
/// One word is a surname. A comma behind the surname is taken away.
///
/// ```
/// use tizim_people::split_full_name;
/// let name = split_full_name("Сейтқали Айгүл Болат қызы");
/// assert_eq!((name.surname, name.given_name, name.patronymic), ("Сейтқали", "Айгүл", "Болат қызы"));
/// ```
pub fn split_full_name(value: &str) -> FullName<'_> {
    let words: Vec<&str> = value
        .split(|character: char| character.is_whitespace() || character == ',')
        .filter(|word| !word.is_empty())
        .collect();
    // From word `from` up to, not including, word `to`, as one slice.
    let slice = |from: usize, to: usize| -> &str {
        match (words.get(from), to.checked_sub(1).and_then(|last| words.get(last))) {
            (Some(first), Some(last)) if from < to => {
                let begin = first.as_ptr() as usize - value.as_ptr() as usize;
                let end = last.as_ptr() as usize - value.as_ptr() as usize + last.len();
                value.get(begin..end).unwrap_or("").trim_end_matches(',')
            }
            _ => "",
        }
    };
    let count = words.len();
    let name = |surname: (usize, usize), given: (usize, usize), patronymic: (usize, usize)| FullName {
        surname: slice(surname.0, surname.1),
        given_name: slice(given.0, given.1),
        patronymic: slice(patronymic.0, patronymic.1),
    };
    let patronymic = patronymic_words(&words);
    match (count, patronymic) {
        (0, _) => FullName::default(),
        (1, _) => name((0, 1), (0, 0), (0, 0)),
        // Given name and patronymic alone.
        (_, Some((1, to))) if to == count => name((0, 0), (0, 1), (1, to)),
        // Given name, patronymic, surname.
        (_, Some((1, to))) => name((to, count), (0, 1), (1, to)),
        (_, Some((from, to))) if from >= 2 => {
            // Behind the patronymic nothing is expected; what stands there stays with it, so that nothing is lost.
            let _ = to;
            name((0, 1), (1, from), (from, count))
        }
        (2, _) => name((0, 1), (1, 2), (0, 0)),
        _ => name((0, 1), (1, count - 1), (count - 1, count)),
    }
}

/// From which word to which the patronymic reaches: the last one that can be it, never the first word.
fn patronymic_words(words: &[&str]) -> Option<(usize, usize)> {
    let small: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    (1..small.len()).rev().find_map(|index| {
        let word = small[index].as_str();
        if SUFFIX_WORDS.contains(&word) {
            (index >= 2).then_some((index - 1, index + 1))
        } else {
            let ends = ENDINGS.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending));
            ends.then_some((index, index + 1))
        }
    })
}
