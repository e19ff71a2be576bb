//! Whether two names can be one person's, given that something else says so, such as an identification number that agrees.
//!
//! Such a number is strong evidence, so the question is not whether the names are equal but whether they exclude each other.
//! Names of one person differ by spelling (Джанбулатов, Жанболат), by script, by a swap of columns, by marriage, by a
//! patronymic left out. They exclude each other where fewer than two of the three parts can be the same name, or where the
//! given name is found nowhere in the other row: brothers and sisters share surname and patronymic.

use super::distance::alike;
use super::endings::without_any_ending;
use super::spelling::letters_of;

/// What two names say of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// They can be one person's.
    Compatible,
    /// They cannot.
    Incompatible,
    /// One of them is not there.
    Unknown,
}

/// Compares two names in normal form: surname, given name and patronymic, each perhaps empty.
///
/// ```
/// use tizim_people::names::{Agreement, compare};
/// let one = ["джанбулатов", "асель", "болатовна"];
/// assert_eq!(compare(one, ["жанболат", "әсел", "болатқызы"]), Agreement::Compatible);
/// assert_eq!(compare(one, ["джанбулатова", "айгүл", "болатовна"]), Agreement::Incompatible);
/// assert_eq!(compare(one, ["", "", ""]), Agreement::Unknown);
/// ```
pub fn compare(left: [&str; 3], right: [&str; 3]) -> Agreement {
    let is_empty = |names: &[&str; 3]| names.iter().all(|part| part.is_empty());
    if is_empty(&left) || is_empty(&right) {
        return Agreement::Unknown;
    }
    if left == right {
        return Agreement::Compatible;
    }
    let [given, other] = [left, right].map(|names| skeleton(names[1]));
    let left = parts(left);
    let right = parts(right);
    let found =
        |given: &[char], parts: &[Vec<char>]| given.is_empty() || parts.iter().any(|part| alike(given, part));
    // A given name is looked for only where the other side has more than one part, so that there is one to be found.
    if (right.len() > 1 && !found(&given, &right)) || (left.len() > 1 && !found(&other, &left)) {
        return Agreement::Incompatible;
    }
    let agreeing = matched(&left, &right);
    let comparable = left.len().min(right.len());
    // One part alone on one side must be found on the other; else two must agree.
    if agreeing >= comparable.min(2) { Agreement::Compatible } else { Agreement::Incompatible }
}

/// Whether these names in normal form can all be one person's, two by two; one that is not there says nothing.
pub fn can_all_be_one(names: &[[&str; 3]]) -> bool {
    let mut distinct = names.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let excluded = |(place, one): (usize, &[&str; 3])| {
        distinct[place + 1..].iter().any(|other| compare(*one, *other) == Agreement::Incompatible)
    };
    !distinct.iter().enumerate().any(excluded)
}

/// The most words of a text that may be somebody's name: two surnames, a given name, a patronymic and its word.
const MOST_WORDS: usize = 5;

/// Whether a text as it is written names a person of this surname and given name, as they are written: both in any order and
/// in any of the spellings that [`compare`] takes for one name, with a patronymic or
/// without. Beside the surname an initial is enough, whichever it is: alphabets differ in it.
///
/// ```
/// use tizim_people::names::is_named;
/// for text in ["Небывалов Рустембай", "РУСТЕМБАЙ НЕБЫВАЛОВ", "Р. Небывалов", "Небывалов Р.О.", "Nebyvalov Rustembai", "Y. Nebyvalov"] {
///     assert!(is_named(text, "Небывалов", "Рустембай"), "{text}");
/// }
/// for text in ["Небывалов", "Небывалов Олжас", "Новая Жизнь", "Небывалов 5", ""] {
///     assert!(!is_named(text, "Небывалов", "Рустембай"), "{text}");
/// }
/// ```
pub fn is_named(text: &str, surname: &str, given_name: &str) -> bool {
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let [surname, given_name] = [surname, given_name].map(|name| skeleton(&super::normalise(name)));
    let words: Vec<Vec<char>> =
        super::normalise(text).split(' ').map(skeleton).filter(|word| !word.is_empty()).collect();
    if surname.is_empty() || given_name.is_empty() || !(2..=MOST_WORDS).contains(&words.len()) {
        return false;
    }
    let is_surname = |word: &[char]| word == surname || (word.len() > 1 && alike(word, &surname));
    (0..words.len()).any(|one| {
        is_surname(&words[one])
            && words
                .iter()
                .enumerate()
                .any(|(other, word)| other != one && (word.len() == 1 || alike(word, &given_name)))
    })
}

