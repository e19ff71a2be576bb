//! What is counted, and what is not: copied rows, certificates without a use, returned certificates beside returned
//! forms, rows that contradict each other.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod nation;

use nation::{Nation, nation, rules, run, with_code};
use tizim_avc::{Certificate, Inputs, Precinct, Sheet};
use tizim_evidence::{Audit, Severity};

fn register(rows: Vec<Certificate>) -> Audit {
    let sheet = Sheet::new(["serial", "home_precinct", "used_precinct", "returned"], rows);
    let inputs = Inputs { certificates: Some(sheet), people: nation::people(), ..Inputs::default() };
    tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap()
}

fn entry(row: u64, serial: &str, home: &str, used: &str) -> Certificate {
    Certificate {
        row,
        serial: serial.to_owned(),
        home_precinct: home.into(),
        used_precinct: used.into(),
        ..Certificate::default()
    }
}

fn small() -> Nation {
    nation(11, 3, 4, 12)
}

#[test]
fn a_copied_row_counts_once_and_is_said() {
    let mut rows: Vec<_> = (1..=3).map(|number| entry(number, &format!("KZ000{number}"), "1", "2")).collect();
    rows.push(Certificate { row: 9, ..rows[0].clone() });
    let audit = register(rows);
    let totals = audit.sections()["totals"].clone();
    assert_eq!((totals["issued"].as_u64(), totals["used"].as_u64()), (Some(3), Some(3)));
    assert_eq!(totals["not_recorded_as_used"], 0);
    assert!(with_code(&audit, "AVC-008").is_empty());
    let copies = with_code(&audit, "AVC-002");
    assert_eq!((copies.len(), copies[0].severity, copies[0].count), (1, Severity::Warning, 2));
    assert_eq!(copies[0].evidence.iter().map(|evidence| evidence.row).collect::<Vec<_>>(), [1, 9]);
    assert!(copies[0].explanations.iter().any(|message| message.key == "avc.innocent.row_twice"));
}

#[test]
fn copies_disturb_no_total_of_a_nation() {
    let mut nation = small();
    let straight = nation.audit();
    for copy in nation.certificates.clone().into_iter().step_by(3) {
        nation.certificates.push(Certificate { row: copy.row + 50_000, ..copy });
    }
    let audit = nation.audit();
    let plain = |audit: &Audit| (audit.sections()["totals"].clone(), audit.sections()["levels"].clone());
    assert_eq!(plain(&straight), plain(&audit));
    let changed: Vec<_> =
        nation::found(&audit).into_iter().filter(|finding| finding.code != "AVC-002").collect();
    assert_eq!(changed.len(), nation::found(&straight).len(), "{changed:?}");
}

#[test]
fn certificates_without_a_use_are_counted_one_by_one() {
    // Two issued and not used; two uses of certificates that nobody issued.
    let rows = vec![
        entry(2, "KZ0001", "1", ""),
        entry(3, "KZ0002", "1", ""),
        entry(4, "KZ0003", "1", "2"),
        entry(5, "KZ0008", "", "2"),
        entry(6, "KZ0009", "", "2"),
    ];
    let audit = register(rows);
    let totals = audit.sections()["totals"].clone();
    assert_eq!((totals["issued"].as_u64(), totals["used"].as_u64()), (Some(3), Some(3)));
    assert_eq!(totals["not_recorded_as_used"], 2);
    let figure = audit.figures.iter().find(|figure| figure.key == "not_recorded_as_used").unwrap();
    assert_eq!(figure.value, tizim_evidence::Value::Persons(2));
    // Counts alone are subtracted.
    let mut inputs = small().inputs();
    inputs.certificates = None;
    let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap();
    let number = |key: &str| audit.sections()["totals"][key].as_u64().unwrap();
    assert_eq!(number("not_recorded_as_used"), number("issued_reported") - number("used_reported"));
}

#[test]
fn returned_forms_are_not_held_against_returned_certificates() {
    let mut nation = small();
    for row in nation.certificates.iter_mut().filter(|row| row.used_precinct.is_empty()).take(5) {
        row.returned = Some(true);
    }
    // A register that lists a form which came back without an issue.
    nation.certificates.push(Certificate {
        row: 9001,
        serial: "KZ0000900".to_owned(),
        home_precinct: "7".into(),
        returned: Some(true),
        ..Certificate::default()
    });
    let audit = nation.audit();
    assert!(with_code(&audit, "AVC-013").is_empty() && with_code(&audit, "AVC-016").is_empty());
    let returned = audit.sections()["levels"]["nation"]["returned"].clone();
    assert!(returned["counted"].is_null() && returned["difference"].is_null());
    assert_eq!(audit.sections()["totals"]["returned_counted"], 6);
    assert_eq!(audit.sections()["totals"]["returned"], audit.sections()["totals"]["returned_reported"]);
}

#[test]
fn two_rows_that_contradict_each_other_are_a_warning() {
    let mut nation = small();
    let first = nation.precincts[4].clone();
    nation.precincts.push(Precinct {
        row: 9001,
        voters: first.voters.map(|voters| voters + 40),
        ..first.clone()
    });
    // The same figures again, or figures missing, contradict nothing.
    let other = nation.precincts[5].clone();
    nation.precincts.push(Precinct { row: 9002, voted: None, ..other });
    let audit = nation.audit();
    let found = with_code(&audit, "AVC-013");
    assert_eq!(
        (found.len(), found[0].severity, found[0].rule.as_str()),
        (1, Severity::Warning, "one-row-per-precinct")
    );
    let rows: Vec<_> = found[0].evidence.iter().map(|evidence| evidence.row).collect();
    assert_eq!(rows, [first.row, 9001]);
    assert!(with_code(&audit, "AVC-090").iter().any(|finding| finding.subject.id == "precincts-once"));
}

#[test]
fn more_who_voted_than_voters_is_a_notice() {
    let mut nation = small();
    nation.precincts[4].voted = nation.precincts[4].voters.map(|voters| voters + 3);
    nation.precincts[5].voted = nation.precincts[5].voters;
    let audit = nation.audit();
    let found = with_code(&audit, "AVC-013");
    assert_eq!((found.len(), found[0].severity, found[0].evidence[0].row), (1, Severity::Notice, 6));
    assert!(found[0].explanations.iter().any(|message| message.key == "avc.innocent.added_on_the_day"));
}
