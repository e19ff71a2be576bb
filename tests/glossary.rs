//! Terms of the law: where an English text uses one, the Russian and the Kazakh text use the word of the law itself.

use std::collections::BTreeMap;
use std::fs;

use crate::messages::catalogue;
use crate::support::repository;

/// A term with the beginnings of its words in the languages of the law, of which a text must have one.
struct Term {
    english: String,
    stems: BTreeMap<&'static str, Vec<String>>,
}

/// Texts that say the same without the noun, since it stands right beside them.
const WITHOUT_THE_NOUN: [&str; 11] = [
    "avc.reconcile.more_than_voters",
    "rolls.unusable_numbers",
    "rolls.next.commission_size",
    "rolls.next.above_cap",
    "rolls.reconcile.why.no_birth_date",
    "rolls.residence_certificates",
    "rolls.undetermined.serial_unclear",
    "split.plan.no_limit",
    "split.plan.outside",
    "split.plan.not_placed",
    "split.plan.only",
];

/// Texts for users of the command line, and labels of codes: these speak of options and columns, not of the law.
const OF_THE_PROGRAM: [&str; 3] = ["help.", "phrase.", "figure."];

fn terms() -> Vec<Term> {
    let rows = csv::Reader::from_path(repository("tests/data/glossary.csv")).unwrap().into_deserialize();
    rows.map(|row| {
        let row: BTreeMap<String, String> = row.unwrap();
        let stems = ["ru", "kk"]
            .map(|language| (language, row[language].split('|').map(str::to_owned).collect::<Vec<_>>()));
        Term { english: row["en"].clone(), stems: stems.into_iter().collect() }
    })
    .collect()
}

/// A text in small letters, without what is filled in.
fn words(text: &str) -> String {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    // Forms that go with a count are words too.
    parts
        .fold(first, |text, part| {
            let (gap, rest) = part.split_once('}').unwrap_or(("", part));
            let forms = gap.split_once('|').map_or("", |(_, forms)| forms);
            text + " " + forms + " " + rest
        })
        .to_lowercase()
}

/// Whether a term stands in a text, at the beginning of a word.
fn uses(text: &str, term: &str) -> bool {
    text.match_indices(term).any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphabetic))
}

#[test]
fn the_words_of_the_law_are_used() {
    assert!(uses("two precincts", "precinct") && !uses("unvoter", "voter"));
    assert!(fs::metadata(repository("tests/data/glossary.csv")).unwrap().len() > 1000);
    let (english, terms) = (catalogue("en"), terms());
    assert!(terms.len() >= 20);
    let mut checked = 0;
    for language in ["ru", "kk"] {
        let texts = catalogue(language);
        let mut wrong = Vec::new();
        for (key, text) in &english {
            let of_the_law = !OF_THE_PROGRAM.iter().any(|start| key.starts_with(start));
            let Some(own) =
                texts.get(key).filter(|_| of_the_law && !WITHOUT_THE_NOUN.contains(&key.as_str()))
            else {
                continue;
            };
            let (text, own) = (words(text), words(own));
            for term in terms.iter().filter(|term| uses(&text, &term.english)) {
                checked += 1;
                if !term.stems[language].iter().any(|stem| own.contains(stem.as_str())) {
                    wrong.push(format!("{key} ({}): {own}", term.english));
                }
            }
        }
        assert!(wrong.is_empty(), "{language}: {wrong:#?}");
    }
    assert!(checked > 500, "{checked}");
}
