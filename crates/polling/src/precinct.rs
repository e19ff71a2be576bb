//! Numbers of precincts: `12`, `№ 012`, `Участок №12`, `УИК-12`, `12-й участок`, `12.0` and `="0012"` are one precinct; `12А`,
//! `12-а` and `12 "А"` are one, and another.

use std::sync::LazyLock;

use tizim_people::dates::month_named;
use tizim_people::text::fold;
use tizim_people::words::Words;

use crate::dress::{bare, without_decimals};
use crate::region;

/// Words for "precinct".
static PRECINCT: LazyLock<Words> = LazyLock::new(|| Words::of_topic(region::WORDS, "precinct"));
/// Words for "number".
static NUMBER: LazyLock<Words> = LazyLock::new(|| Words::of_topic(region::WORDS, "number"));
/// Endings that make a number an ordinal.
static ORDINAL: LazyLock<Words> = LazyLock::new(|| Words::of_topic(region::WORDS, "ordinal"));

/// The form in which a precinct's number is compared: without №, words for "precinct", words for "number" in front of it and
/// leading zeros, its letter apart; empty where nothing is written.
///
/// ```
/// use tizim_polling::precinct::normal;
/// for written in ["12", " № 012", "Участок №12", "N12", "12.0", "=\"0012\"", "'12", "Сайлау учаскесі № 12", "12-й участок"] {
///     assert_eq!(normal(written), "12", "{written}");
/// }
/// for written in ["12А", "12-а", "012 \"А\"", "12A"] {
///     assert_eq!(normal(written), "12 а", "{written}");
/// }
/// assert_eq!(normal("12N"), "12 n");
/// assert_eq!(normal("000"), "0");
/// ```
pub fn normal(written: &str) -> String {
    if let Some(number) = plain_number(written) {
        return number.to_string();
    }
    let value = bare(written);
    let (words, number) = value.split_at(value.find(|letter: char| letter.is_ascii_digit()).unwrap_or(0));
    let folded = fold(&[words, without_decimals(number)].concat());
    let mut is_in_front = true;
    let mut is_behind_number = false;
    let told_apart = |word: &&str| {
        let is_struck = PRECINCT.has(word)
            || (is_in_front && NUMBER.has(word))
            || (is_behind_number && ORDINAL.has(word));
        is_behind_number = is_in_front && is_digits(word);
        is_in_front &= is_struck;
        !is_struck
    };
    let mut words = folded.split(' ').filter(|word| !word.is_empty()).filter(told_apart).peekable();
    if words.peek().is_none() {
        // Nothing but a word for "precinct": the word is all there is.
        return folded;
    }
    let mut normal = String::with_capacity(folded.len());
    for word in words {
        if !normal.is_empty() {
            normal.push(' ');
        }
        let stripped = word.trim_start_matches('0');
        let is_number = is_digits(word);
        normal.push_str(match (is_number && normal.is_empty(), stripped) {
            (true, "") => "0",
            (true, stripped) => stripped,
            (false, _) => word,
        });
    }
    normal
}

fn is_digits(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The precinct that the name of a file or a sheet states: the number beside a word for "precinct". Without such a word a name that
/// is a number alone states one, where `alone` allows it and it is no year.
///
/// ```
/// use tizim_polling::precinct::in_name;
/// for name in ["Участок №12", "УИК 012 (2)", "2019-precinct-12", "Список 12-й участок", "№12 сайлау учаскесі"] {
///     assert_eq!(in_name(name, false).as_deref(), Some("12"), "{name}");
/// }
/// assert_eq!(in_name("№ 12", true).as_deref(), Some("12"));
/// for name in ["12", "Лист1", "Список (2)", "Часть 2", "ул. Абая 12", "школа №5", "УИК 12, УИК 13", "Участок"] {
///     assert_eq!(in_name(name, false), None, "{name}");
/// }
/// assert_eq!(in_name("2019", true), None);
/// ```
pub fn in_name(name: &str, alone: bool) -> Option<String> {
    /// A year of which lists are.
    const YEARS: std::ops::Range<u32> = 1990..2100;
    let folded = fold(name);
    let parts = parts(&folded);
    let number_at = |at: Option<usize>| at.and_then(|at| parts.get(at)).filter(|part| is_digits(part));
    let is_beside = |at: usize| NUMBER.has(parts[at]) || ORDINAL.has(parts[at]) || PRECINCT.has(parts[at]);
    let mut stated = parts.iter().enumerate().filter(|(_, part)| PRECINCT.has(part)).filter_map(|(at, _)| {
        let behind = (at + 1..parts.len()).find(|at| !is_beside(*at));
        let before = (0..at).rev().find(|at| !is_beside(*at));
        number_at(behind).or_else(|| number_at(before))
    });
    let whole = || match parts.as_slice() {
        [number] | [_, number]
            if alone && is_digits(number) && (parts.len() == 1 || NUMBER.has(parts[0])) =>
        {
            Some(number)
        }
        _ => None,
    };
    let number = match stated.next() {
        Some(number) => stated.all(|other| normal(other) == normal(number)).then_some(number)?,
        None => whole().filter(|number| number.parse().is_ok_and(|number| !YEARS.contains(&number)))?,
    };
    Some(normal(number))
}

/// The words and numbers of a folded text, each by itself.
fn parts(folded: &str) -> Vec<&str> {
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .flat_map(|word| {
            let mut parts = Vec::new();
            let mut rest = word;
            while let Some(first) = rest.chars().next() {
                let is_other = |letter: char| letter.is_ascii_digit() != first.is_ascii_digit();
                let (part, behind) = rest.split_at(rest.find(is_other).unwrap_or(rest.len()));
                parts.push(part);
                rest = behind;
            }
            parts
        })
        .collect()
}

/// A number written as it is compared: at most nine digits, the first no zero. Most precincts are written so, and such a
/// number needs no normal form.
#[inline]
pub fn plain_number(written: &str) -> Option<u32> {
    let digits = written.as_bytes();
    let is_plain = matches!(digits, [b'1'..=b'9', rest @ ..] if rest.len() < 9);
    if !is_plain {
        return None;
    }
    digits
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| 10 * number + u32::from(digit & 0xf)))
}