/// The parts that are there, as skeletons.
fn parts(names: [&str; 3]) -> Vec<Vec<char>> {
    names.into_iter().filter(|part| !part.is_empty()).map(skeleton).collect()
}

/// The greatest number of parts of one side that find each a part of its own on the other, in any order: columns get
/// swapped. With three parts on a side all orders are tried.
fn matched(left: &[Vec<char>], right: &[Vec<char>]) -> usize {
    fn best(left: &[Vec<char>], right: &[Vec<char>], used: u8) -> usize {
        let Some((first, rest)) = left.split_first() else { return 0 };
        let mut most = best(rest, right, used);
        for (index, part) in right.iter().enumerate() {
            if used >> index & 1 == 0 && alike(first, part) {
                most = most.max(1 + best(rest, right, used | 1 << index));
            }
        }
        most
    }
    best(left, right, 0)
}

/// What is left of a name when its spelling and its ending no longer matter. Columns get swapped, so any ending goes.
fn skeleton(name: &str) -> Vec<char> {
    without_any_ending(&letters_of(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(left: (&str, &str, &str), right: (&str, &str, &str)) -> Agreement {
        let [left, right] = [left, right].map(|(surname, given_name, patronymic)| {
            [surname, given_name, patronymic].map(crate::names::normalise)
        });
        compare(left.each_ref().map(String::as_str), right.each_ref().map(String::as_str))
    }

    #[test]
    fn spellings_of_one_family_are_compatible() {
        let spellings = ["Джанбулатов", "Жанбулат", "Джанбулатова", "Жанбулатов", "Жанболат"];
        for left in spellings {
            for right in spellings {
                let agreement = agreement((left, "Әсел", "Болатқызы"), (right, "Асель", "Болатовна"));
                assert_eq!(agreement, Agreement::Compatible, "{left} {right}");
            }
        }
    }

    #[test]
    fn marriage_swaps_and_missing_parts() {
        let compatible = [
            (("Иванова", "Анна", "Петровна"), ("Ким", "Анна", "Петровна")),
            (("Иванов", "Иван", "Петрович"), ("Иван", "Петрович", "Иванов")),
            (("Иванов", "Иван", "Петрович"), ("Иванов", "Иван", "")),
            (("Иванов", "И", "П"), ("Иванов", "Иван", "Петрович")),
            (("Ivanov", "Ivan", ""), ("Иванов", "Иван", "Петрович")),
            (("Жумабаев", "Қанат", ""), ("Zhumabayev", "Kanat", "")),
            (("Ли", "Анна", ""), ("Ли", "Анна", "Сергеевна")),
        ];
        for (left, right) in compatible {
            assert_eq!(agreement(left, right), Agreement::Compatible, "{left:?} {right:?}");
        }
    }

    #[test]
    fn two_people_are_not_compatible() {
        let incompatible = [
            (("Иванов", "Иван", "Петрович"), ("Сейтқали", "Айгүл", "Болатқызы")),
            (("Иванов", "Иван", "Петрович"), ("Иванов", "Сергей", "Олегович")),
            (("Ли", "Анна", ""), ("Ким", "Анна", "")),
            (("Иванов", "Иван", "Петрович"), ("Иванов", "Сергей", "Петрович")),
        ];
        for (left, right) in incompatible {
            assert_eq!(agreement(left, right), Agreement::Incompatible, "{left:?} {right:?}");
        }
        assert_eq!(agreement(("", "", ""), ("Ли", "Анна", "")), Agreement::Unknown);
    }

    #[test]
    fn of_many_names_every_two_must_fit() {
        let one = ["иванов", "иван", ""];
        assert!(can_all_be_one(&[one, ["иванов", "иван", "петрович"], ["", "", ""], one]));
        assert!(!can_all_be_one(&[["иванов", "иван", "петрович"], one, ["иванов", "сергей", ""]]));
        assert!(can_all_be_one(&[]));
    }
}
