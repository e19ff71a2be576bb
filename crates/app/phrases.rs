//! Errors, hints and what is said of a run, in the language of the run.
//!
//! Whatever goes wrong is said in English where it arises, in libraries too, which know no catalogue. Here such a sentence is
//! found again by its template (`data/messages/en/errors.toml`), what was filled in is taken out of it, and it is said by the
//! template of the same key in another language. A sentence without a template stays as it is.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use tizim_evidence::{Catalogue, Language};

use crate::language;

/// The templates in the order of [`Language::ALL`].
const TEXTS: [&str; 3] = [
    include_str!("../../data/messages/en/errors.toml"),
    include_str!("../../data/messages/ru/errors.toml"),
    include_str!("../../data/messages/kk/errors.toml"),
];

/// What users named themselves is never looked up.
const NAMES: [&str; 11] =
    ["path", "file", "id", "name", "heading", "field", "sheet", "pattern", "folder", "column", "property"];

/// A sentence with gaps.
#[derive(Debug)]
struct Phrase {
    parts: Vec<Part>,
    /// The same in the language of the run.
    said: String,
    /// Letters that a sentence must share with it: of several that fit, the one with most is meant.
    weight: usize,
}

#[derive(Debug)]
enum Part {
    Letters(String),
    Gap(String),
}

/// What was filled in, by the name of the gap.
type Filled<'t> = Vec<(&'t str, &'t str)>;

/// The sentence in the language of this run.
pub(crate) fn say(sentence: &str) -> Cow<'_, str> {
    say_in(language::spoken(), sentence)
}

/// The sentence in this language: that of a report, which need not be that of the run.
pub(crate) fn say_in(language: Language, sentence: &str) -> Cow<'_, str> {
    static RUSSIAN: LazyLock<Vec<Phrase>> = LazyLock::new(|| phrases(Language::Ru));
    static KAZAKH: LazyLock<Vec<Phrase>> = LazyLock::new(|| phrases(Language::Kk));
    match language {
        Language::En => Cow::Borrowed(sentence),
        Language::Ru => worded(&RUSSIAN, sentence),
        Language::Kk => worded(&KAZAKH, sentence),
    }
}

/// Line by line, since several errors may be told at once; blanks in front of a line stay.
fn worded<'s>(phrases: &[Phrase], text: &'s str) -> Cow<'s, str> {
    if !text.contains('\n') {
        return sentence(phrases, text);
    }
    let line = |line: &str| {
        let words = line.trim_start();
        format!("{}{}", &line[..line.len() - words.len()], sentence(phrases, words))
    };
    Cow::Owned(text.split('\n').map(line).collect::<Vec<_>>().join("\n"))
}

fn sentence<'s>(phrases: &[Phrase], text: &'s str) -> Cow<'s, str> {
    let fitting = phrases.iter().filter_map(|phrase| Some((phrase, filled(&phrase.parts, text)?)));
    let Some((phrase, values)) = fitting.max_by_key(|(phrase, _)| phrase.weight) else {
        return Cow::Borrowed(text);
    };
    let mut said = String::with_capacity(text.len());
    for part in parts(&phrase.said) {
        match part {
            Part::Letters(letters) => said.push_str(&letters),
            Part::Gap(name) => {
                let value = values.iter().find(|(gap, _)| *gap == name).map_or("", |(_, value)| value);
                let is_name = NAMES.contains(&name.as_str());
                said.push_str(&if is_name { Cow::Borrowed(value) } else { sentence(phrases, value) });
            }
        }
    }
    Cow::Owned(said)
}

/// What fills the gaps, where the text fits: each gap as little as it can.
fn filled<'t>(parts: &'t [Part], text: &'t str) -> Option<Filled<'t>> {
    fitted(parts, text, &mut BTreeSet::new())
}

/// The same; `failed`: how many parts and bytes were left where nothing fits, so that no rest is tried twice, whatever a
/// file or a heading is called.
fn fitted<'t>(parts: &'t [Part], text: &'t str, failed: &mut BTreeSet<(usize, usize)>) -> Option<Filled<'t>> {
    match parts {
        [] => text.is_empty().then(Vec::new),
        [Part::Letters(letters), rest @ ..] => fitted(rest, text.strip_prefix(letters.as_str())?, failed),
        [Part::Gap(name)] => (!text.is_empty()).then(|| vec![(name.as_str(), text)]),
        [Part::Gap(name), rest @ ..] => {
            if failed.contains(&(parts.len(), text.len())) {
                return None;
            }
            let ends = text.char_indices().map(|(at, _)| at).skip(1);
            let found = ends.into_iter().find_map(|end| {
                let mut values = fitted(rest, &text[end..], failed)?;
                values.push((name.as_str(), &text[..end]));
                Some(values)
            });
            if found.is_none() {
                failed.insert((parts.len(), text.len()));
            }
            found
        }
    }
}

/// The phrases that a language has.
fn phrases(language: Language) -> Vec<Phrase> {
    let place = Language::ALL.iter().position(|one| *one == language).unwrap_or_default();
    let read = |place: usize| Catalogue::from_toml([TEXTS[place]]).unwrap_or_default();
    let (english, own) = (read(0), read(place));
    let phrase = |key: &str| {
        let parts = parts(english.get(key)?);
        let weight =
            parts.iter().map(|part| if let Part::Letters(letters) = part { letters.len() } else { 0 });
        Some(Phrase { weight: weight.sum(), said: own.get(key)?.to_owned(), parts })
    };
    english.keys().filter_map(phrase).collect()
}

fn parts(template: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((letters, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else { break };
        if !letters.is_empty() {
            parts.push(Part::Letters(letters.to_owned()));
        }
        parts.push(Part::Gap(name.to_owned()));
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(Part::Letters(rest.to_owned()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(english: &str, said: &str) -> Phrase {
        let weight = english.len();
        Phrase { parts: parts(english), said: said.to_owned(), weight }
    }

    #[test]
    fn no_name_makes_it_search_for_long() {
        // Without what is known to fail, some 500 to the fourth ways would be tried.
        let parts = parts("{a} x {b} x {c} x {d} x {e} y");
        assert!(filled(&parts, &"1 x ".repeat(500)).is_none());
        assert_eq!(filled(&parts, "1 x 2 x 3 x 4 x 5 y").map(|values| values.len()), Some(5));
    }

    #[test]
    fn a_sentence_is_found_by_its_template_and_said_with_what_was_filled_in() {
        let phrases = [
            phrase(
                "`{path}` is {found}, expected {expected}",
                "`{path}`: ожидается {expected}, а это {found}",
            ),
            phrase("`{path}` is {found}", "`{path}`: {found}"),
            phrase("a PDF document", "документ PDF"),
            phrase("a table", "таблица"),
        ];
        let say = |text: &'static str| worded(&phrases, text);
        assert_eq!(
            say("`a table` is a PDF document, expected a table"),
            "`a table`: ожидается таблица, а это документ PDF"
        );
        assert_eq!(say("`x` is a table\n  `y` is odd"), "`x`: таблица\n  `y`: odd");
        assert_eq!(say("nothing like it"), "nothing like it");
    }

    #[test]
    fn every_template_finds_itself() {
        for language in Language::ALL {
            let phrases = phrases(language);
            for phrase in &phrases {
                let text = phrase.parts.iter().map(|part| match part {
                    Part::Letters(letters) => letters.clone(),
                    Part::Gap(name) => format!("<{name}>"),
                });
                let text: String = text.collect();
                let expected = phrase.said.replace('{', "<").replace('}', ">");
                assert_eq!(sentence(&phrases, &text), expected);
            }
        }
    }
}
