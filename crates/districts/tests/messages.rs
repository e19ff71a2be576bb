//! Every message has its text, and every text its message.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::path::Path;

use tizim_evidence::Catalogue;

fn keys_in(folder: &Path, keys: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            keys_in(&path, keys);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            keys.extend(text.split('"').filter(|part| part.starts_with("districts.")).map(str::to_owned));
        }
    }
}

#[test]
fn keys_and_texts_agree() {
    let catalogue = Catalogue::from_toml([include_str!("../../../data/messages/en/districts.toml")]).unwrap();
    let texts: BTreeSet<String> = catalogue.keys().map(str::to_owned).collect();
    let mut keys = BTreeSet::new();
    keys_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut keys);
    assert_eq!(texts.difference(&keys).collect::<Vec<_>>(), Vec::<&String>::new(), "texts without a use");
    assert_eq!(keys.difference(&texts).collect::<Vec<_>>(), Vec::<&String>::new(), "keys without a text");
}

#[test]
fn every_code_has_its_heading() {
    let report = Catalogue::from_toml([include_str!("../../../data/messages/en/report.toml")]).unwrap();
    let codes: Vec<&str> = tizim_districts::Code::ALL.iter().map(|code| code.word()).collect();
    assert!(codes.is_sorted() && codes.iter().all(|code| report.get(code).is_some()), "{codes:?}");
}
