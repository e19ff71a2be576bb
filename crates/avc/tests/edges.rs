//! Where a verdict about a certificate turns.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod nation;

use nation::{moment, nation, with_code};

/// The rules of AVC-004 that a certificate issued then, and never used, breaks.
fn broken_by_issue(issued: &str) -> Vec<String> {
    let mut nation = nation(11, 3, 4, 12);
    let row = nation.certificates.iter_mut().find(|row| row.used_precinct.is_empty()).unwrap();
    row.issued_at = moment(issued);
    assert!(row.issued_at.is_some(), "{issued} is read");
    let at = row.row;
    let audit = nation.audit();
    let findings = with_code(&audit, "AVC-004").into_iter();
    findings
        .filter(|finding| finding.evidence.iter().any(|place| place.row == at))
        .map(|finding| finding.rule.clone())
        .collect()
}

#[test]
fn midnight_is_a_day_without_a_time() {
    for no_time in ["2023-03-10", "2023-03-10 00:00", "2023-03-10 00:00:00", "2023-03-10T00:00:00+06:00"] {
        assert_eq!(broken_by_issue(no_time), [""; 0], "{no_time}");
    }
    for night in ["2023-03-10 00:00:01", "2023-03-10 00:01", "2023-03-10 23:59:59"] {
        assert_eq!(broken_by_issue(night), ["issue-at-night"], "{night}");
    }
}

#[test]
fn night_begins_at_its_first_minute_and_ends_before_its_last() {
    assert_eq!(broken_by_issue("2023-03-10 21:59:59+06:00"), [""; 0]);
    assert_eq!(broken_by_issue("2023-03-10 22:00:00+06:00"), ["issue-at-night"]);
    assert_eq!(broken_by_issue("2023-03-10 05:59:59+06:00"), ["issue-at-night"]);
    assert_eq!(broken_by_issue("2023-03-10 06:00:00+06:00"), [""; 0]);
}

#[test]
fn what_is_usual_is_the_profiles_to_say() {
    let mut nation = nation(11, 3, 4, 12);
    let shared = nation.certificates[0].iin.clone();
    nation.certificates.iter_mut().take(4).for_each(|row| row.iin.clone_from(&shared));
    let titles = |number_of_nobody: usize| {
        let mut rules = nation::rules("kz-2023");
        rules.conventions.number_of_nobody = number_of_nobody;
        let audit = tizim_avc::audit(&nation.inputs(), &rules, &nation::run()).unwrap();
        with_code(&audit, "AVC-003").iter().map(|finding| finding.title.key).collect::<Vec<_>>()
    };
    assert!(titles(3).contains(&"avc.holders.placeholder"), "{:?}", titles(3));
    assert!(!titles(4).contains(&"avc.holders.placeholder"), "{:?}", titles(4));
}

#[test]
fn a_profile_without_conventions_has_those_that_are_written_down() {
    let text = nation::profile_text("kz-2023");
    let start = text.find("[avc.conventions]").unwrap();
    let end = start + text[start..].find("\n\n").unwrap();
    let without = text.replace(&text[start..end], "");
    let read = |text: &str| {
        let profile = tizim_evidence::Profile::from_toml(text).unwrap();
        tizim_avc::AvcRules::from_profile(&profile).unwrap().unwrap()
    };
    assert_eq!(read(&without).conventions, read(&text).conventions);
    let wrong = text.replace("custom_precincts = 3", "custom_precints = 3");
    let profile = tizim_evidence::Profile::from_toml(&wrong).unwrap();
    assert!(tizim_avc::AvcRules::from_profile(&profile).is_err(), "a slip is no rule");
}
