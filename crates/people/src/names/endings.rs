//! Endings of surnames and patronymics: of a man, of a woman, or left out.

use std::sync::LazyLock;

use super::spelling::{FILE, NamePart, letters_of};
use crate::words::listed;

/// The ending that a name had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ending {
    /// Endings of one family stand for one another: -ов and -ова; -ович, -овна, -ұлы and -қызы.
    pub(super) family: usize,
    /// Whether it is a woman's.
    pub(super) female: bool,
}

struct Known {
    letters: Vec<char>,
    ending: Ending,
}

/// The endings of surnames, each pair a family of its own, longest first.
static OF_SURNAMES: LazyLock<Vec<Known>> = LazyLock::new(|| read("surname_endings", |pair| pair));
/// The endings of patronymics, one family, longest first.
static OF_PATRONYMICS: LazyLock<Vec<Known>> = LazyLock::new(|| read("father_endings", |_| 0));

/// Letters that remain at the least.
const SHORTEST_STEM: usize = 2;

fn read(topic: &str, family: impl Fn(usize) -> usize) -> Vec<Known> {
    let mut known: Vec<Known> = Vec::new();
    for (index, pair) in listed(FILE, topic).iter().enumerate() {
        for (place, ending) in pair.split(' ').enumerate() {
            let letters = letters_of(ending);
            let ending = Ending { family: family(index), female: place == 1 };
            let mut single = letters.clone();
            single.dedup();
            for letters in [letters, single] {
                if !known.iter().any(|one| one.letters == letters) {
                    known.push(Known { letters, ending });
                }
            }
        }
    }
    known.sort_by_key(|one| std::cmp::Reverse(one.letters.len()));
    known
}

/// Letters of a name before the ending of a surname, by which it is taken for one.
const LEAST_BEFORE_ENDING: usize = 3;

/// Whether a word as it is written ends as surnames do and places hardly: `Небывалова`, `NEBYVALOV`. Endings that all
/// adjectives have say nothing.
///
/// ```
/// use tizim_people::names::ends_as_surname;
/// assert!(["Небывалова", "NEBYVALOV", "Куандыкин"].into_iter().all(ends_as_surname));
/// assert!(!["Северная", "Казахстанская", "Рустембай", "Ов", "Владимировка", ""].into_iter().any(ends_as_surname));
/// ```
pub fn ends_as_surname(word: &str) -> bool {
    let letters = letters_of(&super::normalise(word));
    let of_adjectives = |known: &Known| {
        known.letters.ends_with(&['о', 'и'])
            || known.letters.ends_with(&['а', 'и', 'а'])
            || known.letters.ends_with(&['и', 'и'])
    };
    OF_SURNAMES.iter().any(|known| {
        !of_adjectives(known)
            && letters.len() >= known.letters.len() + LEAST_BEFORE_ENDING
            && letters.ends_with(&known.letters)
    })
}

/// A name in one alphabet, doubled letters as they stand, without its ending and with doubled letters single; and which ending
/// that was.
pub(super) fn without_ending(part: NamePart, letters: &[char]) -> (Vec<char>, Option<Ending>) {
    let known: &[Known] = match part {
        NamePart::Surname => &OF_SURNAMES,
        NamePart::Patronymic => &OF_PATRONYMICS,
        NamePart::GivenName => &[],
    };
    let ended =
        |one: &&Known| letters.len() >= one.letters.len() + SHORTEST_STEM && letters.ends_with(&one.letters);
    let found = known.iter().find(ended);
    let mut stem = letters[..letters.len() - found.map_or(0, |one| one.letters.len())].to_vec();
    stem.dedup();
    // Сергей, Сергеевич: the father's name loses its й.
    if part == NamePart::Patronymic && found.is_some() && stem.len() > SHORTEST_STEM + 1 {
        stem.pop_if(|last| *last == 'и');
    }
    (stem, found.map(|one| one.ending))
}

/// The same of a name of which it is not known what part it is; at least three letters remain.
pub(super) fn without_any_ending(letters: &[char]) -> Vec<char> {
    let stem = |part| match without_ending(part, letters) {
        (stem, Some(_)) if stem.len() > SHORTEST_STEM => Some(stem),
        _ => None,
    };
    let (whole, _) = without_ending(NamePart::GivenName, letters);
    let stems = [stem(NamePart::Patronymic), stem(NamePart::Surname)];
    stems.into_iter().flatten().min_by_key(Vec::len).unwrap_or(whole)
}
