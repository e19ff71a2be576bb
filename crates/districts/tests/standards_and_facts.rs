//! Verdicts on small tables worked out by hand, facts beside the table, and input that cannot be right.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::{Value as Json, json};
use tizim_districts::{
    Basis, DistrictRules, DistrictSection, Districts, DistrictsError, Electorate, Facts, Force, Standard,
    StatedTotal, Unit, audit,
};
use tizim_evidence::{Audit, Evidence, Run, Severity};

fn table(voters: &[u64]) -> Districts {
    let unit =
        |(place, &voters): (usize, &u64)| Unit::new((place + 1).to_string(), Electorate::Known(voters));
    Districts::of(voters.iter().enumerate().map(unit).collect())
}

fn rules(standard: &str) -> DistrictRules {
    let text = format!("[[standards]]\nid = 'x'\ntitle = 'X'\nsource = {{ title = 'Text' }}\n{standard}");
    DistrictRules::new(
        DistrictSection::default(),
        Standard::list_from_toml(&text).unwrap(),
        "KZ",
        "2023-03-19",
    )
}

fn judged(districts: &Districts, rules: &DistrictRules) -> (Audit, Json) {
    let audit = audit(districts, rules, &Run::new([0; 32])).unwrap();
    let standard = audit.sections()["standards"][0].clone();
    (audit, standard)
}

#[test]
fn a_deviation_of_exactly_the_limit_is_inside() {
    let binding = rules("measure = 'deviation'\nlimit = 0.15\nforce = 'binding'");
    let (audit, standard) = judged(&table(&[115, 85, 100]), &binding);
    assert_eq!((&standard["verdict"], &standard["least_moves"]), (&json!("met"), &json!(0)));
    assert!(audit.findings.is_empty());
    let (audit, standard) = judged(&table(&[116, 84, 100]), &binding);
    assert_eq!(standard["breaches"], json!(["1", "2"]));
    assert_eq!(standard["least_moves"], 1);
    assert_eq!(standard["outside"][1]["voters_beyond"], -1);
    assert_eq!(audit.findings[0].severity, Severity::Violation);
    assert_eq!(audit.findings.len(), 2);
}

#[test]
fn severity_follows_force() {
    let districts = table(&[150, 50]);
    for (force, severity) in [
        ("force = 'recommended'", Severity::Notice),
        ("force = 'recommended'\ngrave = true", Severity::Warning),
        ("country = 'GB'", Severity::Info),
        ("country = 'KZ'\nuntil = '2018-01-01'", Severity::Info),
        ("country = 'KZ'", Severity::Violation),
    ] {
        let (audit, _) = judged(&districts, &rules(&format!("measure = 'deviation'\nlimit = 0.1\n{force}")));
        assert_eq!(audit.worst(), Some(severity), "{force}");
    }
}

#[test]
fn protected_units_count_neither_way() {
    // Without the island the quota is 100 and nobody is outside; with it everybody would be.
    let protecting = rules("measure = 'deviation'\nlimit = 0.05\nprotected = ['3']\nforce = 'binding'");
    let (_, standard) = judged(&table(&[101, 99, 20]), &protecting);
    assert_eq!(standard["verdict"], "met");
}

#[test]
fn an_overall_range_is_judged_by_its_extremes() {
    let (_, standard) = judged(&table(&[105, 95, 100]), &rules("measure = 'overall_range'\nlimit = 0.1"));
    assert_eq!(standard["verdict"], "met");
    let (_, standard) = judged(&table(&[108, 94, 98]), &rules("measure = 'overall_range'\nlimit = 0.1"));
    assert_eq!(standard["verdict"], "breached");
    assert_eq!(standard["breaches"], json!(["1", "2"]));
    assert_eq!(standard["least_moves"], 2);
}

