//! Bounds are rounded outward: the exact value of every completion, as a fraction of whole numbers, lies inside.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use proptest::prelude::*;
use serde_json::Value as Json;
use tizim_districts::{Districts, Electorate, Unit, audit};
use tizim_evidence::Run;

/// How a number of the binary system stands to `numerator / denominator`: both in whole numbers, so nothing is rounded.
fn compare(number: f64, numerator: i128, denominator: i128) -> std::cmp::Ordering {
    assert!(number == 0.0 || (1e-3..1e3).contains(&number.abs()), "{number} would overflow");
    // 2^62 times such a number is whole: its last digit is worth 2^-62 at least.
    let scaled = (number * 2f64.powi(62)) as i128;
    (scaled * denominator).cmp(&(numerator << 62))
}

#[derive(Debug, Clone, Copy)]
struct Box {
    seats: u32,
    low: u64,
    high: u64,
}

fn boxes() -> impl Strategy<Value = Vec<Box>> {
    let one = (1_u32..4, 500_u64..4000, 0_u64..700).prop_map(|(seats, low, more)| Box {
        seats,
        low,
        high: low + more,
    });
    proptest::collection::vec(one, 2..5)
}

fn deviations(boxes: &[Box]) -> Vec<Json> {
    let units = boxes.iter().enumerate().map(|(index, one)| Unit {
        seats: one.seats,
        ..Unit::new(index.to_string(), Electorate::Between { low: one.low, high: one.high })
    });
    let districts = Districts { units: units.collect(), ..Districts::default() };
    let audit = audit(&districts, &common::rules(), &Run::new([0; 32])).expect("an audit");
    let sections = audit.sections();
    let units = sections["units"].as_array().expect("units").iter();
    units.map(|unit| unit["deviation"].clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_exact_deviation_lies_outside_and_none_far_inside(boxes in boxes()) {
        let seats: i128 = boxes.iter().map(|one| i128::from(one.seats)).sum();
        for (index, (one, shown)) in boxes.iter().zip(deviations(&boxes)).enumerate() {
            let others = |end: fn(&Box) -> u64| -> i128 {
                boxes.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, other)| i128::from(end(other))).sum()
            };
            // The people of this unit over its quota, less one.
            let exact = |people: u64, others: i128| {
                let (people, of) = (i128::from(people), i128::from(one.seats));
                let total = others + people;
                (people * seats - of * total, of * total)
            };
            for (key, people, others, outside) in [
                ("low", one.low, others(|other| other.high), std::cmp::Ordering::Less),
                ("high", one.high, others(|other| other.low), std::cmp::Ordering::Greater),
            ] {
                let (numerator, denominator) = exact(people, others);
                let near = numerator as f64 / denominator as f64;
                if near.abs() < 2e-3 {
                    continue;
                }
                let shown = if shown.is_object() { &shown[key] } else { &shown };
                let shown = shown.as_f64().expect("a number");
                let is_exact = one.low == one.high && boxes.iter().all(|one| one.low == one.high);
                if !is_exact {
                    prop_assert_ne!(compare(shown, numerator, denominator), outside.reverse(), "{} of {:?}", key, boxes);
                }
                prop_assert!((shown - near).abs() < 1e-8, "{} for {}", shown, near);
            }
        }
    }
}

#[test]
fn a_count_of_another_date_is_widened_to_whole_people() {
    // 1,001 people and 0.15 % either way: 999.4985 to 1,002.5015.
    assert_eq!(Electorate::Known(1001).range(0.0015), Some((999, 1003)));
    assert_eq!(Electorate::Between { low: 1001, high: 1003 }.range(0.0015), Some((999, 1005)));
    // A seventh is no decimal: the bounds still hold all of it.
    assert_eq!(Electorate::Known(7_000_000).range(1.0 / 7.0), Some((5_999_994, 8_000_006)));
}
