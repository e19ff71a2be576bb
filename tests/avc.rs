//! Absentee certificates: what was planted is found, and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{document, place, records, succeed};

/// Code, file and physical row.
type Shown = (String, String, u64);

fn audit(nation: &Path) -> Json {
    let typed = [
        "avc",
        "audit",
        "--profile",
        "profile.toml",
        "--precincts",
        "precincts.csv",
        "--certificates",
        "certificates.csv",
    ];
    let lists =
        ["--forms", "forms.csv", "--list", "permanent=permanent.csv", "--list", "special=special.csv"];
    let more = [
        "--list",
        "temporary=temporary.csv",
        "--list",
        "supplementary=supplementary.csv",
        "--list",
        "avc=avc.csv",
    ];
    document(
        nation,
        &[&typed[..], &lists, &more, &["--format", "json", "--quiet", "--no-timestamp"]].concat(),
    )
}

fn shown(audit: &Json) -> BTreeSet<Shown> {
    let findings = audit["findings"].as_array().unwrap().iter();
    findings
        .flat_map(|finding| {
            let code = finding["code"].as_str().unwrap().to_owned();
            let evidence = finding["evidence"].as_array().unwrap().clone();
            evidence.into_iter().map(move |one| {
                (code.clone(), one["file"].as_str().unwrap().to_owned(), one["row"].as_u64().unwrap())
            })
        })
        .collect()
}

/// Code and number of the precinct or region that a finding is about or names as destination.
fn places(audit: &Json) -> BTreeSet<(String, String)> {
    let findings = audit["findings"].as_array().unwrap().iter();
    findings
        .flat_map(|finding| {
            let code = finding["code"].as_str().unwrap();
            let names = [&finding["subject"]["id"], &finding["figures"]["destination"]];
            let numbers =
                names.into_iter().filter_map(Json::as_str).filter_map(|name| name.rsplit('/').next());
            numbers.map(|number| (code.to_owned(), number.to_owned())).collect::<Vec<_>>()
        })
        .collect()
}

fn truth(nation: &Path, wanted: &[&str]) -> BTreeSet<Shown> {
    let lines = records(&nation.join("truth/avc.csv"));
    let lines = lines.iter().filter(|line| wanted.contains(&line["certainty"].as_str()));
    lines.map(|line| (line["code"].clone(), line["file"].clone(), line["row"].parse().unwrap())).collect()
}

/// Codes that say of a single certificate that something is wrong with it: chance makes none of these.
fn is_of_a_certificate(code: &str) -> bool {
    let number: u32 = code.rsplit('-').next().unwrap().parse().unwrap();
    (2..=12).contains(&number)
}

#[test]
fn every_planted_trick_is_found_and_none_invented() {
    // The larger nation has regions large enough that a flow stands out among its peers.
    for (seed, voters, flows) in [("11", "200000", false), ("12", "600000", true)] {
        let place = place();
        succeed(place.path(), &["synth", "--voters", voters, "--seed", seed, "--out", "nation"]);
        let nation = place.path().join("nation");
        let document = audit(&nation);
        let found = shown(&document);
        let named = places(&document);
        let planted = records(&nation.join("truth/avc.csv"));
        assert_eq!(planted.iter().any(|line| line["kind"] == "flow"), flows, "seed {seed}");
        let missed: Vec<_> = planted
            .iter()
            .filter(|line| line["certainty"] == "planted")
            .filter(|line| {
                let shown = (line["code"].clone(), line["file"].clone(), line["row"].parse().unwrap());
                let named = named.contains(&(line["code"].clone(), line["subject"].clone()));
                !found.contains(&shown) && (line["subject_kind"] == "certificate" || !named)
            })
            .collect();
        assert!(missed.is_empty(), "seed {seed}, missed: {missed:?}");
        let known = truth(&nation, &["planted", "side-effect"]);
        let invented: Vec<_> = found
            .iter()
            .filter(|(code, file, _)| is_of_a_certificate(code) && file == "certificates.csv")
            .filter(|one| !known.contains(one))
            .collect();
        assert!(invented.is_empty(), "seed {seed}, invented: {invented:?}");
    }
}

