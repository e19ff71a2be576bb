//! A country that the program has no line about: its law stands in `tests/country`, and every audit judges by it alone.

use std::path::PathBuf;

use serde_json::Value as Json;

use crate::support::{document, repository, succeed};

const AUDITS: [&[&str]; 3] = [
    &["rolls", "check", "--list", "permanent=permanent.csv", "--list", "special=special.csv"],
    &["avc", "audit", "--certificates", "certificates.csv", "--list", "permanent=permanent.csv"],
    &["districts", "audit", "districts.csv"],
];

fn folder() -> PathBuf {
    repository("tests/country")
}

fn typed<'a>(audit: &[&'a str], format: &'a str) -> Vec<&'a str> {
    let precincts: &[&str] = if audit[0] == "districts" { &[] } else { &["--precincts", "precincts.csv"] };
    let special: &[&str] = if audit[0] == "avc" { &["--list", "special=special.csv"] } else { &[] };
    [audit, precincts, special, &["--profile", "profile.toml", "--format", format, "--quiet"]].concat()
}

/// Code, severity, subject and rule of what the audits find, but for what could not be checked.
fn found(audit: &[&str]) -> Vec<[String; 4]> {
    let document = document(&folder(), &typed(audit, "json"));
    let findings = document["findings"].as_array().unwrap().clone();
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    findings
        .iter()
        .filter(|finding| !text(&finding["code"]).ends_with("-090"))
        .map(|finding| {
            let subject =
                if finding["subject"]["kind"] == "person" { &Json::Null } else { &finding["subject"]["id"] };
            [text(&finding["code"]), text(&finding["severity"]), text(subject), text(&finding["rule"])]
        })
        .collect()
}

#[test]
fn lists_are_judged_by_its_own_law() {
    let found = found(AUDITS[0]);
    for [code, severity, subject, rule] in [
        ["ROLL-002", "violation", "", "one-home"],
        ["ROLL-003", "violation", "", "one-list-only"],
        ["ROLL-020", "violation", "North / 1", "small-precincts"],
        // Sixteen on the day is of age; fifteen is not.
        ["ROLL-014", "warning", "South / 4", "vote-at-sixteen"],
        // A wrong check digit, and twelve digits where the law says fourteen.
        ["ROLL-010", "notice", "North / 2", "number-well-formed"],
        ["ROLL-011", "notice", "North / 1", "number-against-person"],
    ] {
        let same = |finding: &&[String; 4]| **finding == [code, severity, subject, rule];
        assert_eq!(found.iter().filter(same).count(), 1, "{code} of {subject}: {found:?}");
        assert_eq!(found.iter().filter(|finding| finding[0] == code).count(), 1, "{code}: {found:?}");
    }
}

#[test]
fn certificates_are_judged_by_its_own_law() {
    let found = found(AUDITS[1]);
    for expected in [
        // One in fifty, and no more: 21 forms for 1,000 voters.
        ["AVC-001", "violation", "North/2", "two-per-cent"],
        ["AVC-004", "violation", "North/1", "issue-window"],
        ["AVC-004", "violation", "North/2", "issue-window"],
        ["AVC-004", "warning", "North/2", "use-hours"],
        ["AVC-008", "violation", "100004", "used-once"],
        ["AVC-010", "violation", "", "other-list-special"],
        ["AVC-017", "warning", "South", "required-numbers"],
    ] {
        assert!(found.iter().any(|finding| *finding == expected), "{expected:?}: {found:?}");
    }
    assert_eq!(found.iter().filter(|finding| finding[0] == "AVC-001").count(), 1, "{found:?}");
}

#[test]
fn districts_are_judged_by_its_own_law() {
    let found = found(AUDITS[2]);
    let binding: Vec<&str> =
        found.iter().filter(|finding| finding[1] == "violation").map(|finding| finding[2].as_str()).collect();
    assert_eq!(binding, ["1", "3"], "{found:?}");
    assert!(found.iter().all(|finding| finding[1] != "violation" || finding[3] == "arda-5"));
}

#[test]
fn it_is_told_its_own_law_and_no_other_countrys() {
    for (audit, own) in AUDITS.into_iter().zip([
        "Ships' crews may stand on both lists",
        "Consulates issue earlier",
        "An island is a district of its own",
    ]) {
        for format in ["text", "json", "csv", "html"] {
            let shown = succeed(&folder(), &[&typed(audit, format)[..], &["--edition", "working"]].concat());
            for word in [
                "Kazakh",
                "Казах",
                "Қазақ",
                "Constitutional Law",
                "ODIHR",
                "2464",
                "IIN",
                "ИИН",
                "ЖСН",
                "Since 2013",
                "12 digits",
                "Majilis",
                "one per cent",
            ] {
                assert!(!shown.contains(word), "{audit:?} as {format} says {word}");
            }
            if format != "csv" {
                let shown = shown.replace("&#39;", "'").replace("&#x27;", "'");
                let words: Vec<&str> = shown.split_whitespace().collect();
                assert!(words.join(" ").contains(own), "{audit:?} as {format}");
            }
        }
    }
}

/// What the law says stays with a finding whose rows the public edition hides.
#[test]
fn the_public_edition_keeps_what_the_law_says() {
    let public = [&typed(AUDITS[0], "json")[..], &["--edition", "public"]].concat();
    let shown = succeed(&folder(), &public);
    assert!(shown.contains("Ships' crews may stand on both lists"), "{shown}");
}
