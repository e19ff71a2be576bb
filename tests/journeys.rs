//! What people who tried the program as users would needed of the audit of districts, each with data of its own.

use std::fs;

use serde_json::Value as Json;

use crate::support::{document, place, succeed};

/// The audit of a table, with facts where they are not empty, as text and as JSON.
fn audited(table: &str, facts: &str) -> (String, Json) {
    let place = place();
    fs::write(place.path().join("table.csv"), table).unwrap();
    fs::write(place.path().join("facts.toml"), facts).unwrap();
    let typed = ["districts", "audit", "table.csv", "--facts", "facts.toml", "--quiet"];
    let text = succeed(place.path(), &typed).split_whitespace().collect::<Vec<_>>().join(" ");
    (text, document(place.path(), &[&typed[..], &["--format", "json"]].concat()))
}

fn ends(value: &Json) -> (f64, f64) {
    let end = |key: &str| value.get(key).unwrap_or(value).as_f64().unwrap();
    (end("low"), end("high"))
}

/// All inequality is one line inside region P: none of it was forced.
#[test]
fn a_line_inside_a_region_was_not_forced() {
    let table =
        "id,name,region,seats,voters\n1,P west,P,1,500\n2,P east,P,1,3500\n3,Q,Q,1,2000\n4,R,R,1,2000\n";
    let (text, found) = audited(table, "");
    assert!(
        text.contains(
            "Did the rules force this inequality? No. By the figures given, the rules did not require it"
        ),
        "{text}"
    );
    assert!(text.contains("would have had 1.000; the districts as drawn have 7.000"), "{text}");
    let better: Vec<&Json> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "DIST-007")
        .collect();
    assert_eq!(better.len(), 1);
    assert_eq!(better[0]["subject"]["id"], "drawing");
    assert_eq!(ends(&better[0]["figures"]["ratio_of_equal_districts"]), (1.0, 1.0));
    assert_eq!(better[0]["figures"]["voters_apart_at_least"], 3000.0);
}

/// What order and totals leave reaches units, ratio and headline alike, and "tight" stands only where both ends are
/// attained.
#[test]
fn order_facts_reach_the_units_the_ratio_and_the_headline() {
    let table = "id,name,region,seats,voters,voters_low,voters_high\n1,Hill,U,1,2400,,\n2,Vale,U,1,,1500,2300\n3,Isle,V,1,,,\n";
    let (text, found) = audited(table, "smallest = '3'\nlargest = '1'\n[totals]\nnation = 6000\n");
    let voters = |place: usize| ends(&found["units"][place]["voters"]);
    // 6000 less 2400 leaves 3600 for Vale and Isle, of which Isle is the smaller.
    assert_eq!(voters(1), (1800.0, 2300.0));
    assert_eq!(voters(2), (1300.0, 1800.0));
    let ratio = &found["indices"]["max_min_ratio"];
    let (low, high) = ends(ratio);
    assert!((low - 2400.0 / 1800.0).abs() < 1e-9 && (high - 2400.0 / 1300.0).abs() < 1e-9, "{ratio}");
    assert_eq!(ratio["tight"], true);
    assert!(text.contains("A vote in Isle weighs 1.333 to 1.847 times as much as one in Hill"), "{text}");
}

/// A region that may be empty: the bounds within hold a completion in which nearly all of it stands in one district.
#[test]
fn bounds_within_regions_hold_every_completion() {
    let table = |low: u64, high: u64| {
        format!(
            "id,region,seats,voters_low,voters_high\n1,S,1,{low},40000\n2,S,1,0,{high}\n3,N,1,30000,30000\n4,N,1,31000,31000\n"
        )
    };
    let within = |found: &Json, index: &str| ends(&found["decomposition"][index]["within"]);
    let (_, open) = audited(&table(0, 40_000), "");
    for (one, other) in [(40_000, 1), (40_000, 40_000), (20_000, 5)] {
        let closed =
            format!("id,region,seats,voters\n1,S,1,{one}\n2,S,1,{other}\n3,N,1,30000\n4,N,1,31000\n");
        let (_, completion) = audited(&closed, "");
        for index in ["theil_t", "theil_l"] {
            let value = within(&completion, index).0;
            let bounds = &open["decomposition"][index]["within"];
            let high = bounds["high"].as_f64().unwrap_or(f64::INFINITY);
            let low = bounds["low"].as_f64().unwrap_or(0.0);
            assert!(low <= value && value <= high, "{index} {one} {other}: {value} in {bounds}");
        }
    }
}

/// A protected seat counts neither in the quota nor as a breach, whatever the capitals of its name.
#[test]
fn protected_seats_are_known_whatever_the_capitals() {
    let judged = |name: &str| {
        let table = format!(
            "id,name,region,seats,voters\n1,{name},S,1,25000\n2,A,E,1,80000\n3,B,E,1,81000\n4,C,E,1,82000\n"
        );
        let (_, found) = audited(&table, "");
        let standards = found["standards"].as_array().unwrap().clone();
        standards
            .iter()
            .find(|standard| standard["title"].as_str().unwrap().contains("protected seats"))
            .unwrap()["verdict"]
            .clone()
    };
    for name in ["Na h-Eileanan an Iar", "NA H-EILEANAN AN IAR", "na h-eileanan  an iar"] {
        assert_eq!(judged(name), "met", "{name}");
    }
    assert_eq!(judged("Na h-Eileanan an Oir"), "breached");
}

/// Алматы қаласы and Алматы облысы stay two groups; a bare name that fits both is told.
#[test]
fn a_city_and_the_region_of_its_name_stay_two() {
    let place = place();
    let table = "id,region,voters\n1,Алматы облысы,1000\n2,Almaty Region,1100\n3,Алматы қаласы,900\n4,Almaty city,950\n5,Алматы,990\n";
    fs::write(place.path().join("table.csv"), table).unwrap();
    let typed = ["districts", "audit", "table.csv", "--by", "region", "--format", "json"];
    let found = document(place.path(), &typed);
    let sizes: Vec<usize> = found["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| group["units"].as_array().unwrap().len())
        .collect();
    let mut sorted = sizes.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [1, 2, 2], "{sizes:?}");
    let told = found["findings"].as_array().unwrap().iter().filter(|finding| {
        finding["code"] == "DIST-090" && finding["subject"]["id"].as_str().unwrap().contains("told-apart")
    });
    assert_eq!(told.count(), 1);
}

/// Two precincts are judged by the cap of their region as a violation only where the table is known to hold all of it.
#[test]
fn part_of_a_region_is_no_violation_of_its_cap() {
    let place = place();
    fs::write(
        place.path().join("part.csv"),
        "precinct,region,voters,forms\n7,Lake,1200,20\n8,Lake,1100,12\n",
    )
    .unwrap();
    let severities = |more: &[&str]| -> Vec<String> {
        let typed = ["avc", "audit", "--precincts", "part.csv", "--format", "json", "--quiet"];
        let found = document(place.path(), &[&typed[..], more].concat());
        let findings = found["findings"].as_array().unwrap().clone();
        let of_region = findings
            .iter()
            .filter(|finding| finding["code"] == "AVC-001" && finding["subject"]["kind"] == "region");
        of_region.map(|finding| finding["severity"].as_str().unwrap().to_owned()).collect()
    };
    assert!(!severities(&[]).contains(&"violation".to_owned()), "{:?}", severities(&[]));
    let whole = severities(&["--complete", "Lake"]);
    assert!(whole.contains(&"violation".to_owned()), "{whole:?}");
}