#[test]
fn totals_that_were_not_established_stay_missing() {
    let place = place();
    fs::write(place.path().join("p.csv"), "precinct,region,tec,voters,forms\n1,A,T,1234,12\n2,A,T,1000,\n")
        .unwrap();
    let audit =
        document(place.path(), &["avc", "audit", "--precincts", "p.csv", "--format", "json", "--quiet"]);
    assert!(audit["totals"]["used"].is_null(), "{}", audit["totals"]);
    assert!(audit["findings"].as_array().unwrap().iter().any(|finding| finding["code"] == "AVC-090"));
}

#[test]
fn a_verdict_that_hangs_on_rounding_is_a_notice() {
    let place = place();
    fs::write(place.path().join("p.csv"), "precinct,region,tec,voters,forms\n1,A,T,1234,13\n2,A,T,1000,11\n")
        .unwrap();
    let audit =
        document(place.path(), &["avc", "audit", "--precincts", "p.csv", "--format", "json", "--quiet"]);
    let severity = |row: u64| {
        let findings = audit["findings"].as_array().unwrap().iter();
        let mut of_row = findings.filter(|finding| {
            finding["code"] == "AVC-001"
                && finding["subject"]["kind"] == "precinct"
                && finding["evidence"][0]["row"].as_u64() == Some(row)
        });
        of_row.next().map(|finding| finding["severity"].as_str().unwrap().to_owned())
    };
    assert_eq!(
        severity(2).as_deref(),
        Some("notice"),
        "13 of 12.34 is above only when rounded down or to the nearest"
    );
    assert!(
        matches!(severity(3).as_deref(), Some("warning" | "violation")),
        "11 of 10 is above however it is rounded"
    );
}

#[test]
fn units_of_one_to_three_show_no_usual_share_and_name_nobody() {
    let place = place();
    let mut table = "precinct,region,tec,voters,issued_reported,used_reported,voted\n".to_owned();
    for number in 0..60 {
        // Barracks and ships: whoever votes there has a certificate. One larger precinct has some voters of its own.
        let (voted, used) = if number == 40 { (34, 21) } else { (1 + number % 3, 1 + number % 3) };
        writeln!(table, "{number},R{},T{},{},0,{used},{voted}", number / 6, number / 6, 50 + voted).unwrap();
    }
    fs::write(place.path().join("p.csv"), table).unwrap();
    let audit =
        document(place.path(), &["avc", "audit", "--precincts", "p.csv", "--format", "json", "--quiet"]);
    let findings = audit["findings"].as_array().unwrap();
    assert!(findings.iter().all(|finding| finding["code"] != "AVC-014"), "{findings:?}");
    let in_doubt = |finding: &&Json| {
        finding["code"] == "AVC-090" && finding["subject"]["id"] == "unusual-share-of-votes-precinct-in-doubt"
    };
    assert_eq!(findings.iter().filter(in_doubt).count(), 1, "{findings:?}");
}

#[test]
fn a_used_certificate_whose_moment_of_issue_cannot_be_read_is_counted() {
    let place = place();
    let register = "serial,home_precinct,issued_at,used_precinct,used_at\n\
        0001,12,2019-06-01 10:00,77,2019-06-09 10:00\n0002,,x,77,2019-06-09 11:00\n0003,,,77,2019-06-09 11:00\n";
    fs::write(place.path().join("c.csv"), register).unwrap();
    let typed =
        ["avc", "audit", "--certificates", "c.csv", "--profile", "kz-2019", "--format", "json", "--quiet"];
    let audit = document(place.path(), &typed);
    let findings = audit["findings"].as_array().unwrap().iter();
    let cells: Vec<_> = findings.filter(|one| one["subject"]["id"] == "cells-issued_at").collect();
    assert_eq!(cells.len(), 1, "{audit}");
    assert_eq!(cells[0]["count"], 1, "the one that says something; a row of use alone need not");
}
