//! Words by which rows of totals and of signatures are known.

use crate::detect::normal::normal_form;
use crate::words::{WORDS, has};

/// Letters of the longest cell that is looked at: a label is short.
const LONGEST: usize = 120;

/// How surely a cell says that its row is a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Label {
    /// "По области", "облыс бойынша": a total in a column of names or numbers, perhaps not elsewhere.
    Likely,
    /// "Итого", "Северная Итог", "Grand total".
    Plain,
}

/// Whether a cell is the label of a total.
pub(crate) fn total_label(cell: &str) -> Option<Label> {
    // "Total on this page: 25". Without the colon it may be "part 1 (of 2 in total)".
    let is_number = |text: &str| text.trim().chars().all(|digit| digit.is_ascii_digit());
    let label = cell.rsplit_once(':').filter(|(_, count)| is_number(count)).map_or(cell, |(label, _)| label);
    let words = words(label)?;
    let is_total = |words: &[String]| has(&WORDS.total, &words.join(" "));
    let (first, last) = (words.first()?, words.last()?);
    let ends = |count: usize| {
        words.len() >= count && (is_total(&words[..count]) || is_total(&words[words.len() - count..]))
    };
    let alone = words.len() == 1 && has(&WORDS.total_alone, first);
    if ends(1) || ends(2) || alone {
        return Some(Label::Plain);
    }
    let by = words.len() > 1 && has(&WORDS.by, first) && has(&WORDS.by_what, &words[1]);
    let by_behind = words.len() > 1 && has(&WORDS.by_behind, last);
    (by || by_behind).then_some(Label::Likely)
}

/// Whether a cell is the label of a total.
///
/// ```
/// use tizim_tables::is_total_label;
/// assert!(is_total_label("Итого по области") && is_total_label("North Total") && is_total_label("барлығы"));
/// assert!(!is_total_label("North") && !is_total_label("12"));
/// ```
pub fn is_total_label(cell: &str) -> bool {
    total_label(cell).is_some()
}

/// Whether a sheet that is called so sums others.
///
/// ```
/// use tizim_tables::is_summary_name;
/// assert!(is_summary_name("Свод") && is_summary_name("Сводная 2019") && is_summary_name("Итого"));
/// assert!(!is_summary_name("Северная область") && !is_summary_name("Лист1"));
/// ```
pub fn is_summary_name(name: &str) -> bool {
    let begins = |word: &String| WORDS.summary.iter().any(|beginning| word.starts_with(beginning));
    total_label(name).is_some()
        || is_nation(name)
        || words(name).is_some_and(|words| words.iter().any(begins))
}

/// Whether a cell is the name of the whole country.
pub(crate) fn is_nation(cell: &str) -> bool {
    words(cell).is_some_and(|words| has(&WORDS.nation, &words.join(" ")))
}

/// Whether a cell is the label of an average, a maximum and the like.
pub(crate) fn is_statistic(cell: &str) -> bool {
    words(cell).is_some_and(|words| has(&WORDS.statistic, &words.join(" ")))
}

/// Whether a cell is the label of a row that says something of others and is not their sum: a part of the row before it, an
/// average.
///
/// ```
/// use tizim_tables::is_part_label;
/// assert!(is_part_label("в том числе город") && is_part_label("Орташа"));
/// assert!(!is_part_label("Итого") && !is_part_label("North"));
/// ```
pub fn is_part_label(cell: &str) -> bool {
    is_statistic(cell) || begins_with(cell, &WORDS.of_which)
}

/// Words of the longest phrase.
const PHRASE: usize = 3;

/// Whether the first word of a cell, or the first two or three together, are among the words.
pub(crate) fn begins_with(cell: &str, among: &[String]) -> bool {
    let Some(words) = words(cell) else { return false };
    (1..=PHRASE.min(words.len())).any(|count| has(among, &words[..count].join(" ")))
}

/// Whether a cell says "of which" and nothing else.
pub(crate) fn is_of_which(cell: &str) -> bool {
    words(cell).is_some_and(|words| has(&WORDS.of_which, &words.join(" ")))
}

/// The words of a cell in their normal form; none where the cell is no label: empty, or too long for one.
fn words(cell: &str) -> Option<Vec<String>> {
    if cell.chars().count() > LONGEST {
        return None;
    }
    let parts = cell.split(|letter: char| {
        letter.is_whitespace() || matches!(letter, ':' | ',' | '(' | ')' | '_' | '-' | '–' | '—' | '/' | ';')
    });
    let words: Vec<String> = parts.map(normal_form).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_which_in_three_languages() {
        for alone in ["в том числе:", "В т.ч.", "Из них", "оның ішінде:", "Of which", "including:"]
        {
            assert!(is_of_which(alone) && begins_with(alone, &WORDS.of_which), "{alone}");
        }
        for part in ["в том числе город", "из них: мужчин", "of which urban", "оның ішінде қала"]
        {
            assert!(!is_of_which(part) && begins_with(part, &WORDS.of_which), "{part}");
        }
        for none in ["Числовой", "Их район", "Incline", "Оның"] {
            assert!(!begins_with(none, &WORDS.of_which), "{none}");
        }
    }

    #[test]
    fn labels_of_totals() {
        for plain in [
            "Итого",
            "ИТОГО:",
            "Северная Итог",
            "Итого по области",
            "Всего по г. Алматы",
            "Общий итог",
            "Промежуточный итог",
            "North Total",
            "Totals",
            "Grand total:",
            "Sub-total",
            "Total, North",
            "Жалпы",
            "БАРЛЫҒЫ",
            "Облыс бойынша барлығы",
            "Жалпы саны",
            "Жиыны",
            "Итог (Южная)",
            "Беттегі барлығы: 25",
            "Итого по листу: 12",
        ] {
            assert_eq!(total_label(plain), Some(Label::Plain), "{plain}");
        }
        for none in ["Астана қаласы, 1-бөлік (барлығы 2)", "Part 1 (total 2)", "12", ":"]
        {
            assert_eq!(total_label(none), None, "{none}");
        }
        for likely in ["По области", "По ТИК Т1", "По г. Алматы", "Облыс бойынша", "Абай ауданы бойынша"]
        {
            assert_eq!(total_label(likely), Some(Label::Likely), "{likely}");
        }
        for none in
            ["Всеволодово", "Итоговая", "Округ 3", "Жалпақтал", "Totalville", "Общий Сырт", "По", "", "12"]
        {
            assert_eq!(total_label(none), None, "{none}");
        }
    }
}