#[test]
fn a_standard_within_regions_looks_at_each_region() {
    let mut districts = table(&[120, 80, 500, 510]);
    for (unit, region) in districts.units.iter_mut().zip(["a", "a", "b", "b"]) {
        unit.region = Some(region.to_owned());
    }
    let (_, standard) = judged(&districts, &rules("measure = 'deviation_in_region'\nlimit = 0.15"));
    assert_eq!(standard["breaches"], json!(["1", "2"]));
    assert_eq!(standard["least_moves"], 5);
}

#[test]
fn a_verdict_holds_at_both_ends_or_is_undetermined() {
    let mut districts = table(&[100, 100, 100]);
    districts.units[0].electorate = Electorate::Between { low: 95, high: 130 };
    let (audit, standard) =
        judged(&districts, &rules("measure = 'deviation'\nlimit = 0.15\nforce = 'binding'"));
    assert_eq!(standard["verdict"], "undetermined");
    assert_eq!(standard["undetermined"], json!(["1"]));
    assert_eq!(audit.findings[0].code, "DIST-090");
    districts.units[0].electorate = Electorate::Between { low: 150, high: 160 };
    let (_, standard) = judged(&districts, &rules("measure = 'deviation'\nlimit = 0.15"));
    assert_eq!((&standard["verdict"], &standard["breaches"]), (&json!("breached"), &json!(["1"])));
}

#[test]
fn facts_fill_in_what_follows_from_them() {
    let mut districts = table(&[100, 0, 90]);
    districts.units[1].electorate = Electorate::Unknown;
    let (audit, _) = judged(&districts, &rules("measure = 'deviation'\nlimit = 0.15"));
    assert!(audit.sections()["totals"]["quota"].is_null());
    assert!(audit.sections()["indices"]["mal"].is_null());
    assert_eq!(audit.sections()["indices_reasons"]["mal"], "no_quota");
    districts.facts = Facts::from_toml("[totals]\nnation = 300").unwrap();
    let (audit, standard) = judged(&districts, &rules("measure = 'deviation'\nlimit = 0.15"));
    assert_eq!(audit.sections()["units"][1]["voters"], 110);
    assert_eq!(standard["verdict"], "met");
}

#[test]
fn contradictions_are_findings_and_are_set_aside() {
    let mut districts = table(&[100, 110, 90]);
    districts.facts = Facts::from_toml("smallest = '2'\n[totals]\nnation = 400").unwrap();
    let (audit, _) = judged(&districts, &rules("measure = 'deviation'\nlimit = 0.15"));
    let codes: Vec<&str> = audit.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["DIST-005", "DIST-005"]);
    assert_eq!(audit.sections()["totals"]["quota"], 100.0);
}

#[test]
fn other_bases_stand_beside() {
    let mut districts = table(&[100, 100]);
    for (unit, residents) in districts.units.iter_mut().zip([300, 100]) {
        unit.other_bases.push((Basis::Population, Electorate::Known(residents)));
    }
    let (audit, _) = judged(&districts, &rules("measure = 'deviation'\nlimit = 0.15"));
    assert_eq!(audit.sections()["indices"]["max_min_ratio"], 1.0);
    assert_eq!(audit.sections()["bases"]["population"]["indices"]["max_min_ratio"], 3.0);
}

