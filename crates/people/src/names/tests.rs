use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::*;

/// The specification in the module documentation, written as plainly as possible, character by character.
fn naive(text: &str) -> String {
    let mut cleaned = String::new();
    for character in text.nfc() {
        match character {
            '"'
            | '«'
            | '»'
            | '\u{201c}'..='\u{201f}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
            | '\u{482}' => {}
            _ if is_combining_mark(character) => {}
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
                cleaned.push('-');
            }
            '\''
            | '`'
            | '\u{2018}'..='\u{201b}'
            | '\u{2b9}'
            | '\u{2bb}'..='\u{2bd}'
            | '\u{2032}'
            | '\u{b4}'
            | '\u{ff07}' => {
                cleaned.push('\'');
            }
            '.' | ',' | ';' | ':' | '_' | '(' | ')' | '[' | ']' | '{' | '}' | '№' => cleaned.push(' '),
            _ if character.is_whitespace() || character.is_control() => cleaned.push(' '),
            _ => cleaned.push(character),
        }
    }
    let cleaned: String = cleaned.nfc().collect();
    let chunks: Vec<String> = cleaned
        .split('-')
        .map(|chunk| {
            let words: Vec<String> =
                chunk.split(' ').map(naive_word).filter(|word| !word.is_empty()).collect();
            words.join(" ")
        })
        .filter(|chunk| !chunk.is_empty())
        .collect();
    let whole: String = chunks.join("-").nfc().collect();
    let is_none = !whole.chars().any(char::is_alphabetic)
        || placeholder::is_placeholder(whole.as_bytes())
        || whole.starts_with('#')
        || [text, &whole].into_iter().any(|name| garbled::is_garbled(name.as_bytes()));
    if is_none { String::new() } else { whole }
}

const LATIN: &str = "abcehikmoptxyə";
const TWINS: &str = "авсeһікмортхуә";

