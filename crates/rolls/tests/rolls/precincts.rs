//! Checks of counts, from a table of precincts alone.

use tizim_evidence::Severity;
use tizim_rolls::{Inputs, Kind, NoSink, Options, PrecinctCounts, RollsError, check};

use crate::support::{Said, law, line, list, run, said_with};

fn counts(number: u64, voters: u64) -> PrecinctCounts {
    PrecinctCounts {
        region: "Абай".to_owned(),
        precinct: number.to_string(),
        voters: Some(voters),
        ..PrecinctCounts::default()
    }
}

fn said(precincts: &[PrecinctCounts]) -> Said {
    said_with(&[], Some(precincts), &Options::default(), &run(1)).expect("a check of counts")
}

fn subjects(said: &Said, code: &str) -> Vec<(String, Severity)> {
    said.findings(code).iter().map(|finding| (finding.subject.id.clone(), finding.severity)).collect()
}

#[test]
fn above_the_cap_and_not_at_it() {
    let said = said(&[counts(1, 3000), counts(2, 3001)]);
    assert_eq!(subjects(&said, "ROLL-020"), [("Абай / 2".to_owned(), Severity::Violation)]);
    assert_eq!(said.audit.sections()["counts"]["ROLL-020"]["groups"], 1);
}

#[test]
fn commissions_by_the_voters_of_their_precinct() {
    let with = |number, voters, members| PrecinctCounts { members: Some(members), ..counts(number, voters) };
    let said = said(&[
        with(1, 1000, 5),
        with(2, 1001, 5),
        with(3, 2000, 7),
        with(4, 2500, 9),
        with(5, 3000, 9),
        with(6, 500, 7),
        with(7, 3500, 5),
    ]);
    let expected =
        [("Абай / 2", Severity::Notice), ("Абай / 5", Severity::Notice), ("Абай / 6", Severity::Info)];
    assert_eq!(subjects(&said, "ROLL-021"), expected.map(|(id, severity)| (id.to_owned(), severity)));
}

#[test]
fn totals_roll_forward_or_do_not() {
    let flow = |number, before, added, removed, after| PrecinctCounts {
        voters_before: Some(before),
        added: Some(added),
        removed: Some(removed),
        ..counts(number, after)
    };
    // The nation of 2019 as one row: 11,947,995 and 12,369 more.
    let balanced = said(&[flow(1, 11_947_995, 249_200, 236_831, 11_960_364)]);
    assert!(balanced.findings("ROLL-024").is_empty());
    let open = said(&[flow(1, 1000, 30, 10, 1020), flow(2, 1000, 30, 10, 1025)]);
    let expected = [("nation", "all precincts"), ("precinct", "Абай / 2")];
    let found: Vec<(&str, &str)> = open
        .findings("ROLL-024")
        .iter()
        .map(|finding| (finding.subject.kind, finding.subject.id.as_str()))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(open.findings("ROLL-024")[1].figures["gap"], tizim_evidence::Value::Persons(5));
}

#[test]
fn totals_of_some_precincts_are_not_those_of_all() {
    let placed = |number: u64, removed| PrecinctCounts {
        voters_before: Some(1000),
        added: Some(30),
        removed,
        evidence: Some(tizim_evidence::Evidence {
            file: "precincts.csv".to_owned(),
            list: None,
            row: number + 1,
            source_ref: None,
        }),
        ..counts(number, 1025)
    };
    let said = said(&[placed(1, Some(5)), placed(2, Some(10)), placed(3, None)]);
    let findings = said.findings("ROLL-024");
    let nation = findings.iter().find(|finding| finding.subject.kind == "nation").unwrap();
    assert_eq!(nation.subject.id, "precincts with complete counts");
    let figures = ["precincts", "precincts_in_all"].map(|key| nation.figures[key].clone());
    assert_eq!(figures, [2u64, 3].map(tizim_evidence::Value::from));
    assert!(format!("{:?}", nation.title).contains("some_totals_do_not_roll"));
    // The one that does not roll forward by itself comes first.
    assert_eq!(nation.evidence.iter().map(|place| place.row).collect::<Vec<_>>(), [3, 2]);
    let left_out = said.findings("ROLL-090");
    let left_out = left_out.iter().find(|finding| finding.subject.id == "ROLL-024").unwrap();
    assert_eq!((left_out.count, left_out.evidence[0].row), (1, 4));
}

#[test]
fn additions_against_the_others_and_against_the_change() {
    let precincts: Vec<PrecinctCounts> = (0..60)
        .map(|number| PrecinctCounts {
            added_on_day: Some(if number == 9 { 300 } else { 4 + number * 5 % 9 }),
            voters_before: Some(1495),
            ..counts(number, 1500)
        })
        .collect();
    let said = said(&precincts);
    let found = subjects(&said, "ROLL-023");
    let expected =
        [("all precincts".to_owned(), Severity::Notice), ("Абай / 9".to_owned(), Severity::Notice)];
    assert_eq!(found, expected);
}

#[test]
fn what_counts_do_not_allow_is_said() {
    let said = said(&[counts(1, 100)]);
    let checks: Vec<&str> =
        said.findings("ROLL-090").iter().map(|finding| finding.subject.id.as_str()).collect();
    assert_eq!(checks, ["ROLL-021", "ROLL-023", "ROLL-024"]);
}

#[test]
fn the_table_against_the_list() {
    let row = |precinct: &str| {
        line(&[("surname", "Ким"), ("given_name", "Анна"), ("region", "Абай обл."), ("precinct", precinct)])
    };
    let lists = [list(Kind::Permanent, &[row("1"), row("01"), row("2")])];
    let stated = |number, voters| PrecinctCounts {
        region: "Абай область".to_owned(),
        ..counts(number, voters)
    };
    let said = said_with(&lists, Some(&[stated(1, 2), stated(2, 3)]), &Options::default(), &run(1)).unwrap();
    assert_eq!(subjects(&said, "ROLL-024"), [("Абай область / 2".to_owned(), Severity::Notice)]);
}

#[test]
fn kinds_of_special_precincts_have_a_finding_each() {
    let row = |index: u8, precinct: &str| {
        let given = "А".repeat(usize::from(index) + 1);
        line(&[
            ("surname", "Ким"),
            ("given_name", &given),
            ("birth_date", "1980-05-17"),
            ("region", "Абай"),
            ("precinct", precinct),
        ])
    };
    let home: Vec<String> = (0..3).map(|index| row(index, "1")).collect();
    let special = [row(0, "90"), row(1, "91"), row(2, "92")];
    let lists = [list(Kind::Permanent, &home), list(Kind::Special, &special)];
    let kind = |number, kind: &str| PrecinctCounts { kind: kind.to_owned(), ..counts(number, 5) };
    let precincts = [kind(90, "hospital"), kind(91, "hospital"), kind(92, "garrison")];
    let said = said_with(&lists, Some(&precincts), &Options::default(), &run(1)).unwrap();
    let found: Vec<(&str, u64)> = said
        .findings("ROLL-003")
        .iter()
        .map(|finding| (finding.subject.id.as_str(), finding.count))
        .collect();
    assert_eq!(found, [("permanent + special (garrison)", 1), ("permanent + special (hospital)", 2)]);
}

#[test]
fn nothing_given_is_an_error() {
    let result = check(&Inputs::default(), &law(), &Options::default(), &run(1), &mut NoSink);
    assert!(matches!(result, Err(RollsError::NothingGiven)));
}
