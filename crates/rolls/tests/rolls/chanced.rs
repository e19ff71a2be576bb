//! What chance explains of leads: common names carry the errors, and two ways say how many.

use serde_json::Value;
use tizim_evidence::Run;
use tizim_rolls::{Kind, LinkOptions, LinkedLists, NoSink, Past, link};

use crate::support::{law, list_of};

/// Numbers that look like chance, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn date(&mut self) -> String {
        format!("{}-{:02}-{:02}", 1960 + self.below(8), 1 + self.below(12), 2 + self.below(27))
    }
}

/// A name of four syllables: names of different numbers are seldom alike.
fn name(mut number: u64) -> String {
    const SYLLABLES: [&str; 12] = ["ба", "до", "ги", "жу", "ле", "мы", "но", "ра", "су", "ти", "фе", "ша"];
    let mut name = String::new();
    for _ in 0..4 {
        name.push_str(SYLLABLES[(number % 12) as usize]);
        number = number / 12 + number % 5;
    }
    name
}

/// Twenty names with a hundred and fifty people each, who are all different; and two thousand people of rare names, every tenth
/// of whom stands there twice.
fn people() -> Vec<[String; 3]> {
    let mut numbers = Numbers(7);
    let mut rows = Vec::new();
    for common in 0..20 {
        for _ in 0..150 {
            rows.push([name(common * 1_009 + 5), name(common % 7), numbers.date()]);
        }
    }
    for rare in 0..2_000_u64 {
        let row = [name(rare * 7 + 30_001), name(rare % 97 + 11), numbers.date()];
        if rare % 10 == 0 {
            rows.push(row.clone());
        }
        rows.push(row);
    }
    rows
}

/// Links rows of these columns.
fn linked(heading: &str, rows: &[[String; 3]]) -> LinkedLists {
    let columns = heading.split(',').count();
    let rows: Vec<String> = rows.iter().map(|row| row[..columns].join(",")).collect();
    let options = LinkOptions { threshold: Some(0.2), ..LinkOptions::default() };
    let list = list_of(Kind::Permanent, &[("people.csv", heading, &rows)], None);
    link(&[list], &law(), &options, Past::default(), &Run::new([7; 32]), &mut NoSink).unwrap()
}

fn lines(linked: &LinkedLists) -> Vec<Value> {
    let estimated = serde_json::to_value(linked.audit.document.get("estimated").unwrap()).unwrap();
    estimated["by_commonness_of_name"].as_array().unwrap().clone()
}

#[test]
fn common_names_carry_the_errors() {
    let linked = linked("surname,given_name,birth_date", &people());
    let lines = lines(&linked);
    let named = |from: f64| {
        let is_it = |line: &&Value| line["which"] == "one_date" && line["name_rows"]["low"] == from;
        lines.iter().find(is_it).unwrap_or_else(|| panic!("{from}: {lines:?}"))
    };
    let number = |line: &Value, key: &str| line[key].as_f64().unwrap_or_else(|| panic!("{key}: {line}"));
    // Rare names: two hundred people twice.
    let rare = named(1.0);
    assert!((200.0..=204.0).contains(&number(rare, "leads")) && number(rare, "share_high") < 0.05, "{rare}");
    // Twenty names of 150 people over 8 × 324 days: some 86 pairs of one day, each of two people.
    let common = named(101.0);
    let leads = number(common, "leads");
    assert!(leads > 40.0, "{common}");
    assert!(
        number(common, "different_low") <= leads && leads <= number(common, "different_high"),
        "{common}"
    );
    let placebo = number(common, "placebo");
    assert!((placebo / leads - 1.0).abs() < 0.35, "{common}");
    assert!(number(common, "share_high") > 0.9, "{common}");
}

#[test]
fn without_dates_nothing_is_established() {
    let lines = lines(&linked("surname,given_name,address", &people()));
    assert!(!lines.is_empty());
    for line in &lines {
        assert_eq!(line["which"], "other", "{line}");
        assert!(line["leads"].as_u64().is_some() && line["share"].is_null() && line["placebo"].is_null());
    }
}
