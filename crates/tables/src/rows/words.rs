//! Words by which rows of totals and of signatures are known, in three languages.

use crate::detect::heading::normal_form;

/// Words that say "total" where they stand alone, first or last in a cell.
pub(crate) const TOTAL: [&str; 24] = [
    "итого",
    "всего",
    "итог",
    "итоги",
    "подытог",
    "барлығы",
    "барлыгы",
    "жиыны",
    "жиынтығы",
    "жиынтыгы",
    "қорытынды",
    "корытынды",
    "қорытындысы",
    "total",
    "totals",
    "subtotal",
    "subtotals",
    "общий итог",
    "общее количество",
    "промежуточный итог",
    "жалпы жиыны",
    "жалпы саны",
    "grand total",
    "sub total",
];

/// Words that say so where nothing else stands in the cell.
pub(crate) const TOTAL_ALONE: [&str; 8] =
    ["жалпы", "сумма", "сомасы", "sum", "overall", "all", "вместе", "бәрі"];

/// First words of a label such as "по области", and what may follow them.
pub(crate) const BY: [&str; 1] = ["по"];
/// What totals are made by.
pub(crate) const BY_WHAT: [&str; 24] = [
    "области",
    "областям",
    "району",
    "районам",
    "городу",
    "городам",
    "г",
    "тик",
    "оик",
    "уик",
    "округу",
    "округам",
    "региону",
    "регионам",
    "республике",
    "стране",
    "участку",
    "участкам",
    "комиссии",
    "комиссиям",
    "всем",
    "казахстану",
    "селу",
    "избирательному",
];
/// Last words of a label such as "облыс бойынша".
pub(crate) const BY_BEHIND: [&str; 1] = ["бойынша"];

/// Parts of a count that stand beside each other below one heading.
pub(crate) const PARTS: [&str; 22] = [
    "мужчины",
    "женщины",
    "мужчин",
    "женщин",
    "муж",
    "жен",
    "м",
    "ж",
    "ерлер",
    "әйелдер",
    "ер",
    "әйел",
    "men",
    "women",
    "male",
    "female",
    "город",
    "село",
    "қала",
    "ауыл",
    "urban",
    "rural",
];

/// Words with which a cell at the foot of a form begins.
pub(crate) const SIGNATURE: [&str; 34] = [
    "председатель",
    "зампредседателя",
    "заместитель",
    "секретарь",
    "член",
    "члены",
    "подпись",
    "подписи",
    "печать",
    "мп",
    "мо",
    "дата",
    "исполнитель",
    "руководитель",
    "примечание",
    "составил",
    "утверждаю",
    "аким",
    "төраға",
    "төрағасы",
    "төрағаның",
    "хатшы",
    "хатшысы",
    "мүше",
    "мүшесі",
    "мүшелері",
    "қолы",
    "мөр",
    "орындаушы",
    "ескерту",
    "chairperson",
    "secretary",
    "signature",
    "note",
];

/// Those of [`SIGNATURE`] that people are called, too: they say nothing where more than a date stands beside them.
pub(crate) const NAMES_TOO: [&str; 4] = ["мо", "аким", "дата", "мүше"];

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
    let words = words(cell)?;
    let is_total = |words: &[String]| TOTAL.contains(&words.join(" ").as_str());
    let (first, last) = (words.first()?, words.last()?);
    let ends = |count: usize| {
        words.len() >= count && (is_total(&words[..count]) || is_total(&words[words.len() - count..]))
    };
    let alone = words.len() == 1 && TOTAL_ALONE.contains(&first.as_str());
    if ends(1) || ends(2) || alone {
        return Some(Label::Plain);
    }
    let by = words.len() > 1 && BY.contains(&first.as_str()) && BY_WHAT.contains(&words[1].as_str());
    let by_behind = words.len() > 1 && BY_BEHIND.contains(&last.as_str());
    (by || by_behind).then_some(Label::Likely)
}

/// Whether the first word of a cell, or the first two together, are among the words.
pub(crate) fn begins_with(cell: &str, among: &[&str]) -> bool {
    let Some(words) = words(cell) else { return false };
    let is_one = |count: usize| words.len() >= count && among.contains(&words[..count].join(" ").as_str());
    is_one(1) || is_one(2)
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
        ] {
            assert_eq!(total_label(plain), Some(Label::Plain), "{plain}");
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
