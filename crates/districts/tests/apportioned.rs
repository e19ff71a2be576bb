//! What an apportionment says of those who have no seat, and of those whom no number of seats serves.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use tizim_districts::{Claimant, apportion, deviation};
use tizim_evidence::{Audit, Message, Severity, Value};

fn shared(voters: &[u64], seats: u64, minimum: u64) -> Audit {
    let claimant = |(place, &voters): (usize, &u64)| Claimant {
        id: format!("id{place}"),
        name: format!("N{place}"),
        voters,
    };
    let claimants: Vec<Claimant> = voters.iter().enumerate().map(claimant).collect();
    apportion(&claimants, seats, minimum).unwrap().to_audit()
}

fn sentence<'a>(audit: &'a Audit, key: &str) -> Option<&'a Message> {
    audit.summary.iter().find(|message| message.key == key)
}

fn names(value: &Value) -> Vec<String> {
    serde_json::from_value(serde_json::to_value(value).unwrap()).unwrap()
}

#[test]
fn who_has_voters_and_no_seat_is_the_most_under_represented() {
    let audit = shared(&[50, 700, 0, 760], 2, 0);
    assert!(sentence(&audit, "districts.apportion.represented_all").is_none());
    let told = sentence(&audit, "districts.apportion.without_seat_all").unwrap();
    // Whoever has neither voters nor a seat is not named.
    assert_eq!(names(&told.arguments["without"]), ["N0"]);
    assert_eq!(told.arguments["smallest"], Value::from("N1"));
    assert_eq!(
        told.arguments["high"].bounds(),
        Some((deviation(760, 1, 1510, 2), deviation(760, 1, 1510, 2)))
    );
}

#[test]
fn of_methods_that_differ_one_is_named() {
    // Adams gives everyone a seat; Webster gives the smallest none.
    let audit = shared(&[20, 900, 1080], 10, 0);
    let told = sentence(&audit, "districts.apportion.without_seat").unwrap();
    assert!(matches!(told.arguments["method"], Value::Word { code: "webster", .. }), "{told:?}");
}

#[test]
fn where_all_hold_the_quota_nobody_is_named() {
    let audit = shared(&[300, 100, 200], 6, 1);
    assert!(sentence(&audit, "districts.apportion.represented_equally").is_some(), "{:?}", audit.summary);
    assert!(sentence(&audit, "districts.apportion.represented_all").is_none());
    assert!(audit.findings.is_empty() && sentence(&audit, "districts.apportion.cannot").is_none());
}

#[test]
fn whom_no_number_of_seats_serves_is_told_and_found() {
    // Quotas of 0.5, 1.12 and 8.38 in a house of ten.
    let audit = shared(&[500, 1120, 8380], 10, 1);
    let told: Vec<(f64, Vec<String>)> = audit
        .summary
        .iter()
        .filter(|message| message.key == "districts.apportion.cannot")
        .map(|message| {
            (message.arguments["tolerance"].bounds().unwrap().0, names(&message.arguments["names"]))
        })
        .collect();
    assert_eq!(told, [(0.15, vec!["N0".to_owned()]), (0.1, vec!["N0".to_owned(), "N1".to_owned()])]);
    let found: Vec<(&str, &str, Severity)> =
        audit.findings.iter().map(|one| (one.code, one.subject.id.as_str(), one.severity)).collect();
    assert_eq!(found, [("DIST-006", "id0", Severity::Notice), ("DIST-006", "id1", Severity::Notice)]);
    assert_eq!(audit.findings[1].figures["tolerance"].bounds(), Some((0.1, 0.1)));
}
