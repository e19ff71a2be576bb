//! Text that was decoded by a wrong encoding once: read so and saved, it is sound UTF-8 that nobody can read.

/// Letters in a row that make a word of it, and pairs that make it certain.
const LEAST: usize = 4;

/// Whether a row holds Cyrillic text that was read as Latin-1 (`Ïðèìåðîâ`), or UTF-8 that was read as Windows-1251
/// (`РџСЂРёРјРµСЂ`) or as Latin-1 (`ÐŸÑ€Ð¸`). Languages with letters such as `é` mix them with plain ones.
pub(crate) fn is_garbled(row: &[u8]) -> bool {
    if row.is_ascii() {
        return false;
    }
    let Ok(text) = std::str::from_utf8(row) else { return false };
    is_latin_for_cyrillic(text) || is_unicode_for_bytes(text)
}

fn is_latin_for_cyrillic(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|letter| {
        run = if matches!(letter, 'À'..='ÿ') { run + 1 } else { 0 };
        run >= LEAST
    })
}

fn is_unicode_for_bytes(text: &str) -> bool {
    // What the second bytes of Russian letters become; letters that stand behind Р and С in words are left out.
    let is_second = |letter: char| {
        let is_usual = matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' | 'і' | 'І' | 'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'Ә'
            | 'Ғ' | 'Қ' | 'Ң' | 'Ө' | 'Ұ' | 'Ү' | 'Һ' | '»' | '«' | '’' | '…' | '–' | '—' | '№');
        !letter.is_ascii() && !is_usual
    };
    let mut before = ' ';
    let mut pairs = 0;
    for letter in text.chars() {
        pairs += usize::from(matches!(before, 'Р' | 'С' | 'Ð' | 'Ñ') && is_second(letter));
        before = letter;
    }
    pairs >= LEAST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbled_names() {
        for row in ["1;Ïðèìåðîâ;x", "РџСЂРёРјРµСЂРѕРІ;РџСЂРѕР±Р°", "ÐŸÑ€Ð¸Ð¼ÐµÑ€Ð¾Ð²"]
        {
            assert!(is_garbled(row.as_bytes()), "{row}");
        }
        for row in [
            "Примеров;Проба",
            "Сәрсенбаев;Қайрат;Рысқұл",
            "Müller;José;Čapek;Đặng",
            "РСФСР «Рёбра» С… Р–",
            "РІ СІ РІ СІ РІ",
            "plain",
        ] {
            assert!(!is_garbled(row.as_bytes()), "{row}");
        }
    }

    #[test]
    fn as_python_makes_it() {
        // "Опытова".encode("utf-8").decode("cp1251"), "Опытова".encode("cp1251").decode("latin-1").
        assert!(is_garbled("РћРїС‹С‚РѕРІР°".as_bytes()));
        assert!(is_garbled("Îïûòîâà".as_bytes()));
    }
}
