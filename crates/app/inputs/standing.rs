//! How a figure stands, by the words of a cell in three languages (`data/words/standing.toml`): its status, and how official
//! its source is.

use std::sync::LazyLock;

use tizim_districts::{Electorate, Grade};
use tizim_evidence::Status;
use tizim_people::words::listed;

const FILE: &str = include_str!("../../../data/words/standing.toml");

/// A phrase word by word; of a beginning only the letters that are stated must agree.
type Phrase = Vec<String>;

/// The phrases of the topics, in their order.
fn phrases<T: Copy>(topics: &[(&str, T)]) -> Vec<(Phrase, T)> {
    let of_topic = |&(topic, meant): &(&str, T)| {
        listed(FILE, topic).into_iter().map(move |phrase| (words(&phrase, |mark| mark == '*'), meant))
    };
    topics.iter().flat_map(of_topic).collect()
}

/// The grade that the words of a cell state; `None` for other words.
pub(super) fn grade(cell: &str) -> Option<Grade> {
    static PHRASES: LazyLock<Vec<(Phrase, Grade)>> = LazyLock::new(|| {
        phrases(&[
            ("official", Grade::Official),
            ("official_via_press", Grade::OfficialViaPress),
            ("press", Grade::Press),
            ("secondary", Grade::Secondary),
        ])
    });
    Grade::from_word(cell).or_else(|| meant(&PHRASES, cell))
}

/// The status that the words of a cell state. Without one of them a figure is one that somebody counted, and none is unknown.
pub(super) fn status(cell: &str, electorate: Electorate) -> Status {
    static PHRASES: LazyLock<Vec<(Phrase, Status)>> = LazyLock::new(|| {
        phrases(&[
            ("published", Status::Published),
            ("derived", Status::Derived),
            ("estimated", Status::Estimated),
            ("unknown", Status::Unknown),
        ])
    });
    let otherwise = if electorate == Electorate::Unknown { Status::Unknown } else { Status::Counted };
    meant(&PHRASES, cell).unwrap_or(otherwise)
}

/// What a cell means, where one phrase is all of it.
fn meant<T: Copy>(phrases: &[(Phrase, T)], cell: &str) -> Option<T> {
    let stated = words(cell, |_| false);
    let fits = |phrase: &Phrase| {
        let is_word = |(known, word): (&String, &String)| match known.strip_suffix('*') {
            Some(beginning) => word.starts_with(beginning),
            None => known == word,
        };
        phrase.len() == stated.len() && phrase.iter().zip(&stated).all(is_word)
    };
    phrases.iter().find(|(phrase, _)| fits(phrase)).map(|&(_, meant)| meant)
}

/// The words of a text in small letters, `ё` as `е`; `also`: marks that belong to a word, beside letters and digits.
fn words(text: &str, also: impl Fn(char) -> bool) -> Phrase {
    let text = text.to_lowercase().replace('ё', "е");
    let words = text.split(|mark: char| !mark.is_alphanumeric() && !also(mark));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_read_in_three_languages() {
        for (cell, grade) in [
            ("официальный", Grade::Official),
            ("Официальные", Grade::Official),
            ("ресми", Grade::Official),
            ("официальный, через прессу", Grade::OfficialViaPress),
            ("Официально (по сообщению СМИ)", Grade::OfficialViaPress),
            ("ресми, баспасөз арқылы", Grade::OfficialViaPress),
            ("official_via_press", Grade::OfficialViaPress),
            ("Пресса", Grade::Press),
            ("баспасөз", Grade::Press),
            ("вторичный источник", Grade::Secondary),
            ("жанама дереккөз", Grade::Secondary),
            ("secondary source", Grade::Secondary),
        ] {
            assert_eq!(super::grade(cell), Some(grade), "{cell}");
        }
        for cell in ["слух", "неофициальный", "официальный слух", "unofficial", "бейресми", ""]
        {
            assert_eq!(super::grade(cell), None, "{cell}");
        }
    }

    #[test]
    fn statuses_are_read_in_three_languages() {
        let known = Electorate::Known(1);
        for (cell, status) in [
            ("опубликовано", Status::Published),
            ("Published", Status::Published),
            ("жарияланған", Status::Published),
            ("расчётное", Status::Derived),
            ("оценка", Status::Estimated),
            ("бағаланған", Status::Estimated),
            ("нет данных", Status::Unknown),
            ("", Status::Counted),
            ("проверено", Status::Counted),
        ] {
            assert_eq!(super::status(cell, known), status, "{cell}");
        }
        assert_eq!(super::status("", Electorate::Unknown), Status::Unknown);
    }
}
