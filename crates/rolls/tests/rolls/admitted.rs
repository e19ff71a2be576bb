//! Entries against the window of their list, and additions against certificates of residence.

use tizim_evidence::{Finding, Severity, Value};
use tizim_rolls::Kind;

use crate::support::{Said, iin, list_of, said};

const HEADING: &str = "iin,surname,given_name,birth_date,region,precinct,avc_serial,mark,added";

fn row(person: u32, surname: &str, precinct: &str, added: &str) -> String {
    format!("{},{surname},Асет,1980-05-17,Абай,{precinct},,,{added}", iin("1980-05-17", 3, person))
}

fn of(kind: Kind, lines: &[String]) -> tizim_rolls::ListInput {
    list_of(kind, &[(&format!("{kind}.csv"), HEADING, lines)], None)
}

/// The rows of a finding with this title, by list.
fn told<'s>(said: &'s Said, title: &str) -> Vec<(&'s Finding, Vec<u64>)> {
    let findings = said.audit.findings.iter().filter(|finding| finding.title.key == title);
    findings.map(|finding| (finding, finding.evidence.iter().map(|place| place.row).collect())).collect()
}

fn rows_told(said: &Said, title: &str) -> Vec<u64> {
    told(said, title).into_iter().flat_map(|(_, rows)| rows).collect()
}

#[test]
fn an_entry_outside_the_window_of_its_list_is_told() {
    // The law of 2023: temporary until 17 February, supplementary until 19 March, 20:00.
    let lines = |moments: &[&str]| -> Vec<String> {
        moments.iter().zip(1..).map(|(added, person)| row(person, "Ким", "1", added)).collect()
    };
    let supplementary =
        ["2023-03-19 20:00", "2023-03-19 20:01", "2023-03-19", "20.03.2023", "2023-01-01", "", "x"];
    let temporary = ["2023-02-17", "2023-02-17 23:00", "2023-02-18 00:10", "18.02.2023"];
    let said =
        said(&[of(Kind::Supplementary, &lines(&supplementary)), of(Kind::Temporary, &lines(&temporary))]);
    let found = told(&said, "rolls.after_window");
    let rows = |list: &str| {
        let of_list = found.iter().find(|(finding, _)| finding.subject.id == list);
        of_list.map(|(finding, rows)| (finding.code, finding.severity, rows.clone()))
    };
    assert_eq!(rows("supplementary"), Some(("ROLL-025", Severity::Warning, vec![3, 5])));
    assert_eq!(rows("temporary"), Some(("ROLL-025", Severity::Warning, vec![4, 5])));
    let unread = told(&said, "rolls.why.added_unread");
    assert_eq!(unread.len(), 1, "on the supplementary list");
    assert_eq!(unread[0].0.figures["rows"], Value::Persons(2));
    assert_eq!(unread[0].0.figures["unreadable"], Value::Persons(1));
    assert_eq!(said.audit.sections()["counts"]["ROLL-025"]["rows"], 4);
}

#[test]
fn additions_are_held_against_certificates_of_the_same_precinct() {
    let arrival = row(8, "Пак", "1", "2023-03-19").replace(",,,", ",АА 000123,,");
    let removed = row(9, "Юн", "1", "2023-03-19").replace(",,,", ",,исключён,");
    let additions = [
        row(1, "Ким", "1", "2023-03-19 10:00"),
        row(2, "Ли", "№ 01", "2023-03-19 10:00"),
        row(3, "Цой", "1", "2023-03-19 10:00"),
        row(4, "Хан", "1", "2023-03-19 10:00"),
        row(5, "Тен", "1", "2023-03-19"),
        arrival,
        removed,
    ];
    // By name and year, where a number is missing.
    let nameless = row(2, "ЛИ", "1", "2023-03-19 09:00").replace(&iin("1980-05-17", 3, 2), "");
    let certificates = [
        nameless,
        row(3, "Цой", "2", "2023-03-19 09:00"),
        row(4, "Хан", "1", "2023-03-19 10:30"),
        row(5, "Тен", "1", "2023-03-19 10:30"),
        row(7, "Нам", "1", "2023-03-19 08:00"),
    ];
    let said = said(&[of(Kind::Supplementary, &additions), of(Kind::ResidenceCertificates, &certificates)]);
    assert_eq!(rows_told(&said, "rolls.proof.none"), [2]);
    assert_eq!(rows_told(&said, "rolls.proof.other_precinct"), [4]);
    assert_eq!(
        rows_told(&said, "rolls.proof.issued_later"),
        [5],
        "of the same day without an hour is not later"
    );
    assert_eq!(rows_told(&said, "rolls.proof.not_added"), [6]);
    let (finding, _) = told(&said, "rolls.proof.none")[0];
    assert_eq!((finding.code, finding.severity), ("ROLL-032", Severity::Warning));
    assert_eq!(finding.figures["additions"], Value::Persons(5));
    assert_eq!(finding.figures["certificates"], Value::Persons(4));
    assert_eq!(told(&said, "rolls.proof.not_added")[0].0.severity, Severity::Info);
}

#[test]
fn without_the_other_list_the_check_is_told_as_not_made() {
    let lines = [row(1, "Ким", "1", "2023-03-19 10:00")];
    let alone = said(&[of(Kind::Supplementary, &lines)]);
    assert_eq!(told(&alone, "rolls.why.no_residence_certificates").len(), 1);
    assert!(alone.findings("ROLL-032").is_empty());
    let alone = said(&[of(Kind::ResidenceCertificates, &lines)]);
    assert_eq!(told(&alone, "rolls.why.no_supplementary_list").len(), 1);
    let neither = said(&[of(Kind::Permanent, &lines)]);
    assert!(neither.findings("ROLL-025").is_empty());
}
