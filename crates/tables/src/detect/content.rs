//! Which encoding a file is in, judged by its content.

use crate::bytes::encoding::{Encoding, UNDECODABLE};

/// Which UTF-16 the first bytes of a file are, with or without byte order mark; `Some(true)` for the high byte
/// first. Without a mark it is told by the zeros: of digits, delimiters and line ends every second byte is 0, of
/// Cyrillic letters it is 4.
pub(crate) fn utf16(head: &[u8]) -> Option<bool> {
    match head {
        [0xFF, 0xFE, ..] => return Some(false),
        [0xFE, 0xFF, ..] => return Some(true),
        _ => {}
    }
    let head = &head[..head.len().min(4096) & !1];
    if head.len() < 4 {
        return None;
    }
    let units = head.len() / 2;
    let high_like = |offset: usize| {
        let column = head.iter().skip(offset).step_by(2);
        let zeros = column.clone().filter(|byte| **byte == 0).count();
        let like = column.filter(|byte| matches!(**byte, 0 | 4 | 0x20)).count();
        zeros * 10 >= units && like * 10 >= units * 9
    };
    match (high_like(0), high_like(1)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// How much of a text is UTF-8.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Utf8Share {
    /// Characters outside ASCII that decode.
    pub(crate) good: u64,
    /// Bytes that do not.
    pub(crate) bad: u64,
}

/// Counts what is UTF-8 and what is not; a character cut off at the end counts as neither.
pub(crate) fn utf8_share(text: &[u8]) -> Utf8Share {
    let mut share = Utf8Share::default();
    let mut rest = text;
    loop {
        let (valid, error) = match std::str::from_utf8(rest) {
            Ok(valid) => (valid, None),
            Err(error) => (std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or(""), Some(error)),
        };
        share.good += valid.chars().filter(|letter| !letter.is_ascii()).count() as u64;
        let Some(error) = error else { return share };
        let Some(length) = error.error_len() else { return share };
        share.bad += length as u64;
        rest = &rest[error.valid_up_to() + length..];
    }
}

/// The 8-bit pages, in the order in which ties are settled.
const PAGES: [Encoding; 4] = [Encoding::Windows1251, Encoding::Kz1048, Encoding::Pt154, Encoding::Cp866];

/// Which encoding (other than UTF-16) fits pieces of a file best.
pub(crate) fn best(pieces: &[&[u8]]) -> Encoding {
    let share = pieces.iter().map(|piece| utf8_share(piece)).fold(Utf8Share::default(), |sum, one| {
        Utf8Share { good: sum.good + one.good, bad: sum.bad + one.bad }
    });
    // A piece may start inside a character, which makes up to three bad bytes.
    let cut = 3 * (pieces.len() as u64 - 1).min(8);
    if share.bad == 0 || share.good > 0 && share.bad <= cut || share.good >= share.bad * 10 {
        return Encoding::Utf8;
    }
    let mut best = (Encoding::Windows1251, f64::MIN);
    for page in PAGES {
        let score = pieces.iter().map(|piece| score(piece, page)).sum();
        if score > best.1 {
            best = (page, score);
        }
    }
    best.0
}

/// How much a text looks like Russian or Kazakh in an 8-bit page.
fn score(text: &[u8], page: Encoding) -> f64 {
    let decoded = page.decode(text);
    let mut score = 0.0;
    let mut before = ' ';
    for piece in decoded.split(|byte| *byte == UNDECODABLE) {
        for letter in std::str::from_utf8(piece).unwrap_or("").chars() {
            if !letter.is_ascii() {
                score += weight(letter);
                if letter.is_uppercase() && before.is_lowercase() {
                    score -= 3.0;
                }
            }
            before = letter;
        }
        score -= 5.0;
    }
    score
}

/// What one character says for an encoding.
fn weight(letter: char) -> f64 {
    match letter {
        'о' | 'е' | 'а' | 'и' | 'н' | 'т' | 'с' | 'р' | 'в' | 'л' | 'к' | 'м' | 'д' | 'п' | 'у' => {
            2.0
        }
        'ц' | 'щ' | 'э' | 'ф' | 'ъ' | 'ё' | 'һ' => 0.9,
        'а'..='я' | 'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'і' => 1.7,
        'Ъ' | 'Ь' | 'Ы' | 'Ё' => 0.4,
        'А'..='Я' | 'Ә' | 'Ғ' | 'Қ' | 'Ң' | 'Ө' | 'Ұ' | 'Ү' | 'Һ' | 'І' => 1.2,
        '№' | '«' | '»' | '–' | '—' | '“' | '”' | '„' | '’' | '‘' | '…' | '°' | '\u{a0}' => {
            0.2
        }
        _ => -3.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Encodes by turning the page round.
    pub(crate) fn encode(text: &str, page: Encoding) -> Vec<u8> {
        let table = page.code_page().unwrap();
        text.chars()
            .map(|letter| match u32::from(letter) {
                unit @ 0..0x80 => unit as u8,
                unit => 0x80 + table.iter().position(|entry| u32::from(*entry) == unit).unwrap() as u8,
            })
            .collect()
    }

    #[test]
    fn every_page_is_recognised() {
        let kazakh = "Тегі;Аты\nҚасымов;Әлихан\nӨмірбаева;Гүлнұр\nТөлегенқызы;Айжан\n";
        let russian = "Фамилия;Имя\nИванова;Анна\nПетров-Водкин;Юрий\nЩЕГЛОВ;ФЁДОР\n";
        for page in [Encoding::Kz1048, Encoding::Pt154] {
            assert_eq!(best(&[&encode(kazakh, page)]), page);
        }
        for page in [Encoding::Windows1251, Encoding::Cp866] {
            assert_eq!(best(&[&encode(russian, page)]), page);
        }
        assert_eq!(best(&[kazakh.as_bytes()]), Encoding::Utf8);
        assert_eq!(best(&[b"id,name\n1,x\n"]), Encoding::Utf8);
        // One bad byte does not make a file of another encoding.
        let mut broken = kazakh.as_bytes().to_vec();
        broken.push(0x98);
        assert_eq!(best(&[&broken]), Encoding::Utf8);
    }

    #[test]
    fn utf16_without_a_mark() {
        let text = "ИИН;Тегі\n1;Қасымов\n2;Иванов\n3;Ли\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(utf16(&little), Some(false));
        assert_eq!(utf16(&big), Some(true));
        assert_eq!(utf16(text.as_bytes()), None);
        assert_eq!(utf16(b"a,b\n1\x00,2\n"), None);
    }
}
