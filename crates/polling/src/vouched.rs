//! Places that nobody vouches for: a row about a person that slipped by a column has a name where a region or a precinct
//! should stand, and no table of precincts knows such a place.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use tizim_people::text::fold;
use tizim_people::words::Words;

use crate::region::{self, Regions, Written};

/// Rows from which on a name is a place by their number alone: a row that slipped is one of few.
const ENOUGH_ROWS: u64 = 10;

/// Digits of the longest number that a place goes by.
const LONGEST_NUMBER: usize = 5;

/// Words of which one makes a name that of a place.
static WORDS: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let topics = ["precinct", "region", "city", "district", "institution"];
    topics.map(|topic| Words::of_topic(region::WORDS, topic)).to_vec()
});

/// Names of places in tables about persons, against those that other tables and the law know.
#[derive(Debug, Clone, Default)]
pub struct Vouched {
    known: HashSet<String>,
    /// By normal form: as written first, and in how many rows.
    seen: HashMap<String, (String, u64)>,
}

impl Vouched {
    /// Starts with the regions of the country.
    pub fn new(regions: &Regions) -> Self {
        let mut vouched = Self::default();
        for name in regions.units().iter().flat_map(crate::RegionNames::names) {
            vouched.know(name);
        }
        vouched
    }

    /// A place that a table of places names.
    pub fn know(&mut self, name: &str) {
        self.known.insert(fold(name));
    }

    /// A place that so many rows about persons name.
    pub fn see(&mut self, name: &str, rows: u64) {
        let name = name.trim();
        if !name.is_empty() {
            self.seen.entry(fold(name)).or_insert_with(|| (name.to_owned(), 0)).1 += rows;
        }
    }

    /// The names that only a few rows about persons state, and that do not look like places.
    pub fn unvouched(self) -> BTreeSet<String> {
        let Self { known, seen } = self;
        let is_vouched = |form: &str, rows: u64| rows >= ENOUGH_ROWS || known.contains(form);
        seen.into_iter()
            .filter(|(form, (name, rows))| !is_vouched(form, *rows) && !looks_like_a_place(name))
            .map(|(_, (name, _))| name)
            .collect()
    }
}

/// Whether a name is one of a place: by a word for what it is, or by a number as precincts have it.
///
/// ```
/// use tizim_polling::vouched::looks_like_a_place;
/// for place in ["12", "Участок № 12", "Школа-гимназия № 5", "СИЗО", "Посольство в Берлине", "ЛА-155/8", "Южная обл."] {
///     assert!(looks_like_a_place(place), "{place}");
/// }
/// assert!(!looks_like_a_place("Проверкин П.П."));
/// ```
pub fn looks_like_a_place(name: &str) -> bool {
    let has_number = name
        .split(|letter: char| !letter.is_ascii_digit())
        .any(|number| (1..=LONGEST_NUMBER).contains(&number.len()));
    let folded = fold(name);
    let says = |word: &str| WORDS.iter().any(|words| words.has(word));
    has_number
        || folded.split([' ', '-']).filter(|word| !word.is_empty()).any(says)
        || Written::parse(name).is_some_and(|written| written.kind.is_some())
}

/// Whether the name of a place is the shape of a person's number, birth date, name or flat, as the reader shows what it finds of
/// these where a place should stand.
///
/// ```
/// use tizim_polling::vouched::is_shape_of_a_person;
/// assert!(is_shape_of_a_person("999999999999") && is_shape_of_a_person("99.99.9999 а.а.") && is_shape_of_a_person("Аааа 9999-99-99"));
/// assert!(is_shape_of_a_person("Аааааааа Аааа Аааааааааа") && is_shape_of_a_person("аа. Аааааа, а. 9, аа. 99"));
/// assert!(is_shape_of_a_person("Аа Аа") && is_shape_of_a_person("А. Ааааа") && is_shape_of_a_person("аа. Аааааа 99"));
/// for place in ["99", "999-9", "1999", "Аааа", "", "12-99999999"] {
///     assert!(!is_shape_of_a_person(place), "{place}");
/// }
/// ```
pub fn is_shape_of_a_person(name: &str) -> bool {
    /// Digits of a date with its year, of which no number of a place has as many; letters of which no word has as many alike.
    const FEWEST: usize = 8;
    /// The same of two words or more.
    const FEWEST_OF_WORDS: usize = 3;
    let is_of_shape = |letter: char| {
        matches!(letter, '9' | 'А' | 'а' | 'A' | 'a' | '?' | '…' | ' ') || letter.is_ascii_punctuation()
    };
    let count = |of_it: fn(char) -> bool| name.chars().filter(|letter| of_it(*letter)).count();
    let digits = count(|letter| letter == '9');
    let letters = count(|letter| matches!(letter, 'А' | 'а' | 'A' | 'a'));
    let are_words = letters >= FEWEST_OF_WORDS && name.trim().contains([' ', '@']);
    (digits >= FEWEST || letters >= FEWEST || are_words) && name.chars().all(is_of_shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slipped_name_is_vouched_for_by_nobody() {
        let mut vouched = Vouched::default();
        vouched.know("Северная");
        for (name, rows) in [
            ("СЕВЕРНАЯ", 1),
            ("Южная", 10),
            ("Проверкин", 9),
            ("ПРОВЕРКИН Пётр", 1),
            ("СИЗО", 1),
            ("Посольство в Берлине", 2),
            ("Школа-гимназия", 1),
            ("Дом культуры", 1),
            ("Аудандық аурухана", 1),
            ("General hospital", 1),
            ("Участок", 1),
            ("4", 1),
            ("", 1),
        ] {
            vouched.see(name, rows);
        }
        let unvouched: Vec<String> = vouched.unvouched().into_iter().collect();
        assert_eq!(unvouched, ["ПРОВЕРКИН Пётр", "Проверкин"]);
    }
}
