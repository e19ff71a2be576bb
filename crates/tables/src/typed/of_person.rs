//! What looks like a person's number, birth date, name, telephone or flat where the name of a place or the number of a paper should
//! stand: in a row that slipped by a column. It is shown as its shape, in every edition.
//!
//! Numbers and dates are sought anywhere in the value, in whatever dress: `(961120747690)`, `ИИН/961120_747690`,
//! `961120 747690 Фамилия`, `Фамилия И.О. 20.11.1996 г.р.`.

use crate::typed::name_of_person::{is_a_name, may_be_a_name, names_a_place};
use crate::words::{WORDS, has, is_month};

/// Voters are born before this year; a later date is that of something else, such as a precinct "1-4" that a spreadsheet
/// turned into a date of the year in which it was typed.
const BORN_BEFORE: u16 = 2012;

/// The earliest year of birth.
const BORN_FROM: u16 = 1900;

/// The shortest that is looked at: a date of eight characters.
pub(crate) const SHORTEST: usize = 8;

/// As many digits as the shortest birth date has: `1996 г.р.`.
const FEWEST_DIGITS: usize = 4;

/// Digits of a telephone number, without the code of the country or with it.
const TELEPHONE: std::ops::RangeInclusive<usize> = 10..=11;

/// Digits from which a number can be a person's, and the most that it has.
const PERSONS_NUMBER: std::ops::RangeInclusive<usize> = 10..=14;

/// Whether a value is worth [`looks_like_a_person`]: nearly none is.
#[inline]
pub(crate) fn may_be_a_person(value: &[u8]) -> bool {
    let digits = || value.iter().filter(|byte| byte.is_ascii_digit()).count();
    value.len() >= SHORTEST
        && (may_be_a_name(value)
            || digits() >= FEWEST_DIGITS
            || value.iter().any(|byte| matches!(byte, b',' | b'@')))
}

/// Whether a value holds a person's number: ten to fourteen digits, in one piece or parted by blanks and marks, that begin
/// with a birth date (zeros in front may be lost) or hold one behind the first; or, where no long number is expected, ten
/// digits or more in one piece. Or a date on which a voter may have been born, or a flat; or is a name or a telephone number.
pub(crate) fn looks_like_a_person(value: &[u8], long_numbers: bool) -> bool {
    if !may_be_a_person(value) {
        return false;
    }
    let text = String::from_utf8_lossy(value);
    if is_mail(&text) {
        return true;
    }
    let numbers = numbers(&text);
    if numbers.is_empty() {
        return is_a_name(&text);
    }
    let is_long = |number: &Number<'_>| !long_numbers && number.digits.len() >= *PERSONS_NUMBER.start();
    numbers.iter().any(is_long)
        || joined(&text, &numbers).iter().any(|digits| is_persons(digits))
        || holds_birth_date(&text, &numbers)
        || ends_with_flat(&text, &numbers)
        || (!long_numbers && is_telephone(&text))
}

/// Whether a value ends with the flat of a house: `ул. Тихая, д. 4, кв. 5`. A precinct is in a house, and not in a flat of it.
fn ends_with_flat(text: &str, numbers: &[Number<'_>]) -> bool {
    let [.., house, flat] = numbers else { return false };
    let between = text[house.end()..flat.start].to_lowercase();
    let mut words = between.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    words.next_back().is_some_and(|word| has(&WORDS.flat, word))
}

/// Whether the address of somebody's mail is written, and no word of a place beside it.
pub(crate) fn is_mail(text: &str) -> bool {
    let mut words =
        text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '<' | '>'));
    let is_address = |word: &str| {
        let Some((box_of, host)) = word.split_once('@') else { return false };
        !box_of.is_empty()
            && host.trim_end_matches('.').split('.').filter(|part| !part.is_empty()).count() > 1
    };
    text.contains('@') && words.any(is_address) && !names_a_place(text)
}

/// Whether nothing but a telephone number is written: `+7 701 555 12 34`, `8 (7172) 55-12-34`.
fn is_telephone(text: &str) -> bool {
    let is_of_it =
        |letter: char| letter.is_ascii_digit() || matches!(letter, '+' | '(' | ')' | '-' | ' ' | '\u{a0}');
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    TELEPHONE.contains(&digits) && text.trim().chars().all(is_of_it)
}

/// A run of digits, and where it stands.
struct Number<'a> {
    digits: &'a str,
    start: usize,
}

impl Number<'_> {
    fn end(&self) -> usize {
        self.start + self.digits.len()
    }

    fn value(&self) -> u16 {
        self.digits.parse().unwrap_or(u16::MAX)
    }
}