#[test]
fn what_cannot_be_right_is_refused() {
    let run = Run::new([0; 32]);
    let refuse = |districts: &Districts| audit(districts, &DistrictRules::default(), &run).unwrap_err();
    assert_eq!(refuse(&Districts::default()), DistrictsError::NoUnits);
    let mut twice = table(&[1, 2]);
    twice.units[1].id = "1".to_owned();
    let message = refuse(&twice).to_string();
    assert!(
        message.contains("`1` stands twice: district number 1 of the table and district number 2"),
        "{message}"
    );
    for (unit, row) in twice.units.iter_mut().zip([2, 7]) {
        unit.evidence =
            Some(Evidence { file: "districts.csv".to_owned(), list: None, row, source_ref: None });
    }
    let message = refuse(&twice).to_string();
    assert!(message.contains("`districts.csv` row 2 and `districts.csv` row 7"), "{message}");
    let mut reversed = table(&[1, 2]);
    reversed.units[0].electorate = Electorate::Between { low: 5, high: 4 };
    assert_eq!(refuse(&reversed), DistrictsError::Reversed { id: "1".to_owned() });
    assert!(matches!(refuse(&table(&[u64::MAX])), DistrictsError::TooLarge { .. }));
    let mut seatless = table(&[1]);
    seatless.units[0].seats = 0;
    assert_eq!(refuse(&seatless), DistrictsError::NoSeats);
    let mut elsewhere = table(&[1, 2]);
    elsewhere.facts.smallest = Some("7".to_owned());
    assert_eq!(refuse(&elsewhere), DistrictsError::UnknownUnit { id: "7".to_owned() });
    for text in ["nation = 1", "[totals]\nnation = [3, 2]", "[totals]\nnation = -1", "smallest = 1"] {
        assert!(Facts::from_toml(text).is_err(), "{text}");
    }
    let no_people = audit(&table(&[0, 0]), &DistrictRules::default(), &run).unwrap();
    assert!(no_people.sections()["indices"]["mal"].is_null());
    let one_empty = audit(&table(&[0, 10]), &DistrictRules::default(), &run).unwrap();
    assert_eq!(one_empty.sections()["indices_reasons"]["max_min_ratio"], "unit_without_people");
    assert_eq!(one_empty.sections()["units"][0]["deviation"], -1.0);
}

fn keys(audit: &Audit) -> Vec<&'static str> {
    audit.summary.iter().map(|message| message.key).collect()
}

#[test]
fn degenerate_tables_make_no_empty_sentence() {
    let standard = rules("measure = 'deviation'\nlimit = 0.15");
    let (one, _) = judged(&table(&[100]), &standard);
    assert_eq!(keys(&one), ["districts.summary.no_comparison"]);
    let (nobody, _) = judged(&table(&[0, 100]), &standard);
    assert_eq!(keys(&nobody), ["districts.summary.extremes_unweighed", "districts.summary.outside"]);
    let mut unrepresented = table(&[50, 100, 110]);
    unrepresented.units[0].seats = 0;
    let (audit, _) = judged(&unrepresented, &standard);
    let of_unit: Vec<(&str, &str, Severity)> = audit
        .findings
        .iter()
        .filter(|finding| finding.subject.id == "1")
        .map(|finding| (finding.code, finding.title.key, finding.severity))
        .collect();
    assert_eq!(of_unit, [("DIST-090", "districts.no_seat", Severity::Warning)]);
    assert_eq!(keys(&audit), ["districts.summary.extremes_unweighed", "districts.summary.outside"]);
}

#[test]
fn a_total_row_is_held_against_the_rows_above_it() {
    let standard = rules("measure = 'deviation'\nlimit = 0.15");
    let row = |file: &str, row| Evidence { file: file.to_owned(), list: None, row, source_ref: None };
    let mut districts = table(&[100, 120]);
    for (unit, number) in districts.units.iter_mut().zip(2..) {
        unit.evidence = Some(row("a.csv", number));
    }
    let mut found = |count, file: &str| {
        districts.stated_totals = vec![StatedTotal { count, evidence: Some(row(file, 4)) }];
        judged(&districts, &standard).0.findings.into_iter().find(|finding| finding.code == "DIST-005")
    };
    assert_eq!(found(220, "a.csv"), None);
    let finding = found(230, "a.csv").unwrap();
    assert_eq!(
        (finding.severity, &finding.figures["parts"]),
        (Severity::Warning, &tizim_evidence::Value::Persons(220))
    );
    assert_eq!(finding.evidence, [row("a.csv", 4)]);
    // A district without a figure may hold the rest, but never less than nothing.
    districts.units[0].electorate = Electorate::Unknown;
    districts.stated_totals = vec![StatedTotal { count: 130, evidence: None }];
    let codes = |districts: &Districts| -> Vec<&str> {
        judged(districts, &standard).0.findings.iter().map(|finding| finding.code).collect()
    };
    assert!(!codes(&districts).contains(&"DIST-005"));
    districts.stated_totals[0].count = 110;
    assert!(codes(&districts).contains(&"DIST-005"));
}

