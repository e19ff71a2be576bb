//! Normal forms that know no language.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::records::Kind;

/// Words that say that nothing is known.
const NOTHING: [&str; 8] = ["na", "n a", "nan", "none", "null", "unknown", "not known", "нет"];

/// Appends the normal form of a value.
pub(super) fn normal(kind: Kind, value: &str, normal: &mut String) {
    let start = normal.len();
    match kind {
        Kind::Date => super::date::normal(value, normal),
        Kind::Identifier => normal.extend(letters_and_digits(value).filter(|&letter| letter != ' ')),
        Kind::Phone => phone(value, normal),
        Kind::Email => normal.extend(value.trim().chars().flat_map(char::to_lowercase)),
        _ => words(value, normal),
    }
    if !normal[start..].chars().any(char::is_alphanumeric) || NOTHING.contains(&&normal[start..]) {
        normal.truncate(start);
    }
}

/// Words in small letters without marks, parted by single spaces.
fn words(value: &str, normal: &mut String) {
    let start = normal.len();
    for letter in letters_and_digits(value) {
        if letter != ' ' || normal.len() > start && !normal.ends_with(' ') {
            normal.push(letter);
        }
    }
    if normal.len() > start && normal.ends_with(' ') {
        normal.pop();
    }
}

/// Small letters without marks, digits, and a space for everything else, save that an apostrophe is nothing.
fn letters_and_digits(value: &str) -> impl Iterator<Item = char> {
    value
        .nfkd()
        .filter(|&letter| !is_combining_mark(letter) && !matches!(letter, '\'' | '’' | '`' | 'ʼ'))
        .flat_map(char::to_lowercase)
        .flat_map(|letter| {
            let (first, second) = match letter {
                'ß' => ('s', Some('s')),
                'æ' => ('a', Some('e')),
                'œ' => ('o', Some('e')),
                'ø' => ('o', None),
                'ł' => ('l', None),
                'đ' | 'ð' => ('d', None),
                'ı' => ('i', None),
                letter if letter.is_alphanumeric() => (letter, None),
                _ => (' ', None),
            };
            std::iter::once(first).chain(second)
        })
}

/// The last ten digits: what stands before them is the country or the trunk prefix.
fn phone(value: &str, normal: &mut String) {
    let digits: Vec<char> = value.chars().filter(char::is_ascii_digit).collect();
    normal.extend(&digits[digits.len().saturating_sub(10)..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: Kind, value: &str) -> String {
        let mut form = String::new();
        normal(kind, value, &mut form);
        form
    }

    #[test]
    fn folds_what_is_not_the_name() {
        assert_eq!(of(Kind::Surname, "  O'Brien-SMÍTH "), "obrien smith");
        assert_eq!(of(Kind::Surname, "Größe"), "grosse");
        assert_eq!(of(Kind::Identifier, "12-34 a"), "1234a");
        assert_eq!(of(Kind::Phone, "+44 (0)20 7946 0018"), of(Kind::Phone, "020 7946 0018"));
        for nothing in ["-", "N/A", "...", "", "unknown", "Нет"] {
            assert_eq!(of(Kind::Text, nothing), "", "{nothing}");
        }
    }
}
