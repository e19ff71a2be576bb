//! Values that stand for no name.

/// What people write where there is no name, in normal form.
const WORDS: [&str; 25] = [
    "нет",
    "нету",
    "нет данных",
    "нет отчества",
    "нет имени",
    "не указан",
    "не указана",
    "не указано",
    "не имеет",
    "не определено",
    "неизвестно",
    "неизвестна",
    "неизвестен",
    "отсутствует",
    "без отчества",
    "н/д",
    "б/о",
    "б/и",
    "н/у",
    "жоқ",
    "белгісіз",
    "көрсетілмеген",
    "n/a",
    "null",
    "unknown",
];

/// Whether a normal form stands for "no name".
#[inline]
pub(super) fn is_placeholder(normal: &[u8]) -> bool {
    // The first letters of the words: n, u, н/, б/, не, бе, от, жо, кө, хх. What begins otherwise needs no closer look.
    let likely = matches!(
        normal,
        [b'n' | b'u', ..]
            | [0xd0, 0xbd | 0xb1, b'/', ..]
            | [0xd0, 0xbd | 0xb1, 0xd0, 0xb5, ..]
            | [0xd0, 0xbe, 0xd1, 0x82, ..]
            | [0xd0, 0xb6, 0xd0, 0xbe, ..]
            | [0xd0, 0xba, 0xd3, 0xa9, ..]
            | [0xd1, 0x85, 0xd1, 0x85, ..]
    );
    likely && is_one_of_the_words(normal)
}

fn is_one_of_the_words(normal: &[u8]) -> bool {
    // XXX, which the look-alike repair makes Cyrillic.
    let crosses = normal.len() >= 6 && normal.chunks(2).all(|letter| letter == "х".as_bytes());
    crosses || WORDS.iter().any(|word| word.as_bytes() == normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_by_its_first_letters() {
        for word in WORDS.iter().chain(&["ххх", "хххх"]) {
            assert!(is_placeholder(word.as_bytes()), "{word}");
        }
        for name in ["хх", "нестеров", "беков", "жомарт", "көшербаев", "отаров", "null-петров", ""]
        {
            assert!(!is_placeholder(name.as_bytes()), "{name}");
        }
    }
}
