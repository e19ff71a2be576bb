//! Every message that the code names has a text, and every text is named somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::repository;

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

fn catalogue() -> tizim_evidence::Catalogue {
    let folder = repository("data/messages/en");
    let texts: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    tizim_evidence::Catalogue::from_toml(texts.iter().map(String::as_str)).unwrap()
}

#[test]
fn keys_and_texts_agree() {
    let mut code = String::new();
    for part in ["app", "avc", "boundaries", "districts", "report", "rolls"] {
        sources(&repository("crates").join(part), &mut code);
    }
    let catalogue = catalogue();
    let known: BTreeSet<&str> = catalogue.keys().collect();
    let named: BTreeSet<&str> = code
        .split("Message::new(")
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .collect();
    // Examples in documentation name messages of their own.
    let missing: Vec<&&str> =
        named.iter().filter(|key| !known.contains(**key) && !key.starts_with("example.")).collect();
    assert!(missing.is_empty(), "named in the code, and no text: {missing:?}");
    // What evidence itself words: numbers, gaps, bounds.
    sources(&repository("crates/evidence"), &mut code);
    let literals: BTreeSet<&str> = code.split(['"', '\'', '`']).collect();
    let unused: Vec<&&str> = known.iter().filter(|key| !literals.contains(**key)).collect();
    assert!(unused.is_empty(), "a text that nothing names: {unused:?}");
}

#[test]
fn placeholders_are_closed() {
    let catalogue = catalogue();
    for key in catalogue.keys() {
        let text = catalogue.word(key);
        assert_eq!(text.matches('{').count(), text.matches('}').count(), "{key}");
        assert!(!text.contains("TODO") && !text.trim().is_empty(), "{key}");
    }
}
