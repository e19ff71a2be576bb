//! What was required, on small tables of which some figures are only bounded.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use serde_json::{Value as Json, json};
use tizim_districts::{Code, DistrictRules, Districts, Electorate, Unit, audit};
use tizim_evidence::{Audit, Catalogue, Exhibit, Run, Table};

fn catalogue() -> Catalogue {
    Catalogue::from_toml([include_str!("../../../data/messages/en/districts.toml")]).unwrap()
}

fn unit(id: &str, region: &str, low: u64, high: u64) -> Unit {
    let electorate = if low == high { Electorate::Known(low) } else { Electorate::Between { low, high } };
    Unit::new(id, electorate).in_region(region)
}

fn audited(units: Vec<Unit>) -> Audit {
    audit(&Districts::of(units), &common::rules(), &Run::new([0; 32])).unwrap()
}

fn table<'a>(audit: &'a Audit, id: &str) -> &'a Table {
    let tables = audit.exhibits.iter().filter_map(|exhibit| match exhibit {
        Exhibit::Table(table) => Some(table),
        _ => None,
    });
    tables.into_iter().find(|table| table.id == id).unwrap()
}

fn headlines(audit: &Audit) -> String {
    audit.summary.iter().map(|message| catalogue().text(message)).collect::<Vec<_>>().join("\n")
}

fn region(audit: &Audit, id: &str) -> Json {
    let sections = audit.sections();
    let regions = sections["forced"]["regions"].as_array().unwrap();
    regions.iter().find(|region| region["id"] == id).unwrap().clone()
}

#[test]
fn middles_of_bounds_are_called_so_and_quotas_move_with_the_whole() {
    let found = audited(vec![unit("1", "R", 100, 700), unit("2", "Q", 200, 200), unit("3", "Q", 200, 200)]);
    let forced = found.sections()["forced"].clone();
    assert_eq!(forced["reading"], "at_the_middle_of_the_bounds");
    assert_eq!(forced["split"]["theil_t"]["reading"], "at_the_middle_of_the_bounds");
    let near = |value: &Json, low: f64, high: f64| {
        let ends = (value["low"].as_f64().unwrap(), value["high"].as_f64().unwrap());
        assert!((ends.0 - low).abs() < 1e-9 && (ends.1 - high).abs() < 1e-9, "{value}");
    };
    near(&region(&found, "R")["quotas"], 3.0 * 100.0 / 500.0, 3.0 * 700.0 / 1100.0);
    near(&region(&found, "Q")["quotas"], 3.0 * 400.0 / 1100.0, 3.0 * 400.0 / 500.0);
    let impossible = &forced["impossible"]["0.15"];
    assert_eq!(impossible["published"], json!([]));
    let ids: Vec<&Json> =
        impossible["undetermined"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&json!("Q"), &json!("R")]);
    assert_eq!(impossible["undetermined"][0]["deciding"], json!(["R"]));
    let text = headlines(&found);
    assert!(
        !text.contains("no number of whole districts")
            && text.contains("Did the rules force this inequality? This is not certain."),
        "{text}"
    );
    assert!(!text.contains("follows from the rules"), "{text}");
    let heading = catalogue().text(&table(&found, "forced").columns[1].title);
    assert!(heading.contains("middle of the bounds"), "{heading}");
    for finding in found.findings.iter().filter(|finding| finding.code == "DIST-006") {
        assert_eq!(finding.title.key, "districts.impossible.undetermined");
    }
}

#[test]
fn a_region_cannot_comply_only_where_no_completion_lets_it() {
    for first in [100, 150, 300] {
        for width in [0, 20, 200] {
            let units = vec![
                unit("1", "R", first, first + width),
                unit("2", "Q", 200, 210),
                unit("3", "Q", 200, 200),
                unit("4", "P", 190, 190),
            ];
            let found = audited(units);
            let section = &found.sections()["forced"]["impossible"]["0.15"];
            let claimed = |id: &str| section["published"].as_array().unwrap().contains(&json!(id));
            let open =
                |id: &str| section["undetermined"].as_array().unwrap().iter().any(|one| one["id"] == id);
            for (place, id) in ["R", "Q", "P"].into_iter().enumerate() {
                let mut outcomes = std::collections::BTreeSet::new();
                for r in first..=first + width {
                    for q in 400..=410 {
                        let out = tizim_districts::impossible(&[r, q, 190], 4, 0.15, 1);
                        outcomes.insert(out.contains(&place));
                    }
                }
                if outcomes.len() == 2 {
                    assert!(open(id) && !claimed(id), "{id} {first} {width}");
                } else {
                    let always = outcomes.contains(&true);
                    assert!(!claimed(id) || always, "{id} {first} {width}");
                    assert!(!always || claimed(id) || open(id), "{id} {first} {width}");
                }
            }
        }
    }
}

