//! Real maps and published allocations: figures of others (`real/README.md`), through the commands' contract.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value as Json;

use crate::support::{document, json_file, place, repository};

fn close(ours: &Json, theirs: &Json, what: &str) {
    let numbers = ours.as_f64().zip(theirs.as_f64());
    let (ours, theirs) = numbers.unwrap_or_else(|| panic!("{what}: {ours} and {theirs} are not two numbers"));
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{what}: {ours}, expected {theirs}");
}

#[test]
fn every_index_of_four_countries() {
    let expected = json_file(&repository("tests/real/expected.json"));
    let cases = expected["cases"].as_object().unwrap();
    assert_eq!(cases.len(), 4);
    for (name, case) in cases {
        let table = format!("{name}.csv");
        let audit = document(
            &repository("tests/real"),
            &["districts", "audit", &table, "--format", "json", "--quiet"],
        );
        for (index, value) in case["indices"].as_object().unwrap() {
            close(&audit["indices"][index], value, &format!("{name} {index}"));
        }
        let deviation = |unit: &Json| unit["deviation"].as_f64().unwrap();
        let units = audit["units"].as_array().unwrap();
        for (limit, count) in case["outside_pct"].as_object().unwrap() {
            let limit = limit.parse::<f64>().unwrap() / 100.0;
            let outside = units.iter().filter(|unit| deviation(unit).abs() > limit).count();
            assert_eq!(outside as u64, count.as_u64().unwrap(), "{name}: outside {limit}");
        }
        for (index, parts) in case["decomposition"].as_object().into_iter().flatten() {
            for (part, value) in parts.as_object().unwrap() {
                close(&audit["decomposition"][index][part], value, &format!("{name} {index} {part}"));
            }
        }
    }
}

#[test]
fn seventy_one_published_allocations() {
    let allocations = json_file(&repository("tests/real/apportionment_published.json"));
    let allocations = allocations.as_array().unwrap();
    assert_eq!(allocations.len(), 71);
    let place = place();
    for allocation in allocations {
        let name = allocation["name"].as_str().unwrap();
        let mut table = String::from("id,name,voters\n");
        for (id, people) in allocation["populations"].as_object().unwrap() {
            writeln!(table, "\"{id}\",\"{id}\",{people}").unwrap();
        }
        fs::write(place.path().join("claimants.csv"), table).unwrap();
        let [seats, minimum] = ["seats", "min_seats"].map(|key| allocation[key].to_string());
        let typed = ["districts", "apportion", "claimants.csv", "--seats", &seats, "--min-seats", &minimum];
        let answer = document(place.path(), &[&typed[..], &["--format", "json", "--quiet"]].concat());
        let methods = answer["methods"].as_array().unwrap();
        let method = methods.iter().find(|method| method["id"] == allocation["method"]).unwrap();
        for (id, expected) in allocation["expected"].as_object().unwrap() {
            assert_eq!(method["seats"][id], *expected, "{name}: {id}");
        }
    }
}
