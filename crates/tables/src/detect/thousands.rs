//! Headings that count in thousands.

use crate::detect::bound::BoundField;
use crate::given::schema::FieldType;
use crate::words::WORDS;

/// The words and numbers of a heading, in small letters.
fn words(heading: &str) -> impl Iterator<Item = String> + '_ {
    let is_divider = |letter: char| !letter.is_alphanumeric();
    heading.split(is_divider).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn is_thousands(word: &String) -> bool {
    WORDS.thousands.contains(word)
}

/// What a heading names, without the unit at its end where this is one of thousands; `None` where it is none.
pub(crate) fn without_unit(heading: &str) -> Option<&str> {
    let mut rest = heading;
    let mut counts_thousands = false;
    loop {
        let trimmed = rest.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        let start = trimmed.char_indices().rev().find(|(_, letter)| !letter.is_alphanumeric());
        let (before, word) =
            start.map_or(("", trimmed), |(at, letter)| (&trimmed[..at], &trimmed[at + letter.len_utf8()..]));
        let word = word.to_lowercase();
        let is_of_unit = is_thousands(&word) || WORDS.units.contains(&word) || word == "в" || word == "in";
        if !is_of_unit {
            return (counts_thousands && !trimmed.is_empty()).then_some(trimmed);
        }
        if trimmed.is_empty() {
            return None;
        }
        counts_thousands |= is_thousands(&word);
        rest = before;
    }
}

/// Marks the fields of counts whose headings, in any of their rows, say that they count in thousands.
pub(crate) fn mark(fields: &mut [BoundField], rows: &[Vec<String>]) {
    for field in fields.iter_mut().filter(|field| field.kind == FieldType::Count) {
        let [column] = field.columns.as_slice() else { continue };
        // Of a heading over several columns only the first holds its text.
        let over = |row: &Vec<String>| {
            let cells = row.get(..=*column).unwrap_or(row);
            cells.iter().rev().find(|cell| !cell.trim().is_empty()).cloned()
        };
        let last = rows.len().saturating_sub(1);
        let own = rows.get(last).and_then(|row| row.get(*column)).cloned();
        let above = rows.iter().take(last).filter_map(over);
        let mut headings = above.chain(own).chain(field.headings.iter().cloned());
        field.thousands = headings.any(|heading| words(&heading).any(|word| is_thousands(&word)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_thousands_are_told_from_what_is_counted() {
        for (heading, named) in [
            ("Население, тыс.", "Население"),
            ("Население, тыс. чел.", "Население"),
            ("Избиратели в тыс.", "Избиратели"),
            ("Халық саны, мың адам", "Халық саны"),
            ("Voters, thousand", "Voters"),
        ] {
            assert_eq!(without_unit(heading), Some(named), "{heading}");
        }
        for heading in ["Население, чел.", "Население", "тыс.", "Тысячелетие", "Число человек"]
        {
            assert_eq!(without_unit(heading), None, "{heading}");
        }
    }
}
