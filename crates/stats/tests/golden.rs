//! Every value of the golden file comes out of `requests::evaluate` under the same name.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use serde_json::Value;
use tizim_stats::decimal;
use tizim_stats::requests::{Request, evaluate};

const GOLDEN: &str = include_str!("golden_quota_stats.json");
/// In the golden file another library's answer, not ours to give.
const NOT_OURS: [&str; 1] = ["scipy_cdf"];

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Tails as the contract demands: the smaller to 1e-12 relative in log10, the larger to 1e-15.
fn same_tail(found: &Value, expected: &Value, place: &str) {
    let (found_ln, expected_ln) =
        (decimal::parse_ln(&text(found)).unwrap(), decimal::parse_ln(&text(expected)).unwrap());
    if expected_ln.value() < 0.5_f64.ln() {
        let off = ((found_ln - expected_ln).value() / expected_ln.value()).abs();
        assert!(off < 1e-15, "{place}: off by {off:e} in log10");
    } else {
        let off = (found_ln.exp() - expected_ln.exp()).abs().value();
        assert!(off < 1e-15, "{place}: off by {off:e}");
    }
}

fn same(found: &Value, expected: &Value, place: &str) {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            for (name, value) in expected.iter().filter(|(name, _)| !NOT_OURS.contains(&name.as_str())) {
                let place = format!("{place}.{name}");
                let answer = found.get(name).unwrap_or_else(|| panic!("{place} is missing"));
                if place.contains("binomial") && (name == "cdf" || name == "sf") && value.is_string() {
                    same_tail(answer, value, &place);
                } else {
                    same(answer, value, &place);
                }
            }
        }
        (Value::Array(found), Value::Array(expected)) => {
            assert_eq!(found.len(), expected.len(), "{place}");
            for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
                same(found, expected, &format!("{place}[{index}]"));
            }
        }
        (Value::Number(found), Value::Number(expected)) => {
            let (found, expected) = (found.as_f64().unwrap(), expected.as_f64().unwrap());
            assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{place}: {found}, not {expected}");
        }
        _ => assert_eq!(found, expected, "{place}"),
    }
}

#[test]
fn every_golden_value() {
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    let response = evaluate(&Request::from_json(GOLDEN).unwrap());
    assert_eq!(response.ignored, ["schema", "provenance", "odihr_facts"]);
    assert_eq!(response.errors, 0);
    for name in ["binomial", "intervals", "multiple_testing", "beta_binomial", "funnel"] {
        same(&response.answers[name], &golden[name], name);
    }
}

#[test]
fn answers_in_the_input_are_not_read() {
    let mut altered: Value = serde_json::from_str(GOLDEN).unwrap();
    altered["binomial"][0]["cdf"] = "0.1".into();
    altered["funnel"]["phi"] = 1.0.into();
    altered["multiple_testing"]["bh_adjusted"] = Value::Null;
    let (first, second) =
        (Request::from_json(GOLDEN).unwrap(), Request::from_json(&altered.to_string()).unwrap());
    assert_eq!(evaluate(&first), evaluate(&second));
}

#[test]
fn a_bad_entry_does_not_stop_the_rest() {
    let request = Request::from_json(
        r#"{"binomial": [{"n": 5, "p": 0.5, "k": 6}, {"n": 5, "p": 1.5, "k": 1}, {"n": 5, "p": "x", "k": 1},
            {"n": -5, "p": 0.5, "k": 1}, {"n": 5, "k": 1}, 7, {"n": 1e30, "p": 0.5, "k": 1}, {"n": 2.0, "p": 0.5, "k": "1"}],
            "funnel": {"n": [1, 2], "k": [1]}, "multiple_testing": {"p": [0.5, null]}, "intervals": [{"k": 1, "n": 0}],
            "poisson": [{"mean": -1, "k": 0}], "beta_binomial": [{"n": 5, "a": 0, "b": 1, "k": 1}], "else": 1}"#,
    )
    .unwrap();
    let response = evaluate(&request);
    let errors: Vec<String> =
        response.answers["binomial"].as_array().unwrap().iter().map(|entry| text(&entry["error"])).collect();
    assert_eq!(
        errors,
        [
            "a count is larger than its total",
            "a probability must lie between 0 and 1",
            "`p` must be a number",
            "`n` must be a whole number from 0",
            "`p` is missing",
            "expected an object",
            "`n` must be a whole number from 0",
            "null"
        ]
    );
    assert_eq!(response.answers["binomial"][7]["pmf"], 0.5);
    assert_eq!(response.answers["funnel"]["error"], "the lists are not equally long");
    assert_eq!(response.answers["multiple_testing"]["error"], "`p` must be a number");
    assert_eq!(response.errors, 7 + 5);
    assert_eq!(response.ignored, ["else"]);
}

#[test]
fn what_is_no_request() {
    for (text, expected) in [
        ("", "not JSON: line 1, column 0"),
        ("[1]", "expected an object of questions such as `binomial`"),
        ("{\"binomial\": [", "not JSON: line 1, column 14"),
    ] {
        assert_eq!(Request::from_json(text).unwrap_err().to_string(), expected);
    }
}

#[test]
fn tiny_values_keep_their_size() {
    let request = Request::from_json(
        r#"{"multiple_testing": {"p": ["1e-754", 0.04], "level": 0.05},
            "normal": [{"z": 100}, {"p": 0.975}], "hypergeometric": [{"population": 8, "marked": 4, "draws": 4, "k": 4}],
            "chi_square": [{"x": 1e5, "df": 3}], "intervals": [{"k": 0, "level": 0.998}], "poisson": [{"mean": "4", "k": 4}],
            "binomial": [{"n": 12032550, "p": "0.5", "k": 12032550}]}"#,
    )
    .unwrap();
    let response = evaluate(&request);
    assert_eq!(response.errors, 0);
    let answers = &response.answers;
    assert_eq!(answers["multiple_testing"]["holm_reject"], serde_json::json!([true, true]));
    assert!(text(&answers["multiple_testing"]["bh_adjusted"][0]).ends_with("e-754"));
    assert!(text(&answers["normal"][0]["sf"]).ends_with("e-2174"));
    assert!((answers["normal"][1]["quantile"].as_f64().unwrap() - 1.959_963_984_540_054).abs() < 1e-14);
    assert!((answers["intervals"][0]["poisson_998"][1].as_f64().unwrap() + 0.001_f64.ln()).abs() < 1e-12);
    assert_eq!(answers["binomial"][0]["sf"], 0.0);
    assert_eq!(answers["binomial"][0]["log10_sf"], "-inf");
    assert!(text(&answers["chi_square"][0]["sf"]).contains("e-2171"));
}
