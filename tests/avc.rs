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

/// Severity of the finding that a region's forms are above the quota.
fn of_region(folder: &Path, more: &[&str]) -> Option<String> {
    let typed = ["avc", "audit", "--precincts", "p.csv", "--format", "json", "--quiet"];
    let audit = document(folder, &[&typed[..], more].concat());
    let findings = audit["findings"].as_array().unwrap().iter();
    let mut found = findings.filter(|one| one["code"] == "AVC-001" && one["subject"]["kind"] == "region");
    found.next().map(|one| one["severity"].as_str().unwrap().to_owned())
}

#[test]
fn a_region_breaks_its_cap_only_where_the_table_is_known_to_hold_it_whole() {
    let place = place();
    let rows = "precinct,region,voters,forms\n1,A,1000,15\n2,A,1000,10\n";
    fs::write(place.path().join("p.csv"), rows).unwrap();
    let facts = |total: &str| {
        fs::write(place.path().join("facts.toml"), format!("[totals.regions]\nA = {total}\nB = 70\n"))
            .unwrap();
        of_region(place.path(), &["--facts", "facts.toml"])
    };
    let (notice, violation) = (Some("notice".to_owned()), Some("violation".to_owned()));
    assert_eq!(of_region(place.path(), &[]), notice, "two precincts may be a part of the region");
    for whole in ["A", "all"] {
        assert_eq!(of_region(place.path(), &["--complete", whole]), violation);
    }
    assert_eq!(facts("2000"), violation, "they add up to the region's total");
    assert_eq!(facts("2500"), notice);
    assert_eq!(facts("[2000, 2500]"), notice, "bounds prove nothing of a sum");
}

#[test]
fn a_double_issue_hides_no_person_with_two_certificates() {
    let place = place();
    let rows = "serial,full_name,iin,home_precinct,issued_at\n\
        1,Ибраимов Сергей Болатович,780318723457,1,2019-05-30\n\
        1,Ким Ольга Петровна,800318823457,1,2019-05-31\n\
        2,Ким Ольга Петровна,800318823457,1,2019-06-01\n";
    fs::write(place.path().join("c.csv"), rows).unwrap();
    let typed = ["avc", "audit", "--certificates", "c.csv", "--profile", "kz-2019"];
    let audit = document(place.path(), &[&typed[..], &["--format", "json", "--quiet"]].concat());
    let found = shown(&audit);
    let at = |code: &str, row: u64| (code.to_owned(), "c.csv".to_owned(), row);
    for (code, rows) in [("AVC-002", [2, 3]), ("AVC-003", [3, 4])] {
        assert!(rows.iter().all(|row| found.contains(&at(code, *row))), "{code}: {found:?}");
    }
}