/// Whether a spreadsheet has made a date of the number: `01.04.2023` and `4-апр` of `1-4`. Which precinct it was nobody
/// can tell.
///
/// ```
/// use tizim_polling::precinct::is_date;
/// for written in ["2023-04-01", "2023-04-01 00:00:00", "01.04.2023", "1/4/2023", "04-апр", "янв.04", "4-Jan", "Apr-01"] {
///     assert!(is_date(written), "{written}");
/// }
/// for written in ["12", "1-4", "12/3", "12.0", "1-4-7", "Маяк 4", "Марат", "12 мкр", "Майское 7"] {
///     assert!(!is_date(written), "{written}");
/// }
/// ```
pub fn is_date(written: &str) -> bool {
    let value = bare(written);
    // Nearly all leave here: a date has a divider between two parts.
    if value.len() < 5 || plain_number(value).is_some() {
        return false;
    }
    let day = value.split([' ', 'T']).next().unwrap_or(value);
    let parts: Vec<&str> = day.split(['-', '.', '/']).collect();
    let number =
        |part: &str| (part.len() <= 4 && !part.is_empty()).then(|| part.parse::<u32>().ok()).flatten();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => is_day(number(day), number(month), number(year)),
        [first, second, year] if year.len() == 4 => {
            is_day(number(first), number(second), number(year))
                || is_day(number(second), number(first), number(year))
        }
        [one, other] => {
            let month = |part: &str| {
                let word = part.to_lowercase();
                (3..=4).contains(&word.chars().count()) && month_named(&word).is_some()
            };
            let few = |part: &str| part.len() <= 4 && number(part).is_some();
            day.len() == value.len() && ((month(one) && few(other)) || (few(one) && month(other)))
        }
        _ => false,
    }
}

fn is_day(day: Option<u32>, month: Option<u32>, year: Option<u32>) -> bool {
    matches!((day, month, year), (Some(1..=31), Some(1..=12), Some(1900..=2100)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dress_does_not_matter() {
        for written in [
            "12",
            "12 ",
            "УИК-12",
            "уик № 0012",
            "Избирательный участок № 12",
            "№12",
            "№ 12.0",
            "N 12",
            "No. 12",
            "12,0",
            "№ 12 сайлау учаскесі",
            "12-участок",
            "Участок номер 12",
        ] {
            assert_eq!(normal(written), "12", "{written}");
        }
        assert_eq!(normal("Polling station 12B"), normal("12-В"));
        assert_eq!(normal(" - "), "");
        assert_eq!(normal("№"), "");
    }

    #[test]
    fn what_differs_stays_different() {
        let apart = [
            "12",
            "12N",
            "12 No 5",
            "12а",
            "12б",
            "112",
            "1-2",
            "1/2",
            "120",
            "Участок",
            "Школа",
            "12 1",
            "12.5",
        ];
        for (at, one) in apart.iter().enumerate() {
            for other in &apart[at + 1..] {
                assert_ne!(normal(one), normal(other), "{one} {other}");
            }
        }
    }

    #[test]
    fn plain_numbers_are_their_own_normal_form() {
        for (written, number) in [("1", 1), ("10682", 10_682), ("999999999", 999_999_999)] {
            assert_eq!((plain_number(written), normal(written).as_str()), (Some(number), written));
        }
        for written in ["", "0", "012", "1000000000", "1 2", "1a", "-1"] {
            assert_eq!(plain_number(written), None, "{written}");
        }
    }

    proptest! {
        #[test]
        fn the_normal_form_is_its_own(written in "[-№ a0-2'\"=.АбN]{0,8}|УИК [0-9]{1,2}[а-я]?|\\PC{0,8}") {
            let once = normal(&written);
            prop_assert_eq!(normal(&once), once);
        }

        #[test]
        fn anything_may_be_asked_for_a_date(written in "\\PC{0,12}|[0-9./-]{0,12}") {
            let _ = is_date(&written);
        }
    }
}
