//! A district or a region that is empty for certain, beside others known between bounds alone; and why no house is known.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use tizim_districts::{DistrictRules, DistrictSection, Districts, Electorate, Facts, Unit, audit};
use tizim_evidence::{Audit, Run, Value};

fn audited(units: &[(&str, u64, u64)], facts: &str) -> Audit {
    let mut section = DistrictSection { tolerances: vec![0.0001], ..DistrictSection::default() };
    section
        .rules
        .push(toml::from_str("id = 'one'\ndemand = 'minimum_seats'\nvalue = 1\norigin = 'statute'").unwrap());
    let rules = DistrictRules::new(section, Vec::new(), "KZ", "2023-03-19");
    let unit = |(place, &(region, low, high)): (usize, &(&str, u64, u64))| {
        let electorate = match (low, high) {
            (_, u64::MAX) => Electorate::Unknown,
            _ if low == high => Electorate::Known(low),
            _ => Electorate::Between { low, high },
        };
        Unit::new((place + 1).to_string(), electorate).in_region(region)
    };
    let mut districts = Districts::of(units.iter().enumerate().map(unit).collect());
    districts.facts = Facts::from_toml(facts).unwrap();
    audit(&districts, &rules, &Run::new([0; 32])).unwrap()
}

fn says(audit: &Audit, key: &str) -> bool {
    audit.summary.iter().chain(&audit.notes).any(|message| message.key == key)
}

#[test]
fn an_empty_district_makes_the_ratio_infinite_whatever_others_are() {
    let audit = audited(&[("A", 0, 0), ("A", 40, 50), ("B", 30, 37)], "");
    assert!(says(&audit, "districts.forced.empty_district"), "{:?}", audit.summary);
    let figure = |key: &str| &audit.figures.iter().find(|figure| figure.key == key).unwrap().value;
    assert!(matches!(figure("max_min_ratio"), Value::Word { code: "infinite", .. }));
    assert!(matches!(figure("theil_t"), Value::Word { code: "infinite", .. }));
    let sections = audit.sections();
    for index in ["max_min_ratio", "theil_t", "sainte_lague"] {
        assert!(sections["indices"][index].is_null(), "{}", sections["indices"][index]);
    }
    assert!(sections["forced"]["ratio"]["least_under_rules"]["low"].is_number());
    // A district that may be empty has a ratio from its other end.
    let audit = audited(&[("A", 0, 1), ("A", 40, 50), ("B", 30, 37)], "");
    let low = audit.sections()["indices"]["max_min_ratio"]["low"].as_f64().unwrap();
    assert!((low - 40.0).abs() < 1e-6, "{low}");
}

#[test]
fn an_empty_region_is_no_search_too_long() {
    let audit = audited(&[("A", 0, 0), ("B", 4, 9)], "");
    assert!(says(&audit, "districts.forced.empty_region"), "{:?}", audit.summary);
    assert!(audit.sections()["decomposition"]["theil_t"]["between"].is_null());
    // Regions that all may be empty are no search too long either.
    let audit = audited(&[("A", 0, 70), ("B", 0, 80), ("C", 0, 60)], "[totals]\nnation = 100");
    assert!(!says(&audit, "districts.forced.too_many") && says(&audit, "districts.forced.given"));
}

#[test]
fn a_house_that_is_not_known_has_its_reason() {
    let unknown = [("A", 50, 50), ("B", 0, u64::MAX), ("C", 0, u64::MAX)];
    let audit = audited(&unknown, "[totals]\nnation = 170");
    let note = audit.notes.iter().find(|note| note.key == "districts.note.house_without_figures").unwrap();
    assert_eq!(serde_json::to_value(&note.arguments["regions"]).unwrap(), serde_json::json!(["B", "C"]));
    assert!(says(&audited(&[("A", 0, 0), ("B", 4, 4)], ""), "districts.note.house_empty"));
    // A seat for eleven voters is one of eighty thousand, beyond the houses that are tried.
    let apart = [("A", 900_000, 900_000), ("B", 11, 11)];
    assert!(says(&audited(&apart, ""), "districts.note.house_beyond"));
    let known = audited(&[("A", 200, 200), ("B", 100, 100)], "");
    assert!(known.notes.iter().all(|note| !note.key.starts_with("districts.note.house_")));
}
