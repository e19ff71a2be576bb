//! Every index against values computed elsewhere in exact or 40-digit arithmetic.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::Value as Json;
use tizim_districts::{Index, lorenz_points, split_index};

fn numbers(value: &Json) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|one| one.as_f64().unwrap()).collect()
}

#[test]
fn every_index_of_every_case() {
    let golden: Json = serde_json::from_str(include_str!("malapportionment.json")).unwrap();
    for case in golden["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let people = numbers(&case["population"]);
        let seats: Vec<u32> = numbers(&case["seats"]).iter().map(|&seats| seats as u32).collect();
        let expected = &case["indices"];
        for index in Index::ALL {
            let (key, scale) = match index {
                Index::MaxMinRatio => ("max_min_ratio", 1.0),
                Index::TotalRange => ("total_range_pct", 100.0),
                Index::MeanAbsDeviation => ("mean_abs_dev_pct_seat_weighted", 100.0),
                Index::RmsDeviation => ("rms_dev_pct_seat_weighted", 100.0),
                Index::Cv => ("cv_population_unit", 1.0),
                Index::Mal => ("MAL_loosemore_hanby", 1.0),
                Index::Gallagher => ("gallagher_lsq", 1.0),
                Index::Gini => ("gini", 1.0),
                Index::DauerKelsay => ("dauer_kelsay_strict_majority", 1.0),
                Index::TheilT => ("theil_T", 1.0),
                Index::TheilL => ("theil_L_mld", 1.0),
                Index::Kolm => ("kolm_alpha1", 1.0),
                Index::Rae => ("rae", 1.0),
                Index::SainteLague => ("sainte_lague", 1.0),
                Index::Atkinson05 => ("atkinson_0.5", 1.0),
                Index::Atkinson1 => ("atkinson_1", 1.0),
            };
            let expected = expected[key].as_f64().unwrap() / scale;
            let found = index.of(&people, &seats);
            assert!((found - expected).abs() < 1e-11, "{name} {key}: {found} against {expected}");
        }
        let points = lorenz_points(&people, &seats);
        for (point, expected) in points.iter().zip(expected["lorenz_points"].as_array().unwrap()) {
            let expected = numbers(expected);
            assert!((point.0 - expected[0]).abs() + (point.1 - expected[1]).abs() < 1e-11, "{name}");
        }
        let Some(groups) = case["groups"].as_array() else { continue };
        let mut names: Vec<&str> = groups.iter().map(|group| group.as_str().unwrap()).collect();
        let all = names.clone();
        names.sort_unstable();
        names.dedup();
        let region: Vec<usize> =
            all.iter().map(|group| names.iter().position(|name| name == group).unwrap()).collect();
        for (index, key) in [(Index::TheilT, "theil_T"), (Index::TheilL, "theil_L")] {
            let split = split_index(index, &people, &seats, &region, names.len()).unwrap();
            let expected = &expected[format!("{key}_decomposition")];
            assert!((split.between - expected["between"].as_f64().unwrap()).abs() < 1e-12);
            assert!((split.within - expected["within"].as_f64().unwrap()).abs() < 1e-12);
        }
        let split = split_index(Index::Mal, &people, &seats, &region, names.len()).unwrap();
        assert!((split.between - expected["MAL_between_groups"].as_f64().unwrap()).abs() < 1e-12);
    }
}
