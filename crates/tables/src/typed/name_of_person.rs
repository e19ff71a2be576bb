//! What looks like a person's name where the name of a place or the number of a paper should stand, in a row that slipped by a
//! column. Only what no place is called is taken for one: a patronymic, or a surname with two initials.

use crate::words::{PLACES, WORDS, has};

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
    if !text.chars().all(is_of_words) {
        return false;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = parts(&lower).collect();
    if words.is_empty() || words.len() > MOST_WORDS || words.iter().any(|word| is_of_a_place(word)) {
        return false;
    }
    has_patronymic(&words) || is_surname_with_initials(text)
}

/// How far a text is like a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// It is not.
    None,
    /// Words of which none says what place it is: a person's name, if the person of its row is called so.
    Words,
    /// Two or three words with capitals, or a word with initials: a person's name, or a place's that has none of its own kind.
    Name,
    /// The same with the ending of a surname.
    Surname,
}

/// How far a text without digits is like a person's name: `Условнов Тимурлан`, `Т. Условнов`, `USLOVNOV T.`
pub(crate) fn likeness(text: &str) -> Likeness {
    let words: Vec<&str> = parts(text).collect();
    let is_capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let is_initial = |word: &&str| word.chars().nth(1).is_none();
    // A small letter is short for what a place is; a capital may be.
    let says_place = |word: &&str| {
        if is_initial(word) { !is_capital(word) } else { is_of_a_place(&word.to_lowercase()) }
    };
    if !text.chars().all(is_of_words)
        || !(2..=MOST_WORDS).contains(&words.len())
        || words.iter().any(says_place)
    {
        return Likeness::None;
    }
    let (initials, names): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_initial(word));
    let are_names = match initials.len() {
        0 => (2..=3).contains(&names.len()),
        1 | 2 => names.len() == 1 && text.contains('.'),
        _ => false,
    };
    if !are_names || !words.iter().all(is_capital) || has(&WORDS.missing, &text.to_lowercase()) {
        return Likeness::Words;
    }
    let has_surname = names.iter().any(|word| tizim_people::names::ends_as_surname(word));
    if has_surname { Likeness::Surname } else { Likeness::Name }
}

/// The words with a capital of a text in which digits or marks stand beside its words: `Условнов Тимурлан, т. 555 12 34`,
/// `(Условнов_Т.)`. None where nothing stands beside them, fewer than two have a capital, or one says what place it is.
pub(crate) fn beside_marks(text: &str) -> Option<String> {
    if text.chars().all(is_of_words) && !text.contains(" - ") {
        return None;
    }
    let is_written_out = |word: &&str| word.chars().nth(1).is_some();
    let capitals: Vec<&str> = words_of(text).filter(|word| word.starts_with(char::is_uppercase)).collect();
    let mut written_out = words_of(text).filter(is_written_out);
    let is_name = capitals.len() > 1
        && capitals.iter().any(is_written_out)
        && !written_out.any(|word| is_of_a_place(&word.to_lowercase()));
    is_name.then(|| capitals.join(" "))
}

/// Whether one of the words says what place it is.
pub(crate) fn names_a_place(text: &str) -> bool {
    words_of(&text.to_lowercase()).any(is_of_a_place)
}

/// Whether a street and a house stand there, and no word for what is in the house: `ул. Тихая, д. 4`.
pub(crate) fn is_a_house(text: &str) -> bool {
    is_an_address(text) && words_of(&text.to_lowercase()).any(|word| has(&WORDS.streets, word))
}

/// Whether a number stands there, and no word for a place that is none of an address: `с. Тихое, Тихая 4`, and `Тихая 4` too.
pub(crate) fn is_an_address(text: &str) -> bool {
    let is_another = |word: &str| is_of_a_place(word) && !has(&WORDS.of_addresses, word);
    text.contains(|letter: char| letter.is_ascii_digit()) && !words_of(&text.to_lowercase()).any(is_another)
}

/// Whether a letter or a mark may stand in a text of nothing but words.
fn is_of_words(letter: char) -> bool {
    is_of_a_word(letter) || letter.is_whitespace() || matches!(letter, '.' | ',')
}

fn is_of_a_word(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’')
}

/// The words of a text, whatever stands between them.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter| !is_of_a_word(letter)).map(|word| word.trim_matches('-'));
    words.filter(|word| !word.is_empty())
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
    fn how_far_a_text_is_like_a_name() {
        for (text, expected) in [
            ("Выдумщиков Ерасыл", Likeness::Surname),
            ("Е. ВЫДУМЩИКОВА", Likeness::Surname),
            ("Vydumshchikov Y.T.", Likeness::Surname),
            ("Сочинбек Айзере", Likeness::Name),
            ("Жаңа Жол", Likeness::Name),
            ("Северо Казахстанская", Likeness::Name),
            ("нет номера", Likeness::Words),
            ("Выдумщиков Ерасыл тестовый", Likeness::Words),
            ("Выдумщиков", Likeness::None),
            ("Дом Выдумщикова", Likeness::None),
            ("с. Выдумщиково", Likeness::None),
            ("Шал ақын ауданы", Likeness::None),
            ("Выдумщиков 5", Likeness::None),
        ] {
            assert_eq!(likeness(text), expected, "{text}");
        }
        assert!(
            is_an_address("с. Тихое, Тихая 4")
                && !is_an_address("с. Тихое")
                && !is_an_address("Школа, Тихая 4")
        );
        for house in ["ул. Тихая 12", "Тихая көшесі, 12-үй", "пр. Тихий, д. 4"] {
            assert!(is_a_house(house), "{house}");
        }
        for other in ["Школа, ул. Тихая 12", "ул. Тихая", "Участок № 12, ул. Тихая 12", "12"]
        {
            assert!(!is_a_house(other), "{other}");
        }
        for (text, name) in [
            ("Выдумщиков Ерасыл, т. 8 701 555 12 34", "Выдумщиков Ерасыл"),
            ("Выдумщиков Ерасыл 1962", "Выдумщиков Ерасыл"),
            ("(Выдумщиков_Ерасыл_Тестович)*", "Выдумщиков Ерасыл Тестович"),
            ("Выдумщиков Е.Т., кв. 5", "Выдумщиков Е Т"),
            ("Выдумщиков - Ерасыл", "Выдумщиков Ерасыл"),
        ] {
            assert_eq!(beside_marks(text).as_deref(), Some(name));
        }
        for other in
            ["Выдумщиков Ерасыл", "Участок № 12", "12", "Школа № 5 имени Выдумщикова", "с. Выдумщиково 12"]
        {
            assert_eq!(beside_marks(other), None, "{other}");
        }
    }

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