fn numbers(text: &str) -> Vec<Number<'_>> {
    let mut numbers: Vec<Number<'_>> = Vec::new();
    let mut rest = text;
    while let Some(from) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let digits = &rest[from..];
        let length = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
        let start = text.len() - rest.len() + from;
        numbers.push(Number { digits: &digits[..length], start });
        rest = &digits[length..];
    }
    numbers
}

/// The runs of digits, and what neighbours make together that only blanks and marks part. Short numbers behind dots and
/// strokes are those of a date or a house, and stay apart.
fn joined(text: &str, numbers: &[Number<'_>]) -> Vec<String> {
    const LEAST_OF_PART: usize = 3;
    let is_blank = |letter: char| letter.is_whitespace() || "_-–—\u{ad}\u{200b}".contains(letter);
    let joins = |before: &Number<'_>, number: &Number<'_>| {
        let between = &text[before.end()..number.start];
        let are_parts = before.digits.len() >= LEAST_OF_PART && number.digits.len() >= LEAST_OF_PART;
        between.chars().count() <= 3
            && between.chars().all(|letter| is_blank(letter) || (are_parts && "./,'’".contains(letter)))
    };
    let mut found = Vec::new();
    for (at, first) in numbers.iter().enumerate() {
        let mut digits = first.digits.to_owned();
        found.push(digits.clone());
        for pair in numbers[at..].windows(2) {
            if !joins(&pair[0], &pair[1]) || digits.len() > *PERSONS_NUMBER.end() {
                break;
            }
            digits.push_str(pair[1].digits);
            found.push(digits.clone());
        }
    }
    found
}

/// Whether so many digits begin with a birth date, or hold one behind the first of fourteen.
fn is_persons(digits: &str) -> bool {
    if !PERSONS_NUMBER.contains(&digits.len()) {
        return false;
    }
    let pair = |text: &str, at: usize| text.get(at..at + 2).and_then(|pair| pair.parse().ok()).unwrap_or(0);
    let day = |text: &str, month: usize, day: usize| is_day(pair(text, day), pair(text, month));
    let year =
        |at: usize| digits.get(at..at + 4).and_then(|year| year.parse().ok()).is_some_and(is_birth_year);
    let padded = format!("{digits:0>12}");
    // Of more digits than twelve none is padded.
    day(&padded, 2, 4)
        || (year(0) && day(digits, 4, 6))
        || (year(4) && day(digits, 2, 0))
        || (digits.len() == 14 && day(digits, 3, 1))
}

fn is_day(day: u16, month: u16) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

fn is_birth_year(year: u16) -> bool {
    (BORN_FROM..BORN_BEFORE).contains(&year)
}

/// Whether a date of birth stands in the text: in numbers, with the month as a word, or as a year with a word for birth.
fn holds_birth_date(text: &str, numbers: &[Number<'_>]) -> bool {
    let between = |before: &Number<'_>, number: &Number<'_>| text[before.end()..number.start].trim();
    let of_three = numbers.windows(3).any(|three| {
        let [one, two, three] = three else { return false };
        let mark = between(one, two);
        matches!(mark, "." | "/" | "-") && mark == between(two, three) && {
            let is_whole = one.start == 0 && ends(&text[three.end()..]);
            is_birth_date([one, two, three], mark, is_whole)
        }
    });
    of_three
        || numbers.windows(2).any(|two| {
            let [one, two] = two else { return false };
            let words = between(one, two);
            (one.digits.len() <= 2
                && is_birth_year(two.value())
                && holds_month(words)
                && says_birth(text, two))
                || (is_birth_year(one.value()) && is_year_first(text, one, two))
        })
        || numbers.iter().any(|number| {
            let before = text[..number.start].trim_end().to_lowercase();
            let is_year = number.digits.len() == 4 && is_birth_year(number.value());
            is_year
                && (is_followed_by_birth(text, number)
                    || WORDS.born.iter().any(|word| before.ends_with(word)))
        })
}

/// Whether a day stands behind its year, which begins the value: `1996 жылғы 20 қараша`, `1996 November 20`.
fn is_year_first(text: &str, year: &Number<'_>, day: &Number<'_>) -> bool {
    let words = text[year.end()..day.start].trim();
    let is_of_words = words.chars().all(|letter| letter.is_alphabetic() || letter == '.');
    let behind = &text[day.end()..];
    let is_month = holds_month(words) || (!words.is_empty() && holds_month(behind));
    year.start == 0 && day.digits.len() <= 2 && is_of_words && is_month
}

/// Whether nothing but marks and an abbreviation of "year" stands behind a date, and perhaps a time.
fn ends(behind: &str) -> bool {
    behind.is_empty() || behind.starts_with(['T', ' ', '.', 'г', '"', '\'', 'ж'])
}

/// A day as the whole value, or one of which a word says that somebody was born on it.
fn says_birth(text: &str, year: &Number<'_>) -> bool {
    let behind = text[year.end()..].trim().trim_end_matches('.');
    matches!(behind, "" | "г" | "года" | "ж")
        && text.trim_start().starts_with(|first: char| first.is_ascii_digit())
        || is_followed_by_birth(text, year)
}

/// Whether a word for birth stands behind a number: `г.р.`, `года рождения`.
fn is_followed_by_birth(text: &str, number: &Number<'_>) -> bool {
    let behind: String =
        text[number.end()..].to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
    let says = |word: &String| match word.strip_suffix('*') {
        Some(beginning) => behind.starts_with(beginning),
        None => behind.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)),
    };
    WORDS.births.iter().any(says)
}

