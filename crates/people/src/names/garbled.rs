//! Names that were decoded by a wrong encoding once: sound text that nobody can read.

/// Letters of a word that make it certain.
const LEAST: usize = 3;

/// Whether a name holds a word of Cyrillic letters that was read as Latin-1 (`Ïðèìåðîâ`), or as UTF-8 in Windows-1251
/// (`РџСЂРёРјРµСЂ`) or Latin-1 (`ÐŸÑ€Ð¸`). Whole rows of this kind are told by the reader of tables; here it is asked of one
/// name, whose words are garbled from end to end.
///
/// A name in capitals is never taken for one (`РУСТЕМ`), nor a Latin one, whose accents stand among plain letters.
pub(super) fn is_garbled(name: &[u8]) -> bool {
    if name.is_ascii() {
        return false;
    }
    let Ok(name) = std::str::from_utf8(name) else { return false };
    name.split([' ', '-', '.']).any(|word| is_latin_for_cyrillic(word) || is_bytes_as_letters(word))
}

fn is_latin_for_cyrillic(word: &str) -> bool {
    word.chars().count() >= LEAST && word.chars().all(|letter| matches!(letter, 'À'..='ÿ'))
}

/// Each letter of the word has become two: the first is what the first byte of a Cyrillic letter reads as, the second what
/// no word has there. І is of the Kazakh alphabet.
fn is_bytes_as_letters(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let is_first = |letter: char| matches!(letter, 'Р' | 'С' | 'Т' | 'У' | 'Ð' | 'Ñ' | 'Ò' | 'Ó');
    let is_foreign = |letter: char| {
        !letter.is_alphabetic() || matches!(letter, 'Ђ'..='Ѕ' | 'Ї'..='Џ' | 'ђ'..='ѕ' | 'ї'..='џ' | 'À'..='ÿ')
    };
    letters.len() >= 2 * LEAST
        && letters.chunks(2).all(|pair| is_first(pair[0]))
        && letters.chunks(2).any(|pair| pair.get(1).is_some_and(|second| is_foreign(*second)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names as Python makes them: `name.encode("utf-8").decode("cp1251")`, `name.encode("cp1251").decode("latin-1")`.
    #[test]
    fn names_that_nobody_can_read() {
        for name in ["РџСЂРёРјРµСЂРѕРІ", "РџСЂРѕР±Р°", "Ïðèìåðîâ", "Ïðîáà", "Èâàí Ïåòðîâè÷", "ÐŸÑ€Ð¸Ð¼ÐµÑ€"]
        {
            assert!(is_garbled(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn names_of_all_kinds_can_be_read() {
        for name in [
            "Примеров",
            "РУСТЕМ",
            "СУР",
            "РУТРУС",
            "Рүстем",
            "Сәуле",
            "Ұлт",
            "Müller",
            "José",
            "Đặng",
            "Åsa",
            "Ö",
            "Öå",
            "Ян-Öz",
            "РС РС РС",
            "",
            "Plain",
            "김민준",
        ] {
            assert!(!is_garbled(name.as_bytes()), "{name}");
        }
        assert!(!is_garbled(&[0xd0, 0xff]));
    }
}
