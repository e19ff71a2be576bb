//! What a cell for marks says of the entry: that it was taken off the list, or that it was used.

use jiff::civil::Date;
use tizim_people::{DateOptions, parse_date};

/// Beginnings of words for "taken off": removed, struck off, died; in Russian, Kazakh and English. No word for a certificate
/// or a signature begins so.
const REMOVED: [&str; 25] = [
    "исключ",
    "снят",
    "выбыл",
    "убыл",
    "умер",
    "скончал",
    "смерт",
    "удален",
    "вычеркн",
    "аннулир",
    "шығарыл",
    "тастал",
    "қайтыс",
    "сызыл",
    "өшіріл",
    "жойыл",
    "removed",
    "struck",
    "deleted",
    "died",
    "dead",
    "deceased",
    "excluded",
    "cancelled",
    "canceled",
];

/// Beginnings of words for "used": voted, was given a ballot.
const USED: [&str; 7] =
    ["проголосов", "голосовал", "бюллетен", "voted", "ballot", "дауыс берд", "дауыс берген"];

/// Words that turn the word behind them, or before them, into its contrary.
const NOT_BEFORE: [&str; 5] = ["не", "нет", "без", "not", "no"];
const NOT_BEHIND: [&str; 3] = ["жоқ", "емес", "no"];

/// Beginnings of the Kazakh verb that may stand between a word and its contrary («қайтыс болған жоқ»), and of the syllable
/// by which a Kazakh verb is its own contrary («шығарылмаған», «өшірілмеген»).
const HELPERS: [&str; 4] = ["болған", "болды", "болып", "болма"];
const NOT_WITHIN: [&str; 2] = ["ма", "ме"];

/// What a cell says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The entry was taken off the list.
    pub(crate) removed: bool,
    /// The entry was used: somebody voted by it.
    pub(crate) used: bool,
    /// The day, where it is stated.
    pub(crate) day: Option<Date>,
}

impl Mark {
    /// Reads a cell; what says neither is no mark of these.
    pub(crate) fn parse(cell: &str) -> Self {
        if !cell.chars().any(char::is_alphabetic) {
            return Self::default();
        }
        let text = cell.to_lowercase().replace('ё', "е");
        let words: Vec<&str> =
            text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        let says = |stems: &[&str]| {
            (0..words.len()).any(|at| {
                let before = at.checked_sub(1).is_some_and(|before| NOT_BEFORE.contains(&words[before]));
                let here = words[at..].join(" ");
                !before && stems.iter().any(|stem| is_said(stem, &here))
            })
        };
        let (removed, used) = (says(&REMOVED), says(&USED));
        let day = if removed || used { day_in(cell) } else { None };
        Self { removed, used, day }
    }
}

/// Whether a text begins with this word, and not with its contrary.
fn is_said(stem: &str, text: &str) -> bool {
    let Some(ending) = text.strip_prefix(stem) else { return false };
    let mut behind = ending.split(' ').skip(1).peekable();
    let helper = behind.next_if(|word| HELPERS.iter().any(|helper| word.starts_with(helper)));
    let is_contrary = |ending: &str| NOT_WITHIN.iter().any(|not| ending.starts_with(not));
    let within =
        is_contrary(ending) || helper.and_then(|word| word.strip_prefix("бол")).is_some_and(is_contrary);
    !within && !behind.peek().is_some_and(|word| NOT_BEHIND.contains(word))
}

/// The first date that stands among words.
fn day_in(cell: &str) -> Option<Date> {
    let is_of_date = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-' | '/');
    cell.split(|letter: char| !is_of_date(letter))
        .map(|part| part.trim_matches(|letter: char| !letter.is_ascii_digit()))
        .filter(|part| part.len() >= 8)
        .find_map(|part| parse_date(part.as_bytes(), &DateOptions::default()).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_removal_in_three_languages() {
        for cell in [
            "исключён",
            "ИСКЛЮЧЕНА",
            "снят с учёта",
            "в связи со смертью",
            "умер",
            "шығарылды",
            "тізімнен алып тасталды",
            "қайтыс болды",
            "қайтыс болған, мекенжайы жоқ",
            "struck off",
            "Died 3 May",
        ] {
            assert!(Mark::parse(cell).removed, "{cell}");
        }
        for cell in [
            "",
            "АУ № 123",
            "не исключён",
            "жоқ",
            "куәлік алды",
            "қайтыс болған жоқ",
            "қайтыс болған емес",
            "қайтыс болмаған",
            "тізімнен шығарылмаған",
            "өшірілген жоқ",
            "125",
            "ok",
            "not removed",
        ] {
            assert!(!Mark::parse(cell).removed, "{cell}");
        }
        assert!(Mark::parse("проголосовал").used && !Mark::parse("не голосовал").used);
        assert!(Mark::parse("дауыс берген").used && !Mark::parse("дауыс берген жоқ").used);
        let day = |cell: &str| Mark::parse(cell).day.map(|day| day.to_string());
        assert_eq!(day("исключён 15.01.2019 г.").as_deref(), Some("2019-01-15"));
        assert_eq!(day("voted on 2019-06-09").as_deref(), Some("2019-06-09"));
        assert_eq!(day("АУ 15.01.2019"), None);
    }
}