#[test]
fn a_table_of_the_user_has_rules_of_nobody() {
    let found = audited(vec![unit("1", "R", 300, 300), unit("2", "Q", 200, 200), unit("3", "Q", 250, 250)]);
    let sections = found.sections();
    let rules = sections["forced"]["rules"].as_array().unwrap();
    assert_eq!(rules[0]["value"], 3);
    for rule in &rules[..3] {
        assert_eq!((&rule["origin"], &rule["requirement"]), (&json!("not_stated"), &json!("not_stated")));
        assert!(rule["source"].is_null());
    }
    let text = headlines(&found);
    assert!(
        !text.contains("resolution") && text.contains("By the figures given, the rules allowed no less"),
        "{text}"
    );
    // The built-in districts have the rules of the profile.
    let rules = DistrictRules { draws: 2, ..common::rules() };
    let built_in = audit(&common::built_in(), &rules, &Run::new([0; 32])).unwrap();
    let own = "a least number of districts in every region, no district across a region's border";
    assert!(headlines(&built_in).contains(own));
}

#[test]
fn where_all_are_equal_nothing_lies_between_regions() {
    let found = audited(vec![unit("1", "R", 200, 200), unit("2", "Q", 200, 200)]);
    assert!(!headlines(&found).contains("Did the rules force"));
}

#[test]
fn the_answer_to_what_was_forced_is_for_the_whole_inequality() {
    let answered = |units: Vec<Unit>| headlines(&audited(units));
    // Of 5.667 nothing was forced: all of it lies inside region A.
    let inside = vec![unit("1", "A", 300, 300), unit("2", "A", 1700, 1700), unit("3", "B", 1000, 1000)];
    let text = answered(inside.clone());
    assert!(
        text.contains(
            "Did the rules force this inequality? No. By the figures given, the rules did not require it"
        ),
        "{text}"
    );
    assert!(text.contains("would have had 1.000; the districts as drawn have 5.667"), "{text}");
    let found = audited(inside);
    let better: Vec<_> = found.findings.iter().filter(|finding| finding.code == "DIST-007").collect();
    assert_eq!(better.len(), 1);
    assert_eq!(better[0].figures["ratio_of_equal_districts"], 1.0.into());
    // Two regions of one district each: all of it was.
    let between = vec![unit("1", "A", 300, 300), unit("2", "B", 600, 600)];
    let text = answered(between.clone());
    assert!(text.contains(
        "Did the rules force this inequality? All of it. By the figures given, the rules allowed no less than a largest district of 2.000"
    ));
    assert!(audited(between).findings.iter().all(|finding| finding.code != "DIST-007"));
    // The allocation adds: B has two seats where one each would be nearer.
    let shared = vec![
        unit("1", "A", 600, 600),
        unit("2", "B", 150, 150),
        unit("3", "B", 150, 150),
        unit("4", "C", 300, 300),
    ];
    let text = answered(shared.clone());
    assert!(text.contains("did not require it") && text.contains("would have had 4.000"), "{text}");
    let found = audited(shared);
    let better: Vec<&str> = found
        .findings
        .iter()
        .filter(|one| one.code == "DIST-007")
        .map(|one| one.subject.id.as_str())
        .collect();
    assert_eq!(better, ["allocation"]);
}

#[test]
fn methods_stand_beside_the_allocation_used() {
    let found = audited(vec![unit("1", "R", 300, 300), unit("2", "Q", 200, 200), unit("3", "Q", 250, 250)]);
    let methods = table(&found, "allocation-methods");
    assert_eq!((methods.rows.len(), methods.columns.len()), (2, 10));
    // Regions in order of their names: Q has two seats, R has one, and every method agrees.
    assert!(methods.rows[0][2..].iter().all(|seats| *seats == 2.into()), "{:?}", methods.rows);
    let whole = table(&found, "relaxing-counts");
    assert!(whole.columns.iter().all(|column| !matches!(column.kind, tizim_evidence::ColumnKind::Number(_))));
}

/// What the law says in explanation of a rule of drawing stands with what was found under it, as with every other rule.
#[test]
fn a_rule_of_drawing_explains_what_it_led_to() {
    let said = "The statute asks for one district in every region";
    let mut rules = common::rules();
    for rule in &mut rules.drawing {
        rule.explanations = vec![tizim_evidence::Text::One(format!("{said} ({})", rule.id))];
    }
    let rules = DistrictRules { draws: 2, ..rules };
    let found = audit(&common::built_in(), &rules, &Run::new([0; 32])).unwrap();
    let texts = tizim_evidence::Catalogue::from_toml(["[law]\nsaid = '{en}'"]).unwrap();
    for (code, rule) in [(Code::CannotComply, "no-crossing"), (Code::Better, "drawing")] {
        let finding = found.findings.iter().find(|finding| finding.code == code.word()).unwrap();
        assert_eq!(finding.rule, rule);
        let explained = finding.explanations.iter().any(|one| texts.text(one) == format!("{said} ({rule})"));
        assert!(explained, "{code}: {:?}", finding.explanations);
    }
}
