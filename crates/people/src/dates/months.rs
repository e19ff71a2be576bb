//! The names of the months and the words beside them, in any case and shortened: `data/words/dates.toml`.

use std::sync::LazyLock;

use crate::words::listed;

const FILE: &str = include_str!("../../../../data/words/dates.toml");

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A month is not known by fewer letters.
const FEWEST: usize = 3;

/// Lower-case names of months without their endings, with the number of the month.
static NAMES: LazyLock<Vec<(String, u8)>> = LazyLock::new(|| {
    let of_month = |(month, number): (&&str, u8)| {
        listed(FILE, month).into_iter().map(move |name| (name, number)).collect::<Vec<_>>()
    };
    MONTHS.iter().zip(1..).flat_map(of_month).collect()
});

/// Words that stand beside a date and say nothing.
static BESIDE: LazyLock<Vec<String>> = LazyLock::new(|| listed(FILE, "beside"));

/// The month that a lower-case word names, in three languages, in full or shortened.
///
/// ```
/// use tizim_people::dates::month_named;
/// assert_eq!((month_named("июня"), month_named("маусым"), month_named("jun")), (Some(6), Some(6), Some(6)));
/// assert_eq!((month_named("участок"), month_named("казыбек"), month_named("ма")), (None, None, None));
/// ```
pub fn month_named(word: &str) -> Option<u8> {
    if word.len() > 40 {
        return None;
    }
    let is_named =
        |name: &str| word.starts_with(name) || (name.starts_with(word) && word.chars().count() >= FEWEST);
    NAMES.iter().find(|(name, _)| is_named(name)).map(|(_, month)| *month)
}

/// Whether a lower-case word says nothing.
pub(super) fn is_filler(word: &str) -> bool {
    BESIDE.iter().any(|filler| filler == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_has_names_and_none_that_another_has() {
        for month in 1..=12 {
            assert!(NAMES.iter().filter(|(_, of)| *of == month).count() >= 3, "{month}");
        }
        let beginning = |name: &str| name.chars().take(FEWEST).collect::<String>();
        for (one, month) in NAMES.iter() {
            let others = NAMES.iter().filter(|(other, of)| of != month && beginning(other) == beginning(one));
            assert_eq!(others.count(), 0, "{one}");
        }
        assert!(is_filler("года") && is_filler("жылғы") && !is_filler("дом"));
    }
}
