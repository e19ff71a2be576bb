//! Every message that the code names has a text in every language, and every text is named somewhere; what a translation
//! must not do is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::repository;

/// Languages beside English.
const OTHERS: [&str; 2] = ["ru", "kk"];

/// Vocabularies whose codes are known at run time alone, by the name under which the code asks for them.
const VOCABULARIES: [&str; 7] =
    ["list.", "table.", "subject.", "figure.", "expected.", "order_by.", "sheet."];

/// Help and errors are no part of the catalogue: their English stands in the code, and tests of their own hold the English
/// files against it.
const OF_THE_CODE: [&str; 2] = ["help.", "phrase."];

fn sources(folder: &Path, texts: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let wanted = |ending: &str| path.extension().is_some_and(|extension| extension == ending);
        if path.is_dir() {
            sources(&path, texts);
        } else if wanted("rs") || wanted("html") {
            texts.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// The texts of a language by key. A word that is given by its cases has them behind its key, the first without one.
pub(crate) fn catalogue(language: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(repository("data/messages").join(language)).unwrap() {
        let path = entry.unwrap().path();
        let file: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        add("", &file, &mut texts);
    }
    texts
}

fn add(prefix: &str, table: &toml::Table, texts: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(inner) => add(&key, inner, texts),
            value => {
                let key = key.strip_suffix(".nom").unwrap_or(&key).to_owned();
                let text = value.as_str().unwrap_or_else(|| panic!("{key} is no text")).to_owned();
                assert!(texts.insert(key.clone(), text).is_none(), "{key} stands twice");
            }
        }
    }
}

/// Whether a key is a case of a word of its language: `list.avc.gen`.
fn is_case(key: &str, texts: &BTreeMap<String, String>) -> bool {
    key.rsplit_once('.').is_some_and(|(word, case)| {
        ["gen", "dat", "acc", "ins", "loc", "abl"].contains(&case) && texts.contains_key(word)
    })
}

/// What stands in braces, by name: `{count|entry|entries}` is about `count`.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()?.split(['|', ':']).next()).collect()
}

#[test]
fn keys_and_texts_agree() {
    let mut code = String::new();
    for part in ["app", "avc", "boundaries", "districts", "report", "rolls"] {
        sources(&repository("crates").join(part), &mut code);
    }
    let texts = catalogue("en");
    let named: BTreeSet<&str> = code
        .split("Message::new(")
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .collect();
    // Examples in documentation name messages of their own.
    let missing: Vec<&&str> =
        named.iter().filter(|key| !texts.contains_key(**key) && !key.starts_with("example.")).collect();
    assert!(missing.is_empty(), "named in the code, and no text: {missing:?}");
    // What evidence itself words: numbers, gaps, bounds.
    sources(&repository("crates/evidence"), &mut code);
    let literals: BTreeSet<&str> = code.split(['"', '\'', '`']).collect();
    let known = |key: &str| {
        literals.contains(key) || OF_THE_CODE.iter().chain(&VOCABULARIES).any(|name| key.starts_with(name))
    };
    let unused: Vec<&String> = texts.keys().filter(|key| !known(key)).collect();
    assert!(unused.is_empty(), "a text that nothing names: {unused:?}");
}

#[test]
fn placeholders_are_closed() {
    for language in ["en", "ru", "kk"] {
        for (key, text) in catalogue(language) {
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{language} {key}");
            assert!(!text.contains(&["TO", "DO"].concat()) && !text.trim().is_empty(), "{language} {key}");
        }
    }
}

/// A release has every text in every language.
#[test]
fn no_text_is_missing_in_any_language() {
    let english = catalogue("en");
    for language in OTHERS {
        let texts = catalogue(language);
        let missing: Vec<&String> = english.keys().filter(|key| !texts.contains_key(*key)).collect();
        let some = &missing[..missing.len().min(20)];
        assert!(missing.is_empty(), "{language} lacks {} texts: {some:?}", missing.len());
    }
}

#[test]
fn no_text_is_left_over_in_any_language() {
    let english = catalogue("en");
    for language in OTHERS {
        let texts = catalogue(language);
        let unknown = |key: &&String| !english.contains_key(*key) && !is_case(key, &texts);
        let left_over: Vec<&String> = texts.keys().filter(unknown).collect();
        assert!(left_over.is_empty(), "{language} has texts that English has not: {left_over:?}");
    }
}

/// Whether what follows something filled in hangs on it: a letter, a hyphen or an apostrophe. A sentence of its own that
/// begins a text, such as `{where}`, may have a capital behind it.
fn hangs(text: &str) -> bool {
    text.match_indices('}').any(|(at, _)| {
        let opens = text.starts_with('{') && !text[1..at].contains('{');
        text[at + 1..].chars().next().is_some_and(|next| {
            (next.is_alphabetic() && !(opens && next.is_uppercase()))
                || "-\u{2010}\u{2011}'\u{2019}".contains(next)
        })
    })
}

/// Endings hang on vowels and numbers, which nobody knows beforehand.
#[test]
fn no_ending_hangs_on_what_is_filled_in() {
    assert!(
        hangs("{region}да") && hangs("в {n}-м") && !hangs("{where}Округ {n}: {m}.") && hangs("{n} и {m}Я")
    );
    for language in OTHERS {
        let hanging: Vec<(String, String)> =
            catalogue(language).into_iter().filter(|(_, text)| hangs(text)).collect();
        assert!(hanging.is_empty(), "{language}: {hanging:#?}");
    }
}

/// A word of Cyrillic letters with a Latin one that looks alike is found by nobody who searches for it.
#[test]
fn no_latin_letter_hides_in_a_cyrillic_word() {
    let cyrillic = |letter: char| ('\u{400}'..='\u{52f}').contains(&letter);
    for language in OTHERS {
        for (key, text) in catalogue(language) {
            for word in text.split(|letter: char| !letter.is_alphabetic()) {
                let mixed =
                    word.chars().any(cyrillic) && word.chars().any(|letter| letter.is_ascii_alphabetic());
                assert!(!mixed, "{language} {key}: {word}");
            }
        }
    }
}

/// What is said of a case is said in every language, and nothing else is filled in.
#[test]
fn the_same_is_filled_in_in_every_language() {
    // The sentence of a law is filled in by its own language.
    let own = |key: &str| key == "law.said";
    let english = catalogue("en");
    for language in OTHERS {
        for (key, text) in catalogue(language).iter().filter(|(key, _)| !own(key)) {
            if let Some(original) = english.get(key) {
                assert_eq!(placeholders(text), placeholders(original), "{language} {key}");
            }
        }
    }
}
