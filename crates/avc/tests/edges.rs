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
