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

/// The first four bytes of the words that have as many, and of `ххх`.
const STARTS: [u32; WORDS.len() + 1] = {
    let mut starts = [start("хх".as_bytes()); WORDS.len() + 1];
    let mut index = 0;
    while index < WORDS.len() {
        starts[index] = start(WORDS[index].as_bytes());
        index += 1;
    }
    starts
};

const fn start(word: &[u8]) -> u32 {
    match word.first_chunk::<4>() {
        Some(bytes) => u32::from_le_bytes(*bytes),
        None => 0,
    }
}

/// Whether a normal form stands for "no name".
#[inline]
pub(super) fn is_placeholder(normal: &[u8]) -> bool {
    // What begins otherwise needs no closer look.
    let likely = match normal.first_chunk::<4>() {
        Some(bytes) => STARTS.iter().fold(false, |any, start| any | (*start == u32::from_le_bytes(*bytes))),
        None => !normal.is_empty(),
    };
    likely && is_one_of_the_words(normal)
}

#[cold]
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
        for name in ["хх", "нестеров", "беков", "жомарт", "көшербаев", "отаров", "null-петров", "", "ю", "n/"]
        {
            assert!(!is_placeholder(name.as_bytes()), "{name}");
        }
    }
}