#[test]
fn tolerances_come_from_the_standards_where_the_profile_has_none() {
    let own = rules("measure = 'deviation'\nlimit = 0.07\nforce = 'binding'");
    assert_eq!(own.tolerances, [0.07]);
    assert!(rules("measure = 'deviation'\nlimit = 0.07\ncountry = 'GB'").tolerances.is_empty());
}

#[test]
fn counted_figures_are_not_called_published_or_estimated() {
    let mut section = DistrictSection { tolerances: vec![0.1], ..DistrictSection::default() };
    let rule: tizim_districts::DrawingRule =
        toml::from_str("id = 'one'\ndemand = 'minimum_seats'\nvalue = 1\norigin = 'statute'").unwrap();
    section.rules.push(rule);
    let rules = DistrictRules::new(section, Vec::new(), "KZ", "2023-03-19");
    let mut districts = table(&[40, 100, 100]);
    for (unit, region) in districts.units.iter_mut().zip(["A", "B", "B"]) {
        unit.region = Some(region.to_owned());
    }
    let audit = audit(&districts, &rules, &Run::new([0; 32])).unwrap();
    let answer = audit.summary.iter().find(|message| message.key == "districts.forced.given").unwrap();
    assert_eq!(serde_json::to_value(&answer.arguments["verdict"]).unwrap(), "all", "{:?}", audit.summary);
    let finding = audit.findings.iter().find(|finding| finding.code == "DIST-006").unwrap();
    assert_eq!(finding.title.key, "districts.impossible.given");
    let labels: Vec<&str> = audit.figures.iter().map(|figure| figure.label.key).collect();
    assert!(labels.contains(&"districts.figure.impossible_given"), "{labels:?}");
}

#[test]
fn canada_counts_from_the_quota_of_the_province() {
    let standards = Standard::list_from_toml(include_str!("../../../data/standards.toml")).unwrap();
    let canada = standards.into_iter().find(|standard| standard.id == "canada-25").unwrap();
    let rules = DistrictRules { standards: vec![(canada, Force::Binding)], ..DistrictRules::default() };
    let unit = |id: &str, people, region: &str| Unit::new(id, Electorate::Known(people)).in_region(region);
    // Provinces of quotas 100 and 200; the quota of the whole, 150, is nobody's standard.
    let within = vec![unit("1", 100, "A"), unit("2", 100, "A"), unit("3", 150, "B"), unit("4", 250, "B")];
    let verdict = |units: Vec<Unit>| {
        let audit = audit(&Districts::of(units), &rules, &Run::new([0; 32])).unwrap();
        let judged = audit.sections()["standards"][0].clone();
        (judged["verdict"].as_str().unwrap().to_owned(), judged["breaches"].clone())
    };
    assert_eq!(verdict(within.clone()), ("met".to_owned(), serde_json::json!([])));
    let mut outside = within;
    outside[2].electorate = Electorate::Known(149);
    outside[3].electorate = Electorate::Known(251);
    assert_eq!(verdict(outside), ("breached".to_owned(), serde_json::json!(["3", "4"])));
}

fn between(id: &str, low: u64, high: u64) -> Unit {
    Unit::new(id, Electorate::Between { low, high })
}

fn catalogue() -> tizim_evidence::Catalogue {
    tizim_evidence::Catalogue::from_toml([include_str!("../../../data/messages/en/districts.toml")]).unwrap()
}

