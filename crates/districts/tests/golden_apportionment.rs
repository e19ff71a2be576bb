//! Every method and optimum against values computed elsewhere in exact rational arithmetic, and against every
//! allocation there is of small cases.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::Value as Json;
use tizim_districts::{Apportionment, Claimant, apportion, smallest_house};

fn numbers(value: &Json) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|one| one.as_u64().unwrap()).collect()
}

fn share(voters: &[u64], seats: u64, minimum: u64) -> Apportionment {
    let claimants: Vec<Claimant> = voters
        .iter()
        .enumerate()
        .map(|(place, &voters)| Claimant { id: place.to_string(), name: String::new(), voters })
        .collect();
    apportion(&claimants, seats, minimum).unwrap()
}

fn golden() -> Json {
    serde_json::from_str(include_str!("apportionment.json")).unwrap()
}

#[test]
fn every_method_and_optimum_of_every_case() {
    for case in golden()["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let voters = numbers(&case["population"]);
        let shared = share(&voters, case["seats"].as_u64().unwrap(), case["min_seats"].as_u64().unwrap());
        for outcome in &shared.outcomes {
            let id = match outcome.method.id() {
                "leximin" => "leximin_bks",
                id => id,
            };
            let expected = &case["results"][id];
            assert_eq!(outcome.allocation.seats, numbers(&expected["seats"]), "{name} {id}");
            if let Some(tie) = expected["tie"].as_bool() {
                assert_eq!(!outcome.allocation.tied.is_empty(), tie, "{name} {id}");
            }
            let found = shared.document()["methods"][outcome.method as usize]["metrics"].clone();
            for (ours, theirs) in
                [("max_min_ratio", "max_over_min"), ("total_range", "range"), ("mal", "MAL")]
            {
                if let Some(expected) = expected["metrics"][theirs].as_f64() {
                    assert!((found[ours].as_f64().unwrap() - expected).abs() < 1e-12, "{name} {id} {ours}");
                }
            }
        }
        let document = shared.document();
        for key in ["min_ratio", "min_range"] {
            let (found, expected) = (&document["optima"][key], &case["exact_optimum"][key]);
            assert_eq!(found["value_fraction"], expected["value_fraction"], "{name} {key}");
            assert!((found["value"].as_f64().unwrap() - expected["value"].as_f64().unwrap()).abs() < 1e-12);
            for size in ["smallest_size", "largest_size"] {
                assert!((found[size].as_f64().unwrap() - expected[size].as_f64().unwrap()).abs() < 1e-6);
            }
        }
    }
}

#[test]
fn who_was_next_in_2020() {
    let golden = golden();
    let case = &golden["cases"][0];
    let shared = share(&numbers(&case["population"]), 435, 1);
    let hill = &shared.outcomes[3];
    let name = |place: usize| case["units"][place].as_str().unwrap();
    let (last, seat, claim) = hill.last.unwrap();
    assert_eq!((name(last), seat), ("Minnesota", 8));
    assert!((claim - case["seat_435"]["priority"].as_f64().unwrap()).abs() < 1e-6);
    for (next, expected) in hill.next.iter().zip(case["next_in_line_huntington_hill"].as_array().unwrap()) {
        assert_eq!(name(next.claimant), expected["state"].as_str().unwrap());
        assert_eq!(next.seat, expected["seat"].as_u64().unwrap());
        assert!((next.claim - expected["priority"].as_f64().unwrap()).abs() < 1e-6);
    }
    assert_eq!(hill.next[0].missed_by, case["new_york_shortfall_persons"].as_u64().unwrap());
}

#[test]
fn kazakhstan_at_the_central_estimates() {
    let golden = golden();
    let case = &golden["cases"][4];
    let voters = numbers(&case["population"]);
    let shared = share(&voters, 29, 1);
    let named = |places: &[usize]| -> Vec<&str> {
        places.iter().map(|&place| case["units"][place].as_str().unwrap()).collect()
    };
    let expected: Vec<&str> =
        case["impossible_10pct"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(named(&shared.impossible[0].1), expected);
    let expected: Vec<&str> = case["impossible_15pct"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["region"].as_str().unwrap())
        .collect();
    assert_eq!(named(&shared.impossible[1].1), expected);
    for (key, tolerance) in [("10pct", 0.1), ("15pct", 0.15), ("20pct", 0.2), ("25pct", 0.25), ("30pct", 0.3)]
    {
        let expected = numbers(&case["house_sizes_where_tolerance_is_satisfiable"][key])[0];
        assert_eq!(smallest_house(&voters, tolerance, 1, 1000), Some(expected));
    }
}

#[test]
fn small_cases_solved_by_trying_everything() {
    for case in golden()["bruteforce"].as_array().unwrap() {
        let voters = numbers(&case["population"]);
        let shared = share(&voters, case["seats"].as_u64().unwrap(), 1);
        assert_eq!(shared.outcomes[6].allocation.seats, numbers(&case["leximin"]), "{case}");
        let document = shared.document();
        assert_eq!(document["optima"]["min_ratio"]["value_fraction"], case["min_ratio"], "{case}");
        assert_eq!(document["optima"]["min_range"]["value_fraction"], case["min_range"], "{case}");
        assert_eq!(document["optima"]["min_mal"]["value_fraction"], case["min_MAL"], "{case}");
    }
}
