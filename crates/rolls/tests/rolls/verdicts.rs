//! Each code of second entries: found where it should be, silent where it must be.

use std::collections::BTreeSet;

use tizim_evidence::Severity;
use tizim_rolls::{Kind, ListInput};

use crate::support::{HEADING, Said, iin, line, list, list_of, rows, said};

/// Асет, with more or other cells.
fn aset(cells: &[(&str, &str)]) -> String {
    let number = iin("1980-05-17", 3, 1);
    let mut all = vec![
        ("iin", number.as_str()),
        ("surname", "Сейтқали"),
        ("given_name", "Асет"),
        ("patronymic", "Болатұлы"),
        ("birth_date", "1980-05-17"),
        ("region", "Абай"),
        ("precinct", "1"),
        ("address", "ул. Абая, д. 5, кв. 3"),
    ];
    all.extend_from_slice(cells);
    line(&all)
}

/// Somebody else.
fn other(serial: u32) -> String {
    let number = iin("1975-03-02", 4, serial);
    line(&[
        ("iin", number.as_str()),
        ("surname", "Иванова"),
        ("given_name", "Анна"),
        ("patronymic", &format!("П{}", "а".repeat(serial as usize))),
        ("birth_date", "1975-03-02"),
        ("region", "Абай"),
        ("precinct", "1"),
        ("address", &format!("ул. Ленина, д. {serial}")),
    ])
}

fn permanent(lines: &[String]) -> ListInput {
    let mut all = vec![other(1), other(2)];
    all.extend_from_slice(lines);
    list(Kind::Permanent, &all)
}

fn only(said: &Said, code: &str, expected: &[(&str, u64)]) {
    assert_eq!(said.groups(code), BTreeSet::from([rows(expected)]), "{code}: {:?}", said.lines);
    assert_eq!(said.codes(), [code], "{:?}", said.lines);
}

fn severities(said: &Said) -> Vec<Severity> {
    let mut found: Vec<Severity> = said
        .audit
        .findings
        .iter()
        .filter(|finding| finding.code < "ROLL-008" || finding.code.starts_with("ROLL-03"))
        .map(|finding| finding.severity)
        .collect();
    found.dedup();
    found
}

#[test]
fn twice_in_one_precinct() {
    let said = said(&[permanent(&[aset(&[]), aset(&[])])]);
    only(&said, "ROLL-001", &[("permanent", 4), ("permanent", 5)]);
    assert_eq!(severities(&said), [Severity::Violation]);
    assert_eq!(said.audit.sections()["counts"]["ROLL-001"], serde_json::json!({"groups": 1, "rows": 2}));
}

