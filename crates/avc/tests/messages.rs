//! Every text that the crate names stands in the catalogue, every text of the catalogue is named, and every argument
//! of a template is given.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod nation;

use std::collections::BTreeSet;
use std::path::Path;

use tizim_evidence::{Catalogue, Message};

fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

fn catalogue() -> Catalogue {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/messages/en/avc.toml");
    // How a sentence of the law is said stands with the words of reports.
    let said = "[law]\nsaid = '{en}'";
    Catalogue::from_toml([std::fs::read_to_string(path).unwrap().as_str(), said]).unwrap()
}

#[test]
fn keys_and_texts_agree() {
    let mut text = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    let mut used: BTreeSet<&str> = text
        .split('"')
        .skip(1)
        .step_by(1)
        .filter(|part| {
            part.starts_with("avc.")
                && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "._".contains(letter))
        })
        .collect();
    // Named by evidence, for every crate whose rules quote a law.
    used.insert(Message::OF_LAW);
    let catalogue = catalogue();
    let known: BTreeSet<&str> = catalogue.keys().collect();
    let missing: Vec<_> = used.difference(&known).collect();
    let unused: Vec<_> = known.difference(&used).collect();
    assert!(missing.is_empty() && unused.is_empty(), "missing {missing:?}, unused {unused:?}");
}

#[test]
fn no_template_lacks_an_argument() {
    let catalogue = catalogue();
    let mut nation = nation::nation(4, 4, 5, 12);
    nation.certificates[0].used_at = nation::moment("2023-03-20 10:00");
    nation.certificates[1].serial = nation.certificates[9].serial.clone();
    nation.certificates[2].iin = nation.certificates[19].iin.clone();
    nation.precincts[3].forms = Some(90);
    nation.precincts[4].forms = Some(1);
    nation.precincts[5].used_reported = None;
    let mut audits = vec![nation.audit()];
    audits.push(tizim_avc::national_example(&nation::rules("kz-2019")));
    for audit in &audits {
        let titles = audit
            .findings
            .iter()
            .flat_map(|finding| std::iter::once(&finding.title).chain(&finding.explanations));
        for message in titles.chain(&audit.summary).chain(&audit.notes).chain(std::iter::once(&audit.title)) {
            let text = catalogue.text(message);
            assert!(!text.contains(['{', '<']), "{text}");
            assert!(!text.to_lowercase().contains("fraud"), "{text}");
        }
    }
}
