//! What looks like a person's name where the name of a place or the number of a paper should stand, in a row that slipped by a
//! column. Only what no place is called is taken for one: a patronymic, or a surname with two initials.

use crate::words::{PLACES, WORDS};

/// The most words of a person's name: two surnames, a given name, a patronymic and its word.
const MOST_WORDS: usize = 5;

/// Letters before the ending of a patronymic; `аулы` is no father's name.
const LEAST_OF_FATHER: usize = 3;

/// Whether a value is worth [`is_a_name`]: letters without a digit, and several words or one that is long enough.
#[inline]
pub(crate) fn may_be_a_name(value: &[u8]) -> bool {
    !value.iter().any(u8::is_ascii_digit)
}

/// Whether a value is a person's name and nothing else: `Условнов Тимурлан Олжабекович`, `Тимурлан Олжабекұлы`,
/// `УСЛОВНОВ Т.О.`; of a single word, a patronymic as Russian makes it.
pub(crate) fn is_a_name(text: &str) -> bool {
    let is_inside = |letter: char| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’' | '.' | ',');
    if !text.chars().all(|letter| is_inside(letter) || letter.is_whitespace()) {
        return false;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = parts(&lower).collect();
    if words.is_empty() || words.len() > MOST_WORDS || words.iter().any(|word| is_of_a_place(word)) {
        return false;
    }
    has_patronymic(&words) || is_surname_with_initials(text)
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| letter.is_whitespace() || matches!(letter, '.' | ','))
        .filter(|word| !word.is_empty())
}

fn is_of_a_place(word: &str) -> bool {
    word.split('-').any(|part| PLACES.whole.contains(part))
        || PLACES.beginnings.iter().any(|beginning| word.starts_with(beginning))
}

/// Whether one of the words, behind the first, is a patronymic; or the only one, as no village is called.
fn has_patronymic(words: &[&str]) -> bool {
    let ends = |word: &str| {
        let endings = WORDS.patronymic_endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
        endings.map(|father| father.chars().count()).any(|letters| letters >= LEAST_OF_FATHER)
    };
    match words {
        [word] => ends(word) && ["ович", "евич", "овна", "евна"].iter().any(|ending| word.ends_with(ending)),
        // Villages and streets bear names such as `Абай Құнанбайұлы`.
        [_, father] => ends(father) && !["ұлы", "улы"].iter().any(|ending| father.ends_with(ending)),
        [_, others @ ..] => {
            others.iter().any(|word| ends(word))
                || (others.len() > 1
                    && others[1..].iter().any(|word| WORDS.makes_patronymic.iter().any(|own| own == word)))
        }
        [] => false,
    }
}

/// Whether a text is a word and two capital letters, each with a dot: `Условнов Т.О.`
fn is_surname_with_initials(text: &str) -> bool {
    let Some((surname, initials)) = text.trim().split_once(char::is_whitespace) else { return false };
    let letters: Vec<char> = initials.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_initial = |letter: char| letter.is_alphabetic() && letter.is_uppercase();
    let [first, '.', second, rest @ ..] = letters.as_slice() else { return false };
    surname.chars().count() > 2
        && surname.chars().next().is_some_and(char::is_uppercase)
        && is_initial(*first)
        && is_initial(*second)
        && matches!(rest, [] | ['.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_persons_and_of_places() {
        for person in [
            "Условнов Тимурлан Олжабекович",
            "УСЛОВНОВА АЙЖАН ОЛЖАБЕКОВНА",
            "Тимурлан Олжабекович",
            "Олжабекович",
            "Условнов Тимурлан Олжабекұлы",
            "Айжан Олжабекқызы",
            "Условнов Тимурлан Олжабек улы",
            "Мнимов-Условнов Т.О.",
            "Условнов Т. О.",
            "Условнов, Тимурлан Олжабекович",
        ] {
            assert!(is_a_name(person), "{person}");
        }
        for place in [
            "Акмолинская область",
            "Жаңа аулы",
            "Алматы қаласы",
            "Школа имени Абая Кунанбаевича",
            "Абай Құнанбайұлы атындағы мектеп",
            "улица Жамбыла Жабаевича",
            "Северная",
            "Большая Владимировка",
            "Г. Алматы",
            "Астана Г.О.Т.",
            "Усть-Каменогорск",
            "Ростов",
            "Қарақызы",
            "Абай Құнанбайұлы",
            "Байдибека Карашаулы",
            "СИЗО",
            "Дом культуры",
            "Посольство в Берлине",
            "Аулие ата",
            "",
        ] {
            assert!(!is_a_name(place), "{place}");
        }
    }
}
