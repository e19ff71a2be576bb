//! The ledger, the quota and the reconciliation against naive twins on random input.

mod nation;

use std::collections::BTreeMap;

use nation::{moment, people, rules, run};
use proptest::prelude::*;
use tizim_avc::{Certificate, Inputs, Precinct, Rational, Rounding, Sheet};

/// A row of a register: serial, home, issued, used, returned, holder.
type Sketch = (u8, u8, bool, u8, Option<bool>, u8);

fn certificate(index: usize, sketch: Sketch) -> Certificate {
    let (serial, home, issued, used, returned, holder) = sketch;
    let place = |number: u8| if number == 0 { "".into() } else { number.to_string().into() };
    Certificate {
        file: "c.csv".into(),
        row: index as u64 + 2,
        serial: format!("KZ{serial:04}"),
        home_precinct: place(home),
        issued_at: if issued { moment("2023-03-10 12:00") } else { None },
        surname: format!("Ф{}", ["а", "б", "в"][usize::from(holder)]).into(),
        given_name: "Имя".into(),
        used_precinct: place(used),
        returned,
        ..Certificate::default()
    }
}

/// Where a certificate stands, reasoned from its rows one by one.
fn naive_state(rows: &[&Certificate]) -> &'static str {
    let used = |row: &Certificate| !row.used_precinct.is_empty();
    let uses = rows.iter().filter(|row| used(row)).count();
    let has_plain_issue =
        rows.iter().any(|row| row.issued_at.is_some() || (!row.home_precinct.is_empty() && !used(row)));
    let issued = has_plain_issue || rows.iter().any(|row| !row.home_precinct.is_empty());
    let returned = rows.iter().any(|row| row.returned == Some(true));
    if uses > 0 && returned {
        "used_and_returned"
    } else if uses > 1 {
        "used_twice"
    } else if uses == 1 {
        if issued { "used" } else { "used_never_issued" }
    } else if returned {
        "returned"
    } else if issued {
        "issued"
    } else {
        "nothing_recorded"
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_agrees_with_a_naive_one(
        sketches in prop::collection::vec((0_u8..12, 0_u8..4, any::<bool>(), 0_u8..4, any::<Option<bool>>(), 0_u8..3), 0..40)
    ) {
        let rows: Vec<_> = sketches.iter().enumerate().map(|(index, sketch)| certificate(index, *sketch)).collect();
        let mut by_serial: BTreeMap<&str, Vec<&Certificate>> = BTreeMap::new();
        for row in &rows {
            by_serial.entry(&row.serial).or_default().push(row);
        }
        let mut expected: BTreeMap<&str, u64> = BTreeMap::new();
        for group in by_serial.values() {
            // Rows that agree in every field are one row.
            let mut distinct: Vec<&Certificate> = Vec::new();
            for row in group {
                let bare = |row: &Certificate| Certificate { row: 0, ..row.clone() };
                if !distinct.iter().any(|other| bare(other) == bare(row)) {
                    distinct.push(row);
                }
            }
            let group = &distinct;
            *expected.entry(naive_state(group)).or_default() += 1;
        }
        let sheet = Sheet::new(["serial", "home_precinct", "issued_at", "used_precinct", "returned"], rows.clone());
        let inputs = Inputs { certificates: Some(sheet), people: people(), ..Inputs::default() };
        let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap();
        let sections = audit.sections();
        let states = sections["totals"]["states"].as_object().unwrap();
        for (state, count) in states {
            prop_assert_eq!(count.as_u64().unwrap(), expected.get(state.as_str()).copied().unwrap_or(0), "{}", state);
        }
    }

    #[test]
    fn roundings_agree_with_long_division(count in 0_u64..1_000_000_000, numerator in 0_u32..50, rest in 1_u32..1000) {
        let denominator = numerator + rest;
        let share = Rational::new(numerator, denominator).unwrap();
        let (product, by) = (u128::from(count) * u128::from(numerator), u128::from(denominator));
        let (whole, remainder) = (product / by, product % by);
        let expected = [whole, whole + u128::from(remainder * 2 >= by && remainder > 0), whole + u128::from(remainder > 0)];
        prop_assert_eq!(Rounding::ALL.map(|rounding| u128::from(share.of(count, rounding))), expected);
    }

    #[test]
    fn differences_are_those_that_a_naive_sum_finds(
        numbers in prop::collection::vec((0_u64..6, prop::option::of(0_u64..6)), 1..30),
        claimed in prop::option::of(0_u64..60),
    ) {
        let mut precincts = Vec::new();
        let mut certificates = Vec::new();
        let mut differing = 0;
        for (index, (counted, reported)) in numbers.iter().enumerate() {
            precincts.push(Precinct {
                row: index as u64 + 2,
                precinct: (index + 1).to_string(),
                region: "A".into(),
                tec: "T".into(),
                issued_reported: *reported,
                ..Precinct::default()
            });
            for _ in 0..*counted {
                let serial = certificates.len();
                certificates.push(Certificate {
                    row: serial as u64 + 2,
                    serial: format!("K{serial:05}"),
                    home_precinct: (index + 1).to_string().into(),
                    ..Certificate::default()
                });
            }
            differing += usize::from(reported.is_some_and(|reported| reported != *counted));
        }
        let any_counted = numbers.iter().any(|(counted, _)| *counted > 0);
        let all: Option<u64> = numbers.iter().map(|(_, reported)| *reported).sum();
        precincts.push(Precinct { row: 99, issued_reported: claimed, ..Precinct::default() });
        let inputs = Inputs {
            precincts: Some(Sheet::new(["precinct", "region", "tec", "issued_reported"], precincts)),
            certificates: Some(Sheet::new(["serial", "home_precinct"], certificates)),
            people: people(),
            ..Inputs::default()
        };
        let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap();
        let at = |kind: &str| {
            audit.findings.iter().filter(|finding| finding.code == "AVC-013" && finding.subject.kind == kind).count()
        };
        // A register without one entry of this TEC says nothing of it.
        prop_assert_eq!(at("precinct"), if any_counted { differing } else { 0 });
        let nation = claimed.zip(all).is_some_and(|(claimed, all)| claimed != all);
        prop_assert_eq!(at("nation"), usize::from(nation));
    }
}
