//! Many councils in one table, each against its own quota.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::rules;
use tizim_districts::{Districts, Electorate, Index, Unit, audit, compare};
use tizim_evidence::{Exhibit, Run};

/// So many councils of this many districts, with electorates from a fixed sequence.
fn councils(count: usize, each: usize) -> Districts {
    let mut state = 12_345_u64;
    let mut units = Vec::new();
    for council in 0..count {
        for district in 0..each {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let voters = 1_000 + (state >> 40) % 600;
            let mut unit = Unit::new((district + 1).to_string(), Electorate::Known(voters));
            unit.group = Some(format!("council {council:03}"));
            units.push(unit);
        }
    }
    Districts { units, by: Some("council".to_owned()), ..Districts::default() }
}

#[test]
fn each_council_has_its_own_quota() {
    let table = councils(220, 23);
    let audit = audit(&table, &rules(), &Run::new([0; 32])).unwrap();
    let sections = audit.sections();
    let groups = sections["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 220);
    for (group, units) in groups.iter().zip(table.units.chunks(23)) {
        let people: Vec<f64> = units.iter().map(|unit| unit.electorate.central().unwrap()).collect();
        let quota = people.iter().sum::<f64>() / 23.0;
        assert!((group["totals"]["quota"].as_f64().unwrap() - quota).abs() < 1e-9);
        for (row, count) in group["units"].as_array().unwrap().iter().zip(&people) {
            assert!((row["deviation"].as_f64().unwrap() - (count / quota - 1.0)).abs() < 1e-12);
        }
        let mal = Index::Mal.of(&people, &[1; 23]);
        assert!((group["indices"]["mal"].as_f64().unwrap() - mal).abs() < 1e-12);
    }
    assert!(sections["totals"]["quota"].is_null());
    assert_eq!(sections["units"].as_array().unwrap().len(), 220 * 23);
    // Too many districts for a bar each: a bar a council.
    let Exhibit::Chart(chart) = &audit.exhibits[0] else { panic!("no chart of councils") };
    assert_eq!(chart.series[0].marks.len(), 220);
    let Exhibit::Table(league) = &audit.exhibits[1] else { panic!("no league table") };
    let column = |key: &str| league.columns.iter().position(|column| column.key == key).unwrap();
    let mals: Vec<f64> = league.rows.iter().map(|row| row[column("mal")].bounds().unwrap().0).collect();
    for (row, mark) in league.rows.iter().zip(&chart.series[0].marks) {
        let ends = |key: &str| row[column(key)].bounds().unwrap();
        assert_eq!(mark.x.bounds(), Some((ends("over_by").0, ends("under_by").1)), "{:?}", mark.label);
    }
    assert!(mals.windows(2).all(|pair| pair[0] >= pair[1]));
    // Standing within a council: repeated numbers in different councils are no duplicates.
    assert_eq!(compare(&table, &table).unwrap().document["gained"].as_array().unwrap().len(), 0);
}

#[test]
fn threads_change_nothing() {
    let mut table = councils(40, 7);
    for unit in table.units.iter_mut().step_by(3) {
        unit.electorate = Electorate::Between { low: 950, high: 1_700 };
    }
    let run = |threads: usize| {
        let run = Run { threads, ..Run::new([0; 32]) };
        audit(&table, &rules(), &run).unwrap()
    };
    let (one, three) = (run(1), run(3));
    assert_eq!(one.document, three.document);
    assert_eq!(one.findings, three.findings);
}
