//! Values that somebody else computed, through the commands' contract.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{document, json_file, place, repository};

/// Contract key, key of the golden file, factor from the one to the other.
const INDICES: [(&str, &str, f64); 16] = [
    ("max_min_ratio", "max_min_ratio", 1.0),
    ("total_range", "total_range_pct", 100.0),
    ("mean_abs_deviation", "mean_abs_dev_pct_seat_weighted", 100.0),
    ("rms_deviation", "rms_dev_pct_seat_weighted", 100.0),
    ("cv", "cv_population_unit", 1.0),
    ("mal", "MAL_loosemore_hanby", 1.0),
    ("gallagher", "gallagher_lsq", 1.0),
    ("gini", "gini", 1.0),
    ("dauer_kelsay", "dauer_kelsay_strict_majority", 1.0),
    ("theil_t", "theil_T", 1.0),
    ("theil_l", "theil_L_mld", 1.0),
    ("kolm", "kolm_alpha1", 1.0),
    ("rae", "rae", 1.0),
    ("sainte_lague", "sainte_lague", 1.0),
    ("atkinson_05", "atkinson_0.5", 1.0),
    ("atkinson_1", "atkinson_1", 1.0),
];

fn golden(crate_folder: &str, name: &str) -> Json {
    json_file(&repository("crates").join(crate_folder).join("tests").join(name))
}

fn list(value: &Json) -> &Vec<Json> {
    value.as_array().unwrap()
}

fn close(ours: &Json, theirs: f64, what: &str) {
    let ours = ours.as_f64().unwrap_or_else(|| panic!("{what}: {ours} is no number"));
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{what}: {ours}, expected {theirs}");
}

fn districts_csv(case: &Json, path: &Path) {
    let mut text = String::from("id,name,region,seats,voters\n");
    for (index, unit) in list(&case["units"]).iter().enumerate() {
        let region = case["groups"].get(index).and_then(Json::as_str).unwrap_or("");
        let (seats, voters) = (&case["seats"][index], &case["population"][index]);
        writeln!(text, "{index},\"{}\",{region},{seats},{voters}", unit.as_str().unwrap()).unwrap();
    }
    std::fs::write(path, text).unwrap();
}

#[test]
fn every_index_of_every_case() {
    let place = place();
    let file = place.path().join("districts.csv");
    for case in list(&golden("districts", "malapportionment.json")["cases"]) {
        districts_csv(case, &file);
        let audit =
            document(place.path(), &["districts", "audit", "districts.csv", "--format", "json", "--quiet"]);
        let name = case["name"].as_str().unwrap();
        let expected = &case["indices"];
        for (ours, theirs, factor) in INDICES {
            close(
                &audit["indices"][ours],
                expected[theirs].as_f64().unwrap() / factor,
                &format!("{name} {ours}"),
            );
        }
        close(&audit["totals"]["quota"], expected["quota"].as_f64().unwrap(), name);
        for (unit, deviation) in list(&audit["units"]).iter().zip(list(&expected["deviations_pct"])) {
            close(&unit["deviation"], deviation.as_f64().unwrap() / 100.0, &format!("{name} {}", unit["id"]));
        }
        if case["groups"].is_array() {
            for part in ["between", "within"] {
                let theirs = expected["theil_T_decomposition"][part].as_f64().unwrap();
                close(&audit["decomposition"]["theil_t"][part], theirs, &format!("{name} {part}"));
            }
        }
    }
}

#[test]
fn every_method_of_every_case() {
    let place = place();
    let file = place.path().join("claimants.csv");
    for case in list(&golden("districts", "apportionment.json")["cases"]) {
        let mut text = String::from("id,name,voters\n");
        for (index, unit) in list(&case["units"]).iter().enumerate() {
            writeln!(text, "{index},\"{}\",{}", unit.as_str().unwrap(), case["population"][index]).unwrap();
        }
        std::fs::write(&file, text).unwrap();
        let (seats, minimum) = (case["seats"].to_string(), case["min_seats"].to_string());
        let typed = ["districts", "apportion", "claimants.csv", "--seats", &seats, "--min-seats", &minimum];
        let answer = document(place.path(), &[&typed[..], &["--format", "json", "--quiet"]].concat());
        for method in list(&answer["methods"]) {
            let id = method["id"].as_str().unwrap();
            let theirs = &case["results"][if id == "leximin" { "leximin_bks" } else { id }];
            if theirs["tie"] == true {
                continue;
            }
            let ours: Vec<&Json> =
                (0..list(&case["units"]).len()).map(|index| &method["seats"][index.to_string()]).collect();
            let theirs: Vec<&Json> = list(&theirs["seats"]).iter().collect();
            assert_eq!(ours, theirs, "{} {id}", case["name"]);
        }
    }
}

#[test]
fn every_statistic() {
    let place = place();
    let expected = golden("stats", "golden_quota_stats.json");
    std::fs::write(place.path().join("requests.json"), serde_json::to_vec(&expected).unwrap()).unwrap();
    let answer = document(place.path(), &["stats", "requests.json"]);
    for (ours, theirs) in list(&answer["binomial"]).iter().zip(list(&expected["binomial"])) {
        for tail in ["cdf", "sf"] {
            let log10 = decimal_log10(theirs[tail].as_str().unwrap());
            close_log(&ours[format!("log10_{tail}")], log10, &format!("{theirs}"));
        }
    }
    for (ours, theirs) in list(&answer["intervals"]).iter().zip(list(&expected["intervals"])) {
        for name in ["clopper_pearson_95", "wilson_95"] {
            for end in 0..2 {
                close(&ours[name][end], theirs[name][end].as_f64().unwrap(), name);
            }
        }
    }
    for name in ["bh_adjusted", "by_adjusted", "holm_adjusted"] {
        let theirs = list(&expected["multiple_testing"][name]);
        for (ours, theirs) in list(&answer["multiple_testing"][name]).iter().zip(theirs) {
            close(ours, theirs.as_f64().unwrap(), name);
        }
    }
    for name in ["z", "z_adjusted"] {
        for (ours, theirs) in list(&answer["funnel"][name]).iter().zip(list(&expected["funnel"][name])) {
            close(ours, theirs.as_f64().unwrap(), name);
        }
    }
    close(&answer["funnel"]["phi"], expected["funnel"]["phi"].as_f64().unwrap(), "phi");
}

/// log10 of a decimal such as `7.645069626621351091793938e-754`, which no `f64` holds.
fn decimal_log10(text: &str) -> f64 {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    mantissa.parse::<f64>().unwrap().log10() + exponent.parse::<f64>().unwrap()
}

fn close_log(ours: &Json, theirs: f64, what: &str) {
    let ours = ours.as_f64().unwrap();
    assert!((ours - theirs).abs() <= 1e-12 * theirs.abs().max(1.0), "{what}: {ours}, expected {theirs}");
}
