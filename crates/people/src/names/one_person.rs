//! Whether two names can be one person's, given that something else says so, such as an identification number that agrees.
//!
//! Such a number is strong evidence, so the question is not whether the names are equal but whether they exclude each other.
//! Names of one person differ by spelling (Джанбулатов, Жанболат), by script, by a swap of columns, by marriage, by a
//! patronymic left out. They exclude each other where fewer than two of the three parts can be the same name, or where the
//! given name is found nowhere in the other row: brothers and sisters share surname and patronymic.

use super::FILE;
use crate::words::{compiled, count};

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

/// Two spellings of one name: equal, one the beginning of the other (at least three letters, or an initial), or few
/// letters apart.
fn alike(left: &[char], right: &[char]) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if short.is_empty() {
        return false;
    }
    if long.starts_with(short) && (short.len() >= 3 || short.len() == 1) {
        return true;
    }
    // A third of the shorter name may differ, and never more than three letters.
    let allowed = (short.len() / 3).min(3);
    allowed > 0 && long.len() - short.len() <= allowed && distance(short, long) <= allowed
}

/// Damerau-Levenshtein distance, restricted: insertions, deletions, substitutions, swaps of neighbours. Names longer than
/// 64 letters are compared on their first 64.
fn distance(left: &[char], right: &[char]) -> usize {
    let left = &left[..left.len().min(64)];
    let right = &right[..right.len().min(64)];
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (i, &a) in left.iter().enumerate() {
        let mut current = vec![i + 1];
        for (j, &b) in right.iter().enumerate() {
            let substituted = previous[j] + usize::from(a != b);
            let mut cost = substituted.min(previous[j + 1] + 1).min(current[j] + 1);
            if i > 0 && j > 0 && a == right[j - 1] && left[i - 1] == b {
                cost = cost.min(before[j - 1] + 1);
            }
            current.push(cost);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous[right.len()]
}

/// What is left of a name when its spelling in Kazakh, Russian or Latin letters and its ending no longer matter.
fn skeleton(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            'ә' | 'ä' | 'a' => letters.push('а'),
            'ғ' | 'ğ' | 'g' => letters.push('г'),
            'қ' | 'k' | 'q' => letters.push('к'),
            'ң' | 'n' | 'ñ' => letters.push('н'),
            'ө' | 'ö' | 'o' => letters.push('о'),
            'ұ' | 'ү' | 'ю' | 'u' | 'ū' | 'ü' | 'w' => letters.push('у'),
            'һ' | 'x' => letters.push('х'),
            'h' => match letters.last() {
                // zh, kh, sh, ch
                Some('з') => replace_last(&mut letters, 'ж'),
                Some('к') => replace_last(&mut letters, 'х'),
                Some('с') => replace_last(&mut letters, 'ш'),
                Some('ц') => replace_last(&mut letters, 'ч'),
                _ => letters.push('х'),
            },
            'і' | 'й' | 'ы' | 'i' | 'ı' | 'y' | 'j' => letters.push('и'),
            'b' => letters.push('б'),
            'v' => letters.push('в'),
            'd' => letters.push('д'),
            'e' | 'э' => letters.push('е'),
            'z' => letters.push('з'),
            'l' => letters.push('л'),
            'm' => letters.push('м'),
            'p' => letters.push('п'),
            'r' => letters.push('р'),
            's' => letters.push('с'),
            'ş' => letters.push('ш'),
            't' => letters.push('т'),
            'f' => letters.push('ф'),
            'c' => letters.push('ц'),
            'я' => letters.extend(['и', 'а']),
            'ж' if letters.last() == Some(&'д') => replace_last(&mut letters, 'ж'),
            'ъ' | 'ь' | ' ' | '-' | '\'' => {}
            other => letters.push(other),
        }
    }
    letters.dedup();
    strip_ending(letters)
}

fn replace_last(letters: &mut [char], letter: char) {
    if let Some(last) = letters.last_mut() {
        *last = letter;
    }
}

/// Endings of surnames and patronymics as they stand in a skeleton, longest first.
const ENDINGS: [&str; count(FILE, "skeleton_endings")] = compiled(FILE, "skeleton_endings");

/// Takes the ending away where at least three letters remain.
fn strip_ending(mut letters: Vec<char>) -> Vec<char> {
    for ending in ENDINGS {
        let length = ending.chars().count();
        if letters.len() >= length + 3 && letters[letters.len() - length..].iter().copied().eq(ending.chars())
        {
            letters.truncate(letters.len() - length);
            break;
        }
    }
    letters
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

    #[test]
    fn distances_known_from_elsewhere() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        for (left, right, expected) in
            [("kitten", "sitting", 3), ("ab", "ba", 1), ("", "abc", 3), ("ca", "abc", 3), ("same", "same", 0)]
        {
            assert_eq!(distance(&chars(left), &chars(right)), expected, "{left} {right}");
        }
    }
}
