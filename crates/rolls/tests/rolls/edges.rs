//! Where a verdict turns: the day itself, the last number below a limit, the line between a lead and a breach.

use tizim_evidence::Severity;
use tizim_rolls::{Kind, ListInput, Options, PrecinctCounts};

use crate::support::{HEADING, Said, iin, line, list, list_of, run, said, said_with};

/// Асет with these cells besides.
fn aset(cells: &[(&str, &str)]) -> String {
    let number = iin("1980-05-17", 3, 1);
    let usual = [
        ("iin", number.as_str()),
        ("surname", "Сейтқали"),
        ("given_name", "Асет"),
        ("patronymic", "Болатұлы"),
        ("birth_date", "1980-05-17"),
        ("region", "Абай"),
        ("precinct", "1"),
    ];
    line(&[&usual[..], cells].concat())
}

/// The home list with Асет on it, extracted on this day.
fn home_of(day: &str) -> ListInput {
    list_of(Kind::Permanent, &[("home.csv", HEADING, &[aset(&[])])], Some(day))
}

/// Codes and severities of the findings about second entries, ascending.
fn verdicts(said: &Said) -> Vec<(&'static str, Severity)> {
    // Not whether an entry was added in the window of its list.
    let about_second = |code: &str| !matches!(code, "ROLL-025" | "ROLL-090");
    let findings = said.audit.findings.iter().filter(|finding| about_second(finding.code));
    let mut found: Vec<_> = findings.map(|finding| (finding.code, finding.severity)).collect();
    found.sort_unstable();
    found
}

#[test]
fn an_extract_of_the_day_of_removal_proves_nothing() {
    let moved = |day: &str, cell: &str| {
        let away = aset(&[(cell, "2023-02-20"), ("precinct", "7")]);
        verdicts(&said(&[home_of(day), list(Kind::Temporary, &[away])]))
    };
    for cell in ["added", "removed"] {
        assert_eq!(moved("2023-02-19", cell), [("ROLL-004", Severity::Notice)], "{cell}");
        assert_eq!(moved("2023-02-20", cell), [("ROLL-004", Severity::Notice)], "{cell}: made that morning");
        assert_eq!(moved("2023-02-21", cell), [("ROLL-004", Severity::Violation)], "{cell}");
    }
}

#[test]
fn of_two_days_the_removal_counts_and_not_the_entry() {
    let away = aset(&[("added", "2023-02-10"), ("removed", "2023-02-20"), ("precinct", "7")]);
    let said = said(&[home_of("2023-02-15"), list(Kind::Temporary, &[away])]);
    assert_eq!(verdicts(&said), [("ROLL-004", Severity::Notice)]);
}

#[test]
fn who_is_struck_out_by_election_day_stands_on_one_list() {
    let struck = |day: &str| {
        let lines = [aset(&[("removed", day)]), aset(&[("precinct", "2")])];
        verdicts(&said(&[list(Kind::Permanent, &lines)]))
    };
    assert_eq!(struck("2023-03-19"), [("ROLL-008", Severity::Info)], "on election day itself");
    assert_eq!(struck("2023-03-20"), [("ROLL-002", Severity::Violation)], "the day after");
}

#[test]
fn a_mark_without_a_day_is_of_the_day_in_the_column_for_removals() {
    let marked = |cells: &[(&str, &str)], kind: Kind, away: &[(&str, &str)]| {
        let home = list(Kind::Permanent, &[aset(cells)]);
        verdicts(&said(&[home, list(kind, &[aset(&[&[("precinct", "2")][..], away].concat())])]))
    };
    for (mark, day) in
        [("снят с учёта", "2023-03-21"), ("қайтыс болды", "05.04.2023"), ("removed 2023-03-01", "2023-03-20")]
    {
        let late = [("mark", mark), ("removed", day)];
        assert_eq!(marked(&late, Kind::Permanent, &[]), [("ROLL-002", Severity::Violation)], "{mark}");
        let added = [("added", "2023-02-10")];
        assert_eq!(
            marked(&late, Kind::Temporary, &added),
            [("ROLL-004", Severity::Violation)],
            "{mark}: still there"
        );
        assert_eq!(
            marked(&late, Kind::Temporary, &[]),
            [("ROLL-004", Severity::Violation)],
            "{mark}: no other date is wanted"
        );
        assert_eq!(
            marked(&late, Kind::Temporary, &[("added", "2023-05-01")]),
            [],
            "{mark}: removed before the other was added"
        );
    }
    // Nor is it the mark of a certificate, whichever numbers it names.
    let late = [("mark", "снят с учёта решением № 77"), ("removed", "2023-04-02")];
    assert_eq!(marked(&late, Kind::Avc, &[("avc_serial", "77")]), [("ROLL-006", Severity::Violation)]);
    let in_time = [("mark", "снят с учёта"), ("removed", "2023-03-18")];
    assert_eq!(marked(&in_time, Kind::Permanent, &[]), [("ROLL-008", Severity::Info)]);
    assert_eq!(marked(&in_time, Kind::Temporary, &[]), []);
}

#[test]
fn a_breach_needs_the_number_and_compatible_names_and_known_places() {
    let two = |second: &[(&str, &str)]| {
        let lines = [aset(&[]), aset(&[&[("precinct", "2")][..], second].concat())];
        verdicts(&said(&[list(Kind::Permanent, &lines)]))
    };
    assert_eq!(two(&[]), [("ROLL-002", Severity::Violation)]);
    assert_eq!(two(&[("iin", "")]), [("ROLL-002", Severity::Warning)], "a name and a date are a lead");
    assert_eq!(
        two(&[("surname", ""), ("given_name", ""), ("patronymic", "")]),
        [("ROLL-002", Severity::Warning)]
    );
    let stranger = [("surname", "Ким"), ("given_name", "Виктор"), ("patronymic", "Ильич")];
    assert_eq!(two(&stranger), [("ROLL-012", Severity::Warning)], "one number, two people");
    let number = iin("1980-05-17", 3, 77);
    assert_eq!(two(&[("iin", &number)]), [("ROLL-013", Severity::Info)], "one name, two numbers");
    // Two files, one of which does not say of which precinct it is: the same one, perhaps.
    let files = [("a.csv", HEADING, &[aset(&[])][..]), ("b.csv", HEADING, &[aset(&[("precinct", "")])][..])];
    let unknown = verdicts(&said(&[list_of(Kind::Permanent, &files, None)]));
    assert!(!unknown.is_empty() && unknown.iter().all(|(_, severity)| *severity == Severity::Warning));
}

#[test]
fn nine_additions_name_nobody_and_ten_do() {
    let named = |most: u64| {
        let precincts: Vec<PrecinctCounts> = (0..60)
            .map(|number| PrecinctCounts {
                region: "Абай".to_owned(),
                precinct: number.to_string(),
                voters: Some(2000),
                added_on_day: Some(if number == 9 { most } else { u64::from(number % 3 == 0) }),
                ..PrecinctCounts::default()
            })
            .collect();
        let said = said_with(&[], Some(&precincts), &Options::default(), &run(1)).unwrap();
        let additions = said.findings("ROLL-023");
        additions.iter().map(|finding| finding.subject.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(named(9), [""; 0], "a difference that means nothing");
    assert_eq!(named(10), ["Абай / 9"]);
}
