//! Random rolls against the naive twin; shuffles and threads.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tizim_rolls::{Kind, ListInput, Options, Scope};

use crate::support::{Row, Said, iin, law, line, list, run, said_with};
use crate::twin::{Person, Verdict, verdicts};

const SURNAMES: [&str; 3] = ["Сейтқали", "Ким", "Волкова"];
const GIVEN: [&str; 3] = ["Асет", "Виктор", "Ирина"];
const PATRONYMICS: [&str; 2] = ["Болатұлы", ""];
const BIRTHS: [&str; 4] = ["1980-05-17", "17.05.1980", "1980-06-01", "1980"];

/// A small world, so that everything collides with everything.
fn person() -> impl Strategy<Value = Person> {
    let kind = prop_oneof![
        6 => Just(Kind::Permanent),
        1 => Just(Kind::Temporary),
        1 => Just(Kind::Special),
        1 => Just(Kind::Supplementary),
        2 => Just(Kind::Avc),
        1 => Just(Kind::ResidenceCertificates),
        1 => Just(Kind::Signatures),
    ];
    let place = (0_usize..2, 1_usize..3, 0_usize..3, 0_usize..3);
    (kind, 0_u32..8, 0_usize..4, 0_usize..2, 0_usize..4, place, prop::bool::weighted(0.05)).prop_map(
        |(kind, number, who, patronymic, birth, (region, precinct, address, serial), removed)| {
            // Numbers 0 to 3 are of people on two days, the others are none or not valid.
            let iin = match number {
                0 | 1 => iin("1980-05-17", 3, number),
                2 | 3 => iin("1980-06-01", 3, number),
                4 => "123456789012".to_owned(),
                _ => String::new(),
            };
            Person {
                list: 0,
                kind,
                row: 0,
                iin,
                names: [
                    SURNAMES[who.min(2)],
                    GIVEN[who.min(2)],
                    PATRONYMICS[patronymic * usize::from(who == 0)],
                ]
                .map(str::to_owned),
                birth: BIRTHS[birth].to_owned(),
                region: ["Абай", "Жетісу"][region].to_owned(),
                precinct: precinct.to_string(),
                address: ["ул. Абая, д. 5", "", "көшесі Абая 7"][address].to_owned(),
                serial: ["", "7", "8"][serial].to_owned(),
                removed: removed && kind != Kind::Temporary,
            }
        },
    )
}

/// Sorts people into lists, one per kind, and tells each its row.
fn lists(people: &[Person]) -> (Vec<ListInput>, Vec<Person>) {
    let mut lists = Vec::new();
    let mut told = Vec::new();
    for kind in Kind::ALL {
        let of_kind: Vec<&Person> = people.iter().filter(|person| person.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let lines: Vec<String> = of_kind.iter().map(|person| text(person)).collect();
        for (index, person) in of_kind.into_iter().enumerate() {
            told.push(Person { list: lists.len(), row: index as u64 + 2, ..person.clone() });
        }
        lists.push(list(kind, &lines));
    }
    (lists, told)
}

fn text(person: &Person) -> String {
    line(&[
        ("iin", &person.iin),
        ("surname", &person.names[0]),
        ("given_name", &person.names[1]),
        ("patronymic", &person.names[2]),
        ("birth_date", &person.birth),
        ("region", &person.region),
        ("precinct", &person.precinct),
        ("address", &format!("\"{}\"", person.address)),
        ("avc_serial", &person.serial),
        ("removed", if person.removed { "2023-03-01" } else { "" }),
    ])
}

/// The lines of a check in the form of the twin.
fn verdicts_said(said: &Said) -> Vec<Verdict> {
    let mut groups: BTreeMap<(u64, &str, &str), Vec<Row>> = BTreeMap::new();
    for line in &said.lines {
        let key = (line.group, line.code.as_str(), line.rule.as_str());
        groups.entry(key).or_default().push((line.list.clone(), line.row));
    }
    let mut found: Vec<Verdict> =
        groups.into_iter().map(|((_, code, rule), rows)| (code.to_owned(), rule.to_owned(), rows)).collect();
    found.sort();
    found
}

fn check(people: &[Person], threads: usize) -> (Said, Vec<Person>) {
    let (lists, told) = lists(people);
    (said_with(&lists, None, &Options::default(), &run(threads)).expect("a check of lists"), told)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn equal_to_the_twin(people in prop::collection::vec(person(), 1..40)) {
        let (said, told) = check(&people, 2);
        prop_assert_eq!(verdicts_said(&said), verdicts(&told, &law()));
    }

    #[test]
    fn across_is_what_is_on_more_than_one_list(people in prop::collection::vec(person(), 1..40)) {
        let (lists, told) = lists(&people);
        let options = Options { scope: Scope::Across, ..Options::default() };
        let said = said_with(&lists, None, &options, &run(2)).unwrap();
        let is_across = |(_, _, rows): &Verdict| rows.iter().any(|(list, _)| *list != rows[0].0);
        let expected: Vec<Verdict> = verdicts(&told, &law()).into_iter().filter(is_across).collect();
        prop_assert_eq!(verdicts_said(&said), expected);
    }

    #[test]
    fn names_never_join_two_numbers(people in prop::collection::vec(person(), 1..40)) {
        let (said, told) = check(&people, 1);
        let number = |list: &str, row: u64| {
            let person = told.iter().find(|person| person.kind.word() == list && person.row == row);
            person.map(|person| person.iin.clone()).filter(|iin| iin.len() == 12 && iin != "123456789012")
        };
        for group in 0..=said.lines.iter().map(|line| line.group).max().unwrap_or(0) {
            for code in ["ROLL-001", "ROLL-002", "ROLL-003", "ROLL-004", "ROLL-005", "ROLL-006", "ROLL-007"] {
                let lines = said.lines.iter().filter(|line| line.group == group && line.code == code);
                let mut numbers: Vec<String> = lines.filter_map(|line| number(&line.list, line.row)).collect();
                numbers.sort();
                numbers.dedup();
                prop_assert!(numbers.len() < 2);
            }
        }
    }

    #[test]
    fn shuffled_rows_say_the_same(people in prop::collection::vec(person(), 1..30), seed in any::<u64>()) {
        let mut order: Vec<usize> = (0..people.len()).collect();
        order.sort_by_key(|index| (*index as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        let shuffled: Vec<Person> = order.iter().map(|index| people[*index].clone()).collect();
        // Each row carries its place before the shuffle in the serial's stead: rows are mapped back by content.
        let contents = |people: &[Person]| {
            let (said, told) = check(people, 2);
            let text_of = |list: &str, row: u64| {
                told.iter().find(|person| person.kind.word() == list && person.row == row).map(text)
            };
            let mut found: Vec<(String, String, Vec<Option<String>>)> = verdicts_said(&said)
                .into_iter()
                .map(|(code, rule, rows)| {
                    let mut rows: Vec<_> = rows.iter().map(|(list, row)| text_of(list, *row)).collect();
                    rows.sort();
                    (code, rule, rows)
                })
                .collect();
            found.sort();
            let mut findings: Vec<String> = said.audit.findings.iter().map(|finding| {
                format!("{} {} {:?} {} {:?}", finding.code, finding.severity, finding.subject, finding.count, finding.figures)
            }).collect();
            findings.sort();
            (found, findings)
        };
        prop_assert_eq!(contents(&people), contents(&shuffled));
    }
}
