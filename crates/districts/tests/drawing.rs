//! What the borders inside regions add is never counted as forced, and is said with the grade of its figures.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use tizim_districts::{DistrictRules, DistrictSection, Districts, Electorate, Facts, Grade, Unit, audit};
use tizim_evidence::{Audit, Catalogue, Run, Value};

/// Districts with region, electorate and grade, under the rule that every region has a seat.
fn audited(units: &[(&str, Electorate, Option<Grade>)]) -> Audit {
    let mut section = DistrictSection { tolerances: vec![0.1], ..DistrictSection::default() };
    section
        .rules
        .push(toml::from_str("id = 'one'\ndemand = 'minimum_seats'\nvalue = 1\norigin = 'statute'").unwrap());
    let rules = DistrictRules::new(section, Vec::new(), "KZ", "2023-03-19");
    let unit = |(place, (region, electorate, grade)): (usize, &(&str, Electorate, Option<Grade>))| {
        let mut unit = Unit::new((place + 1).to_string(), *electorate).in_region(*region);
        unit.grade = *grade;
        unit
    };
    let mut districts = Districts::of(units.iter().enumerate().map(unit).collect());
    if units.iter().any(|(.., grade)| grade.is_some()) {
        let total = units.iter().map(|(_, count, _)| count.central().unwrap()).sum::<f64>();
        districts.facts = Facts::from_toml(&format!("[totals]\nnation = {total}")).unwrap();
        districts.facts.grade = Some(Grade::Official);
    }
    audit(&districts, &rules, &Run::new([0; 32])).unwrap()
}

fn known(units: &[(&'static str, u64)]) -> Vec<(&'static str, Electorate, Option<Grade>)> {
    units.iter().map(|&(region, count)| (region, Electorate::Known(count), None)).collect()
}

/// The answer as people read it.
fn answer(audit: &Audit) -> String {
    let texts = [
        include_str!("../../../data/messages/en/districts.toml"),
        include_str!("../../../data/messages/en/report.toml"),
    ];
    let catalogue = Catalogue::from_toml(texts).unwrap();
    let told = audit.summary.iter().filter(|message| message.key.starts_with("districts.forced."));
    told.map(|message| catalogue.text(message)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_drawing_that_does_not_touch_the_extremes_is_not_called_forced() {
    let told = answer(&audited(&known(&[("A", 400), ("B", 1600), ("C", 420), ("C", 1580)])));
    assert!(told.contains("inequality? In part. All of the gap between the largest"), "{told}");
    assert!(told.contains("They certainly differ in: C."), "{told}");
    // T = sum of ln(1 / (4 p)) / 4; between regions, C has half of the voters: T = ln(1 / (4/10 * 16/10)) / 4.
    let theil = |sizes: &[f64]| sizes.iter().map(|size| -(size / 1000.0).ln() / 4.0).sum::<f64>();
    let (whole, least) = (theil(&[400.0, 1600.0, 420.0, 1580.0]), theil(&[400.0, 1600.0, 1000.0, 1000.0]));
    let parts = format!("({whole:.4}), the rules required {least:.4}");
    assert!(
        told.contains(&parts) && told.contains(&format!("added {:.4}.", whole - least)),
        "{told} {parts}"
    );
}

#[test]
fn seats_that_could_be_shared_more_equally_were_not_forced_either() {
    // No allocation has a lower ratio; with a seat moved from C to D, Theil T is lower.
    let seats = [("A", 300), ("B", 1500), ("C", 900), ("C", 900), ("C", 900), ("D", 1450)];
    let told = answer(&audited(&known(&seats)));
    assert!(told.contains("In part. "), "{told}");
}

#[test]
fn where_nobody_chose_anything_all_of_it_was_forced() {
    let told = answer(&audited(&known(&[("A", 700), ("B", 1300)])));
    assert!(told.contains("Did the rules force this inequality? All of it."), "{told}");
    // With borders inside a region the word is about the gap alone, and it is said that nothing is known of them.
    let open = Electorate::Between { low: 900, high: 1100 };
    let told = answer(&audited(&[
        ("A", Electorate::Known(500), None),
        ("B", Electorate::Known(1500), None),
        ("C", open, None),
        ("C", open, None),
    ]));
    assert!(told.contains("All of the gap between the largest and the smallest district."), "{told}");
    assert!(!told.contains("All of it") && told.contains("whether they do is not known"), "{told}");
}

#[test]
fn a_better_drawing_carries_the_grade_of_its_weakest_figure() {
    let (official, weak) = (Some(Grade::Official), Some(Grade::Secondary));
    let count = Electorate::Known;
    let of = |grade: Option<Grade>| {
        audited(&[
            ("A", count(600), official),
            ("B", count(1400), official),
            ("C", count(1200), official),
            ("C", count(800), grade),
        ])
    };
    let audit = of(weak);
    let finding = audit.findings.iter().find(|finding| finding.code == "DIST-007").unwrap();
    assert!(matches!(finding.title.arguments["rests"], Value::Word { code: "secondary", .. }));
    assert!(finding.explanations.iter().any(|one| one.key == "districts.explain.grade"));
    // A headline does not count it, beside extremes on official figures.
    let told = answer(&audit);
    assert!(!told.contains("In part.") && told.contains("By figures of the press or of secondary"), "{told}");
    let audit = of(official);
    let finding = audit.findings.iter().find(|finding| finding.code == "DIST-007").unwrap();
    assert!(matches!(finding.title.arguments["rests"], Value::Word { code: "official", .. }));
    assert!(finding.explanations.iter().all(|one| one.key != "districts.explain.grade"));
    assert!(answer(&audit).contains("In part."));
}

#[test]
fn a_verdict_on_a_figure_of_another_day_says_how_far_it_holds() {
    let known = |drift: f64| {
        let units = [("A", 500, drift), ("B", 1510, 0.0), ("C", 990, 0.0), ("C", 1000, 0.0)];
        let unit = |(place, &(region, count, drift)): (usize, &(&str, u64, f64))| {
            let mut unit = Unit::new((place + 1).to_string(), Electorate::Known(count)).in_region(region);
            unit.drift = drift;
            unit
        };
        let mut section = DistrictSection { tolerances: vec![0.2], ..DistrictSection::default() };
        let rule = "id = 'one'\ndemand = 'minimum_seats'\nvalue = 1\norigin = 'statute'";
        section.rules.push(toml::from_str(rule).unwrap());
        let rules = DistrictRules::new(section, Vec::new(), "KZ", "2023-03-19");
        audit(&Districts::of(units.iter().enumerate().map(unit).collect()), &rules, &Run::new([0; 32]))
            .unwrap()
    };
    let audit = known(0.04);
    let told = audit.summary.iter().find(|one| one.key == "districts.summary.cannot_of_another_day").unwrap();
    assert_eq!(told.arguments["drift"].bounds(), Some((0.04, 0.04)));
    assert_eq!(serde_json::to_value(&told.arguments["names"]).unwrap(), serde_json::json!(["A"]));
    assert!(known(0.0).summary.iter().all(|one| one.key != "districts.summary.cannot_of_another_day"));
}
