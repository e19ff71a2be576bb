//! The names of the months in Russian, Kazakh and English, in any case and shortened.

/// Beginnings of lower-case month names; no beginning fits two months.
const BEGINNINGS: &[(&str, u8)] = &[
    ("янв", 1),
    ("фев", 2),
    ("мар", 3),
    ("апр", 4),
    ("май", 5),
    ("мая", 5),
    ("июн", 6),
    ("июл", 7),
    ("авг", 8),
    ("сен", 9),
    ("окт", 10),
    ("ноя", 11),
    ("дек", 12),
    ("қаң", 1),
    ("кан", 1),
    ("ақп", 2),
    ("акп", 2),
    ("нау", 3),
    ("сәу", 4),
    ("сау", 4),
    ("мам", 5),
    ("мау", 6),
    ("шіл", 7),
    ("шил", 7),
    ("там", 8),
    ("қыр", 9),
    ("кыр", 9),
    ("қаз", 10),
    ("каз", 10),
    ("қар", 11),
    ("кар", 11),
    ("жел", 12),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

/// Words that stand beside a date and say nothing.
const FILLERS: &[&str] = &[
    "г",
    "гг",
    "год",
    "года",
    "году",
    "ж",
    "жыл",
    "жылы",
    "жылғы",
    "жылдың",
    "ғы",
    "гы",
    "ы",
    "і",
    "st",
    "nd",
    "rd",
    "th",
    "of",
    "the",
    "y",
];

/// The month that a lower-case word names, in three languages, in full or shortened.
///
/// ```
/// use tizim_people::dates::month_named;
/// assert_eq!((month_named("июня"), month_named("маусым"), month_named("jun")), (Some(6), Some(6), Some(6)));
/// assert_eq!(month_named("участок"), None);
/// ```
pub fn month_named(word: &str) -> Option<u8> {
    if word.len() > 40 {
        return None;
    }
    BEGINNINGS.iter().find(|(beginning, _)| word.starts_with(beginning)).map(|(_, month)| *month)
}

/// Whether a lower-case word says nothing.
pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}