fn naive_word(word: &str) -> String {
    let pieces: Vec<&str> = word.split('\'').filter(|piece| !piece.is_empty()).collect();
    let word = pieces.join("'");
    let cyrillic_twins: Vec<char> = "авсеһікмортхуән".chars().collect();
    let is_cyrillic = |letter: char| ('\u{400}'..='\u{52f}').contains(&letter);
    let mut small = Vec::new();
    for character in word.chars() {
        let character = match character {
            'ɵ' | 'Ɵ' => 'ө',
            'ǝ' | 'Ǝ' | 'Ə' => 'ə',
            'İ' => 'i',
            'ς' => 'σ',
            other => other,
        };
        for lower in character.to_lowercase().filter(|lower| !is_combining_mark(*lower)) {
            let folded = match lower {
                'ё' => 'е',
                'ї' => 'ү',
                'є' => 'ғ',
                'ќ' => 'қ',
                'ґ' => 'ө',
                other => other,
            };
            small.push((folded, character == 'H'));
        }
    }
    let latin = |letter: char| {
        letter.is_ascii_alphabetic()
            || letter == 'ə'
            || (letter.is_alphabetic() && matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'))
    };
    let cyrillic_only =
        small.iter().any(|(letter, _)| is_cyrillic(*letter) && !cyrillic_twins.contains(letter));
    let any_cyrillic = small.iter().any(|(letter, _)| is_cyrillic(*letter));
    let latin_only = small.iter().any(|(letter, _)| latin(*letter) && !LATIN.contains(*letter));
    let to_cyrillic = cyrillic_only || !latin_only;
    small
        .into_iter()
        .map(|(letter, capital_h)| {
            if to_cyrillic {
                if letter == 'h' {
                    return if capital_h || !any_cyrillic { 'н' } else { 'һ' };
                }
                if letter == 'e' {
                    return 'е';
                }
                match LATIN.chars().position(|latin| latin == letter) {
                    Some(index) => TWINS.chars().nth(index).unwrap(),
                    None => letter,
                }
            } else if letter == 'н' {
                'h'
            } else if letter == 'е' {
                'e'
            } else {
                match TWINS.chars().position(|twin| twin == letter) {
                    Some(index) => LATIN.chars().nth(index).unwrap(),
                    None => letter,
                }
            }
        })
        .collect()
}

#[test]
fn case_spaces_hyphens_apostrophes() {
    for text in [
        "Иванов-Петров",
        "ИВАНОВ - ПЕТРОВ",
        " иванов–петров ",
        "Иванов‑Петров.",
        "Иванов--Петров",
        "«Иванов»-Петров",
    ] {
        assert_eq!(normalise(text), "иванов-петров", "{text}");
    }
    for text in ["Дем'яненко", "ДЕМ’ЯНЕНКО", "Демʼяненко", "Дем`яненко", "'Дем''яненко'"]
    {
        assert_eq!(normalise(text), "дем'яненко", "{text}");
    }
    assert_eq!(normalise("Ван\tдер\u{a0}Вааль"), "ван дер вааль");
    assert_eq!(normalise("Иванова (Петрова)"), "иванова петрова");
}

#[test]
fn composition_and_yo() {
    assert_eq!(normalise("Андрей"), normalise("Андреи\u{306}"));
    assert_eq!(normalise("Пётр"), "петр");
    assert_eq!(normalise("Пе\u{308}тр"), "петр");
    assert_eq!(normalise("Ива\u{301}нов"), "иванов");
    assert_eq!(normalise("Ив\u{ad}анов\u{200b}"), "иванов");
}

#[test]
fn look_alikes() {
    // Each name typed in Cyrillic, and with every Latin letter that looks like one of its letters.
    for (pure, mixed) in [
        ("МАРТЫНОВ", "MAPTЫHOB"),
        ("КОВАЛЕНКО", "KOBAЛEHKO"),
        ("Сухов", "Cyxoв"),
        ("Әсет", "Əсет"),
        ("Әсет", "Әceт"),
        ("Жаһан", "Жahaн"),
        ("Іңкәр", "Iңкəр"),
        ("АСЕР", "ACEP"),
        ("Өмір", "Ɵмiр"),
    ] {
        assert_eq!(normalise(mixed), normalise(pure), "{mixed}");
    }
    assert_eq!(normalise("Smіth"), "smith");
    assert_eq!(normalise("Şоlраn"), "şolpan");
    assert_eq!(normalise("Müller"), "müller");
    // Kazakh letters are kept.
    assert_ne!(normalise("Әлия"), normalise("Алия"));
    assert_ne!(normalise("Қайрат"), normalise("Кайрат"));
}

#[test]
fn legacy_fonts() {
    assert_eq!(normalise("НЇРЖАН"), normalise("НҮРЖАН"));
    assert_eq!(normalise("Єалым"), normalise("Ғалым"));
    assert_eq!(normalise("Ќайрат"), normalise("Қайрат"));
    assert_eq!(normalise("К\u{301}айрат"), normalise("Қайрат"));
    assert_eq!(normalise("Ґмір"), normalise("Өмір"));
}

#[test]
fn no_name() {
    for text in [
        "",
        " ",
        "-",
        "—",
        "нет",
        "НЕТ.",
        "Не указано",
        "XXX",
        "ххх",
        "ХХХХ",
        "н/д",
        "N/A",
        "жоқ",
        "0",
        "***",
        "...",
        "\u{feff}",
    ] {
        assert_eq!(normalise(text), "", "{text}");
    }
    for text in ["Нета", "Х", "Ха", "Жоқанов"] {
        assert_ne!(normalise(text), "", "{text}");
    }
}

#[test]
fn appends_and_takes_any_bytes() {
    let mut out = b"key:".to_vec();
    normalise_into("Ли".as_bytes(), &mut out);
    normalise_into(&[0xd0, 0x20, 0xff], &mut out);
    normalise_into(b"-", &mut out);
    assert!(out.starts_with("key:ли".as_bytes()));
    let mut other = Vec::new();
    normalise_into("김민준".as_bytes(), &mut other);
    assert_eq!(other, "김민준".as_bytes());
}

#[test]
fn one_column_to_three() {
    for (whole, surname, given, patronymic) in [
        ("Иванов Иван Иванович", "Иванов", "Иван", "Иванович"),
        ("Иван Иванович Иванов", "Иванов", "Иван", "Иванович"),
        ("ИВАНОВА  АННА  ИЛЬИНИЧНА", "ИВАНОВА", "АННА", "ИЛЬИНИЧНА"),
        ("Сейтқали Айгүл Болатқызы", "Сейтқали", "Айгүл", "Болатқызы"),
        ("Сейтқали Ерлан Болат ұлы", "Сейтқали", "Ерлан", "Болат ұлы"),
        ("Ерлан Болат ұлы Сейтқали", "Сейтқали", "Ерлан", "Болат ұлы"),
        ("Алиев Вагиф Гейдар оглы", "Алиев", "Вагиф", "Гейдар оглы"),
        ("Ким Виктор", "Ким", "Виктор", ""),
        ("Виктор Сергеевич", "", "Виктор", "Сергеевич"),
        ("Шмидт Анна Мария Карловна", "Шмидт", "Анна Мария", "Карловна"),
        ("Абрамович Роман Аркадьевич", "Абрамович", "Роман", "Аркадьевич"),
        ("Иванов, Иван Иванович", "Иванов", "Иван", "Иванович"),
        ("Ли Цзянь Го", "Ли", "Цзянь", "Го"),
        ("Иванов", "Иванов", "", ""),
        ("", "", "", ""),
        (" , ", "", "", ""),
    ] {
        let name = split_full_name(whole);
        assert_eq!((name.surname, name.given_name, name.patronymic), (surname, given, patronymic), "{whole}");
    }
}

#[test]
fn nothing_before_an_error_or_garbled_letters_hides_them() {
    for value in ["#ЗНАЧ!", "'#N/A", "«#REF!»", "-#ИМЯ?", "'Ïðèìåðîâ", "\u{feff}Ïðèìåðîâ", "РџСЂРёРј"]
    {
        assert_eq!(normalise(value), "", "{value}");
        let mut out = Vec::new();
        assert!(normalise_parts_into([b"", value.as_bytes(), b""], &mut out).illegible, "{value}");
        assert_eq!(out, [DIVIDER; 3], "{value}");
    }
}

proptest! {
    #[test]
    fn equals_the_naive_twin_on_likely_text(
        text in "[А-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІіЇЄЌҐABCEHKMOPTXYabcehkmoptxyisdəƏ \\-'.\"«’\u{a0}\u{306}\u{308}\u{301}5/]{0,24}"
    ) {
        prop_assert_eq!(normalise(&text), naive(&text));
    }

    #[test]
    fn equals_the_naive_twin_on_any_text(text in "\\PC{0,16}") {
        prop_assert_eq!(normalise(&text), naive(&text));
    }

    #[test]
    fn idempotent(text in "[А-яЁёӘҒҚҢӨҰҮҺІЇЄABCEHKMOPTXyzhə \\-'\u{306}\u{308}ﬁİßΣς가\u{1100}\u{1161}\u{301}]{0,20}|\\PC{0,16}") {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        let mut out = Vec::new();
        normalise_into(&bytes, &mut out);
        crate::normalise_address_into(&bytes, &mut out);
        prop_assert!(String::from_utf8(out).is_ok());
    }

    #[test]
    fn case_says_nothing_in_one_script(text in "[А-ЯӘҒҚҢӨҰҮҺІ \\-]{0,20}|[A-Z \\-]{0,12}") {
        prop_assert_eq!(normalise(&text.to_lowercase()), normalise(&text));
    }

    #[test]
    fn splitting_never_panics(text in "[ а-яұлықызович,]{0,30}|\\PC{0,20}") {
        let name = split_full_name(&text);
        prop_assert!(name.surname.len() + name.given_name.len() + name.patronymic.len() <= text.len());
    }
}
