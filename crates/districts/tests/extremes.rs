//! Who is called the most over- and under-represented where it depends on unknown figures, and where nobody is.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::rules;
use tizim_districts::{Districts, Electorate, Unit, audit};
use tizim_evidence::{Audit, Exhibit, Run, Value};

fn unit(place: usize, seats: u32, low: u64, high: u64) -> Unit {
    let electorate = if low == high { Electorate::Known(low) } else { Electorate::Between { low, high } };
    Unit::new((place + 1).to_string(), electorate).electing(seats)
}

fn audited(units: &[(u32, u64, u64)]) -> Audit {
    let units = units.iter().enumerate().map(|(place, &(seats, low, high))| unit(place, seats, low, high));
    audit(&Districts::of(units.collect()), &rules(), &Run::new([0; 32])).unwrap()
}

fn keys(audit: &Audit) -> Vec<&str> {
    audit.summary.iter().map(|message| message.key).collect()
}

#[test]
fn of_districts_equal_at_the_middle_none_is_named() {
    // 700 a seat at the middle of each.
    let audit = audited(&[(1, 600, 800), (2, 1300, 1500), (1, 690, 710)]);
    assert_eq!(keys(&audit)[0], "districts.summary.extremes_equal_middle");
    let audit = audited(&[(1, 600, 800), (2, 1300, 1502), (1, 690, 710)]);
    assert_eq!(keys(&audit)[0], "districts.summary.extremes_middle");
}

#[test]
fn who_shares_the_middle_with_the_one_named_is_named_too() {
    let audit = audited(&[(1, 500, 700), (1, 550, 650), (1, 600, 1000)]);
    assert_eq!(keys(&audit)[..2], ["districts.summary.extremes_middle", "districts.summary.tied_over"]);
    let tied = &audit.summary[1];
    assert!(matches!(tied.arguments["at"], Value::Word { code: "middle", .. }));
    // Of known figures the sentence stands alone.
    let audit = audited(&[(1, 600, 600), (1, 600, 600), (1, 800, 800)]);
    assert_eq!(keys(&audit)[1], "districts.summary.tied_over");
    assert_eq!(audit.summary[1].arguments["at"], Value::from(""));
}

/// Councils with the bounds of their districts.
fn councils(councils: &[&[(u64, u64)]]) -> Audit {
    let units = councils.iter().zip(0..).flat_map(|(districts, council)| {
        districts.iter().enumerate().map(move |(place, &(low, high))| {
            let mut unit = unit(place, 1, low, high);
            unit.group = Some(format!("council {council}"));
            unit
        })
    });
    let districts =
        Districts { units: units.collect(), by: Some("council".to_owned()), ..Districts::default() };
    audit(&districts, &rules(), &Run::new([0; 32])).unwrap()
}

#[test]
fn councils_say_so_too() {
    let told = |bounds: &[&[(u64, u64)]]| councils(bounds).summary[0].key;
    assert_eq!(told(&[&[(40, 40), (40, 40)], &[(7, 7), (7, 7)]]), "districts.summary.council_equal");
    assert_eq!(told(&[&[(40, 40), (50, 50)], &[(7, 7), (7, 7)]]), "districts.summary.council");
    assert_eq!(told(&[&[(30, 50), (35, 45)], &[(7, 7), (7, 7)]]), "districts.summary.council_equal_middle");
    assert_eq!(told(&[&[(30, 50), (35, 55)]]), "districts.summary.council_middle");
    // In the table an equal council names nobody.
    let audit = councils(&[&[(40, 40), (50, 50)], &[(7, 7), (7, 7)]]);
    let rows = audit.exhibits.iter().find_map(|exhibit| match exhibit {
        Exhibit::Table(table) if table.id == "councils" => Some(&table.rows),
        _ => None,
    });
    let rows = rows.unwrap();
    assert_eq!((&rows[0][4], &rows[1][4]), (&Value::from("1"), &Value::from("-")));
}