#[test]
fn registers_of_another_year_are_said_before_anything_else() {
    let place = place();
    let first_line = |issued: &str| {
        let rows = format!("serial,home_precinct,issued_at\n1,1,{issued}\n2,1,{issued}\n");
        fs::write(place.path().join("c.csv"), rows).unwrap();
        let said = succeed(place.path(), &["avc", "audit", "--certificates", "c.csv", "--quiet"]);
        said.lines().filter(|line| !line.trim().is_empty()).nth(2).unwrap().to_owned()
    };
    let said = first_line("2019-06-01");
    assert!(said.starts_with("All dates in the registers are of 2019"), "{said}");
    assert!(first_line("2023-03-10").starts_with("Voters"), "{}", first_line("2023-03-10"));
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

#[test]
fn a_row_that_may_be_a_total_is_judged_both_ways() {
    let place = place();
    let rows = "precinct,region,voters,forms\n1,A,1000,10\n2,A,1200,12\n3,A,800,8\n4,A,3000,40\n5,B,900,9\n";
    fs::write(place.path().join("p.csv"), rows).unwrap();
    let typed = ["avc", "audit", "--precincts", "p.csv", "--complete", "all", "--format", "json", "--quiet"];
    let audit = document(place.path(), &typed);
    let findings = audit["findings"].as_array().unwrap();
    let doubt = findings.iter().find(|one| one["subject"]["id"] == "perhaps-total").unwrap();
    let figures = &doubt["figures"];
    for (key, with, without) in
        [("voters", 6900, 3900), ("forms", 79, 39), ("above_precincts", 1, 0), ("above_regions", 1, 0)]
    {
        assert_eq!(
            (&figures[key], &figures[format!("{key}_without")]),
            (&with.into(), &without.into()),
            "{key}"
        );
    }
    assert_eq!((&doubt["severity"], &doubt["evidence"][0]["row"]), (&"notice".into(), &5.into()));

    fs::write(place.path().join("p.csv"), rows.replace("3000,40", "3001,40")).unwrap();
    let audit = document(place.path(), &typed);
    assert!(!audit.to_string().contains("perhaps-total"), "3,001 is no sum");
}

#[test]
fn what_is_told_of_tables_and_lists_is_counted_in_the_answer() {
    let place = place();
    fs::write(place.path().join("p.csv"), "precinct,region,voters,forms\n1,A,1000,10\n2,A,x,12\n").unwrap();
    fs::write(place.path().join("c.csv"), "serial,home_precinct,surname,given_name\n1,1,Ким,Ольга\n")
        .unwrap();
    let roll = "surname,given_name,precinct\nКим,Ольга,1\nИтого,,\n";
    fs::write(place.path().join("r.csv"), roll).unwrap();
    let tables = ["--precincts", "p.csv", "--certificates", "c.csv", "--list", "permanent=r.csv"];
    let typed = [&["avc", "audit", "--quiet"][..], &tables].concat();
    let audit = document(place.path(), &[&typed[..], &["--format", "json"]].concat());
    let findings = audit["findings"].as_array().unwrap();
    let of = |severity: &str| findings.iter().filter(|one| one["severity"] == severity).count();
    let answer = succeed(place.path(), &typed);
    assert!(answer.contains(&format!("warnings: {}; notices: {}", of("warning"), of("notice"))), "{answer}");
    for told in ["voters", "set-aside-permanent"] {
        let is_told = |one: &&Json| one["subject"]["id"].as_str().is_some_and(|id| id.contains(told));
        assert_eq!(findings.iter().filter(is_told).count(), 1, "{told}: {findings:?}");
    }
}

/// Keys by which programs know a check, a number or a rule are no words for people.
#[test]
fn people_read_no_keys_of_checks_and_numbers() {
    let place = place();
    let rows = "precinct,region,voters,forms,issued_reported,used_reported\n1,A,1000,5,4,3\n2,A,1200,6,,\n";
    fs::write(place.path().join("p.csv"), rows).unwrap();
    let typed = ["avc", "audit", "--precincts", "p.csv", "--lang", "ru", "--format", "html", "--quiet"];
    let page = succeed(place.path(), &typed);
    let findings = page
        .split("<section id=\"findings\">")
        .nth(1)
        .unwrap()
        .split("</section>\n<section id")
        .next()
        .unwrap();
    for key in ["columns-precincts", "table-certificates", "quota-basis", "issued_reported", "used_reported"]
    {
        let cell = |tag: &str| findings.contains(&format!("<{tag}>{key}</{tag}>"));
        assert!(!cell("b") && !cell("td") && !cell("code"), "{key}");
        assert!(!findings.contains(&format!("проверка {key}")), "{key}");
    }
    assert!(findings.contains("голоса по удостоверениям"), "the number is named in words");
}

/// Day and hour in two columns are one moment, in the register and in the list.
#[test]
fn a_time_of_day_in_a_column_of_its_own_is_read() {
    let place = place();
    let register = "Номер удостоверения,Участок,Дата выдачи,Время выдачи,Участок голосования,Дата голосования,Время голосования\n\
        0000001,12,08.06.2019,10:30,14,09.06.2019,12:30\n0000002,12,08.06.2019,19:30,14,09.06.2019,03:30\n";
    fs::write(place.path().join("c.csv"), register).unwrap();
    let profile = ["--profile", "kz-2019", "--format", "json", "--quiet"];
    let of = |typed: &[&str], code: &str| -> Vec<u64> {
        let audit = document(place.path(), &[typed, &profile].concat());
        let findings = audit["findings"].as_array().unwrap().iter().filter(|one| one["code"] == code);
        let rows = findings.flat_map(|one| one["evidence"].as_array().unwrap().clone());
        rows.map(|place| place["row"].as_u64().unwrap()).collect()
    };
    let late = of(&["avc", "audit", "--certificates", "c.csv"], "AVC-004");
    assert!(late.contains(&3) && !late.contains(&2), "{late:?}");

    let list = "Тегі;Аты;Туған күні;Учаске;Енгізілген күні;Енгізілген уақыты\n\
        Иванов;Иван;01.02.1980;12;09.06.2019;12:30\nПетров;Иван;01.02.1980;12;09.06.2019;23:30\n";
    fs::write(place.path().join("s.csv"), list).unwrap();
    assert_eq!(of(&["rolls", "check", "--list", "supplementary=s.csv"], "ROLL-025"), [3]);
    // A column of that name that holds whole moments is no time of day: the day alone is read as before.
    fs::write(
        place.path().join("s.csv"),
        list.replace(";12:30", ";09.06.2019 12:30").replace(";23:30", ";09.06.2019 23:30"),
    )
    .unwrap();
    assert!(of(&["rolls", "check", "--list", "supplementary=s.csv"], "ROLL-025").is_empty());
}