/// Whether the word between two numbers is a month.
fn holds_month(between: &str) -> bool {
    let lower = between.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    words.any(is_month)
}

/// Whether three numbers with one mark between them are a birth date; `is_whole`: nothing else stands in the value.
fn is_birth_date([one, two, three]: [&Number<'_>; 3], mark: &str, is_whole: bool) -> bool {
    let (first, second, third) = (one.value(), two.value(), three.value());
    let either = is_day(first, second) || is_day(second, first);
    match (one.digits.len(), two.digits.len(), three.digits.len()) {
        (4, 1 | 2, 1 | 2) => is_birth_year(first) && (is_day(third, second) || is_day(second, third)),
        (1 | 2, 1 | 2, 4) => is_birth_year(third) && either,
        // Numbers of precincts and houses may be of three parts: a short year is written behind dots, or behind strokes
        // where nothing else is written.
        (2, 2, 2) => either && (mark == "." || (mark == "/" && is_whole)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_birth_dates() {
        let looks = |text: &str| looks_like_a_person(text.as_bytes(), true);
        for person in [
            "750203800070",
            "ИИН 750203 800070",
            "80413700018",
            "=\"750203800070\"",
            "10302198012345",
            "13.04.1980",
            "1980-04-13",
            "1980-04-13T00:00:00",
            "13/04/80",
            "13.04.1980 г.",
            "04/13/1980",
        ] {
            assert!(looks(person), "{person}");
        }
        for place in [
            "Северная область",
            "710000000",
            "12",
            "0001001",
            "000000001001",
            "A0001234",
            "2019-01-04",
            "04.01.2023",
            "04.01.2023 00:00:00",
            "2023-04-01T00:00:00",
            "12-3-45",
            "Участок № 12 (ул. Абая 5)",
            "1000000000000",
        ] {
            assert!(!looks(place), "{place}");
        }
        assert!(looks_like_a_person(b"1000000000000", false));
    }

    #[test]
    fn in_any_dress() {
        for person in [
            "(961120747690)",
            "ИИН/961120747690",
            "961120_747690",
            "961120 747690",
            "961120-747690",
            "961120.747690",
            "961120/747690",
            "961 120 747 690",
            "9611 2074 7690",
            "961120\u{a0}747690 Плохов",
            "Плохов 961120747690",
            "№961120747690№",
            "ЖСН: 961120747690.",
            "20111996747690",
            "19961120747690",
            "Плохов П.П. 20.11.1996 г.р.",
            "Плохов П.П., 20.11.96",
            "Плохов П.П. 1996 г.р.",
            "Плохов П.П. 1996 года рождения",
            "Плохов, 1996 ж.т.",
            "Plokhov, born 1996",
            "20 ноября 1996",
            "Плохов П.П. 20 ноября 1996 г.р.",
            "1996 жылғы 20 қараша",
            "20 November 1996",
            "Плохов (20-11-1996)",
            "Плохов 1996/11/20",
            "Плохов Пётр Плохович",
            "+7 701 555 12 34",
            "8 (7172) 55-12-34",
            "ул. Тихая, д. 4, кв. 5",
            "Тихая көшесі 4, пәтер 15",
        ] {
            assert!(looks_like_a_person(person.as_bytes(), false), "{person}");
        }
        for place in [
            "Участок № 12",
            "Участок избирательный № 0012",
            "Школа-гимназия № 5",
            "СИЗО",
            "Посольство в Берлине",
            "Учреждение ЛА-155/8",
            "ул. Абая, 12/1, 010000",
            "ул. 8 марта, 1980",
            "Школа имени 9 мая 1945 года",
            "СШ № 12, ул. Жамбыла 15, тел. 8 (7172) 55-12-34",
            "тел. +7 701 234 56 78",
            "Воинская часть 5451",
            "Дом культуры, 1975 год",
            "Школа 1975 г. реконструкции",
            "12/3-45 мкр. 11",
            "Станция 1905 года",
            "Участок 101-12-2019",
            "71.10.2019",
            "мкр. Аксай, кв. 5, д. 12",
            "ул. Тихая, д. 4",
        ] {
            assert!(!looks_like_a_person(place.as_bytes(), false), "{place}");
        }
    }
}
