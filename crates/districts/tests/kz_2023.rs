//! The built-in districts of 2023: what the published figures alone imply.

mod common;

use common::{DISTRICTS, REGIONS, built_in, number, rows, rules, text};
use serde_json::Value as Json;
use tizim_districts::audit;
use tizim_evidence::{Audit, Run};

fn audited() -> Audit {
    audit(&built_in(), &rules(), &Run::new([0; 32])).unwrap()
}

fn bounds(value: &Json) -> (f64, f64) {
    (value["low"].as_f64().unwrap(), value["high"].as_f64().unwrap())
}

fn unit<'a>(audit: &'a Audit, id: &str) -> &'a Json {
    audit.document["units"].as_array().unwrap().iter().find(|unit| unit["id"] == id).unwrap()
}

#[test]
fn quota_and_extremes() {
    let audit = audited();
    let quota = audit.document["totals"]["quota"].as_f64().unwrap();
    assert!((quota - 414_915.517_241).abs() < 1e-4);
    assert!((unit(&audit, "10")["deviation"].as_f64().unwrap() - 0.3559).abs() < 5e-5);
    let ulytau = unit(&audit, "28");
    let (low, high) = bounds(&ulytau["deviation"]);
    assert!(low < -0.6578 && -0.6578 < high && high - low < 0.003, "{low} {high}");
    assert!((ulytau["deviation_central"].as_f64().unwrap() + 0.6578).abs() < 5e-5);
    let ratio = &audit.document["indices"]["max_min_ratio"];
    let (low, high) = bounds(ratio);
    assert!((3.945..=3.955).contains(&low) && (3.975..=3.985).contains(&high), "{ratio}");
    assert_eq!(ratio["tight"], true);
}

#[test]
fn show() {
    let audit = audited();
    println!("{}", serde_json::to_string_pretty(&audit.document).unwrap());
    for finding in &audit.findings {
        println!("{} {:?} {:?} {:?}", finding.code, finding.severity, finding.subject, finding.title);
    }
}

#[test]
fn every_row_says_where_its_figure_comes_from() {
    for row in rows(DISTRICTS).iter().chain(&rows(REGIONS)) {
        assert!(text(row, "source").is_some_and(|source| source.len() > 20), "{row:?}");
        let stated = ["voters", "voters_low"].iter().any(|column| text(row, column).is_some());
        let known = matches!(row["status"].as_str(), "published" | "derived");
        assert_eq!(stated, known, "{row:?}");
        assert_eq!(stated, text(row, "as_of").is_some() && text(row, "drift").is_some(), "{row:?}");
    }
}

#[test]
fn parts_and_totals_agree() {
    // Districts against their regions: where every district of a region is known, they add up to it exactly.
    let (districts, regions) = (rows(DISTRICTS), rows(REGIONS));
    assert_eq!((districts.len(), regions.len()), (29, 20));
    for region in &regions {
        let own: Vec<_> = districts.iter().filter(|row| row["region"] == region["id"]).collect();
        assert_eq!(own.len(), number::<usize>(region, "seats").unwrap(), "{region:?}");
        let counts: Option<u64> = own.iter().map(|row| number::<u64>(row, "voters")).sum();
        if let Some(sum) = counts {
            assert_eq!(Some(sum), number(region, "voters"), "{region:?}");
        }
    }
    // Regions against the nation: ten are published, and the estimates fill the rest to within 0.1 %. The figures
    // are of several dates, so that no exact sum is to be expected.
    let published: f64 =
        regions.iter().filter_map(|row| number::<f64>(row, "voters")).sum::<f64>() + 142_000.0;
    let estimated: f64 = regions.iter().filter_map(|row| number::<f64>(row, "ESTIMATE_voters")).sum();
    assert!((published - 6_234_134.0).abs() < 0.5);
    assert!(((published + estimated) / 12_032_550.0 - 1.0).abs() < 1e-3);
    // The program finds no contradiction either, with the stated drifts.
    assert!(audited().findings.iter().all(|finding| finding.code != "DIST-005"));
}