#[test]
fn two_precincts_also_of_one_number_in_two_regions() {
    let said = said(&[permanent(&[aset(&[]), aset(&[("region", "Жетісу")])])]);
    only(&said, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
    assert_eq!(severities(&said), [Severity::Violation]);
}

#[test]
fn one_group_under_two_codes() {
    let said = said(&[permanent(&[aset(&[]), aset(&[]), aset(&[("precinct", "2")])])]);
    assert_eq!(said.groups("ROLL-001"), BTreeSet::from([rows(&[("permanent", 4), ("permanent", 5)])]));
    let all = rows(&[("permanent", 4), ("permanent", 5), ("permanent", 6)]);
    assert_eq!(said.groups("ROLL-002"), BTreeSet::from([all]));
    assert!(said.lines.iter().all(|line| line.group == 1));
}

#[test]
fn special_and_home_is_one_notice_for_all() {
    let lists = [permanent(&[aset(&[])]), list(Kind::Special, &[aset(&[("precinct", "99")])])];
    let said = said(&lists);
    only(&said, "ROLL-003", &[("permanent", 4), ("special", 2)]);
    assert_eq!(severities(&said), [Severity::Notice]);
    assert_eq!(said.findings("ROLL-003")[0].count, 1);
}

#[test]
fn temporary_and_home_hangs_on_dates() {
    let check = |home_date: Option<&str>, home: &[(&str, &str)], temporary: &[(&str, &str)]| {
        let home =
            list_of(Kind::Permanent, &[("permanent.csv", HEADING, &[other(1), aset(home)])], home_date);
        said(&[home, list(Kind::Temporary, &[aset(temporary)])])
    };
    let expected = [("permanent", 3), ("temporary", 2)];
    let later = check(Some("2023-03-10"), &[], &[("added", "2023-02-20"), ("precinct", "7")]);
    only(&later, "ROLL-004", &expected);
    assert_eq!(severities(&later), [Severity::Violation]);
    let earlier = check(Some("2023-02-01"), &[], &[("added", "2023-02-20"), ("precinct", "7")]);
    only(&earlier, "ROLL-004", &expected);
    assert_eq!(severities(&earlier), [Severity::Notice]);
    let unknown = check(None, &[], &[("precinct", "7")]);
    only(&unknown, "ROLL-004", &expected);
    assert_eq!(severities(&unknown), [Severity::Notice]);
    let removed = check(Some("2023-03-10"), &[("removed", "2023-02-19")], &[("added", "2023-02-20")]);
    assert_eq!(removed.codes(), Vec::<&str>::new());
}

#[test]
fn supplementary_and_another_list() {
    let said_of = |home: &[(&str, &str)], added: &[(&str, &str)]| {
        said(&[permanent(&[aset(home)]), list(Kind::Supplementary, &[aset(added)])])
    };
    let plain = said_of(&[], &[("precinct", "7")]);
    only(&plain, "ROLL-005", &[("permanent", 4), ("supplementary", 2)]);
    assert_eq!(severities(&plain), [Severity::Violation]);
    let arrival = said_of(&[("avc_serial", "АА 000123")], &[("precinct", "7"), ("avc_serial", "AA 123")]);
    assert_eq!(arrival.codes(), Vec::<&str>::new(), "a lawful arrival");
    let other_serial = said_of(&[("avc_serial", "123")], &[("precinct", "7"), ("avc_serial", "124")]);
    only(&other_serial, "ROLL-005", &[("permanent", 4), ("supplementary", 2)]);
}

#[test]
fn certificates_match_or_do_not() {
    let said_of = |home: &[(&str, &str)], away: &[(&str, &str)]| {
        said(&[permanent(&[aset(home)]), list(Kind::Avc, &[aset(away)])])
    };
    let expected = [("permanent", 4), ("avc", 2)];
    let lawful = said_of(&[("mark", "АУ № 000123")], &[("precinct", "7"), ("avc_serial", "000123")]);
    assert_eq!(lawful.codes(), Vec::<&str>::new());
    let unmarked = said_of(&[], &[("precinct", "7"), ("avc_serial", "000123")]);
    only(&unmarked, "ROLL-006", &expected);
    assert_eq!(severities(&unmarked), [Severity::Violation]);
    let without_serial = said_of(&[("avc_serial", "000123")], &[("precinct", "7")]);
    only(&without_serial, "ROLL-006", &expected);
    let wrong_serial = said_of(&[("avc_serial", "000123")], &[("precinct", "7"), ("avc_serial", "000124")]);
    only(&wrong_serial, "ROLL-006", &expected);
}

#[test]
fn a_home_list_without_a_column_for_marks_cannot_tell() {
    let heading = "iin,surname,given_name,patronymic,birth_date,region,precinct";
    let number = iin("1980-05-17", 3, 1);
    let home = format!("{number},Сейтқали,Асет,Болатұлы,1980-05-17,Абай,1");
    let home = list_of(Kind::Permanent, &[("home.csv", heading, &[home])], None);
    let away = list(Kind::Avc, &[aset(&[("precinct", "7"), ("avc_serial", "5")])]);
    let said = said(&[home, away]);
    only(&said, "ROLL-006", &[("permanent", 2), ("avc", 2)]);
    assert_eq!(severities(&said), [Severity::Notice]);
}

#[test]
fn a_person_of_two_destinations_and_one_certificate() {
    let lists = [
        permanent(&[aset(&[("avc_serial", "5")])]),
        list(
            Kind::Avc,
            &[
                aset(&[("precinct", "7"), ("avc_serial", "5")]),
                aset(&[("precinct", "8"), ("avc_serial", "6")]),
            ],
        ),
    ];
    let said = said(&lists);
    assert_eq!(said.groups("ROLL-006"), BTreeSet::from([rows(&[("permanent", 4), ("avc", 3)])]));
    assert_eq!(said.groups("ROLL-007"), BTreeSet::from([rows(&[("avc", 2), ("avc", 3)])]));
}

#[test]
fn two_lists_of_which_neither_is_permanent() {
    let lists = [
        list(Kind::Special, &[aset(&[("precinct", "98")])]),
        list(Kind::Temporary, &[aset(&[("precinct", "7")])]),
    ];
    let special = said(&lists);
    only(&special, "ROLL-007", &[("special", 2), ("temporary", 2)]);
    assert_eq!(severities(&special), [Severity::Warning]);
    let two = said(&[list(Kind::Temporary, &[aset(&[("precinct", "7")]), aset(&[("precinct", "8")])])]);
    only(&two, "ROLL-007", &[("temporary", 2), ("temporary", 3)]);
}

#[test]
fn certificates_of_residence_and_signatures() {
    let lists = [
        permanent(&[aset(&[])]),
        list(Kind::ResidenceCertificates, &[aset(&[]), aset(&[("precinct", "7")])]),
        list(Kind::Signatures, &[aset(&[])]),
        list(Kind::Signatures, &[aset(&[]), aset(&[])]),
    ];
    let said = said(&lists);
    let residence = rows(&[("residence-certificates", 2), ("residence-certificates", 3)]);
    assert_eq!(said.groups("ROLL-030"), BTreeSet::from([residence]));
    // Two lists of signatures are two candidates.
    assert_eq!(said.groups("ROLL-031"), BTreeSet::from([rows(&[("signatures", 2), ("signatures", 3)])]));
    assert_eq!(said.codes(), ["ROLL-030", "ROLL-031"]);
}

#[test]
fn a_person_on_five_lists_is_one_group() {
    let lists = [
        permanent(&[aset(&[])]),
        list(Kind::Special, &[aset(&[("precinct", "2")])]),
        list(Kind::Temporary, &[aset(&[("precinct", "3")])]),
        list(Kind::Supplementary, &[aset(&[("precinct", "4")])]),
        list(Kind::Avc, &[aset(&[("precinct", "5")])]),
    ];
    let said = said(&lists);
    assert!(said.lines.iter().all(|line| line.group == 1));
    assert_eq!(said.codes(), ["ROLL-003", "ROLL-004", "ROLL-005", "ROLL-006", "ROLL-007"]);
}

#[test]
fn a_name_is_a_lead_and_never_a_violation() {
    let said = said(&[permanent(&[aset(&[("iin", "")]), aset(&[("iin", ""), ("precinct", "2")])])]);
    only(&said, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
    assert_eq!(severities(&said), [Severity::Warning]);
    assert!(said.lines.iter().all(|line| line.rule == "name-date"), "not repeated under weaker rules");
}

#[test]
fn different_numbers_are_never_one_person_by_name() {
    let second = iin("1980-05-17", 3, 77);
    let said = said(&[permanent(&[aset(&[]), aset(&[("iin", &second), ("precinct", "2")])])]);
    only(&said, "ROLL-013", &[("permanent", 4), ("permanent", 5)]);
}

#[test]
fn a_row_without_a_number_is_put_with_each_who_has_one() {
    let second = iin("1980-05-17", 3, 77);
    let lines =
        [aset(&[]), aset(&[("iin", &second), ("precinct", "2")]), aset(&[("iin", ""), ("precinct", "3")])];
    let said = said(&[permanent(&lines)]);
    let expected = [rows(&[("permanent", 4), ("permanent", 6)]), rows(&[("permanent", 5), ("permanent", 6)])];
    assert_eq!(said.groups("ROLL-002"), BTreeSet::from(expected));
    assert_eq!(said.groups("ROLL-013"), BTreeSet::from([rows(&[("permanent", 4), ("permanent", 5)])]));
    assert!(said.findings("ROLL-002").iter().all(|finding| finding.figures.contains_key("ambiguous")));
    // The row that both groups hold is one row.
    assert_eq!(said.audit.sections()["counts"]["ROLL-002"], serde_json::json!({"groups": 2, "rows": 3}));
}

#[test]
fn a_hidden_digit_excludes_whom_it_does_not_fit() {
    let mut fitting = iin("1980-05-17", 3, 1);
    fitting.replace_range(11..12, "?");
    let mut strange = iin("1980-05-17", 3, 1);
    strange.replace_range(7..9, "99");
    strange.replace_range(11..12, "?");
    let joined = said(&[permanent(&[aset(&[]), aset(&[("iin", &fitting), ("precinct", "2")])])]);
    only(&joined, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
    let apart = said(&[permanent(&[aset(&[]), aset(&[("iin", &strange), ("precinct", "2")])])]);
    assert_eq!(apart.codes(), Vec::<&str>::new());
}

#[test]
fn a_masked_number_stands_in_for_a_missing_date() {
    let mut masked = iin("1980-05-17", 3, 1);
    masked.replace_range(8.., "????");
    let told = aset(&[("iin", &masked), ("birth_date", ""), ("precinct", "2")]);
    let joined = said(&[permanent(&[aset(&[]), told])]);
    only(&joined, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
    assert_eq!((joined.lines[0].rule.as_str(), severities(&joined)), ("name-date", vec![Severity::Warning]));
}

#[test]
fn any_known_digits_of_a_masked_number_make_a_lead() {
    let number = iin("1980-05-17", 3, 1);
    let masked = |shown: &str| -> String {
        number
            .chars()
            .zip(shown.chars())
            .map(|(digit, shown)| if shown == '9' { digit } else { '*' })
            .collect()
    };
    let row = |number: &str| aset(&[("iin", number), ("birth_date", ""), ("precinct", "2")]);
    for shown in ["999999??????", "????????9999", "9?9?9?9?????", "99999999999?"] {
        let joined = said(&[permanent(&[aset(&[]), row(&masked(shown))])]);
        only(&joined, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
        assert!(severities(&joined)[0] <= Severity::Warning, "{shown}");
    }
    let by_digits = said(&[permanent(&[aset(&[]), row(&masked("????????9999"))])]);
    assert!(by_digits.lines.iter().all(|line| line.rule == "name-digits"));
    assert_eq!(severities(&by_digits), [Severity::Notice]);
    // A namesake's row that shows too little takes nothing away.
    let with_another = [aset(&[]), row(&masked("????????9999")), row(&masked("9???????????"))];
    only(&said(&[permanent(&with_another)]), "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
    // Nor do namesakes with other numbers, however many.
    let mut crowd = vec![aset(&[]), row(&masked("????????9999"))];
    crowd.extend((100..140).map(|serial| {
        aset(&[("iin", &iin("1961-04-12", 3, serial)), ("birth_date", "1961-04-12"), ("precinct", "3")])
    }));
    let said_of_crowd = said(&[permanent(&crowd)]);
    assert!(said_of_crowd.groups("ROLL-002").contains(&rows(&[("permanent", 4), ("permanent", 5)])));
    // Years that differ tell people apart.
    let older = aset(&[("iin", &masked("????????9999")), ("birth_date", "1950"), ("precinct", "2")]);
    assert_eq!(said(&[permanent(&[aset(&[]), older])]).codes(), Vec::<&str>::new());
    // Three digits are too few, and one that differs is enough to tell two people apart.
    assert_eq!(said(&[permanent(&[aset(&[]), row(&masked("?????????999"))])]).codes(), Vec::<&str>::new());
    let mut other = masked("????????9999");
    let last = other.pop().map_or('0', |digit| if digit == '0' { '1' } else { '0' });
    other.push(last);
    assert_eq!(said(&[permanent(&[aset(&[]), row(&other)])]).codes(), Vec::<&str>::new());
}

#[test]
fn masked_numbers_are_held_against_each_other() {
    let row =
        |number: &str, precinct: &str| aset(&[("iin", number), ("birth_date", ""), ("precinct", precinct)]);
    let both = said(&[permanent(&[row("80051735????", "1"), row("????17351???", "2")])]);
    only(&both, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
    assert!(both.lines.iter().all(|line| line.rule == "name-digits"));
    let apart = said(&[permanent(&[row("80051735????", "1"), row("????18351???", "2")])]);
    assert_eq!(apart.codes(), Vec::<&str>::new());
    let third = row("??????99????", "3");
    let and_a_stranger = said(&[permanent(&[row("80051735????", "1"), row("????17351???", "2"), third])]);
    only(&and_a_stranger, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
    // One that fits both of two others, which exclude each other, may be either: whatever the order of the rows.
    let [first, both_fit, last] =
        [row("??05173512??", "1"), row("??0517????4?", "2"), row("??05173599??", "3")];
    for lines in [[&first, &both_fit, &last], [&last, &both_fit, &first], [&both_fit, &last, &first]] {
        let unsure = said(&[permanent(&lines.map(String::clone))]);
        let findings = unsure.findings("ROLL-002");
        assert!(!findings.is_empty());
        assert!(findings.iter().all(|finding| finding.figures.contains_key("ambiguous")));
    }
    let nothing_shared = said(&[permanent(&[row("800517??????", "1"), row("??????351???", "2")])]);
    assert_eq!(nothing_shared.codes(), Vec::<&str>::new());
}

#[test]
fn people_of_one_name_are_no_lead_by_digits_of_others() {
    let second = iin("1991-02-03", 3, 9);
    let third = aset(&[("iin", "910203******"), ("birth_date", ""), ("precinct", "3")]);
    let lines =
        [aset(&[]), aset(&[("iin", &second), ("birth_date", "1991-02-03"), ("precinct", "2")]), third];
    let said = said(&[permanent(&lines)]);
    only(&said, "ROLL-002", &[("permanent", 5), ("permanent", 6)]);
}

#[test]
fn a_number_without_its_leading_zeros_is_compared_and_proves_nothing() {
    let born = "2001-05-17";
    let whole = iin(born, 5, 1);
    let lost = whole.trim_start_matches('0');
    assert_eq!(lost.len(), 11);
    let row = |number: &str, name: &str, precinct: &str| {
        line(&[
            ("iin", number),
            ("surname", name),
            ("given_name", "Айбек"),
            ("birth_date", born),
            ("precinct", precinct),
        ])
    };
    for [first, second] in [[whole.as_str(), lost], [lost, lost]] {
        let said = said(&[permanent(&[row(first, "Сериков", "1"), row(second, "Сериков", "2")])]);
        only(&said, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
        assert!(said.lines.iter().all(|line| line.rule == "iin"));
        assert_eq!(severities(&said), [Severity::Warning]);
        assert_eq!(said.lines[0].token, said.lines[1].token);
    }
}

#[test]
fn one_number_and_two_people() {
    let number = iin("1980-05-17", 3, 1);
    let stranger = line(&[
        ("iin", number.as_str()),
        ("surname", "Ким"),
        ("given_name", "Виктор"),
        ("patronymic", "Сергеевич"),
        ("birth_date", "1980-05-17"),
        ("region", "Абай"),
        ("precinct", "2"),
    ]);
    let said = said(&[permanent(&[aset(&[]), stranger])]);
    only(&said, "ROLL-012", &[("permanent", 4), ("permanent", 5)]);
    assert_eq!(said.findings("ROLL-012")[0].severity, Severity::Warning);
}

#[test]
fn a_number_without_names_is_a_warning() {
    let nameless = aset(&[("surname", ""), ("given_name", ""), ("patronymic", ""), ("precinct", "2")]);
    let said = said(&[permanent(&[aset(&[]), nameless])]);
    only(&said, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
    assert_eq!(severities(&said), [Severity::Warning]);
}

#[test]
fn years_alone_with_address_and_with_region() {
    let year = [("iin", ""), ("birth_date", "1980")];
    let cells = |more: &[(&'static str, &'static str)]| [&year[..], more].concat();
    let one_address = said(&[permanent(&[aset(&year), aset(&cells(&[("precinct", "2")]))])]);
    only(&one_address, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
    assert_eq!(one_address.lines[0].rule, "name-year-address");
    let moved = cells(&[("precinct", "2"), ("address", "ул. Гоголя, д. 1")]);
    let one_region = said(&[permanent(&[aset(&year), aset(&moved)])]);
    only(&one_region, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
    assert_eq!(one_region.lines[0].rule, "name-year-region");
    // A whole date that the other row's year does not exclude joins; one that differs from another does not.
    let dated = |day: &'static str| aset(&[("iin", ""), ("birth_date", day), ("precinct", "2")]);
    let joined = said(&[permanent(&[aset(&year), dated("1980-05-17")])]);
    only(&joined, "ROLL-002", &[("permanent", 4), ("permanent", 5)]);
    let apart = said(&[permanent(&[dated("1980-05-17"), dated("1980-05-18")])]);
    assert_eq!(apart.codes(), Vec::<&str>::new());
}

#[test]
fn namesakes_on_two_dates_are_two_people() {
    let twin = iin("1980-06-01", 3, 2);
    let said = said(&[permanent(&[aset(&[]), aset(&[("iin", &twin), ("birth_date", "1980-06-01")])])]);
    assert_eq!(said.codes(), Vec::<&str>::new());
}

#[test]
fn people_are_masked_and_alike() {
    let lists = [permanent(&[aset(&[]), aset(&[("precinct", "2")])])];
    let masked = said(&lists);
    assert!(masked.lines.iter().all(|line| line.person == "С. А. Б., 1980"));
    assert_eq!(masked.lines[0].token, masked.lines[1].token);
    assert!(!masked.bytes().contains("Сейтқали") && !masked.bytes().contains("сейтқали"));
    let mut run = crate::support::run(1);
    run.reveal = true;
    let shown = crate::support::said_with(&lists, None, &tizim_rolls::Options::default(), &run).unwrap();
    assert_eq!(shown.lines[0].person, "Сейтқали Асет Болатұлы, 1980");
}

#[test]
fn full_names_in_one_column() {
    let heading = "full_name,birth_date,region,precinct";
    let row = |precinct: u8| format!("Сейтқали Асет Болатұлы,17.05.1980,Абай,{precinct}");
    let home = list_of(Kind::Permanent, &[("a.csv", heading, &[row(1), row(2)])], None);
    let split = list(Kind::Special, &[aset(&[("iin", ""), ("precinct", "3")])]);
    let said = said(&[home, split]);
    assert_eq!(said.groups("ROLL-002"), BTreeSet::from([rows(&[("permanent", 2), ("permanent", 3)])]));
    assert_eq!(said.codes(), ["ROLL-002", "ROLL-003"]);
}

#[test]
fn one_workbook_per_precinct_takes_the_precinct_from_its_name() {
    let heading = "iin,surname,given_name";
    let number = iin("1980-05-17", 3, 1);
    let lines = [format!("{number},Сейтқали,Асет")];
    let files = [("Участок 12.csv", heading, &lines[..]), ("Участок 13.csv", heading, &lines[..])];
    let said = said(&[list_of(Kind::Permanent, &files, None)]);
    assert_eq!(said.codes(), ["ROLL-002"]);
    assert_eq!(
        said.lines.iter().map(|line| line.file.as_str()).collect::<Vec<_>>(),
        ["Участок 12.csv", "Участок 13.csv"]
    );
}

#[test]
fn a_name_that_is_no_precincts_states_none() {
    let heading = "iin,surname,given_name";
    let lines = [format!("{},Сейтқали,Асет", iin("1980-05-17", 3, 1))];
    for [one, other] in
        [["Часть 1.csv", "Часть 2.csv"], ["Список.csv", "Список (2).csv"], ["2018.csv", "2019.csv"]]
    {
        let files = [(one, heading, &lines[..]), (other, heading, &lines[..])];
        let said = said(&[list_of(Kind::Permanent, &files, None)]);
        assert_eq!(said.audit.findings[0].title.key, "rolls.undetermined.place_not_stated", "{one}, {other}");
        assert_eq!(said.audit.findings[0].severity, Severity::Warning);
    }
    let files = [("УИК 12.csv", "iin,surname,given_name,precinct", &[format!("{},", lines[0])][..])];
    let beside = [("list.csv", "iin,surname,given_name,precinct", &[format!("{},012", lines[0])][..])];
    let said = said(&[list_of(Kind::Permanent, &files, None), list_of(Kind::Permanent, &beside, None)]);
    assert_eq!(said.codes(), ["ROLL-001"], "an empty cell takes what the name of its file states");
}

/// Two entries of one number on one list, and whether they are in one precinct or in two.
#[test]
fn an_unknown_place_is_neither_the_same_nor_another() {
    let number = iin("1981-06-18", 3, 2);
    let judged = |places: [&str; 2]| {
        let row = |place: &str| format!("{number},Сынов,Сын,{place}");
        let others = (0..3).map(|at| format!("{},Другой,Ещё,Северная,{at}", iin("1970-01-02", 3, 40 + at)));
        let lines: Vec<String> = places.map(row).into_iter().chain(others).collect();
        let files = [("list.csv", "iin,surname,given_name,region,precinct", &lines[..])];
        let said = said(&[list_of(Kind::Permanent, &files, None)]);
        let of_entries = said.audit.findings.iter().find(|one| one.code.starts_with("ROLL-00")).unwrap();
        (of_entries.title.key, of_entries.severity)
    };
    let open = ("rolls.undetermined.place_not_stated", Severity::Warning);
    for unknown in
        ["", "н/д", "-", "?", "#ССЫЛКА!", "01.04.2019", "Сынов Сын Сынович", "ул. Сыновья, д. 4, кв. 5"]
    {
        let quoted = format!("Северная,\"{unknown}\"");
        assert_eq!(judged(["Северная,12", &quoted]), open, "{unknown}");
        assert_eq!(judged([&quoted, &quoted]), open, "{unknown} twice");
    }
    assert_eq!(judged(["Северная,12", ",12"]), open, "of which region is not stated");
    assert_eq!(judged(["Северная,12", ",13"]), ("rolls.two_precincts", Severity::Violation));
    assert_eq!(
        judged(["Северная,12", "Северная,12-й участок"]),
        ("rolls.twice_in_precinct", Severity::Violation)
    );
    assert_eq!(judged(["Северная,12", "Южная,12"]), ("rolls.two_precincts", Severity::Violation));
}