fn headlines(audit: &Audit) -> String {
    audit.summary.iter().map(|message| catalogue().text(message)).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_value_of_a_vote_is_that_of_the_districts_named() {
    let open = Districts::of(vec![
        between("a", 80, 120),
        Unit::new("b", Electorate::Known(100)),
        between("c", 90, 150),
        between("d", 70, 130),
    ]);
    let found = audit(&open, &DistrictRules::default(), &Run::new([0; 32])).unwrap();
    let value = found.sections()["vote_value"].clone();
    assert_eq!(value["extremes"], "at_the_middle_of_the_bounds");
    let (smallest, largest) = (&value["smallest"]["id"], &value["largest"]["id"]);
    let of = |id: &Json| {
        let unit = open.units.iter().find(|unit| *id == unit.id).unwrap();
        unit.electorate.range(0.0).unwrap()
    };
    let ((low_s, high_s), (low_l, high_l)) = (of(smallest), of(largest));
    let ends = (low_l as f64 / high_s as f64, high_l as f64 / low_s as f64);
    let ratio = &value["ratio"];
    assert!((ratio["low"].as_f64().unwrap() - ends.0).abs() < 1e-9, "{value}");
    assert!((ratio["high"].as_f64().unwrap() - ends.1).abs() < 1e-9, "{value}");
    assert!(headlines(&found).contains("depends on unknown figures"));
    // Where bounds settle who is largest and smallest, the ratio is that of all.
    let settled = Districts::of(vec![between("a", 80, 90), Unit::new("b", Electorate::Known(100))]);
    let found = audit(&settled, &DistrictRules::default(), &Run::new([0; 32])).unwrap();
    assert_eq!(found.sections()["vote_value"]["extremes"], "settled");
    assert_eq!(found.sections()["vote_value"]["ratio"], found.sections()["indices"]["max_min_ratio"]);
}

#[test]
fn districts_without_voters_and_the_smallest_majority_are_told() {
    let found = audit(&table(&[0, 100, 120]), &DistrictRules::default(), &Run::new([0; 32])).unwrap();
    let finding = found.findings.iter().find(|finding| finding.title.key == "districts.no_people").unwrap();
    let text = catalogue().text(&finding.title);
    assert!(text.starts_with("Districts without voters: 1 (1)."), "{text}");
    let note = found.notes.iter().find(|note| note.key == "districts.note.majority").unwrap();
    let text = catalogue().text(note);
    assert!(text.contains("fill a majority of the seats (2 of 3). Districts: 2 of 3, namely 1, 2"), "{text}");
}

#[test]
fn titles_of_councils_name_the_council() {
    let mut districts = table(&[150, 50]);
    for unit in &mut districts.units {
        unit.group = Some("Upper Town".to_owned());
    }
    districts.by = Some("council".to_owned());
    let rules = rules("measure = 'deviation'\nlimit = 0.1\nforce = 'recommended'");
    let found = audit(&districts, &rules, &Run::new([0; 32])).unwrap();
    for finding in &found.findings {
        let text = catalogue().text(&finding.title);
        assert!(text.starts_with("Upper Town: "), "{text}");
    }
    assert_eq!(found.findings.len(), 2);
}

#[test]
fn least_moves_of_a_range_over_several_seats() {
    let mut districts = table(&[330, 100, 90]);
    districts.units[0].seats = 3;
    for unit in &mut districts.units {
        unit.region = Some("R".to_owned());
    }
    // Sizes are 110, 100 and 90, the window is 10.4 wide: from 97 it holds 97 to 107, and 291 to 322 for three seats.
    for measure in ["overall_range", "range_in_region"] {
        let (_, standard) = judged(&districts, &rules(&format!("measure = '{measure}'\nlimit = 0.1")));
        assert!(standard["least_moves"].as_u64().is_some_and(|moves| moves == 8), "{standard}");
    }
}
