//! `tizim synth`: the nation that it always was, and with `--errors` one more.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{json_file, place, records, succeed};

/// The first eight digits of the digest of each file of a nation.
fn digests(folder: &Path) -> BTreeMap<String, String> {
    let manifest = json_file(&folder.join("manifest.json"));
    let files = manifest["files"].as_array().unwrap();
    files
        .iter()
        .map(|file| {
            let text = |key: &str| file[key].as_str().unwrap().to_owned();
            (text("name"), text("blake3")[..8].to_owned())
        })
        .collect()
}

#[test]
fn without_errors_every_byte_is_as_it_was() {
    let place = place();
    succeed(place.path(), &["synth", "--voters", "3000", "--seed", "7", "--out", "nation"]);
    let made = digests(&place.path().join("nation"));
    // As the program wrote them before there were errors.
    for (name, digest) in [
        ("permanent.csv", "99fd18ea"),
        ("special.csv", "7795adaf"),
        ("temporary.csv", "168dfa98"),
        ("supplementary.csv", "03131d9f"),
        ("avc.csv", "688b6cac"),
        ("residence-certificates.csv", "69a9e02a"),
        ("precincts.csv", "635844e8"),
        ("certificates.csv", "9fbd009e"),
        ("truth/rolls.csv", "313af705"),
        ("truth/avc.csv", "c683581e"),
        ("truth/same_name.csv", "7c2ab762"),
    ] {
        assert_eq!(made[name], digest, "{name}");
    }
    assert!(!made.contains_key("truth/pairs.csv"));
}

#[test]
fn with_errors_the_pairs_stand_in_the_truth() {
    let place = place();
    let make = |out: &str| {
        succeed(place.path(), &["synth", "--voters", "3000", "--seed", "7", "--errors", "--out", out]);
        digests(&place.path().join(out))
    };
    assert_eq!(make("one"), make("two"));
    let pairs = records(&place.path().join("one/truth/pairs.csv"));
    let of = |kind: &str| pairs.iter().filter(|pair| pair["kind"] == kind).count();
    assert!(pairs.len() > 300 && of("typing") == 75 && of("other-spelling") == 60 && of("moved") == 60);
    assert!(pairs.iter().all(|pair| pair["left_row"].parse::<u64>().is_ok_and(|row| row > 1)));
    succeed(place.path(), &["verify", "one"]);
}
